from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0023_find_closed_cases_alone_by_their_closing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="reason",
            field=models.CharField(choices=[("attack", "A personal attack"), ("hate", "Hate against a group of people"), ("spam", "Spam or advertising"), ("off_topic", "Off topic"), ("private", "Private data of somebody"), ("false", "A false claim"), ("illegal", "Against the law"), ("name", "The name of its author")], max_length=10),
        ),
    ]
