import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0015_names_of_imported_people_may_repeat")]

    operations = [
        migrations.CreateModel(
            name="ImportedEmail",
            fields=[
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="imported_email", serialize=False, to=settings.AUTH_USER_MODEL)),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"default_permissions": ()},
        ),
    ]
