"""Acts that give and take roles of the house, with the separation of the three officers."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from shouwen.errors import Refused, Text, Unclear
from shouwen.organization.actions.base import (
    employed,
    lock,
    not_an_officer,
    record,
    same_house,
    spell,
)
from shouwen.organization.actions.duty import overlapping
from shouwen.organization.domain import Actor
from shouwen.organization.models import (
    Department,
    DutyRoster,
    Holding,
    Institution,
    Leadership,
    OfficeRole,
    Person,
    Post,
)
from shouwen.organization.permissions import ASSIGNABLE, OFFICERS, require


@transaction.atomic
def assign_role(
    institution: Institution,
    role: str,
    *,
    person: Person | None = None,
    post: Post | None = None,
    department: Department | None = None,
    order: int = 0,
    since: datetime | None = None,
    until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> OfficeRole:
    """Give a role to a person, or to a post (then to whoever acts for the post).

    Nobody gives a role to themselves. The three officers exclude one another and every business
    role, post and leadership (三员分立).
    """
    require(by, "role.assign", institution_id=institution.pk)
    _sensible(role, person, post, department)
    if person is not None and not by.everything and by.person_id == person.pk:
        raise Refused(
            "organization.oneself",
            Text("不能给自己分配角色", "You cannot give a role to yourself."),
            remedy=Text("请由另一位安全管理员办理", "Ask another security administrator."),
        )
    for other in (person, post, department):
        if other is not None:
            same_house(institution.pk, other.institution_id)
    since = since or at
    spell(since, until)
    lock(institution.pk)
    if person is not None:
        employed(person, since)
        not_an_officer(person)
        if role in OFFICERS:
            _no_business(person, since, until)
    row = OfficeRole(
        institution=institution,
        role=role,
        person=person,
        post=post,
        department=department,
        order=order,
        since=since,
        until=until,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise Refused(
            "organization.role-held",
            Text("已有这个角色", "The role is held already."),
            facts={"role": role},
        ) from fault
    record(
        "role-assigned",
        institution_id=institution.pk,
        by=by,
        at=at,
        facts={
            "assignment": row.pk,
            "role": role,
            "person": person.pk if person else None,
            "post": post.pk if post else None,
            "department": department.pk if department else None,
            "since": since,
            "until": until,
        },
    )
    return row


def _sensible(
    role: str, person: Person | None, post: Post | None, department: Department | None
) -> None:
    if role not in ASSIGNABLE:
        raise Unclear(
            "organization.role",
            Text(f"没有角色「{role}」", f"There is no role {role!r} to assign."),
            facts={"role": role},
        )
    if (person is None) == (post is None):
        raise Unclear(
            "organization.role-bearer",
            Text("角色须给一名人员或一个岗位", "A role goes to one person or one post."),
        )
    if role in OFFICERS and (person is None or department is not None):
        raise Unclear(
            "organization.officer-bearer",
            Text("三员须为具体人员,范围为全单位", "Officers are persons, for the whole office."),
        )


def _no_business(person: Person, since: datetime, until: datetime | None) -> None:
    then = overlapping(since, until)
    duty = DutyRoster.objects.filter(then, person=person, cancelled_at__isnull=True)
    business = (
        Holding.objects.filter(then, person=person).exists()
        or Leadership.objects.filter(then, person=person).exists()
        or OfficeRole.objects.filter(then, ~Q(role__in=OFFICERS), person=person).exists()
        or duty.exists()
    )
    if business:
        raise Refused(
            "organization.officer",
            Text(
                "该人员已有业务岗位、职务或角色,不能任三员",
                "The person bears business; an officer may not.",
            ),
            facts={"person": person.pk},
            remedy=Text("请另选人员,或先结束其业务任职", "Choose somebody else, or end it first."),
        )


@transaction.atomic
def end_role(assignment: OfficeRole, *, by: Actor, at: datetime) -> None:
    """Take a role back, now."""
    require(by, "role.assign", institution_id=assignment.institution_id)
    lock(assignment.institution_id)
    if assignment.until is not None and assignment.until <= at:
        raise Refused("organization.over", Text("已经结束", "It has ended already."))
    assignment.until = max(at, assignment.since)
    assignment.save(update_fields=["until"])
    record(
        "role-ended",
        institution_id=assignment.institution_id,
        by=by,
        at=at,
        facts={"assignment": assignment.pk, "role": assignment.role},
    )
