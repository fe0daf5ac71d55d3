"""Single rows and histories behind the pages of people: holdings, leaders, absences, duties."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shouwen.organization.models import (
    Absence,
    Alarm,
    Department,
    DutyRoster,
    Holding,
    Leadership,
    OfficeRole,
    Person,
    Post,
)


def post(key: UUID | str) -> Post | None:
    """Return the post of a key, with its department."""
    return Post.objects.select_related("department", "institution").filter(key=key).first()


def department(key: UUID | str) -> Department | None:
    """Return the department of a key."""
    return Department.objects.select_related("institution").filter(key=key).first()


def holdings(post_id: int) -> list[Holding]:
    """Return who has held a post, the standing ones first, then the newest."""
    rows = Holding.objects.filter(post_id=post_id).select_related("person", "agreed_by")
    return sorted(rows, key=lambda row: (row.until is not None, -row.since.timestamp()))


def holdings_of(person_id: int) -> list[Holding]:
    """Return the posts that a person holds or has held, the standing ones first."""
    rows = Holding.objects.filter(person_id=person_id).select_related("post__department")
    return sorted(rows, key=lambda row: (row.until is not None, -row.since.timestamp()))


def holding(key: int) -> Holding | None:
    """Return one holding."""
    return Holding.objects.select_related("post", "person").filter(pk=key).first()


def leaderships(institution_id: int, at: datetime) -> list[Leadership]:
    """Return who leads what at an instant, or will: principals, then by department."""
    standing = Q(until__isnull=True) | Q(until__gt=at)
    rows = Leadership.objects.filter(standing, institution_id=institution_id)
    ordered = rows.select_related("person", "department").order_by(
        "department__order", "department_id", "kind", "order"
    )
    return sorted(ordered, key=lambda row: row.kind != Leadership.Kind.PRINCIPAL)


def leadership(key: int) -> Leadership | None:
    """Return one leadership."""
    rows = Leadership.objects.select_related("person", "department", "institution")
    return rows.filter(pk=key).first()


def leaderships_of(person_id: int) -> list[Leadership]:
    """Return what a person leads or has led, the standing ones first."""
    rows = Leadership.objects.filter(person_id=person_id).select_related("department")
    return sorted(rows, key=lambda row: (row.until is not None, -row.since.timestamp()))


def roles_of(person_id: int, at: datetime) -> list[str]:
    """Return the codes of the roles that are assigned to a person at an instant."""
    standing = Q(until__isnull=True) | Q(until__gt=at)
    rows = OfficeRole.objects.filter(standing, person_id=person_id, since__lte=at)
    return sorted(set(rows.values_list("role", flat=True)))


def absences_of(person_id: int, *, since: datetime) -> list[Absence]:
    """Return a person's absences that end after an instant, cancelled ones too, newest first."""
    rows = Absence.objects.filter(person_id=person_id, planned_until__gt=since)
    return list(rows.select_related("person", "entered_by").order_by("-since"))


def duty(key: int) -> DutyRoster | None:
    """Return one line of the duty roster."""
    return DutyRoster.objects.select_related("person", "department").filter(pk=key).first()


def duties_of(person_id: int, *, since: datetime, until: datetime) -> list[DutyRoster]:
    """Return a person's duties between two instants."""
    rows = DutyRoster.objects.filter(
        person_id=person_id, since__lt=until, until__gt=since, cancelled_at__isnull=True
    )
    return list(rows.select_related("department").order_by("since"))


def alarm(key: UUID | str) -> Alarm | None:
    """Return the alarm of a key."""
    return Alarm.objects.select_related("post", "department").filter(key=key).first()


def staff_on(institution_id: int, at: datetime) -> list[Person]:
    """Return the people employed at an instant, by department and rank."""
    rows = Person.objects.filter(institution_id=institution_id, active=True)
    employed = rows.filter(Q(left_at__isnull=True) | Q(left_at__gt=at))
    return list(employed.select_related("department").order_by("department__order", "rank", "id"))


def person_by_id(person_id: int) -> Person | None:
    """Return a person by number, for an actor's own row."""
    return Person.objects.select_related("institution", "department").filter(pk=person_id).first()
