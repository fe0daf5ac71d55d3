"""Acts on institutions, departments and posts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from shouwen.errors import Refused, Text, Unclear
from shouwen.organization.actions.base import filled, initials, lock, record, same_house
from shouwen.organization.domain import Actor
from shouwen.organization.hours import read_hours
from shouwen.organization.models import Department, Holding, Institution, Post, RosterVersion
from shouwen.organization.permissions import require

_NAME = Text("名称", "The name")
_CHANGEABLE = {
    Institution: frozenset(
        ("name", "name_en", "region", "zone", "calendar", "hours", "phone", "address", "active")
    ),
    Department: frozenset(("name", "name_en", "phone", "location", "duties", "order")),
    Post: frozenset(("title", "title_en", "duties", "phone", "window", "is_window", "order")),
}


@transaction.atomic
def create_institution(
    *, name: str, code: str, parent: Institution | None = None, by: Actor, at: datetime, **more: Any
) -> Institution:
    """Set up an institution; `more` are its other columns (zone, hours, calendar …)."""
    if parent is not None or not by.everything:
        require(by, "roster.edit", institution_id=parent.pk if parent else None)
    if not by.everything and parent is None:
        raise Refused(
            "organization.root",
            Text("最上级单位只能在安装时建立", "A topmost institution is made at set-up only."),
        )
    _known(Institution, more)
    house = Institution(
        name=filled(name, _NAME), code=code.strip().upper(), parent=parent, created_at=at, **more
    )
    _check(house)
    _save(house, "organization.code-taken", Text("单位代码已被使用", "The code is taken."))
    RosterVersion.objects.create(institution=house, version=0)
    lock(house.pk)
    above = parent
    while above is not None:
        lock(above.pk)
        above = above.parent
    facts = {"code": house.code, "parent": parent.pk if parent else None, "zone": house.zone}
    record(
        "institution-created",
        institution_id=house.pk,
        by=by,
        at=at,
        facts=facts,
        personal={"name": house.name},
    )
    return house


@transaction.atomic
def create_department(
    institution: Institution,
    *,
    name: str,
    parent: Department | None = None,
    by: Actor,
    at: datetime,
    **more: Any,
) -> Department:
    """Set up a department; `more` are its other columns (phone, location, duties …)."""
    require(by, "roster.edit", institution_id=institution.pk)
    if parent is not None:
        same_house(institution.pk, parent.institution_id)
    _known(Department, more)
    lock(institution.pk)
    name = filled(name, _NAME)
    row = Department(
        institution=institution, name=name, parent=parent, initials=initials(name), **more
    )
    _save(row, "organization.name-taken", Text("已有同名科室", "There is such a department."))
    record(
        "department-created",
        institution_id=institution.pk,
        by=by,
        at=at,
        facts={"department": row.pk, "parent": parent.pk if parent else None},
        personal={"name": name},
    )
    return row


@transaction.atomic
def create_post(
    department: Department, *, title: str, by: Actor, at: datetime, **more: Any
) -> Post:
    """Set up a post of a department; `more` are its other columns (duties, phone, window …)."""
    require(by, "roster.edit", institution_id=department.institution_id)
    _known(Post, more)
    lock(department.institution_id)
    title = filled(title, _NAME)
    row = Post(
        institution_id=department.institution_id,
        department=department,
        title=title,
        initials=initials(title),
        **more,
    )
    _save(row, "organization.name-taken", Text("科室内已有同名岗位", "There is such a post."))
    record(
        "post-created",
        institution_id=row.institution_id,
        by=by,
        at=at,
        facts={"post": row.pk, "department": department.pk, "window": row.is_window},
        personal={"title": title},
    )
    return row


@transaction.atomic
def edit(row: Institution | Department | Post, *, by: Actor, at: datetime, **changes: Any) -> None:
    """Change columns of an institution, department or post; what stays as it was is left out."""
    house = row.pk if isinstance(row, Institution) else row.institution_id
    require(by, "roster.edit", institution_id=house)
    _known(type(row), changes)
    changes = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if not changes:
        return
    lock(house)
    for name, value in changes.items():
        setattr(row, name, value)
    if not isinstance(row, Institution):
        row.initials = initials(row.name if isinstance(row, Department) else row.title)
    _check(row)
    _save(row, "organization.name-taken", Text("名称已被使用", "The name is taken."))
    kind = type(row).__name__.lower()
    record(
        f"{kind}-changed",
        institution_id=house,
        by=by,
        at=at,
        facts={kind: row.pk, "changed": sorted(changes)},
        personal={name: str(value) for name, value in changes.items()},
    )


@transaction.atomic
def close(row: Department | Post, *, by: Actor, at: datetime) -> None:
    """Close a post that nobody holds, or a department without open posts and departments."""
    require(by, "roster.edit", institution_id=row.institution_id)
    lock(row.institution_id)
    if isinstance(row, Post):
        busy = Holding.objects.filter(post=row).filter(_standing(at)).exists()
    else:
        busy = (
            row.posts.filter(active=True).exists()
            or row.children.filter(active=True).exists()
            or row.leaderships.filter(_standing(at)).exists()
        )
    if busy:
        raise Refused(
            "organization.in-use",
            Text(
                "仍有人员、岗位或下级科室,不能撤销",
                "Something still depends on it.",
            ),
            remedy=Text("请先结束任职或撤销岗位", "End the holdings, or close the posts, first."),
        )
    row.active = False
    row.save(update_fields=["active"])
    kind = type(row).__name__.lower()
    record(f"{kind}-closed", institution_id=row.institution_id, by=by, at=at, facts={kind: row.pk})


def _standing(at: datetime) -> models.Q:
    return models.Q(until__isnull=True) | models.Q(until__gt=at)


def _known(model: type[models.Model], columns: dict[str, Any]) -> None:
    unknown = set(columns) - _CHANGEABLE[model]
    if unknown:
        raise TypeError(f"{model.__name__} has no column {', '.join(sorted(unknown))} to set.")


def _check(row: models.Model) -> None:
    if isinstance(row, Institution):
        row.hours = read_hours(row.hours)
        try:
            ZoneInfo(row.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
            raise Unclear(
                "organization.zone",
                Text(f"不认识的时区「{row.zone}」", f"There is no time zone {row.zone!r}."),
                remedy=Text("例如 Asia/Shanghai", "For example Asia/Shanghai."),
            ) from fault
        try:
            row.clean_fields(exclude=["parent"])
        except ValidationError as fault:
            told = "; ".join(fault.messages)
            raise Unclear("organization.field", Text(told, told)) from fault


def _save(row: models.Model, code: str, text: Text) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise Refused(code, text) from fault
