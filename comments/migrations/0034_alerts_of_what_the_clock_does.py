from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0033_decisions_of_the_command_line")]

    operations = [
        migrations.AddField(
            model_name="suspension",
            name="start_announced_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="suspension",
            name="end_announced_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="suspension",
            index=models.Index(
                condition=models.Q(
                    ("start_announced_at__isnull", True), ("starts_at__gt", models.F("set_at"))
                ),
                fields=["starts_at"],
                name="suspensions_start_unannounced",
            ),
        ),
    ]
