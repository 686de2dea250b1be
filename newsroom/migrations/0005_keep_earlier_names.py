from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0004_what_moderators_may_do_at_the_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlierName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("key", models.CharField(db_index=True, editable=False, max_length=240)),
                ("used_from", models.DateTimeField()),
                ("used_until", models.DateTimeField()),
                ("ending", models.CharField(choices=[("changed", "Changed"), ("taken_away", "Taken away")], default="changed", max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("settled", models.JSONField(default=dict, help_text="The cases and reports that taking the name away settled, by primary key.")),
                ("undone_at", models.DateTimeField(null=True)),
                ("ended_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("undone_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="earlier_names", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-used_until", "-id"],
                "permissions": [("moderate_name", "Can take names away and decide on names that wait")],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["person", "-used_until"], name="earlier_names_of_a_person"),
                    models.Index(condition=models.Q(("ending", "taken_away"), ("undone_at__isnull", True)), fields=["-used_until"], name="names_taken_away"),
                ],
            },
        ),
    ]
