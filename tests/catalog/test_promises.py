"""A promise may only shorten the statute (服务承诺)."""

from __future__ import annotations

import pytest

from shouwen.catalog import actions, queries
from shouwen.catalog.domain import Figures, check_promise
from shouwen.errors import Refused, Unclear
from shouwen.organization.domain import SYSTEM
from shouwen.worktime import Amount, OfficeHours, Unit, WorkTime, load_calendar
from tests.people import FOUNDED, Office, build

OFFICE = WorkTime(load_calendar("cn"), OfficeHours.parse("08:30-12:00,14:30-18:00"))
DAYS, CALENDAR, WEEKS, MONTHS = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH


@pytest.mark.parametrize(
    ("promised", "statutory"),
    [
        (Amount(20, DAYS), Amount(20, DAYS)),
        (Amount(5, DAYS), Amount(20, DAYS)),
        (Amount(10, CALENDAR), Amount(20, DAYS)),
        (Amount(1, WEEKS), Amount(1, MONTHS)),
        (None, Amount(20, DAYS)),
        (Amount(5, DAYS), None),
    ],
)
def test_a_promise_within_the_statute_is_taken(
    promised: Amount | None, statutory: Amount | None
) -> None:
    check_promise(Figures(statutory, promised), OFFICE, 2026)


@pytest.mark.parametrize(
    ("promised", "statutory"),
    [
        (Amount(21, DAYS), Amount(20, DAYS)),
        (Amount(15, DAYS), Amount(15, CALENDAR)),
        (Amount(20, DAYS), Amount(2, WEEKS)),
        (Amount(5, WEEKS), Amount(1, MONTHS)),
    ],
)
def test_a_promise_that_is_longer_on_any_day_of_the_year_is_refused(
    promised: Amount, statutory: Amount
) -> None:
    with pytest.raises(Refused) as refusal:
        check_promise(Figures(statutory, promised), OFFICE, 2026)
    assert refusal.value.code == "catalog.promise-too-long"
    assert "承诺" in refusal.value.text.zh


@pytest.fixture
def office(db: None) -> Office:
    """Return a fresh office without law."""
    return build(with_law=False)


def form(office: Office, **more: object) -> actions.ItemForm:
    """Return an item to be saved."""
    given = {
        "code": "ZD",
        "name": "临时占道",
        "kind": "application",
        "matter_class": "promised",
        "department": office.housing.pk,
        "post": office.handling.pk,
        "statutory": Amount(10, DAYS),
        "promised": Amount(3, DAYS),
        "materials": (actions.MaterialForm("申请表"), actions.MaterialForm("平面图")),
    }
    return actions.ItemForm(**(given | more))  # type: ignore[arg-type]


def test_an_item_is_found_by_name_initials_and_code(office: Office) -> None:
    actions.save_item(form(office), institution_id=office.id, by=SYSTEM, at=FOUNDED)
    for asked in ("占道", "lszd", "ZD"):
        assert [one.code for one in queries.find(office.id, asked)] == ["ZD"]


def test_saving_again_changes_the_item_and_its_materials(office: Office) -> None:
    done = {"institution_id": office.id, "by": SYSTEM, "at": FOUNDED}
    first = actions.save_item(form(office), **done)  # type: ignore[arg-type]
    shorter = form(office, materials=(actions.MaterialForm("申请表(新)"),))
    assert actions.save_item(shorter, **done) == first  # type: ignore[arg-type]
    found = queries.item(office.id, first)
    assert [one.name for one in found.materials] == ["申请表(新)"]


def test_a_refused_promise_stores_nothing(office: Office) -> None:
    with pytest.raises(Refused):
        actions.save_item(
            form(office, promised=Amount(11, DAYS)), institution_id=office.id, by=SYSTEM, at=FOUNDED
        )
    assert queries.find(office.id, "ZD") == []


def test_only_those_with_the_right_edit_the_catalogue(office: Office) -> None:
    clerk = office.actor("lin", FOUNDED)
    with pytest.raises(Refused):
        actions.save_item(form(office), institution_id=office.id, by=clerk, at=FOUNDED)


def test_an_incomplete_item_says_what_it_lacks(office: Office) -> None:
    with pytest.raises(Unclear):
        actions.save_item(form(office, name=" "), institution_id=office.id, by=SYSTEM, at=FOUNDED)


def test_a_retired_item_is_no_longer_offered(office: Office) -> None:
    actions.retire_item("GZF", institution_id=office.id, by=SYSTEM, at=FOUNDED)
    assert queries.find(office.id, "公租房") == []
