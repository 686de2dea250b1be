from django.db import migrations
from django.utils import timezone

NAME = "The Allard Courier"


def give_it_a_row(apps, schema_editor):
    """Its accounts were the first of the database: since then the demo has been there."""
    first = apps.get_model("newsroom", "User").objects.order_by("date_joined").first()
    DemoPaper = apps.get_model("newsroom", "DemoPaper")
    for masthead in apps.get_model("newsroom", "Masthead").objects.exclude(demo_password=""):
        DemoPaper.objects.create(
            name=NAME,
            password=masthead.demo_password,
            opened_at=first.date_joined if first else timezone.now(),
        )


def give_the_password_back(apps, schema_editor):
    DemoPaper = apps.get_model("newsroom", "DemoPaper")
    for demo in DemoPaper.objects.filter(removed_at=None):
        apps.get_model("newsroom", "Masthead").objects.update(demo_password=demo.password)
        demo.delete()


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0010_the_demo_paper")]

    operations = [migrations.RunPython(give_it_a_row, give_the_password_back)]
