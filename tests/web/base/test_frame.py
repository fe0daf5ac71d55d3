"""The frame: the menu that one's rights open, the office, the duty person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import path

from shouwen.organization import permissions
from shouwen.organization.domain import Actor
from shouwen.web import frame
from shouwen.web.views import examples

PAGES = [one.page for one in frame.MENU]


class Everywhere:
    """A site on which every page of the menu exists."""

    urlpatterns = [path(f"{page}/", examples.public, name=page) for page in PAGES]


class OnlyTheDesk:
    """A site that is not finished."""

    urlpatterns = [path("desk/", examples.public, name="desk")]


@pytest.fixture
def every_page(settings):
    settings.ROOT_URLCONF = Everywhere
    frame._address.cache_clear()
    yield
    frame._address.cache_clear()


def with_role(role: str) -> Actor:
    rights = permissions.RIGHTS["staff"] | permissions.RIGHTS[role]
    if role in permissions.OFFICERS:
        rights = permissions.RIGHTS[role]
    return Actor(1, 1, grants=dict.fromkeys(rights))


def pages(actor: Actor) -> list[str]:
    return [entry.page for entry, _ in frame.menu_of(actor)]


def test_a_clerk_sees_what_a_clerk_uses(every_page) -> None:
    clerk = with_role("window")
    assert pages(clerk) == ["desk", "intake", "matters", "registers", "people", "rulebooks"]


def test_a_leader_begins_with_the_overview_and_signs(every_page) -> None:
    leader = pages(with_role("department-head"))
    assert leader[0] == "overview"
    assert "sign" in leader


def test_an_auditor_sees_the_record_and_no_matters(every_page) -> None:
    assert pages(with_role("auditor")) == ["rulebooks", "record"]


@pytest.mark.parametrize("role", sorted(permissions.RIGHTS))
def test_a_menu_has_at_most_nine_entries(every_page, role: str) -> None:
    assert len(pages(with_role(role))) <= frame.MOST_ENTRIES


def test_an_entry_without_a_page_is_not_shown(settings) -> None:
    settings.ROOT_URLCONF = OnlyTheDesk
    frame._address.cache_clear()
    assert pages(with_role("window")) == ["desk"]
    frame._address.cache_clear()


def test_a_right_that_nobody_knows_is_refused_at_start() -> None:
    with pytest.raises(KeyError, match=r"matter\.fly"):
        frame._entry("x", "x", "x", "matter.fly")


@pytest.mark.urls("tests.web.base.urls")
def test_the_frame_names_the_office_and_who_is_signed_in(house, signed_in: Client) -> None:
    page = signed_in.get("/_parts/").content.decode()
    assert "示例市政务服务局" in page
    assert "林小满" in page
    assert "政务大厅" in page


def test_a_count_stands_beside_its_entry(every_page, rf, house, monkeypatch) -> None:
    monkeypatch.setitem(frame._counters, "desk", lambda actor, at: 7)
    request = rf.get("/desk/")
    request.user = house.lin
    from django.utils import timezone

    shown = {one.url: one for one in frame.Frame(request, timezone.now()).menu}
    assert shown["/desk/"].count == 7
    assert shown["/desk/"].current
    assert not shown["/matters/"].current
