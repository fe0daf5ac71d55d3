"""Lets Django empty the database between tests although triggers guard the journal.

On SQLite a flush deletes row by row, which the triggers refuse; on PostgreSQL it truncates.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.db.backends.sqlite3.base import DatabaseOperations


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the triggers of the journal away for a while, as somebody with SQL access could."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_%'"
        )
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, statement in guards:
            cursor.execute(statement)


@contextmanager
def flushing_allowed() -> Iterator[None]:
    """Let a flush empty the guarded tables on SQLite."""
    flush = DatabaseOperations.execute_sql_flush

    def unguarded_flush(self: DatabaseOperations, statements: Any) -> None:
        with unguarded():
            flush(self, statements)

    with patch.object(DatabaseOperations, "execute_sql_flush", unguarded_flush):
        yield
