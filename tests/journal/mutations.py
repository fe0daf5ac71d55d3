"""Seventy ways to spoil a good export, and what the verifier has to say to each."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouwen.journal import domain
from shouwen.journal.domain.note import verifier_key
from tests.journal import small_log
from tests.journal.small_log import NEW_KEY, OLD_KEY, ORIGIN, START, A, B, build

VECTORS = Path(__file__).parent / "vectors"
GOOD = (VECTORS / "good.txt").read_text().split("\n")[:-1]
ATTACKER = Ed25519PrivateKey.from_private_bytes(sha256(b"attacker").digest())
Lines = list[str]


def entry(number: int) -> int:
    """Return the position of the line of an entry."""
    return [position for position, line in enumerate(GOOD) if line[0] == "E"][number]


def value(number: int) -> int:
    """Return the position of a line that opens a value."""
    return [position for position, line in enumerate(GOOD) if line[0] == "V"][number]


def seal(number: int) -> int:
    """Return the position of the line of a seal."""
    return [position for position, line in enumerate(GOOD) if line[0] == "S"][number]


def removed(position: int) -> Lines:
    return GOOD[:position] + GOOD[position + 1 :]


def put(position: int, *lines: str) -> Lines:
    return GOOD[:position] + list(lines) + GOOD[position + 1 :]


def swapped(one: int, two: int) -> Lines:
    lines = list(GOOD)
    lines[one], lines[two] = lines[two], lines[one]
    return lines


def replaced(position: int, old: str, new: str) -> Lines:
    """Change the text of a line and nothing else."""
    assert old in GOOD[position]
    return put(position, GOOD[position].replace(old, new, 1))


def rehashed(number: int, old: str, new: str) -> Lines:
    """Change an entry and its hash, as somebody who knows the format would."""
    kind, place, _, content = GOOD[entry(number)].split(" ", 3)
    assert old in content
    content = content.replace(old, new, 1)
    digest = sha256(b"\0" + content.encode("utf-8", "surrogatepass")).hexdigest()
    return put(entry(number), f"{kind} {place} {digest} {content}")


def resealed(number: int, note: domain.Note) -> Lines:
    return put(seal(number), "S " + b64encode(note.text.encode()).decode())


def note(number: int) -> domain.Note:
    return domain.read_note(b64decode(GOOD[seal(number)][2:]).decode())


def signed(number: int, *keys: Ed25519PrivateKey, **change: Any) -> Lines:
    """Sign a changed head in place of a seal."""
    head = note(number).checkpoint
    told = {"origin": head.origin, "size": head.size, "root": head.root, "at": head.at, **change}
    return resealed(number, domain.sign(domain.Checkpoint(**told), keys or (OLD_KEY,)))


def rewritten(*, key: Ed25519PrivateKey | None, minute: int | None = None) -> Lines:
    """Write the whole history anew from entry 3 on, chain, tree, and seals if a key is given."""
    log = small_log.SmallLog()
    original = build()
    for number, old in enumerate(original.entries):
        late = START + timedelta(minutes=minute) if minute is not None else old.recorded
        written = domain.write(
            institution_id=3,
            log=ORIGIN,
            dossier=old.dossier,
            act=old.act,
            at=old.at,
            recorded=late if number == 3 else old.recorded,
            by=old.by,
            facts={"to": 99} if number == 3 else old.facts,
            rules=old.rules,
            values=old.values,
            head=next(
                (e.head for e in log.entries[::-1] if e.dossier == old.dossier), domain.START
            ),
            nonce=bytes.fromhex(json.loads(old.canonical)["n"]),
        )
        log.entries.append(written)
        if number + 1 in original.seals:
            at = original.seals[number + 1].checkpoint.at
            log.seal(key or OLD_KEY, minute=int((at - START).total_seconds() // 60))
    log.opened, log.waiting = original.opened, original.waiting
    if key is None:
        log.seals = original.seals
    return log.lines()


def with_extra_leaf() -> Lines:
    """Insert an act into a chain after everything, claiming it happened at the beginning."""
    log = build()
    log.waiting = set()
    forged = log.act("d4" * 16, "accepted", minute=0)
    assert forged.seq == 0
    return log.lines()


E = entry
MUTATIONS: dict[str, tuple[Callable[[], Lines], str]] = {
    "a byte of the content": (lambda: replaced(E(2), '"to":51', '"to":52'), "hash"),
    "a byte of the hash": (lambda: replaced(E(2), "9fa7", "9fa8"), "hash"),
    "content and hash": (lambda: rehashed(2, '"to":51', '"to":52'), "link"),
    "content and hash of the last entry": (lambda: rehashed(9, '"to":51', '"to":52'), "root"),
    "the act": (lambda: rehashed(2, '"accepted"', '"completed"'), "link"),
    "the moment": (lambda: rehashed(2, "T01:03:00", "T01:02:00"), "link"),
    "the person": (lambda: rehashed(2, '"person":812', '"person":813'), "link"),
    "the rules": (lambda: rehashed(4, "#7", "#8"), "root"),
    "a commitment": (lambda: commit_changed(), "value"),
    "the link": (lambda: rehashed(3, '"prev":"9f', '"prev":"9e'), "link"),
    "the first link": (lambda: prev_changed(), "link"),
    "the sequence number": (lambda: rehashed(3, '"seq":2', '"seq":3'), "order"),
    "the dossier": (lambda: rehashed(3, A, B), "order"),
    "the log": (lambda: rehashed(3, ORIGIN, "shouwen.example.gov.cn/4"), "log"),
    "recorded before its predecessor": (
        lambda: rehashed(2, '"recorded":"2026-03-02T01:03', '"recorded":"2026-03-02T00:59'),
        "recorded",
    ),
    "an entry removed": (lambda: removed(E(2)), "order"),
    "the last sealed entry removed": (lambda: removed(E(9)), "short"),
    "the first entry of a dossier removed": (lambda: removed(E(1)), "index"),
    "an entry twice": (lambda: put(E(2), GOOD[E(2)], GOOD[E(2)]), "order"),
    "two entries of two dossiers swapped": (lambda: swapped(E(7), E(8)), "index"),
    "two entries of one dossier swapped": (lambda: swapped(E(2), E(3)), "order"),
    "a place in the log": (lambda: replaced(E(2), "E 2 ", "E 3 "), "index"),
    "no place for a sealed entry": (lambda: replaced(E(2), "E 2 ", "E - "), "late-leaf"),
    "a place for an entry after a waiting one": (
        lambda: [*GOOD[:-2], GOOD[-2], GOOD[-2].replace("E -", "E 10"), "Z 12"],
        "order",
    ),
    "an entry that waits for too long": (
        lambda: replaced(0, "T02:05:00", "T02:10:01"),
        "late-leaf",
    ),
    "a blank in the bytes": (lambda: rehashed(2, '"to":51', '"to": 51'), "not-canonical"),
    "keys in another order": (lambda: facts_changed(3, '{"to":1,"limit":2}'), "not-canonical"),
    "a fractional number": (lambda: facts_changed(3, '{"to":51.0}'), "not-canonical"),
    "an exponent": (lambda: facts_changed(3, '{"to":5e1}'), "not-canonical"),
    "a number beyond 2^53": (lambda: facts_changed(3, '{"to":9007199254740992}'), "not-canonical"),
    "minus zero": (lambda: facts_changed(3, '{"to":-0}'), "not-canonical"),
    "not a number": (lambda: facts_changed(3, '{"to":NaN}'), "not-canonical"),
    "a key twice": (lambda: facts_changed(3, '{"to":51,"to":51}'), "not-canonical"),
    "a key that is not ASCII": (lambda: facts_changed(3, '{"姓":51}'), "not-canonical"),
    "a needless escape": (lambda: facts_changed(3, '{"to":"\\u0041"}'), "not-canonical"),
    "a null character": (lambda: facts_changed(3, '{"to":"\\u0000"}'), "not-canonical"),
    "a lone surrogate": (lambda: facts_changed(3, '{"to":"\\ud800"}'), "not-canonical"),
    "facts that close early": (
        lambda: facts_changed(3, '{"to":51},"log":"x","n":"' + "0" * 32 + '"'),
        "not-canonical",
    ),
    "a field missing": (lambda: rehashed(3, '"v":1,', ""), "not-canonical"),
    "a field more": (lambda: rehashed(3, '"v":1,', '"u":1,"v":1,'), "not-canonical"),
    "another profile": (lambda: rehashed(3, '"v":1,', '"v":2,'), "not-canonical"),
    "a yes for a number": (lambda: rehashed(3, '"v":1,', '"v":true,'), "not-canonical"),
    "an impossible day": (
        lambda: rehashed(3, "2026-03-02T01:05", "2026-02-30T01:05"),
        "not-canonical",
    ),
    "bytes that are not UTF-8": (lambda: facts_changed(3, '{"to":"\ud800"}'), "not-canonical"),
    "nesting without end": (
        lambda: facts_changed(3, '{"to":' + "[" * 100_000 + "]" * 100_000 + "}"),
        "not-canonical",
    ),
    "a value": (lambda: replaced(value(1), "529e", "529f"), "value"),
    "a salt": (lambda: replaced(value(1), "1962", "1963"), "value"),
    "the path of a value": (lambda: replaced(value(1), "reason", "motive"), "value"),
    "a value twice": (lambda: put(value(1), GOOD[value(1)], GOOD[value(1)]), "value"),
    "a value under another entry": (lambda: swapped(value(2), E(5)), "value"),
    "a value that is gone": (lambda: removed(value(2)), "not-open"),
    "a value that was erased and is back": (lambda: revived(), "erasure"),
    "an erasure of what never was": (lambda: erased_wrongly(), "erasure"),
    "a seal removed and its entries rewritten": (lambda: rewritten(key=None), "root"),
    "everything rewritten and sealed with a new key": (
        lambda: rewritten(key=ATTACKER),
        "signature",
    ),
    "an act inserted behind what is sealed": (with_extra_leaf, "back-dated"),
    "the root of a seal": (lambda: signed(1, root=bytes(32)), "root"),
    "the size of a seal": (lambda: signed(1, size=7), "short"),
    "a smaller size of a seal": (lambda: signed(1, size=5), "seal"),
    "the origin of a seal": (lambda: signed(1, origin="shouwen.example.gov.cn/4"), "seal"),
    "the moment of a seal": (lambda: signed(2, OLD_KEY, NEW_KEY, at=START), "seal"),
    "a seal by an unknown key": (lambda: signed(1, ATTACKER), "signature"),
    "a seal by a key that is no longer in force": (lambda: signed(3, OLD_KEY), "signature"),
    "a seal by a key that is not yet in force": (lambda: signed(1, NEW_KEY), "signature"),
    "a new key that the old one does not introduce": (lambda: signed(2, NEW_KEY), "signature"),
    "a byte of a signature": (lambda: signature_changed(1), "signature"),
    "a seal twice": (lambda: put(seal(1), GOOD[seal(1)], GOOD[seal(1)]), "seal"),
    "seals swapped": (lambda: swapped(seal(0), seal(1)), "short"),
    "a seal that is no seal": (lambda: put(seal(1), "S bm90aGluZw=="), "export"),
    "a key that nobody trusts": (
        lambda: put(1, f"K 4 {verifier_key(ORIGIN, ATTACKER)}"),
        "key",
    ),
    "a key whose id is not its own": (lambda: replaced(1, "+d8b5", "+d8b6"), "export"),
    "no key": (lambda: GOOD[:1] + GOOD[3:], "signature"),
    "the end cut off": (lambda: GOOD[:-1], "cut-off"),
    "a waiting entry dropped": (lambda: GOOD[:-2] + GOOD[-1:], "cut-off"),
    "lines after the end": (lambda: [*GOOD, GOOD[-1]], "export"),
    "no head": (lambda: GOOD[1:], "export"),
    "an unknown line": (lambda: put(3, "X what"), "export"),
    "an empty line": (lambda: [*GOOD[:4], "", *GOOD[4:]], "export"),
    "an empty file": (list, "cut-off"),
}


def facts_changed(number: int, facts: str) -> Lines:
    """Put other facts into an entry, whatever their form."""
    content = GOOD[entry(number)].split(" ", 3)[3]
    old = content.partition('"facts":')[2].partition(',"log"')[0]
    return rehashed(number, f'"facts":{old}', f'"facts":{facts}')


def prev_changed() -> Lines:
    content = GOOD[entry(0)].split(" ", 3)[3]
    old = content.partition('"prev":"')[2][:64]
    return rehashed(0, old, "0" * 64)


def commit_changed() -> Lines:
    content = GOOD[entry(0)].split(" ", 3)[3]
    old = content.partition('"reason":"')[2][:64]
    return rehashed(0, old, "0" * 64)


def revived() -> Lines:
    """Show the value that the small log has erased."""
    salt = sha256(b"1applicant.phone").digest()
    opened = "V " + json.dumps(["applicant.phone", salt.hex(), "13800000000"])
    return put(entry(1), GOOD[entry(1)], opened)


def erased_wrongly() -> Lines:
    content = GOOD[entry(6)].split(" ", 3)[3]
    old = content.partition('"commitments":["')[2][:64]
    return rehashed(6, old, "0" * 64)


def signature_changed(number: int) -> Lines:
    text = note(number).text
    body, _, line = text.rpartition(" ")
    blob = bytearray(b64decode(line))
    blob[40] ^= 1
    changed = f"{body} {b64encode(bytes(blob)).decode()}\n"
    return put(seal(number), "S " + b64encode(changed.encode()).decode())
