from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0031_trips_say_who_was_told")]

    operations = [
        migrations.AddField(
            model_name="suspension",
            name="published_batch_id",
            field=models.UUIDField(
                editable=False,
                help_text="The batch of decisions that published what waited only for this "
                "suspension.",
                null=True,
            ),
        ),
    ]
