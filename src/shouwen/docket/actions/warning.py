"""Telling those who can put somebody there that a post which holds dossiers has nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shouwen.docket.statistics import open_by_post
from shouwen.enactment import queries as enactment
from shouwen.errors import Text
from shouwen.notify import queries as messages
from shouwen.notify.actions import Notice, tell
from shouwen.organization import queries as organization
from shouwen.organization.domain import Snapshot, caretakers
from shouwen.organization.models import Alarm
from shouwen.rulebook.vocabulary import ROLES, name_of


def warn(institution_id: int, *, at: datetime) -> int:
    """Tell of each standing alarm behind which something waits, once a day; return how many.

    An alarm about a post without open dossiers only stands on the page of alarms.
    """
    alarms = organization.alarms(institution_id)
    if not alarms:
        return 0
    held = open_by_post(institution_id)
    roster = organization.snapshot(institution_id, at)
    notices = [
        notice
        for alarm in alarms
        if alarm.post_id is None or held.get(alarm.post_id)
        for notice in _notices(alarm, held.get(alarm.post_id or 0, 0), roster, at)
    ]
    fresh = messages.unwritten([notice.dedupe for notice in notices])
    new = [notice for notice in notices if notice.dedupe in fresh]
    tell(new, institution_id=institution_id, at=at)
    return len(new)


def _notices(alarm: Alarm, count: int, roster: Snapshot, at: datetime) -> Iterator[Notice]:
    place = _place(alarm)
    facts = {"place_zh": place.zh, "place_en": place.en, "count": count}
    day = enactment.worktime(alarm.institution_id).local(at).date()
    for person in caretakers(roster, at):
        yield Notice("nobody-there", f"alarm:{alarm.pk}:{day}:{person}", person=person, facts=facts)


def _place(alarm: Alarm) -> Text:
    """Return what has nobody: a post, a department's role, or a role of the house."""
    if alarm.post is not None:
        return Text(alarm.post.title, alarm.post.title_en or alarm.post.title)
    role = name_of(alarm.role, among=ROLES)
    if alarm.department is None:
        return role
    name = alarm.department.name
    return Text(f"{name}{role.zh}", f"{alarm.department.name_en or name}, {role.en}")
