"""The outbox: each message once, sent at least once, and given up visibly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from shouwen.notify import actions, queries
from shouwen.notify.models import Message
from shouwen.notify.words import SENTENCES, sentence
from tests.people import Office, at, build

NOW = at("2026-02-13 10:00")


@pytest.fixture
def office(db: None, settings: Any) -> Office:
    """Return a fresh office without law, with a mail server."""
    settings.SMTP = "smtp://localhost"
    return build(with_law=False)


def put(office: Office, **more: str) -> None:
    """Put one message into the outbox."""
    given = {"channel": "email", "address": "zhang@example.org"} | more
    notice = actions.Notice(
        "citizen-done", "one", facts={"number": "SQ-1", "office": "示例局"}, **given
    )
    actions.tell([notice], institution_id=office.id, at=NOW)


def test_the_same_message_put_twice_is_one(office: Office) -> None:
    put(office)
    put(office)
    assert Message.objects.count() == 1


def test_a_message_is_sent_once_and_its_address_forgotten(office: Office) -> None:
    put(office)
    assert actions.send_waiting(at=NOW) == 1
    assert actions.send_waiting(at=NOW + timedelta(hours=1)) == 0
    assert [one.to for one in mail.outbox] == [["zhang@example.org"]]
    assert Message.objects.get().address == ""


def test_without_a_mail_server_a_mail_waits(office: Office, settings: Any) -> None:
    settings.SMTP = ""
    put(office)
    assert actions.send_waiting(at=NOW) == 0
    assert "SHOUWEN_SMTP" in Message.objects.get().error


def test_without_a_gateway_a_message_waits_and_says_why(office: Office) -> None:
    put(office, channel="sms", address="13800000000")
    assert actions.send_waiting(at=NOW) == 0
    waiting = Message.objects.get()
    assert "SHOUWEN_SMS_GATEWAY" in waiting.error
    assert waiting.send_at == NOW + timedelta(minutes=1)


def test_a_message_that_never_goes_is_given_up_visibly(office: Office) -> None:
    put(office, channel="sms", address="13800000000")
    when = NOW
    for _ in range(actions.GIVE_UP_AFTER):
        actions.send_waiting(at=when)
        when += timedelta(hours=5)
    assert queries.outbox().given_up == 1


def test_a_worker_that_dies_leaves_the_message_to_the_next(office: Office) -> None:
    put(office)
    actions._claim(NOW, 10)
    assert actions.send_waiting(at=NOW + timedelta(minutes=6)) == 1


@pytest.mark.parametrize("template", sorted(SENTENCES))
def test_every_sentence_reads_in_both_languages_even_without_facts(template: str) -> None:
    said = sentence(template, {})
    assert said.zh
    assert said.en
    assert "{" not in said.zh + said.en
