"""Sealing a log: signing its head, after showing that it continues every head signed before."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from shouwen.errors import Refused, Text
from shouwen.journal import keyring, logs, outside
from shouwen.journal.actions.sequencing import sequence
from shouwen.journal.domain import Checkpoint, Note, Range, leaf_hash, read_note, sign
from shouwen.journal.domain.note import verifier_key
from shouwen.journal.models import Log, Seal, SealKey
from shouwen.journal.nodes import keep_nodes

_CLOCK_MAY_SLIP = timedelta(seconds=5)


def seal(institution_id: int, *, at: datetime) -> Note | None:
    """Number what waits, and sign the head of the log; None while the log is empty.

    Returns the last seal again if nothing has happened since. The seal is written outside the
    database first; should the process die before the database has it too, the next run takes it
    over. Raises `Refused`, signing nothing, if the log does not continue the last seal in the
    database and the last one kept outside: entries are missing or were changed.
    """
    sequence(institution_id)
    with transaction.atomic(durable=True):
        logs.lock(institution_id)
        return _seal(logs.of(institution_id), at)


def _seal(log: Log, at: datetime) -> Note | None:
    size = logs.size(log)
    within = Seal.objects.filter(log=log).order_by("-size").first()
    without = outside.last(log.institution_id)
    heads = [read_note(within.text)] if within else []
    heads += [without] if without else []
    for note in heads:
        _trusted(log, note, size)
    if size == 0:
        return None
    grown = _continue(log, _base(log, within, without), heads, size)
    if without and (within is None or without.checkpoint.size > within.size):
        _store(log, without, grown[without.checkpoint.size])
    _copy_out(log, without)
    newest = max(heads, key=lambda note: note.checkpoint.size, default=None)
    if newest and newest.checkpoint.size == size:
        return newest
    moment = _moment(at, newest)
    note = sign(
        Checkpoint(log.origin, size, grown[size].root(), moment),
        _signers(log, size),
    )
    outside.keep(log.institution_id, note)
    _store(log, note, grown[size])
    keep_nodes(log, size)
    return note


def _trusted(log: Log, note: Note, size: int) -> None:
    """Refuse a head that is not ours, or that covers more than there is."""
    known = {verifier_key(log.origin, key) for key in keyring.seal_keys()}
    known |= set(outside.keys(log.institution_id))
    facts = {"log": log.origin, "sealed": note.checkpoint.size, "present": size}
    if note.checkpoint.origin != log.origin or not any(note.signed_by(key) for key in known):
        raise Refused("journal.seal-forged", _FORGED, facts=facts)
    if note.checkpoint.size > size:
        raise Refused("journal.entries-missing", _MISSING, facts=facts, remedy=_ASK_TWO)


def _base(log: Log, within: Seal | None, without: Note | None) -> Range:
    """Return the range to grow from: that of the older of the two last seals."""
    base = within
    if within and without and without.checkpoint.size < within.size:
        base = Seal.objects.filter(log=log, size=without.checkpoint.size).first()
        if base is None:
            raise _changed(log, without.checkpoint.size)
    if base is None:
        return Range()
    try:
        start = Range.unpacked(base.size, bytes(base.peaks))
    except ValueError as fault:
        raise _changed(log, base.size) from fault
    if start.root() != read_note(base.text).checkpoint.root:
        raise _changed(log, base.size)
    return start


def _continue(log: Log, start: Range, heads: list[Note], size: int) -> dict[int, Range]:
    """Grow the tree from `start` to `size`, comparing every known head on the way."""
    roots = [(note.checkpoint.size, note.checkpoint.root) for note in heads]
    grown = {start.size: start}
    for stop in sorted({*(end for end, _ in roots), size}):
        before = grown[max(grown)]
        grown[stop] = before.grow(_leaves(log, before.size, stop))
        if grown[stop].size != stop or any(
            end == stop and root != grown[stop].root() for end, root in roots
        ):
            raise _changed(log, stop)
    return grown


def _leaves(log: Log, start: int, end: int) -> list[bytes]:
    """Return leaf hashes computed from the entries themselves; refuse one that was changed."""
    found = []
    for number, canonical, stored in logs.leaves(log, start, end):
        computed = leaf_hash(canonical.encode())
        if computed != stored:
            raise Refused("journal.entry-changed", _ENTRY, facts={"entry": number}, remedy=_ASK_TWO)
        found.append(computed)
    return found


def _store(log: Log, note: Note, grown: Range) -> None:
    Seal.objects.create(
        log=log,
        size=note.checkpoint.size,
        root=note.checkpoint.root,
        peaks=grown.packed(),
        at=note.checkpoint.at,
        text=note.text,
    )


def _copy_out(log: Log, without: Note | None) -> None:
    """Write outside what the database has sealed since the last copy (a folder newly mounted)."""
    known = without.checkpoint.size if without else 0
    for text in Seal.objects.filter(log=log, size__gt=known).order_by("size").values_list("text"):
        outside.keep(log.institution_id, read_note(text[0]))
    for key in SealKey.objects.filter(log=log).order_by("first_size"):
        outside.keep_key(log.institution_id, key.as_domain())


def _moment(at: datetime, newest: Note | None) -> datetime:
    last = newest.checkpoint.at if newest else at
    if at < last - _CLOCK_MAY_SLIP:
        facts = {"now": at.isoformat(), "last": last.isoformat()}
        raise Refused("journal.clock", _CLOCK, facts=facts)
    return max(at, last)


def _signers(log: Log, size: int) -> list[Ed25519PrivateKey]:
    """Return the key that signs, and the one before it when the key was just replaced."""
    held = keyring.seal_keys()
    current = verifier_key(log.origin, held[-1])
    registered = SealKey.objects.filter(log=log).order_by("-first_size").first()
    if registered is not None and registered.as_domain() == current:
        return held[-1:]
    before = [
        key
        for key in held
        if registered and verifier_key(log.origin, key) == registered.as_domain()
    ]
    if registered is not None and not before:
        raise Refused("journal.seal-key", _KEY, facts={"log": log.origin}, remedy=_BOTH_KEYS)
    SealKey.objects.create(log=log, verifier=str(current), first_size=size)
    outside.keep_key(log.institution_id, current)
    return [*before, held[-1]]


def _changed(log: Log, size: int) -> Refused:
    return Refused(
        "journal.history-changed",
        _HISTORY,
        facts={"log": log.origin, "sealed": size},
        remedy=_ASK_TWO,
    )


_FORGED = Text("封印不是由本单位的密钥签署", "A seal was not signed by a key of this log")
_MISSING = Text(
    "日志比已有封印短,有记录丢失", "The log is shorter than a seal of it: entries are missing"
)
_HISTORY = Text(
    "日志与已有封印不一致,历史被改动", "The log does not continue its last seal: history changed"
)
_ENTRY = Text("一条记录的内容被改动", "The content of an entry was changed")
_CLOCK = Text("系统时间倒退,停止封印", "The clock ran backwards; nothing is sealed")
_KEY = Text("封印密钥被更换而旧密钥不在", "The seal key was replaced and the old one is not there")
_BOTH_KEYS = Text(
    "请在密钥文件中把旧密钥放在新密钥之前,封印一次",
    "Put the old key before the new one in the key file until the next seal",
)
_ASK_TWO = Text(
    "请运行 shouwen verify,由两名负责人核查",
    "Run `shouwen verify`; two officers look into it",
)
