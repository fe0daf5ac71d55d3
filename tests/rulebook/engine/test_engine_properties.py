"""What holds for every record: pure, never un-broken by time, moved by acts only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.rulebook.engine.build import (
    OFFICE,
    Amount,
    Extend,
    Gate,
    Limit,
    LimitOf,
    May,
    Pause,
    Stated,
    Unit,
    act,
    at,
    days,
    edition,
    must,
    record,
    rule,
)

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.duties import Duty, Verdict
from shouwen.rulebook.law import Law
from shouwen.rulebook.values import Must

NAMES = (
    "registered", "accepted", "assigned", "acceptance-told", "correction-requested",
    "correction-received", "extension-approved", "limit-set", "reclassified", "returned",
    "explained", "completed", "withdrawn", "reopened",
)  # fmt: skip

URGENT = {"urgency": ("urgent",)}
EITHER = ("completed", "explained")
TEN_DAYS = days(10, Unit.CALENDAR_DAY)
SEVEN = Limit(days(7).span, Amount(5, Unit.WORKING_DAY))

RULES = (
    must("reply", "completed", "accepted", SEVEN),
    must("urgent", "completed", "accepted", days(1), if_=URGENT, instead_of=("reply",)),
    must("told", "completed", "acceptance-told", TEN_DAYS, instead_of=("reply",)),
    must("stated", "explained", "assigned", Stated(("leader",), Amount(20, Unit.WORKING_DAY))),
    rule("say", Must(EITHER, "handler", ("accepted",), within=LimitOf("reply"))),
    rule("back", May(("returned",), "handler", ("assigned",), days(2))),
    rule("stop", Pause("all", ("correction-requested",), ("correction-received",))),
    rule("longer", Extend("all", "extension-approved", ("complex",), days(3), 2)),
    rule("reason", Gate(("returned", "reopened"), given={"reason": ()}, done=("accepted",))),
    rule("head", Gate(("completed", "withdrawn"), who=("department-head",))),
)  # fmt: skip

LAW = Law([edition(*RULES)], (), OFFICE)
START = at("2024-01-02T08:00")

acts = st.builds(
    lambda name, hours, urgency, ground, due: (name, hours, urgency, ground, due),
    st.sampled_from(NAMES),
    st.integers(0, 24 * 9),
    st.sampled_from([None, "urgent", "ordinary"]),
    st.sampled_from([None, "complex", "busy"]),
    st.integers(0, 40),
)


def story(told: list[tuple[str, int, str | None, str | None, int]]) -> Record:
    when, made = START, []
    for seq, (name, hours, urgency, ground, due) in enumerate(told, start=1):
        when += timedelta(hours=hours)
        said = {"urgency": urgency, "ground": ground}
        if name == "limit-set":
            said["due"] = (when.date() + timedelta(days=due)).isoformat()
        fields = {key: value for key, value in said.items() if value is not None}
        made.append(Act(name, when, seq, "p", frozenset({"leader"}), fields))
    return Record("application", tuple(made))


records = st.lists(acts, min_size=1, max_size=14).map(story)
later = st.integers(0, 24 * 400).map(lambda hours: timedelta(hours=hours))


def end(one: Record) -> datetime:
    return one.acts[-1].at


def by_key(one: Record, now: datetime) -> dict[str, Duty]:
    return {duty.key: duty for duty in LAW.duties(one, now)}


@given(records, later)
@settings(max_examples=300, deadline=None)
def test_the_same_record_gives_the_same_duties_and_steps(one: Record, more: timedelta) -> None:
    now = end(one) + more
    first, second = LAW.duties(one, now), LAW.duties(replace(one), now)
    assert first == second
    assert [duty.steps for duty in first] == [duty.steps for duty in second]


@given(records, later)
@settings(max_examples=300, deadline=None)
def test_keys_are_unique(one: Record, more: timedelta) -> None:
    keys = [duty.key for duty in LAW.duties(one, end(one) + more)]
    assert len(keys) == len(set(keys))


@given(records, later, later)
@settings(max_examples=300, deadline=None)
def test_time_alone_never_lifts_a_breach_and_never_moves_a_limit(
    one: Record, first: timedelta, second: timedelta
) -> None:
    before, after = by_key(one, end(one) + first), by_key(one, end(one) + first + second)
    assert before.keys() == after.keys()
    for key, duty in before.items():
        assert after[key].limit == duty.limit
        assert after[key].promised == duty.promised
        if duty.breach_at is not None:
            assert after[key].breach_at == duty.breach_at


@given(records, acts, later)
@example(
    one=story([("accepted", 9, None, None, 0), ("acceptance-told", 0, None, None, 0)]),
    told=("reclassified", 0, "urgent", None, 0),
    more=timedelta(days=60),
)
@settings(max_examples=400, deadline=None)
def test_no_act_lifts_a_breach_that_has_happened(
    one: Record, told: tuple[str, int, str | None, str | None, int], more: timedelta
) -> None:
    now = end(one) + more
    name, _, urgency, ground, _ = told
    if name == "limit-set":
        name = "explained"  # a date stated later may be earlier still; it never lifts, it moves
    fields = {k: v for k, v in {"urgency": urgency, "ground": ground}.items() if v is not None}
    extra = Act(name, now, len(one.acts) + 1, "p", frozenset({"leader"}), fields)
    before = by_key(one, now)
    after = by_key(replace(one, acts=(*one.acts, extra)), now)
    for key, duty in before.items():
        if duty.breach_at is not None:
            assert after[key].breach_at == duty.breach_at, (key, extra.name)


@given(records, later)
@settings(max_examples=300, deadline=None)
def test_a_verdict_agrees_with_its_limit_and_its_steps(one: Record, more: timedelta) -> None:
    now = end(one) + more
    for duty in LAW.duties(one, now):
        assert duty.cited[0] == str(duty.rule.cited[0])
        if duty.verdict is Verdict.BROKEN:
            assert duty.limit is not None
            assert duty.limit < now
            assert duty.breach_at == duty.limit
        if duty.verdict is Verdict.OPEN and duty.limit is not None:
            assert now <= duty.limit
        if duty.right or duty.verdict is Verdict.UNSET:
            assert duty.breach_at is None
        limits = [s.facts["limit"] for s in duty.steps if s.what == "limit"]
        assert limits == ([duty.limit.isoformat()] if duty.limit else [])


@given(records, acts, st.sets(st.sampled_from(["handler", "department-head"])))
@settings(max_examples=300, deadline=None)
def test_every_refusal_cites_a_clause_and_says_what_helps(
    one: Record, told: tuple[str, int, str | None, str | None, int], roles: set[str]
) -> None:
    name, _, _, ground, _ = told
    fields = {} if ground is None else {"ground": ground}
    asked = Act(name, end(one), len(one.acts) + 1, "p", frozenset(roles), fields)
    for refusal in LAW.gate(one, asked):
        assert refusal.cited
        assert refusal.cited == tuple(map(str, refusal.rule.cited))
        assert all((refusal.missing.zh, refusal.missing.en, refusal.remedy.zh, refusal.remedy.en))


def test_an_empty_record_owes_nothing() -> None:
    assert LAW.duties(record(), at("2024-06-03")) == ()
    assert LAW.duties(record(act("noted", "2024-06-03")), at("2024-06-03")) == ()
