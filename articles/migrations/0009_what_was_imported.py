import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_new_stories_make_their_guid")]

    operations = [
        migrations.CreateModel(
            name="ImportedArticle",
            fields=[
                ("article", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="articles.article")),
                ("body_digest", models.CharField(help_text="SHA-256 of the body, in hex: another body is an editor's.", max_length=64)),
                ("awaited_picture", models.CharField(blank=True, db_index=True, help_text="The key of its lead picture, while that has not been imported.", max_length=200)),
                ("awaits_bylines", models.BooleanField(default=False)),
                ("awaits_content", models.BooleanField(default=False, help_text="It was published there, but nothing of it could be shown.")),
            ],
            options={"default_permissions": ()},
        ),
    ]
