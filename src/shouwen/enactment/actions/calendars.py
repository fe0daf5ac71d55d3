"""Putting imported calendar years into force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.enactment.actions.base import bump, chain_of, lock, require
from shouwen.enactment.models import CalendarYear
from shouwen.journal import actions as journal
from shouwen.organization.domain import Actor
from shouwen.organization.models import Institution


@transaction.atomic
def import_year(
    year: int,
    source: Mapping[str, Any],
    *,
    institution_id: int,
    notice: str,
    by: Actor,
    at: datetime,
) -> CalendarYear:
    """Put an imported calendar year into force for every office that uses the calendar.

    Open limits that move are found by judging anew (`docket.judge_again`), each with an entry
    that names the notice.
    """
    require(by, "calendar.import", institution_id)
    lock(institution_id)
    institution = Institution.objects.get(pk=institution_id)
    row = CalendarYear.objects.create(
        calendar=institution.calendar,
        year=year,
        source=dict(source),
        notice=notice[:300],
        imported_by_id=None if by.everything else by.person_id,
        imported_at=at,
    )
    journal.append(
        institution_id=institution_id,
        dossier=chain_of(institution_id),
        act="calendar-imported",
        at=at,
        by=by.signature(),
        facts={"calendar": institution.calendar, "year": year, "import": row.pk},
        personal={"notice": notice},
        subject="calendar",
    )
    for other in Institution.objects.filter(calendar=institution.calendar):
        bump(other.pk)
    return row
