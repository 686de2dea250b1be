from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0025_the_log_outlives_an_account")]

    operations = [
        migrations.AlterField(
            model_name="suspension",
            name="cause",
            field=models.CharField(
                choices=[
                    ("abuse", "Abuse: attacks, spam, trolling"),
                    ("legal", "Legal: a trial, an order, a law"),
                    ("staffing", "Staffing: nobody is there to moderate"),
                    ("holiday", "Holiday"),
                    ("technical", "Technical work"),
                    ("other", "Other"),
                    ("import", "Import: it was closed where it came from"),
                ],
                default="abuse",
                max_length=10,
            ),
        ),
    ]
