import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0038_removals_of_accounts")]

    operations = [
        migrations.CreateModel(
            name="CommentLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "domain",
                    models.CharField(
                        help_text="What its owner has registered: example.co.uk.", max_length=253
                    ),
                ),
                ("made_at", models.DateTimeField(help_text="When the comment was written.")),
                (
                    "comment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["domain", "-made_at"], name="comments_linking_to_a_domain")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comment", "domain"), name="a_domain_once_a_comment"
                    )
                ],
            },
        ),
    ]
