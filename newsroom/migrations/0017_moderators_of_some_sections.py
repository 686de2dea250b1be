import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_the_paper"),
        ("newsroom", "0016_imported_email"),
    ]

    operations = [
        migrations.CreateModel(
            name="SectionLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="section_limits", to=settings.AUTH_USER_MODEL)),
                ("section", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.section")),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("person", "section"), name="one_limit_a_section")],
            },
        ),
    ]
