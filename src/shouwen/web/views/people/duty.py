"""The duty roster, a week at a time: who is on duty, putting somebody on, taking off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization import queries as organization
from shouwen.web import errors
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Note
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.people.board import week_days
from shouwen.web.views.people.common import (
    DUTIES,
    clock_field,
    crumbs,
    day_field,
    department_choices,
    instant,
    name_of,
    office_of,
    ours,
    people_choices,
    person_of,
    person_url,
    refuse,
    tabs,
    week_of,
)
from shouwen.worktime import WorkTime


class DutyForm(forms.Form):
    """Who is on duty, of which kind, from which day to which."""

    kind = forms.ChoiceField(label=gettext_lazy("值什么班"), choices=list(DUTIES.items()))
    person = forms.ChoiceField(
        label=gettext_lazy("谁"), error_messages={"required": gettext_lazy("请选人。")}
    )
    department = forms.ChoiceField(label=gettext_lazy("科室"), required=False)
    first = day_field(gettext_lazy("从哪天"), gettext_lazy("请写从哪天起值班。"))
    first_time = clock_field(gettext_lazy("几点起"), required=False)
    last = day_field(gettext_lazy("到哪天"), gettext_lazy("请写值到哪天。"))
    last_time = clock_field(gettext_lazy("几点止"), required=False)

    def __init__(
        self,
        *given: Any,
        people: list[tuple[str, str]],
        departments: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        for name, choices in (("person", people), ("department", departments)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        for name in ("first_time", "last_time"):
            self.fields[name].help_text = gettext("不写就是整天。")

    def span(self, office: WorkTime) -> tuple[datetime, datetime]:
        """Return from when until when; without a time the last day counts to its end."""
        given = self.cleaned_data
        last = given["last"] if given["last_time"] else given["last"] + timedelta(days=1)
        return (
            instant(office, given["first"], given["first_time"]),
            instant(office, last, given["last_time"]),
        )


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody on duty on one day."""

    name: str
    url: str
    department: str
    hours: str
    cancel: str


@staff("roster.see")
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: StaffRequest) -> HttpResponse:
    """Show a week of the roster, and put somebody on duty."""
    may_edit = may(request, "duty.edit")
    form = DutyForm(
        request.POST if request.method == "POST" else None,
        initial=_usual(request),
        people=people_choices(request, empty=gettext("请选择")),
        departments=department_choices(request, empty=gettext("全单位")),
    )
    status = 200
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        status = 422
        if form.is_valid():
            try:
                return _set(request, form)
            except ShouwenError as fault:
                status = refuse(form, fault, request)
    return _page(request, form if may_edit else None, status)


def _usual(request: StaffRequest) -> dict[str, Any]:
    office = office_of(request)
    day = request.GET.get("day", "")
    first = day or office.local(request.now).date().isoformat()
    return {"kind": request.GET.get("kind", "duty-officer"), "first": first, "last": first}


def _set(request: StaffRequest, form: DutyForm) -> HttpResponse:
    given = form.cleaned_data
    someone = person_of(request, given["person"])
    place = None
    if given["department"]:
        place = ours(request, organization.department(given["department"]))
    since, until = form.span(office_of(request))
    actions.set_duty(
        someone.institution,
        someone,
        kind=given["kind"],
        since=since,
        until=until,
        department=place,
        by=request.actor,
        at=request.now,
    )
    told = {"name": name_of(someone), "kind": DUTIES[given["kind"]]}
    tell(request, Note(gettext("已安排 %(name)s %(kind)s") % told))
    return HttpResponseRedirect(_week_url(given["first"]))


def _week_url(day: date) -> str:
    return f"{reverse('people-duty')}?{urlencode({'week': day.isoformat()})}"


def _page(request: StaffRequest, form: DutyForm | None, status: int) -> HttpResponse:
    office = office_of(request)
    today = office.local(request.now).date()
    first = week_of(request.GET.get("week") or request.GET.get("day", ""), today)
    begin = datetime.combine(first, time(), office.zone)
    rows = organization.duties(
        request.actor.institution_id, since=begin, until=begin + timedelta(days=7)
    )
    days = week_days(first, today, office)
    context = {
        "crumbs": crumbs(Crumb(gettext("值班"))),
        "tabs": tabs(request, "duty"),
        "days": days,
        "kinds": [
            (code, name, [_on(request, rows, code, begin, count) for count in range(7)])
            for code, name in DUTIES.items()
        ],
        "before": _week_url(first - timedelta(days=7)),
        "after": _week_url(first + timedelta(days=7)),
        "here": _week_url(today),
        "is_now": first == week_of("", today),
        "week": first.isoformat(),
        "form": form,
        "some": bool(rows),
    }
    return render(request, "people/duty.html", context, status=status)


def _on(
    request: StaffRequest, rows: list[Any], kind: str, begin: datetime, count: int
) -> dict[str, object]:
    office = office_of(request)
    start = begin + timedelta(days=count)
    end = start + timedelta(days=1)
    there = [row for row in rows if row.kind == kind and row.since < end and row.until > start]
    day = start.date().isoformat()
    return {
        "people": [_one(row, start, end, office) for row in there],
        "add": f"{reverse('people-duty')}?{urlencode({'kind': kind, 'day': day})}#duty-form",
        "day": day,
    }


def _one(row: Any, start: datetime, end: datetime, office: WorkTime) -> OnDuty:
    hours = ""
    if row.since > start or row.until < end:
        since, until = office.local(max(row.since, start)), office.local(min(row.until, end))
        hours = f"{since:%H:%M}–{until:%H:%M}"
    return OnDuty(
        name=name_of(row.person),
        url=person_url(row.person.key),
        department=name_of(row.department) if row.department else "",
        hours=hours,
        cancel=reverse("people-duty-cancel", args=[row.pk]),
    )


@staff("duty.edit")
@require_POST
def duty_cancel(request: StaffRequest, key: int) -> HttpResponse:
    """Take a duty off the roster; one that has begun ends now."""
    row = ours(request, organization.duty(key))
    day = office_of(request).local(row.since).date()
    try:
        actions.cancel_duty(row, by=request.actor, at=request.now)
    except ShouwenError as fault:
        told = errors.told(fault, request.actor.institution_id)
        tell(request, Note(told.whole, "bad"))
    else:
        tell(request, Note(gettext("已取消 %(name)s 的值班") % {"name": name_of(row.person)}))
    return HttpResponseRedirect(_week_url(day))
