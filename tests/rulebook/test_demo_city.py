"""The demo city takes nine works at once: nothing stays open, and no two of them deadlock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.adoption import required_settings, resolve
from shouwen.rulebook.coverage import coverage
from shouwen.rulebook.law import Law
from shouwen.rulebook.library import load_library
from shouwen.worktime import WorkTime, load_calendar

ZONE = ZoneInfo("Asia/Shanghai")
LIBRARY = load_library()
DEMO = next(each for each in LIBRARY.adoptions if each.name == "demo-city")
LAW = Law(
    [e for e in LIBRARY.editions if f"{e.work}@{e.first_day.isoformat()}" in DEMO.of],
    [DEMO],
    WorkTime(load_calendar("cn")),
)
PROMISED = {
    "class": "promised",
    "statute": {"to": 20, "unit": "working-day"},
    "promise": {"to": 10, "unit": "working-day"},
}
Told = tuple[str, str, str, dict[str, Any]]
"""Act, instant, roles, fields."""

NOTICE = {"missing": ["identity-card"], "steps": "two", "conditions": "original and copy"}
NEW_LIMIT = {"ground": "force-majeure", "reason": "flood", "new-limit": date(2025, 3, 28)}
APPLICATION: list[Told] = [
    ("registered", "2025-03-03T09:00", "first-asked", {"channel": "visit", "scope": "own-post"}),
    ("accepted", "2025-03-03T09:10", "first-asked", {}),
    ("told-once", "2025-03-03T09:15", "first-asked", NOTICE),
    ("correction-requested", "2025-03-03T09:15", "first-asked", {}),
    ("correction-received", "2025-03-05T09:15", "first-asked", {}),
    ("extension-asked", "2025-03-10T10:30", "handler", NEW_LIMIT),
    ("extension-approved", "2025-03-11T10:30", "leader-in-charge", NEW_LIMIT),
    ("extension-told", "2025-03-11T11:30", "handler", NEW_LIMIT),
    ("completed", "2025-03-20T10:30", "handler", {"result": "granted"}),
    ("result-told", "2025-03-20T11:00", "handler", {"mode": "counter"}),
    ("delivered", "2025-03-20T11:30", "handler", {"mode": "counter"}),
    ("closed", "2025-03-21T11:30", "handler", {}),
]
ENQUIRY: list[Told] = [
    ("registered", "2025-03-03T09:00", "first-asked", {"channel": "phone", "scope": "own-post"}),
    ("answered", "2025-03-03T09:10", "first-asked", {"reply": "Monday to Friday"}),
    ("closed", "2025-03-03T09:20", "first-asked", {}),
]
OUTSIDE: list[Told] = [
    ("registered", "2025-03-03T09:00", "first-asked", {"channel": "visit", "scope": "outside"}),
    ("guided", "2025-03-03T09:05", "first-asked", {"target": "tax office", "contact": "12366"}),
]
INSTRUCTION: list[Told] = [
    ("registered", "2025-03-03T09:00", "office", {"channel": "letter"}),
    ("assigned", "2025-03-03T09:10", "leader-in-charge", {"due": date(2025, 3, 12)}),
    ("taken-over", "2025-03-03T09:40", "handler", {}),
    ("completed", "2025-03-12T09:40", "handler", {"result": "done"}),
    ("closed", "2025-03-12T09:50", "office", {}),
]


def _acts(told: list[Told]) -> list[Act]:
    return [
        Act(name, datetime.fromisoformat(at).replace(tzinfo=ZONE), seq, role, frozenset({role}), f)
        for seq, (name, at, role, f) in enumerate(told, start=1)
    ]


def test_nothing_that_the_adopted_works_leave_open_stays_unset() -> None:
    assert required_settings(resolve(DEMO, LIBRARY.editions)) == ()


@pytest.mark.parametrize(
    ("kind", "catalogue", "told"),
    [
        ("application", PROMISED, APPLICATION),
        ("enquiry", {}, ENQUIRY),
        ("enquiry", {}, OUTSIDE),
        ("instruction", {}, INSTRUCTION),
    ],
    ids=["application", "enquiry", "guided", "instruction"],
)
def test_a_whole_life_passes_every_gate_of_all_nine_works(
    kind: str, catalogue: dict[str, Any], told: list[Told]
) -> None:
    acts = _acts(told)
    for place, act in enumerate(acts):
        refusals = LAW.gate(Record(kind, tuple(acts[:place]), catalogue), act)
        assert not refusals, [(act.name, one.missing.en, one.cited) for one in refusals]


def test_the_earliest_of_the_limits_of_all_works_cites_its_own_clauses() -> None:
    acts = _acts([ENQUIRY[0]])
    duties = LAW.duties(Record("enquiry", tuple(acts), {}), acts[0].at)
    limits = {d.rule.name: (d.limit, d.cited) for d in duties if d.limit is not None}
    answer, cited = limits["own-enquiry"]
    assert answer == datetime(2025, 3, 6, 18, tzinfo=ZONE)
    assert cited == ("demo-city@2025-01-01#4", "bureau-8-first-asked@2024-01-01#2.1")


def test_an_unset_rule_becomes_set_only_through_the_adoption() -> None:
    plain = Law([LIBRARY.edition("bureau-8-first-asked")], [], WorkTime(load_calendar("cn")))
    acts = _acts([ENQUIRY[0]])
    later = datetime(2026, 3, 3, 9, tzinfo=ZONE)
    record = Record("enquiry", tuple(acts), {})
    verdicts = {d.rule.name: str(d.verdict) for d in plain.duties(record, later)}
    adopted = {d.rule.name: str(d.verdict) for d in LAW.duties(record, later)}
    assert verdicts["own-enquiry"] == "unset"
    assert adopted["own-enquiry"] == "broken"


@pytest.mark.parametrize("regulation", ["bureau-8", "wuwei-city"])
def test_every_row_of_the_regulation_is_answered_by_a_rule_of_a_clause(regulation: str) -> None:
    account = coverage(LIBRARY, regulations=[regulation])
    assert account.missing == ()
    assert account.twice == ()
    assert [answer.row.id for answer in account.answers if not answer.rules] == []
