import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0044_visits_to_the_desk")]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("assigned_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("skipped_at", models.DateTimeField(help_text="When its assignee skipped the case, which comes first until then.", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("assigned_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("case", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="comments.case")),
                ("ended_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to=settings.AUTH_USER_MODEL)),
                ("queue", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="comments.queue")),
            ],
            options={
                "ordering": ["-assigned_at", "-id"],
                "default_permissions": (),
                "indexes": [models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["person", "-assigned_at"], name="assignments_of_a_person")],
                "constraints": [models.CheckConstraint(condition=models.Q(models.Q(("case__isnull", False), ("queue__isnull", True)), models.Q(("case__isnull", True), ("queue__isnull", False)), _connector="OR"), name="a_case_or_a_queue_is_assigned"), models.UniqueConstraint(condition=models.Q(("case__isnull", False), ("ended_at__isnull", True)), fields=("case",), name="one_assignment_a_case"), models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True), ("queue__isnull", False)), fields=("queue",), name="one_assignment_a_queue")],
            },
        ),
    ]
