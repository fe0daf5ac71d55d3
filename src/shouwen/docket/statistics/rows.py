"""The rows behind the numbers: exactly the dossiers and duties that were counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import F, QuerySet

from shouwen.docket.models import Breach, Dossier, Obligation
from shouwen.docket.statistics.now import due, faults, near, open_dossiers, overdue, untaken
from shouwen.docket.statistics.reach import COUNTED, HARD, RUNNING, Reach
from shouwen.enactment import queries as enactment

Show = Literal["open", "overdue", "due", "near", "pressing", "untaken", "failed"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows of which number."""

    show: Show = "open"
    state: str = ""
    kinds: tuple[str, ...] = ()
    due_from: datetime | None = None
    due_until: datetime | None = None


def dossiers(reach: Reach, asked: Asked, now: datetime) -> QuerySet[Dossier]:
    """Return exactly the dossiers that a number counts, the most pressing first."""
    rows = open_dossiers(reach)
    match asked.show:
        case "overdue":
            rows = rows.filter(overdue(now))
        case "near":
            rows = rows.filter(near(now))
        case "due":
            rows = rows.filter(due(max(now, asked.due_from or now), asked.due_until or now))
        case "pressing":
            rows = rows.filter(RUNNING, limit_at__lte=asked.due_until or now)
        case "untaken":
            rows = rows.filter(pk__in=untaken(reach, now).values("dossier"))
        case "failed":
            rows = Dossier.objects.filter(pk__in=faults(reach).values("dossier"))
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.kinds:
        rows = rows.filter(kind__in=asked.kinds)
    return rows.order_by(F("limit_at").asc(nulls_last=True), "uid")


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty that was kept or broken, as the list behind a rate shows it."""

    number: str
    key: str
    acts: tuple[str, ...]
    rule: str
    breach: str
    cited: tuple[str, ...]
    limit: datetime | None
    """When it passed; for what was kept, until when it had to be done."""
    closed: datetime | None
    person: int | None
    post: int | None
    department: int | None
    open: bool
    id: int


@dataclass(frozen=True, slots=True)
class Duties:
    """Which duties: kept or broken between two days, of one regulation perhaps."""

    outcome: Literal["kept", "broken"]
    since: date
    until: date
    work: str = ""
    ends: bool | None = None


def duties(reach: Reach, asked: Duties, *, start: int = 0, size: int = 50) -> list[DutyRow]:
    """Return the duties behind a number, newest first; one more than `size` when there are more."""
    office = enactment.worktime(reach.institution_id)
    begin = datetime.combine(asked.since, time(), office.zone)
    end = datetime.combine(asked.until + timedelta(days=1), time(), office.zone)
    rows = _broken(reach, begin, end) if asked.outcome == "broken" else _kept(reach, begin, end)
    prefix = "obligation__" if asked.outcome == "broken" else ""
    if asked.work:
        rows = rows.filter(rule__startswith=f"{asked.work}@")
    if asked.ends is not None:
        rows = rows.filter(**{f"{prefix}ends": asked.ends})
    make = _of_breach if asked.outcome == "broken" else _of_kept
    return [make(row) for row in rows[start : start + size + 1]]


def _broken(reach: Reach, begin: datetime, end: datetime) -> QuerySet[Any]:
    rows = Breach.objects.filter(
        reach.rows,
        dossier__kind__in=COUNTED,
        soft=False,
        annulled_at=None,
        at__gte=begin,
        at__lt=end,
    )
    return rows.select_related("dossier", "obligation").order_by("-at", "-id")


def _kept(reach: Reach, begin: datetime, end: datetime) -> QuerySet[Any]:
    rows = Obligation.objects.filter(
        reach.rows,
        HARD,
        dossier__kind__in=COUNTED,
        verdict="kept",
        closed_at__gte=begin,
        closed_at__lt=end,
    )
    return rows.select_related("dossier").order_by("-closed_at", "-id")


def _of_breach(row: Breach) -> DutyRow:
    duty = row.obligation
    return DutyRow(
        number=row.dossier.number,
        key=duty.key,
        acts=tuple(duty.acts),
        rule=row.rule,
        breach=row.name,
        cited=tuple(row.cited),
        limit=row.at,
        closed=duty.closed_at,
        person=row.person_id,
        post=row.post_id,
        department=row.department_id,
        open=duty.closed_at is None,
        id=row.pk,
    )


def _of_kept(row: Obligation) -> DutyRow:
    return DutyRow(
        number=row.dossier.number,
        key=row.key,
        acts=tuple(row.acts),
        rule=row.rule,
        breach="",
        cited=tuple(row.cited),
        limit=row.limit_at,
        closed=row.closed_at,
        person=None,
        post=row.dossier.post_id,
        department=row.department_id,
        open=False,
        id=row.pk,
    )
