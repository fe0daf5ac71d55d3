"""Going away, standing in, and back again, in the database and the journal."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from shouwen.errors import Refused, Unclear
from shouwen.journal import queries as journal
from shouwen.organization import actions, queries
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import Absence, Alarm

from .office import DAY, HOUR, START, Office, build, leave


def acts(office: Office) -> list[str]:
    return [one.act for one in journal.entries(actions.dossier_of(office.house.pk))]


def test_b_stands_in_by_itself_and_a_is_back_by_itself(office: Office) -> None:
    departure = leave(office.lin, START + DAY, START + 3 * DAY)
    assert [one.presence.person_id for one in departure.covers] == [office.zhao.pk]

    def letter(hours: int) -> tuple[int | None, str]:
        answer = queries.present(office.window.pk, START + hours * HOUR)
        return answer.person_id, answer.letter

    assert letter(23) == (office.lin.pk, "A")
    assert letter(24) == (office.zhao.pk, "B")
    assert letter(71) == (office.zhao.pk, "B")
    assert letter(72) == (office.lin.pk, "A")


def test_an_early_return_gives_the_post_back_at_once(office: Office) -> None:
    absence = leave(office.lin, START, START + 3 * DAY).absence
    actions.return_early(absence, by=SYSTEM, at=START + 5 * HOUR)
    assert queries.present(office.window.pk, START + 4 * HOUR).person_id == office.zhao.pk
    assert queries.present(office.window.pk, START + 5 * HOUR).person_id == office.lin.pk
    absence.refresh_from_db()
    assert (absence.planned_until, absence.returned_at) == (START + 3 * DAY, START + 5 * HOUR)
    with pytest.raises(Refused, match="not-away"):
        actions.return_early(absence, by=SYSTEM, at=START + 6 * HOUR)


def test_a_cancelled_absence_never_was(office: Office) -> None:
    absence = actions.go_absent(
        office.lin,
        since=START + DAY,
        until=START + 2 * DAY,
        reason="meeting",
        note="n",
        by=SYSTEM,
        at=START,
    ).absence
    actions.cancel_absence(absence, by=SYSTEM, at=START + HOUR)
    assert queries.present(office.window.pk, START + DAY).person_id == office.lin.pk
    with pytest.raises(Refused, match="absence-begun"):
        actions.cancel_absence(absence, by=SYSTEM, at=START + 2 * HOUR)


def test_without_a_note_only_a_backed_up_person_may_go(office: Office) -> None:
    leave(office.lin, START, START + DAY, note="")
    with pytest.raises(Refused, match="note-missing") as refused:
        leave(office.sun, START, START + DAY, note="  ")
    assert refused.value.facts["posts"] == [office.desk.pk]
    leave(office.sun, START, START + DAY, note="两件待补正")


def test_without_a_note_b_must_be_there_all_the_time(office: Office) -> None:
    leave(office.zhao, START + 2 * HOUR, START + 3 * HOUR)
    with pytest.raises(Refused, match="note-missing"):
        leave(office.lin, START, START + DAY, note="")
    warned = leave(office.lin, START, START + DAY, note="交接").warnings
    assert [(one.since, one.until) for one in warned] == [(START + 2 * HOUR, START + 3 * HOUR)]
    assert warned[0].presence.person_id == office.head.pk


def test_who_holds_nothing_goes_without_a_note(office: Office) -> None:
    assert leave(office.spare, START, START + DAY, note="").covers == ()


@pytest.mark.parametrize(
    ("since", "until", "reason", "code"),
    [
        (DAY, DAY, "leave", "organization.spell"),
        (2 * DAY, DAY, "leave", "organization.spell"),
        (-2 * DAY, -DAY, "leave", "organization.absence-past"),
        (DAY, 2 * DAY, "fishing", "organization.absence-reason"),
    ],
)
def test_a_nonsensical_absence_is_refused(
    office: Office, since: object, until: object, reason: str, code: str
) -> None:
    with pytest.raises(Unclear, match=code):
        actions.go_absent(
            office.spare,
            since=START + since,
            until=START + until,
            reason=reason,
            by=SYSTEM,
            at=START,
        )
    assert not Absence.objects.exists()


def test_nobody_is_away_twice_at_once(office: Office) -> None:
    leave(office.lin, START, START + 2 * DAY)
    with pytest.raises(Refused, match="already-away"):
        leave(office.lin, START + DAY, START + 3 * DAY)
    leave(office.lin, START + 2 * DAY, START + 3 * DAY)


def test_one_may_enter_ones_own_absence_but_not_a_colleagues(office: Office) -> None:
    lin = queries.actor(office.lin, START)
    span = {"since": START, "until": START + HOUR, "reason": "field", "by": lin, "at": START}
    actions.go_absent(office.lin, **span)
    with pytest.raises(Refused, match="permission"):
        actions.go_absent(office.spare, **span)
    head = queries.actor(office.head, START)
    actions.go_absent(office.spare, **{**span, "by": head})
    with pytest.raises(Refused, match="permission"):
        actions.go_absent(office.boss, **{**span, "by": queries.actor(office.sun, START)})


def test_the_note_and_the_reason_are_not_in_the_entry_but_beside_it(office: Office) -> None:
    leave(office.lin, START, START + DAY, note="老王的低保材料在左边抽屉")
    entry = journal.entries(actions.dossier_of(office.house.pk))[-1]
    assert entry.act == "absence-entered"
    assert "低保材料" not in entry.canonical
    assert set(entry.values) == {"note", "reason"}
    assert entry.facts["stand-ins"][0]["person"] == office.zhao.pk


def test_an_empty_post_raises_one_alarm_that_a_return_resolves(office: Office) -> None:
    everybody = (office.zhao, office.lin, office.head, office.chief, office.boss)
    absences = [leave(one, START, START + 2 * DAY).absence for one in everybody]
    standing = queries.alarms(office.house.pk)
    assert [one.post_id for one in standing] == [office.window.pk]
    assert standing[0].walk[-1] == f"principal-leader:away:{office.boss.pk}"
    actions.settle(office.house.pk, at=START + HOUR)
    assert Alarm.objects.count() == 1, "the same alarm is not raised twice"
    actions.return_early(absences[0], by=SYSTEM, at=START + 2 * HOUR)
    assert queries.alarms(office.house.pk) == []
    assert queries.alarms(office.house.pk, resolved=True)[0].resolved_at == START + 2 * HOUR
    assert acts(office)[-2:] == ["returned", "alarm-resolved"]


def test_an_alarm_resolved_by_hand_comes_back_while_nobody_is_there(office: Office) -> None:
    for one in (office.lin, office.zhao, office.head, office.chief, office.boss):
        leave(one, START, START + 2 * DAY)
    alarm = queries.alarms(office.house.pk)[0]
    actions.resolve_alarm(alarm, resolution="已电话通知", by=SYSTEM, at=START + HOUR)
    with pytest.raises(Refused, match="alarm-resolved"):
        actions.resolve_alarm(alarm, resolution="再次", by=SYSTEM, at=START + HOUR)
    assert len(actions.settle(office.house.pk, at=START + 2 * HOUR)) == 1


def test_time_alone_resolves_an_alarm_at_the_next_tick(office: Office) -> None:
    for one in (office.lin, office.zhao, office.head, office.chief, office.boss):
        leave(one, START, START + DAY)
    assert queries.alarms(office.house.pk)
    assert actions.settle(office.house.pk, at=START + DAY) == ()
    assert queries.alarms(office.house.pk) == []


@pytest.mark.django_db
def test_the_database_refuses_an_absence_that_grows_or_ends_before_it_begins() -> None:
    office = build()
    absence = leave(office.lin, START, START + DAY).absence
    for until in (START + 2 * DAY, START - DAY):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.filter(pk=absence.pk).update(until=until)


def test_a_refused_act_leaves_no_trace(office: Office) -> None:
    before = acts(office)
    with pytest.raises(Refused):
        leave(office.sun, START, START + DAY, note="")
    assert acts(office) == before
    assert not Absence.objects.exists()
    assert queries.present(office.desk.pk, START).person_id == office.sun.pk
