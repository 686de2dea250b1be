from django.db import migrations, models


class Migration(migrations.Migration):
    """Without a check of the range: PostgreSQL would read all cases to prove it."""

    dependencies = [("comments", "0027_find_suspensions_by_their_scope")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="precedence",
            field=models.SmallIntegerField(choices=[(0, "Legal notice"), (1, "Readers can see it"), (2, "Readers cannot see it")], db_default=2, default=2, help_text="The queue's order before the time: legal notices, then what readers can see. Derived from the kind and the comment's status; kept by `follow_comments`."),
        ),
        migrations.AddField(
            model_name="case",
            name="reach",
            field=models.SmallIntegerField(choices=[(0, "Nobody"), (1, "Readers of the archive"), (2, "Readers of the news"), (4, "Readers of the front page")], db_default=0, default=0, help_text="How many could see the comment when the case was opened or last joined, or when the comment last came or went. Kept by `follow_comments`."),
        ),
        migrations.AddField(
            model_name="case",
            name="score",
            field=models.IntegerField(db_default=0, default=0, help_text="The sum of the scores of the latest findings. Kept by `follow_comments`."),
        ),
    ]
