"""The law as values: what the reader makes of a rulebook and what the engine runs.

Everything here is frozen and free of input and output. A rule always knows the clauses that it
rests on; a rule without a citation cannot be built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from shouwen.errors import Text
from shouwen.worktime.spans import Amount, Span


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A clause of an edition of a work; `str()` gives `work@edition#clause`."""

    work: str
    edition: date
    clause: str

    def __str__(self) -> str:
        return f"{self.work}@{self.edition.isoformat()}#{self.clause}"


@dataclass(frozen=True, slots=True)
class Range:
    """A numeric condition; `over` and `under` leave the figure itself out."""

    from_: int | None = None
    to: int | None = None
    over: int | None = None
    under: int | None = None


Wanted = tuple[str, ...] | Range | Literal["given"]
"""Any of these words, a figure in the range, or merely given."""

Conditions = Mapping[str, Wanted]
"""Fact → what it must be; a mapping means all, a list means any."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure or a range: `span` binds, `promise` (the lower figure) is the first reminder."""

    span: Span
    promise: Amount | None = None


@dataclass(frozen=True, slots=True)
class LimitOf:
    """The limit of another rule, moving with its extensions and pauses."""

    rule: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A limit that somebody states: a role, `statute`, `promise` or `plan`; the earliest binds."""

    sources: tuple[str, ...]
    at_most: Amount | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A span before a later instant: an entered one (`of` names the field) or another limit."""

    amount: Amount
    of: str | LimitOf


Within = Limit | LimitOf | Stated | Ahead
"""How long; `None` on a rule means that the adopter must still fix it (named in `open`)."""


@dataclass(frozen=True, slots=True)
class PassTo:
    """`otherwise: {pass-to: superior}`: the same obligation opens for the next level up."""

    role: str


@dataclass(frozen=True, slots=True)
class Deem:
    """`otherwise: {deem: act}`: silence counts as this act, with the clause as its author."""

    act: str


Otherwise = str | PassTo | Deem
"""A breach (computed), the next level, or silence that counts."""


@dataclass(frozen=True, slots=True)
class Must:
    """Who owes which act, after what or how often, within a span, or else a breach."""

    acts: tuple[str, ...]
    who: str
    after: tuple[str, ...] = ()
    every: str | None = None
    within: Within | None = None
    before: str | None = None
    by_field: str | None = None
    until: tuple[str, ...] = ()
    otherwise: Otherwise | None = None
    to: tuple[str, ...] = ()
    soft: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class May:
    """A right: with a span it lapses, it is never broken. `within=None` means always."""

    acts: tuple[str, ...]
    who: str
    after: tuple[str, ...] = ()
    within: Within | None = None
    to: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    meanwhile: str | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """These acts are refused, citing the clause, unless everything stated here holds.

    `given`: fields the act must carry (`()` any value, else one of these words); `done`: acts
    that must have happened on the dossier since it was last reopened; `who`: only these roles;
    `to`: only addressed to these roles; `never_by`: never by these roles.
    """

    acts: tuple[str, ...]
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    never_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extend:
    """Adds `by` to a rule (or `all`) when an act happens, on closed grounds, `times` at most."""

    rule: str
    when: str
    grounds: tuple[str, ...] = ()
    by: Limit | Stated | None = None
    times: int | None = 1


@dataclass(frozen=True, slots=True)
class Pause:
    """A rule's clock (or `all`) stands still from one act until another."""

    rule: str
    from_: tuple[str, ...] = ()
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckon:
    """How a unit is counted, or what a word such as `immediate` amounts to."""

    unit: str
    first: Literal["next-day", "same-day"] | None = None
    ends: Literal["close-of-business", "midnight"] | None = None
    last_day_off: Literal["next-working-day", "stays"] | None = None
    short_month: Literal["last-day", "next-day"] | None = None
    is_: Amount | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """Defines a role, a seat, a group, a value list or an edition's life."""

    word: str
    is_: tuple[str, ...] = ()
    first_of: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    among: str | None = None
    lasts: Amount | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A verb that is read and checked here and run by a later room.

    `keeps`, `shows`, `checks`, `ground`, `measure`, `tally`, `upon`, `appraise`, `score`,
    `relies-on`, `see`: `subject` is the verb's own value, `keys` the rest as read.
    """

    subject: tuple[str, ...]
    keys: Mapping[str, Any] = field(default_factory=dict)


Body = Must | May | Gate | Extend | Pause | Reckon | Means | Declared


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one clause.

    `id` is `work@edition#clause/name`, where `name` is the rule's own id or, if it has none, its
    position in the clause (1, 2 …): stable as long as the edition's text is. `name` alone is what
    other rules of the same work refer to. `cited` starts with the governing clause (an
    adoption's own, when it fixed something), then the parent's, then joined clauses.
    """

    id: str
    name: str
    verb: str
    body: Body
    cited: tuple[Citation, ...]
    kinds: tuple[str, ...] = ()
    if_: Conditions = field(default_factory=dict)
    instead_of: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    unfixed: tuple[str, ...] = ()
    """Keys of `open` without a value yet: the rule shows and counts, but breaks nothing."""
    per: str | None = None
    reading: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact: who enters it at which act, and what it is taken to be when unknown."""

    name: str
    values: tuple[str, ...]
    at: str
    who: str
    unknown: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """An article, paragraph or item: its gist in our words, and its rules or why it has none."""

    at: str
    gist: str
    rules: tuple[Rule, ...] = ()
    joins: str | None = None
    not_encoded: str | None = None
    text: str | None = None
    rows: tuple[str, ...] = ()
    """Ids of the rows of the clause matrix that this clause answers."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Issued:
    """Who issued a text, when, under which number."""

    by: str
    date: date | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A whole text of a work from its first day in force; published editions never change."""

    work: str
    first_day: date
    title: str
    clauses: tuple[Clause, ...]
    facts: tuple[Fact, ...] = ()
    last_day: date | None = None
    numbering: Literal["cn", "en", "cn-parts", "cn-items", "cn-articles"] = "cn"
    issued: Issued | None = None
    short: str = ""
    """Short name for the clause chip, such as 限时."""
    sha256: str = ""
    """Of the file's bytes: names this encoding of the text."""
    names: Mapping[str, Text] = field(default_factory=dict)
    """Names of the rulebook's own words (registers, breaches, fields …) for people to read."""
    source: str = ""
    """Name of the file, for messages."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return every rule of every clause, in the order of the text."""
        return tuple(rule for clause in self.clauses for rule in clause.rules)
