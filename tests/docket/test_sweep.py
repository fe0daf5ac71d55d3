"""Time passing: reminders, breaches dated as computed, catching up, changing nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.docket import actions, queries
from shouwen.docket.models import Breach, Dossier, Fault, Obligation, Timer
from shouwen.matters import actions as matters
from shouwen.notify.models import Message
from shouwen.rulebook.law import Law
from tests.people import Office, at

REGISTERED = at("2026-02-13 10:02")


def a_matter(office: Office, *, taken_over: bool = True) -> Dossier:
    """Register a renewal and bring it to its handler."""
    lin, sun = office.actor("lin", REGISTERED), office.actor("sun", REGISTERED)
    done = matters.register(
        matters.Contact(subject="续租", item="GZF", phone="13800000000"),
        institution_id=office.id,
        by=lin,
        at=REGISTERED,
    )
    uid = done.dossier.uid
    matters.perform(uid, "accepted", {}, by=lin, at=REGISTERED)
    if taken_over:
        to = {"recipient": office.handling.pk}
        matters.perform(uid, "handed-over", to, by=lin, at=REGISTERED)
        matters.perform(uid, "taken-over", {}, by=sun, at=REGISTERED + timedelta(minutes=9))
    return Dossier.objects.get(uid=uid)


def test_a_breach_carries_the_computed_moment_however_late_the_sweep_runs(office: Office) -> None:
    dossier = a_matter(office)
    actions.tick(now=at("2026-06-01 09:00"))
    promised = Breach.objects.get(dossier=dossier, rule__endswith="#2/served")
    assert promised.at == at("2026-02-27 18:00")
    assert promised.found_at == at("2026-06-01 09:00")
    assert promised.person == office.people["sun"]


def test_one_second_after_the_limit_is_over_and_the_limit_itself_is_not(office: Office) -> None:
    dossier = a_matter(office)
    limit = at("2026-02-27 18:00")
    actions.tick(now=limit)
    assert not Breach.objects.filter(dossier=dossier, at=limit).exists()
    actions.tick(now=limit + timedelta(seconds=1))
    assert Breach.objects.filter(dossier=dossier, at=limit).exists()


def snapshot_of(dossier: Dossier) -> list[object]:
    """Return everything that a sweep might change."""
    return [
        list(Obligation.objects.filter(dossier=dossier).order_by("pk").values()),
        list(Breach.objects.filter(dossier=dossier).order_by("pk").values()),
        list(Timer.objects.filter(dossier=dossier).order_by("pk").values()),
        list(Message.objects.order_by("pk").values("pk", "dedupe")),
        Dossier.objects.filter(pk=dossier.pk).values().get(),
    ]


def test_sweeping_twice_changes_nothing(office: Office) -> None:
    dossier = a_matter(office)
    now = at("2026-03-10 09:00")
    actions.tick(now=now)
    once = snapshot_of(dossier)
    swept = actions.tick(now=now)
    assert swept.handled == 0
    assert snapshot_of(dossier) == once


def test_sweeping_often_and_once_after_an_outage_find_the_same_breaches(office: Office) -> None:
    often, seldom = a_matter(office), a_matter(office)
    for day in range(1, 40):
        actions.tick(now=REGISTERED + timedelta(days=day))
    found = {
        dossier: sorted(Breach.objects.filter(dossier=dossier).values_list("rule", "at"))
        for dossier in (often, seldom)
    }
    assert found[often] == found[seldom]
    assert found[often]


def test_the_handler_is_reminded_before_and_told_after(office: Office) -> None:
    a_matter(office)
    actions.tick(now=at("2026-02-27 17:00"))
    mine = Message.objects.filter(person=office.people["sun"])
    assert mine.filter(template="remind").exists()
    assert not mine.filter(template="overdue").exists()
    actions.tick(now=at("2026-02-28 09:00"))
    assert mine.filter(template="overdue").exists()


def test_what_was_done_in_time_is_never_broken(office: Office) -> None:
    dossier = a_matter(office)
    done = at("2026-02-26 10:00")
    sun = office.actor("sun", done)
    matters.perform(dossier.uid, "completed", {"result": "续租一年"}, by=sun, at=done)
    actions.tick(now=at("2026-06-01 09:00"))
    assert not Breach.objects.filter(dossier=dossier, rule__endswith="#2/served").exists()
    assert Obligation.objects.get(dossier=dossier, rule__endswith="#2/served").verdict == "kept"


def test_one_matter_that_cannot_be_computed_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = a_matter(office), a_matter(office)
    sound = Law.duties

    def failing(self: Law, record: object, now: object) -> object:
        if len(record.acts) and record.acts[0].seq == 0 and record is spoilt:  # type: ignore[attr-defined]
            raise ArithmeticError("poison")
        return sound(self, record, now)  # type: ignore[arg-type]

    read = queries.records

    def spoiling(dossiers: object) -> object:
        nonlocal spoilt
        found = read(dossiers)  # type: ignore[arg-type]
        spoilt = found.get(bad.uid, spoilt)
        return found

    spoilt: object = None
    monkeypatch.setattr(queries, "records", spoiling)
    monkeypatch.setattr(Law, "duties", failing)
    actions.tick(now=at("2026-06-01 09:00"))
    assert Fault.objects.filter(dossier=bad).exists()
    assert Dossier.objects.get(pk=bad.pk).verdict == "failed"
    assert Breach.objects.filter(dossier=good).exists()

    monkeypatch.setattr(Law, "duties", sound)
    actions.tick(now=at("2026-06-01 11:00"))
    healed = Fault.objects.get(dossier=bad)
    assert healed.resolved_at == at("2026-06-01 11:00")
    assert Dossier.objects.get(pk=bad.pk).verdict == "broken"
    assert Breach.objects.filter(dossier=bad).exists()


def test_a_hand_over_counts_only_when_it_is_taken_over(office: Office) -> None:
    dossier = a_matter(office, taken_over=False)
    lin = office.actor("lin", REGISTERED)
    to = {"recipient": office.handling.pk}
    matters.perform(dossier.uid, "handed-over", to, by=lin, at=REGISTERED)
    waiting = Dossier.objects.get(pk=dossier.pk)
    assert (waiting.post, waiting.pending_post) == (office.desk, office.handling)
    assert queries.responsible(waiting, REGISTERED).person_id == office.people["lin"].pk
    sun = office.actor("sun", REGISTERED)
    matters.perform(dossier.uid, "returned", {"reason": "不归住保"}, by=sun, at=REGISTERED)
    back = Dossier.objects.get(pk=dossier.pk)
    assert (back.post, back.pending_post) == (office.desk, None)
