"""What a page costs: the same few statements however much there is to show."""

from __future__ import annotations

import pytest

from shouwen.enactment.queries import force
from shouwen.matters import actions
from tests.people import at
from tests.web.staff.conftest import FRIDAY

MOST = 12


@pytest.fixture(autouse=True)
def _law_just_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a second one statement more asks whether the law is still the same; not in between."""
    monkeypatch.setattr(force, "FRESH_FOR", float("inf"))


@pytest.fixture
def busy(office, register, in_hand, papers) -> str:
    """An office with matters in every tab; returns the number of one with a long story."""
    for number in range(8):
        register(f"第 {number} 件", item="", phone="")
    for _ in range(4):
        in_hand()
    story = in_hand()
    sun = office.actor("sun", FRIDAY)
    uid = story.dossier.uid
    given = {"missing": [papers["收入证明"]], "steps": "补到窗口", "conditions": "材料齐全"}
    actions.perform(uid, "told-once", given, by=sun, at=FRIDAY)
    received = {"received": [papers["收入证明"]]}
    actions.perform(uid, "correction-received", received, by=sun, at=FRIDAY)
    return story.number


@pytest.mark.parametrize(
    "address", ["/desk/?tab=to-handle", "/desk/?tab=first-asked", "/matters/", "/sign/"]
)
def test_a_list_costs_at_most_twelve_statements(
    as_, busy: str, address: str, django_assert_max_num_queries
) -> None:
    client = as_("zheng" if address == "/sign/" else "sun")
    client.get(address)
    with django_assert_max_num_queries(MOST):
        assert client.get(address).status_code == 200


def test_a_matter_costs_at_most_twelve_statements(
    as_, busy: str, django_assert_max_num_queries
) -> None:
    client = as_("sun")
    client.get(f"/matters/{busy}/")
    with django_assert_max_num_queries(MOST):
        assert client.get(f"/matters/{busy}/").status_code == 200


def test_a_list_of_many_costs_what_a_list_of_few_does(
    as_, office, register, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_("lin")
    register("第一件")
    client.get("/matters/")
    with CaptureQueriesContext(connection) as few:
        client.get("/matters/")
    once = len(few)
    for number in range(15):
        register(f"又一件 {number}", when=at("2026-02-13 09:00"))
    client.get("/matters/")
    with django_assert_num_queries(once):
        client.get("/matters/")
