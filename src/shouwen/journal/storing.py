"""Putting an entry into its tables: one statement on PostgreSQL, two to four elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from shouwen.journal import keyring
from shouwen.journal.domain import Entry
from shouwen.journal.models import Entry as Row
from shouwen.journal.models import Pending, SideValue, SubjectKey

_COPIES = [field.attname for field in Row._meta.local_concrete_fields if not field.primary_key]
_ENTRY = (
    f"WITH e AS (INSERT INTO journal_entry ({', '.join(_COPIES)})"
    f" VALUES ({', '.join(['%s'] * len(_COPIES))}) RETURNING id, institution_id),"
    " p AS (INSERT INTO journal_pending (entry_id, institution_id)"
    " SELECT id, institution_id FROM e)"
)
_KEY = (
    ", k AS (INSERT INTO journal_subjectkey (id, dossier, subject, wrapped)"
    " VALUES (%s, %s, %s, %s))"
)
_VALUE = "(%s, %s::uuid, %s::bytea)"
_VALUES = (
    ", v AS (INSERT INTO journal_sidevalue (entry_id, path, key_id, hidden)"
    " SELECT e.id, x.path, x.key_id, x.hidden FROM e, (VALUES {rows}) AS x (path, key_id, hidden))"
)


def store(entry: Entry, values: Sequence[SideValue] = (), key: SubjectKey | None = None) -> Entry:
    """Store an entry with its personal data and, for a new subject, its key; return it numbered."""
    row = Row.from_domain(entry)
    if key is not None and keyring.store() != DEFAULT_DB_ALIAS:
        key.save(using=keyring.store(), force_insert=True)
        key = None
    if connection.vendor == "postgresql":
        return replace(entry, id=_at_once(row, values, key))
    row.save(force_insert=True)
    Pending(entry=row, institution_id=row.institution_id).save(force_insert=True)
    if key is not None:
        key.save(force_insert=True)
    for value in values:
        value.entry = row
    if values:
        SideValue.objects.bulk_create(values)
    return replace(entry, id=row.pk)


def _at_once(row: Row, values: Sequence[SideValue], key: SubjectKey | None) -> int:
    statement = [_ENTRY]
    given: list[Any] = [getattr(row, column) for column in _COPIES]
    if key is not None:
        statement.append(_KEY)
        given += [key.pk, key.dossier, key.subject, key.wrapped]
    if values:
        statement.append(_VALUES.format(rows=", ".join([_VALUE] * len(values))))
        for value in values:
            given += [value.path, value.key_id, value.hidden]
    statement.append(" SELECT id FROM e")
    with connection.cursor() as cursor:
        cursor.execute("".join(statement), given)
        number: int = cursor.fetchone()[0]
    return number
