"""People pages: whereabouts, posts, leaders, duty, alarms, leaving; who may what."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwen.organization import actions
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import Alarm, DutyRoster, Holding, Leadership, Person
from tests.people import Office, at, build
from tests.web.leaders.conftest import NOW, SignIn, a_matter, text

VIEWS = [("people", ""), ("people", "?view=week"), ("people", "?view=board")]
PAGES = [*VIEWS, ("people-duty", ""), ("people-leaders", "")]


def away(office: Office, name: str, since: str, until: str) -> None:
    actions.go_absent(
        office.people[name],
        since=at(since),
        until=at(until),
        reason="leave",
        note="见桌上",
        by=SYSTEM,
        at=NOW,
    )


def close(office: Office) -> None:
    """Leave nobody at all in the office."""
    for name in office.people:
        away(office, name, "2026-03-06 10:24", "2026-03-06 18:00")


@pytest.mark.parametrize("name", ["lin", "zhou", "wang", "chen", "admin", "security"])
@pytest.mark.parametrize(("page", "query"), PAGES)
def test_staff_see_who_is_where(
    office: Office, as_: SignIn, name: str, page: str, query: str
) -> None:
    assert as_(name).get(reverse(page) + query).status_code == 200


def test_the_auditor_does_not(office: Office, as_: SignIn) -> None:
    for page, query in PAGES:
        assert as_("audit").get(reverse(page) + query).status_code == 403


def test_posts_show_a_and_b_and_who_acts_now(office: Office, as_: SignIn) -> None:
    a_matter(office, at("2026-03-05 09:00"))
    away(office, "sun", "2026-03-06 09:00", "2026-03-10 18:00")
    page = text(as_("lin").get(reverse("people")))
    row = page[page.index("住保岗") :].partition("</tr>")[0]
    assert re.search(r"吴白露.*代 孙惊蛰，至 03-10 周二 18:00.*外出", row, re.DOTALL)
    assert '<td class="num" data-label="在办">1</td>' in row


@pytest.mark.parametrize("asked", ["孙惊蛰", "sjz", "住保", "sunjingzhe", "Housing"])
def test_people_and_posts_are_found_by_name_and_pinyin(
    office: Office, as_: SignIn, asked: str
) -> None:
    lin = as_("lin")
    lin.cookies["django_language"] = "zh-hans"
    page = text(lin.get(reverse("people"), {"q": asked}))
    assert "住保岗" in page
    assert "收发岗" not in page


def test_nobody_found_is_not_nobody_there(office: Office, as_: SignIn) -> None:
    page = text(as_("lin").get(reverse("people"), {"q": "<b>某某</b>"}))
    assert 'data-empty="filtered"' in page
    assert "<b>某某" not in page


def test_the_week_shows_rest_days_absences_and_duty(office: Office, as_: SignIn) -> None:
    away(office, "sun", "2026-03-06 14:00", "2026-03-09 12:00")
    page = text(as_("lin").get(reverse("people"), {"view": "week"}))
    assert page.count("休</span>") == 2
    assert "外出 14:00 起" in page
    later = text(as_("lin").get(reverse("people"), {"view": "week", "week": "2026-03-09"}))
    assert "外出 至 12:00" in later


def test_a_make_up_workday_is_marked(office: Office, as_: SignIn) -> None:
    page = text(as_("lin").get(reverse("people"), {"view": "week", "week": "2026-02-24"}))
    assert "班</span>" in page


def test_the_board_says_when_back_and_never_why(office: Office, as_: SignIn) -> None:
    away(office, "sun", "2026-03-06 09:00", "2026-03-10 18:00")
    page = text(as_("lin").get(reverse("people"), {"view": "board"}))
    assert "外出，03-10 周二 18:00 返岗" in page
    assert "休假" not in page


def test_lists_take_few_statements(office: Office, as_: SignIn) -> None:
    lin = as_("lin")
    for _, query in VIEWS:
        lin.get(reverse("people") + query)
        with CaptureQueriesContext(connection) as seen:
            lin.get(reverse("people") + query)
        assert len(seen) <= 12, [one["sql"][:100] for one in seen]


def test_a_person_of_another_office_is_not_there(office: Office, as_: SignIn) -> None:
    other = build("YY", with_law=False)
    stranger = other.people["sun"]
    lin = as_("lin")
    assert lin.get(reverse("person", args=[stranger.key])).status_code == 404
    assert lin.get(reverse("people-post", args=[other.handling.key])).status_code == 404
    leave = reverse("person-leave", args=[stranger.key])
    assert as_("admin").post(leave, {"object_name": stranger.name}).status_code == 404


def test_a_person_page_says_what_they_answer_for(office: Office, as_: SignIn) -> None:
    page = text(as_("lin").get(reverse("person", args=[office.people["wu"].key])))
    assert "现在没有负责的岗位" in page
    away(office, "sun", "2026-03-06 09:00", "2026-03-10 18:00")
    page = text(as_("lin").get(reverse("person", args=[office.people["wu"].key])))
    assert 'data-capacity="B">B</span>' in page


# ---- appointing --------------------------------------------------------------------------------


def test_the_office_replaces_a_holder(office: Office, as_: SignIn) -> None:
    url = reverse("people-post", args=[office.handling.key])
    wanted = {"capacity": "backup", "person": str(office.people["chen"].key), "reason": "轮岗"}
    refused = as_("chen").post(url, wanted)
    assert refused.status_code == 403
    assert "该岗位已有人任此岗" in text(refused)
    assert as_("chen").post(url, wanted | {"replace": "on"}).status_code == 302
    standing = Holding.objects.get(post=office.handling, capacity="backup", until=None)
    assert standing.person == office.people["chen"]


def test_a_clerk_appoints_nobody(office: Office, as_: SignIn) -> None:
    url = reverse("people-post", args=[office.handling.key])
    wanted = {"capacity": "acting", "person": str(office.people["chen"].key)}
    assert "任命或替换" not in text(as_("lin").get(url))
    assert as_("lin").post(url, wanted).status_code == 403


def test_ending_a_holding_says_who_acts_then(office: Office, as_: SignIn) -> None:
    a_matter(office, at("2026-03-05 09:00"))
    row = Holding.objects.get(post=office.handling, capacity="primary")
    url = reverse("people-holding-end", args=[row.pk])
    assert "吴白露（在办 1 件）" in text(as_("chen").get(url))
    assert as_("lin").post(url).status_code == 403
    assert as_("chen").post(url).status_code == 302
    row.refresh_from_db()
    assert row.until == NOW


def test_leaders_are_appointed_and_ended(office: Office, as_: SignIn) -> None:
    url = reverse("people-leaders")
    wanted = {"kind": "head", "person": str(office.people["lin"].key)}
    unclear = as_("chen").post(url, wanted)
    assert unclear.status_code == 422
    assert "须指明科室" in text(unclear)
    assert as_("lin").post(url, wanted).status_code == 403
    place = {"department": str(office.window.key)}
    assert as_("chen").post(url, wanted | place).status_code == 302
    row = Leadership.objects.get(person=office.people["lin"])
    end = reverse("people-leader-end", args=[row.pk])
    assert "等其签批的事" in text(as_("chen").get(end))
    assert as_("chen").post(end).status_code == 302
    row.refresh_from_db()
    assert row.until == NOW


# ---- duty --------------------------------------------------------------------------------------


def test_duty_is_set_shown_and_taken_off(office: Office, as_: SignIn) -> None:
    url = reverse("people-duty")
    wanted = {
        "kind": "duty-officer",
        "person": str(office.people["lin"].key),
        "first": "2026-03-07",
        "last": "2026-03-08",
    }
    assert as_("lin").post(url, wanted).status_code == 403
    chen = as_("chen")
    assert chen.post(url, wanted).status_code == 302
    row = DutyRoster.objects.get()
    assert (row.since, row.until) == (at("2026-03-07 00:00"), at("2026-03-09 00:00"))
    page = text(chen.get(url))
    assert page.count("林小满</a>") == 2
    taken = chen.post(url, wanted)
    assert taken.status_code == 403
    assert "这段时间已安排值班" in text(taken)
    assert as_("lin").post(reverse("people-duty-cancel", args=[row.pk])).status_code == 403
    chen.post(reverse("people-duty-cancel", args=[row.pk]))
    row.refresh_from_db()
    assert row.cancelled_at == NOW


def test_duty_by_the_hour_is_shown_with_its_hours(office: Office, as_: SignIn) -> None:
    wanted = {
        "kind": "duty-leader",
        "person": str(office.people["wang"].key),
        "first": "2026-03-06",
        "first_time": "18:00",
        "last": "2026-03-06",
        "last_time": "22:00",
    }
    chen = as_("chen")
    assert chen.post(reverse("people-duty"), wanted).status_code == 302
    assert "18:00–22:00" in text(chen.get(reverse("people-duty")))


# ---- alarms ------------------------------------------------------------------------------------


def test_nobody_there_is_an_alarm_that_somebody_resolves(
    office: Office, as_: SignIn, clock: time_machine.Traveller
) -> None:
    close(office)
    alarm = Alarm.objects.filter(resolved_at=None, post=office.handling).get()
    clock.move_to(at("2026-03-06 18:30"))
    url = reverse("people-alarm", args=[alarm.key])
    assert as_("lin").post(url, {"resolution": "已到岗"}).status_code == 403
    qian = as_("qian")
    assert "住保岗" in text(qian.get(reverse("people-alarms")))
    assert qian.post(url, {"resolution": " "}).status_code == 422
    assert qian.post(url, {"resolution": "已请吴白露到岗"}).status_code == 302
    assert "已请吴白露到岗" in text(qian.get(reverse("people-alarms")))
    again = qian.post(url, {"resolution": "又一次"})
    assert again.status_code == 403
    assert "该警报已处理" in text(again)


def test_all_posts_filled_is_said(office: Office, as_: SignIn) -> None:
    assert "每个岗位现在都有人。" in text(as_("qian").get(reverse("people-alarms")))


# ---- leaving -----------------------------------------------------------------------------------


def test_leaving_says_what_becomes_of_open_matters_and_wants_the_name(
    office: Office, as_: SignIn
) -> None:
    a_matter(office, at("2026-03-05 09:00"))
    sun = office.people["sun"]
    url = reverse("person-leave", args=[sun.key])
    admin = as_("admin")
    assert "在办 1 件，改由 吴白露 负责。" in text(admin.get(url))
    wrong = admin.post(url, {"object_name": "孙"})
    assert wrong.status_code == 422
    assert "写的姓名对不上" in text(wrong)
    assert Person.objects.get(pk=sun.pk).active
    assert admin.post(url, {"object_name": "孙惊蛰"}).status_code == 302
    assert not Person.objects.get(pk=sun.pk).active


@pytest.mark.parametrize("name", ["lin", "chen", "zhou", "security"])
def test_only_the_administrator_closes_accounts(office: Office, as_: SignIn, name: str) -> None:
    sun = office.people["sun"]
    url = reverse("person-leave", args=[sun.key])
    assert as_(name).post(url, {"object_name": "孙惊蛰"}).status_code == 403
    assert Person.objects.get(pk=sun.pk).active
