"""Writing acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shouwen.errors import Conflict, Refused, Unclear
from shouwen.journal import domain, keyring, models, queries
from shouwen.journal.domain.entry import origin_link
from shouwen.journal.queries.reading import reveal
from tests.journal.conftest import AT, CLERK, Dossiers

pytestmark = pytest.mark.django_db
CANARY = "金丝雀1388"


def test_acts_of_a_dossier_form_a_chain(dossiers: Dossiers) -> None:
    first = dossiers.act(first=True)
    second = dossiers.act(first.dossier, "accepted", head=first.head)
    third = dossiers.act(first.dossier, "completed")
    assert [entry.seq for entry in (first, second, third)] == [0, 1, 2]
    assert second.prev == first.hash
    assert third.prev == second.hash
    assert first.prev == origin_link("shouwen.example.gov.cn/1", first.dossier)
    assert queries.entries(first.dossier) == [first, second, third]
    assert queries.head(first.dossier) == third.head


def test_the_hash_is_that_of_the_stored_bytes(dossiers: Dossiers) -> None:
    entry = dossiers.act(facts={"limit": AT.date(), "number": "国办发明电〔2025〕7号"})
    row = models.Entry.objects.get(pk=entry.id)
    assert domain.leaf_hash(row.canonical.encode()).hex() == entry.hash
    assert domain.encode(domain.decode(row.canonical.encode())) == row.canonical.encode()


def test_two_equal_acts_have_different_hashes(dossiers: Dossiers) -> None:
    assert dossiers.act().hash != dossiers.act().hash


def test_a_dossier_that_has_moved_on_is_a_conflict(dossiers: Dossiers) -> None:
    first = dossiers.act()
    dossiers.act(first.dossier, "accepted")
    with pytest.raises(Conflict, match="moved-on"):
        dossiers.act(first.dossier, "completed", head=(first.seq, first.hash))


def test_a_stale_head_never_makes_a_second_branch(dossiers: Dossiers) -> None:
    first = dossiers.act()
    dossiers.act(first.dossier, "accepted", head=first.head)
    with pytest.raises(Conflict, match="moved-on"), transaction.atomic():
        dossiers.act(first.dossier, "completed", head=first.head)
    with pytest.raises(Conflict, match="moved-on"), transaction.atomic():
        dossiers.act(first.dossier, "registered", first=True)
    assert [entry.act for entry in queries.entries(first.dossier)] == ["registered", "accepted"]


def test_recorded_never_runs_backwards_within_a_dossier(dossiers: Dossiers) -> None:
    first = dossiers.act(recorded=AT)
    early = AT - timedelta(hours=1)
    for head in (None, first.head, (first.seq, first.hash)):
        entry = dossiers.act(uuid4().hex, first=True)
        later = dossiers.act(entry.dossier, "accepted", recorded=early)
        assert later.recorded == AT, head
    assert dossiers.act(first.dossier, recorded=early, head=first.head).recorded == AT


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"facts": {"name": "王小明"}}, "journal.not-a-fact"),
        ({"facts": {"deep": [{"reason": "two words"}]}}, "journal.not-a-fact"),
        ({"facts": {"rate": 1.5}}, "journal.not-canonical"),
        ({"facts": {"姓名": 1}}, "journal.bad-key"),
        ({"act": "Registered"}, "journal.act"),
        ({"act": "x" * 65}, "journal.act"),
        ({"act": ""}, "journal.act"),
        ({"rules": ["first asked#7"]}, "journal.rule"),
        ({"rules": ['a"b']}, "journal.rule"),
        ({"by": {"person": "812"}}, "journal.by"),
        ({"by": {"person": True}}, "journal.by"),
        ({"by": {"person": 0}}, "journal.by"),
        ({"by": {"name": "王"}}, "journal.by"),
        ({"by": {"as": "正 职"}}, "journal.by"),
        ({"personal": {"with blank": "x"}}, "journal.path"),
        ({"personal": {"": "x"}}, "journal.path"),
        ({"personal": {"name": 5}}, "journal.value"),
        ({"personal": {"name": "x" * 1_000_001}}, "journal.value"),
        ({"personal": {"name": "a\0"}}, "journal.null-character"),
        ({"personal": {"name": "\ud800"}}, "journal.lone-surrogate"),
        ({"dossier": "12"}, "journal.dossier"),
        ({"dossier": "A" * 32}, "journal.dossier"),
        ({"at": AT.replace(tzinfo=None)}, "journal.no-zone"),
    ],
)
def test_what_may_not_stand_in_an_entry_is_refused(
    dossiers: Dossiers, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(Unclear) as refused:
        dossiers.act(**given, first=True) if "dossier" in given else dossiers.act(**given)
    assert refused.value.code == code
    assert models.Entry.objects.count() == 0
    assert refused.value.text.zh
    assert refused.value.text.en


def test_personal_data_is_read_back_and_stands_nowhere_in_clear(dossiers: Dossiers) -> None:
    personal = {"applicant.name": CANARY, "text": f"{CANARY}𠮷\u200b请问"}
    entry = dossiers.act(personal=personal)
    later = dossiers.act(entry.dossier, "accepted", personal={"note": CANARY}, subject="clerk")
    assert queries.values(entry.dossier) == {0: personal, 1: {"note": CANARY}}
    assert queries.values(entry.dossier, paths=["note"]) == {1: {"note": CANARY}}
    assert queries.values_of([entry.dossier, uuid4().hex]).keys() == {entry.dossier}
    stored = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for table in (models.Entry, models.SideValue, models.SubjectKey)
        for row in table._default_manager.values_list()
        for value in row
    )
    assert CANARY.encode() not in stored
    assert CANARY[-4:].encode() not in stored
    assert entry.values.keys() == personal.keys()
    assert set(entry.values.values()).isdisjoint(later.values.values())


def test_a_ciphertext_moved_to_another_place_does_not_open(dossiers: Dossiers) -> None:
    entry = dossiers.act(personal={"a": "one", "b": "two"})
    rows = list(models.SideValue.objects.filter(entry_id=entry.id).order_by("path"))
    keys = keyring.open_all([rows[0].key_id])
    dossier = models.Entry.objects.get(pk=entry.id).dossier
    hidden = bytes(rows[0].hidden)
    assert reveal(keys, dossier, 0, "a", rows[0].key_id, hidden) is not None
    assert reveal(keys, dossier, 0, "b", rows[0].key_id, hidden) is None
    assert reveal(keys, dossier, 1, "a", rows[0].key_id, hidden) is None


def test_a_foreign_keyring_file_is_refused_and_not_overwritten(
    dossiers: Dossiers, settings: Any, tmp_path: Any
) -> None:
    entry = dossiers.act(personal={"name": CANARY})
    settings.KEYRING = tmp_path / "other.key"
    with pytest.raises(Refused, match=r"journal\.keyring"):
        queries.values(entry.dossier)


def test_the_master_key_may_be_replaced_by_adding_a_line(
    dossiers: Dossiers, settings: Any, tmp_path: Any
) -> None:
    old = dossiers.act(personal={"name": CANARY})
    other = tmp_path / "other.key"
    settings.KEYRING, mine = other, settings.KEYRING
    dossiers.act(personal={"name": "x"})
    mine.write_bytes(mine.read_bytes() + other.read_bytes())
    settings.KEYRING = mine
    new = dossiers.act(personal={"name": "new"})
    assert queries.values(old.dossier) == {0: {"name": CANARY}}
    assert queries.values(new.dossier) == {0: {"name": "new"}}


def test_key_files_are_for_their_owner_only(dossiers: Dossiers, settings: Any) -> None:
    dossiers.act(personal={"name": CANARY})
    keyring.seal_keys()
    assert settings.KEYRING.stat().st_mode & 0o777 == 0o600
    assert settings.SEAL_KEY.stat().st_mode & 0o777 == 0o600


def test_an_act_costs_few_statements_and_a_history_one(dossiers: Dossiers) -> None:
    dossiers.act()
    personal = {"name": "a", "phone": "b", "text": "c"}
    with CaptureQueriesContext(
        connection,
    ) as first:
        entry = dossiers.act(first=True, personal=personal)
    with CaptureQueriesContext(connection) as second:
        entry = dossiers.act(entry.dossier, "accepted", head=entry.head)
    with CaptureQueriesContext(connection) as third:
        dossiers.act(entry.dossier, "noted", head=entry.head, personal=personal)
    with CaptureQueriesContext(connection) as read:
        queries.entries(entry.dossier)
    with CaptureQueriesContext(connection) as opened:
        queries.values_of([entry.dossier, uuid4().hex])
    counts = [len(one) for one in (first, second, third, read, opened)]
    assert counts == ([1, 1, 2, 1, 2] if connection.vendor == "postgresql" else [4, 2, 4, 1, 2])


def test_histories_go_through_every_dossier_once(dossiers: Dossiers) -> None:
    for _ in range(3):
        entry = dossiers.act()
        dossiers.act(entry.dossier, "accepted")
    dossiers.act(institution=2)
    told = dict(queries.histories(1))
    assert len(told) == 3
    assert all([entry.seq for entry in entries] == [0, 1] for entries in told.values())
    assert len(dict(queries.histories())) == 4


def test_the_software_itself_may_act(dossiers: Dossiers) -> None:
    entry = dossiers.act(by={"person": None, "post": None, "as": "system"})
    row = models.Entry.objects.get(pk=entry.id)
    assert (row.person_id, row.post_id, row.capacity) == (None, None, "system")
    assert dossiers.act(by={}).by == {"person": None, "post": None, "as": ""}
    assert dossiers.act(by=CLERK).by == CLERK
