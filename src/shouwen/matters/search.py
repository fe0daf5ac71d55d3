"""Full text over matters, one function for both databases: characters in pairs, words whole.

Chinese has no blanks between words; pairs of neighbouring characters find two-character words
exactly, which neither FTS5's trigrams nor PostgreSQL's own parsers do.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from shouwen.journal import rows
from shouwen.matters.models import Matter

_RUNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[0-9a-z]+", re.IGNORECASE)
_INDEX = (
    "INSERT INTO matters_search (uid, institution_id, words) VALUES (%s, %s, array_to_tsvector(%s))"
)
_INDEX_DEALT = (
    "indexed AS (INSERT INTO matters_search (uid, institution_id, words) SELECT %s::uuid, %s, "
    "array_to_tsvector(%s::text[] || string_to_array(lower(d.dealt), '-')) FROM d)"
)
_REMOVE = "INSERT INTO matters_search (matters_search, rank) VALUES ('secure-delete', 1)"
_ANEW = "INSERT INTO matters_search (matters_search) VALUES ('optimize')"
LONGEST_QUERY = 60
"""Characters of a question that are looked at; the rest adds nothing."""


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: pairs of Chinese characters, whole words and numbers."""
    found: list[str] = []
    for run in _RUNS.findall(text):
        if run.isascii():
            found.append(run.lower())
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[start : start + 2] for start in range(len(run) - 1))
    return found


def searchable(matter: Matter) -> str:
    """Return what a matter is found by: number, title, subject, applicant, telephone."""
    singles = " ".join(matter.applicant)
    parts = (matter.number, matter.title, matter.subject, matter.applicant, singles, matter.phone)
    return " ".join(dict.fromkeys(tokens(" ".join(parts))))


def with_number(matter: Matter) -> Sequence[rows.Statement]:
    """Return the insert that indexes a matter under the number which its statement deals."""
    if connection.vendor != "postgresql":
        return ()
    return [(_INDEX_DEALT, [matter.pk, matter.institution_id, searchable(matter).split()])]


def index(matter: Matter) -> None:
    """Put a numbered matter into the index, in the caller's transaction."""
    words = searchable(matter)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_INDEX, [matter.pk, matter.institution_id, words.split()])
        else:
            cursor.execute(
                "INSERT INTO matters_search (uid, institution_id, words) VALUES (%s, %s, %s)",
                [matter.pk.hex, matter.institution_id, words],
            )


def forget(uid: UUID) -> None:
    """Take a matter out of the index (personal data erased), so that no word of it stays behind.

    FTS5 only marks words as deleted unless it is told to remove them; before SQLite 3.42 it
    cannot, and the index is written anew.
    """
    lite = connection.vendor != "postgresql"
    removes = lite and sqlite3.sqlite_version_info >= (3, 42)
    with connection.cursor() as cursor:
        if removes:
            cursor.execute(_REMOVE)
        cursor.execute("DELETE FROM matters_search WHERE uid = %s", [uid.hex if lite else uid])
        if lite and not removes:
            cursor.execute(_ANEW)


def find(institution_id: int, asked: str, *, limit: int = 500) -> list[UUID]:
    """Return the newest matters whose text has every token of the question; none for no token.

    A question that ends in a number or a latin word finds what begins with it.
    """
    words = tokens(asked[:LONGEST_QUERY])
    if not words:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT uid FROM matters_search WHERE institution_id = %s "
                "AND words @@ to_tsquery('simple', %s) ORDER BY uid DESC LIMIT %s",
                [institution_id, " & ".join(_pg(words)), limit],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT uid FROM matters_search WHERE words MATCH %s AND institution_id = %s "
            "ORDER BY uid DESC LIMIT %s",
            [" AND ".join(_fts(words)), institution_id, limit],
        )
        return [UUID(hex=row[0]) for row in cursor.fetchall()]


def _pg(words: list[str]) -> list[str]:
    last = words[-1]
    return [*(f"'{word}'" for word in words[:-1]), f"'{last}'" + (":*" if last.isascii() else "")]


def _fts(words: list[str]) -> list[str]:
    last = words[-1]
    return [*(f'"{word}"' for word in words[:-1]), f'"{last}"' + ("*" if last.isascii() else "")]
