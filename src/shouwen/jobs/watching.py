"""`shouwen health`: whether clock, worker, outbox, record and posts need a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.docket.models import Fault, Heartbeat
from shouwen.errors import Text
from shouwen.journal import queries as journal
from shouwen.notify import queries as notify
from shouwen.organization import queries as organization

LATE_AFTER = {"tick": timedelta(minutes=2), "work": timedelta(minutes=2)}
NAMES = {"tick": Text("时钟", "clock"), "work": Text("后台", "worker")}
PENDING_FOR = timedelta(minutes=2)
SEALED_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, its value, whether it is good."""

    name: Text
    value: str
    good: bool


def state(now: datetime) -> list[Figure]:
    """Return the figures of the whole system at an instant."""
    return [*_beats(now), *_outbox(), *_faults(), *_houses(now)]


def _beats(now: datetime) -> Iterator[Figure]:
    beats = {row.name: row for row in Heartbeat.objects.all()}
    for name, late in LATE_AFTER.items():
        row = beats.get(name)
        if row is None:
            yield Figure(NAMES[name], "从未运行 never ran", good=False)
            continue
        ago = now - row.at
        said = f"{max(0, int(ago.total_seconds()))} s, {row.backlog} 待办 due"
        yield Figure(NAMES[name], said, good=ago <= late and row.backlog < 1000)


def _outbox() -> Iterator[Figure]:
    box = notify.outbox()
    said = f"{box.waiting} 待发 waiting, {box.given_up} 未发 given up"
    yield Figure(Text("消息", "messages"), said, good=box.waiting < 1000)


def _faults() -> Iterator[Figure]:
    count = Fault.objects.filter(resolved_at__isnull=True).count()
    yield Figure(Text("无法推算的事项", "matters that cannot be computed"), str(count), not count)


def _houses(now: datetime) -> Iterator[Figure]:
    for house in organization.institutions():
        log = journal.health(house.pk)
        waits = now - log.oldest_pending if log.oldest_pending else timedelta()
        unsealed = log.size > log.sealed and (
            log.sealed_at is None or now - log.sealed_at > SEALED_FOR
        )
        said = f"{log.pending} 待编号 pending, {log.sealed}/{log.size} 已封存 sealed"
        name = Text(f"{house.code} 记录", f"record of {house.code}")
        yield Figure(name, said, good=waits <= PENDING_FOR and not unsealed)
        alarms = organization.alarms(house.pk)
        name = Text(f"{house.code} 无人在岗", f"posts of {house.code} without anybody")
        yield Figure(name, str(len(alarms)), good=not alarms)
