"""One changed byte in the database is found and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db.models import F

from shouwen.journal import actions, domain, models, outside, queries
from shouwen.journal.queries import Fault, Verdict
from tests.journal.conftest import AT, Dossiers
from tests.journal.emptying import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(dossiers: Dossiers) -> list[domain.Entry]:
    """Two dossiers with five acts, the last one not yet numbered."""
    one = dossiers.act(personal={"name": "王小明", "reason": "办证"}, facts={"to": 51})
    two = dossiers.act(personal={"name": "李四"})
    three = dossiers.act(one.dossier, "accepted", facts={"to": 52})
    actions.seal(1, at=AT)
    four = dossiers.act(two.dossier, "accepted")
    actions.seal(1, at=AT + timedelta(minutes=1))
    return [one, two, three, four, dossiers.act(one.dossier, "completed")]


def found() -> Fault:
    """Return the fault that verifying finds; there is one."""
    verdict = queries.verify(1, at=AT)
    assert verdict.fault is not None
    return verdict.fault


def test_an_untouched_journal_is_clean(entries: list[domain.Entry]) -> None:
    assert queries.verify(1, at=AT) == Verdict(
        institution_id=1, entries=5, seals=2, sealed=4, fault=None, pinned=True
    )


def test_a_journal_that_does_not_exist_yet_is_clean() -> None:
    verdict = queries.verify(7, at=AT)
    assert (verdict.clean, verdict.entries, verdict.pinned) == (True, 0, False)


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("place", [0, 120, -1])
def test_one_changed_byte_of_the_text_is_named(
    entries: list[domain.Entry], number: int, place: int
) -> None:
    entry = entries[number]
    other = "0" if entry.canonical[place] != "0" else "1"
    changed = entry.canonical[:place] + other + entry.canonical[place:][1:]
    with unguarded():
        models.Entry.objects.filter(pk=entry.id).update(canonical=changed)
    fault = found()
    assert fault.code in {"hash", "not-canonical"}
    assert fault.index == (number if number < 4 else None)
    if fault.code == "hash" and fault.dossier == entry.dossier:
        assert fault.seq == entry.seq


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "completed"),
        ("at", AT - timedelta(days=1)),
        ("recorded", AT + timedelta(microseconds=1)),
        ("person_id", 813),
        ("person_id", None),
        ("post_id", 45),
        ("capacity", "B"),
        ("seq", 77),
        ("dossier", "d4" * 16),
        ("prev", bytes(32)),
    ],
)
def test_a_copy_that_differs_from_the_text_is_named(
    entries: list[domain.Entry], column: str, value: Any
) -> None:
    entry = entries[2]
    with unguarded():
        models.Entry.objects.filter(pk=entry.id).update(**{column: value})
    fault = found()
    assert fault.code == "copy-differs"
    assert fault.words
    assert fault.zh
    assert column.removesuffix("_id").replace("capacity", "as") in fault.words


def test_a_changed_hash_is_named(entries: list[domain.Entry]) -> None:
    with unguarded():
        models.Entry.objects.filter(pk=entries[2].id).update(hash=bytes(32))
    fault = found()
    assert (fault.code, fault.dossier, fault.seq) == ("hash", entries[2].dossier, 1)


@pytest.mark.parametrize("column", ["hidden", "key_id", "path"])
def test_changed_personal_data_is_named(entries: list[domain.Entry], column: str) -> None:
    rows = models.SideValue.objects.filter(entry_id=entries[0].id, path="reason")
    with unguarded():
        if column == "hidden":
            changed = bytearray(bytes(rows.get().hidden))
            changed[20] ^= 1
            rows.update(hidden=bytes(changed))
        elif column == "path":
            rows.update(path="motive")
        else:
            rows.update(key_id=models.SideValue.objects.get(entry_id=entries[1].id).key_id)
    fault = found()
    assert (fault.code, fault.dossier, fault.seq) == ("not-open", entries[0].dossier, 0)
    assert "reason" in fault.words


def delete(rows: Any) -> None:
    """Delete past Django's and the database's guards."""
    rows._raw_delete("default")


REMOVALS: list[tuple[Callable[[list[domain.Entry]], None], str]] = [
    (lambda all_: delete(models.Leaf.objects.filter(entry_id=all_[2].id)), "index"),
    (lambda all_: delete(models.Leaf.objects.filter(entry_id=all_[3].id)), "short"),
    (lambda _: models.Leaf.objects.filter(index=3).update(index=9) and None, "index"),
    (lambda _: delete(models.Seal.objects.filter(size=3)), "seal-missing"),
    (lambda _: delete(models.SealKey.objects.all()), "signature"),
    (lambda _: models.Seal.objects.filter(size=3).update(text="x") and None, "export"),
    (lambda all_: delete(models.SideValue.objects.filter(entry_id=all_[0].id)), "not-open"),
    (lambda _: delete(models.SubjectKey.objects.all()), "not-open"),
]


@pytest.mark.parametrize(("remove", "code"), REMOVALS)
def test_what_was_removed_is_missed(
    entries: list[domain.Entry], remove: Callable[[list[domain.Entry]], None], code: str
) -> None:
    with unguarded():
        remove(entries)
    assert found().code == code


def test_an_entry_put_behind_a_seal_is_named(entries: list[domain.Entry]) -> None:
    with unguarded():
        models.Leaf.objects.filter(index=3).update(index=F("index") + 1)
        models.Leaf.objects.create(entry_id=entries[4].id, log=models.Log.objects.get(), index=3)
    assert found().code in {"root", "order"}


def test_an_entry_that_nobody_numbers_is_named_after_a_while(entries: list[domain.Entry]) -> None:
    assert queries.verify(1, at=AT + timedelta(minutes=10)).clean
    verdict = queries.verify(1, at=AT + timedelta(minutes=11))
    assert verdict.fault is not None
    assert (verdict.fault.code, verdict.fault.seq) == ("late-leaf", 2)


def test_a_copy_that_was_tampered_with_is_named(entries: list[domain.Entry]) -> None:
    file = outside.folder(1) / f"{3:012d}.txt"
    file.write_text(file.read_text().replace("\n3\n", "\n4\n"))
    assert found().code in {"root", "signature"}


def test_an_export_without_values_shows_none(entries: list[domain.Entry]) -> None:
    stream = BytesIO()
    assert queries.export(1, stream, at=AT, opened=False) == []
    assert b"\nV " not in stream.getvalue()
    assert "王小明".encode() not in stream.getvalue()
    opened = BytesIO()
    queries.export(1, opened, at=AT)
    assert opened.getvalue().count(b"\nV ") == 3


def test_an_export_in_portions_is_the_same(
    entries: list[domain.Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, portions = BytesIO(), BytesIO()
    queries.export(1, whole, at=AT)
    monkeypatch.setattr("shouwen.journal.queries.exporting._CHUNK", 2)
    queries.export(1, portions, at=AT)
    assert portions.getvalue() == whole.getvalue()
