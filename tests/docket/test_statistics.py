"""Figures: the same from sums as from rows, renewed day by day, in few statements."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.docket import actions, statistics
from shouwen.docket.models import DaySum, Dossier, SummedUntil, TouchedDay
from shouwen.docket.statistics import Reach, whole
from shouwen.errors import Refused
from shouwen.matters import actions as matters
from tests.people import Office, at

REGISTERED = at("2026-02-13 10:02")


def a_matter(office: Office, registered=REGISTERED) -> Dossier:
    lin = office.actor("lin", registered)
    sun = office.actor("sun", registered)
    done = matters.register(
        matters.Contact(subject="续租", item="GZF"),
        institution_id=office.id,
        by=lin,
        at=registered,
    )
    uid = done.dossier.uid
    matters.perform(uid, "accepted", {}, by=lin, at=registered)
    matters.perform(uid, "handed-over", {"recipient": office.handling.pk}, by=lin, at=registered)
    taken = registered + timedelta(minutes=9)
    matters.perform(uid, "taken-over", {}, by=sun, at=taken)
    return Dossier.objects.get(uid=uid)


def finish(office: Office, dossier: Dossier, when: str) -> None:
    sun = office.actor("sun", at(when))
    matters.perform(dossier.uid, "completed", {"result": "续租一年"}, by=sun, at=at(when))


def kept_and_broken(office: Office, summed: date | None) -> Counter:
    """Return the numbers of the first half of 2026, read from sums up to a day."""
    found = statistics.parts(
        Reach(office.id), since=date(2026, 1, 1), until=date(2026, 6, 30), summed=summed
    )
    sums: Counter = Counter()
    for part in found:
        key = (part.month, part.department, part.kind, part.work, part.ends)
        sums[key] += part.count
    return sums


def summed(office: Office) -> date | None:
    return SummedUntil.objects.filter(pk=office.id).values_list("day", flat=True).first()


@pytest.fixture
def history(office: Office) -> Office:
    """One matter done in time, one done late, one still open beyond its limit."""
    finish(office, a_matter(office), "2026-02-26 10:00")
    late = a_matter(office)
    a_matter(office, at("2026-03-02 09:00"))
    actions.tick(now=at("2026-03-05 09:00"))
    finish(office, late, "2026-03-05 10:00")
    actions.tick(now=at("2026-03-20 09:00"))
    return office


def test_sums_say_what_the_rows_say(history: Office) -> None:
    from_rows = kept_and_broken(history, None)
    assert actions.sum_days(now=at("2026-03-20 09:00")) == 35
    assert summed(history) == date(2026, 3, 20)
    assert kept_and_broken(history, summed(history)) == from_rows
    february = {key: n for key, n in from_rows.items() if key[0] == date(2026, 2, 1) and key[4]}
    assert sum(n for key, n in february.items() if key[2] == "kept") > 0
    assert sum(n for key, n in february.items() if key[2] == "broken") > 0


def test_a_limit_that_passed_counts_though_nothing_was_done_yet(office: Office) -> None:
    a_matter(office)
    actions.tick(now=at("2026-03-20 09:00"))
    found = statistics.parts(
        Reach(office.id), since=date(2026, 2, 1), until=date(2026, 2, 28), summed=None
    )
    ends = statistics.tally(part for part in found if part.ends)
    assert ends.broken > 0
    assert ends.rate == 0.0


def test_summing_twice_changes_nothing(history: Office) -> None:
    now = at("2026-03-20 09:00")
    actions.sum_days(now=now)
    rows = sorted(DaySum.objects.values_list("day", "kind", "work", "ends", "count"))
    assert actions.sum_days(now=now) == 0
    assert sorted(DaySum.objects.values_list("day", "kind", "work", "ends", "count")) == rows


def test_a_contact_entered_afterwards_is_added_to_its_day(history: Office) -> None:
    now = at("2026-03-20 09:00")
    actions.sum_days(now=now)
    before = kept_and_broken(history, summed(history))
    a_matter(history, at("2026-02-20 09:00"))
    assert TouchedDay.objects.filter(day=date(2026, 2, 20)).exists()
    actions.sum_days(now=now)
    after = kept_and_broken(history, summed(history))
    assert after == kept_and_broken(history, None)
    received = (date(2026, 2, 1), history.window.pk, "received", "", False)
    added = after - before
    assert sum(n for key, n in added.items() if key[2] == "received") == 1, received
    assert not TouchedDay.objects.exists()


def test_a_breach_found_after_an_outage_is_added_to_the_day_of_its_limit(office: Office) -> None:
    a_matter(office)
    actions.sum_days(now=at("2026-03-20 09:00"))
    assert not DaySum.objects.filter(kind="broken").exists()
    actions.tick(now=at("2026-03-20 09:00"))
    actions.sum_days(now=at("2026-03-20 09:01"))
    assert DaySum.objects.filter(kind="broken", day=date(2026, 2, 27)).exists()


def test_today_is_never_summed_and_yesterday_only_when_it_has_settled(history: Office) -> None:
    actions.sum_days(now=at("2026-03-20 00:05"))
    assert summed(history) == date(2026, 3, 19)
    actions.sum_days(now=at("2026-03-20 00:10"))
    assert summed(history) == date(2026, 3, 20)


def test_many_days_are_caught_up_with_in_rounds(history: Office) -> None:
    assert actions.sum_days(now=at("2026-06-20 09:00"), most=60) == 62
    assert actions.sum_days(now=at("2026-06-20 09:00")) == 65
    assert summed(history) == date(2026, 6, 20)


def test_an_office_without_matters_is_not_summed(office: Office) -> None:
    assert actions.sum_days(now=at("2026-06-20 09:00")) == 0
    assert summed(office) is None


def test_what_is_open_is_counted_by_department_and_state(history: Office) -> None:
    now = at("2026-03-20 09:00")
    found = statistics.groups(Reach(history.id), now, now + timedelta(days=1))
    housing = [one for one in found if one.department == history.housing.pk]
    assert sum(one.open for one in housing) == 1
    assert sum(one.overdue for one in housing) == 1
    shown = statistics.dossiers(Reach(history.id), statistics.Asked("overdue"), now)
    assert shown.count() == sum(one.overdue for one in found)


def test_the_rows_behind_a_rate_are_those_that_it_counts(history: Office) -> None:
    reach, first, last = Reach(history.id), date(2026, 2, 1), date(2026, 2, 28)
    tally = statistics.tally(
        part for part in statistics.parts(reach, since=first, until=last, summed=None) if part.ends
    )
    for outcome, count in (("kept", tally.kept), ("broken", tally.broken)):
        asked = statistics.Duties(outcome, first, last, ends=True)
        assert len(statistics.duties(reach, asked)) == count


def test_a_head_reaches_the_departments_led_and_a_clerk_nothing(office: Office) -> None:
    now = at("2026-03-20 09:00")
    head = statistics.reach_of(office.actor("zhou", now))
    assert head == Reach(office.id, frozenset({office.housing.pk}))
    assert statistics.reach_of(office.actor("wang", now)).departments is None
    assert head.only(office.window.pk).departments == frozenset()
    with pytest.raises(Refused):
        statistics.reach_of(office.actor("lin", now))


def test_a_department_outside_the_reach_counts_nothing(history: Office) -> None:
    reach = Reach(history.id, frozenset({history.housing.pk})).only(history.window.pk)
    now = at("2026-03-20 09:00")
    assert statistics.groups(reach, now, now) == []
    assert (
        statistics.parts(reach, since=date(2026, 1, 1), until=date(2026, 3, 1), summed=None) == []
    )


def test_what_nobody_took_over_in_time_is_counted(office: Office) -> None:
    lin = office.actor("lin", REGISTERED)
    done = matters.register(
        matters.Contact(subject="续租", item="GZF"),
        institution_id=office.id,
        by=lin,
        at=REGISTERED,
    )
    to = {"recipient": office.handling.pk}
    matters.perform(done.dossier.uid, "accepted", {}, by=lin, at=REGISTERED)
    matters.perform(done.dossier.uid, "handed-over", to, by=lin, at=REGISTERED)
    now = at("2026-03-20 09:00")
    actions.tick(now=now)
    wang = office.actor("wang", now)
    figures = statistics.now_figures(Reach(office.id), wang, now)
    assert figures.untaken == 1
    rows = statistics.dossiers(Reach(office.id), statistics.Asked("untaken"), now)
    assert [row.uid for row in rows] == [done.dossier.uid]


def test_all_figures_take_few_statements_however_many_rows_there_are(history: Office) -> None:
    now = at("2026-03-20 09:00")
    actions.sum_days(now=now)
    wang = history.actor("wang", now)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            statistics.overview(wang, now=now)
        counts.append(sum("lawversion" not in one["sql"] for one in seen))
        for _ in range(5):
            a_matter(history, at("2026-03-19 09:00"))
    assert counts == [6, 6]


def test_a_very_large_office_counts_again_after_a_moment_only(
    history: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "MANY", 1)
    whole.forget()
    now, later = at("2026-03-20 09:00"), at("2026-03-20 09:00:05")
    wang, zhou = history.actor("wang", now), history.actor("zhou", now)
    first = statistics.overview(wang, now=now)
    a_matter(history, at("2026-03-19 09:00"))
    again = statistics.overview(wang, now=later)
    assert (again.groups, again.as_of) == (first.groups, now)
    mine = statistics.overview(zhou, now=later).groups
    assert mine == [one for one in first.groups if one.department == history.housing.pk]
    monkeypatch.setattr(whole, "KEPT_FOR", 0.0)
    fresh = statistics.overview(wang, now=later)
    assert fresh.as_of == later
    assert sum(one.open for one in fresh.groups) == sum(one.open for one in first.groups) + 1
    whole.forget()


def test_a_small_office_is_counted_at_once(history: Office) -> None:
    now = at("2026-03-20 09:00")
    wang = history.actor("wang", now)
    before = sum(one.open for one in statistics.overview(wang, now=now).groups)
    a_matter(history, at("2026-03-19 09:00"))
    assert sum(one.open for one in statistics.overview(wang, now=now).groups) == before + 1
