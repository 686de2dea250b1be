"""Who may do what in the admin; docs/editors.md and docs/moderators.md say it in words."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITING = {
    "articles": {
        "article": ("view", "add", "change", "delete"),
        "author": ("view", "add", "change"),
        "byline": ("view", "add", "change", "delete"),
        "image": ("view", "add", "change", "delete"),
        "seealso": ("view", "add", "change", "delete"),
        "topic": ("view", "add", "change"),
        "section": ("view",),
        "redirect": ("view",),
        "weblink": ("view", "add", "change", "delete"),
        "placement": ("view",),
    },
}
PUBLISHING = {
    "articles": {
        "article": ("publish",),
        "placement": ("view", "add", "change", "delete"),
        "section": ("view", "add", "change"),
    },
    "newsroom": {"masthead": ("view", "change")},
}
MODERATING = {
    "comments": {
        "comment": ("view", "moderate"),
        "decision": ("view",),
        "edit": ("view",),
        "report": ("view",),
        "sanction": ("view", "add", "change"),
        "suspension": ("view", "throw_switch"),
        "commentinghours": ("view", "add", "change"),
        "openingtime": ("view", "add", "change", "delete"),
        "closingage": ("view", "add", "change", "delete"),
        "thread": ("view",),
    },
}
GROUPS = {"Editors": WRITING, "Publishers": PUBLISHING, "Moderators": MODERATING}


def make_groups(apps, schema_editor):
    for label in ("newsroom", "articles", "comments"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    permission = apps.get_model("auth", "Permission")
    for name, rooms in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for app, nouns in rooms.items():
            for noun, verbs in nouns.items():
                codenames = [v if v == "throw_switch" else f"{v}_{noun}" for v in verbs]
                group.permissions.add(
                    *permission.objects.filter(
                        content_type__app_label=app, codename__in=codenames
                    )
                )


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0002_the_masthead_itself"),
        ("articles", "0001_the_paper"),
        ("comments", "0001_the_conversation"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
