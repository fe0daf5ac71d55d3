"""A small log built without a database: three dossiers, an erasure, two seal keys, one waiting.

Everything random is fixed, so that the export is the same bytes on every machine and in every
release: `vectors/good.txt` holds it.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouwen.journal import domain
from shouwen.journal.domain.note import verifier_key

ORIGIN = "shouwen.example.gov.cn/3"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
A, B, C = ("a1" * 16, "b2" * 16, "c3" * 16)
OLD_KEY = Ed25519PrivateKey.from_private_bytes(sha256(b"old").digest())
NEW_KEY = Ed25519PrivateKey.from_private_bytes(sha256(b"new").digest())
CLERK = {"person": 812, "post": 44, "as": "A"}


@dataclass
class SmallLog:
    """Writes entries and seals as the product does, into the lines of an export."""

    entries: list[domain.Entry] = field(default_factory=list)
    opened: dict[tuple[str, int], list[tuple[str, bytes, str]]] = field(default_factory=dict)
    seals: dict[int, domain.Note] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)

    def act(
        self,
        dossier: str,
        act: str,
        *,
        minute: int,
        values: dict[str, str] | None = None,
        facts: dict[str, Any] | None = None,
    ) -> domain.Entry:
        """Append an act."""
        number = len(self.entries)
        own = [entry for entry in self.entries if entry.dossier == dossier]
        salts = {path: sha256(f"{number}{path}".encode()).digest() for path in values or {}}
        entry = domain.write(
            institution_id=3,
            log=ORIGIN,
            dossier=dossier,
            act=act,
            at=START + timedelta(minutes=minute),
            recorded=START + timedelta(minutes=minute),
            by=CLERK,
            facts=facts or {"to": 51},
            rules=["first-asked@2026-01-01#7"],
            values={
                path: domain.commit(salt=salts[path], path=path, value=value)
                for path, value in (values or {}).items()
            },
            head=own[-1].head if own else domain.START,
            nonce=sha256(str(number).encode()).digest()[:16],
        )
        self.entries.append(entry)
        self.opened[dossier, entry.seq] = [
            (path, salts[path], value) for path, value in (values or {}).items()
        ]
        return entry

    def seal(self, *keys: Ed25519PrivateKey, minute: int) -> domain.Note:
        """Seal what there is."""
        leaves = [bytes.fromhex(entry.hash) for entry in self.entries]
        at = START + timedelta(minutes=minute)
        note = domain.sign(
            domain.Checkpoint(ORIGIN, len(leaves), domain.root(leaves), at), list(keys)
        )
        self.seals[len(leaves)] = note
        return note

    def lines(self) -> list[str]:
        """Return the export."""
        at = domain.instant(START + timedelta(minutes=65))
        head = {"at": at, "origin": ORIGIN, "values": "opened", "v": 1}
        old, new = (verifier_key(ORIGIN, key) for key in (OLD_KEY, NEW_KEY))
        lines = [f"shouwen-journal {json.dumps(head)}", f"K 4 {old}", f"K 9 {new}"]
        for index, entry in enumerate(self.entries):
            place = "-" if index in self.waiting else str(index)
            lines.append(f"E {place} {entry.hash} {entry.canonical}")
            for path, salt, value in self.opened[entry.dossier, entry.seq]:
                lines.append("V " + json.dumps([path, salt.hex(), value]))
            if index + 1 in self.seals:
                lines.append("S " + b64encode(self.seals[index + 1].text.encode()).decode())
        return [*lines, f"Z {len(self.entries)}"]


def build() -> SmallLog:
    """Return the small log."""
    log = SmallLog()
    log.act(A, "registered", minute=0, values={"applicant.name": "王小明", "reason": "办证"})
    log.act(B, "registered", minute=2, values={"applicant.phone": "13800000000"})
    log.act(A, "accepted", minute=3)
    log.act(A, "handed-over", minute=5, facts={"to": 51, "limit": "2026-03-09"})
    log.seal(OLD_KEY, minute=10)
    log.act(C, "registered", minute=12, values={"applicant.name": "𠮷田\u2028"})
    log.act(B, "completed", minute=15)
    log.seal(OLD_KEY, minute=20)
    gone = log.opened.pop((B, 0))
    log.opened[B, 0] = []
    commitment = domain.commit(salt=gone[0][1], path=gone[0][0], value=gone[0][2])
    facts = {"approver": 9, "basis": "retention#3", "commitments": [commitment]}
    log.act(B, "erased", minute=31, facts=facts)
    log.act(C, "accepted", minute=32)
    log.act(A, "completed", minute=40)
    log.seal(OLD_KEY, NEW_KEY, minute=41)
    log.act(C, "completed", minute=50)
    log.seal(NEW_KEY, minute=51)
    log.act(A, "rated", minute=60, facts={"stars": 5})
    log.waiting = {10}
    return log
