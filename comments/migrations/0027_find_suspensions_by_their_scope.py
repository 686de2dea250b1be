from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0026_conversations_closed_by_an_import")]

    operations = [
        migrations.AddIndex(
            model_name="suspension",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=["scope"],
                name="suspensions_standing_by_scope",
            ),
        ),
    ]
