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

    dependencies = [("comments", "0029_put_open_cases_in_order")]

    operations = [
        AddIndexWhileOpen(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=['precedence', 'due_at', 'id'], name="cases_in_order"),
        ),
        AddIndexWhileOpen(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=['kind', 'precedence', 'due_at', 'id'], name="cases_in_order_by_kind"),
        ),
        AddIndexWhileOpen(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=['section', 'precedence', 'due_at', 'id'], name="cases_in_order_by_section"),
        ),
        AddIndexWhileOpen(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=['article', 'precedence', 'due_at', 'id'], name="cases_in_order_by_article"),
        ),
        AddIndexWhileOpen(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=['language', 'precedence', 'due_at', 'id'], name="cases_in_order_by_language"),
        ),
        AddIndexWhileOpen(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=['author', 'precedence', 'due_at', 'id'], name="cases_in_order_by_author"),
        ),
        RemoveIndexWhileOpen(model_name="case", name="cases_open"),
        RemoveIndexWhileOpen(model_name="case", name="cases_open_by_kind"),
        RemoveIndexWhileOpen(model_name="case", name="cases_open_by_section"),
        RemoveIndexWhileOpen(model_name="case", name="cases_open_by_article"),
        RemoveIndexWhileOpen(model_name="case", name="cases_open_by_language"),
        RemoveIndexWhileOpen(model_name="case", name="cases_open_by_author"),
        migrations.AlterModelOptions(
            name="case", options={"ordering": ["precedence", "due_at", "id"]}
        ),
        migrations.AlterField(
            model_name="case",
            name="due_at",
            field=models.DateTimeField(help_text="When it should be decided: opened_at and the patience that its gravity and reach allow. The queue's order within a precedence; so age counts without being counted."),
        ),
    ]
