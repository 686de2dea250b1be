from django.db import migrations, models


class Migration(migrations.Migration):
    """Without a default, so that no row is written: the next migration fills what is there."""

    dependencies = [("articles", "0005_who_has_an_article_open")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="guid",
            field=models.CharField(
                editable=False,
                help_text="By which programs that read feeds know the story again. Never changed.",
                max_length=2000,
                null=True,
                unique=True,
            ),
        ),
    ]
