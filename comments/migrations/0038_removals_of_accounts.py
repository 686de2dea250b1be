import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def to_person(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, **options
    )


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0037_steps_of_the_ladder_count_spam"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountRemoval",
            fields=[
                ("id", key()),
                ("batch_id", models.UUIDField(editable=False, unique=True)),
                (
                    "action",
                    models.CharField(
                        choices=[("spam", "Marked as spam"), ("reject", "Rejected")], max_length=10
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "closed",
                    models.JSONField(
                        default=dict,
                        help_text="The primary keys of the cases and the reports that were closed although their comments had been removed before.",
                    ),
                ),
                ("undone_at", models.DateTimeField(editable=False, null=True)),
                ("made_by", to_person(related_name="+")),
                (
                    "person",
                    to_person(
                        related_name="+",
                        help_text="The account from which the moderator began.",
                    ),
                ),
                ("undone_by", to_person(related_name="+", null=True)),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["made_by", "-made_at"], name="removals_by_moderator")
                ],
            },
        ),
        migrations.CreateModel(
            name="RemovedAccount",
            fields=[
                ("id", key()),
                ("person", to_person(related_name="removals")),
                (
                    "removal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accounts",
                        to="comments.accountremoval",
                    ),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        help_text="The ban; empty if the account was banned already.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comments.sanction",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("removal", "person"), name="an_account_once_a_removal"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockedDomain",
            fields=[
                ("id", key()),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("none", "It was blocked already"),
                            ("added", "A new entry of the list"),
                            ("changed", "An entry of the list that was changed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.JSONField(
                        default=dict,
                        help_text="The entry as it was before it was changed, by field.",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removals",
                        to="comments.domain",
                    ),
                ),
                (
                    "removal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="comments.accountremoval",
                    ),
                ),
            ],
            options={
                "ordering": ["domain"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("removal", "domain"), name="a_domain_once_a_removal"
                    )
                ],
            },
        ),
    ]
