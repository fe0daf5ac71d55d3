"""must, may, if, pause, extend, instead-of: one table each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.rulebook.engine.build import (
    OFFICE,
    Amount,
    Extend,
    Limit,
    LimitOf,
    Must,
    Pause,
    Stated,
    Unit,
    act,
    at,
    days,
    duty,
    edition,
    law,
    must,
    record,
    rule,
)

from shouwen.rulebook.duties import Verdict, governing
from shouwen.rulebook.law import Law

REPLY = must("reply", "completed", "accepted", days(7))


class TestMust:
    """An act after another within working days."""

    accepted = act("accepted", "2024-04-30T10:00")

    @pytest.mark.parametrize(
        ("done", "now", "verdict"),
        [
            (None, "2024-05-06T09:00", Verdict.OPEN),
            (None, "2024-05-13T18:00", Verdict.OPEN),
            (None, "2024-05-13T18:01", Verdict.BROKEN),
            ("2024-05-13T18:00", "2024-06-01", Verdict.KEPT),
            ("2024-05-14T08:30", "2024-06-01", Verdict.LATE),
        ],
    )
    def test_stands_as_the_day_says(self, done: str | None, now: str, verdict: Verdict) -> None:
        acts = [self.accepted] + ([act("completed", done)] if done else [])
        one = duty(law(REPLY), record(*acts), now)
        assert (one.verdict, one.limit) == (verdict, at("2024-05-13T18:00"))
        assert one.breach_at == (one.limit if verdict in ("broken", "late") else None)

    def test_names_rule_bearer_clause_and_key(self) -> None:
        one = duty(law(REPLY), record(self.accepted), "2024-05-06")
        assert (one.bearer, one.breach, one.cited) == (
            "handler",
            "overdue",
            ("demo@2020-01-01#reply",),
        )
        assert one.key == "demo@2020-01-01#reply/reply:1"

    def test_reminds_one_working_day_ahead(self) -> None:
        one = duty(law(REPLY), record(self.accepted), "2024-05-06")
        assert one.remind_at == at("2024-05-11T18:00")  # the Saturday is worked

    def test_reminds_at_the_promise_of_a_range(self) -> None:
        seven = must(
            "reply", "completed", "accepted", Limit(days(7).span, Amount(5, Unit.WORKING_DAY))
        )
        one = duty(law(seven), record(self.accepted), "2024-05-06")
        assert (one.promised, one.remind_at) == (at("2024-05-10T18:00"),) * 2

    def test_reminds_of_a_short_limit_at_its_half(self) -> None:
        short = must("reply", "completed", "accepted", days(2, Unit.HOUR))
        assert duty(law(short), record(self.accepted), "2024-04-30T10:00").remind_at == at(
            "2024-04-30T11:00"
        )

    def test_opens_once_and_again_only_after_a_reopening(self) -> None:
        again = record(
            self.accepted,
            act("accepted", "2024-05-06"),
            act("completed", "2024-05-07"),
            act("reopened", "2024-05-20"),
            act("accepted", "2024-05-20T10:00"),
        )
        first, second = law(REPLY).duties(again, at("2024-05-21"))
        assert (first.opened.seq, first.verdict) == (1, Verdict.KEPT)
        assert (second.opened.seq, second.verdict) == (5, Verdict.OPEN)

    def test_is_kept_by_either_of_two_acts(self) -> None:
        either = rule(
            "say", Must(("completed", "explained"), "handler", ("accepted",), within=days(1))
        )
        one = duty(law(either), record(self.accepted, act("explained", "2024-05-06")), "2024-05-10")
        assert one.verdict is Verdict.KEPT

    def test_is_not_kept_by_an_act_addressed_to_somebody_else(self) -> None:
        told = must("tell", "explained", "accepted", days(1), to=("assigner",))
        acts = self.accepted, act("explained", "2024-05-06", to="7", to_roles=["window"])
        assert duty(law(told), record(*acts), "2024-05-06T12:00").verdict is Verdict.OPEN
        right = replace(acts[1], to_roles=frozenset({"assigner"}))
        assert duty(law(told), record(self.accepted, right), "2024-05-07").verdict is Verdict.KEPT

    def test_without_a_figure_is_never_broken(self) -> None:
        unfixed = must("soon", "completed", "accepted", None, open=("within",), unfixed=("within",))
        one = duty(law(unfixed), record(self.accepted), "2030-01-01")
        assert (one.verdict, one.limit, one.breach_at) == (Verdict.UNSET, None, None)

    def test_with_another_key_unfixed_shows_its_limit_and_breaks_nothing(self) -> None:
        unfixed = must(
            "soon", "completed", "accepted", days(1), open=("otherwise",), unfixed=("otherwise",)
        )
        one = duty(law(unfixed), record(self.accepted), "2030-01-01")
        assert (one.verdict, one.limit) == (Verdict.UNSET, at("2024-05-06T18:00"))

    def test_ends_when_the_matter_is_withdrawn_but_a_breach_stays(self) -> None:
        early = record(self.accepted, act("withdrawn", "2024-05-06"))
        assert duty(law(REPLY), early, "2024-06-01").verdict is Verdict.WAIVED
        late = duty(law(REPLY), record(self.accepted, act("withdrawn", "2024-05-20")), "2024-06-01")
        assert (late.verdict, late.breach_at) == (Verdict.LATE, at("2024-05-13T18:00"))

    def test_leaves_out_acts_later_than_now(self) -> None:
        acts = record(self.accepted, act("completed", "2024-05-08"))
        assert duty(law(REPLY), acts, "2024-05-07").verdict is Verdict.OPEN


class TestCondition:
    """`if`, judged once at the opening act."""

    hurried = must(
        "urgent", "completed", "assigned", days(1), if_={"urgency": ("urgent", "emergency")}
    )

    def test_holds_on_a_fact_entered_before(self) -> None:
        acts = act("registered", "2024-05-06", urgency="urgent"), act("assigned", "2024-05-06")
        assert duty(law(self.hurried), record(*acts), "2024-05-06").limit == at("2024-05-07T18:00")

    @pytest.mark.parametrize("later", [{"urgency": "urgent"}, {}])
    def test_does_not_hold_on_a_fact_entered_later_or_never(self, later: dict[str, str]) -> None:
        acts = act("assigned", "2024-05-06"), act("assigned", "2024-05-07", **later)
        assert law(self.hurried).duties(record(*acts), at("2024-05-08")) == ()

    def test_is_judged_anew_from_the_same_start_when_reclassified(self) -> None:
        slow = must("slow", "completed", "assigned", days(5), if_={"urgency": ("ordinary",)})
        acts = (
            act("assigned", "2024-05-06", urgency="ordinary"),
            act("reclassified", "2024-05-07", urgency="urgent", reason="storm"),
        )
        found = {
            d.rule.name: d for d in law(slow, self.hurried).duties(record(*acts), at("2024-05-08"))
        }
        assert found["slow"].verdict is Verdict.REPLACED
        assert found["urgent"].limit == at("2024-05-07T18:00")

    def test_what_was_broken_stays_broken_when_reclassified(self) -> None:
        acts = (
            act("assigned", "2024-05-06", urgency="urgent"),
            act("reclassified", "2024-05-09", urgency="ordinary"),
        )
        one = duty(law(self.hurried), record(*acts), "2024-05-10")
        assert (one.verdict, one.breach_at) == (Verdict.REPLACED, at("2024-05-07T18:00"))


class TestPause:
    """The clock stands still from one act until another."""

    stop = rule("stop", Pause("reply", ("correction-requested",), ("correction-received",)))
    start = act("accepted", "2024-06-03T09:00")
    asked = act("correction-requested", "2024-06-05T09:00")

    def test_moves_the_limit_by_what_stood_still(self) -> None:
        acts = record(self.start, self.asked, act("correction-received", "2024-06-12T09:00"))
        one = duty(law(REPLY, self.stop), acts, "2024-06-13")
        assert one.limit == at("2024-06-19T18:00")
        assert set(one.cited) == {"demo@2020-01-01#reply", "demo@2020-01-01#stop"}
        assert one.cited[0] == "demo@2020-01-01#reply"

    def test_while_it_lasts_nothing_breaks(self) -> None:
        one = duty(law(REPLY, self.stop), record(self.start, self.asked), "2025-01-01")
        assert (one.verdict, one.paused) == (Verdict.PAUSED, at("2024-06-05T09:00"))
        assert one.limit == at("2024-06-13T18:00")  # what it was when the clock stopped

    def test_after_the_limit_it_changes_nothing(self) -> None:
        late = act("correction-requested", "2024-06-20")
        one = duty(law(REPLY, self.stop), record(self.start, late), "2024-06-21")
        assert (one.verdict, one.paused) == (Verdict.BROKEN, None)
        assert one.cited == ("demo@2020-01-01#reply",)

    def test_two_clauses_that_overlap_count_once(self) -> None:
        other = rule("meeting", Pause("reply", ("waiting-for-meeting",), ("meeting-held",)))
        acts = record(
            self.start,
            self.asked,
            act("waiting-for-meeting", "2024-06-06T09:00"),
            act("meeting-held", "2024-06-07T09:00"),
            act("correction-received", "2024-06-12T09:00"),
        )
        assert duty(law(REPLY, self.stop, other), acts, "2024-06-13").limit == at(
            "2024-06-19T18:00"
        )

    def test_a_shorter_stop_inside_one_that_lasts_does_not_start_the_clock(self) -> None:
        other = rule("meeting", Pause("reply", ("waiting-for-meeting",), ("meeting-held",)))
        acts = record(
            self.start,
            self.asked,
            act("waiting-for-meeting", "2024-06-06T09:00"),
            act("meeting-held", "2024-06-07T09:00"),
        )
        one = duty(law(REPLY, self.stop, other), acts, "2025-01-01")
        assert (one.verdict, one.paused) == (Verdict.PAUSED, at("2024-06-05T09:00"))

    def test_done_during_a_pause_is_kept(self) -> None:
        acts = record(self.start, self.asked, act("completed", "2024-09-01"))
        assert duty(law(REPLY, self.stop), acts, "2025-01-01").verdict is Verdict.KEPT


class TestExtend:
    """Time added on closed grounds, a number of times, before the limit."""

    longer = rule("longer", Extend("reply", "extension-approved", ("complex",), days(5), 1))
    start = act("accepted", "2024-06-17T09:00")

    def granted(self, when: str, ground: str = "complex") -> object:
        return act("extension-approved", when, ground=ground)

    @pytest.mark.parametrize(
        ("acts", "limit"),
        [
            ([], "2024-06-26T18:00"),
            ([act("extension-approved", "2024-06-24", ground="complex")], "2024-07-03T18:00"),
            ([act("extension-approved", "2024-06-24", ground="lazy")], "2024-06-26T18:00"),
            ([act("extension-approved", "2024-06-24")], "2024-06-26T18:00"),
            ([act("extension-approved", "2024-06-24", ground="complex")] * 2, "2024-07-03T18:00"),
            ([act("extension-approved", "2024-06-26T18:01", ground="complex")], "2024-06-26T18:00"),
            (
                [
                    act("extension-asked", "2024-06-20", ground="complex"),
                    act("extension-approved", "2024-06-24"),
                ],
                "2024-07-03T18:00",
            ),
        ],
        ids=["none", "granted", "other ground", "no ground", "twice", "too late", "ground asked"],
    )
    def test_adds_what_the_clause_grants(self, acts: list, limit: str) -> None:
        one = duty(law(REPLY, self.longer), record(self.start, *acts), "2024-06-27")
        assert one.limit == at(limit)

    def test_after_the_limit_does_not_lift_the_breach(self) -> None:
        acts = record(self.start, act("extension-approved", "2024-06-28", ground="complex"))
        one = duty(law(REPLY, self.longer), acts, "2024-06-29")
        assert (one.verdict, one.breach_at) == (Verdict.BROKEN, at("2024-06-26T18:00"))
        assert "extension-too-late" in {step.what for step in one.steps}

    def test_moves_the_limit_not_the_promise(self) -> None:
        reply = must(
            "reply", "completed", "accepted", Limit(days(7).span, Amount(5, Unit.WORKING_DAY))
        )
        acts = record(self.start, act("extension-approved", "2024-06-24", ground="complex"))
        one = duty(law(reply, self.longer), acts, "2024-06-25")
        assert (one.promised, one.limit) == (at("2024-06-24T18:00"), at("2024-07-03T18:00"))

    @pytest.mark.parametrize(
        ("new", "limit"),
        [
            ("2024-07-05", "2024-07-05T18:00"),
            ("2024-12-31", "2024-07-10T18:00"),
            ("2024-06-18", "2024-06-26T18:00"),
        ],
        ids=["as approved", "capped", "never shorter"],
    )
    def test_to_a_date_that_a_leader_states(self, new: str, limit: str) -> None:
        stated = Stated(("leader-in-charge",), Amount(10, Unit.WORKING_DAY))
        longer = rule("longer", Extend("all", "extension-told", (), stated, 1))
        acts = record(
            self.start,
            act("extension-approved", "2024-06-20", roles=["leader-in-charge"], new_limit=new),
            act("extension-told", "2024-06-21", roles=["handler"], new_limit="2025-01-01"),
        )
        assert duty(law(REPLY, longer), acts, "2024-06-22").limit == at(limit)

    def test_of_another_rule_reaches_only_what_it_names(self) -> None:
        other = must("other", "answered", "accepted", days(7))
        acts = record(self.start, act("extension-approved", "2024-06-24", ground="complex"))
        assert duty(law(REPLY, other, self.longer), acts, "2024-06-25", "other").limit == at(
            "2024-06-26T18:00"
        )


class TestInsteadOf:
    """One rule takes the place of another, at the opening or while it runs."""

    direct = must("direct", "completed", "accepted", days(30, Unit.CALENDAR_DAY))
    simple = must(
        "simple",
        "completed",
        "acceptance-told",
        days(30, Unit.CALENDAR_DAY),
        instead_of=("direct",),
    )

    def test_at_the_opening_the_other_never_opens(self) -> None:
        both = must("urgent", "completed", "accepted", days(1), instead_of=("direct",))
        one = duty(law(self.direct, both), record(act("accepted", "2024-06-03")), "2024-06-03")
        assert one.rule.name == "urgent"

    def test_while_running_the_other_ends_as_replaced(self) -> None:
        acts = record(act("accepted", "2024-06-03"), act("acceptance-told", "2024-06-10"))
        old, new = law(self.direct, self.simple).duties(acts, at("2024-08-01"))
        assert (old.verdict, old.breach_at) == (Verdict.REPLACED, None)
        assert new.verdict is Verdict.BROKEN
        assert old.steps[-1].cited == ("demo@2020-01-01#simple",)

    def test_a_breach_before_it_remains(self) -> None:
        acts = record(act("accepted", "2024-06-03"), act("acceptance-told", "2024-07-10"))
        old, _ = law(self.direct, self.simple).duties(acts, at("2024-07-11"))
        assert (old.verdict, old.breach_at) == (Verdict.REPLACED, at("2024-07-03T18:00"))

    def test_across_works_by_the_name_of_the_work(self) -> None:
        own = must(
            "own", "completed", "accepted", days(3), work="house", instead_of=("demo#direct",)
        )
        both = Law([edition(self.direct), edition(own, work="house")], (), OFFICE)
        assert duty(both, record(act("accepted", "2024-06-03")), "2024-06-03").rule.name == "own"

    def test_without_it_two_works_both_stand_and_the_earliest_governs(self) -> None:
        own = must("own", "completed", "accepted", days(3), work="house")
        both = Law([edition(self.direct), edition(own, work="house")], (), OFFICE)
        found = both.duties(record(act("accepted", "2024-06-03")), at("2024-06-03"))
        assert {d.rule.name for d in found} == {"direct", "own"}
        first = governing(found)
        assert first is not None
        assert first.rule.name == "own"


def test_another_rules_limit_moves_with_its_extension() -> None:
    explain = rule(
        "explain",
        Must(("completed", "explained"), "handler", ("accepted",), within=LimitOf("reply")),
    )
    acts = record(
        act("accepted", "2024-06-17T09:00"),
        act("extension-approved", "2024-06-24", ground="complex"),
    )
    one = duty(law(REPLY, explain, TestExtend.longer), acts, "2024-06-25", "explain")
    assert one.limit == at("2024-07-03T18:00")
    assert one.cited == tuple(f"demo@2020-01-01#{name}" for name in ("explain", "reply", "longer"))
