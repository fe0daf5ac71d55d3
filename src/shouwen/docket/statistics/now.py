"""What is open at this instant: groups, what is due when, what presses, single numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast, Coalesce

from shouwen.docket import queries
from shouwen.docket.models import Dossier, Fault, Obligation, SummedUntil, TouchedDay
from shouwen.docket.statistics.reach import COUNTED, RUNNING, Reach
from shouwen.organization.domain import Actor
from shouwen.organization.models import Institution


@dataclass(frozen=True, slots=True)
class Now:
    """Single numbers of this instant: one statement for all of them."""

    summed: date | None
    """The first day that the worker has not summed yet; None before its first round."""
    waiting: bool
    """Whether summed days are about to be summed again."""
    failed: int
    to_sign: int
    untaken: int


def now_figures(reach: Reach, actor: Actor, now: datetime) -> Now:
    """Return the single numbers of this instant."""
    house = OuterRef("pk")
    signing = queries.waiting_for_signature(actor).order_by().select_related(None)
    row = (
        Institution.objects.filter(pk=reach.institution_id)
        .order_by()
        .values_list(
            Subquery(SummedUntil.objects.filter(institution=house).values("day")[:1]),
            Exists(TouchedDay.objects.filter(institution=house)),
            _count(faults(reach), house),
            _count(signing, house),
            _count(untaken(reach, now), house),
        )
        .get()
    )
    return Now(*row)


def _count(rows: QuerySet[Any], house: OuterRef) -> Coalesce:
    counted_rows = (
        rows.filter(institution=house).values("institution").annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(counted_rows, output_field=IntegerField()), 0)


def faults(reach: Reach) -> QuerySet[Fault]:
    rows = Fault.objects.filter(institution=reach.institution_id, resolved_at=None)
    if reach.departments is not None:
        rows = rows.filter(dossier__department__in=sorted(reach.departments))
    return rows.order_by()


def untaken(reach: Reach, now: datetime) -> QuerySet[Obligation]:
    """Return the broken duties to take over what was handed over."""
    return (
        Obligation.objects.filter(
            reach.rows,
            closed_at=None,
            limit_at__lt=now,
            dossier__pending_post__isnull=False,
            dossier__kind__in=COUNTED,
        )
        .annotate(what=Cast("acts", TextField()))
        .filter(what__contains='"taken-over"')
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Open dossiers of one department in one state."""

    department: int | None
    kind: str
    state: str
    open: int
    overdue: int
    near: int
    due: int
    """With a limit until the end of tomorrow, not passed yet."""


def groups(reach: Reach, now: datetime, due_until: datetime) -> list[Group]:
    """Return what is open, by department and state: one statement on dossiers not settled."""
    rows = (
        open_dossiers(reach)
        .values_list("department", "kind", "state")
        .annotate(
            open=Count("*"),
            overdue=Count("pk", filter=overdue(now)),
            near=Count("pk", filter=near(now)),
            due=Count("pk", filter=due(now, due_until)),
        )
        .order_by()
    )
    return [Group(*row) for row in rows]


def overdue(now: datetime) -> Q:
    """Return the condition of dossiers whose most pressing limit has passed."""
    return RUNNING & Q(limit_at__lt=now)


def near(now: datetime) -> Q:
    """Return the condition of dossiers whose first reminder has come and whose limit has not."""
    return RUNNING & Q(limit_at__gte=now, remind_at__lte=now)


def due(now: datetime, until: datetime) -> Q:
    """Return the condition of dossiers whose limit comes until an instant."""
    return RUNNING & Q(limit_at__gte=now, limit_at__lte=until)


def open_dossiers(reach: Reach) -> QuerySet[Dossier]:
    return Dossier.objects.filter(reach.rows, settled=False, kind__in=COUNTED)


@dataclass(frozen=True, slots=True)
class DueAt:
    """How many limits fall on one instant, and how many of them are near."""

    at: datetime
    count: int
    near: int


def due_at(reach: Reach, now: datetime, until: datetime) -> list[DueAt]:
    """Return the limits ahead, by instant (most end at a day's close, so these are few)."""
    rows = (
        open_dossiers(reach)
        .filter(due(now, until))
        .values_list("limit_at")
        .annotate(n=Count("pk"), near=Count("pk", filter=Q(remind_at__lte=now)))
        .order_by("limit_at")
    )
    return [DueAt(at, n, near) for at, n, near in rows if at is not None]


def pressing(reach: Reach, now: datetime, due_until: datetime, *, most: int) -> list[Dossier]:
    """Return the most pressing open dossiers, the one that is over the longest first."""
    rows = open_dossiers(reach).filter(RUNNING, limit_at__lte=due_until)
    return list(rows.order_by("limit_at", "uid")[:most])


def open_by_post(institution_id: int) -> Mapping[int, int]:
    """Return how many open dossiers each post has: one statement."""
    rows = (
        Dossier.objects.filter(institution=institution_id, settled=False, post__isnull=False)
        .values_list("post")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {post: n for post, n in rows if post is not None}
