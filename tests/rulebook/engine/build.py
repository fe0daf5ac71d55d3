"""Builds laws and records by hand, so that the engine is tested without the reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.duties import Duty
from shouwen.rulebook.law import Law
from shouwen.rulebook.values import (
    Ahead,
    Body,
    Citation,
    Clause,
    Conditions,
    Edition,
    Extend,
    Fact,
    Gate,
    Limit,
    LimitOf,
    May,
    Must,
    Pause,
    Reckon,
    Rule,
    Stated,
    Within,
)
from shouwen.worktime import Amount, OfficeHours, Unit, WorkTime, load_calendar

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = WorkTime(load_calendar("cn"), OfficeHours.parse("08:30-12:00,14:30-18:00"))
FIRST = date(2020, 1, 1)


def at(text: str) -> datetime:
    """Read `2025-03-03T09:00` (or a day: nine o'clock) as an instant in Shanghai."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T09:00").replace(tzinfo=ZONE)


def days(count: int, unit: Unit = Unit.WORKING_DAY) -> Limit:
    """Return a limit of so many units."""
    return Limit(Amount(count, unit))


def rule(
    name: str,
    body: Body,
    *,
    clause: str = "",
    work: str = "demo",
    edition: date = FIRST,
    if_: Conditions | None = None,
    **more: Any,
) -> Rule:
    """Return a rule whose clause is called like it."""
    cited = (Citation(work, edition, clause or name),)
    verb = type(body).__name__.lower()
    identity = f"{cited[0]}/{name}"
    return Rule(identity, name, verb, body, cited, if_=if_ or {}, **more)


def must(
    name: str, act: str, after: str | tuple[str, ...], within: Within | None, **more: Any
) -> Rule:
    """Return `must: act, who: handler, after: …, within: …`."""
    body_keys = {k: more.pop(k) for k in _MUST_KEYS & more.keys()}
    body_keys.setdefault("otherwise", "overdue")
    body_keys.setdefault("who", "handler")
    starts = (after,) if isinstance(after, str) else after
    return rule(name, Must((act,), after=starts, within=within, **body_keys), **more)


_MUST_KEYS = {"who", "otherwise", "every", "until", "before", "by_field", "to", "soft", "unless"}


def edition(
    *rules: Rule,
    work: str = "demo",
    first: date = FIRST,
    facts: tuple[Fact, ...] = (),
    last: date | None = None,
) -> Edition:
    """Return an edition with one clause that holds all rules."""
    clause = Clause("1", "gist", rules)
    return Edition(work, first, "示例", (clause,), facts, last)


def law(*rules: Rule, **more: Any) -> Law:
    """Return a law of one edition."""
    return Law([edition(*rules, **more)], (), OFFICE)


def act(name: str, when: str, seq: int = 0, **more: Any) -> Act:
    """Return an act; `roles`, `by`, `to`, `to_roles` are its own, all else its fields."""
    own = {key: more.pop(key) for key in ("by", "to") if key in more}
    for key in ("roles", "to_roles"):
        if key in more:
            own[key] = frozenset(more.pop(key))
    fields = {key.replace("_", "-"): value for key, value in more.items()}
    return Act(name, at(when), seq, fields=fields, **own)


def record(
    *acts: Act, kind: str = "application", catalogue: Mapping[str, Any] | None = None
) -> Record:
    """Return a record of the acts, numbered in the order given."""
    numbered = tuple(
        Act(a.name, a.at, place, a.by, a.roles, a.fields, a.to, a.to_roles)
        for place, a in enumerate(acts, start=1)
    )
    return Record(kind, numbered, catalogue or {})


def duty(the_law: Law, the_record: Record, now: str, name: str = "") -> Duty:
    """Return the only duty (of the rule called `name`)."""
    found = the_law.duties(the_record, at(now))
    (one,) = [each for each in found if not name or each.rule.name == name]
    return one


__all__ = [
    "OFFICE",
    "ZONE",
    "Act",
    "Ahead",
    "Amount",
    "Extend",
    "Gate",
    "Limit",
    "LimitOf",
    "May",
    "Must",
    "Pause",
    "Reckon",
    "Record",
    "Stated",
    "Unit",
    "act",
    "at",
    "days",
    "duty",
    "edition",
    "law",
    "must",
    "record",
    "rule",
]
