from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0037_find_cases_in_their_order")]

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
