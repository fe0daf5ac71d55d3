"""Putting many columns into tables quickly: rows of several models in one statement.

The ORM builds the text of every insert and update anew, which costs more than the database does.
Here the text depends on the model alone and PostgreSQL is handed the rows as one JSON value;
elsewhere the ORM does it. Rows are written as they are: no signals, no `auto_now`.

It lies in the lowest room with tables, so that every room may use it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models import AutoField, Field, Model

AUTOMATIC = (AutoField, models.BigAutoField)
Columns = tuple[tuple[str, str], ...]
"""Column in the database and attribute on the row."""


@contextmanager
def prepared() -> Iterator[CursorWrapper]:
    """Open a cursor of PostgreSQL that has a statement parsed and planned once a connection.

    For the few long texts that every act sends again. Lists are not sent so: with values unknown,
    the planner would not see that an index of a part of a table serves.
    """
    from psycopg import Cursor

    connection.ensure_connection()
    bare: Any = Cursor(connection.connection)
    logged = connection.queries_logged
    with (connection.make_debug_cursor if logged else connection.make_cursor)(bare) as cursor:
        yield cursor


Statement = tuple[str, Sequence[Any]]
"""Common table expressions of one's own that insert, joined by commas, and their values."""


def insert(*groups: Sequence[Model], quietly: bool = False, also: Sequence[Statement] = ()) -> None:
    """Insert rows, each group of one model, all groups in one statement; keys are filled in.

    `quietly` leaves out rows that collide with one that is there; their keys stay unknown. `also`
    is sent along to PostgreSQL; it may select from `new_` and the table of a group.
    """
    full = [group for group in groups if group]
    if connection.vendor != "postgresql":
        for group in full:
            type(group[0])._default_manager.bulk_create(group, ignore_conflicts=quietly)
    elif full or also:
        _insert_at_once(full, quietly, also)


def _insert_at_once(
    full: Sequence[Sequence[Model]], quietly: bool, also: Sequence[Statement]
) -> None:
    parts, selects = [], []
    for number, group in enumerate(full):
        text, numbered = _insertion(type(group[0]))
        text += " ON CONFLICT DO NOTHING" if quietly else ""
        name = f"new_{group[0]._meta.db_table}"
        parts.append(f"{name} AS ({text} RETURNING *)")
        if numbered and not quietly:
            selects.append(f"SELECT {number}, {numbered} FROM {name}")
    given: list[Any] = [_json(group, _columns(type(group[0]))) for group in full]
    for text, values in also:
        parts.append(text)
        given.extend(values)
    asked = " UNION ALL ".join(selects) or "SELECT 1 WHERE false"
    keys: list[list[Any]] = [[] for _ in full]
    with prepared() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {asked}", given)
        for number, key in cursor.fetchall():
            keys[number].append(key)
    for group, found in zip(full, keys, strict=True):
        _stored(group, sorted(found))


@dataclass(frozen=True, slots=True)
class Dealt:
    """A value that the database deals in the very statement that uses it, such as a number.

    `text` selects one row with the value as `dealt`; every row with `column` takes it from there.
    """

    column: str
    text: str
    given: Sequence[Any]


def insert_dealt(
    dealt: Dealt,
    *groups: Sequence[Model],
    before: Statement,
    also: Sequence[Statement] = (),
) -> Any:
    """Deal a value, insert rows of which each has a key already, and return the value.

    `before` is a common table expression that `dealt` selects from; `also` may select from
    `d (dealt)`. All of it is one statement of PostgreSQL, so that what deals the value is locked
    for no longer than that and the commit. The rows themselves learn the value from the caller.
    """
    full = [group for group in groups if group]
    parts = [before[0], f"d AS ({dealt.text})"]
    given: list[Any] = [*before[1], *dealt.given]
    for number, group in enumerate(full):
        parts.append(f"g{number} AS ({_dealt_insertion(type(group[0]), dealt.column)})")
        given.append(_json(group, _columns(type(group[0]))))
    for text, values in also:
        parts.append(text)
        given.extend(values)
    with prepared() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT dealt FROM d", given)
        value = cursor.fetchone()[0]
    for group in full:
        for row in group:
            row._state.adding, row._state.db = False, connection.alias
    return value


def update(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Update the named fields of rows that are there, by their keys, in one statement."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        _one_by_one(rows, model, tuple(names))
        return
    text, columns = _updating(model, tuple(names))
    with prepared() as cursor:
        cursor.execute(text, [_json(rows, columns)])


def _one_by_one(rows: Sequence[Model], model: type[Model], names: tuple[str, ...]) -> None:
    """Run one prepared update for every row: SQLite is quicker so than by a CASE for each."""
    key, fields = _named(model, names)
    places = ", ".join(f'"{field.column}" = %s' for field in fields)
    text = f'UPDATE "{model._meta.db_table}" SET {places} WHERE "{key.column}" = %s'
    with connection.cursor() as cursor:
        cursor.executemany(
            text,
            [
                [
                    field.get_db_prep_save(getattr(row, field.attname), connection)
                    for field in (*fields, key)
                ]
                for row in rows
            ],
        )


@cache
def _columns(model: type[Model]) -> Columns:
    fields = model._meta.local_concrete_fields
    return tuple((str(one.column), one.attname) for one in fields if not isinstance(one, AUTOMATIC))


@cache
def _insertion(model: type[Model]) -> tuple[str, str]:
    """Return the text of an insert, and the column of the key that the database deals."""
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name, _ in _columns(model))
    key = model._meta.pk
    text = (
        f'INSERT INTO "{table}" ({names}) SELECT {names} '
        f'FROM json_populate_recordset(NULL::"{table}", %s::json)'
    )
    return text, f'"{key.column}"' if isinstance(key, AUTOMATIC) else ""


@cache
def _dealt_insertion(model: type[Model], column: str) -> str:
    table, columns = model._meta.db_table, _columns(model)
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join("d.dealt" if name == column else f'x."{name}"' for name, _ in columns)
    return (
        f'INSERT INTO "{table}" ({names}) SELECT {values} '
        f'FROM d, json_populate_recordset(NULL::"{table}", %s::json) AS x'
    )


@cache
def _updating(model: type[Model], names: tuple[str, ...]) -> tuple[str, Columns]:
    table, (key, fields) = model._meta.db_table, _named(model, names)
    places = ", ".join(f'"{field.column}" = x."{field.column}"' for field in fields)
    text = (
        f'UPDATE "{table}" AS t SET {places} '
        f'FROM json_populate_recordset(NULL::"{table}", %s::json) AS x '
        f'WHERE t."{key.column}" = x."{key.column}"'
    )
    return text, tuple((str(field.column), field.attname) for field in (key, *fields))


def _named(model: type[Model], names: Sequence[str]) -> tuple[Field[Any, Any], list[Any]]:
    """Return the key of a model and the fields of these names."""
    known = {field.name: field for field in model._meta.local_concrete_fields}
    key = model._meta.pk
    assert key is not None
    return key, [known[name] for name in names]


def _json(rows: Iterable[Model], columns: Columns) -> str:
    return json.dumps(
        [{column: getattr(row, name) for column, name in columns} for row in rows],
        ensure_ascii=False,
        default=_plain,
    )


def _plain(value: Any) -> str:
    """Return what the database reads: instants, identifiers and bytes as text."""
    return "\\x" + value.hex() if isinstance(value, bytes | bytearray | memoryview) else str(value)


def _stored(group: Sequence[Model], keys: list[Any]) -> None:
    for row in group:
        row._state.adding, row._state.db = False, connection.alias
    for row, key in zip(group, keys, strict=False):
        row.pk = key
