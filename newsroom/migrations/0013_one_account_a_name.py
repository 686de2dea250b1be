import django.db.models
from django.db import migrations, models


class AddUniqueIndexWhileOpen(migrations.AddConstraint):
    """Concurrently on PostgreSQL: people sign up while the names of ten million are indexed."""

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        sql = str(self.constraint.create_sql(model, schema_editor))
        schema_editor.execute(sql.replace("UNIQUE INDEX", "UNIQUE INDEX CONCURRENTLY", 1))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("newsroom", "0012_the_masthead_without_the_demos_password")]

    operations = [
        AddUniqueIndexWhileOpen(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=django.db.models.Q(("imported_from__isnull", True)),
                fields=("display_key",),
                name="one_account_a_name",
                violation_error_message="Somebody already has this name, or one that looks like it.",
            ),
        ),
    ]
