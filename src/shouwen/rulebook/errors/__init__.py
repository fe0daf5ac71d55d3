"""Faults in a rulebook: what is wrong, in which file and line, and what to write instead.

A fault is a value; a reader collects all of a file's faults and raises them together as
`RulebookErrors`. Texts and stable ids live in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from shouwen.errors import Text, Unclear
from shouwen.rulebook.errors.catalogue import FAULTS, Fault


class Place(Protocol):
    """Anything that knows where it stands in a file."""

    @property
    def file(self) -> str:
        """Name of the file."""

    @property
    def line(self) -> int:
        """Line in the file, from 1."""


@dataclass(frozen=True, slots=True)
class At:
    """A bare place: a file and a line."""

    file: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class RulebookError:
    """One fault: `id` is stable (`rulebook.E107`), `slug` its readable name."""

    id: str
    slug: str
    file: str
    line: int
    text: Text
    hint: Text

    def told(self, language: str = "zh") -> str:
        """Return `file:line: id sentence hint` in `language`."""
        said, hint = self.text.told(language), self.hint.told(language)
        return f"{self.file}:{self.line}: {self.id} {said} {hint}".rstrip()

    def __str__(self) -> str:
        return self.told()


class RulebookErrors(Unclear):
    """Every fault found, in the order of files and lines; nothing was loaded."""

    def __init__(self, errors: Iterable[RulebookError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda e: (e.file, e.line, e.id)))
        lines = tuple(e.told("zh") for e in self.errors), tuple(e.told("en") for e in self.errors)
        super().__init__(
            self.errors[0].id if self.errors else "rulebook.E000",
            Text("\n".join(lines[0]), "\n".join(lines[1])),
            facts={"faults": len(self.errors)},
            remedy=self.errors[0].hint if self.errors else None,
        )

    def __iter__(self) -> Iterator[RulebookError]:
        return iter(self.errors)

    def __len__(self) -> int:
        return len(self.errors)


class Faults:
    """Collects faults, so that a writer hears of all of them at once."""

    MOST = 200
    """More than this many of one load are not collected; nobody reads them."""

    def __init__(self) -> None:
        self.found: list[RulebookError] = []

    def add(self, slug: str, place: Place, **facts: Any) -> None:
        """Note the fault `slug` of the catalogue at `place`; `facts` fill its texts."""
        error = make(slug, place, **facts)
        if len(self.found) < self.MOST and error not in self.found:
            self.found.append(error)

    def __bool__(self) -> bool:
        return bool(self.found)

    def settle(self) -> None:
        """Raise everything collected, if anything was."""
        if self.found:
            raise RulebookErrors(self.found)


def make(slug: str, place: Place, **facts: Any) -> RulebookError:
    """Build the fault `slug` at `place`."""
    fault = FAULTS[slug]
    facts.setdefault("hint", "")
    shown = {name: _shown(value) for name, value in facts.items()}
    return RulebookError(
        id=fault.id,
        slug=slug,
        file=place.file,
        line=place.line,
        text=Text(fault.zh.format(**shown), fault.en.format(**shown)),
        hint=Text(fault.hint_zh.format(**shown), fault.hint_en.format(**shown)),
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known words most like `word`, joined for a hint; a few of them if none is."""
    words = sorted(set(known))
    close = get_close_matches(word[:80], words, n=3, cutoff=0.5)
    return _shown(close or words[:12])


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(item) for item in value) or "-"
    return str(value)[:300]


__all__ = [
    "FAULTS",
    "At",
    "Fault",
    "Faults",
    "Place",
    "RulebookError",
    "RulebookErrors",
    "make",
    "nearest",
]
