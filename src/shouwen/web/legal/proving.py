"""The proof of one matter's chain: every entry with its hash, and the seal that covers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from shouwen.docket import queries as docket
from shouwen.errors import Refused
from shouwen.journal import queries as journal
from shouwen.journal.queries import Entry
from shouwen.rulebook.names import Names
from shouwen.web.errors import language
from shouwen.worktime import WorkTime

EVENTS = {
    "limits-recomputed": ("期限重算", "limits recomputed"),
    "revealed": ("显示个人信息", "personal data shown"),
    "attached": ("附上文件", "file attached"),
    "record-verified": ("核验记录", "record verified"),
    "record-exported": ("导出记录", "record exported"),
    "record-proved": ("出具证明", "proof issued"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the chain, without anything personal."""

    seq: int
    act: str
    at: datetime
    hash: str
    prev: str
    index: int | None
    proof: str
    """In the C2SP form; empty while no seal covers the entry."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of one matter."""

    number: str
    dossier: str
    links: tuple[Link, ...]
    unsealed: int
    keys: tuple[str, ...]
    whole: bool
    """Whether each entry continues the one before it and every sealed one is proved."""


def act_name(act: str) -> str:
    """Return an act's name in the reader's language."""
    if act in EVENTS:
        return EVENTS[act][language().startswith("en")]
    return Names().said(act, language())


def chain(institution_id: int, number: str, office: WorkTime) -> Chain | None:
    """Return the chain of a matter by its number; None if there is no such number."""
    uid = docket.uid_of(institution_id, number)
    if uid is None:
        return None
    entries = journal.entries(uid.hex)
    links = tuple(_link(one, office) for one in entries)
    return Chain(
        number=number,
        dossier=uid.hex,
        links=links,
        unsealed=sum(not one.proof for one in links),
        keys=tuple(dict.fromkeys(_keys(institution_id))),
        whole=_continues(entries),
    )


def _link(entry: Entry, office: WorkTime) -> Link:
    index, proof = _proof(entry)
    return Link(
        seq=entry.seq,
        act=act_name(entry.act),
        at=office.local(entry.at),
        hash=entry.hash,
        prev=entry.prev,
        index=index,
        proof=proof,
    )


def _proof(entry: Entry) -> tuple[int | None, str]:
    try:
        found = journal.proof(entry)
    except Refused as refusal:
        if refusal.code == "journal.not-sealed":
            return None, ""
        raise
    return found.index, found.text()


def _continues(entries: Sequence[Entry]) -> bool:
    return all(after.prev == before.hash for before, after in pairwise(entries))


def _keys(institution_id: int) -> list[str]:
    return [
        name for note in journal.seals(institution_id, 1) for name, _id, _sig in note.signatures
    ]
