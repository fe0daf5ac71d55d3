"""Messages: two tabs, times and duties in words, read marks, the count in the frame."""

from __future__ import annotations

import pytest
from django.urls import reverse

from shouwen.docket import actions as docket
from shouwen.notify.actions import Notice, tell
from shouwen.notify.models import Message
from tests.people import Office, at
from tests.web.leaders.conftest import NOW, SignIn, a_matter, text


@pytest.fixture
def told(office: Office) -> Office:
    """A matter that is handed over, due soon and over; everybody concerned was told."""
    a_matter(office, at("2026-02-25 09:00"), taken=False)
    docket.tick(now=NOW)
    return office


def test_a_message_says_the_duty_and_the_time_in_words(told: Office, as_: SignIn) -> None:
    page = text(as_("sun").get(reverse("messages")))
    assert "转给您，请签收" in page or "转给您,请签收" in page
    assert "超期" in page
    listed = page.partition('class="inbox"')[2].partition("</ul>")[0]
    assert "T18:00" not in listed
    assert "—" not in listed
    assert "18:00" in listed


def test_english_readers_get_english_messages(told: Office, as_: SignIn) -> None:
    sun = as_("sun")
    sun.cookies["django_language"] = "en"
    page = text(sun.get(reverse("messages")))
    assert "was handed to you" in page
    assert "Overdue" in page


def test_opening_a_message_leads_to_its_matter_and_marks_it_read(told: Office, as_: SignIn) -> None:
    mine = Message.objects.filter(person=told.people["sun"], about__gt="")[0]
    sun = as_("sun")
    answer = sun.get(reverse("messages-open", args=[mine.pk]))
    assert answer["Location"] == reverse("matter", args=[mine.about])
    mine.refresh_from_db()
    assert mine.read_at == NOW


def test_nobody_opens_or_marks_anothers_message(told: Office, as_: SignIn) -> None:
    mine = Message.objects.filter(person=told.people["sun"])[0]
    lin = as_("lin")
    assert lin.get(reverse("messages-open", args=[mine.pk]))["Location"] == reverse("messages")
    lin.post(reverse("messages-read"), {"id": mine.pk})
    mine.refresh_from_db()
    assert mine.read_at is None


def test_unread_messages_are_counted_in_the_frame_until_read(told: Office, as_: SignIn) -> None:
    sun = as_("sun")
    count = Message.objects.filter(person=told.people["sun"], channel="in-app").count()
    assert count > 0
    assert f'<span class="count">{count}</span></a>' in text(sun.get(reverse("messages")))
    sun.post(reverse("messages-read"), {"tab": "to-do"})
    page = text(sun.get(reverse("messages")))
    assert f'<span class="count">{count}</span></a>' not in page
    assert "未读" not in page


def test_one_message_is_marked_alone(told: Office, as_: SignIn) -> None:
    mine = Message.objects.filter(person=told.people["sun"], template="overdue")[0]
    as_("sun").post(reverse("messages-read"), {"id": mine.pk, "tab": "to-do"})
    unread = Message.objects.filter(person=told.people["sun"], read_at=None)
    assert mine not in unread
    assert unread.exists()


def test_what_only_tells_is_apart_from_what_asks(told: Office, as_: SignIn) -> None:
    facts = {"number": "SZ-1", "act_zh": "办结", "act_en": "completed"}
    notice = Notice("act", "x:1", person=told.people["sun"].pk, facts=facts, about="")
    tell([notice], institution_id=told.id, at=NOW)
    sun = as_("sun")
    assert "SZ-1" not in text(sun.get(reverse("messages")))
    assert "SZ-1" in text(sun.get(reverse("messages"), {"tab": "told"}))


def test_many_messages_are_shown_page_by_page(office: Office, as_: SignIn) -> None:
    lin = office.people["lin"]
    tell(
        [
            Notice("handed-over", f"n:{count}", person=lin.pk, facts={"number": f"SZ-{count:03}"})
            for count in range(45)
        ],
        institution_id=office.id,
        at=NOW,
    )
    client = as_("lin")
    first = text(client.get(reverse("messages")))
    assert "SZ-044" in first
    assert "SZ-010" not in first
    last = Message.objects.order_by("-pk")[29].pk
    second = text(client.get(reverse("messages"), {"before": str(last)}))
    assert "SZ-010" in second
    assert "SZ-044" not in second


def test_an_empty_inbox_says_what_it_is_for(office: Office, as_: SignIn) -> None:
    assert "没有要您做的事。" in text(as_("feng").get(reverse("messages")))
    assert "没有消息。" in text(as_("feng").get(reverse("messages"), {"tab": "told"}))
