from django.db import migrations

FORBID = """
CREATE FUNCTION comments_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log is append-only: % refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON comments_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION comments_log_is_append_only();
"""

PERMIT = """
DROP TRIGGER log_is_append_only ON comments_logentry;
DROP FUNCTION comments_log_is_append_only();
"""


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORBID, params=None)


def permit(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PERMIT, params=None)


class Migration(migrations.Migration):
    """Where the database can refuse, it does, whoever asks. A table can still be emptied whole
    (TRUNCATE), as tests do; elsewhere the models refuse, and the chain tells."""

    dependencies = [("comments", "0009_house_rules_and_ladder_to_begin_with")]

    operations = [migrations.RunPython(forbid, permit)]
