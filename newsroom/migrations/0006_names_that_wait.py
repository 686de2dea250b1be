from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0005_keep_earlier_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeldName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("findings", models.JSONField(default=list, help_text="Why it was held, in sentences.")),
                ("chosen_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_approved", models.BooleanField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("decided_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="held_names", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["chosen_at", "id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("decided_at__isnull", True)), fields=["chosen_at"], name="names_that_wait"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("decided_at__isnull", True)), fields=("person",), name="one_name_waits_for_a_person"),
                ],
            },
        ),
    ]
