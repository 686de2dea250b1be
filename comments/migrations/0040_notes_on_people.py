import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0039_links_of_comments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="note")),
                ("written_at", models.DateTimeField()),
                ("struck_out_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "struck_out_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "note on a person",
                "verbose_name_plural": "notes on people",
                "ordering": ["-written_at", "-id"],
                "default_permissions": ("view", "add", "change"),
                "indexes": [
                    models.Index(fields=["person", "-written_at"], name="notes_on_a_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("struck_out_at__isnull", True), ("struck_out_by__isnull", True)
                            ),
                            models.Q(
                                ("struck_out_at__isnull", False), ("struck_out_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_note_is_struck_out_by_somebody",
                    )
                ],
            },
        ),
    ]
