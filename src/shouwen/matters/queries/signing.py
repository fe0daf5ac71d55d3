"""What waits for a signature, and what one proposal says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.docket import queries as dossiers
from shouwen.docket.errors import unknown_dossier
from shouwen.docket.models import Proposal
from shouwen.enactment import queries as enactment
from shouwen.errors import Name, Text
from shouwen.matters.queries.lines import Line, lines
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor, Snapshot
from shouwen.rulebook.vocabulary import ROLES, name_of

PAGE = 50

REFUSES: Mapping[str, str] = {
    "extension-approved": "extension-refused",
    "refusal-approved": "refusal-rejected",
}
"""The act that is proposed → the act that turns it down."""

PROPOSED: Mapping[str, Text] = {
    "extension-approved": Text("申请延期", "Extension asked"),
    "refusal-approved": Text("拟不予办理", "Refusal proposed"),
}


@dataclass(frozen=True, slots=True)
class ToSign:
    """A proposal before its signer: what is proposed, by whom, and the matter it is about."""

    line: Line
    wants: str
    what: Text
    asked_by: Name
    asked_at: datetime
    seq: int
    role: Text
    stands_in_for: Name
    """Whose signature it is, when the reader signs for somebody who is away."""
    until: datetime | None


def to_sign(actor: Actor, now: datetime, *, roster: Snapshot | None = None) -> list[ToSign]:
    """Return what waits for this person's signature, the most pressing first."""
    rows = list(dossiers.waiting_for_signature(actor)[:PAGE])
    roster = organization.snapshot(actor.institution_id, now, roster)
    found = lines(
        [row.dossier for row in rows],
        institution_id=actor.institution_id,
        now=now,
        roster=roster,
    )
    made = [_made(row, line, actor, roster, now) for row, line in zip(rows, found, strict=True)]
    far = max((one.asked_at for one in made), default=now)
    return sorted(made, key=lambda one: (one.line.left.limit or far.max, one.asked_at))


def proposal(actor: Actor, number: str, now: datetime, *, roster: Snapshot | None = None) -> ToSign:
    """Return the open proposal on a matter that this person may sign; `Unclear` for none."""
    row = dossiers.waiting_for_signature(actor).filter(dossier__number=number).last()
    if row is None:
        raise unknown_dossier(number)
    roster = organization.snapshot(actor.institution_id, now, roster)
    line = lines([row.dossier], institution_id=actor.institution_id, now=now, roster=roster)[0]
    return _made(row, line, actor, roster, now)


def _made(row: Proposal, line: Line, actor: Actor, roster: Snapshot, now: datetime) -> ToSign:
    office = enactment.worktime(actor.institution_id)
    found = organization.resolve(
        row.role,
        institution_id=actor.institution_id,
        department_id=row.department_id,
        post_id=row.dossier.post_id,
        at=now,
        roster=roster,
    )
    instead = found.stands_in_for if found.person_id == actor.person_id else None
    member = roster.members.get(instead) if instead is not None else None
    return ToSign(
        line=line,
        wants=row.wants,
        what=PROPOSED.get(row.wants, name_of(row.wants)),
        asked_by=Name(row.asked_by.name, row.asked_by.name_en),
        asked_at=office.local(row.asked_at),
        seq=row.seq,
        role=name_of(row.role, among=ROLES),
        stands_in_for=Name(member.name, member.name_en) if member else Name(""),
        until=office.local(found.until) if member and found.until else None,
    )
