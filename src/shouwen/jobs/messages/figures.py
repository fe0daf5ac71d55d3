"""How many of the imported messages were late, under which regulation, and which were the worst."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from shouwen.docket.models import Breach, Obligation
from shouwen.enactment import queries as enactment
from shouwen.matters.models import Matter
from shouwen.rulebook.vocabulary import ACTS, name_of
from shouwen.worktime import Unit

REGULATIONS = ("group-hq", "bureau-8", "wuwei-city")
"""Regulations whose rulebooks are several works."""

WORST = 3


@dataclass(frozen=True, slots=True)
class Late:
    """One limit that was missed by one matter."""

    number: str
    rule: str
    cited: tuple[str, ...]
    acts: tuple[str, ...]
    soft: bool
    limit: datetime
    done: datetime | None
    days: int
    """Working days that it was late; up to now, if it still is."""

    @property
    def what(self) -> str:
        """Return the act that was owed, in Chinese."""
        return "或".join(name_of(act, among=ACTS).zh for act in self.acts)


@dataclass(frozen=True, slots=True)
class Figure:
    """A regulation: how many matters it judged, how many were late, and the worst."""

    regulation: str
    judged: int
    late: int
    only_soft: int
    """Of the late ones, those that missed only limits of the kind 一般 (may be excused)."""
    by_rule: tuple[tuple[str, int], ...]
    worst: tuple[Late, ...]


def regulation_of(rule: str) -> str:
    """Return the regulation that a rule id belongs to."""
    work = rule.partition("@")[0]
    return next((one for one in REGULATIONS if work.startswith(one)), work)


def figures(institution_id: int, sha256: str, now: datetime) -> tuple[Figure, ...]:
    """Return the figures of the matters that came from one file."""
    mine = Matter.objects.filter(
        institution=institution_id, source__startswith=f"{sha256[:32]}:"
    ).values("pk")
    late = list(_late(institution_id, mine, now))
    judged: dict[str, set[str]] = {}
    rows = Obligation.objects.filter(Q(dossier__in=mine), right=False).values_list(
        "rule", "dossier__number"
    )
    for rule, number in rows.distinct():
        judged.setdefault(regulation_of(rule), set()).add(number)
    order = [*REGULATIONS, *sorted(set(judged) - set(REGULATIONS))]
    return tuple(_figure(name, judged[name], late) for name in order if name in judged)


def _figure(name: str, judged: set[str], late: Iterable[Late]) -> Figure:
    mine = [one for one in late if regulation_of(one.rule) == name]
    numbers = {one.number for one in mine}
    hard = {one.number for one in mine if not one.soft}
    rules: dict[str, int] = {}
    for one in mine:
        rules[one.rule] = rules.get(one.rule, 0) + 1
    worst: dict[str, Late] = {}
    for one in sorted(mine, key=lambda each: -each.days):
        worst.setdefault(one.number, one)
    return Figure(
        regulation=name,
        judged=len(judged),
        late=len(numbers),
        only_soft=len(numbers - hard),
        by_rule=tuple(sorted(rules.items(), key=lambda row: -row[1])),
        worst=tuple(worst.values())[:WORST],
    )


def _late(institution_id: int, mine: Any, now: datetime) -> Iterable[Late]:
    office = enactment.worktime(institution_id)
    rows = Breach.objects.filter(dossier__in=mine, annulled_at__isnull=True)
    for row in rows.select_related("obligation", "dossier"):
        limit = row.obligation.limit_at
        if limit is None:
            continue
        done = row.obligation.closed_at
        days = office.between(office.local(limit), office.local(done or now), Unit.WORKING_DAY)
        yield Late(
            number=row.dossier.number,
            rule=row.rule,
            cited=tuple(row.cited),
            acts=tuple(row.obligation.acts),
            soft=row.soft,
            limit=office.local(limit),
            done=office.local(done) if done else None,
            days=int(days),
        )
