"""The rooms of the desk; docs/moderators.md says in words who may do what."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MODERATING = [
    *(f"{verb}_{noun}" for noun in ("word", "domain", "network", "maildomain")
      for verb in ("view", "add", "change", "delete")),
    *(f"view_{noun}" for noun in ("finding", "houserule", "ladderstep", "limit", "logentry",
                                  "case", "legalnotice", "trip")),
    "change_limit",
    "change_thread",
]  # fmt: skip


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
    return permission.objects.filter(content_type__app_label="comments", codename__in=MODERATING)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0003_groups_of_the_staff"),
        ("comments", "0009_house_rules_and_ladder_to_begin_with"),
    ]

    operations = [migrations.RunPython(permit, forbid)]
