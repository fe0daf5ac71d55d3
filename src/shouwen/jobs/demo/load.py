"""A year of the demonstration office, and the day on which the visitor comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from shouwen.errors import ShouwenError
from shouwen.jobs.demo import inside, stories
from shouwen.jobs.demo.office import ZONE, House, build, local, roster_duty
from shouwen.jobs.demo.world import Plot, World
from shouwen.journal import actions as journal
from shouwen.notify import actions as notify
from shouwen.organization import actions as organization

SEED = 2026
FIRST_DAY = date(2025, 1, 6)
"""The example adoption is in force from 2025 on; no story begins before."""

MATTERS = 570

Told = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and which acts the law refused (none, unless something is wrong)."""

    house: House
    matters: int
    acts: int
    refused: tuple[tuple[str, str], ...]


def load(*, now: datetime, password: str, count: int = MATTERS, told: Told | None = None) -> Loaded:
    """Build the office and let it live up to `now`, in one transaction; then number and seal."""
    now = now.astimezone(ZONE)
    first = max(now.date() - timedelta(days=365), FIRST_DAY)
    with transaction.atomic():
        founded = local(first - timedelta(days=4), "09:00")
        house = build(founded=founded, password=password)
        roster_duty(house, first=first, last=now.date() + timedelta(days=35))
        world = World(house, seed=SEED, now=now)
        _absences(world, first)
        _year(world, first, count)
        _today(world)
        _sweeps(world, first)
        world.run(told or (lambda _share: None))
        world.sweep(now)
        notify.drop_waiting(institution_id=house.id, at=now)
        _read(house, now)
    journal.sequence(house.id)
    journal.seal(house.id, at=now)
    return Loaded(house, world.opened, world.acts, tuple(world.refused))


def _year(world: World, first: date, count: int) -> None:
    """Spread the stories over the working days of the year."""
    days = [
        first + timedelta(days=ahead)
        for ahead in range((world.now.date() - first).days)
        if world.worktime.is_working_day(first + timedelta(days=ahead))
    ]
    for _ in range(count):
        day = world.random.choice(days)
        world.tell(_plot(world.random), stories.moment(world.random, local(day, "00:00")))


def _plot(random: Random) -> Plot:
    """Draw one story; nine in ten go well."""
    late = random.random() < 0.1
    draw = random.random()
    if draw < 0.27:
        return stories.at_once
    if draw < 0.36:
        return stories.by_web(random.uniform(2.2, 6) if late else random.uniform(0.1, 0.9))
    if draw < 0.45:
        return stories.passed_on(random.uniform(0.3, 4), 3.5 if late else random.uniform(0.1, 1.6))
    if draw < 0.5:
        return stories.guided
    if draw < 0.64:
        code = random.choice(("CJZ", "YDZ", "DACX"))
        return stories.instant(code, 55 if late else random.uniform(3, 25))
    if draw < 0.9:
        return _application(random, late=late)
    if draw < 0.96:
        days = random.uniform(24, 34) if late else random.uniform(2, 17)
        return stories.petition(days=days, take=random.uniform(1, 5), reported=not late)
    if draw < 0.98:
        return inside.instruction(days=9 if late else 4, due=7)
    return inside.document(days=9 if late else 5, due=8)


def _application(random: Random, *, late: bool) -> Plot:
    code, limit = random.choice(
        (("GZF", 5), ("GZF", 5), ("ZLB", 10), ("LSJZ", 5), ("ZDXK", 7), ("ZPBA", 3), ("LDZY", 10),
         ("GZS", 15), ("DBSQ", 20))
    )  # fmt: skip
    draw = random.random()
    if draw < 0.08:
        return stories.refused(code, decided=random.uniform(0.2, 1.2), approved=draw < 0.06)
    if draw < 0.16 and limit >= 5:
        return stories.extended(code, asked=limit * 0.5, days=limit * 0.4, granted=draw < 0.14)
    if draw < 0.2:
        return stories.withdrawn(code)
    days = limit * (random.uniform(1.1, 1.7) if late else random.uniform(0.2, 0.85))
    return stories.promised(
        code,
        days=days,
        take=random.uniform(0.5, 5),
        missing=random.random() < 0.2,
        returned=0.2 <= draw < 0.24,
        reopened=0.24 <= draw < 0.27,
    )


def _today(world: World) -> None:
    """Have something of each kind open when the visitor comes in."""
    now = world.now
    opening = now.replace(hour=8, minute=50, second=0, microsecond=0)
    if opening > now:
        opening -= timedelta(days=1)
    days = {ahead: world.back(opening, ahead) for ahead in range(1, 12)}
    never = 60.0
    for at, plot in (
        (days[5], stories.promised("GZF", days=never)),
        (days[5], stories.promised("LSJZ", days=never)),
        (days[7], stories.promised("ZDXK", days=never)),
        (days[4], stories.promised("GZF", days=never)),
        (days[6], stories.promised("ZDXK", days=never)),
        (days[9], stories.promised("ZLB", days=never)),
        (days[8], stories.promised("GZF", days=never)),
        (days[6], stories.promised("ZPBA", days=never)),
        (days[1], stories.promised("GZF", days=never, take=never)),
        (days[1], stories.promised("ZLB", days=never, take=never)),
        (days[2], stories.passed_on(never, 1)),
        (days[3], stories.promised("ZDXK", days=never, missing=True)),
        (days[3], stories.waiting("GZF")),
        (days[5], stories.waiting("ZLB")),
        (days[3], stories.extended("GZF", asked=2, days=never, signed=never)),
        (days[6], stories.extended("LDZY", asked=5, days=never, signed=never)),
        (days[4], stories.refused("GZS", decided=never)),
        (days[1], stories.by_web(never)),
        (days[3], stories.by_web(never)),
        (days[9], stories.petition(days=never)),
        (days[2], inside.instruction(days=never, due=3)),
        (days[3], inside.document(days=never, due=4)),
    ):
        world.tell(plot, at + timedelta(minutes=world.random.randrange(1, 160)))


def _sweeps(world: World, first: date) -> None:
    """Let the clock work after closing on every working day, and oftener in the last two weeks."""
    day = first
    while day <= world.now.date():
        if world.worktime.is_working_day(day):
            lately = (world.now.date() - day).days < 14
            for clock in ("08:30", "12:05", "18:05") if lately else ("18:05",):
                world.call(local(day, clock), world.sweep)
        day += timedelta(days=1)


ABSENCES = (
    (330, 3, "sun", "business-trip"),
    (300, 5, "lin", "leave"),
    (271, 2, "xu", "training"),
    (240, 4, "gao", "sick"),
    (214, 5, "zheng", "meeting"),
    (190, 3, "liang", "leave"),
    (160, 5, "hu", "training"),
    (128, 2, "chen", "field"),
    (97, 5, "zhao", "leave"),
    (66, 4, "luo", "business-trip"),
    (40, 3, "wu", "sick"),
    (19, 2, "song", "training"),
    (1, 3, "hu", "leave"),
    (-6, 4, "sun", "business-trip"),
)
"""Days ago, days away, who, why; the last one lies ahead."""


def _absences(world: World, first: date) -> None:
    for ago, length, username, reason in ABSENCES:
        start = world.now.date() - timedelta(days=ago)
        if start <= first:
            continue
        since = local(start, "08:30")
        entered = min(since - timedelta(days=1), world.now - timedelta(hours=3))
        world.call(entered, _going(world, username, since, length, reason))


def _going(
    world: World, username: str, since: datetime, length: int, reason: str
) -> Callable[[datetime], None]:
    def go(at: datetime) -> None:
        person = world.house.people[username]
        spell: dict[str, Any] = {"since": since, "until": since + timedelta(days=length)}
        note = "在办事项已列清单交 B 岗;急件请电话联系。"
        by = world.house.actor(username, at)
        try:
            organization.go_absent(person, **spell, reason=reason, note=note, by=by, at=at)
            world.moved()
        except ShouwenError as refusal:
            world.refused.append(("go-absent", str(refusal)))

    return go


def _read(house: House, now: datetime) -> None:
    """Let everybody have read what is older than two days."""
    from shouwen.notify.models import Message

    for person in house.people.values():
        old = Message.objects.filter(
            person=person, read_at__isnull=True, created_at__lt=now - timedelta(days=2)
        )
        notify.mark_read(list(old.values_list("pk", flat=True)), person_id=person.pk, at=now)
