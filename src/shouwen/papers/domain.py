"""A paper as values: heading, rows, numbered parts, what it rests on, who issued it, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shouwen.errors import Text

Kind = Literal["receipt", "one-time-notice", "refusal", "hand-over"]

TITLES: dict[Kind, Text] = {
    "receipt": Text("受理回执", "Receipt"),
    "one-time-notice": Text("一次性告知书", "One-time notice"),
    "refusal": Text("不予办理决定书", "Notice of refusal"),
    "hand-over": Text("转办单", "Hand-over slip"),
}

FOR_CITIZENS: frozenset[str] = frozenset({"receipt", "one-time-notice", "refusal"})
"""Papers that were handed to the citizen; a hand-over slip stays inside."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table at the head: what it is, and what it says."""

    name: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with a text, a numbered list, or both."""

    heading: Text
    text: Text | None = None
    items: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper ready to be printed; every instant is in the office's zone."""

    kind: Kind
    title: Text
    number: str
    matter: str
    office: Text
    addressee: str
    opening: Text | None
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]
    cited: tuple[Text, ...]
    issued_at: datetime
    phone: str
    hash: str
    """First eight characters of the journal entry that made it."""

    @property
    def shows_link(self) -> bool:
        """Say whether it carries the QR code that opens the matter: to follow it, to add papers."""
        return self.kind in {"receipt", "one-time-notice"}

    @property
    def shows_code(self) -> bool:
        """Say whether the query code belongs on it, at the time of issue."""
        return self.kind == "receipt"


def plain(text: str) -> Text:
    """Return what somebody wrote: the same in every language."""
    return Text(text, text)
