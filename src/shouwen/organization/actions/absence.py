"""Going away and coming back. Substitution needs no act: it follows from the absence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwen.errors import Refused, Text, Unclear
from shouwen.organization.actions.alarms import settle
from shouwen.organization.actions.base import employed, lock, person_of, record, spell
from shouwen.organization.domain import Actor, Cover, cover
from shouwen.organization.models import Absence, Person
from shouwen.organization.permissions import require
from shouwen.organization.queries.snapshots import snapshot


@dataclass(frozen=True, slots=True)
class Departure:
    """An absence as entered, and who stands in for each post meanwhile."""

    absence: Absence
    covers: tuple[Cover, ...]

    @property
    def warnings(self) -> tuple[Cover, ...]:
        """Return the spells in which A and B are away at once."""
        return tuple(one for one in self.covers if one.both_away)


@transaction.atomic
def go_absent(
    person: Person,
    *,
    since: datetime,
    until: datetime,
    reason: str,
    note: str = "",
    contact: str = "",
    by: Actor,
    at: datetime,
) -> Departure:
    """Enter an absence; posts pass to those who stand in, from `since` until `until`.

    `note` is the hand-over note. Without one it is refused, unless the person is A of no post or
    the B (or acting) holder of every such post is there all the time: who falls ill in the night
    cannot write, and then B stands in unasked.
    """
    _may_enter(by, person)
    if reason not in Absence.Reason.values:
        raise Unclear(
            "organization.absence-reason",
            Text(f"不认识的外出事由「{reason}」", f"There is no reason {reason!r}."),
            facts={"reason": reason},
        )
    spell(since, until)
    if until <= at:
        raise Unclear(
            "organization.absence-past",
            Text("外出时间已经过去", "The absence lies in the past."),
            facts={"until": until.isoformat()},
        )
    employed(person, since)
    lock(person.institution_id)
    _not_twice(person, since, until)
    covers = cover(snapshot(person.institution_id, since), person.pk, since=since, until=until)
    note = note.strip()
    if not note and any(one.both_away for one in covers):
        raise Refused(
            "organization.note-missing",
            Text(
                "B 岗不能全程顶岗,须填写工作交接说明",
                "B cannot stand in all the time: a hand-over note is needed.",
            ),
            facts={"posts": sorted({one.post_id for one in covers if one.both_away})},
            remedy=Text("写明待办事项和注意事项", "Say what is pending and what to mind."),
        )
    row = Absence.objects.create(
        institution_id=person.institution_id,
        person=person,
        since=since,
        until=until,
        planned_until=until,
        reason=reason,
        note=note,
        contact=contact.strip(),
        entered_by_id=person_of(by),
        entered_at=at,
    )
    record(
        "absence-entered",
        institution_id=person.institution_id,
        by=by,
        at=at,
        facts={
            "absence": row.pk,
            "person": person.pk,
            "since": since,
            "until": until,
            "stand-ins": [
                {"post": one.post_id, "person": one.presence.person_id, "since": _stamp(one.since)}
                for one in covers
            ],
        },
        personal={"reason": reason, "note": note, "contact": row.contact},
        subject=f"person-{person.pk}",
    )
    settle(person.institution_id, at=at)
    return Departure(row, covers)


@transaction.atomic
def return_early(absence: Absence, *, by: Actor, at: datetime) -> None:
    """Come back before the planned end: posts are with the person again from this instant."""
    _may_enter(by, absence.person)
    lock(absence.institution_id)
    absence.refresh_from_db()
    if absence.cancelled_at is not None or not absence.since <= at < absence.until:
        raise Refused(
            "organization.not-away",
            Text("现在不在外出期间", "The person is not away now."),
            facts={"absence": absence.pk},
            remedy=Text("尚未开始的外出请取消", "Cancel an absence that has not begun."),
        )
    absence.until = absence.returned_at = at
    absence.save(update_fields=["until", "returned_at"])
    _record_end("returned", absence, by, at)


@transaction.atomic
def cancel_absence(absence: Absence, *, by: Actor, at: datetime) -> None:
    """Cancel an absence that has not begun."""
    _may_enter(by, absence.person)
    lock(absence.institution_id)
    absence.refresh_from_db()
    if absence.cancelled_at is not None or absence.since <= at:
        raise Refused(
            "organization.absence-begun",
            Text("外出已开始或已取消", "The absence has begun or was cancelled."),
            facts={"absence": absence.pk},
            remedy=Text("已开始的外出请登记返岗", "Enter the return of one that has begun."),
        )
    absence.cancelled_at = at
    absence.save(update_fields=["cancelled_at"])
    _record_end("absence-cancelled", absence, by, at)


def _record_end(act: str, absence: Absence, by: Actor, at: datetime) -> None:
    record(
        act,
        institution_id=absence.institution_id,
        by=by,
        at=at,
        facts={"absence": absence.pk, "person": absence.person_id, "until": absence.until},
    )
    settle(absence.institution_id, at=at, raising=False)


def _may_enter(by: Actor, person: Person) -> None:
    if by.person_id == person.pk and not by.everything:
        require(by, "absence.enter-own", institution_id=person.institution_id)
    else:
        require(
            by,
            "absence.enter-any",
            institution_id=person.institution_id,
            department_id=person.department_id,
        )


def _not_twice(person: Person, since: datetime, until: datetime) -> None:
    clash = Absence.objects.filter(
        person=person, cancelled_at__isnull=True, since__lt=until, until__gt=since
    ).first()
    if clash is not None:
        raise Refused(
            "organization.already-away",
            Text("这段时间已登记外出", "An absence is entered for that time already."),
            facts={"absence": clash.pk},
            remedy=Text("先返岗或取消原登记", "Return from it or cancel it first."),
        )


def _stamp(instant: datetime) -> str:
    return instant.isoformat()
