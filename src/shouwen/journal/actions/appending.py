"""Writing an act into the chain of a dossier."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from shouwen.errors import Conflict, Text, Unclear
from shouwen.journal import domain, keyring, logs, queries, storing
from shouwen.journal.domain import commitment
from shouwen.journal.domain.canonical import plain
from shouwen.journal.domain.entry import NONCE_SIZE
from shouwen.journal.models import SideValue, SubjectKey
from shouwen.journal.rows import Statement

_LARGEST_VALUE = 1_000_000
_origins: dict[int, str] = {}


def append(
    *,
    institution_id: int,
    dossier: str,
    act: str,
    at: datetime,
    by: Mapping[str, Any],
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    rules: Sequence[str] = (),
    subject: str = "",
    head: domain.Head | tuple[int, str] | None = None,
    first: bool = False,
    recorded: datetime | None = None,
    later: list[Statement] | None = None,
) -> domain.Entry:
    """Write one act into the chain of a dossier.

    Call it inside the transaction of the act, with the dossier's row locked. `facts` are codes,
    ids, numbers and dates; names and free text go to `personal` (path to text), where `subject`
    tells whose they are within the dossier, such as `applicant`. `head`, the `head` of the entry
    before, and `first`, for a new dossier, save a query; a bare `(seq, hash)` is checked against
    the chain by one. `recorded` is now unless given. With `later` the insert is put there where the
    database can take it along with the caller's own (`journal.storing.store`).

    Raises `Unclear` for what may not stand in an entry, `Conflict` if the dossier has moved on.
    """
    last = domain.START if first else _last(dossier, head)
    texts = {domain.value_path(path): _text(path, text) for path, text in (personal or {}).items()}
    opened = {path: domain.Opened(commitment.new_salt(), text) for path, text in texts.items()}
    entry = domain.write(
        institution_id=institution_id,
        log=_origin(institution_id),
        dossier=dossier,
        act=act,
        at=at,
        recorded=recorded or timezone.now(),
        by=by,
        facts=facts or {},
        rules=rules,
        values={
            path: domain.commit(salt=one.salt, path=path, value=one.value)
            for path, one in opened.items()
        },
        head=last,
        nonce=os.urandom(NONCE_SIZE),
    )
    return _stored(entry, subject, opened, first=first, later=later)


def _last(dossier: str, known: domain.Head | tuple[int, str] | None) -> domain.Head:
    """Return the head that the new entry continues, trusting only a whole one."""
    if isinstance(known, domain.Head):
        return known
    last = queries.head(dossier) or domain.START
    if known is not None and known != last[:2]:
        raise _moved_on(dossier, last.seq)
    return last


def _stored(
    entry: domain.Entry,
    subject: str,
    opened: Mapping[str, domain.Opened],
    *,
    first: bool,
    later: list[Statement] | None,
) -> domain.Entry:
    """Store an entry, its personal data encrypted under the key of its subject."""
    key: SubjectKey | None = None
    hidden: list[SideValue] = []
    if opened:
        known = None if first else keyring.find(entry.dossier, subject)
        if known is None:
            key, secret = keyring.draft(entry.dossier, subject)
            known = key.pk, secret
        hidden = [_hidden(entry, path, one, *known) for path, one in opened.items()]
    try:
        return storing.store(entry, hidden, key, later)
    except IntegrityError as fault:
        if "journal_entry_once" in str(fault) or "journal_entry.seq" in str(fault):
            raise _moved_on(entry.dossier, entry.seq) from fault
        raise


def _hidden(
    entry: domain.Entry, path: str, opened: domain.Opened, number: UUID, key: bytes
) -> SideValue:
    bound = commitment.place(dossier=entry.dossier, seq=entry.seq, path=path)
    return SideValue(path=path, key_id=number, hidden=commitment.hide(key, opened, bound=bound))


def _origin(institution_id: int) -> str:
    """Return the origin of an institution's log, giving birth to the log the first time."""
    if institution_id not in _origins:
        _origins[institution_id] = logs.of(institution_id).origin
    return _origins[institution_id]


def forget_origins() -> None:
    """Ask the database again for the origins of logs; for tests that change them."""
    _origins.clear()


def _text(path: str, text: str) -> str:
    """Return a piece of personal data if it can be kept exactly; `Unclear` if not."""
    if not isinstance(text, str) or len(text) > _LARGEST_VALUE:
        raise Unclear("journal.value", _VALUE, facts={"path": path})
    kept: str = plain(text, path)
    return kept


def _moved_on(dossier: str, seq: int) -> Conflict:
    return Conflict(
        "journal.moved-on",
        Text("案卷已有新的记录,请刷新后再试", "The dossier has moved on; look at it again"),
        facts={"dossier": dossier, "seq": seq},
    )


_VALUE = Text(
    "个人信息应为不超过一百万字的文字", "Personal data is text of at most a million characters"
)
