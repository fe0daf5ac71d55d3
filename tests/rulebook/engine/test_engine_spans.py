"""Every form of a span, who owes it, and what an overrun leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, time

import pytest
from tests.rulebook.engine.build import (
    OFFICE,
    Ahead,
    Amount,
    Extend,
    Limit,
    LimitOf,
    May,
    Must,
    Pause,
    Reckon,
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

from shouwen.rulebook.duties import Verdict
from shouwen.rulebook.law import Law
from shouwen.rulebook.values import Deem, PassTo, Within
from shouwen.worktime.spans import ByClock, DayOf, Immediate, NextClock, SameDay

START = act("assigned", "2024-04-30T10:00")


@pytest.mark.parametrize(
    ("within", "limit"),
    [
        (days(5), "2024-05-10T18:00"),
        (days(3, Unit.HALF_WORKING_DAY), "2024-05-07T12:00"),
        (days(2, Unit.WORKING_HOUR), "2024-04-30T12:00"),
        (days(30, Unit.WORKING_MINUTE), "2024-04-30T10:30"),
        (days(3, Unit.HOUR), "2024-04-30T13:00"),
        (days(3, Unit.CALENDAR_DAY), "2024-05-06T18:00"),
        (days(1, Unit.WEEK), "2024-05-07T18:00"),
        (days(1, Unit.MONTH), "2024-05-30T18:00"),
        (days(1, Unit.YEAR), "2025-04-30T18:00"),
        (Limit(Immediate()), "2024-04-30T18:00"),
        (Limit(Immediate("same-visit")), "2024-04-30T18:00"),
        (Limit(SameDay()), "2024-04-30T18:00"),
        (Limit(ByClock(time(17))), "2024-04-30T17:00"),
        (Limit(NextClock((time(11), time(17)))), "2024-04-30T11:00"),
        (Limit(DayOf(7, "next-month", inclusive=False)), "2024-05-06T18:00"),
        (Limit(DayOf(7, "next-month")), "2024-05-07T18:00"),
        (Limit(DayOf(10, "next-quarter")), "2024-07-10T18:00"),
        (Limit(DayOf(6, "next-year")), "2025-01-06T18:00"),
    ],
)
def test_each_form_gives_its_limit_and_the_same_in_its_steps(within: Within, limit: str) -> None:
    one = duty(law(must("it", "completed", "assigned", within)), record(START), "2024-04-30T10:00")
    assert one.limit == at(limit)
    last = next(step for step in reversed(one.steps) if step.what == "limit")
    assert last.facts["limit"] == at(limit).isoformat()


class TestStated:
    """A limit that somebody states."""

    both = Stated(("issuer", "leader-in-charge", "office"))
    rules = must("it", "completed", "assigned", both)

    def limit(self, *acts: object, **catalogue: object) -> object:
        return duty(law(self.rules), record(*acts, catalogue=catalogue), "2024-05-01").limit  # type: ignore[arg-type]

    def test_by_the_role_of_who_assigned(self) -> None:
        one = act("assigned", "2024-04-30", roles=["office"], due="2024-05-10")
        assert self.limit(one) == at("2024-05-10T18:00")

    def test_of_several_the_earliest_governs(self) -> None:
        one = act("assigned", "2024-04-30", due={"issuer": "2024-05-20", "office": "2024-05-10"})
        assert self.limit(one) == at("2024-05-10T18:00")

    def test_by_the_source_that_the_act_names(self) -> None:
        one = act(
            "assigned", "2024-04-30", roles=["registrar"], due=date(2024, 5, 8), due_by="issuer"
        )
        assert self.limit(one) == at("2024-05-08T18:00")

    def test_as_an_instant(self) -> None:
        one = act("assigned", "2024-04-30", roles=["office"], due="2024-05-08T11:00")
        assert self.limit(one) == at("2024-05-08T11:00")

    def test_by_nobody_who_counts_is_unset(self) -> None:
        one = act("assigned", "2024-04-30", roles=["window"], due="2024-05-08")
        found = duty(law(self.rules), record(one), "2030-01-01")
        assert (found.verdict, found.limit) == (Verdict.UNSET, None)

    def test_a_date_stated_later_fills_it(self) -> None:
        later = act("limit-set", "2024-04-30T15:00", roles=["leader-in-charge"], due="2024-05-08")
        assert self.limit(START, later) == at("2024-05-08T18:00")

    def test_a_date_that_is_none_is_as_if_nothing_were_stated(self) -> None:
        one = act("assigned", "2024-04-30", roles=["office"], due="soon")
        assert self.limit(one) is None

    def test_is_capped(self) -> None:
        capped = must(
            "it", "completed", "assigned", Stated(("handler",), Amount(10, Unit.WORKING_DAY))
        )
        one = act("assigned", "2024-06-03", roles=["handler"], due="2024-12-31")
        assert duty(law(capped), record(one), "2024-06-04").limit == at("2024-06-18T18:00")

    def test_by_statute_and_promise_of_the_catalogue_with_their_citation(self) -> None:
        stated = must("it", "completed", "assigned", Stated(("statute", "promise")))
        catalogue = {
            "statute": {"to": 20, "unit": "working-day"},
            "promise": {"to": 5, "unit": "working-day"},
            "promise-cited": "catalogue#12",
        }
        one = duty(law(stated), record(START, catalogue=catalogue), "2024-05-01")
        assert one.limit == at("2024-05-10T18:00")
        assert one.cited == ("demo@2020-01-01#it", "catalogue#12")

    def test_by_the_milestone_of_an_approved_plan(self) -> None:
        planned = must("it", "completed", "assigned", Stated(("plan",)))
        filed = act("plan-submitted", "2024-04-30T11:00", due="2024-06-14")
        assert duty(law(planned), record(START, filed), "2024-05-01").limit is None
        approved = act("plan-approved", "2024-04-30T15:00")
        assert duty(law(planned), record(START, filed, approved), "2024-05-01").limit == at(
            "2024-06-14T18:00"
        )

    def test_two_conditions_choose_between_stated_and_agreed(self) -> None:
        told = must("told", "completed", "assigned", self.both, if_={"due-stated": ("office",)})
        agree = must("agree", "limit-set", "assigned", days(1), if_={"due-stated": ("none",)})
        both = law(told, agree)
        dated = act("assigned", "2024-06-03", roles=["office"], due="2024-06-14")
        assert duty(both, record(dated), "2024-06-03").rule.name == "told"
        assert duty(both, record(act("assigned", "2024-06-03")), "2024-06-03").rule.name == "agree"

    def test_moves_by_the_days_that_stood_still(self) -> None:
        stop = rule("stop", Pause("it", ("correction-requested",), ("correction-received",)))
        acts = record(
            act("assigned", "2024-06-03", roles=["office"], due="2024-06-14"),
            act("correction-requested", "2024-06-04"),
            act("correction-received", "2024-06-06"),
        )
        assert duty(law(self.rules, stop), acts, "2024-06-07").limit == at("2024-06-18T18:00")


class TestHangingOnSomethingElse:
    """Before a later event, another limit, a field, an act."""

    paper = must(
        "paper", "form-filed", "assigned", Ahead(Amount(2, Unit.CALENDAR_DAY), "meeting-start")
    )

    def test_two_days_before_a_meeting(self) -> None:
        acts = record(act("assigned", "2024-06-03", meeting_start="2024-06-14T09:00"))
        assert duty(law(self.paper), acts, "2024-06-03").limit == at("2024-06-12T18:00")

    def test_in_the_past_already_is_waived(self) -> None:
        acts = record(act("assigned", "2024-06-13T17:00", meeting_start="2024-06-14T09:00"))
        one = duty(law(self.paper), acts, "2024-07-01")
        assert (one.verdict, one.breach_at) == (Verdict.WAIVED, None)
        assert "past-at-start" in {step.what for step in one.steps}

    def test_without_the_event_is_unset(self) -> None:
        assert duty(law(self.paper), record(START), "2030-01-01").verdict is Verdict.UNSET

    def test_ahead_of_another_limit(self) -> None:
        early = must(
            "early", "explained", "assigned", Ahead(Amount(1, Unit.WORKING_DAY), LimitOf("it"))
        )
        both = law(must("it", "completed", "assigned", days(5)), early)
        assert duty(both, record(START), "2024-05-01", "early").limit == at("2024-05-09T18:00")

    def test_the_limit_of_a_rule_that_did_not_open_is_unset(self) -> None:
        lone = must("lone", "explained", "assigned", LimitOf("it"))
        other = must("it", "completed", "accepted", days(5))
        assert duty(law(lone, other), record(START), "2030-01-01").verdict is Verdict.UNSET

    def test_two_limits_that_hang_on_each_other_are_unset_and_end(self) -> None:
        one, two = (
            must(a, a, "assigned", LimitOf(b))
            for a, b in (("started", "completed"), ("completed", "started"))
        )
        found = law(one, two).duties(record(START), at("2030-01-01"))
        assert {each.verdict for each in found} == {Verdict.UNSET}

    def test_by_the_instant_of_a_field(self) -> None:
        back = must("back", "completed", "assigned", None, by_field="until")
        acts = record(act("assigned", "2024-06-03", until="2024-06-14"))
        assert duty(law(back), acts, "2024-06-17").breach_at == at("2024-06-14T18:00")

    def test_before_another_act_breaks_when_that_act_comes_first(self) -> None:
        first = must("first", "consulted", "assigned", None, before="completed")
        assert duty(law(first), record(START), "2030-01-01").verdict is Verdict.OPEN
        late = record(START, act("completed", "2024-05-06"))
        assert duty(law(first), late, "2024-05-07").breach_at == at("2024-05-06")
        good = record(START, act("consulted", "2024-05-05"), act("completed", "2024-05-06"))
        assert duty(law(first), good, "2024-05-07").verdict is Verdict.KEPT


class TestRecipient:
    """Two days for each leader."""

    rules = must("sign", "opinion-given", "sent-for-opinion", days(2), who="recipient")
    sent = (
        act("sent-for-opinion", "2024-06-03", to="wang"),
        act("sent-for-opinion", "2024-06-04", to="li"),
    )

    def test_each_occurrence_opens_one_of_its_own(self) -> None:
        found = law(self.rules).duties(record(*self.sent), at("2024-06-04"))
        assert [(d.recipient, d.limit) for d in found] == [
            ("wang", at("2024-06-05T18:00")),
            ("li", at("2024-06-06T18:00")),
        ]
        assert [d.key.split(":")[1:] for d in found] == [["1", "wang"], ["2", "li"]]

    def test_is_kept_by_that_person_only(self) -> None:
        acts = record(*self.sent, act("opinion-given", "2024-06-05", by="li"))
        wang, li = law(self.rules).duties(acts, at("2024-06-07"))
        assert (wang.verdict, li.verdict) == (Verdict.BROKEN, Verdict.KEPT)

    def test_is_kept_by_whoever_acts_in_that_post(self) -> None:
        acts = record(
            self.sent[0], act("opinion-given", "2024-06-05", by="stand-in", roles=["wang"])
        )
        assert duty(law(self.rules), acts, "2024-06-07").verdict is Verdict.KEPT


class TestOtherwise:
    """Up a level, silence that counts, a breach that may be excused."""

    up = must(
        "answer",
        "acknowledged",
        "reported-up",
        days(1),
        who="recipient",
        otherwise=PassTo("superior"),
    )
    told = act("reported-up", "2024-06-03", to="wang")

    def test_passes_up_level_by_level_and_breaks_at_the_last(self) -> None:
        found = law(self.up).duties(record(self.told, catalogue={"levels": 1}), at("2024-06-30"))
        assert [(d.bearer, d.verdict, d.limit) for d in found] == [
            ("recipient", Verdict.REPLACED, at("2024-06-04T18:00")),
            ("superior", Verdict.BROKEN, at("2024-06-05T18:00")),
        ]
        assert (found[0].breach_at, found[1].breach, found[1].key[-8:]) == (
            None,
            "unanswered",
            ":level-1",
        )

    def test_stays_below_while_there_is_time(self) -> None:
        assert duty(law(self.up), record(self.told), "2024-06-04").verdict is Verdict.OPEN

    def test_the_next_level_may_answer(self) -> None:
        acts = record(self.told, act("acknowledged", "2024-06-05", by="boss"))
        below, above = law(self.up).duties(acts, at("2024-06-30"))
        assert (below.verdict, above.verdict) == (Verdict.REPLACED, Verdict.KEPT)

    def test_silence_counts_as_the_act_and_breaks_nothing(self) -> None:
        silent = must(
            "agree", "approved", "submitted-for-approval", days(3), otherwise=Deem("approved")
        )
        acts = record(act("submitted-for-approval", "2024-06-03"))
        before, after = (duty(law(silent), acts, now) for now in ("2024-06-06", "2024-06-07"))
        assert (before.verdict, before.deemed) == (Verdict.OPEN, None)
        assert (after.verdict, after.deemed, after.breach_at) == (Verdict.LAPSED, "approved", None)

    def test_a_soft_limit_breaks_and_says_that_it_is_soft(self) -> None:
        one = duty(
            law(must("it", "completed", "assigned", days(1), soft=True)),
            record(START),
            "2024-06-01",
        )
        assert (one.verdict, one.soft) == (Verdict.BROKEN, True)

    def test_unless_something_excuses_it(self) -> None:
        excused = must("in", "signed-in", "assigned", days(1), unless=("leave-granted",))
        acts = record(START, act("leave-granted", "2024-04-30T11:00"))
        assert duty(law(excused), acts, "2024-06-01").verdict is Verdict.WAIVED


class TestMay:
    """A right lapses, it is never broken, and a late act is marked rather than refused."""

    back = rule("back", May(("returned",), "department-head", ("assigned",), days(2)))

    @pytest.mark.parametrize(
        ("done", "now", "verdict"),
        [
            (None, "2024-05-06", Verdict.OPEN),
            (None, "2024-05-08", Verdict.LAPSED),
            ("2024-05-06", "2024-06-01", Verdict.KEPT),
            ("2024-05-09", "2024-06-01", Verdict.LATE),
        ],
    )
    def test_lapses_and_never_breaks(self, done: str | None, now: str, verdict: Verdict) -> None:
        acts = [START] + ([act("returned", done)] if done else [])
        one = duty(law(self.back), record(*acts), now)
        assert (one.verdict, one.breach_at, one.right, one.running) == (verdict, None, True, False)

    def test_a_late_act_is_not_refused_but_flagged(self) -> None:
        the_law, late = law(self.back), act("returned", "2024-05-09")
        assert the_law.gate(record(START), late) == ()
        assert [d.rule.name for d in the_law.late(record(START), late)] == ["back"]
        assert the_law.late(record(START), act("returned", "2024-05-06")) == ()

    def test_always_stays_open(self) -> None:
        always = rule("urge", May(("urged",), "office", ("assigned",)))
        assert duty(law(always), record(START), "2030-01-01").verdict is Verdict.OPEN
        assert len(law(always).rights(record(START), at("2030-01-01"))) == 1

    def test_a_span_still_to_be_fixed_is_unset(self) -> None:
        unfixed = replace(
            rule("urge", May(("urged",), "office", ("assigned",))), unfixed=("within",)
        )
        assert duty(law(unfixed), record(START), "2030-01-01").verdict is Verdict.UNSET


class TestEvery:
    """The form due by the seventh of each month, until the matter is done."""

    monthly = must(
        "form", "form-filed", "assigned", Limit(DayOf(7, "next-month", inclusive=False)),
        every="month", until=("completed",),
    )  # fmt: skip
    start = act("assigned", "2024-03-12")

    def verdicts(self, now: str, *acts: object) -> list[tuple[str, str]]:
        found = law(self.monthly).duties(record(self.start, *acts), at(now))  # type: ignore[arg-type]
        return [(d.key.rpartition(":")[2], str(d.verdict)) for d in found]

    def test_opens_one_for_each_month_begun(self) -> None:
        # 6 April 2024 is a holiday, and Sunday the 7th is worked.
        found = law(self.monthly).duties(record(self.start), at("2024-05-02"))
        assert [d.limit for d in found] == [
            at(f"2024-0{n}T18:00") for n in ("4-07", "5-06", "6-06")
        ]

    def test_one_missed_month_does_not_spoil_the_next(self) -> None:
        assert self.verdicts("2024-05-20", act("form-filed", "2024-05-02")) == [
            ("2024-03", "broken"), ("2024-04", "kept"), ("2024-05", "open"),
        ]  # fmt: skip

    def test_a_form_may_say_which_month_it_is_for(self) -> None:
        late = act("form-filed", "2024-05-02", period="2024-03")
        assert self.verdicts("2024-05-03", late)[0] == ("2024-03", "late")

    def test_ends_with_the_matter(self) -> None:
        done = act("form-filed", "2024-04-02"), act("completed", "2024-04-20")
        assert self.verdicts("2024-09-01", *done) == [("2024-03", "kept"), ("2024-04", "waived")]

    def test_every_working_day_leaves_rest_days_out(self) -> None:
        daily = must("call", "progress-told", "assigned", Limit(SameDay()), every="working-day")
        found = law(daily).duties(record(act("assigned", "2024-05-10")), at("2024-05-13"))
        assert [d.key[-10:] for d in found] == ["2024-05-10", "2024-05-11", "2024-05-13"]

    @pytest.mark.parametrize(
        ("every", "labels"),
        [
            ("week", ["2024-03-11", "2024-03-18"]),
            ("quarter", ["2024-Q1"]),
            ("half-year", ["2024-H1"]),
            ("year", ["2024"]),
        ],
    )
    def test_other_cycles(self, every: str, labels: list[str]) -> None:
        turning = must("form", "form-filed", "assigned", days(5), every=every)
        found = law(turning).duties(record(self.start), at("2024-03-20"))
        assert [d.key.rpartition(":")[2] for d in found] == labels


class TestReckoning:
    """How a text counts, with the clause that says so."""

    it = must("it", "completed", "assigned", days(2))

    def test_the_day_of_the_start_may_count(self) -> None:
        today = rule("today", Reckon("working-day", first="same-day"))
        one = duty(law(self.it, today), record(START), "2024-05-01")
        assert one.limit == at("2024-05-06T18:00")
        assert one.cited == ("demo@2020-01-01#it", "demo@2020-01-01#today")

    def test_a_day_may_end_at_midnight(self) -> None:
        late = rule("late", Reckon("working-day", ends="midnight"))
        one = duty(law(self.it, late), record(START), "2024-05-01")
        assert one.limit == at("2024-05-07T23:59:59")

    def test_a_rest_day_may_stay_the_last(self) -> None:
        stays = rule("stays", Reckon("calendar-day", last_day_off="stays"))
        calendar = must("it", "completed", "assigned", days(3, Unit.CALENDAR_DAY))
        assert duty(law(calendar, stays), record(START), "2024-05-01").limit == at(
            "2024-05-03T18:00"
        )

    def test_another_unit_or_kind_changes_nothing(self) -> None:
        other = rule("other", Reckon("calendar-day", first="same-day"))
        kind = rule("kind", Reckon("working-day", first="same-day"), kinds=("petition",))
        one = duty(law(self.it, other, kind), record(START), "2024-05-01")
        assert (one.limit, one.cited) == (at("2024-05-07T18:00"), ("demo@2020-01-01#it",))


class TestEdition:
    """The text in force on the day of the act that starts the clock."""

    old = edition(must("it", "completed", "assigned", days(5)), last=date(2024, 6, 30))
    new = edition(
        must("it", "completed", "assigned", days(3), edition=date(2024, 7, 1)),
        first=date(2024, 7, 1),
    )
    both = Law([new, old], (), OFFICE)

    @pytest.mark.parametrize(
        ("start", "cited"),
        [
            ("2024-06-28", "demo@2020-01-01#it"),
            ("2024-07-01", "demo@2024-07-01#it"),
            ("2024-06-30T23:59", "demo@2020-01-01#it"),
        ],
    )
    def test_is_chosen_by_the_starting_day(self, start: str, cited: str) -> None:
        one = duty(self.both, record(act("assigned", start)), "2024-12-01")
        assert one.cited == (cited,)

    def test_before_the_first_there_is_no_law(self) -> None:
        assert self.both.duties(record(act("assigned", "2019-06-03")), at("2024-12-01")) == ()

    def test_is_chosen_by_the_day_in_the_offices_zone(self) -> None:
        evening = replace(
            act("assigned", "2024-07-01T00:30"), at=at("2024-07-01T00:30").astimezone(UTC)
        )
        assert duty(self.both, record(evening), "2024-12-01").cited == ("demo@2024-07-01#it",)


def test_an_extension_of_all_leaves_what_hangs_on_another_limit_to_move_with_it() -> None:
    longer = rule("longer", Extend("all", "extension-approved", (), days(5)))
    either = rule(
        "say", Must(("completed", "explained"), "handler", ("assigned",), within=LimitOf("it"))
    )
    acts = record(START, act("extension-approved", "2024-05-06"))
    found = law(must("it", "completed", "assigned", days(5)), either, longer).duties(
        acts, at("2024-05-07")
    )
    assert {one.limit for one in found} == {at("2024-05-16T18:00")}


def test_an_overdue_limit_wakes_the_rules_that_wait_for_it() -> None:
    urge = must("urge", "urged", "limit-passed", days(1), who="office")
    both = law(must("it", "completed", "assigned", days(1)), urge)
    assert len(both.duties(record(START), at("2024-05-06"))) == 1
    one = duty(both, record(START), "2024-05-07", "urge")
    assert (one.started, one.limit) == (at("2024-05-06T18:00"), at("2024-05-07T18:00"))


def test_a_year_without_a_final_calendar_is_provisional() -> None:
    long = must("it", "completed", "assigned", days(60))
    assert duty(law(long), record(act("assigned", "2026-12-01")), "2026-12-02").provisional
    assert not duty(law(long), record(START), "2024-05-01").provisional
