"""Cases as values: acts in, expectations out, with the clauses that must be cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

When = date | datetime
"""A day alone asks for the day only; an instant for the minute."""

What = Literal["due", "breach", "refused", "permitted"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come out: a duty, a breach, a refusal or a permission, and its clauses.

    `because` must equal the set of clauses cited, each `7.1` of the work itself or `work#7.1`.
    `none` as a verdict means that the rule opened nothing.
    """

    what: What
    subject: str
    """A rule, a breach, or an act."""
    limit: When | None = None
    promised: When | None = None
    verdict: str | None = None
    at: When | None = None
    who: str | None = None
    recipient: str | None = None
    because: frozenset[str] | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Entered:
    """An act of a case; `by` and `to` are roles."""

    name: str
    at: datetime
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One story: a kind of dossier, what its catalogue says, its acts, and what must follow."""

    name: str
    kind: str
    acts: tuple[Entered, ...]
    expect: tuple[Expectation, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    adoption: str | None = None
    now: datetime | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases for one edition, with the calendar and the hours they are counted in."""

    rulebook: str
    cases: tuple[Case, ...]
    calendar: str = "cn"
    hours: str | None = None
    zone: str = "Asia/Shanghai"
    ends: Literal["close", "midnight"] = "close"
    file: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case went; `failures` says exactly what differed, with the derivation."""

    name: str
    file: str
    line: int
    failures: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether everything expected came out."""
        return not self.failures
