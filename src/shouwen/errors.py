"""The errors that every room may raise, and the bilingual text they carry.

    ShouwenError
    ├── Refused      an act the procedure, a clause or a permission does not allow
    ├── Unclear      input that cannot be understood; says what, where, and what to write instead
    └── Conflict     somebody else changed the record in the meantime

Imports nothing, so that the pure rooms can raise them too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages of the product, Chinese first."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def told(self, language: str) -> str:
        """Return the sentence in `language` (a BCP 47 tag); anything not English gets Chinese."""
        return self.en if language.startswith("en") else self.zh


class Name(str):
    """A name that the office gave, as it stands in Chinese; `en` is its English, if it has one."""

    __slots__ = ("en",)
    en: str

    def __new__(cls, zh: str, en: str = "") -> Self:
        made = super().__new__(cls, zh)
        made.en = en or zh
        return made

    def told(self, language: str) -> str:
        """Return the name in `language` (a BCP 47 tag); anything not English gets Chinese."""
        return self.en if language.startswith("en") else str(self)


class ShouwenError(Exception):
    """The root: a stable code, a bilingual sentence, the facts at fault and the clauses."""

    def __init__(
        self,
        code: str,
        text: Text,
        *,
        facts: Mapping[str, Any] | None = None,
        because: Sequence[str] = (),
        remedy: Text | None = None,
    ) -> None:
        super().__init__(f"{code}: {text.zh}")
        self.code = code
        self.text = text
        self.facts: dict[str, Any] = dict(facts or {})
        self.because = tuple(because)
        """Citations (`work@edition#clause`) of the clauses that refuse; empty if none does."""
        self.remedy = remedy
        """What would permit it, or what to write instead."""


class Refused(ShouwenError):
    """An act that may not happen now; `because` names the clauses, `remedy` what permits it."""


class Unclear(ShouwenError):
    """Input that cannot be understood; nothing was stored."""


class Conflict(ShouwenError):
    """The record moved on since it was read; what was typed is not lost by the caller."""
