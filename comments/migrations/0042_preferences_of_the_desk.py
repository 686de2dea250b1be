import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0041_canned_notes"),
        ("newsroom", "0016_imported_email"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskPreferences",
            fields=[
                (
                    "moderator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "covers_passages",
                    models.BooleanField(
                        default=False,
                        verbose_name="Cover insults and links to pictures until I look",
                    ),
                ),
                (
                    "reminds_of_breaks",
                    models.BooleanField(
                        default=True, verbose_name="Remind me of a break after long or hard work"
                    ),
                ),
                ("quiet_until", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "desk preferences",
                "verbose_name_plural": "desk preferences",
                "default_permissions": (),
            },
        ),
    ]
