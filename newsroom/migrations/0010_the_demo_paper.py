from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0009_moderators_decide_on_names")]

    operations = [
        migrations.CreateModel(
            name="DemoPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("password", models.CharField(blank=True, max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("brought", models.JSONField(help_text="Primary keys of the rows that were loaded, by model as in articles.article; none in a database whose demo was loaded before this was kept.", null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"default_permissions": ()},
        ),
    ]
