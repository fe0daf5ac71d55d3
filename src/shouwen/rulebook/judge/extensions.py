"""Extensions: which acts add time to a rule, on grounds that its clauses name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.judge.facts import OfficeClock, View, holds, word
from shouwen.rulebook.judge.openings import REOPENED, Opening
from shouwen.rulebook.values import Extend, Limit, Rule, Stated


@dataclass(frozen=True, slots=True)
class Extension:
    """An act that adds time under one rule, and the ground given for it."""

    rule: Rule
    body: Extend
    act: Act
    ground: str | None
    cited: tuple[str, ...]
    new_limit: Any = None
    """The date to which it was approved, where the clause leaves the figure to a person."""


def grants(opening: Opening, record: Record, clock: OfficeClock) -> Iterator[Extension]:
    """Yield, in order, the acts that extend the opening on an admitted ground.

    Whether they came in time and how often they may is judged where the limit is known.
    `all` leaves out what hangs on another limit: it moves with the other.
    """
    for place in range(opening.place + 1, len(record.acts)):
        act = record.acts[place]
        if act.name == REOPENED:
            return
        for rule, body in opening.entry.extends:
            if body.when != act.name or (body.rule == "all" and _hangs(opening)):
                continue
            ground = ground_of(record.acts[opening.segment : place + 1])
            if admitted(body, ground) and _holds(rule, opening, record, place, clock):
                cited = tuple(str(citation) for citation in rule.cited)
                new = new_limit(record.acts[opening.segment : place + 1], body)
                yield Extension(rule, body, act, ground, cited, new)


def ground_of(acts: Sequence[Act]) -> str | None:
    """Return the ground given last; the act that tells the extension need not repeat it."""
    for act in reversed(acts):
        value: Any = act.fields.get("ground")
        if value is not None:
            return word(value)
    return None


def new_limit(acts: Sequence[Act], body: Extend) -> Any:
    """Return the new limit that one of the stated roles gave last, else the last one given."""
    given = [act for act in acts if act.fields.get("new-limit") is not None]
    sources = frozenset(body.by.sources if isinstance(body.by, Stated) else ())
    approved = [act for act in given if act.roles & sources]
    return (approved or given)[-1].fields["new-limit"] if given else None


def admitted(body: Extend, ground: str | None) -> bool:
    """Say whether the ground is on the closed list; an empty list asks for none."""
    return not body.grounds or ground in body.grounds


def _hangs(opening: Opening) -> bool:
    return not isinstance(opening.entry.body.within, Limit | Stated)


def _holds(rule: Rule, opening: Opening, record: Record, place: int, clock: OfficeClock) -> bool:
    view = View(record, record.acts[: place + 1], record.acts[place], clock, opening.segment)
    return holds(rule.if_, view, opening.entry.text.unknown)
