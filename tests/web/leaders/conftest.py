"""The office on a Friday in March, read through its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from shouwen.docket import actions as docket
from shouwen.docket.models import Dossier
from shouwen.matters import actions as matters
from tests.people import Office, at, build

NOW = at("2026-03-06 10:24")
REGISTERED = at("2026-02-13 10:02")

SignIn = Callable[[str], Client]


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """The clock of the machine, standing at NOW until moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(clock: time_machine.Traveller) -> Office:
    return build()


@pytest.fixture
def as_(office: Office) -> SignIn:
    """Return a browser in which a colleague is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(office.people[name])
        return client

    return sign_in


def a_matter(office: Office, registered=REGISTERED, *, taken: bool = True) -> Dossier:
    """Register a renewal and bring it to its handler."""
    lin, sun = office.actor("lin", registered), office.actor("sun", registered)
    done = matters.register(
        matters.Contact(subject="续租", item="GZF", phone="13800000000"),
        institution_id=office.id,
        by=lin,
        at=registered,
    )
    uid = done.dossier.uid
    matters.perform(uid, "accepted", {}, by=lin, at=registered)
    to = {"recipient": office.handling.pk}
    matters.perform(uid, "handed-over", to, by=lin, at=registered)
    if taken:
        matters.perform(uid, "taken-over", {}, by=sun, at=registered + timedelta(minutes=9))
    return Dossier.objects.get(uid=uid)


def finish(office: Office, dossier: Dossier, when: str) -> None:
    sun = office.actor("sun", at(when))
    matters.perform(dossier.uid, "completed", {"result": "续租一年"}, by=sun, at=at(when))


@pytest.fixture
def busy(office: Office) -> Office:
    """One matter done in time, one done late, one overdue, one due tomorrow, one not taken over."""
    finish(office, a_matter(office), "2026-02-26 10:00")
    late = a_matter(office)
    a_matter(office, at("2026-02-25 09:00"))
    a_matter(office, at("2026-02-28 15:00"))
    a_matter(office, at("2026-03-02 09:00"), taken=False)
    docket.tick(now=at("2026-03-05 09:00"))
    finish(office, late, "2026-03-05 10:00")
    docket.tick(now=NOW)
    docket.sum_days(now=NOW)
    return office


def text(answer) -> str:
    """Return a page's words."""
    return answer.content.decode()
