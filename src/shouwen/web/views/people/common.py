"""What the pages of people share: names, times, tabs, choices, and who is of this office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError
from shouwen.organization import queries as organization
from shouwen.organization.domain import Presence, Snapshot
from shouwen.organization.permissions import allowed
from shouwen.web import errors, telling
from shouwen.web.parts import Crumb, Person, Tab
from shouwen.web.staff import StaffRequest
from shouwen.worktime import WorkTime

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Said = str | _StrPromise

REASONS: Mapping[str, Promise] = {
    "field": gettext_lazy("外出办事"),
    "business-trip": gettext_lazy("出差"),
    "meeting": gettext_lazy("开会"),
    "training": gettext_lazy("培训"),
    "leave": gettext_lazy("休假"),
    "sick": gettext_lazy("病假"),
    "other": gettext_lazy("其他"),
}
CAPACITIES: Mapping[str, Promise] = {
    "primary": gettext_lazy("A 岗（负责）"),
    "backup": gettext_lazy("B 岗（顶岗）"),
    "acting": gettext_lazy("代岗"),
}
LETTERS: Mapping[str, str] = {"primary": "A", "backup": "B", "acting": "acting"}
DUTIES: Mapping[str, Promise] = {
    "duty-leader": gettext_lazy("带班领导"),
    "duty-officer": gettext_lazy("值班人员"),
    "weekly-duty": gettext_lazy("当周值班"),
    "temporary-duty": gettext_lazy("临时值班"),
}
LEADERSHIPS: Mapping[str, Promise] = {
    "principal": gettext_lazy("主要领导"),
    "in-charge": gettext_lazy("分管领导"),
    "head": gettext_lazy("科室负责人"),
}


def english() -> bool:
    """Say whether the reader reads English."""
    return errors.language().startswith("en")


def name_of(one: Any) -> str:
    """Return a name (or title) of a person, department or post in the reader's language."""
    own = getattr(one, "name", None) or getattr(one, "title", "")
    other = getattr(one, "name_en", None) or getattr(one, "title_en", "")
    return str((other if english() else "") or own)


def member_name(roster: Snapshot, person: int | None) -> str:
    """Return a colleague's name; empty for nobody."""
    found = roster.members.get(person) if person is not None else None
    return name_of(found) if found else ""


def office_of(request: StaffRequest) -> WorkTime:
    """Return the working time of the reader's office."""
    return enactment.worktime(request.actor.institution_id)


def when(request: StaffRequest, at: datetime | None) -> str:
    """Return an instant as lists write it; empty for none."""
    return telling.short_when(at, office_of(request), request.now) if at else ""


def ours(request: StaffRequest, found: Any) -> Any:
    """Return what was found if it is of the reader's office; else it is not there."""
    if found is None or found.institution_id != request.actor.institution_id:
        raise Http404
    return found


def person_of(request: StaffRequest, key: UUID | str) -> Any:
    """Return a colleague by key; 404 for others."""
    try:
        UUID(str(key))
    except ValueError as wrong:
        raise Http404 from wrong
    return ours(request, organization.person(key))


def person_url(key: UUID | str) -> str:
    """Return the address of a person's page."""
    return reverse("person", args=[key])


def chip(request: StaffRequest, presence: Presence) -> Person:
    """Return who acts for a post now, with whom they stand in for and until when."""
    roster = request.roster
    letter = presence.letter if presence.letter in {"", "A", "B"} else "acting"
    absent = member_name(roster, presence.stands_in_for)
    note = ""
    if absent and presence.until:
        told = {"name": absent, "until": when(request, presence.until)}
        note = gettext("代 %(name)s，至 %(until)s") % told
    name = member_name(roster, presence.person_id) or gettext("无人在岗")
    return Person(name, capacity=letter, acting_note=note)


def tabs(request: StaffRequest, current: str) -> list[Tab]:
    """Return the views of the people pages; alarms with how many stand."""
    rights = request.actor.rights
    found = [
        Tab(gettext("岗位与去向"), reverse("people"), current=current == "people"),
        Tab(gettext("本周"), f"{reverse('people')}?view=week", current=current == "week"),
        Tab(gettext("去向牌"), f"{reverse('people')}?view=board", current=current == "board"),
        Tab(gettext("值班"), reverse("people-duty"), current=current == "duty"),
        Tab(gettext("领导"), reverse("people-leaders"), current=current == "leaders"),
    ]
    if "alarm.resolve" in rights or "roster.edit" in rights or "overview.see" in rights:
        found.append(
            Tab(gettext("无人在岗"), reverse("people-alarms"), current=current == "alarms")
        )
    return found


def crumbs(*more: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a people page."""
    return [Crumb(gettext("去向"), reverse("people") if more else ""), *more]


def week_of(text: str, today: date) -> date:
    """Return the Monday of the week that an address asks for; this week's otherwise."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    return day - timedelta(days=day.weekday())


def people_choices(request: StaffRequest, *, empty: str = "") -> list[tuple[str, str]]:
    """Return the staff to choose from, each with the department."""
    staff = organization.staff_on(request.actor.institution_id, request.now)
    found = []
    for one in staff:
        place = name_of(one.department) if one.department else ""
        found.append((str(one.key), f"{name_of(one)} {place}".strip()))
    return [("", empty), *found] if empty else found


def department_choices(request: StaffRequest, *, empty: str) -> list[tuple[str, str]]:
    """Return the departments to choose from, with a first line for none."""
    rows = organization.departments(request.actor.institution_id)
    return [("", empty), *((str(one.key), name_of(one)) for one in rows)]


class DayInput(forms.DateInput):
    """A native field for a day."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}), format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A native field for a time of day."""

    input_type = "time"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}), format="%H:%M")


def day_field(label: Said, missing: Said, *, required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        widget=DayInput(),
        error_messages={
            "required": missing,
            "invalid": gettext_lazy("这个日期看不懂，请写成 2026-02-13。"),
        },
    )


def clock_field(label: Said, *, required: bool = True) -> forms.TimeField:
    """Return a field for a time of day."""
    return forms.TimeField(
        label=label,
        required=required,
        widget=ClockInput(),
        error_messages={
            "required": gettext_lazy("请写时间，如 08:30。"),
            "invalid": gettext_lazy("这个时间看不懂，请写成 08:30。"),
        },
    )


def instant(office: WorkTime, day: date, clock: time | None) -> datetime:
    """Return a day and a time of day in the office as an instant."""
    return datetime.combine(day, clock or time(), office.zone)


def refuse(form: forms.Form, fault: ShouwenError, request: StaffRequest) -> int:
    """Put a refusal into the form's error summary; return its status."""
    told = errors.told(fault, request.actor.institution_id)
    form.add_error(None, told.whole)
    return told.status


def may_there(request: StaffRequest, right: str, department: int | None) -> bool:
    """Say whether the reader has a right in a department of the office."""
    return allowed(
        request.actor,
        right,
        institution_id=request.actor.institution_id,
        department_id=department,
    )
