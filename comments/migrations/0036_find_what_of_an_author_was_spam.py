from django.db import migrations, models


class AddIndexWhileOpen(migrations.AddIndex):
    """Concurrently on PostgreSQL: readers write on while ten million rows are indexed."""

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.add_index(model, self.index, concurrently=True)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        model = from_state.apps.get_model(app_label, self.model_name)
        schema_editor.remove_index(model, self.index, concurrently=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0035_tally_anew_with_decided_findings")]

    operations = [
        AddIndexWhileOpen(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "spam")),
                fields=["author", "-created_at"],
                name="comments_spam_by_author",
            ),
        ),
    ]
