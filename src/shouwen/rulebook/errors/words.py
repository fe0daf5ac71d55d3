"""How a fault is worded: a stable id, a sentence and a hint, each in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """The words of a fault; `{facts}` are filled in where it is found."""

    id: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str


Row = tuple[str, str, str, str, str, str]


def table(*rows: Row) -> dict[str, Fault]:
    """Return slug → fault of rows `(number, slug, zh, en, hint zh, hint en)`."""
    found = {slug: Fault(f"rulebook.{number}", *words) for number, slug, *words in rows}
    if len(found) != len(rows) or len({fault.id for fault in found.values()}) != len(rows):
        raise ValueError("a slug or an id is given twice")
    return found
