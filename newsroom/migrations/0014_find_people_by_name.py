from django.db import migrations, models


class AddIndexWhileOpen(migrations.AddIndex):
    """Concurrently on PostgreSQL: people sign up while the names of ten million are indexed."""

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

    dependencies = [("newsroom", "0013_one_account_a_name")]

    operations = [
        AddIndexWhileOpen(
            model_name="user",
            index=models.Index(
                fields=["display_key"],
                name="people_by_name",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
    ]
