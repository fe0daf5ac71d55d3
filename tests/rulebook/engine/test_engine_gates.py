"""Gates: every one that applies speaks, cites, and says what would permit the act."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rulebook.engine.build import (
    OFFICE,
    Extend,
    Gate,
    act,
    days,
    edition,
    law,
    must,
    record,
    rule,
)

from shouwen.rulebook.law import Law
from shouwen.rulebook.values import Means

START = act("assigned", "2024-06-03")


@pytest.mark.parametrize(
    ("gate", "asked", "want"),
    [
        (Gate(("returned",), given={"reason": ()}), {}, "given"),
        (Gate(("returned",), given={"reason": ()}), {"reason": ""}, "given"),
        (Gate(("returned",), given={"reason": ()}), {"reason": []}, "given"),
        (Gate(("returned",), given={"reason": ()}), {"reason": "not ours"}, None),
        (Gate(("returned",), given={"mode": ("written",)}), {"mode": "oral"}, "given"),
        (Gate(("returned",), given={"mode": ("written",)}), {"mode": "written"}, None),
        (Gate(("returned",), given={"recipient": ()}), {"to": "office"}, None),
        (Gate(("returned",), done=("consulted",)), {}, "done"),
        (Gate(("returned",), done=("consulted", "assigned")), {}, None),
        (Gate(("returned",), who=("department-head",)), {"roles": ["handler"]}, "who"),
        (Gate(("returned",), who=("department-head", "handler")), {"roles": ["handler"]}, None),
        (Gate(("returned",), to=("office",)), {"to": "9", "to_roles": ["window"]}, "to"),
        (Gate(("returned",), to=("office",)), {}, "to"),
        (Gate(("returned",), to=("office",)), {"to": "9", "to_roles": ["office"]}, None),
        (Gate(("returned",), never_by=("handler",)), {"roles": ["handler"]}, "never-by"),
        (Gate(("returned",), never_by=("handler",)), {"roles": ["office"]}, None),
        (Gate(("closed",), given={"reason": ()}), {}, None),
    ],
)
def test_an_act_passes_or_is_refused_with_its_clause(
    gate: Gate, asked: dict[str, object], want: str | None
) -> None:
    found = law(rule("g", gate)).gate(record(START), act("returned", "2024-06-04", 2, **asked))
    assert [refusal.want for refusal in found] == ([want] if want else [])
    for refusal in found:
        assert refusal.cited == ("demo@2020-01-01#g",)
        assert all((refusal.missing.zh, refusal.missing.en, refusal.remedy.zh, refusal.remedy.en))
        assert refusal.as_error().because == refusal.cited


def test_all_gates_speak_and_none_lifts_another() -> None:
    both = law(
        rule("a", Gate(("returned",), given={"reason": (), "basis": ()})),
        rule("b", Gate(("returned",), who=("department-head",), done=("consulted",))),
    )
    found = both.gate(record(START), act("returned", "2024-06-04", 2))
    assert [(each.rule.name, each.want) for each in found] == [
        ("a", "given"),
        ("a", "given"),
        ("b", "done"),
        ("b", "who"),
    ]


def test_done_looks_at_the_acts_since_the_last_reopening() -> None:
    told = law(rule("g", Gate(("correction-requested",), done=("told-once",))))
    ask = act("correction-requested", "2024-06-10", 9)
    before = record(START, act("told-once", "2024-06-04"))
    assert told.gate(before, ask) == ()
    again = record(START, act("told-once", "2024-06-04"), act("reopened", "2024-06-08"))
    assert [each.want for each in told.gate(again, ask)] == ["done"]


def test_a_condition_is_judged_with_what_the_act_itself_carries() -> None:
    outside = law(rule("g", Gate(("guided",), given={"target": ()}), if_={"scope": ("outside",)}))
    assert outside.gate(record(START), act("guided", "2024-06-04", 2, scope="outside"))
    assert not outside.gate(record(START), act("guided", "2024-06-04", 2, scope="own-post"))


def test_a_gate_may_stand_instead_of_another() -> None:
    strict = rule("strict", Gate(("refused",), who=("leader-in-charge",)))
    mild = rule("mild", Gate(("refused",), who=("handler",)), instead_of=("strict",))
    assert (
        law(strict, mild).gate(record(START), act("refused", "2024-06-04", 2, roles=["handler"]))
        == ()
    )


def test_the_text_of_the_day_of_the_act_applies() -> None:
    old = edition(rule("g", Gate(("refused",), given={"reason": ()})), last=date(2024, 6, 30))
    new = edition(first=date(2024, 7, 1))
    both = Law([old, new], (), OFFICE)
    assert both.gate(record(START), act("refused", "2024-06-30", 2))
    assert not both.gate(record(START), act("refused", "2024-07-01", 2))


def test_a_gate_for_another_kind_is_silent() -> None:
    other = law(rule("g", Gate(("refused",), given={"reason": ()}), kinds=("petition",)))
    assert not other.gate(record(START), act("refused", "2024-06-04", 2))
    assert other.gate(record(START, kind="petition"), act("refused", "2024-06-04", 2))


def test_a_role_that_the_text_gives_another_name_passes() -> None:
    window = rule("w", Means("first-asked", is_=("window",)))
    gate = rule("g", Gate(("answered",), who=("first-asked",)))
    the_law = law(window, gate)
    assert not the_law.gate(record(START), act("answered", "2024-06-04", 2, roles=["window"]))
    assert the_law.gate(record(START), act("answered", "2024-06-04", 2, roles=["office"]))


class TestClosedGrounds:
    """The grounds of an extension are a closed list, and its times are counted."""

    law = law(
        must("it", "completed", "assigned", days(5)),
        rule("a", Extend("it", "extension-approved", ("complex",), days(5), 1)),
        rule("b", Extend("it", "extension-approved", ("force-majeure",), days(9), 1)),
    )

    @pytest.mark.parametrize("ground", ["complex", "force-majeure"])
    def test_a_ground_of_any_rule_passes(self, ground: str) -> None:
        one = act("extension-approved", "2024-06-04", 2, ground=ground)
        assert self.law.gate(record(START), one) == ()

    def test_any_other_is_refused_and_those_there_are_named(self) -> None:
        one = act("extension-approved", "2024-06-04", 2, ground="busy")
        (refusal,) = self.law.gate(record(START), one)
        assert (refusal.want, refusal.wanted) == ("ground", ("complex", "force-majeure"))
        assert refusal.cited

    def test_a_second_one_is_refused(self) -> None:
        before = record(START, act("extension-approved", "2024-06-04", ground="complex"))
        one = act("extension-approved", "2024-06-05", 3, ground="complex")
        assert [each.want for each in self.law.gate(before, one)] == ["times"]
