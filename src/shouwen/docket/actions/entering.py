"""Every write on a dossier: entering an act, storing what it leads to, judging anew.

One act, one transaction: the dossier is locked, its procedure and the gates of the law are asked,
the entry is appended to the chain, the duties are judged, their limits and timers stored, and
messages put into the outbox.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwen.docket import notices, queries
from shouwen.docket.actions import storing
from shouwen.docket.actions.faulting import FAILED, heal
from shouwen.docket.actions.involving import involve, involved
from shouwen.docket.actions.numbers import Own, store_numbered
from shouwen.docket.domain import Bond, bonds_to_json, unasked
from shouwen.docket.errors import (
    conflict,
    gated,
    nothing_asked,
    reused_key,
    unknown_dossier,
)
from shouwen.docket.models import Dossier, Proposal, Request
from shouwen.enactment import queries as enactment
from shouwen.journal import actions as journal
from shouwen.journal.rows import Statement
from shouwen.organization.domain import Snapshot
from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.law import Law
from shouwen.rulebook.procedure import Move, Procedure, procedures

TRANSFERS = frozenset({"handed-over", "assigned", "relayed", "returned"})
"""Acts that put a dossier before somebody else, who holds it only once it is taken over."""

DONE = frozenset({"done", "refused", "withdrawn"})
"""What citizens are told of states in which nothing is left to handle."""

MANY = frozenset({"co-handler"})
"""Roles that several may hold on one dossier."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act as somebody wants to enter it.

    `fields` are codes, ids, numbers and dates; `personal` holds names and free text, which go
    into encrypted side rows. `to` is the recipient. `catalogue` fixes the catalogue item's facts
    from this act on.
    """

    act: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    to: Bond | None = None
    binds: Mapping[str, Bond] = field(default_factory=dict)
    catalogue: Mapping[str, Any] | None = None
    proposes: str | None = None
    """The act that waits for a signature from now on (an extension, a refusal)."""
    signer: str | None = None
    """The role that signs it."""

    def given(self) -> dict[str, Any]:
        """Return everything that the act carries, as procedure and gates see it."""
        told = {**self.fields, **dict.fromkeys(self.personal, "given")}
        return told if self.to is None else {**told, "recipient": queries.bond_name(self.to)}


@dataclass(frozen=True, slots=True)
class Entered:
    """What an act did: the dossier as it now stands and the entry that says so."""

    dossier: Dossier
    seq: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Once:
    """An idempotency key: who sent it, the key, and a hash of what was sent."""

    caller: str
    key: str
    body: str

    @classmethod
    def of(cls, caller: str, key: str, body: Mapping[str, Any]) -> Once:
        """Make the key of one request from its content."""
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
        return cls(caller, key, hashlib.sha256(text.encode()).hexdigest())


def locked(uid: UUID) -> Dossier:
    """Return the dossier with its row locked until the transaction ends."""
    try:
        return Dossier.objects.select_for_update(of=("self",)).get(uid=uid)
    except Dossier.DoesNotExist:
        raise unknown_dossier(str(uid)) from None


def earlier(institution_id: int, once: Once | None) -> Entered | None:
    """Return what a repeated request did the first time; other content under its key is refused."""
    if once is None:
        return None
    found = Request.objects.filter(
        institution_id=institution_id, caller=once.caller, key=once.key
    ).first()
    if found is None:
        return None
    if found.body != once.body:
        raise reused_key(once.key)
    return Entered(Dossier.objects.get(uid=found.dossier_uid), found.seq, repeated=True)


@transaction.atomic(savepoint=False)
def open_dossier(
    dossier: Dossier,
    deed: Deed,
    *,
    by: queries.Doer,
    at: datetime,
    prefix: str,
    once: Once | None = None,
    own: Own | None = None,
    then: Callable[[Dossier], None] | None = None,
    roster: Snapshot | None = None,
) -> Entered:
    """Open a dossier with its first act and give it a number.

    `own` is what the room stores of its own (a matter, a complaint) in the same statement, `then`
    what it does after that, once the number is known. The number is taken last, so that its counter
    is locked for the shortest time: what belongs to the dossier is stored before it.
    """
    repeated = earlier(dossier.institution_id, once)
    if repeated is not None:
        return repeated
    dossier.opened_at = dossier.last_act_at = at
    work = _Work.on(dossier, Record(dossier.kind, (), {}), at, roster)
    move = work.procedure.step("none", deed.act, by.roles, deed.given())
    entry: list[Statement] = []
    seq = _append(work, deed, move, by=by, later=entry)
    _follow(work, deed, move, by=by)
    plan = storing.plan(dossier, work.law, work.record, now=at, known={})
    plan.apply_to(dossier)
    plan.save(beside=(involved(dossier, at),), also=entry)
    store_numbered(dossier, own or Own(), prefix, queries.local_day(dossier, at))
    if then is not None:
        then(dossier)
    notices.of_move(dossier, deed.act, move.tells, seq=seq, at=at, rosters=work.rosters, by=by)
    _remember(dossier, once, seq, at)
    return Entered(dossier, seq)


@transaction.atomic
def enter(
    uid: UUID,
    deeds: Sequence[Deed],
    *,
    by: Callable[[Dossier], queries.Doer],
    at: datetime,
    once: Once | None = None,
    seen: int | None = None,
    then: Callable[[Dossier, int], None] | None = None,
) -> Entered:
    """Enter one act, or a few that belong together, on a dossier.

    `by` makes the doer from the locked dossier, so that rights are read from its present state.
    `seen` is the sequence number that the caller last saw: if the dossier has moved on since, the
    act is refused as a conflict and nothing is stored. `then` gets the dossier and the sequence
    number of the last entry.
    """
    dossier = locked(uid)
    repeated = earlier(dossier.institution_id, once)
    if repeated is not None:
        return repeated
    if seen is not None and seen != dossier.head_seq:
        raise conflict(dossier)
    at = max(at, dossier.last_act_at)
    work = _Work.on(dossier, queries.record(dossier), at)
    known = {row.key: row for row in dossier.obligations.all()}
    for deed in deeds:
        doer = by(dossier)
        move = work.procedure.step(
            dossier.state, deed.act, doer.roles, deed.given(), previous=dossier.previous_state
        )
        deed = _seated(dossier, deed, move, by=doer)
        seq = _append(work, deed, move, by=doer)
        _follow(work, deed, move, by=doer)
        involve(dossier, at)
        _propose(dossier, deed, by=doer, at=at, seq=seq)
        notices.of_move(
            dossier, deed.act, move.tells, seq=seq, at=at, rosters=work.rosters, by=doer
        )
    plan = storing.plan(dossier, work.law, work.record, now=at, known=known)
    if dossier.verdict == FAILED:
        heal([dossier.uid], at)
    plan.apply_to(dossier)
    dossier.save()
    if then is not None:
        then(dossier, dossier.head_seq)
    plan.save()
    _remember(dossier, once, dossier.head_seq, at)
    return Entered(dossier, dossier.head_seq)


@dataclass(slots=True)
class _Work:
    """What one transaction works with, each thing read once."""

    dossier: Dossier
    record: Record
    law: Law
    procedure: Procedure
    at: datetime
    rosters: queries.Rosters

    @classmethod
    def on(
        cls, dossier: Dossier, record: Record, at: datetime, roster: Snapshot | None = None
    ) -> _Work:
        law = enactment.law(dossier.institution_id)
        return cls(dossier, record, law, procedures()[dossier.kind], at, queries.Rosters(roster))

    @property
    def roster(self) -> Snapshot:
        return self.rosters.at(self.dossier.institution_id, self.at)


def _append(
    work: _Work,
    deed: Deed,
    move: Move,
    *,
    by: queries.Doer,
    later: list[Statement] | None = None,
) -> int:
    """Ask the gates, append the entry, and extend the record; return the entry's number."""
    dossier = work.dossier
    act = Act(
        name=deed.act,
        at=work.at,
        seq=dossier.head_seq + 1,
        by=by.name,
        roles=by.roles,
        fields=deed.given(),
        to=queries.bond_name(deed.to),
        to_roles=queries.roles_of(work.roster, deed.to, work.at),
    )
    refusals = work.law.gate(work.record, act)
    if refusals:
        raise gated(refusals)
    missing = unasked([one.name for one in work.record.acts], deed.act)
    if missing is not None:
        raise nothing_asked(deed.act, missing)
    entry = journal.append(
        institution_id=dossier.institution_id,
        dossier=dossier.uid.hex,
        act=deed.act,
        at=work.at,
        by={"person": by.person, "post": by.post, "as": by.capacity},
        facts=_facts(deed, act, move),
        personal=deed.personal,
        subject="applicant",
        head=queries.head(dossier),
        first=dossier.head_seq < 0,
        later=later,
    )
    queries.set_head(dossier, entry)
    dossier.last_act_at = work.at
    catalogue = work.record.catalogue if deed.catalogue is None else deed.catalogue
    work.record = Record(work.record.kind, (*work.record.acts, act), catalogue)
    return entry.seq


def _facts(deed: Deed, act: Act, move: Move) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "fields": dict(deed.fields),
        "roles": sorted(act.roles),
        "state": move.next_state,
    }
    if act.to:
        facts["to"], facts["to_roles"] = act.to, sorted(act.to_roles)
    if deed.catalogue is not None:
        facts["catalogue"] = dict(deed.catalogue)
    if deed.binds:
        facts["binds"] = bonds_to_json({role: [bond] for role, bond in deed.binds.items()})
    return facts


def _seated(dossier: Dossier, deed: Deed, move: Move, *, by: queries.Doer) -> Deed:
    """Let a head without a post take over for the post that the dossier was put before.

    Whoever is responsible is found by a post, so that somebody stands in when they are away.
    """
    post = dossier.pending_post_id
    if by.post is not None or post is None or move.binds.get("handler") != "actor":
        return deed
    return replace(deed, binds={**deed.binds, "handler": Bond(post=post)})


def _follow(work: _Work, deed: Deed, move: Move, *, by: queries.Doer) -> None:
    """Move state, bonds, holder and pending hand-over as the procedure says."""
    dossier = work.dossier
    bonds = _bound(queries.bonds(dossier), deed, move, by)
    state = move.next_state
    changed = state != dossier.state
    if changed:
        dossier.previous_state, dossier.state = dossier.state, state
        _settle(work, state)
    if deed.act in TRANSFERS and deed.to is not None:
        dossier.pending_post_id = deed.to.post
    elif changed:
        dossier.pending_post_id = None
    dossier.bonds = bonds_to_json(bonds)
    holder = bonds.get(work.procedure.responsible(state) or "", [])
    if holder and holder[0].post is not None:
        dossier.post_id = holder[0].post
        dossier.department_id = queries.department_of(work.roster, holder[0].post)


def _settle(work: _Work, state: str) -> None:
    """Note whether anything is left to handle, and since when nothing is."""
    dossier = work.dossier
    dossier.final = state in work.procedure.final
    settled = dossier.final or work.procedure.states[state].seen_as in DONE
    if settled and not dossier.settled:
        dossier.closed_at = work.at
    elif not settled:
        dossier.closed_at = None
    dossier.settled = settled


def _bound(
    bonds: dict[str, list[Bond]], deed: Deed, move: Move, by: queries.Doer
) -> dict[str, list[Bond]]:
    """Return the bonds after an act: those that the procedure makes, then the deed's own."""
    own = Bond(post=by.post) if by.post is not None else Bond(person=by.person)
    nobody = by.post is None and by.person is None
    sources = {"actor": None if nobody else own, "recipient": deed.to}
    for role, source in move.binds.items():
        bond = sources.get(source) or queries.bond_of(deed.fields.get(source))
        if bond is None:
            continue
        if role == "first-asked" and source == "actor":
            bond = Bond(post=by.post, person=by.person)
        bonds[role] = [*bonds.get(role, []), bond] if role in MANY else [bond]
    for role, bond in deed.binds.items():
        bonds[role] = [bond]
    return bonds


def _propose(dossier: Dossier, deed: Deed, *, by: queries.Doer, at: datetime, seq: int) -> None:
    """Put a proposal before its signer, or close the one that this act decides."""
    waiting = dossier.proposals.filter(decided_at__isnull=True)
    if deed.proposes is None:
        if seq > 0:
            waiting.filter(wants=queries.DECIDES.get(deed.act, "")).update(
                decided_at=at, decided_by_id=by.person, outcome=deed.act
            )
        return
    assert by.person is not None  # only people propose
    Proposal.objects.create(
        dossier=dossier,
        institution_id=dossier.institution_id,
        department_id=dossier.department_id,
        wants=deed.proposes,
        role=deed.signer or "department-head",
        seq=seq,
        asked_at=at,
        asked_by_id=by.person,
    )


def _remember(dossier: Dossier, once: Once | None, seq: int, at: datetime) -> None:
    if once is not None:
        Request.objects.create(
            institution_id=dossier.institution_id,
            caller=once.caller,
            key=once.key,
            body=once.body,
            dossier_uid=dossier.uid,
            seq=seq,
            at=at,
        )
