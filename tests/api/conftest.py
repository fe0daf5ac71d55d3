"""An office, and clients that call as its people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.organization import actions, queries
from shouwen.organization.domain import SYSTEM
from tests.people import Office, build


@pytest.fixture
def office(db: None) -> Office:
    """Return a fresh office with its law in force."""
    return build()


@pytest.fixture
def calling(office: Office) -> Callable[[str], Client]:
    """Return a maker of clients that carry a person's token."""

    def client(name: str, rights: list[str] | None = None) -> Client:
        now = timezone.now()
        person = office.people[name]
        _, raw = actions.issue_token(
            person,
            name="test",
            rights=rights if rights is not None else sorted(queries.actor(person, now).rights),
            expires_at=now + timedelta(days=1),
            by=SYSTEM,
            at=now,
        )
        return Client(headers={"Authorization": f"Bearer {raw}"})

    return client
