"""A goes away, B sees and takes over, A returns and has it again: all through the pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from shouwen.organization.models import Absence
from shouwen.organization.queries import present
from tests.people import Office, at
from tests.web.leaders.conftest import NOW, SignIn, a_matter, text

AWAY = {
    "since_day": "2026-03-06",
    "since_time": "10:30",
    "until_day": "2026-03-10",
    "until_time": "18:00",
    "reason": "training",
    "note": "续租材料在左手柜子里",
    "contact": "13900000000",
}


def enter(client, **changes):
    return client.post(reverse("absence-new"), AWAY | {"step": "save"} | changes)


def test_work_passes_to_b_while_a_is_away_and_comes_back(
    office: Office, as_: SignIn, clock: time_machine.Traveller
) -> None:
    dossier = a_matter(office, at("2026-03-05 09:00"), taken=False)
    sun = as_("sun")

    shown = text(sun.post(reverse("absence-new"), AWAY | {"step": "check"}))
    assert "住保岗" in shown
    assert "吴白露" in shown
    assert not Absence.objects.exists()

    saved = enter(sun)
    assert saved.status_code == 302
    told = text(sun.get(saved["Location"]))
    assert "顶岗：吴白露" in told

    clock.move_to(at("2026-03-06 11:00"))
    wu = as_("wu")
    desk = text(wu.get(reverse("desk"), {"tab": "to-take"}))
    assert dossier.number.replace("-2026", "-") in desk
    note = text(wu.get(saved["Location"]))
    assert "续租材料在左手柜子里" in note
    assert "培训" not in note
    board = text(as_("lin").get(reverse("people")))
    assert "外出" in board
    assert "代 孙惊蛰" in board
    assert "培训" not in board
    taken = wu.post(reverse("matter-act", args=[dossier.number, "taken-over"]), {})
    assert taken.status_code in {200, 302}, text(taken)[:500]
    dossier.refresh_from_db()
    assert dossier.pending_post_id is None

    clock.move_to(at("2026-03-09 09:00"))
    returned = as_("sun").post(saved["Location"], {"act": "return"})
    assert returned.status_code == 302
    assert present(office.handling.pk, at("2026-03-09 09:01")).person_id == office.people["sun"].pk
    sun = as_("sun")
    mine = text(sun.get(reverse("desk"), {"tab": "to-handle"}))
    assert dossier.number.replace("-2026", "-") in mine


def test_nothing_is_saved_before_it_was_seen_who_stands_in(office: Office, as_: SignIn) -> None:
    sun = as_("sun")
    check = sun.post(reverse("absence-new"), AWAY | {"step": "check"})
    assert check.status_code == 200
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text(check)))
    assert hidden["note"] == AWAY["note"]
    again = sun.post(reverse("absence-new"), hidden | {"step": "edit"})
    assert AWAY["note"] in text(again)
    assert not Absence.objects.exists()


def test_both_away_is_said_before_saving(office: Office, as_: SignIn) -> None:
    enter(as_("wu"), note="无")
    shown = text(as_("sun").post(reverse("absence-new"), AWAY | {"step": "check"}))
    assert "A、B 岗同时不在岗" in shown
    assert "周立夏" in shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"note": ""}, "请写交接说明"),
        ({"until_day": "2026-03-05"}, "返岗时间要晚于外出时间"),
        ({"since_day": "2026-03-01", "until_day": "2026-03-02"}, "已经过去"),
        ({"until_day": "13月"}, "这个日期看不懂"),
        ({"reason": "holiday"}, "holiday"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    office: Office, as_: SignIn, changes: dict[str, str], said: str
) -> None:
    answer = enter(as_("sun"), **changes)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "有误：" in text(answer)
    assert AWAY["contact"] in text(answer)
    assert not Absence.objects.exists()


def test_two_absences_at_once_are_refused_in_words(office: Office, as_: SignIn) -> None:
    enter(as_("sun"))
    answer = enter(as_("sun"))
    assert answer.status_code == 403
    assert "这段时间已登记外出" in text(answer)


def test_an_absence_that_has_not_begun_is_cancelled(office: Office, as_: SignIn) -> None:
    saved = enter(as_("sun"), since_day="2026-03-09")
    assert "取消外出" in text(as_("sun").get(saved["Location"]))
    as_("sun").post(saved["Location"], {"act": "cancel"})
    assert Absence.objects.get().cancelled_at == NOW


def test_coming_back_twice_is_refused_in_words(
    office: Office, as_: SignIn, clock: time_machine.Traveller
) -> None:
    saved = enter(as_("sun"))
    clock.shift(timedelta(hours=1))
    as_("sun").post(saved["Location"], {"act": "return"})
    again = as_("sun").post(saved["Location"], {"act": "return"})
    assert again.status_code == 403
    assert "现在不在外出期间" in text(again)


def test_a_head_enters_it_for_the_own_people_only(office: Office, as_: SignIn) -> None:
    sun, lin = (str(office.people[name].key) for name in ("sun", "lin"))
    zhou = as_("zhou")
    assert enter(zhou, person=sun, note="").status_code == 302
    assert enter(zhou, person=lin).status_code == 403
    assert Absence.objects.get().person == office.people["sun"]


def test_a_clerk_enters_nobody_elses(office: Office, as_: SignIn) -> None:
    enter(as_("lin"), person=str(office.people["sun"].key))
    assert Absence.objects.get().person == office.people["lin"]


def test_an_absence_concerns_few(office: Office, as_: SignIn) -> None:
    saved = enter(as_("sun"))["Location"]
    for name, status in (("sun", 200), ("wu", 200), ("zhou", 200), ("lin", 403), ("audit", 403)):
        assert as_(name).get(saved).status_code == status, name
    assert as_("lin").post(saved, {"act": "return"}).status_code == 403
