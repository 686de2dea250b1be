"""docs/moderators.md says in words who may do what."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

NOTES = ["view_personnote", "add_personnote"]


def permit(apps, schema_editor):
    config = apps.get_app_config("comments")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    moderators, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Moderators")
    moderators.permissions.add(*_theirs(apps))


def forbid(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Moderators"):
        group.permissions.remove(*_theirs(apps))


def _theirs(apps):
    permission = apps.get_model("auth", "Permission")
    return permission.objects.filter(content_type__app_label="comments", codename__in=NOTES)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0017_moderators_of_some_sections"),
        ("comments", "0040_notes_on_people"),
    ]

    operations = [migrations.RunPython(permit, forbid)]
