"""Who may open what: every address × method × role has an answer that people have reviewed.

A new address without a row fails. `SHOUWEN_FILL_TABLE=1 pytest tests/permissions` writes rows for
new addresses as the pages behave now; then review each, and say the rule in its last column.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from shouwen.enactment import queries as enactment
from shouwen.journal.models import Entry
from shouwen.organization.queries import snapshots
from tests.permissions import asking
from tests.permissions.office import ROLES, make

pytestmark = pytest.mark.django_db
FILL = os.environ.get("SHOUWEN_FILL_TABLE") == "1"
IN_TURN = sorted(ROLES, key=lambda role: role not in {"office", "legal-officer", "auditor"})
"""Those with most rights first: they learn soonest that an address does not take a method."""
READING_IS_RECORDED = frozenset[str]()
"""Addresses of which a GET enters something into the record, on purpose."""


@dataclass(slots=True)
class Asked:
    """What every role got at every address, and which GETs wrote into the record."""

    words: dict[tuple[str, str, str], str]
    wrote: set[str]


@pytest.fixture(scope="module")
def asked(django_db_setup: Any, django_db_blocker: Any) -> Asked:
    """Ask everything once, in one database, each request rolled back."""
    with django_db_blocker.unblock(), rolled_back():
        found = _ask_all()
    snapshots.forget()
    enactment.forget()
    return found


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what is done inside, also where it asks to be durable, as Django's test cases do."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def _ask_all() -> Asked:
    asker, found = asking.Asker(make()), Asked({}, set())
    entries = Entry.objects.count()
    for address in asking.addresses().values():
        for method in asking.METHODS:
            for role in IN_TURN:
                with rolled_back():
                    told = asker.ask(address, method, role)
                    if method == "GET" and Entry.objects.count() != entries:
                        found.wrote.add(address.name)
                if method == "POST":
                    snapshots.forget()
                if told == "-":  # nobody may use a method that the address does not take
                    break
                found.words[address.name, method, role] = told
        if method == "POST" and address.name.startswith(("adopt", "prepar", "calendar", "change")):
            enactment.forget()
    return found


def test_every_address_has_rows_that_people_reviewed(asked: Asked) -> None:
    rows = asking.table()
    wanted = {
        (name, method)
        for name in asking.addresses()
        for method in asking.METHODS
        if all((name, method, role) in asked.words for role in ROLES)
    }
    if FILL:
        for name, method in sorted(wanted - rows.keys()):
            words = {role: asked.words[name, method, role] for role in ROLES}
            rows[name, method] = {"address": name, "method": method, **words, "rule": ""}
        asking.write({key: rows[key] for key in sorted(rows.keys() & wanted)})
    missing = sorted(wanted - rows.keys())
    assert not missing, (
        f"new addresses without a row in tests/permissions/table.csv: {missing}. Run with "
        "SHOUWEN_FILL_TABLE=1, review who may open them, and say the rule in the last column."
    )
    stale = sorted(rows.keys() - wanted)
    assert not stale, f"rows of addresses or methods that are no more: {stale}"
    unsaid = sorted(key for key, row in rows.items() if not row["rule"])
    assert not unsaid, f"rows whose rule nobody has written: {unsaid}"


def test_every_role_gets_what_the_table_says(asked: Asked) -> None:
    wrong = [
        f"{name} {method} as {role}: the table says {row[role]}, got {told}"
        for (name, method), row in asking.table().items()
        for role in ROLES
        if (told := asked.words.get((name, method, role), "nothing")) != row[role]
    ]
    assert not wrong, "\n".join(wrong)


def test_reading_changes_nothing_in_the_record(asked: Asked) -> None:
    assert asked.wrote == READING_IS_RECORDED


def test_no_address_answers_a_server_error(asked: Asked) -> None:
    broken = {key: told for key, told in asked.words.items() if told.isdigit()}
    assert not broken
