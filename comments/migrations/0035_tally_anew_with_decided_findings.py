from django.db import migrations


def forget_tallies(apps, schema_editor):
    """Tallies are a cache: the next page of statistics makes them again, with the new subject."""
    apps.get_model("comments", "Tally").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("comments", "0034_alerts_of_what_the_clock_does")]

    operations = [migrations.RunPython(forget_tallies, migrations.RunPython.noop)]
