"""A text made ready to judge: rules sorted by what opens them, with what pauses and extends them.

Compiled once per law. A rule is found by the kind of the dossier and the act that starts its clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shouwen.rulebook.acts import FROM_OUTSIDE
from shouwen.rulebook.judge.yardstick import Measure, Yardstick
from shouwen.rulebook.values import (
    Edition,
    Extend,
    Gate,
    Limit,
    May,
    Must,
    PassTo,
    Pause,
    Rule,
)

Handle = tuple[str, str]
"""Work and name of a rule, whatever its edition: what `instead-of` refers to."""

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Text:
    """One edition (with its adoption, if any) and the days on which it is in force."""

    edition: Edition
    first_day: date
    last_day: date
    unknown: Mapping[str, str]
    yardstick: Yardstick

    def in_force(self, day: date) -> bool:
        """Say whether a clock that starts on this day runs under this text."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Entry:
    """A `must` or `may` of one text with everything that acts on it."""

    rule: Rule
    body: Must | May
    text: Text
    handle: Handle
    cited: tuple[str, ...]
    acts: frozenset[str]
    replaces: frozenset[Handle]
    pauses: tuple[tuple[Rule, Pause], ...]
    extends: tuple[tuple[Rule, Extend], ...]
    measure: Measure | None = None
    """The span of a figure, ready to add."""
    promise: Measure | None = None
    """The lower figure of a range."""
    to: frozenset[str] = frozenset()
    """Roles, one of which an act must reach to count, if it is addressed."""
    waived_by: frozenset[str] = frozenset()
    """Acts from which nothing is owed under it any more."""
    single: bool = True
    """Whether an opening is one duty: it does not come again and no level takes over."""
    inside: bool = True
    """Whether somebody of the office owes it: what a citizen does never keeps it for them."""
    by_recipient: bool = False
    """Whether each occurrence opens a duty of its own, owed by its recipient."""


@dataclass(slots=True)
class Index:
    """One kind of dossier: entries by opening act, gates by act, and who replaces whom."""

    openers: dict[str, list[Entry]] = field(default_factory=dict)
    gates: dict[str, list[tuple[Rule, Gate, Text]]] = field(default_factory=dict)
    extends: dict[str, list[tuple[Rule, Extend, Text]]] = field(default_factory=dict)
    replacers: dict[Handle, list[Entry]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """File an entry under every act that starts it and every rule that it replaces."""
        for act in dict.fromkeys(entry.body.after):
            self.openers.setdefault(act, []).append(entry)
        for handle in entry.replaces:
            self.replacers.setdefault(handle, []).append(entry)


def applies(rule: Rule, kind: str) -> bool:
    """Say whether a rule is for this kind of dossier; no kinds, or `*`, means every kind."""
    return not rule.kinds or kind in rule.kinds or "*" in rule.kinds


def handle_of(rule: Rule, work: str) -> Handle:
    """Return the handle of a rule of `work`."""
    return (work, rule.name)


def resolve(name: str, work: str) -> Handle:
    """Return the handle that a reference means: `name`, `work#name`, or a whole rule id."""
    if "#" not in name:
        return (work, name)
    owner, _, rest = name.partition("#")
    return (owner.partition("@")[0], rest.rpartition("/")[2])


def texts(editions: Iterable[Edition], zone_default: Yardstick) -> tuple[Text, ...]:
    """Return the texts with the days on which each is in force: until the next one of its work."""
    works: dict[str, list[Edition]] = {}
    for edition in editions:
        works.setdefault(edition.work, []).append(edition)
    return tuple(text for work in works.values() for text in _in_turn(work, zone_default))


def _in_turn(editions: list[Edition], base: Yardstick) -> list[Text]:
    ordered = sorted(editions, key=lambda edition: edition.first_day)
    following = [edition.first_day for edition in ordered[1:]]
    ends = [date.fromordinal(day.toordinal() - 1) for day in following]
    return [
        Text(
            edition,
            edition.first_day,
            min(edition.last_day or FOREVER, end),
            {fact.name: fact.unknown for fact in edition.facts if fact.unknown is not None},
            base.under(edition.rules),
        )
        for edition, end in zip(ordered, [*ends, FOREVER], strict=True)
    ]


def index(all_texts: Iterable[Text], kind: str) -> Index:
    """Sort the rules of all texts that are for `kind`."""
    result = Index()
    for text in all_texts:
        mine = [rule for rule in text.edition.rules if applies(rule, kind)]
        for rule in mine:
            _file(result, rule, text, mine, kind)
    return result


def _file(result: Index, rule: Rule, text: Text, mine: list[Rule], kind: str) -> None:
    body = rule.body
    if isinstance(body, Must | May):
        result.add(_entry(rule, body, text, mine, kind))
    elif isinstance(body, Gate):
        for act in body.acts:
            result.gates.setdefault(act, []).append((rule, body, text))
    elif isinstance(body, Extend):
        result.extends.setdefault(body.when, []).append((rule, body, text))


def _entry(rule: Rule, body: Must | May, text: Text, mine: list[Rule], kind: str) -> Entry:
    work = text.edition.work
    me = handle_of(rule, work)
    limit = body.within if isinstance(body.within, Limit) else None
    promise = None if limit is None else limit.promise
    return Entry(
        rule=rule,
        body=body,
        text=text,
        handle=me,
        cited=tuple(dict.fromkeys(str(citation) for citation in rule.cited)),
        acts=frozenset(body.acts),
        replaces=frozenset(resolve(name, work) for name in rule.instead_of),
        pauses=tuple((r, r.body) for r in mine if isinstance(r.body, Pause) and reaches(r, me)),
        extends=tuple((r, r.body) for r in mine if isinstance(r.body, Extend) and reaches(r, me)),
        measure=None if limit is None else text.yardstick.measure(limit.span, kind),
        promise=None if promise is None else text.yardstick.measure(promise, kind),
        to=frozenset(body.to),
        waived_by=frozenset((*body.until, *body.unless) if isinstance(body, Must) else ()),
        single=isinstance(body, May) or not (body.every or isinstance(body.otherwise, PassTo)),
        inside=body.who not in FROM_OUTSIDE,
        by_recipient=body.who == "recipient",
    )


def reaches(rule: Rule, target: Handle) -> bool:
    """Say whether an `extend` or `pause` names the target; `all` names every rule of its work."""
    body = rule.body
    if not isinstance(body, Extend | Pause):
        return False
    return body.rule == "all" or resolve(body.rule, target[0]) == target
