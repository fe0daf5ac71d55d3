"""Alarms: nobody is there. They stand until somebody is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.errors import Refused, Text
from shouwen.organization.actions.base import lock, person_of, record
from shouwen.organization.domain import SYSTEM, Actor, Presence, empty_posts, resolve
from shouwen.organization.models import Alarm
from shouwen.organization.permissions import require
from shouwen.organization.queries.snapshots import snapshot


def subject_of(presence: Presence) -> str:
    """Return what an alarm is about in one word; one alarm stands for it at a time."""
    return f"{presence.role}/{presence.department_id or '-'}/{presence.post_id or '-'}"


@transaction.atomic
def raise_alarm(
    presence: Presence, *, institution_id: int, at: datetime, by: Actor = SYSTEM
) -> Alarm:
    """Raise an alarm for an answer that names nobody; the standing one, if there is one already."""
    assert presence.alarm, "somebody is there"
    lock(institution_id)
    alarm, new = Alarm.objects.get_or_create(
        institution_id=institution_id,
        subject=subject_of(presence),
        resolved_at=None,
        defaults={
            "role": presence.role,
            "post_id": presence.post_id,
            "department_id": presence.department_id,
            "raised_at": at,
            "walk": list(presence.codes),
        },
    )
    if new:
        facts = {"alarm": alarm.pk, "role": alarm.role, "post": alarm.post_id}
        record(
            "alarm-raised",
            institution_id=institution_id,
            by=by,
            at=at,
            facts={**facts, "department": alarm.department_id, "walk": alarm.walk},
        )
    return alarm


@transaction.atomic
def resolve_alarm(alarm: Alarm, *, resolution: str, by: Actor, at: datetime) -> None:
    """Put an alarm aside by hand, saying what was done; it comes back if nobody is there still."""
    require(
        by, "alarm.resolve", institution_id=alarm.institution_id, department_id=alarm.department_id
    )
    lock(alarm.institution_id)
    if not _close(alarm, at=at, by=by, resolution=resolution):
        raise Refused(
            "organization.alarm-resolved",
            Text("该警报已处理", "The alarm has been resolved already."),
            facts={"alarm": alarm.pk},
        )


def settle(institution_id: int, *, at: datetime, raising: bool = True) -> tuple[Alarm, ...]:
    """Resolve alarms whose post or role has somebody again, and raise those that are missing.

    Call it after an act that may empty or fill a post, and on every tick. Returns the alarms
    raised. With `raising=False` it only resolves.
    """
    standing = list(Alarm.objects.filter(institution_id=institution_id, resolved_at__isnull=True))
    if not standing and not raising:
        return ()
    roster = snapshot(institution_id, at)
    for alarm in standing:
        answer = resolve(
            roster, alarm.role, at=at, post_id=alarm.post_id, department_id=alarm.department_id
        )
        gone = alarm.post_id is not None and alarm.post_id not in roster.posts
        if gone or not answer.alarm:
            with transaction.atomic():
                lock(institution_id)
                _close(alarm, at=at, by=SYSTEM, resolution="")
    known = {alarm.subject for alarm in standing}
    missing = empty_posts(roster, at) if raising else ()
    return tuple(
        raise_alarm(one, institution_id=institution_id, at=at)
        for one in missing
        if subject_of(one) not in known
    )


def _close(alarm: Alarm, *, at: datetime, by: Actor, resolution: str) -> bool:
    changed = Alarm.objects.filter(pk=alarm.pk, resolved_at__isnull=True).update(
        resolved_at=at, resolved_by=person_of(by), resolution=resolution[:200]
    )
    if changed:
        alarm.refresh_from_db()
        record(
            "alarm-resolved",
            institution_id=alarm.institution_id,
            by=by,
            at=at,
            facts={"alarm": alarm.pk, "post": alarm.post_id},
            personal={"resolution": resolution},
        )
    return bool(changed)
