from django.db import migrations


def make_masthead(apps, schema_editor):
    masthead = apps.get_model("newsroom", "Masthead")
    if not masthead.objects.exists():
        masthead.objects.create()


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_people_and_masthead")]

    operations = [migrations.RunPython(make_masthead, migrations.RunPython.noop)]
