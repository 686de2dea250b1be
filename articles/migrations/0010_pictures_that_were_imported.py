import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_what_was_imported")]

    operations = [
        migrations.CreateModel(
            name="ImportedPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, unique=True)),
                ("image", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.image")),
            ],
            options={"default_permissions": ()},
        ),
    ]
