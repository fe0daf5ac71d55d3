"""Putting an entry into its tables: one statement on PostgreSQL, two to four elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from shouwen.journal import keyring, rows
from shouwen.journal.domain import Entry
from shouwen.journal.models import Entry as Row
from shouwen.journal.models import Pending, SideValue, SubjectKey

_COPIES = [field.attname for field in Row._meta.local_concrete_fields if not field.primary_key]
_ENTRY = (
    f"e AS (INSERT INTO journal_entry ({', '.join(_COPIES)})"
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


def store(
    entry: Entry,
    values: Sequence[SideValue] = (),
    key: SubjectKey | None = None,
    later: list[rows.Statement] | None = None,
) -> Entry:
    """Store an entry with its personal data and, for a new subject, its key; return it numbered.

    With `later`, PostgreSQL is not asked yet: the insert is put there, for the caller to send along
    with its own, and the entry comes back without its number.
    """
    row = Row.from_domain(entry)
    if key is not None and keyring.store() != DEFAULT_DB_ALIAS:
        key.save(using=keyring.store(), force_insert=True)
        key = None
    if connection.vendor != "postgresql":
        return replace(entry, id=_one_by_one(row, values, key))
    text, given = _at_once(row, values, key)
    if later is not None:
        later.append((text, given))
        return entry
    with rows.prepared() as cursor:
        cursor.execute(f"WITH {text} SELECT id FROM e", given)
        return replace(entry, id=cursor.fetchone()[0])


def _one_by_one(row: Row, values: Sequence[SideValue], key: SubjectKey | None) -> int:
    row.save(force_insert=True)
    Pending(entry=row, institution_id=row.institution_id).save(force_insert=True)
    if key is not None:
        key.save(force_insert=True)
    for value in values:
        value.entry = row
    if values:
        SideValue.objects.bulk_create(values)
    return row.pk


def _at_once(row: Row, values: Sequence[SideValue], key: SubjectKey | None) -> rows.Statement:
    statement = [_ENTRY]
    given: list[Any] = [getattr(row, column) for column in _COPIES]
    if key is not None:
        statement.append(_KEY)
        given += [key.pk, key.dossier, key.subject, key.wrapped]
    if values:
        statement.append(_VALUES.format(rows=", ".join([_VALUE] * len(values))))
        for value in values:
            given += [value.path, value.key_id, value.hidden]
    return "".join(statement), given
