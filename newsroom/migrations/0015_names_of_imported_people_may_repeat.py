from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0014_find_people_by_name")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="display_key",
            field=models.CharField(
                editable=False,
                help_text="The name as a reader's eye takes it. One account has it; people who "
                "came with an import may share it, for there a name proves nothing.",
                max_length=240,
            ),
        ),
    ]
