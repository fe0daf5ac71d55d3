"""The story of a matter: every entry in words, names and contacts masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier
from shouwen.errors import Name, Text
from shouwen.journal import queries as journal
from shouwen.matters.queries.lines import NOBODY, name_of, post_name
from shouwen.organization.domain import Snapshot
from shouwen.organization.masking import mask_address, mask_email, mask_name, mask_phone
from shouwen.rulebook.procedure import procedures
from shouwen.rulebook.vocabulary import ACTS
from shouwen.rulebook.vocabulary import name_of as word


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline; personal texts only if the reader may see them."""

    seq: int
    act: str
    name: Text
    at: datetime
    by: Name
    post: Name
    letter: str
    to: Name
    texts: Mapping[str, str]
    fields: Mapping[str, Any]
    state: Text
    hash: str
    prev: str


REMARKS: Mapping[str, Text] = {
    "revealed": Text("查看个人信息", "Personal data shown"),
    "attached": Text("添附件", "File added"),
    "erasure-asked": Text("申请删除个人信息", "Deletion of personal data asked"),
    "erasure-refused": Text("不同意删除个人信息", "Deletion of personal data refused"),
    "erased": Text("已删除个人信息", "Personal data deleted"),
}
"""Entries that no procedure knows, by name."""

MASKS: Mapping[str, Callable[[str], str]] = {
    "applicant": mask_name,
    "phone": mask_phone,
    "address": mask_address,
    "email": mask_email,
    "receiver": mask_name,
}
"""Path of a personal text → how it is shown to those who did not ask to see it whole."""


def events(
    dossier: Dossier,
    roster: Snapshot,
    now: datetime,
    *,
    full: bool = False,
    entries: Sequence[journal.Entry] | None = None,
) -> tuple[Event, ...]:
    """Return the timeline, newest first; names and contacts are masked unless `full`."""
    texts = journal.values(dossier.uid.hex)
    procedure = procedures()[dossier.kind]
    found = []
    for entry in journal.entries(dossier.uid.hex) if entries is None else entries:
        state = procedure.states.get(str(entry.facts.get("state", "")))
        post = entry.by.get("post")
        found.append(
            Event(
                seq=entry.seq,
                act=entry.act,
                name=REMARKS.get(entry.act) or word(entry.act, among=ACTS),
                at=entry.at,
                by=name_of(roster, entry.by.get("person")),
                post=post_name(roster, post),
                letter=str(entry.by.get("as", "")),
                to=_recipient(roster, str(entry.facts.get("to", "")), now),
                texts=_texts(texts.get(entry.seq, {}), full=full),
                fields=_fields(entry, roster),
                state=state.title if state else Text("", ""),
                hash=entry.hash,
                prev=entry.prev,
            )
        )
    return tuple(reversed(found))


def _fields(entry: journal.Entry, roster: Snapshot) -> Mapping[str, Any]:
    """Return the coded answers; of an erasure its ground and who granted it."""
    if entry.act != "erased":
        found: Mapping[str, Any] = entry.facts.get("fields", {})
        return found
    granted = name_of(roster, entry.facts.get("approver"))
    return {"basis": entry.facts.get("basis"), "granted-by": granted}


def _texts(found: Mapping[str, str], *, full: bool) -> Mapping[str, str]:
    if full:
        return found
    return {path: MASKS.get(path, str)(text) for path, text in found.items()}


def _recipient(roster: Snapshot, name: str, now: datetime) -> Name:
    bond = dossiers.bond_of(name)
    if bond is None:
        return NOBODY
    if bond.post is not None and bond.post in roster.posts:
        return post_name(roster, bond.post)
    return name_of(roster, bond.person)
