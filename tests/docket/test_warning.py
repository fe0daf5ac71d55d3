"""Nobody is there for a post that holds matters: those who can change it are told, once a day."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from shouwen.docket import actions
from shouwen.jobs.serving import Duties
from shouwen.notify.models import Message
from shouwen.notify.queries import inbox
from shouwen.organization import actions as organization
from shouwen.organization import queries
from shouwen.organization.domain import SYSTEM
from tests.docket.test_sweep import a_matter
from tests.people import Office, at

GONE = at("2026-02-16 09:00")
DAY = timedelta(days=1)


def leave(office: Office, *names: str, days: int = 3) -> None:
    for name in names:
        organization.go_absent(
            office.people[name],
            since=GONE,
            until=GONE + days * DAY,
            reason="sick",
            note="请看交接本",
            by=SYSTEM,
            at=GONE,
        )


def told(office: Office) -> list[tuple[str, str]]:
    rows = Message.objects.filter(template="nobody-there").select_related("person").order_by("pk")
    return [(one.person.username, one.dedupe.split(":")[2]) for one in rows]


def empty_house(office: Office) -> None:
    """Let the housing section's post, which holds a matter, and the window have nobody."""
    a_matter(office)
    leave(office, "lin", "zhao", "sun", "wu", "zhou", "zheng", "wang", "chen")
    organization.settle(office.id, at=GONE + timedelta(hours=1))


def test_the_leader_and_the_administrator_are_told_once_a_day(office: Office) -> None:
    empty_house(office)
    first = GONE + timedelta(hours=1)
    assert actions.warn(office.id, at=first) == 2
    assert actions.warn(office.id, at=first + timedelta(minutes=1)) == 0
    assert actions.warn(office.id, at=first + DAY) == 2
    days = ("2026-02-16", "2026-02-17")
    assert told(office) == [(name, day) for day in days for name in ("wang", "admin")]
    text = inbox(office.people["admin"].pk, to_do=True)[0].text
    assert "住保岗" in text.zh
    assert "1 件" in text.zh


def test_a_post_without_matters_stays_on_the_page_of_alarms(office: Office) -> None:
    leave(office, "lin", "zhao", "sun", "wu", "zhou", "zheng", "wang", "chen")
    assert queries.alarms(office.id)
    assert actions.warn(office.id, at=GONE + timedelta(hours=1)) == 0


def test_nothing_is_told_once_somebody_is_there_again(office: Office) -> None:
    empty_house(office)
    back = GONE + 3 * DAY
    organization.settle(office.id, at=back)
    assert actions.warn(office.id, at=back) == 0


def test_the_worker_tells_and_the_message_leads_to_the_alarms(office: Office, time_machine) -> None:
    empty_house(office)
    time_machine.move_to(GONE + timedelta(hours=2), tick=False)
    Duties().run()
    assert [name for name, _ in told(office)] == ["wang", "admin"]
    browser = Client()
    browser.force_login(office.people["admin"])
    mine = Message.objects.get(person=office.people["admin"])
    page = browser.get(reverse("messages")).content.decode()
    assert reverse("messages-open", args=[mine.pk]) in page
    answer = browser.get(reverse("messages-open", args=[mine.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("people-alarms")
    assert "住保岗" in answer.content.decode()
