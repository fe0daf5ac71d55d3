"""The office of the tests on a working day, and clients for its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from shouwen.catalog import queries as catalog
from shouwen.matters import actions
from shouwen.matters.actions import Contact, Registered
from tests.people import Office, at, build

FRIDAY = at("2026-02-13 10:02")
"""A working day before the Spring Festival, with a make-up Saturday after it."""


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(FRIDAY, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def office(db: None, clock: time_machine.Coordinates) -> Office:
    return build()


@pytest.fixture
def as_(office: Office) -> Callable[[str], Client]:
    """Return a client on which somebody is signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(office.people[name])
        return client

    return signed_in


@pytest.fixture
def register(office: Office) -> Callable[..., Registered]:
    """Register a contact by the window clerk; `item=""` for a mere question."""

    def registered(
        subject: str = "想问公租房续租要交什么", *, when: datetime | None = None, **more
    ):
        now = when or FRIDAY
        given = {"item": "GZF", "applicant": "张示例", "phone": "13800000000", **more}
        return actions.register(
            Contact(subject, **given),
            institution_id=office.id,
            by=office.actor("lin", now),
            at=now,
        )

    return registered


@pytest.fixture
def in_hand(office: Office, register) -> Callable[[], Registered]:
    """A matter that 孙惊蛰 has taken over."""

    def made(**more) -> Registered:
        found = register(**more)
        uid = found.dossier.uid
        actions.perform(uid, "accepted", {}, by=office.actor("lin", FRIDAY), at=FRIDAY)
        answers = {"recipient": office.handling.pk}
        actions.perform(uid, "handed-over", answers, by=office.actor("lin", FRIDAY), at=FRIDAY)
        actions.perform(uid, "taken-over", {}, by=office.actor("sun", FRIDAY), at=FRIDAY)
        return found

    return made


@pytest.fixture
def papers(office: Office) -> dict[str, str]:
    """The item's papers: name → id as a form sends it."""
    item = catalog.item_by_code(office.id, "GZF")
    return {one.name: str(one.id) for one in item.materials}
