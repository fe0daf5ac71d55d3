"""Sealing the log, and refusing to when history changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouwen.errors import Refused, Unclear
from shouwen.journal import actions, domain, keyring, models, outside, queries
from shouwen.journal.domain.note import verifier_key
from shouwen.journal.domain.tree import includes
from tests.journal.conftest import AT, Dossiers
from tests.journal.emptying import unguarded

pytestmark = pytest.mark.django_db


def sealed(dossiers: Dossiers, count: int, *, minute: int = 0) -> domain.Note:
    """Append entries and seal them."""
    for _ in range(count):
        dossiers.act(recorded=AT + timedelta(minutes=minute))
    note = actions.seal(1, at=AT + timedelta(minutes=minute))
    assert note is not None
    return note


def test_an_empty_log_is_not_sealed() -> None:
    assert actions.seal(1, at=AT) is None


def test_a_seal_is_signed_kept_and_copied_outside(dossiers: Dossiers) -> None:
    note = sealed(dossiers, 5)
    key = verifier_key("shouwen.example.gov.cn/1", keyring.seal_keys()[-1])
    assert note.signed_by(key)
    assert note.checkpoint.size == 5
    row = models.Seal.objects.get()
    assert (row.text, row.size, row.at) == (note.text, 5, AT)
    assert outside.read(1, 5).text == note.text
    assert outside.keys(1) == [key]
    leaves = [bytes(one) for one in models.Entry.objects.values_list("hash", flat=True)]
    assert len(leaves) == 5


def test_nothing_new_means_no_new_seal(dossiers: Dossiers) -> None:
    note = sealed(dossiers, 2)
    assert actions.seal(1, at=AT + timedelta(hours=1)) == note
    assert models.Seal.objects.count() == 1


def test_every_seal_continues_the_one_before(dossiers: Dossiers) -> None:
    sizes = [sealed(dossiers, count, minute=count).checkpoint.size for count in (1, 2, 3, 5)]
    assert sizes == [1, 3, 6, 11]
    leaves = models.Leaf.objects.order_by("index").values_list("entry__hash", flat=True)
    hashes = [bytes(one) for one in leaves]
    for row in models.Seal.objects.all():
        assert bytes(row.root) == domain.root(hashes[: row.size])
    verdict = queries.verify(1, at=AT + timedelta(minutes=5))
    assert verdict.clean, verdict.fault
    assert (verdict.entries, verdict.seals, verdict.sealed, verdict.pinned) == (11, 4, 11, True)


def test_logs_of_institutions_are_sealed_apart(dossiers: Dossiers) -> None:
    sealed(dossiers, 2)
    dossiers.act(institution=2)
    note = actions.seal(2, at=AT)
    assert note is not None
    assert note.checkpoint.origin == "shouwen.example.gov.cn/2"
    assert note.checkpoint.size == 1
    assert queries.institutions() == [1, 2]
    assert all(queries.verify(one, at=AT).clean for one in (1, 2))


def test_a_changed_entry_that_is_not_yet_sealed_is_never_sealed(dossiers: Dossiers) -> None:
    entry = dossiers.act(facts={"to": 51})
    with unguarded():
        changed = entry.canonical.replace('"to":51', '"to":52')
        models.Entry.objects.filter(pk=entry.id).update(canonical=changed)
    with pytest.raises(Refused, match=r"journal\.entry-changed") as refused:
        actions.seal(1, at=AT)
    assert refused.value.facts == {"entry": entry.id}
    assert models.Seal.objects.count() == 0


def test_entries_lost_in_a_restore_are_found_by_the_copy_outside(dossiers: Dossiers) -> None:
    sealed(dossiers, 2)
    note = sealed(dossiers, 2, minute=1)
    with unguarded():
        models.Seal.objects.filter(size=4)._raw_delete("default")  # type: ignore[attr-defined]
        last = models.Leaf.objects.get(index=3)
        models.Leaf.objects.filter(index=3)._raw_delete("default")  # type: ignore[attr-defined]
        models.Entry.objects.filter(pk=last.pk)._raw_delete("default")  # type: ignore[attr-defined]
    with pytest.raises(Refused, match=r"journal\.entries-missing") as refused:
        actions.seal(1, at=AT + timedelta(minutes=2))
    assert refused.value.facts["sealed"] == note.checkpoint.size
    assert refused.value.facts["present"] == 3
    verdict = queries.verify(1, at=AT)
    assert verdict.fault is not None
    assert verdict.fault.code == "short"


def test_other_entries_after_a_restore_are_not_sealed_over(dossiers: Dossiers) -> None:
    sealed(dossiers, 2)
    sealed(dossiers, 1, minute=1)
    with unguarded():
        models.Seal.objects.filter(size=3)._raw_delete("default")  # type: ignore[attr-defined]
        models.Leaf.objects.filter(index=2)._raw_delete("default")  # type: ignore[attr-defined]
    dossiers.act()
    dossiers.act()
    with pytest.raises(Refused, match=r"journal\.history-changed"):
        actions.seal(1, at=AT + timedelta(minutes=2))


def test_a_seal_written_outside_just_before_a_crash_is_taken_over(dossiers: Dossiers) -> None:
    sealed(dossiers, 2)
    note = sealed(dossiers, 2, minute=1)
    with unguarded():
        models.Seal.objects.filter(size=4)._raw_delete("default")  # type: ignore[attr-defined]
    assert queries.verify(1, at=AT).clean
    assert actions.seal(1, at=AT + timedelta(minutes=2)) == note
    assert models.Seal.objects.filter(size=4, text=note.text).count() == 1
    again = sealed(dossiers, 1, minute=3)
    assert again.checkpoint.size == 5
    assert queries.verify(1, at=AT + timedelta(minutes=3)).clean


def test_copies_that_are_missing_outside_are_written_again(dossiers: Dossiers) -> None:
    sealed(dossiers, 1)
    sealed(dossiers, 1, minute=1)
    for size in (1, 2):
        (outside.folder(1) / f"{size:012d}.txt").unlink()
    assert queries.health(1).copied == 0
    sealed(dossiers, 1, minute=2)
    assert outside.sizes(1) == [1, 2, 3]
    (outside.folder(1) / f"{3:012d}.txt").unlink()
    sealed(dossiers, 1, minute=3)
    assert outside.sizes(1) == [1, 2, 3, 4]


def test_a_forged_copy_outside_stops_sealing(dossiers: Dossiers) -> None:
    note = sealed(dossiers, 2)
    forged = domain.sign(note.checkpoint, [Ed25519PrivateKey.generate()])
    (outside.folder(1) / f"{2:012d}.txt").write_text(forged.text)
    with pytest.raises(Refused, match=r"journal\.seal-forged"):
        actions.seal(1, at=AT)
    (outside.folder(1) / f"{2:012d}.txt").write_text("nonsense")
    with pytest.raises(Unclear, match=r"journal\.copy-damaged"):
        actions.seal(1, at=AT)


def test_a_changed_compact_range_stops_sealing(dossiers: Dossiers) -> None:
    sealed(dossiers, 3)
    with unguarded():
        models.Seal.objects.update(peaks=b"x" * 64)
    with pytest.raises(Refused, match=r"journal\.history-changed"):
        actions.seal(1, at=AT)


def test_a_rewritten_seal_row_stops_sealing(dossiers: Dossiers) -> None:
    note = sealed(dossiers, 3)
    other = domain.Checkpoint(note.checkpoint.origin, 3, bytes(32), AT)
    with unguarded():
        models.Seal.objects.update(text=domain.sign(other, keyring.seal_keys()).text)
    with pytest.raises(Refused, match=r"journal\.history-changed"):
        actions.seal(1, at=AT)


def test_a_clock_that_ran_backwards_stops_sealing_and_not_intake(dossiers: Dossiers) -> None:
    sealed(dossiers, 1, minute=10)
    dossiers.act()
    with pytest.raises(Refused, match=r"journal\.clock"):
        actions.seal(1, at=AT)
    slipped = actions.seal(1, at=AT + timedelta(minutes=10, seconds=-4))
    assert slipped is not None
    assert slipped.checkpoint.at == AT + timedelta(minutes=10)


def test_a_seal_key_is_replaced_by_adding_one_to_the_file(
    dossiers: Dossiers, settings: Any
) -> None:
    sealed(dossiers, 1)
    old = settings.SEAL_KEY.read_bytes()
    settings.SEAL_KEY.unlink()
    with pytest.raises(Refused, match=r"journal\.seal-key"):
        sealed(dossiers, 1, minute=1)
    settings.SEAL_KEY.write_bytes(old + settings.SEAL_KEY.read_bytes())
    both = sealed(dossiers, 1, minute=2)
    assert all(
        both.signed_by(verifier_key(both.checkpoint.origin, key)) for key in keyring.seal_keys()
    )
    settings.SEAL_KEY.write_bytes(settings.SEAL_KEY.read_bytes().removeprefix(old))
    alone = sealed(dossiers, 1, minute=3)
    assert len(both.signatures) == 2
    assert len(alone.signatures) == 1
    verdict = queries.verify(1, at=AT)
    assert verdict.clean, verdict.fault
    assert len(outside.keys(1)) == 2


@pytest.mark.parametrize("step", [1, 2, 8])
def test_every_sealed_entry_has_a_proof(
    dossiers: Dossiers, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shouwen.journal.nodes._STEP", step)
    monkeypatch.setattr("shouwen.journal.nodes._WIDTH", 1 << step)
    for count in (3, 4, 12):
        sealed(dossiers, count, minute=count)
    entries = [entry for _, history in queries.histories(1) for entry in history]
    for entry in entries:
        proof = queries.proof(entry)
        assert includes(
            index=proof.index,
            size=19,
            leaf=bytes.fromhex(entry.hash),
            proof=proof.path,
            head=proof.seal.checkpoint.root,
        )
    assert models.Node.objects.exists() == (step < 8)
    lines = proof.text().splitlines()
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", f"index {proof.index}"]
    assert len(lines) == 2 + len(proof.path) + 1 + 6


def test_an_entry_that_is_not_sealed_has_no_proof(dossiers: Dossiers) -> None:
    entry = dossiers.act()
    with pytest.raises(Refused, match=r"journal\.not-sealed"):
        queries.proof(entry)
    actions.sequence(1)
    with pytest.raises(Refused, match=r"journal\.not-sealed"):
        queries.proof(entry)


def test_a_changed_entry_is_not_proved(dossiers: Dossiers) -> None:
    entry = dossiers.act()
    sealed(dossiers, 3)
    with unguarded():
        models.Entry.objects.filter(pk=entry.id).update(hash=bytes(32))
    changed = queries.entries(entry.dossier)[0]
    with pytest.raises(Refused, match=r"journal\.not-proved"):
        queries.proof(changed)
