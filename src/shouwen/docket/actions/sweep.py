"""The sweep: look at what time has brought due, write reminders and breaches, move the timers.

Timers only nominate; the verdict is recomputed from the journal. A breach carries the computed
moment, so that running late, twice or on several machines changes nothing. One dossier that
cannot be computed becomes a fault for a person to see and never stops the others.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import Model, QuerySet

from shouwen.docket import notices, queries
from shouwen.docket.actions import storing
from shouwen.docket.actions.carrying import carry_on
from shouwen.docket.actions.entering import Deed, enter
from shouwen.docket.actions.faulting import FAILED, fault_of, heal, note
from shouwen.docket.actions.summing import touch
from shouwen.docket.domain import worst
from shouwen.docket.models import PRESSING, Breach, Dossier, Fault, Heartbeat, Obligation, Timer
from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError
from shouwen.journal import rows
from shouwen.notify.actions import Notice
from shouwen.rulebook.acts import Record
from shouwen.rulebook.duties import Duty

log = logging.getLogger(__name__)

Place = tuple[datetime, int]
"""A timer's place in the order of their instants."""

Row = TypeVar("Row", bound=Model)

RECOMPUTED = ("steps", "cited", "acts")
"""Columns that the sweep writes anew, or has from the law, and need not read."""

RETRY_AFTER = timedelta(hours=1)
"""How long a timer whose computation raised is left alone before it is tried again."""


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that is due."""

    pk: int
    """The id of its obligation."""
    dossier: UUID
    stage: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Swept:
    """What one run did."""

    handled: int = 0
    reminders: int = 0
    breaches: int = 0
    faults: int = 0

    def __add__(self, other: Swept) -> Swept:
        return Swept(
            self.handled + other.handled,
            self.reminders + other.reminders,
            self.breaches + other.breaches,
            self.faults + other.faults,
        )


@dataclass(slots=True)
class _Batch:
    """What one batch will write, gathered before anything is written."""

    now: datetime
    moved: list[Timer]
    ended: list[int]
    rows: list[Obligation]
    breaches: list[Breach]
    messages: list[tuple[Dossier, list[Notice]]]
    faults: list[Fault]
    deemed: list[tuple[UUID, Deed]]
    timers: list[Timer] = field(default_factory=list)
    failed: set[UUID] = field(default_factory=set)
    reminders: int = 0
    rosters: queries.Rosters = field(default_factory=queries.Rosters)


def tick(*, now: datetime, batch: int = 500) -> Swept:
    """Work off every threshold before `now`; return what was done.

    Raises nothing for a dossier that cannot be computed: it becomes a fault. Clauses by which
    silence counts have their act entered, with the clause as its author. Changes of the law or the
    calendar that are still going through open dossiers are carried on first.
    """
    began, total = time.monotonic(), Swept()
    carry_on(now=now)
    while (done := _pass(now, batch)).handled:  # until nothing has arisen meanwhile
        total += done
    beat("tick", now, seconds=time.monotonic() - began, handled=total.handled)
    return total


def _pass(now: datetime, batch: int) -> Swept:
    """Work off what is due from the oldest on, batch by batch; what is in use waits."""
    total, after = Swept(), None
    while True:
        done, deemed, after = _one_batch(now, batch, after)
        total += done
        for uid, deed in deemed:
            _deem(uid, deed, now)
        if after is None:
            return total


def _dossiers_of(found: list[Due]) -> dict[UUID, Dossier]:
    """Return the dossiers of some timers, locked too; those in use are left out."""
    wanted = Dossier.objects.filter(pk__in={one.dossier for one in found})
    return {one.pk: one for one in _skipping(wanted)}


def _duties_of(dossiers: Iterable[UUID]) -> dict[UUID, dict[str, Obligation]]:
    """Return every stored obligation of some dossiers by key, without what is computed anew."""
    found: dict[UUID, dict[str, Obligation]] = {uid: {} for uid in dossiers}
    for row in Obligation.objects.filter(dossier__in=list(found)).defer(*RECOMPUTED):
        found[row.dossier_id][row.key] = row
    return found


def next_due(now: datetime, batch: int, after: Place | None = None) -> list[Due]:
    """Return the next timers before `now`, the oldest first, locked; those in use are skipped.

    They are read by their index alone, so that it costs the same however many wait, and from the
    place where the batch before ended, past what was deleted there.
    """
    due = Timer.objects.filter(at__lt=now).order_by("at", "obligation")
    if after is not None:
        due = due.filter(at__gte=after[0]).exclude(at=after[0], obligation__lte=after[1])
    found = _skipping(due).values_list("obligation_id", "dossier_id", "stage", "at")
    return [Due(*one) for one in found[:batch]]


def _skipping(found: QuerySet[Row]) -> QuerySet[Row]:
    """Lock rows, leaving out what somebody else has locked, where the database can."""
    if connection.features.has_select_for_update_skip_locked:
        return found.select_for_update(skip_locked=True)
    return found


@transaction.atomic
def _one_batch(
    now: datetime, batch: int, after: Place | None
) -> tuple[Swept, list[tuple[UUID, Deed]], Place | None]:
    """Work one batch off; return what was done and where it ended, None when nothing is left."""
    found = next_due(now, batch, after)
    last = (found[-1].at, found[-1].pk) if found else None
    dossiers = _dossiers_of(found)
    timers = [one for one in found if one.dossier in dossiers]
    if not timers:
        return Swept(), [], last
    work = _Batch(now, [], [], [], [], [], [], [])
    records = queries.records(dossiers.values())
    stored = _duties_of(dossiers)
    by_key = {row.pk: row for rows_of in stored.values() for row in rows_of.values()}
    judged: dict[UUID, dict[str, Duty]] = {}
    for due in timers:
        dossier = dossiers[due.dossier]
        try:
            _look(due, dossier, by_key[due.pk], records[due.dossier], judged, work)
        except DatabaseError:
            raise  # the database is at fault, not this dossier: the batch is tried again whole
        except Exception as problem:
            log.exception("judging %s failed", dossier.number)
            _fail(dossier, problem, work)
            work.moved.append(_timer(due, due.stage, work.now + RETRY_AFTER))
    _arise(dossiers, stored, judged, work)
    _write(work, dossiers)
    _refresh_worst(dossiers, stored, work)
    swept = Swept(len(timers), work.reminders, len(work.breaches), len(work.faults))
    return swept, work.deemed, last


def _look(
    due: Due,
    dossier: Dossier,
    row: Obligation,
    record: Record,
    judged: dict[UUID, dict[str, Duty]],
    work: _Batch,
) -> None:
    """Decide what one due timer leads to."""
    if dossier.uid not in judged:
        law = enactment.law(dossier.institution_id)
        judged[dossier.uid] = {duty.key: duty for duty in law.duties(record, work.now)}
    duty = judged[dossier.uid].get(row.key)
    if duty is None:
        work.ended.append(due.pk)
        return
    was_open = row.verdict == "open"
    storing.fill(row, duty, dossier)
    if was_open and not _ran_out(dossier, row, duty, work) and due.stage == "remind":
        work.reminders += 1
        work.messages.append((dossier, _notices(dossier, row, "remind", work)))
    work.rows.append(row)
    _move(due, row, duty.again, work)


def _ran_out(dossier: Dossier, row: Obligation, duty: Duty, work: _Batch) -> bool:
    """Note what follows upon a limit that passed: a breach, or the act that silence counts as."""
    if duty.breach_at is not None:
        work.breaches.append(storing.breach_of(dossier, row, duty, work.now, work.rosters))
        work.messages.append((dossier, _notices(dossier, row, "overdue", work)))
        return True
    if duty.deemed is not None:
        fields = {"basis": list(duty.cited)}
        work.deemed.append((dossier.uid, Deed(duty.deemed, fields=fields)))
        return True
    return False


def _arise(
    dossiers: dict[UUID, Dossier],
    stored: dict[UUID, dict[str, Obligation]],
    judged: dict[UUID, dict[str, Duty]],
    work: _Batch,
) -> None:
    """Store the duties that time alone opened: the next period, the next level of a line."""
    arisen: list[tuple[Obligation, Duty]] = []
    for uid, duties in judged.items():
        try:
            fresh = [duty for key, duty in duties.items() if key not in stored[uid]]
            arisen.extend((storing.row_of(dossiers[uid], duty), duty) for duty in fresh)
        except DatabaseError:
            raise  # the database is at fault, not this dossier: the batch is tried again whole
        except Exception as problem:
            log.exception("storing what arose on %s failed", dossiers[uid].number)
            _fail(dossiers[uid], problem, work)
    rows.insert([row for row, _ in arisen])
    for row, duty in arisen:
        stored[row.dossier_id][row.key] = row
        _ran_out(row.dossier, row, duty, work)
        work.timers.extend(storing.timers_for([row], [duty], work.now))


def _notices(dossier: Dossier, row: Obligation, template: str, work: _Batch) -> list[Notice]:
    return notices.of_threshold(dossier, row, template, at=work.now, rosters=work.rosters)


def _move(due: Due, row: Obligation, again: datetime | None, work: _Batch) -> None:
    threshold = storing.next_threshold(row, work.now, again)
    if threshold is None:
        work.ended.append(due.pk)
    else:
        work.moved.append(_timer(due, *threshold))


def _timer(due: Due, stage: str, at: datetime) -> Timer:
    return Timer(obligation_id=due.pk, dossier_id=due.dossier, stage=stage, at=at)


def _fail(dossier: Dossier, problem: Exception, work: _Batch) -> None:
    work.failed.add(dossier.uid)
    fault = fault_of(dossier, problem, at=work.now, where="tick")
    if fault is not None:
        work.faults.append(fault)


def _write(work: _Batch, dossiers: dict[UUID, Dossier]) -> None:
    Timer.objects.filter(pk__in=work.ended).delete()
    rows.update(work.moved, ["stage", "at"])
    rows.update(work.rows, [*storing.COMPARED, "steps", "cited", "department"])
    rows.insert(work.timers)
    storing.save_breaches(work.breaches)
    rows.insert(work.faults)
    for institution in {dossier.institution_id for dossier in dossiers.values()}:
        touch(institution, _instants(work, institution))
        notices.send_many(
            [pair for pair in work.messages if pair[0].institution_id == institution],
            institution_id=institution,
            at=work.now,
        )


def _instants(work: _Batch, institution: int) -> list[datetime | None]:
    """Return when something that statistics count came to be, in one institution."""
    closed = [row.closed_at for row in work.rows if row.institution_id == institution]
    broken = [row.at for row in work.breaches if row.institution_id == institution]
    return [*closed, *broken]


def _refresh_worst(
    dossiers: dict[UUID, Dossier], stored: dict[UUID, dict[str, Obligation]], work: _Batch
) -> None:
    """Copy the most pressing open obligation of each dossier onto its row."""
    healed = {one.uid for one in dossiers.values() if one.verdict == FAILED} - work.failed
    for uid, dossier in dossiers.items():
        owed = (row for row in stored[uid].values() if row.closed_at is None and not row.right)
        dossier.press(worst(owed))
        if uid in work.failed:
            dossier.verdict = FAILED
    rows.update(list(dossiers.values()), PRESSING)
    if healed:
        heal(healed, work.now)


def _deem(uid: UUID, deed: Deed, now: datetime) -> None:
    try:
        enter(uid, [deed], by=lambda _dossier: queries.SYSTEM, at=now)
    except ShouwenError as problem:
        note(uid, problem, at=now, where="deem")


def beat(name: str, now: datetime, *, seconds: float, handled: int) -> None:
    """Note when a background duty last ran, for the health figures."""
    backlog = Timer.objects.filter(at__lt=now)[:1000].count() if name == "tick" else 0
    Heartbeat.objects.update_or_create(
        name=name,
        defaults={"at": now, "seconds": seconds, "handled": handled, "backlog": backlog},
    )
