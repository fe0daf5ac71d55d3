"""What an act would do, computed before it is done: limits, state, who is told and what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.docket import queries as dossiers
from shouwen.docket.actions import Deed, storing
from shouwen.docket.errors import gated
from shouwen.docket.models import Dossier
from shouwen.enactment import queries as enactment
from shouwen.errors import Name, ShouwenError, Text
from shouwen.matters import domain
from shouwen.matters.actions.acting import deeds_of
from shouwen.matters.actions.effects import facts_of, papers_missing, wording
from shouwen.matters.domain import Form
from shouwen.matters.models import Matter
from shouwen.matters.queries.lines import NOBODY, Holder, holder, name_of
from shouwen.matters.queries.page import Limit, limit_of
from shouwen.notify.words import sentence
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor
from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.procedure import procedures
from shouwen.rulebook.vocabulary import ROLES
from shouwen.rulebook.vocabulary import name_of as word


@dataclass(frozen=True, slots=True)
class Moved:
    """A limit before and after the act; `old` or `new` is None where there is none."""

    what: Text
    old: Limit | None
    new: Limit | None


@dataclass(frozen=True, slots=True)
class Foresight:
    """What an act leads to."""

    state: Text
    next_state: Text
    moved: tuple[Moved, ...]
    stays: tuple[Limit, ...]
    """Limits that go on as they were."""
    to: Holder | None
    """Whoever is at work at the post that it goes to."""
    signer: Text | None
    signer_name: Name
    message: Text | None
    """The exact text that the citizen gets; None if nothing is sent."""
    by_way_of: str
    """sms or email."""


def foresee(
    actor: Actor, number: str, form: Form, answers: Mapping[str, Any], now: datetime
) -> Foresight:
    """Compute what an act with these answers would lead to; nothing is stored.

    Raises what entering it would raise for its answers and the procedure; a clause's refusal
    comes only with the act itself.
    """
    dossier = dossiers.by_number(actor, number)
    matter = Matter.objects.select_related("item", "institution").get(dossier=dossier)
    checked = domain.check(form, answers)
    deeds, missing = deeds_of(form, checked), papers_missing(checked)
    doer = dossiers.doer(dossier, actor)
    procedure, record = procedures()[dossier.kind], dossiers.record(dossier)
    state, previous = dossier.state, dossier.previous_state
    acts = list(record.acts)
    for deed in deeds:
        move = procedure.step(state, deed.act, doer.roles, deed.given(), previous=previous)
        acts.append(_act(deed, doer, now, dossier.head_seq + 1 + len(acts) - len(record.acts)))
        if move.next_state != state:
            state, previous = move.next_state, state
    acts += _afterwards(form, deeds[-1], now, acts[-1].seq + 1)
    after = Record(record.kind, tuple(acts), record.catalogue)
    roster = organization.snapshot(dossier.institution_id, now)
    recipient = next((deed.to.post for deed in deeds if deed.to is not None), None)
    signer = next((deed.signer for deed in deeds if deed.signer is not None), None)
    found = (
        organization.resolve(
            signer,
            institution_id=dossier.institution_id,
            department_id=dossier.department_id,
            post_id=dossier.post_id,
            at=now,
            roster=roster,
        )
        if signer
        else None
    )
    moved, stays = _compared(dossier, record, after, now)
    return Foresight(
        state=procedure.states[dossier.state].title,
        next_state=procedure.states[state].title,
        moved=moved,
        stays=stays,
        to=holder(roster, recipient, now) if recipient is not None else None,
        signer=word(signer, among=ROLES) if signer else None,
        signer_name=name_of(roster, found.person_id) if found else NOBODY,
        message=_message(dossier, matter, form, missing),
        by_way_of="sms" if matter.phone else "email",
    )


def _act(deed: Deed, doer: dossiers.Doer, at: datetime, seq: int) -> Act:
    return Act(
        deed.act,
        at,
        seq,
        doer.name,
        doer.roles,
        deed.given(),
        to=dossiers.bond_name(deed.to),
    )


def _afterwards(form: Form, deed: Deed, at: datetime, seq: int) -> list[Act]:
    """Return the acts that must follow before this one takes effect, as if done at once.

    A proposal is signed; an approved extension is told to the citizen.
    """
    names = [(form.proposes, form.signer or "")] if form.proposes else []
    if "extension-approved" in (form.act, form.proposes):
        names.append(("extension-told", "handler"))
    return [
        Act(name, at, seq + place, "afterwards", frozenset({role}), deed.given())
        for place, (name, role) in enumerate(names)
    ]


def _compared(
    dossier: Dossier, before: Record, after: Record, now: datetime
) -> tuple[tuple[Moved, ...], tuple[Limit, ...]]:
    """Return the limits that the act opens, ends or moves, and those that go on; no rights."""
    law, office = enactment.law(dossier.institution_id), enactment.worktime(dossier.institution_id)

    def limits(record: Record) -> dict[str, Limit]:
        plan = storing.plan(dossier, law, record, now=now, known={})
        return {row.key: limit_of(row, office, now) for row in plan.all if not row.right}

    old, new = limits(before), limits(after)
    keys = list(dict.fromkeys((*old, *new)))
    differing = [key for key in keys if _differs(old.get(key), new.get(key))]
    moved = [
        Moved((new.get(key) or old[key]).what, old.get(key), new.get(key)) for key in differing
    ]
    stays = [one for key, one in new.items() if key not in differing and one.running and one.limit]
    return tuple(moved), tuple(stays)


def _differs(old: Limit | None, new: Limit | None) -> bool:
    if old is None:
        return new is not None and new.running and new.limit is not None
    if new is None:
        return old.running
    return (old.limit, old.verdict) != (new.limit, new.verdict)


def _message(dossier: Dossier, matter: Matter, form: Form, missing: int) -> Text | None:
    """Return the message that `effects.tell_citizen` would write."""
    if form.tells is None or not (matter.phone or matter.email):
        return None
    facts = facts_of(matter, dossier, missing=missing)
    return sentence(wording(form.tells, facts), facts)


def would_refuse(
    actor: Actor, number: str, form: Form, answers: Mapping[str, Any], now: datetime
) -> ShouwenError | None:
    """Return what a clause would say against an act with these answers; None for nothing."""
    dossier = dossiers.by_number(actor, number)
    doer = dossiers.doer(dossier, actor)
    law, record = enactment.law(dossier.institution_id), dossiers.record(dossier)
    rosters = dossiers.Rosters()
    for deed in deeds_of(form, domain.check(form, answers)):
        seen = _act(deed, doer, now, len(record.acts))
        roles = dossiers.roles_of(rosters.at(dossier.institution_id, now), deed.to, now)
        act = Act(seen.name, seen.at, seen.seq, seen.by, seen.roles, seen.fields, seen.to, roles)
        refusals = law.gate(record, act)
        if refusals:
            return gated(refusals)
        record = Record(record.kind, (*record.acts, act), record.catalogue)
    return None
