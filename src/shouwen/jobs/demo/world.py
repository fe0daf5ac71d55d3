"""The demonstration's clock: a year of acts, entered in the order of time.

Every matter is a story, a generator that yields its next step and is resumed when that has
happened. A heap keeps the stories by the instant of their next step, so that the record of the
whole office grows in order, and what lies ahead of "now" simply has not happened yet.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwen.catalog import queries as catalog
from shouwen.docket import actions as docket
from shouwen.docket import queries as dossiers
from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError
from shouwen.jobs.demo import cast
from shouwen.jobs.demo.office import House
from shouwen.matters import actions as matters
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor, Snapshot
from shouwen.worktime import Amount, Unit

CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Open:
    """The first step: somebody comes. `desk` is the post that is asked; None: from the web."""

    contact: matters.Contact
    desk: str | None


@dataclass(frozen=True, slots=True)
class Do:
    """A further step: an act with its answers, so many working minutes after the last.

    `who` is the key of a post (whoever acts for it then), `over:` and a post (the leader in charge
    of it then), `citizen`, or `@username`.
    """

    act: str
    who: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    after: float = 30
    at: datetime | None = None
    """The instant itself, where it matters; `after` is then ignored."""


Step = Open | Do
Story = Iterator[Step]


@dataclass(slots=True)
class Case:
    """What a story knows about its matter so far."""

    world: World
    random: Random
    at: datetime
    uid: UUID | None = None
    number: str = ""

    def day(self, working_days: float) -> str:
        """Return the day that many working days from now, as an answer."""
        hours = self.world.hours_a_day * working_days
        return self.world.later(self.at, 60 * hours).date().isoformat()


Plot = Callable[[Case], Story]


@dataclass(order=True, slots=True)
class _Due:
    at: datetime
    order: int
    run: Callable[[datetime], None] = field(compare=False)


class World:
    """The office's year: what is due next, and what went wrong."""

    def __init__(self, house: House, *, seed: int, now: datetime) -> None:
        self.house = house
        self.now = now
        self.random = Random(seed)
        self.worktime = enactment.worktime(house.id)
        self.hours_a_day = 7.0
        self.refused: list[tuple[str, str]] = []
        self.opened = 0
        self.acts = 0
        self._heap: list[_Due] = []
        self._order = 0
        self._roster: Snapshot | None = None
        self._items: dict[str, catalog.Item] = {}

    def later(self, at: datetime, minutes: float) -> datetime:
        """Return the instant that many working minutes later, never exactly on the hour."""
        found = self.worktime.limit(at, Amount(max(1, round(minutes)), Unit.WORKING_MINUTE))
        return found.astimezone(at.tzinfo)

    def back(self, at: datetime, working_days: int) -> datetime:
        """Return the same clock time that many working days before."""
        day = at
        for _ in range(working_days):
            day -= timedelta(days=1)
            while not self.worktime.is_working_day(day.date()):
                day -= timedelta(days=1)
        return day

    def item(self, code: str) -> catalog.Item:
        """Return a service item of the office."""
        if code not in self._items:
            self._items[code] = catalog.item_by_code(self.house.id, code)
        return self._items[code]

    def roster(self, at: datetime) -> Snapshot:
        """Return the roster at an instant, read once until `moved`."""
        self._roster = organization.snapshot(self.house.id, at, self._roster)
        return self._roster

    def moved(self) -> None:
        """Note that somebody came or went."""
        self._roster = None

    def post_of(self, code: str) -> str:
        """Return the key of the post that handles an item."""
        return next(one.post for one in cast.ITEMS if one.code == code)

    def call(self, at: datetime, run: Callable[[datetime], None]) -> None:
        """Have something done at an instant."""
        self._order += 1
        heapq.heappush(self._heap, _Due(at, self._order, run))

    def tell(self, plot: Plot, at: datetime) -> None:
        """Begin a story at an instant."""
        case = Case(self, Random(self.random.random()), at)
        story = plot(case)
        self.call(at, lambda when: self._begin(case, story, when))

    def run(self, told: Callable[[float], None] = lambda _share: None) -> None:
        """Let everything happen up to now; `told` gets the share of the year that has passed."""
        first = self._heap[0].at if self._heap else self.now
        span = max(1.0, (self.now - first).total_seconds())
        while self._heap and self._heap[0].at <= self.now:
            due = heapq.heappop(self._heap)
            due.run(due.at)
            told((due.at - first).total_seconds() / span)

    def _begin(self, case: Case, story: Story, when: datetime) -> None:
        case.at = when
        step = next(story, None)
        if isinstance(step, Open) and self._tried("registered", lambda: self._open(case, step)):
            self.opened += 1
            self._next(case, story)

    def _next(self, case: Case, story: Story) -> None:
        step = next(story, None)
        if not isinstance(step, Do):
            return
        when = step.at or self.later(case.at, step.after)

        def run(at: datetime) -> None:
            case.at = at
            if self._tried(step.act, lambda: self._do(case, step)):
                self._next(case, story)

        self.call(max(when, case.at), run)

    def _tried(self, act: str, run: Callable[[], None]) -> bool:
        """Do it; what the law refuses ends that story, and is told at the end."""
        try:
            with transaction.atomic():
                run()
        except ShouwenError as refusal:
            self.refused.append((act, str(refusal)))
            return False
        self.acts += 1
        return True

    def _open(self, case: Case, step: Open) -> None:
        roster = self.roster(case.at)
        by = self.house.acting(step.desk, case.at, roster) if step.desk else None
        post = self.house.posts[step.desk].pk if step.desk else None
        if by is not None and by.acts_for(post or 0) is None:
            post = None
        made = matters.register(
            step.contact, institution_id=self.house.id, by=by, at=case.at, post=post
        )
        case.uid, case.number = made.dossier.uid, made.number

    def _do(self, case: Case, step: Do) -> None:
        assert case.uid is not None
        matters.perform(case.uid, step.act, step.answers, by=self._actor(step, case.at), at=case.at)

    def _actor(self, step: Do, at: datetime) -> Actor | None:
        if step.who == CITIZEN:
            return None
        if step.who.startswith("@"):
            return self.house.actor(step.who[1:], at, self.roster(at))
        if step.who.startswith("over:"):
            return self.house.over(step.who[5:], at, self.roster(at))
        return self.house.acting(step.who, at, self.roster(at))

    def sweep(self, at: datetime) -> None:
        """Let the clock's own work be done: reminders, breaches."""
        if dossiers.anything_due(at):
            docket.tick(now=at)
