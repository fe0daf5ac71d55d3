"""Who leads what: principals, leaders in charge, heads; appointing and ending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization import queries as organization
from shouwen.web import errors
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Effect, Note, Person, Sheet
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.people.common import (
    LEADERSHIPS,
    crumbs,
    department_choices,
    name_of,
    ours,
    people_choices,
    person_of,
    person_url,
    refuse,
    tabs,
    when,
)


class LeaderForm(forms.Form):
    """Who leads which department, or the institution."""

    kind = forms.ChoiceField(label=gettext_lazy("职务"), choices=list(LEADERSHIPS.items()))
    department = forms.ChoiceField(
        label=gettext_lazy("科室"),
        required=False,
        help_text=gettext_lazy("主要领导不选科室。"),
    )
    person = forms.ChoiceField(
        label=gettext_lazy("谁"), error_messages={"required": gettext_lazy("请选人。")}
    )
    order = forms.IntegerField(
        label=gettext_lazy("次序"),
        required=False,
        min_value=0,
        max_value=99,
        help_text=gettext_lazy("正职 0，副职 1、2……"),
        error_messages={"invalid": gettext_lazy("次序写 0 到 99 的数。")},
    )

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


@staff("roster.see")
@require_http_methods(["GET", "HEAD", "POST"])
def leaders(request: StaffRequest) -> HttpResponse:
    """Show who leads what, and appoint a leader."""
    may_edit = may(request, "roster.edit")
    form = LeaderForm(
        request.POST if request.method == "POST" else None,
        people=people_choices(request, empty=gettext("请选择")),
        departments=department_choices(request, empty=gettext("不选")),
    )
    status = 200
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        status = 422
        if form.is_valid():
            try:
                return _appoint(request, form)
            except ShouwenError as fault:
                status = refuse(form, fault, request)
    rows = organization.leaderships(request.actor.institution_id, request.now)
    context = {
        "crumbs": crumbs(Crumb(gettext("领导"))),
        "tabs": tabs(request, "leaders"),
        "rows": [_row(request, row) for row in rows],
        "form": form if may_edit else None,
    }
    return render(request, "people/leaders.html", context, status=status)


def _appoint(request: StaffRequest, form: LeaderForm) -> HttpResponse:
    given = form.cleaned_data
    someone = person_of(request, given["person"])
    place = (
        ours(request, organization.department(given["department"])) if given["department"] else None
    )
    actions.appoint_leader(
        someone.institution,
        someone,
        kind=given["kind"],
        department=place,
        order=given["order"] or 0,
        by=request.actor,
        at=request.now,
    )
    told = {"name": name_of(someone), "kind": LEADERSHIPS[given["kind"]]}
    tell(request, Note(gettext("%(name)s 已任%(kind)s") % told))
    return HttpResponseRedirect(reverse("people-leaders"))


def _row(request: StaffRequest, row: Any) -> dict[str, object]:
    away = request.roster.absence(row.person_id, request.now)
    return {
        "kind": LEADERSHIPS[row.kind],
        "department": name_of(row.department) if row.department else "",
        "person": Person(
            name_of(row.person),
            away_until=when(request, away.until) if away else "",
            url=person_url(row.person.key),
        ),
        "since": when(request, row.since),
        "end": reverse("people-leader-end", args=[row.pk]),
    }


@staff("roster.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def leader_end(request: StaffRequest, key: int) -> HttpResponse:
    """End a leadership now, after a check."""
    row = ours(request, organization.leadership(key))
    fault: errors.Told | None = None
    if request.method == "POST":
        try:
            actions.end_leadership(row, by=request.actor, at=request.now)
        except ShouwenError as refused:
            fault = errors.told(refused, request.actor.institution_id)
        else:
            tell(request, Note(gettext("职务已结束")))
            return HttpResponseRedirect(reverse("people-leaders"))
    name = name_of(row.person)
    place = name_of(row.department) if row.department else ""
    sheet = Sheet(
        title=gettext("结束 %(name)s 的职务") % {"name": name},
        effects=[
            Effect(gettext("职务"), text=f"{LEADERSHIPS[row.kind]} {place}".strip()),
            Effect(gettext("签批"), text=gettext("等其签批的事转给接任者；没有接任者就上送一级。")),
        ],
        url=reverse("people-leader-end", args=[row.pk]),
        button=gettext("结束职务"),
        back=reverse("people-leaders"),
        error=fault.whole if fault else "",
    )
    context = {
        "crumbs": crumbs(
            Crumb(gettext("领导"), reverse("people-leaders")), Crumb(gettext("结束职务"))
        ),
        "sheet": sheet,
        "name": name,
    }
    return render(request, "people/confirm.html", context, status=fault.status if fault else 200)
