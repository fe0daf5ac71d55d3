"""The office of the tests, and browsers of its colleagues at a fixed instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from shouwen.enactment import queries as enactment
from tests.people import Office, at, build

NOW = "2026-02-13 10:02"

Colleague = Callable[[str], Client]


@pytest.fixture
def now() -> datetime:
    return at(NOW)


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(db: None, clock: time_machine.Coordinates) -> Office:
    enactment.forget()
    return build()


@pytest.fixture
def colleague(office: Office) -> Colleague:
    """Return a browser in which somebody is signed in: `colleague("feng")`."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(office.people[name])
        return client

    return signed_in
