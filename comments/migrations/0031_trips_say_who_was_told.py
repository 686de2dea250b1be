from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0030_find_cases_in_their_order")]

    operations = [
        migrations.AddField(
            model_name="trip",
            name="alert_count",
            field=models.SmallIntegerField(help_text="How many channels were told; empty of trips from before it was kept.", null=True),
        ),
        migrations.AddField(
            model_name="trip",
            name="would_have_closed",
            field=models.BooleanField(db_default=False, default=False, help_text="Whether it was set to close, and did not because nobody would have been told."),
        ),
    ]
