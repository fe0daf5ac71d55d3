"""An act is whole or absent: the n-th statement fails, n = 1, 2, … until the act goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import Model

from shouwen.docket import actions as docket
from shouwen.matters import actions as matters
from tests.people import Office, at, build

NOW = at("2026-02-13 10:02")
ROOMS = ("journal", "organization", "docket", "matters", "notify", "papers")
MANY = 400


@pytest.fixture
def office(db: None) -> Office:
    """Return a fresh office with its law in force."""
    return build()


def stored() -> dict[str, list[Any]]:
    """Return every row of every room that an act may write to."""
    tables: list[type[Model]] = [
        model for room in ROOMS for model in apps.get_app_config(room).get_models()
    ]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in tables
    }


class Failing:
    """Lets the n-th writing or reading statement fail as a lost database does."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.failed = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Count the statement; fail when its turn has come."""
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONSTRAINTS")):
            self.left -= 1
            if self.left == 0:
                self.failed = True
                raise OperationalError("the disk is full")
        return execute(sql, params, many, context)


def a_matter(office: Office, *acts: tuple[str, str, dict[str, Any]]) -> Any:
    """Register a renewal at the window, and enter some acts on it."""
    contact = matters.Contact(subject="续租", item="GZF", phone="13800000000")
    lin = office.actor("lin", NOW)
    done = matters.register(contact, institution_id=office.id, by=lin, at=NOW)
    for name, act, answers in acts:
        enter(office, done.dossier.uid, name, act, answers)
    return done.dossier.uid


def enter(office: Office, uid: Any, name: str, act: str, answers: dict[str, Any]) -> None:
    """Enter one act as somebody."""
    matters.perform(uid, act, answers, by=office.actor(name, NOW), at=NOW)


REFUSAL = {"reason": "不符合条件", "basis": "办法第三条", "remedy": "可申请复议"}
TOLD = {"extra": "租约原件", "steps": "三步", "conditions": "现住户"}


def _register(office: Office) -> Callable[[], object]:
    return lambda: a_matter(office)


def _accept(office: Office) -> Callable[[], object]:
    uid = a_matter(office)
    return lambda: enter(office, uid, "lin", "accepted", {})


def _hand_over(office: Office) -> Callable[[], object]:
    uid = a_matter(office, ("lin", "accepted", {}))
    return lambda: enter(office, uid, "lin", "handed-over", {"recipient": office.handling.pk})


def _told_once(office: Office) -> Callable[[], object]:
    uid = a_matter(office, ("lin", "accepted", {}))
    return lambda: enter(office, uid, "lin", "told-once", TOLD)


def _refusal(office: Office) -> Callable[[], object]:
    uid = a_matter(office, ("lin", "accepted", {}))
    return lambda: enter(office, uid, "lin", "refusal-proposed", REFUSAL)


def _refused(office: Office) -> Callable[[], object]:
    uid = a_matter(
        office,
        ("lin", "accepted", {}),
        ("lin", "refusal-proposed", REFUSAL),
        ("zheng", "refusal-approved", {}),
    )
    return lambda: enter(office, uid, "lin", "refused", {**REFUSAL, "mode": "written"})


def _sweep(office: Office) -> Callable[[], object]:
    a_matter(office, ("lin", "accepted", {}))
    return lambda: docket.tick(now=at("2026-06-01 09:00"))


@pytest.mark.parametrize(
    "prepare", [_register, _accept, _hand_over, _told_once, _refusal, _refused, _sweep]
)
def test_an_act_of_which_any_statement_fails_leaves_everything_as_it_was(
    office: Office, prepare: Callable[[Office], Callable[[], object]]
) -> None:
    act = prepare(office)
    before, number = stored(), 0
    while number < MANY:
        number += 1
        failing = Failing(number)
        try:
            with transaction.atomic(), connection.execute_wrapper(failing):
                act()
        except OperationalError:
            assert stored() == before, f"statement {number} of {prepare.__name__}"
            continue
        assert not failing.failed, f"the failure of statement {number} was swallowed"
        break
    assert 5 < number < MANY
    assert stored() != before
