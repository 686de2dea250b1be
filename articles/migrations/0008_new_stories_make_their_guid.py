import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """The database has nothing to do for it."""

    dependencies = [("articles", "0007_give_every_story_its_guid")]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="guid",
            field=models.CharField(
                default=uuid.uuid4,
                editable=False,
                help_text="By which programs that read feeds know the story again. Never changed.",
                max_length=2000,
                null=True,
                unique=True,
            ),
        ),
    ]
