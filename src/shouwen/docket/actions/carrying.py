"""Carrying a change of the law or the calendar through every open dossier, a portion at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwen.docket import queries
from shouwen.docket.actions.faulting import note
from shouwen.docket.actions.judging import judge_again
from shouwen.docket.models import Moved, Obligation, Rejudgement
from shouwen.enactment import actions as enactment
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor
from shouwen.worktime import Year

log = logging.getLogger(__name__)

PORTION = 50


@transaction.atomic
def import_calendar(
    years: Sequence[Year], *, institution_id: int, notice: str, by: Actor, at: datetime
) -> int:
    """Put imported years into force, and begin to judge anew what they may move.

    Every office that uses the calendar is judged anew. Returns the id of the rejudgement of the
    importing office; `carry` does the work, here or in the sweep.
    """
    rows = [
        enactment.import_year(
            year.year,
            year.as_json(),
            institution_id=institution_id,
            notice=notice or _numbers(year),
            by=by,
            at=at,
        )
        for year in years
    ]
    why = {
        "event": "calendar-imported",
        "calendar": rows[0].calendar,
        "years": [row.year for row in rows],
        "imports": [row.pk for row in rows],
        "notices": [one.number for year in years for one in year.notices],
    }
    mine = 0
    for institution in organization.institutions():
        if institution.calendar == rows[0].calendar:
            begun = begin(institution.pk, why=why, at=at)
            mine = begun if institution.pk == institution_id else mine
    return mine


def _numbers(year: Year) -> str:
    return "、".join(notice.number for notice in year.notices)


@transaction.atomic
def sign_adoption(
    enactment_id: int, *, institution_id: int, readback: str, by: Actor, at: datetime
) -> int:
    """Sign an adoption, and begin to judge anew what it may move; return the rejudgement's id."""
    enactment.sign(enactment_id, institution_id=institution_id, readback=readback, by=by, at=at)
    why = {"event": "adoption-signed", "adoption": enactment_id}
    return begin(institution_id, why=why, at=at)


def begin(institution_id: int, *, why: Mapping[str, Any], at: datetime) -> int:
    """Begin to judge every dossier with a running limit anew; return the rejudgement's id."""
    total = len(queries.with_open_limits(institution_id))
    row = Rejudgement.objects.create(
        institution_id=institution_id,
        why=dict(why),
        begun_at=at,
        total=total,
        finished_at=at if total == 0 else None,
    )
    return row.pk


def carry(rejudgement_id: int, *, now: datetime, seconds: float = 2.0) -> bool:
    """Judge dossiers anew until the time is up; return whether all were done.

    Safe to call twice, late, and from several processes: judging anew changes nothing where
    nothing is to change. A dossier that cannot be judged becomes a fault and stops no other.
    """
    until = time.monotonic() + seconds
    while True:
        row = Rejudgement.objects.get(pk=rejudgement_id)
        if row.finished_at is not None:
            return True
        portion = _portion(row)
        for uid in portion:
            _one(row, uid, now)
        if len(portion) < PORTION:
            Rejudgement.objects.filter(pk=row.pk).update(finished_at=now)
            return True
        if time.monotonic() > until:
            return False


def carry_on(*, now: datetime, seconds: float = 2.0) -> int:
    """Go on with every rejudgement that is unfinished (the sweep calls this); return how many."""
    waiting = Rejudgement.objects.filter(finished_at=None).order_by("begun_at")
    found = list(waiting.values_list("pk", flat=True)[:20])
    for rejudgement in found:
        carry(rejudgement, now=now, seconds=seconds)
    return len(found)


def _portion(row: Rejudgement) -> list[UUID]:
    rows = Obligation.objects.filter(institution=row.institution_id, closed_at__isnull=True)
    if row.after is not None:
        rows = rows.filter(dossier__gt=row.after)
    uids = rows.order_by("dossier").values_list("dossier", flat=True).distinct()
    return list(uids[:PORTION])


def _one(row: Rejudgement, uid: UUID, now: datetime) -> None:
    """Judge one dossier anew and note what moved, in one transaction; or note the fault."""
    try:
        with transaction.atomic():
            moved = judge_again(uid, at=now, why=row.why)
            Moved.objects.bulk_create(_moved(row, uid, one) for one in moved)
    except Exception as problem:
        log.exception("judging %s anew failed", uid)
        moved = []
        row.failed += 1
        note(uid, problem, at=now, where="judge-again")
    row.seen, row.moved, row.after = row.seen + 1, row.moved + len(moved), uid
    row.save(update_fields=["seen", "moved", "failed", "after"])


def _moved(row: Rejudgement, uid: UUID, one: Mapping[str, Any]) -> Moved:
    was, now = one["from"], one["to"]
    return Moved(
        rejudgement=row,
        dossier_id=uid,
        rule=str(one["key"]).rpartition(":")[0],
        was=datetime.fromisoformat(was) if was else None,
        now=datetime.fromisoformat(now) if now else None,
    )
