"""催一下 on the page of a matter: when it is possible, whom it reaches, what it leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from shouwen.docket import actions as docket
from shouwen.docket.models import Dossier, Obligation
from shouwen.journal import queries as journal
from shouwen.notify.models import Message
from tests.people import Office, at
from tests.web.public.conftest import Brought, act, bring

pytestmark = pytest.mark.django_db

BROUGHT = at("2026-02-25 09:00")
BURNING = at("2026-03-04 10:00")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BROUGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def waiting(clock: time_machine.Traveller, office: Office) -> Brought:
    """A matter that was accepted and handed to the housing section, in its promised time."""
    matter = bring(office)
    act(office, matter, "lin", "accepted")
    act(office, matter, "lin", "handed-over", recipient=office.handling.pk)
    act(office, matter, "sun", "taken-over")
    return matter


def urgings(matter: Brought) -> int:
    return sum(one.act == "urged" for one in journal.entries(matter.uid.hex))


def urge(client, matter: Brought, key: str = "a") -> str:
    answer = client.post(f"{matter.url}urge/", {"once": key * 32}, follow=True)
    return answer.content.decode()


def test_before_a_limit_burns_the_page_says_from_when_and_the_act_is_refused(
    waiting: Brought, client
):
    page = client.get(waiting.url).content.decode()
    assert "起可以催" in page
    assert "urge/" not in page
    assert "起可以催" in urge(client, waiting)
    assert client.post(f"{waiting.url}urge/", {}).status_code == 403
    assert urgings(waiting) == 0


def test_a_burning_limit_is_urged_once_and_the_holder_and_the_head_hear_of_it(
    waiting: Brought, clock, client
):
    clock.move_to(BURNING)
    assert "urge/" in client.get(waiting.url).content.decode()
    assert "已经催了" in urge(client, waiting)
    assert "已经催了" in urge(client, waiting)  # the same form, sent twice
    assert urgings(waiting) == 1
    told = Message.objects.filter(template="urged-by-citizen").select_related("person")
    assert {one.person.username for one in told} == {"sun", "zhou"}


def test_it_is_possible_again_on_the_next_working_day(waiting: Brought, clock, client):
    clock.move_to(BURNING)
    urge(client, waiting)
    page = urge(client, waiting, "b")
    assert "催过了" in page
    assert "3月5日" in page
    clock.move_to(at("2026-03-05 10:00"))
    urge(client, waiting, "c")
    assert urgings(waiting) == 2
    clock.move_to(at("2026-03-06 20:00"))  # a Friday evening: next is Monday
    urge(client, waiting, "d")
    assert "3月9日" in client.get(waiting.url).content.decode()


def test_both_stories_show_it_and_only_the_own_to_the_citizen(
    waiting: Brought, office: Office, clock, client
):
    clock.move_to(BURNING)
    urge(client, waiting)
    act(office, waiting, "zhou", "urged", note="内部催办的话")
    page = client.get(waiting.url).content.decode()
    assert page.count("您催了一次") == 1
    assert "内部催办的话" not in page
    client.force_login(office.people["sun"])
    story = client.get(f"/matters/{waiting.number}/").content.decode()
    assert "催办" in story
    assert "群众" in story


def test_an_overdue_matter_is_urged_and_the_urging_keeps_nobodys_duty(
    waiting: Brought, clock, client
):
    clock.move_to(at("2026-03-20 10:00"))
    docket.tick(now=at("2026-03-20 10:00"))
    owed = set(Obligation.objects.filter(closed_at=None, right=False).values_list("key", flat=True))
    urge(client, waiting)
    assert urgings(waiting) == 1
    still = Obligation.objects.filter(closed_at=None, right=False).values_list("key", flat=True)
    assert set(still) == owed


def test_a_settled_matter_is_not_urged(waiting: Brought, office: Office, clock, client):
    clock.move_to(BURNING)
    act(office, waiting, "sun", "completed", result="准予续租一年")
    page = client.get(waiting.url).content.decode()
    assert "催一下" not in page
    urge(client, waiting)
    assert urgings(waiting) == 0
    assert Dossier.objects.get(pk=waiting.uid).settled


def test_while_the_clock_stands_still_the_page_says_so(waiting: Brought, clock, client):
    Dossier.objects.filter(pk=waiting.uid).update(verdict="paused")
    clock.move_to(BURNING)
    page = client.get(waiting.url).content.decode()
    assert "催一下：" in page
    assert "停止计时" in page
    assert "urge/" not in page
