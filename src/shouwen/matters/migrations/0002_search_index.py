"""The full-text index: an FTS5 table on SQLite, a tsvector with GIN on PostgreSQL."""

from django.db import migrations

POSTGRESQL = (
    "CREATE TABLE matters_search (uid uuid PRIMARY KEY, institution_id bigint NOT NULL, "
    "words tsvector NOT NULL)",
    "CREATE INDEX matters_search_words ON matters_search USING gin (words)",
)
SQLITE = (
    "CREATE VIRTUAL TABLE matters_search USING fts5("
    "words, uid UNINDEXED, institution_id UNINDEXED, tokenize='unicode61')",
)


def make(apps, schema_editor):
    """Make the index in the form of the database at hand."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """Drop the index."""
    schema_editor.execute("DROP TABLE matters_search")


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_first_tables")]

    operations = [migrations.RunPython(make, drop)]
