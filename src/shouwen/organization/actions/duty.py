"""Acts that say who holds, leads, serves and is on duty."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction

from shouwen.errors import Refused, Text, Unclear
from shouwen.organization.actions.alarms import settle
from shouwen.organization.actions.base import (
    employed,
    lock,
    not_an_officer,
    person_of,
    record,
    same_house,
    spell,
)
from shouwen.organization.domain import Actor
from shouwen.organization.models import (
    Department,
    DutyRoster,
    Holding,
    Institution,
    Leadership,
    Person,
    Post,
)
from shouwen.organization.permissions import require


def overlapping(since: datetime, until: datetime | None) -> models.Q:
    """Return the condition of spells that share an instant with [since, until)."""
    later = models.Q(until__isnull=True) | models.Q(until__gt=since)
    return later if until is None else later & models.Q(since__lt=until)


@transaction.atomic
def appoint(
    post: Post,
    person: Person,
    *,
    capacity: str = "primary",
    since: datetime | None = None,
    until: datetime | None = None,
    replace: bool = False,
    reason: str = "",
    agreed_by: Person | None = None,
    by: Actor,
    at: datetime,
) -> Holding:
    """Make a person A (`primary`), B (`backup`) or acting holder of a post.

    Refused when somebody holds it in that capacity already, unless `replace` ends that holding
    at `since`; and when the person holds the same post in another capacity.
    """
    require(by, "roster.edit", institution_id=post.institution_id)
    same_house(post.institution_id, person.institution_id)
    if capacity not in Holding.Capacity.values:
        raise Unclear(
            "organization.capacity",
            Text(f"不认识「{capacity}」", f"There is no capacity {capacity!r}."),
            remedy=Text("写 primary、backup 或 acting", "Write primary, backup or acting."),
        )
    since = since or at
    spell(since, until)
    employed(person, since)
    not_an_officer(person)
    lock(post.institution_id)
    standing = Holding.objects.filter(overlapping(since, until), post=post)
    _refuse_twice(standing, person, capacity)
    for other in standing.filter(capacity=capacity):
        if not replace or other.since > since:
            raise Refused(
                "organization.post-held",
                Text("该岗位已有人任此岗", "The post is held in this capacity already."),
                facts={"post": post.pk, "person": other.person_id, "capacity": capacity},
                remedy=Text("先结束原任职,或选择「替换」", "End that one first, or replace it."),
            )
        _end(other, until=since, by=by, at=at, reason=reason)
    row = Holding.objects.create(
        institution_id=post.institution_id,
        post=post,
        person=person,
        capacity=capacity,
        since=since,
        until=until,
        reason=reason,
        agreed_by=agreed_by,
    )
    record(
        "appointed",
        institution_id=post.institution_id,
        by=by,
        at=at,
        facts={
            "holding": row.pk,
            "post": post.pk,
            "person": person.pk,
            "capacity": capacity,
            "since": since,
            "until": until,
            "agreed-by": agreed_by.pk if agreed_by else None,
        },
        personal={"reason": reason},
    )
    settle(post.institution_id, at=at, raising=False)
    return row


def _refuse_twice(standing: models.QuerySet[Holding], person: Person, capacity: str) -> None:
    if standing.filter(person=person).exclude(capacity=capacity).exists():
        raise Refused(
            "organization.same-person",
            Text("同一人不能兼任同一岗位的 A 岗和 B 岗", "One person cannot be A and B of a post."),
            facts={"person": person.pk},
            remedy=Text("请另选一人", "Choose somebody else."),
        )


@transaction.atomic
def end_holding(
    holding: Holding, *, until: datetime | None = None, reason: str = "", by: Actor, at: datetime
) -> None:
    """End a holding (now, unless `until` says when)."""
    require(by, "roster.edit", institution_id=holding.institution_id)
    lock(holding.institution_id)
    _end(holding, until=until or at, by=by, at=at, reason=reason)
    settle(holding.institution_id, at=at)


def _end(holding: Holding, *, until: datetime, by: Actor, at: datetime, reason: str) -> None:
    if holding.until is not None and holding.until <= until:
        raise _over()
    holding.until = max(until, holding.since)
    holding.save(update_fields=["until"])
    record(
        "holding-ended",
        institution_id=holding.institution_id,
        by=by,
        at=at,
        facts={
            "holding": holding.pk,
            "post": holding.post_id,
            "person": holding.person_id,
            "until": holding.until,
        },
        personal={"reason": reason},
    )


@transaction.atomic
def appoint_leader(
    institution: Institution,
    person: Person,
    *,
    kind: str,
    department: Department | None = None,
    order: int = 0,
    since: datetime | None = None,
    until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Leadership:
    """Make a person head of a department, its leader in charge, or principal leader."""
    require(by, "roster.edit", institution_id=institution.pk)
    same_house(institution.pk, person.institution_id)
    if kind not in Leadership.Kind.values or (kind == "principal") != (department is None):
        raise Unclear(
            "organization.leadership",
            Text(
                "负责人、分管领导须指明科室;主要领导不指明科室",
                "Only principals lead none.",
            ),
            facts={"kind": kind},
        )
    if department is not None:
        same_house(institution.pk, department.institution_id)
    since = since or at
    spell(since, until)
    employed(person, since)
    not_an_officer(person)
    lock(institution.pk)
    same = Leadership.objects.filter(
        overlapping(since, until), institution=institution, kind=kind, department=department
    )
    if same.filter(models.Q(person=person) | models.Q(order=order)).exists():
        raise Refused(
            "organization.led",
            Text("该职务已有人担任", "Somebody holds that place already."),
            facts={"kind": kind, "order": order},
            remedy=Text("先免去原任,或为副职写次序 1、2…", "End it first; deputies get order 1 …"),
        )
    row = Leadership.objects.create(
        institution=institution,
        person=person,
        kind=kind,
        department=department,
        order=order,
        since=since,
        until=until,
    )
    record(
        "leader-appointed",
        institution_id=institution.pk,
        by=by,
        at=at,
        facts={
            "leadership": row.pk,
            "person": person.pk,
            "kind": kind,
            "department": department.pk if department else None,
            "order": order,
            "since": since,
            "until": until,
        },
    )
    settle(institution.pk, at=at, raising=False)
    return row


@transaction.atomic
def end_leadership(
    leadership: Leadership, *, until: datetime | None = None, by: Actor, at: datetime
) -> None:
    """End a leadership (now, unless `until` says when)."""
    require(by, "roster.edit", institution_id=leadership.institution_id)
    until = until or at
    if leadership.until is not None and leadership.until <= until:
        raise _over()
    lock(leadership.institution_id)
    leadership.until = max(until, leadership.since)
    leadership.save(update_fields=["until"])
    record(
        "leadership-ended",
        institution_id=leadership.institution_id,
        by=by,
        at=at,
        facts={"leadership": leadership.pk, "person": leadership.person_id, "until": until},
    )
    settle(leadership.institution_id, at=at)


@transaction.atomic
def set_duty(
    institution: Institution,
    person: Person,
    *,
    kind: str,
    since: datetime,
    until: datetime,
    department: Department | None = None,
    by: Actor,
    at: datetime,
) -> DutyRoster:
    """Put a person on duty; one person at a time for a kind and department."""
    require(
        by,
        "duty.edit",
        institution_id=institution.pk,
        department_id=department.pk if department else None,
    )
    same_house(institution.pk, person.institution_id)
    if kind not in DutyRoster.Kind.values:
        raise Unclear(
            "organization.duty",
            Text(f"不认识的值班种类「{kind}」", f"There is no duty of kind {kind!r}."),
        )
    spell(since, until)
    employed(person, since)
    not_an_officer(person)
    lock(institution.pk)
    taken = DutyRoster.objects.filter(
        overlapping(since, until),
        institution=institution,
        kind=kind,
        department=department,
        cancelled_at__isnull=True,
    )
    if taken.exists():
        raise Refused(
            "organization.duty-taken",
            Text("这段时间已安排值班", "Somebody is on duty then already."),
            remedy=Text("先取消原安排", "Cancel that first."),
        )
    row = DutyRoster.objects.create(
        institution=institution,
        person=person,
        kind=kind,
        department=department,
        since=since,
        until=until,
    )
    facts = {"duty": row.pk, "person": person.pk, "kind": kind, "since": since, "until": until}
    record("duty-set", institution_id=institution.pk, by=by, at=at, facts=facts)
    settle(institution.pk, at=at, raising=False)
    return row


@transaction.atomic
def cancel_duty(duty: DutyRoster, *, by: Actor, at: datetime) -> None:
    """Take a duty off the roster; one that has begun ends now."""
    require(by, "duty.edit", institution_id=duty.institution_id, department_id=duty.department_id)
    lock(duty.institution_id)
    if duty.cancelled_at is not None or duty.until <= at:
        raise _over()
    if duty.since < at:
        duty.until = at
    else:
        duty.cancelled_at = at
    duty.save(update_fields=["until", "cancelled_at"])
    record(
        "duty-cancelled",
        institution_id=duty.institution_id,
        by=by,
        at=at,
        facts={"duty": duty.pk, "person": duty.person_id, "by": person_of(by)},
    )
    settle(duty.institution_id, at=at)


def _over() -> Refused:
    return Refused("organization.over", Text("已经结束", "It has ended already."))
