import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0042_preferences_of_the_desk")]

    operations = [
        migrations.CreateModel(
            name="Queue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("filters", models.JSONField(default=dict, help_text="What the address of the desk has after its question mark.")),
                ("position", models.PositiveSmallIntegerField(default=10, verbose_name="position")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("owner", models.ForeignKey(help_text="Whose queue it is; empty for one that all moderators share.", null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["position", "name", "id"],
                "default_permissions": (),
            },
        ),
    ]
