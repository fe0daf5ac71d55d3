"""Acts on people: making, changing, closing accounts, passwords."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from shouwen.errors import Refused, Text, Unclear
from shouwen.organization.actions.alarms import settle
from shouwen.organization.actions.base import filled, initials, lock, pinyin, record, same_house
from shouwen.organization.domain import Actor
from shouwen.organization.models import (
    ApiToken,
    Department,
    Holding,
    Institution,
    Leadership,
    OfficeRole,
    Person,
)
from shouwen.organization.permissions import require

_CHANGEABLE = frozenset(("name", "name_en", "phone", "email", "rank", "department"))


@transaction.atomic
def create_person(
    institution: Institution,
    *,
    username: str,
    name: str,
    department: Department | None = None,
    joined_at: datetime | None = None,
    password: str | None = None,
    by: Actor,
    at: datetime,
    **more: Any,
) -> Person:
    """Add a member of staff; without a password they cannot sign in until one is set."""
    require(by, "roster.edit", institution_id=institution.pk)
    _known(more)
    lock(institution.pk)
    person = build_person(
        institution,
        username=username,
        name=name,
        department=department,
        joined_at=joined_at,
        **more,
    )
    if password is None:
        person.set_unusable_password()
    else:
        _strong(password, person)
        person.set_password(password)
    _save(person)
    record(
        "person-created",
        institution_id=institution.pk,
        by=by,
        at=at,
        facts={"person": person.pk, "department": department.pk if department else None},
        personal={"name": person.name, "phone": person.phone, "username": person.username},
        subject=f"person-{person.pk}",
    )
    return person


def build_person(
    institution: Institution,
    *,
    username: str,
    name: str,
    department: Department | None = None,
    **more: Any,
) -> Person:
    """Return an unsaved, checked person with pinyin; for acts that make people."""
    if department is not None:
        same_house(institution.pk, department.institution_id)
    name = filled(name, Text("姓名", "The name"))
    person = Person(
        institution=institution,
        username=username.strip().lower(),
        name=name,
        pinyin=pinyin(name),
        initials=initials(name),
        department=department,
        password="!",
        **more,
    )
    _clean(person)
    return person


@transaction.atomic
def edit_person(person: Person, *, by: Actor, at: datetime, **changes: Any) -> None:
    """Change a person's name, telephone, e-mail, rank or department."""
    require(by, "roster.edit", institution_id=person.institution_id)
    _known(changes)
    changes = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if not changes:
        return
    lock(person.institution_id)
    for name, value in changes.items():
        setattr(person, name, value)
    if person.department is not None:
        same_house(person.institution_id, person.department.institution_id)
    person.pinyin, person.initials = pinyin(person.name), initials(person.name)
    _clean(person)
    _save(person)
    record(
        "person-changed",
        institution_id=person.institution_id,
        by=by,
        at=at,
        facts={"person": person.pk, "changed": sorted(changes)},
        personal={name: str(value) for name, value in changes.items()},
        subject=f"person-{person.pk}",
    )


@transaction.atomic
def deactivate_person(person: Person, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Close the account: posts, leadership, roles and tokens end at this instant."""
    require(by, "account.edit", institution_id=person.institution_id)
    if by.person_id == person.pk and not by.everything:
        raise Refused(
            "organization.oneself",
            Text("不能停用自己的账号", "You cannot close your own account."),
        )
    lock(person.institution_id)
    person.active = False
    person.left_at = at
    person.save(update_fields=["active", "left_at"])
    for model in (Holding, Leadership, OfficeRole):
        standing = model.objects.filter(person=person, until__isnull=True)
        standing.filter(since__gt=at).delete()
        standing.update(until=at)
    ApiToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)
    record(
        "person-left",
        institution_id=person.institution_id,
        by=by,
        at=at,
        facts={"person": person.pk},
        personal={"reason": reason},
        subject=f"person-{person.pk}",
    )
    settle(person.institution_id, at=at)


@transaction.atomic
def set_password(
    person: Person, password: str, *, once: bool | None = None, by: Actor, at: datetime
) -> None:
    """Set a password; one set by somebody else must be changed at the first sign-in."""
    own = by.person_id == person.pk and not by.everything
    if not own:
        require(by, "account.edit", institution_id=person.institution_id)
    _strong(password, person)
    lock(person.institution_id)
    person.set_password(password)
    person.password_due = not own if once is None else once
    person.save(update_fields=["password", "password_due"])
    record(
        "password-set",
        institution_id=person.institution_id,
        by=by,
        at=at,
        facts={"person": person.pk, "own": own},
    )


def _known(columns: dict[str, Any]) -> None:
    unknown = set(columns) - _CHANGEABLE
    if unknown:
        raise TypeError(f"Person has no column {', '.join(sorted(unknown))} to set.")


def _clean(person: Person) -> None:
    try:
        person.clean_fields(exclude=["password", "institution", "department"])
    except ValidationError as fault:
        told = "; ".join(fault.messages)
        raise Unclear(
            "organization.person", Text(told, told), facts={"fields": sorted(fault.message_dict)}
        ) from fault


def _strong(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as fault:
        told = "; ".join(fault.messages)
        raise Unclear("organization.password", Text(told, told)) from fault


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as fault:
        raise Refused(
            "organization.username-taken",
            Text("用户名已被使用", "The username is taken."),
            facts={"username": person.username},
        ) from fault
