"""When the citizen may urge (催一下): read from the matter, and demanded of the act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier
from shouwen.enactment import queries as enactment
from shouwen.errors import Refused
from shouwen.matters.domain import Urging, urging_at
from shouwen.rulebook.acts import Act
from shouwen.worktime import WorkTime


def urging(dossier: Dossier, acts: Iterable[Act], now: datetime) -> Urging:
    """Say whether whoever brought the matter may urge now."""
    if dossier.settled:
        return Urging("settled")
    office = enactment.worktime(dossier.institution_id)
    mine = [act.at for act in acts if act.name == "urged" and act.by == dossiers.CITIZEN.name]
    again = _next_working_day(office, mine[-1]) if mine else None
    found = urging_at(dossier.verdict, dossier.limit_at, dossier.remind_at, again, now)
    return Urging(found.why, office.local(found.since) if found.since else None)


def _next_working_day(office: WorkTime, at: datetime) -> datetime:
    """Return when the office opens on the first working day after an instant's day."""
    local = office.local(at)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo)
    return office.next_opening(tomorrow)


def require(dossier: Dossier, at: datetime) -> None:
    """Raise `Refused` unless the citizen may urge; it says from when."""
    found = urging(dossier, dossiers.record(dossier).acts, at)
    if not found.may:
        raise Refused("matters.not-to-urge", found.text, facts={"why": found.why})
