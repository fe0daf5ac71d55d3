"""Everything that other rooms read of the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from shouwen.journal import domain, keyring
from shouwen.journal.domain import Entry, Head, commitment
from shouwen.journal.models import Entry as Row
from shouwen.journal.models import SideValue

__all__ = [
    "Entry",
    "Head",
    "entries",
    "entries_of",
    "head",
    "histories",
    "values",
    "values_of",
]

Values = Mapping[int, Mapping[str, str]]
"""Seq to path to text."""
_COLUMNS = ("pk", "institution_id", "canonical", "hash")
_CHUNK = 2000


def entries(dossier: str) -> list[Entry]:
    """Return the entries of a dossier in order, in one query."""
    return entries_of([dossier])


def entries_of(dossiers: Collection[str]) -> list[Entry]:
    """Return the entries of several dossiers, each dossier's in order, in one query."""
    rows = Row.objects.filter(dossier__in=dossiers).order_by("dossier", "seq")
    return [_read(row) for row in rows.values_list(*_COLUMNS)]


def head(dossier: str) -> Head | None:
    """Return the last link of a dossier's chain, or None before its first entry."""
    rows = Row.objects.filter(dossier=dossier).order_by("-seq")
    row = rows.values_list("seq", "hash", "recorded").first()
    return None if row is None else Head(row[0], bytes(row[1]).hex(), row[2])


def histories(institution_id: int | None = None) -> Iterator[tuple[str, list[Entry]]]:
    """Go through every dossier (of an institution) with its entries, for folding; streams."""
    rows = Row.objects.order_by("dossier", "seq")
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    every = rows.values_list(*_COLUMNS).iterator(chunk_size=_CHUNK)
    for dossier, group in groupby(map(_read, every), key=lambda entry: entry.dossier):
        yield dossier, list(group)


def values(dossier: str, *, paths: Sequence[str] | None = None) -> Values:
    """Return the personal data of a dossier, decrypted; what was erased is absent.

    Two queries, whatever the number of entries.
    """
    return values_of([dossier], paths=paths).get(dossier, {})


def values_of(
    dossiers: Collection[str], *, paths: Sequence[str] | None = None
) -> Mapping[str, Values]:
    """Return the personal data of several dossiers (only at `paths`, if given), in two queries."""
    rows = SideValue.objects.filter(entry__dossier__in=dossiers).order_by("entry__seq", "path")
    if paths is not None:
        rows = rows.filter(path__in=paths)
    found = list(rows.values_list("entry__dossier", "entry__seq", "path", "key_id", "hidden"))
    keys = keyring.open_all({key_id for *_, key_id, _ in found})
    told: dict[str, dict[int, dict[str, str]]] = {}
    for dossier, seq, path, key_id, hidden in found:
        opened = reveal(keys, dossier, seq, path, key_id, bytes(hidden))
        if opened is not None:
            told.setdefault(dossier.hex, {}).setdefault(seq, {})[path] = opened.value
    return told


def reveal(
    keys: Mapping[UUID, bytes], dossier: UUID, seq: int, path: str, key_id: UUID, hidden: bytes
) -> domain.Opened | None:
    """Return a side value with its salt; None if its key is gone or its bytes were changed."""
    key = keys.get(key_id)
    if key is None:
        return None
    bound = commitment.place(dossier=dossier.hex, seq=seq, path=path)
    return commitment.reveal(key, hidden, bound=bound)


def _read(row: tuple[int, int, str, bytes]) -> Entry:
    number, institution_id, canonical, hashed = row
    return domain.read(
        canonical, id=number, institution_id=institution_id, hash=bytes(hashed).hex()
    )
