"""Deleting personal data."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.errors import Refused
from shouwen.journal import actions, models, queries
from tests.journal.conftest import AT, CLERK, Dossiers

pytestmark = pytest.mark.django_db


def erase(dossier: str, **more: Any) -> Any:
    """Erase the applicant's data, approved by another person."""
    given = {"subject": "applicant", "by": CLERK, "approver": 9, "basis": "retention#3", "at": AT}
    return actions.erase(dossier=dossier, **{**given, **more})


@pytest.fixture
def dossier(dossiers: Dossiers) -> str:
    """A dossier with data of two subjects in three entries."""
    entry = dossiers.act(personal={"name": "王小明", "phone": "1"}, subject="applicant")
    dossiers.act(entry.dossier, personal={"name": "李四"}, subject="witness")
    dossiers.act(entry.dossier, personal={"reason": "搬家"}, subject="applicant")
    return entry.dossier


def test_what_was_erased_is_gone_and_history_still_verifies(dossier: str) -> None:
    before = queries.entries(dossier)
    actions.seal(1, at=AT)
    entry = erase(dossier)
    actions.seal(1, at=AT)
    assert queries.values(dossier) == {1: {"name": "李四"}}
    assert queries.entries(dossier) == [*before, entry]
    assert entry.act == "erased"
    assert entry.facts["approver"] == 9
    named = [*before[0].values.values(), *before[2].values.values()]
    assert sorted(entry.facts["commitments"]) == sorted(named)
    assert models.SideValue.objects.count() == 1
    assert models.SubjectKey.objects.count() == 1
    verdict = queries.verify(1, at=AT)
    assert verdict.clean, verdict.fault


def test_data_that_comes_later_gets_a_new_key(dossiers: Dossiers, dossier: str) -> None:
    erase(dossier)
    dossiers.act(dossier, personal={"name": "again"}, subject="applicant")
    assert queries.values(dossier)[4] == {"name": "again"}
    erase(dossier)
    assert queries.values(dossier).keys() == {1}
    assert models.Erasure.objects.count() == 2
    assert queries.verify(1, at=AT).clean


@pytest.mark.parametrize(
    "change", [{"approver": 812}, {"approver": 0}, {"by": {"person": None, "as": "system"}}]
)
def test_somebody_else_must_approve(dossier: str, change: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"journal\.same-person"):
        erase(dossier, **change)
    assert models.SideValue.objects.count() == 4


def test_there_must_be_something_to_erase(dossier: str) -> None:
    with pytest.raises(Refused, match=r"journal\.nothing-to-erase"):
        erase(dossier, subject="nobody")
    erase(dossier)
    with pytest.raises(Refused, match=r"journal\.nothing-to-erase"):
        erase(dossier)


def test_what_a_restore_brings_back_is_erased_again(dossier: str) -> None:
    values = list(models.SideValue.objects.all())
    keys = list(models.SubjectKey.objects.all())
    erase(dossier)
    kept = set(models.SideValue.objects.values_list("pk", flat=True))
    models.SideValue.objects.bulk_create(row for row in values if row.pk not in kept)
    subject = next(key for key in keys if key.subject == "applicant")
    subject.save(force_insert=True)
    assert queries.values(dossier).keys() == {0, 1, 2}
    verdict = queries.verify(1, at=AT)
    assert verdict.fault is not None
    assert verdict.fault.code == "erasure"
    assert actions.erase_again() == 1
    assert queries.values(dossier) == {1: {"name": "李四"}}
    assert actions.erase_again() == 0
    assert queries.verify(1, at=AT).clean
