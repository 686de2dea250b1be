from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0036_find_what_of_an_author_was_spam")]

    operations = [
        migrations.AlterField(
            model_name="ladderstep",
            name="rejections",
            field=models.PositiveSmallIntegerField(
                help_text="Comments rejected or marked as spam by moderators."
            ),
        ),
    ]
