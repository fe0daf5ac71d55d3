"""Judging open obligations anew, as after a calendar change; prints duties a second and core.

    python -m benchmarks.judging [number of dossiers]

Applications that are open, under the adoption of the demonstration office (nine regulations): just
registered, accepted, sent back for papers, standing still, handed over, with an
extension asked for. Each is judged as
a change of the calendar would: verdict, limit, promise, reminder and clauses, without steps. All
duties of such a dossier are counted, and once more only those that are still owed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from benchmarks.figures import Figure, table
from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.law import Law
from shouwen.rulebook.library import load_library
from shouwen.rulebook.values import Citation, Clause, Edition, Limit, Must, Rule
from shouwen.worktime import Amount, Unit, WorkTime, load_calendar

TARGET = 20_000
OFFICE = WorkTime(load_calendar("cn"))
BEGIN = datetime(2025, 5, 19, 9, tzinfo=OFFICE.zone)
NOW = datetime(2025, 6, 3, 9, tzinfo=OFFICE.zone)


def simple() -> Law:
    """Return a law of one rule: the floor."""
    day = date(2020, 1, 1)
    body = Must(("completed",), "handler", ("accepted",), within=Limit(Amount(7, Unit.WORKING_DAY)))
    cited = (Citation("demo", day, "7"),)
    rule = Rule("demo@2020-01-01#7/reply", "reply", "must", body, cited)
    return Law([Edition("demo", day, "示例", (Clause("7", "示例", (rule,)),))], (), OFFICE)


def demo() -> Law:
    """Return the law of the demonstration office, as it is adopted there."""
    library = load_library()
    adopted = next(one for one in library.adoptions if one.name == "demo-city")
    taken = [one for one in library.editions if f"{one.work}@{one.first_day}" in adopted.of]
    return Law(taken, [adopted], OFFICE)


def accepted(count: int) -> list[Record]:
    """Return dossiers that were accepted at different hours."""
    return [
        Record("application", (Act("accepted", BEGIN + timedelta(minutes=7 * n), 1),))
        for n in range(count)
    ]


def applications(count: int) -> list[Record]:
    """Return open applications of the last fortnight, each having come further than the last."""
    return [_application(BEGIN + timedelta(minutes=7 * n % 20_000), n) for n in range(count)]


STEPS: tuple[tuple[str, int, dict[str, object]], ...] = (
    ("accepted", 9, {}),
    ("handed-over", 20, {"reason": "given"}),
    ("taken-over", 200, {}),
    ("told-once", 230, {"missing": ["a"]}),
    ("correction-requested", 231, {"missing": ["a"]}),
    ("correction-received", 3_000, {}),
    ("extension-asked", 3_100, {"ground": "complex"}),
)


def _application(start: datetime, turn: int) -> Record:
    said = {"channel": "visit", "scope": "own-post", "papers": ("complete", "incomplete")[turn % 2]}
    acts = [Act("registered", start, 0, "post:1", frozenset({"first-asked", "handler"}), said)]
    for seq, (name, minutes, fields) in enumerate(STEPS[: turn % (len(STEPS) + 1)], 1):
        at = start + timedelta(minutes=minutes)
        acts.append(Act(name, at, seq, "post:1", frozenset({"handler"}), fields))
    return Record("application", tuple(acts), ITEMS[turn % len(ITEMS)])


ITEMS: tuple[dict[str, object], ...] = (
    {"item": "GZF", "class": "promised", "statute": {"to": 20, "unit": "working-day"},
     "promise": {"to": 5, "unit": "working-day"}},
    {"item": "DB", "class": "promised", "statute": {"to": 30, "unit": "working-day"},
     "promise": {"to": 10, "unit": "working-day"}},
    {"item": "LNZ", "class": "instant"},
    {},
)  # fmt: skip


def rate(law: Law, records: Sequence[Record], *, steps: bool = False) -> tuple[float, float]:
    """Return duties, and duties still owed, judged in a second of processor time.

    The median of five rounds; each begins with a law that has judged nothing yet, as after a
    change.
    """
    found: list[tuple[float, float]] = []
    for _ in range(5):
        law = Law([text.edition for text in law.texts], (), OFFICE)
        for record in records[:50]:
            law.duties(record, NOW)
        began = time.process_time()
        judged = owed = 0
        for record in records:
            duties = law.duties(record, NOW)
            judged += len(duties)
            owed += sum(duty.running for duty in duties)
            if steps:
                for duty in duties:
                    _ = duty.steps
        seconds = time.process_time() - began
        found.append((judged / seconds, owed / seconds))
    return sorted(found)[2]


def measure(count: int = 6_000) -> list[Figure]:
    """Return the figures."""
    law = demo()
    judged, owed = rate(law, applications(count))
    told, _ = rate(law, applications(count // 6), steps=True)
    floor, _ = rate(simple(), accepted(count))
    return [
        Figure("duties of open applications judged anew", judged, "/s", TARGET),
        Figure("… counting only those still owed", owed, "/s", TARGET),
        Figure("… with every step written down", told, "/s", TARGET),
        Figure("one rule, one act (the floor)", floor, "/s", TARGET),
    ]


if __name__ == "__main__":
    print(table(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 6_000)))
