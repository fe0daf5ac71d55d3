"""Adding up days for statistics: each day once, and again when something in it changed.

A day is summed some minutes after its end; until then, and while the worker is away, its rows are
counted as they are. An act, breach or change that concerns a day which has ended (a contact
entered afterwards, an outage caught up with, a calendar that moved a limit) touches that day, in
its own transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from shouwen.docket.models import DaySum, Dossier, SummedUntil, TouchedDay
from shouwen.docket.statistics import Reach, counted
from shouwen.enactment import queries as enactment
from shouwen.organization import queries as organization

SETTLING = timedelta(minutes=10)
"""How long after its end a day is left alone: longer than any transaction that it began in."""

BATCH = 31
"""Days that are summed in one transaction."""


def touch(institution_id: int, instants: Iterable[datetime | None]) -> None:
    """Note that the days of these instants must be summed again; today never needs it.

    The clock of the machine only decides whether the note is needed; a needless one does no harm.
    """
    zone = enactment.worktime(institution_id).zone
    today = timezone.now().astimezone(zone).date()
    days = {at.astimezone(zone).date() for at in instants if at is not None}
    rows = [TouchedDay(institution_id=institution_id, day=day) for day in days if day < today]
    if rows:
        TouchedDay.objects.bulk_create(rows)


def sum_days(*, now: datetime, most: int = 400) -> int:
    """Sum the days that have ended and those that were touched; return how many.

    At most about `most` days an institution, so that a round ends; the next goes on. Running it
    twice, or on several machines at once, changes nothing.
    """
    done = 0
    for house in organization.institutions(active_only=False):
        left = most
        while left > 0:
            summed = _batch(house.pk, now)
            left -= summed
            done += summed
            if not summed:
                break
    return done


@transaction.atomic
def _batch(institution_id: int, now: datetime) -> int:
    """Sum one batch of days; the locked row lets one worker at a time do an institution's."""
    mark = _mark(institution_id, now)
    if mark is None:
        return 0
    zone = enactment.worktime(institution_id).zone
    end = (now - SETTLING).astimezone(zone).date()
    touched = list(
        TouchedDay.objects.filter(institution=institution_id).values_list("pk", "day")[:2000]
    )
    fresh = [mark.day + timedelta(days=one) for one in range((end - mark.day).days)][:BATCH]
    again = {day for _, day in touched if day < mark.day}
    for day in sorted(again):
        _sum(institution_id, day, day)
    if fresh:
        _sum(institution_id, fresh[0], fresh[-1])
        mark.day = fresh[-1] + timedelta(days=1)
        mark.save(update_fields=["day"])
    TouchedDay.objects.filter(pk__in=[pk for pk, _ in touched]).delete()
    return len(again) + len(fresh)


def _mark(institution_id: int, now: datetime) -> SummedUntil | None:
    """Return the institution's mark, locked; None while it has nothing that could be summed."""
    rows = SummedUntil.objects.select_for_update()
    found = rows.filter(pk=institution_id).first()
    if found is not None:
        return found
    opened = Dossier.objects.filter(institution=institution_id).order_by("opened_at")
    first = opened.values_list("opened_at", flat=True).first()
    if first is None:
        return None
    zone = enactment.worktime(institution_id).zone
    SummedUntil.objects.get_or_create(
        pk=institution_id, defaults={"day": first.astimezone(zone).date()}
    )
    return rows.get(pk=institution_id)


def _sum(institution_id: int, since: date, until: date) -> None:
    """Make the rows of some days anew, and forget what they were."""
    happened = Counter(counted(Reach(institution_id), since, until))
    DaySum.objects.filter(institution=institution_id, day__gte=since, day__lte=until).delete()
    DaySum.objects.bulk_create(
        DaySum(
            institution_id=institution_id,
            department_id=one.department,
            day=one.day,
            kind=one.kind,
            work=one.work,
            ends=one.ends,
            count=count,
        )
        for one, count in happened.items()
    )
