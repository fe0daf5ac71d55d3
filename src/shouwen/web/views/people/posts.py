"""One post: who acts now and by which steps, who holds it, appointing and replacing A and B."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from shouwen.docket import statistics
from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization import queries as organization
from shouwen.web import errors
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Effect, Note, Person, Sheet
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.people.common import (
    CAPACITIES,
    LETTERS,
    chip,
    crumbs,
    day_field,
    instant,
    name_of,
    office_of,
    ours,
    people_choices,
    person_of,
    person_url,
    refuse,
    when,
)


class AppointForm(forms.Form):
    """Who becomes A, B or acting holder, from when, in whose place."""

    capacity = forms.ChoiceField(label=gettext_lazy("任什么岗"), choices=list(CAPACITIES.items()))
    person = forms.ChoiceField(
        label=gettext_lazy("谁"), error_messages={"required": gettext_lazy("请选人。")}
    )
    since = day_field(gettext_lazy("从哪天"), gettext_lazy("请写从哪天起。"), required=False)
    replace = forms.BooleanField(label=gettext_lazy("替换现在任此岗的人"), required=False)
    reason = forms.CharField(label=gettext_lazy("原因"), required=False, max_length=200)

    def __init__(self, *given: Any, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = people
        self.fields["since"].help_text = gettext("不写就是现在。")


@staff("roster.see")
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show a post; appoint somebody to it."""
    row = ours(request, organization.post(key))
    may_edit = may(request, "roster.edit")
    people = people_choices(request, empty=gettext("请选择"))
    form = AppointForm(request.POST if request.method == "POST" else None, people=people)
    status = 200
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        status = 422
        if form.is_valid():
            try:
                return _appoint(request, row, form)
            except ShouwenError as fault:
                status = refuse(form, fault, request)
    return _page(request, row, form if may_edit else None, status)


def _appoint(request: StaffRequest, row: Any, form: AppointForm) -> HttpResponse:
    given = form.cleaned_data
    someone = person_of(request, given["person"])
    since = instant(office_of(request), given["since"], None) if given["since"] else request.now
    actions.appoint(
        row,
        someone,
        capacity=given["capacity"],
        since=max(since, request.now) if given["since"] is None else since,
        replace=given["replace"],
        reason=given["reason"],
        by=request.actor,
        at=request.now,
    )
    told = {"name": name_of(someone), "post": name_of(row)}
    tell(request, Note(gettext("%(name)s 已任 %(post)s") % told))
    return HttpResponseRedirect(reverse("people-post", args=[row.key]))


def _page(request: StaffRequest, row: Any, form: AppointForm | None, status: int) -> HttpResponse:
    presence = organization.present(row.pk, request.now, roster=request.roster)
    context = {
        "crumbs": crumbs(Crumb(name_of(row))),
        "row": row,
        "name": name_of(row),
        "department": name_of(row.department),
        "now": chip(request, presence),
        "walk": [errors.said(one.text) for one in presence.walk],
        "alarm": presence.alarm,
        "holders": [_holder(request, one) for one in organization.holdings(row.pk)],
        "open": statistics.open_by_post(request.actor.institution_id).get(row.pk, 0),
        "form": form,
    }
    return render(request, "people/post.html", context, status=status)


def _holder(request: StaffRequest, one: Any) -> dict[str, object]:
    away = request.roster.absence(one.person_id, request.now)
    standing = one.until is None or one.until > request.now
    return {
        "person": Person(
            name_of(one.person),
            capacity=LETTERS[one.capacity],
            away_until=when(request, away.until) if away and standing else "",
            left=not one.person.active,
            url=person_url(one.person.key),
        ),
        "since": when(request, one.since),
        "until": when(request, one.until),
        "reason": one.reason,
        "standing": standing,
        "end": reverse("people-holding-end", args=[one.pk]),
    }


@staff("roster.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def holding_end(request: StaffRequest, key: int) -> HttpResponse:
    """End a holding now, after saying who acts for the post then."""
    row = ours(request, organization.holding(key))
    back = reverse("people-post", args=[row.post.key])
    fault: errors.Told | None = None
    if request.method == "POST":
        try:
            actions.end_holding(row, by=request.actor, at=request.now)
        except ShouwenError as refused:
            fault = errors.told(refused, request.actor.institution_id)
        else:
            tell(request, Note(gettext("任职已结束")))
            return HttpResponseRedirect(back)
    told = {"name": name_of(row.person), "post": name_of(row.post)}
    sheet = Sheet(
        title=gettext("结束 %(name)s 的任职") % told,
        effects=_ending(request, row),
        url=reverse("people-holding-end", args=[row.pk]),
        button=gettext("结束任职"),
        back=back,
        error=fault.whole if fault else "",
    )
    context = {
        "crumbs": crumbs(Crumb(name_of(row.post), back), Crumb(gettext("结束任职"))),
        "sheet": sheet,
        "name": name_of(row.person),
    }
    return render(request, "people/confirm.html", context, status=fault.status if fault else 200)


def _ending(request: StaffRequest, row: Any) -> list[Effect]:
    opened = statistics.open_by_post(request.actor.institution_id).get(row.post_id, 0)
    then = organization.present(
        row.post_id, request.now, roster=request.roster, excluding=(row.person_id,)
    )
    there = chip(request, then)
    what = f"{name_of(row.post)} · {CAPACITIES[row.capacity]}"
    return [
        Effect(gettext("岗位"), text=what),
        Effect(
            gettext("此后负责"),
            text=gettext("%(name)s（在办 %(count)s 件）") % {"name": there.name, "count": opened},
        ),
    ]
