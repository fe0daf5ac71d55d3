"""Numbering entries after commit."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection, transaction

from shouwen.journal import actions, models, queries
from tests.journal.conftest import AT, Dossiers


def indexes(institution: int = 1) -> list[int]:
    """Return the places dealt out so far, in the order of their entries' rows."""
    leaves = models.Leaf.objects.filter(log__institution_id=institution)
    return list(leaves.order_by("entry_id").values_list("index", flat=True))


@pytest.mark.django_db
def test_every_entry_gets_one_place_and_a_second_run_changes_nothing(dossiers: Dossiers) -> None:
    for _ in range(5):
        dossiers.act()
    dossiers.act(institution=2)
    assert actions.sequence(1) == 5
    assert actions.sequence(1) == 0
    assert indexes() == [0, 1, 2, 3, 4]
    assert indexes(2) == []
    assert actions.sequence_all() == {2: 1}
    assert models.Pending.objects.count() == 0


@pytest.mark.django_db
def test_more_than_one_batch_waits_no_longer(
    dossiers: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shouwen.journal.actions.sequencing._BATCH", 2)
    for _ in range(5):
        dossiers.act()
    assert actions.sequence(1) == 5
    assert indexes() == [0, 1, 2, 3, 4]


@pytest.mark.django_db
def test_a_place_that_was_dealt_is_not_dealt_again(dossiers: Dossiers) -> None:
    entry = dossiers.act()
    actions.sequence(1)
    models.Pending.objects.create(entry_id=entry.id, institution_id=1)
    assert actions.sequence(1) == 0
    assert indexes() == [0]
    assert models.Pending.objects.count() == 0


@pytest.mark.django_db
def test_health_tells_what_waits(dossiers: Dossiers) -> None:
    assert queries.health(1).oldest_pending is None
    dossiers.act()
    dossiers.act()
    health = queries.health(1)
    assert (health.pending, health.oldest_pending, health.size, health.sealed) == (2, AT, 0, 0)
    actions.seal(1, at=AT)
    health = queries.health(1)
    assert (health.pending, health.size, health.sealed, health.copied) == (0, 2, 2, 2)
    assert health.sealed_at == AT


@pytest.mark.django_db(transaction=True)
def test_numbering_inside_an_act_is_refused(dossiers: Dossiers) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        dossiers.act()
        actions.sequence(1)
    assert models.Entry.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_entry_committed_late_comes_after_what_is_sealed(dossiers: Dossiers) -> None:
    held, release = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            dossiers.act()
            held.set()
            release.wait(10)
        connection.close()

    dossiers.act(uuid4().hex)
    worker = threading.Thread(target=slow)
    worker.start()
    held.wait(10)
    dossiers.act()
    sealed = actions.seal(1, at=AT)
    assert sealed is not None
    assert sealed.checkpoint.size == 2
    release.set()
    worker.join()
    again = actions.seal(1, at=AT)
    assert again is not None
    assert again.checkpoint.size == 3
    assert indexes() == [0, 2, 1]
    assert queries.verify(1, at=AT).clean


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_and_sequencers_together_lose_and_reorder_nothing(dossiers: Dossiers) -> None:
    acknowledged: list[int] = []
    heads: list[tuple[int, bytes]] = []
    failures: list[BaseException] = []
    stop = threading.Event()

    def write(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            with transaction.atomic():
                entry = dossiers.act(first=True)
                second = dossiers.act(entry.dossier, "accepted", head=entry.head)
                time.sleep(chance.choice([0, 0, 0.02]))
            acknowledged.extend([entry.id, second.id])

    def seal(_: int) -> None:
        while not stop.is_set():
            actions.sequence(1)
            note = actions.seal(1, at=AT)
            assert note is not None
            heads.append((note.checkpoint.size, note.checkpoint.root))

    dossiers.act()
    writers = [started(write, seed, failures) for seed in range(6)]
    sealers = [started(seal, seed, failures) for seed in range(3)]
    joined(writers)
    stop.set()
    joined(sealers)
    actions.seal(1, at=AT)
    assert not failures
    assert sorted(indexes()) == list(range(len(acknowledged) + 1))
    numbered = set(models.Leaf.objects.values_list("entry_id", flat=True))
    assert numbered.issuperset(acknowledged)
    assert len({size for size, _ in heads}) == len(set(heads))
    verdict = queries.verify(1, at=AT)
    assert verdict.clean, verdict.fault
    assert verdict.sealed == len(numbered)


def started(
    work: Callable[[int], None], seed: int, failures: list[BaseException]
) -> threading.Thread:
    """Start a thread that notes its failure and closes its connection."""

    def run() -> None:
        try:
            work(seed)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def joined(threads: list[threading.Thread]) -> None:
    """Wait for threads."""
    for thread in threads:
        thread.join()
