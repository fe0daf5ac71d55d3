"""Triggers that refuse to change the record.

Rows of the append-only tables can be neither updated nor deleted. A piece of personal data and its
key can be deleted only after an entry has condemned them (a row in `journal_erasure`).
"""

from django.db import migrations

KEPT = ["log", "entry", "leaf", "node", "sealkey", "seal", "erasure"]
ERASABLE = {"sidevalue": "OLD.key_id", "subjectkey": "OLD.id"}

SQLITE_KEPT = """
CREATE TRIGGER journal_{table}_no_{verb} BEFORE {verb} ON journal_{table}
BEGIN SELECT RAISE(ABORT, 'journal_{table} is append-only: {verb} refused'); END
"""
SQLITE_ERASABLE = """
CREATE TRIGGER journal_{table}_no_DELETE BEFORE DELETE ON journal_{table}
WHEN NOT EXISTS (SELECT 1 FROM journal_erasure e WHERE e.key_id = {key})
BEGIN SELECT RAISE(ABORT, 'journal_{table}: DELETE refused without an erasure'); END
"""
POSTGRES_FUNCTIONS = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION journal_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM journal_erasure e
                 WHERE e.key_id = (to_jsonb(OLD) ->> TG_ARGV[0])::uuid) THEN
    RAISE EXCEPTION '%: DELETE refused without an erasure', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;
"""
POSTGRES_KEPT = """
CREATE TRIGGER journal_{table}_no_{verb} BEFORE {verb} ON journal_{table}
FOR EACH ROW EXECUTE FUNCTION journal_refuse()
"""
POSTGRES_ERASABLE = """
CREATE TRIGGER journal_{table}_no_DELETE BEFORE DELETE ON journal_{table}
FOR EACH ROW EXECUTE FUNCTION journal_refuse_unless_erased('{key}')
"""


def guard(apps, editor):
    """Create the triggers."""
    postgres = editor.connection.vendor == "postgresql"
    kept = POSTGRES_KEPT if postgres else SQLITE_KEPT
    erasable = POSTGRES_ERASABLE if postgres else SQLITE_ERASABLE
    with editor.connection.cursor() as cursor:
        if postgres:
            cursor.execute(POSTGRES_FUNCTIONS)
        for table in KEPT:
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(kept.format(table=table, verb=verb))
        for table, key in ERASABLE.items():
            cursor.execute(kept.format(table=table, verb="UPDATE"))
            name = key.removeprefix("OLD.") if postgres else key
            cursor.execute(erasable.format(table=table, key=name))


def unguard(apps, editor):
    """Drop them again."""
    postgres = editor.connection.vendor == "postgresql"
    with editor.connection.cursor() as cursor:
        for table in [*KEPT, *ERASABLE]:
            for verb in ("UPDATE", "DELETE"):
                on = f" ON journal_{table}" if postgres else ""
                cursor.execute(f"DROP TRIGGER journal_{table}_no_{verb}{on}")
        if postgres:
            cursor.execute("DROP FUNCTION journal_refuse")
            cursor.execute("DROP FUNCTION journal_refuse_unless_erased")


class Migration(migrations.Migration):
    """Guards the record against accidents."""

    dependencies = [("journal", "0001_first_tables")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
