from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0006_names_that_wait"),
    ]

    operations = [
        # Nullable: no database writes the ten million rows for it.
        migrations.AddField(
            model_name="user",
            name="name_state",
            field=models.CharField(blank=True, choices=[("byline", "Also the name of an author or of the staff"), ("taken_away", "Taken away by a moderator")], editable=False, help_text="Derived from the authors' names and from what moderators did; kept by newsroom.accounts.bylines and newsroom.accounts.naming, rebuilt by check_names.", max_length=10, null=True),
        ),
    ]
