import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0045_cases_and_queues_are_assigned")]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("written_at", models.DateTimeField()),
                ("text", models.TextField(max_length=2000, verbose_name="note")),
                ("cases_handed_over", models.PositiveIntegerField(default=0, help_text="How many assigned cases went with the note.")),
                ("read_at", models.DateTimeField(null=True)),
                ("read_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("to", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-written_at", "-id"],
                "default_permissions": (),
                "indexes": [models.Index(condition=models.Q(("read_at__isnull", True)), fields=["-written_at"], name="hand_overs_unread"), models.Index(fields=["-written_at", "-id"], name="hand_overs_by_time")],
            },
        ),
    ]
