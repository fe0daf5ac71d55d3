"""The database refuses to change the record."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, models, transaction

from shouwen.journal import models as tables
from shouwen.journal.actions import erase, seal
from shouwen.journal.nodes import keep_nodes
from tests.journal.conftest import AT, CLERK, Dossiers

pytestmark = pytest.mark.django_db
KEPT = ["Entry", "Erasure", "Leaf", "Log", "Node", "Seal", "SealKey", "SideValue", "SubjectKey"]


@pytest.fixture
def full(dossiers: Dossiers, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row in every table."""
    monkeypatch.setattr("shouwen.journal.nodes._STEP", 1)
    monkeypatch.setattr("shouwen.journal.nodes._WIDTH", 2)
    with transaction.atomic():
        entry = dossiers.act(personal={"name": "a"}, subject="one")
        dossiers.act(entry.dossier, personal={"name": "a"}, subject="two")
        erase(dossier=entry.dossier, subject="one", by=CLERK, approver=9, basis="x#1", at=AT)
    seal(1, at=AT)
    keep_nodes(tables.Log.objects.get(), 3)


def rows(name: str) -> models.QuerySet[models.Model]:
    """Return all rows of a table; there are some."""
    found: models.QuerySet[models.Model] = getattr(tables, name)._default_manager.all()
    assert found.exists()
    return found


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("name", KEPT)
def test_no_row_can_be_deleted(name: str) -> None:
    before = rows(name).count()
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        rows(name)._raw_delete("default")  # type: ignore[attr-defined]
    assert rows(name).count() == before


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("name", KEPT)
def test_no_row_can_be_changed(name: str) -> None:
    first = list(rows(name).values_list())
    columns = list(rows(name).model._meta.local_concrete_fields)
    for column in columns:
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            rows(name).update(**{column.attname: models.F(column.attname)})
    assert list(rows(name).values_list()) == first


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_between_tests_the_database_is_emptied_all_the_same(dossiers: Dossiers, time: str) -> None:
    assert tables.Entry.objects.count() == 0, time
    dossiers.act()
