"""三员分立 in the database itself: an officer holds no post, leads nothing, bears no other role."""

from django.db import migrations

OFFICERS = "('administrator', 'security-administrator', 'auditor')"
TOLD = "officers bear no business"

IS_OFFICER = f"""EXISTS (SELECT 1 FROM organization_officerole r WHERE r.person_id = NEW.person_id
    AND r.until IS NULL AND r.role IN {OFFICERS})"""
HAS_BUSINESS = f"""(EXISTS (SELECT 1 FROM organization_holding h
        WHERE h.person_id = NEW.person_id AND h.until IS NULL)
    OR EXISTS (SELECT 1 FROM organization_leadership l
        WHERE l.person_id = NEW.person_id AND l.until IS NULL)
    OR EXISTS (SELECT 1 FROM organization_officerole r WHERE r.person_id = NEW.person_id
        AND r.until IS NULL AND r.id <> NEW.id AND r.role NOT IN {OFFICERS}))"""
WHEN = {
    "organization_holding": f"NEW.until IS NULL AND {IS_OFFICER}",
    "organization_leadership": f"NEW.until IS NULL AND {IS_OFFICER}",
    "organization_officerole": f"""NEW.until IS NULL AND NEW.person_id IS NOT NULL AND (
        (NEW.role IN {OFFICERS} AND {HAS_BUSINESS})
        OR (NEW.role NOT IN {OFFICERS} AND {IS_OFFICER}))""",
}


def guard(apps, editor):
    """Create the triggers; both databases know the same conditions."""
    for table, when in WHEN.items():
        if editor.connection.vendor == "sqlite":
            for event in ("INSERT", "UPDATE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_apart_{event.lower()} AFTER {event} ON {table} "
                    f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{TOLD}'); END"
                )
        else:
            editor.execute(
                f"CREATE FUNCTION {table}_apart() RETURNS trigger AS $$ BEGIN "
                f"IF {when} THEN RAISE EXCEPTION '{TOLD}' USING ERRCODE = 'check_violation'; "
                "END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
            )
            editor.execute(
                f"CREATE TRIGGER {table}_apart AFTER INSERT OR UPDATE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_apart()"
            )


def unguard(apps, editor):
    """Drop the triggers."""
    for table in WHEN:
        if editor.connection.vendor == "sqlite":
            for event in ("insert", "update"):
                editor.execute(f"DROP TRIGGER {table}_apart_{event}")
        else:
            editor.execute(f"DROP TRIGGER {table}_apart ON {table}")
            editor.execute(f"DROP FUNCTION {table}_apart()")


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_first_tables")]
    operations = [migrations.RunPython(guard, unguard)]
