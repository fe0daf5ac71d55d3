"""Sums over days: what was received, kept and broken. Past days from `DaySum`, the rest live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, CharField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth

from shouwen.docket.models import Breach, DaySum, Dossier, Obligation
from shouwen.docket.statistics.reach import COUNTED, HARD, Reach
from shouwen.enactment import queries as enactment


@dataclass(frozen=True, slots=True)
class Part:
    """A number that can be added to others: of what, where, in which month (its first day)."""

    month: date
    department: int | None
    kind: str
    work: str
    ends: bool
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Duties kept and broken; `owed` is both together, what is still open beyond its limit too."""

    kept: int = 0
    broken: int = 0

    @property
    def owed(self) -> int:
        """Return how many had to be done."""
        return self.kept + self.broken

    @property
    def rate(self) -> float | None:
        """Return the percentage kept, with one decimal; None when nothing was owed."""
        return round(100 * self.kept / self.owed, 1) if self.owed else None


def tally(parts: Iterable[Part]) -> Tally:
    """Add up duties kept and broken."""
    sums = {"kept": 0, "broken": 0}
    for part in parts:
        if part.kind in sums:
            sums[part.kind] += part.count
    return Tally(sums["kept"], sums["broken"])


def parts(reach: Reach, *, since: date, until: date, summed: date | None) -> list[Part]:
    """Return the numbers of the months from `since` until `until` (both inclusive).

    `summed` is the first day that is not summed yet (`Now.summed`): two statements, or one.
    """
    stored = _stored(reach, since, min(until, summed - timedelta(days=1))) if summed else []
    start = max(since, summed) if summed else since
    live = _added(counted(reach, start, until)) if start <= until else []
    return [*stored, *live]


def _stored(reach: Reach, since: date, until: date) -> list[Part]:
    rows = (
        DaySum.objects.filter(reach.rows, day__gte=since, day__lte=until)
        .annotate(month=TruncMonth("day"))
        .values_list("month", "department", "kind", "work", "ends")
        .annotate(total=Sum("count"))
        .order_by()
    )
    return [Part(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that counts, on its day."""

    day: date
    department: int | None
    kind: str
    work: str
    ends: bool


def counted(reach: Reach, since: date, until: date) -> Iterator[Happening]:
    """Yield what happened from `since` until `until`: one statement on the rows themselves."""
    office = enactment.worktime(reach.institution_id)
    start = datetime.combine(since, time(), office.zone)
    end = datetime.combine(until + timedelta(days=1), time(), office.zone)
    known = Q(dossier__kind__in=COUNTED)
    kept = Obligation.objects.filter(
        reach.rows, HARD, known, verdict="kept", closed_at__gte=start, closed_at__lt=end
    )
    broken = Breach.objects.filter(
        reach.rows, known, soft=False, annulled_at=None, at__gte=start, at__lt=end
    )
    opened = Dossier.objects.filter(
        reach.rows, kind__in=COUNTED, opened_at__gte=start, opened_at__lt=end
    )
    rows = _named(kept, "kept", "closed_at", "rule", "ends").union(
        _named(broken, "broken", "at", "rule", "obligation__ends"),
        _named(opened, "received", "opened_at", None, None),
        all=True,
    )
    for kind, at, department, rule, ends in rows:
        yield Happening(office.local(at).date(), department, kind, work_of(rule), bool(ends))


def _named(
    rows: QuerySet[Any], kind: str, at: str, rule: str | None, ends: str | None
) -> QuerySet[Any, Any]:
    """Return rows with the same five columns, whatever table they come from."""
    named: QuerySet[Any, Any] = rows.annotate(
        is_kind=Value(kind, CharField()),
        is_at=F(at),
        is_rule=F(rule) if rule else Value("", CharField()),
        is_end=F(ends) if ends else Value(False, BooleanField()),
    ).values_list("is_kind", "is_at", "department", "is_rule", "is_end")
    return named.order_by()


def work_of(rule: str) -> str:
    """Return the regulation of a rule: `wuwei-city@2024-01-01#2/served` → `wuwei-city`."""
    return rule.partition("@")[0][:60]


def _added(happened: Iterable[Happening]) -> list[Part]:
    sums: dict[tuple[date, int | None, str, str, bool], int] = {}
    for one in happened:
        key = (one.day.replace(day=1), one.department, one.kind, one.work, one.ends)
        sums[key] = sums.get(key, 0) + 1
    return [Part(*key, count) for key, count in sums.items()]
