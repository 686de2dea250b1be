import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0043_named_queues")]

    operations = [
        migrations.CreateModel(
            name="DeskVisit",
            fields=[
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="desk_visit", serialize=False, to=settings.AUTH_USER_MODEL)),
                ("came_at", models.DateTimeField(help_text="When the visit began that lasts or was the last.")),
                ("seen_at", models.DateTimeField()),
                ("last_here_at", models.DateTimeField(help_text="When the visit before this one ended.", null=True)),
            ],
            options={
                "ordering": ["-seen_at"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["-seen_at"], name="desk_visits_by_time")],
            },
        ),
    ]
