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


class RemoveIndexWhileOpen(migrations.RemoveIndex):
    """Concurrently on PostgreSQL, as it is made."""

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        state = from_state.models[app_label, self.model_name_lower]
        model = from_state.apps.get_model(app_label, self.model_name)
        schema_editor.remove_index(model, state.get_index_by_name(self.name), concurrently=True)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        state = to_state.models[app_label, self.model_name_lower]
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.add_index(model, state.get_index_by_name(self.name), concurrently=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('comments', '0022_find_tallies_by_their_subject'),
    ]

    operations = [
        RemoveIndexWhileOpen(model_name='case', name='cases_by_closing'),
        AddIndexWhileOpen(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['-closed_at'], name='cases_by_closing'),
        ),
    ]
