"""Urging (催办): whom it reaches."""

from __future__ import annotations

from datetime import datetime

from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier
from shouwen.errors import Name
from shouwen.matters.queries.lines import name_of
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor, Snapshot
from shouwen.rulebook.procedure import procedures


def reached_by_urging(
    actor: Actor, dossier: Dossier, now: datetime, *, roster: Snapshot | None = None
) -> tuple[Name, ...]:
    """Return the names of those who hear of an urging by this actor, the holder first."""
    roster = organization.snapshot(dossier.institution_id, now, roster)
    rosters = dossiers.Rosters(roster)
    rows = procedures()[dossier.kind].acts_from(dossier.state)
    told = [role for row in rows if row.act == "urged" for role in row.tells]
    people = [one for role in told for one in dossiers.bearers(dossier, [role], now, rosters)]
    return tuple(name_of(roster, one) for one in dict.fromkeys(people) if one != actor.person_id)
