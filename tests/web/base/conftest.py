"""One office with one clerk, and the example pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.organization import actions
from shouwen.organization.domain import SYSTEM

PASSWORD = "Correct-horse-9"


@dataclass(frozen=True)
class House:
    """An office whose window is held by 林小满."""

    institution: object
    lin: object


@pytest.fixture
def house(db: None) -> House:
    at = timezone.now() - timedelta(days=30)
    institution = actions.create_institution(
        name="示例市政务服务局",
        name_en="Example City Service Bureau",
        code="SQ",
        phone="0000-0000000",
        by=SYSTEM,
        at=at,
    )
    hall = actions.create_department(institution, name="政务大厅", by=SYSTEM, at=at)
    window = actions.create_post(hall, title="综合窗口", is_window=True, by=SYSTEM, at=at)
    lin = actions.create_person(
        institution,
        username="lin",
        name="林小满",
        department=hall,
        password=PASSWORD,
        joined_at=at,
        by=SYSTEM,
        at=at,
    )
    actions.appoint(window, lin, by=SYSTEM, at=at)
    return House(institution, lin)


@pytest.fixture
def signed_in(house: House, client: Client) -> Client:
    client.force_login(house.lin)
    return client
