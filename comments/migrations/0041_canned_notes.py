import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0040_notes_on_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="CannedNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en", help_text="A code such as en or pt-br.", max_length=20
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="As moderators see it.", max_length=60, verbose_name="title"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="What the author of the comment reads.",
                        max_length=500,
                        verbose_name="text",
                    ),
                ),
                (
                    "house_rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="canned_notes",
                        to="comments.houserule",
                    ),
                ),
            ],
            options={
                "verbose_name": "canned note",
                "ordering": ["language", "title", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("house_rule", "language", "title"),
                        name="a_canned_note_once",
                        violation_error_message="This rule has a note with this title already.",
                    )
                ],
            },
        ),
    ]
