"""What records share (openings by shape, limits by day) never changes a duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from shouwen.rulebook import adoption
from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.duties import Duty
from shouwen.rulebook.judge import openings
from shouwen.rulebook.judge.memory import Memory
from shouwen.rulebook.judge.shapes import Shapes
from shouwen.rulebook.law import Law
from shouwen.rulebook.library import load_library
from shouwen.worktime import WorkTime, load_calendar

OFFICE = WorkTime(load_calendar("cn"))
KINDS = ("application", "enquiry", "petition", "incoming-document", "instruction")
ACTS = (
    "accepted",
    "told-once",
    "handed-over",
    "taken-over",
    "returned",
    "correction-requested",
    "correction-received",
    "extension-requested",
    "extension-approved",
    "reclassified",
    "completed",
    "delivered",
    "reopened",
    "assigned",
    "guided",
    "answered",
)
FACTS: dict[str, tuple[Any, ...]] = {
    "scope": ("own-post", "other-post", "outside"),
    "papers": ("complete", "incomplete"),
    "at-once": ("no", "no", "yes"),
    "urgency": ("urgent", "normal"),
    "channel": ("visit", "phone"),
    "complete": (True, False, "yes"),
    "due": (date(2025, 4, 3), {"to": 6, "unit": "working-day"}, {"superior": "2025-04-09"}),
    "ground": ("complex", "other"),
    "new-limit": (date(2025, 4, 20),),
    "hours": ("rest",),
    "state": ("waiting",),
}
CATALOGUES: tuple[dict[str, Any], ...] = (
    {},
    {"class": "promised", "promise": {"to": 5, "unit": "working-day"}},
    {"class": "instant", "statute": {"to": 20, "unit": "working-day"}, "levels": 1},
)


@pytest.fixture(scope="module")
def law() -> Law:
    library = load_library()
    adopted = next(one for one in library.adoptions if one.name == "demo-city")
    return Law(adoption.resolve(adopted, library.editions), (), OFFICE)


def records(seed: int, count: int) -> Iterator[Record]:
    """Yield records of random acts, many of one shape at different instants."""
    random = Random(seed)
    for _ in range(count // 4):
        acts, place = [("registered", _fields(random), frozenset[str]())], CATALOGUES
        for _ in range(random.randrange(6)):
            to = frozenset({"handler"}) if random.random() < 0.3 else frozenset[str]()
            acts.append((random.choice(ACTS), _fields(random), to))
        kind, catalogue = random.choice(KINDS), random.choice(place)
        for _ in range(4):
            yield Record(kind, tuple(_timed(random, acts)), catalogue)


def _fields(random: Random) -> dict[str, Any]:
    names = random.sample(sorted(FACTS), random.randrange(4))
    return {name: random.choice(FACTS[name]) for name in names}


def _timed(random: Random, acts: list[tuple[str, dict[str, Any], frozenset[str]]]) -> Iterator[Act]:
    at = datetime(2025, 3, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(60_000))
    for seq, (name, fields, roles) in enumerate(acts):
        to = "post:2" if roles else None
        yield Act(name, at, seq, "post:1", frozenset({"handler"}), fields, to, roles)
        at += timedelta(minutes=random.randrange(6_000))


def test_sharing_between_records_changes_no_duty(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2025, 4, 28, 3, tzinfo=UTC)
    some = list(records(20, 1_200))
    shared = [law.duties(record, now) for record in some]
    with monkeypatch.context() as alone:
        alone.setattr(Shapes, "opened", lambda self, *given: openings.opened(self.index, *given))
        alone.setattr(Shapes, "wakes", lambda *_: True)
        alone.setattr(
            Memory,
            "due",
            lambda self, start, measure: self.clock.due(
                start, measure.span, counting=measure.counting
            ),
        )
        single = [law.duties(record, now) for record in some]
    assert shared == single
    assert sum(map(len, shared)) > 2_000
    assert any(_hangs_on_a_breach(duties) for duties in shared)


def _hangs_on_a_breach(duties: tuple[Duty, ...]) -> bool:
    return any(duty.opened.name == "limit-passed" for duty in duties)


def test_values_that_look_alike_have_shapes_of_their_own(law: Law) -> None:
    shapes = law._shapes_of("application")
    day = [date(2025, 3, 3)]
    at = datetime(2025, 3, 3, 2, tzinfo=UTC)
    seen = {
        shapes._shape(
            Record("application", (Act("registered", at, 0, fields=said),), {}), day, OFFICE
        )
        for said in ({"papers": 1}, {"papers": True}, {"papers": "1"}, {"papers": 1.0}, {})
    }
    assert len(seen) == 5
