"""Time passing: the next timers among a million, and a hundred thousand due at once.

    python -m benchmarks.sweeping [due timers]

The second clones one registered matter, its entry in the journal and all, until so many timers are
due, then works them off: each verdict is computed from the journal, each breach stored with its
computed moment, each message put into the outbox.
"""

from __future__ import annotations

import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Any

from benchmarks import office
from benchmarks.figures import Figure, table

FOUND, WORKED_OFF = 5.0, 60.0
PROCESSES = 2
"""Ticks side by side: as many as this kind of machine has cores."""
TIMERS = 1_000_000


def finding(vendor: str, timers: int = TIMERS) -> list[Figure]:
    """Measure how long the next 500 due timers take to find, among `timers`."""
    from django.db import transaction
    from django.utils import timezone

    from shouwen.docket.actions.sweep import next_due

    _many(timers)
    now = timezone.now() + timedelta(days=30)
    took = []
    for _ in range(60):
        began = time.perf_counter()
        with transaction.atomic():
            found = next_due(now, 500)
        took.append(1000 * (time.perf_counter() - began))
        assert len(found) == 500
    name = f"next 500 due of {timers:,} timers, {vendor}"
    return [Figure(name, statistics.median(took), "ms", FOUND, "less")]


def _many(timers: int) -> None:
    """Make timers until there are so many; what they are about does not matter to finding them."""
    from django.db import connection, transaction
    from django.utils import timezone

    from shouwen.docket.models import Timer

    have = Timer.objects.count()
    if have >= timers:
        return
    house = office.build()
    uid = _template(house.institution_id).hex
    connection.disable_constraint_checking()  # what SQLite can only be told before it begins
    with connection.cursor() as cursor, transaction.atomic():
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "INSERT INTO docket_timer (obligation_id, dossier_id, stage, at) SELECT 1e9 + g,"
                " %s::uuid, 'limit', now() + (g %% 80000) * interval '1 minute'"
                " FROM generate_series(1, %s) g",
                [uid, timers - have],
            )
        else:
            now = timezone.now()
            cursor.execute(
                "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < %s)"
                " INSERT INTO docket_timer (obligation_id, dossier_id, stage, at)"
                " SELECT 1000000000 + i, %s, 'limit',"
                " strftime('%%Y-%%m-%%d %%H:%%M:%%f', %s, '+' || (i %% 80000) || ' minutes')"
                " FROM g",
                [timers - have, uid, now.strftime("%Y-%m-%d %H:%M:%S")],
            )
    _analyze()


def _analyze() -> None:
    """Tell the planner what has come: the database does so itself where rows come one by one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _template(institution_id: int) -> Any:
    """Register one matter whose limits lie ahead, and return its identifier."""
    from django.utils import timezone

    from shouwen.matters import actions
    from shouwen.organization import queries
    from shouwen.organization.models import Person

    now = timezone.now()
    clerk = Person.objects.get(institution_id=institution_id, username="lin")
    done = actions.register(
        actions.Contact(subject="公租房续租怎么办理", kind="application", item="GZF"),
        institution_id=institution_id,
        by=queries.actor(clerk, now),
        at=now,
    )
    return done.dossier.uid


def working_off(vendor: str, due: int = 100_000) -> list[Figure]:
    """Clone a matter until `due` timers are due, sweep, and check that each was done once."""
    from django.db.models import Max

    from shouwen.docket.actions import tick
    from shouwen.docket.models import Breach, Dossier, Obligation, Timer
    from shouwen.notify.models import Message

    house = office.build()
    Timer.objects.all().delete()
    uid = _template(house.institution_id)
    number = Dossier.objects.get(pk=uid).number
    each = Timer.objects.filter(dossier=uid).count()
    _clone(uid, due // each - 1)
    _analyze()
    waiting = Timer.objects.count()
    latest = Obligation.objects.filter(dossier=uid).aggregate(last=Max("limit_at"))["last"]
    before = Breach.objects.count(), Message.objects.count()
    processes = PROCESSES if vendor == "postgresql" else 1
    began = time.perf_counter()
    swept, own = _tick_beside(latest + timedelta(minutes=1), processes)
    seconds = time.perf_counter() - began
    breaches, messages = Breach.objects.count() - before[0], Message.objects.count() - before[1]
    per_dossier = Breach.objects.filter(dossier=uid).count()
    told = Message.objects.filter(about=number, template="overdue").count()
    if (swept.faults, breaches) != (0, per_dossier * (waiting // each)) or breaches == 0:
        raise RuntimeError(f"not each once: {swept}, {breaches} breaches")
    if messages < told * (waiting // each):
        raise RuntimeError(f"not each told: {messages} messages, {told} a matter")
    if tick(now=latest + timedelta(minutes=1)).handled:
        raise RuntimeError("a second sweep found something to do")
    print(
        f"{vendor}: {waiting:,} due, {breaches:,} breaches, {messages:,} messages"
        f" in {seconds:.1f} s by {processes} processes with {own:.1f} s of processor time"
    )
    scaled = 100_000 / waiting
    return [
        Figure(f"100,000 due worked off, {vendor}", seconds * scaled, "s", WORKED_OFF, "less"),
        Figure(f"… processor time of the sweep, {vendor}", own * scaled, "s", WORKED_OFF, "less"),
    ]


def _tick_beside(now: datetime, processes: int) -> tuple[Any, float]:
    """Tick in processes side by side; return what they did, and the processor time they took."""
    from django.db import connections

    connections.close_all()
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:
        done = list(pool.map(_tick, [now] * processes))
    swept = done[0][0]
    for other, _ in done[1:]:
        swept += other
    return swept, sum(own for _, own in done)


def _tick(now: datetime) -> tuple[Any, float]:
    from shouwen.docket.actions import tick

    return tick(now=now), time.process_time()


def _clone(uid: Any, copies: int) -> None:
    """Copy a matter's dossier, entry, obligations and timers under new identifiers."""
    from uuid import uuid4

    from django.db import transaction

    from shouwen.docket.models import Dossier, Involvement, Obligation, Timer
    from shouwen.journal.models import Entry

    dossier = Dossier.objects.get(pk=uid)
    entries = list(Entry.objects.filter(dossier=uid))
    duties = list(Obligation.objects.filter(dossier=uid))
    timers = {one.pk: one for one in Timer.objects.filter(dossier=uid)}
    bonds = list(Involvement.objects.filter(dossier=uid))
    for start in range(0, copies, 2_000):
        new = [uuid4() for _ in range(min(2_000, copies - start))]
        with transaction.atomic():
            Dossier.objects.bulk_create(
                _copy(dossier, uid=one, number=f"C{one.hex}") for one in new
            )
            Entry.objects.bulk_create(
                _copy(
                    entry, id=None, dossier=one, canonical=entry.canonical.replace(uid.hex, one.hex)
                )
                for one in new
                for entry in entries
            )
            Involvement.objects.bulk_create(
                _copy(bond, id=None, dossier_id=one) for one in new for bond in bonds
            )
            made = Obligation.objects.bulk_create(
                _copy(duty, id=None, dossier_id=one) for one in new for duty in duties
            )
            Timer.objects.bulk_create(
                Timer(obligation=row, dossier_id=row.dossier_id, stage=old.stage, at=old.at)
                for row, duty in zip(made, duties * len(new), strict=True)
                if (old := timers.get(duty.pk)) is not None
            )


def _copy(row: Any, **other: Any) -> Any:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**{**values, **other})


if __name__ == "__main__":
    vendors = [name for name in ("postgresql", "sqlite") if name in sys.argv] or ["postgresql"]
    office.choose(vendors[0])
    office.ready()
    count = next((int(one) for one in sys.argv[1:] if one.isdigit()), 100_000)
    print(table([*working_off(vendors[0], count), *finding(vendors[0])]))
