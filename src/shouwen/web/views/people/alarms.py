"""Alarms: posts and roles for which nobody is there; who was looked for, and what was done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.docket import statistics
from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization import queries as organization
from shouwen.organization.domain import Presence
from shouwen.rulebook.vocabulary import ROLES
from shouwen.rulebook.vocabulary import name_of as word
from shouwen.web import errors
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Empty, Note
from shouwen.web.staff import StaffRequest, staff
from shouwen.web.views.people.common import (
    crumbs,
    may_there,
    name_of,
    ours,
    refuse,
    tabs,
    when,
)

SHOWN = 20


class ResolveForm(forms.Form):
    """What was done about it."""

    resolution = forms.CharField(
        label=gettext_lazy("怎么处理的"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200}),
        help_text=gettext_lazy("例如：已请 吴白露 到岗。仍没有人时，警报会再出现。"),
        error_messages={"required": gettext_lazy("请写怎么处理的。")},
    )


@staff("alarm.resolve", "roster.edit", "overview.see")
@require_safe
def alarms(request: StaffRequest) -> HttpResponse:
    """Show posts without anybody now, standing alarms, and those resolved lately."""
    house = request.actor.institution_id
    empty = organization.empty_posts(house, request.now, roster=request.roster)
    opened = statistics.open_by_post(house) if empty else {}
    standing = organization.alarms(house)
    raised = {one.post_id for one in standing}
    context = {
        "crumbs": crumbs(Crumb(gettext("无人在岗"))),
        "tabs": tabs(request, "alarms"),
        "fresh": [
            _empty(request, one, opened.get(one.post_id or 0, 0))
            for one in empty
            if one.post_id not in raised
        ],
        "standing": [_standing(request, one) for one in standing],
        "resolved": [
            _standing(request, one) for one in organization.alarms(house, resolved=True)[:SHOWN]
        ],
        "calm": Empty(gettext("每个岗位现在都有人。")),
    }
    return render(request, "people/alarms.html", context)


def _empty(request: StaffRequest, one: Presence, opened: int) -> dict[str, object]:
    place = request.roster.posts.get(one.post_id or 0)
    return {
        "what": name_of(place) if place else one.role,
        "walk": [errors.said(step.text) for step in one.walk],
        "open": opened,
    }


def _standing(request: StaffRequest, one: Any) -> dict[str, object]:
    parts = [name_of(found) for found in (one.department, one.post) if found is not None]
    role = errors.said(word(one.role, among=ROLES))
    return {
        "what": " ".join(parts) or role,
        "role": role if parts else "",
        "raised": when(request, one.raised_at),
        "resolved": when(request, one.resolved_at),
        "by": name_of(one.resolved_by) if one.resolved_by else gettext("有人到岗后自动解除"),
        "how": one.resolution,
        "url": reverse("people-alarm", args=[one.key]),
        "may": may_there(request, "alarm.resolve", one.department_id),
    }


@staff("alarm.resolve")
@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: StaffRequest, key: UUID) -> HttpResponse:
    """Put an alarm aside, saying what was done."""
    row = ours(request, organization.alarm(key))
    if not may_there(request, "alarm.resolve", row.department_id):
        raise PermissionDenied
    form = ResolveForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.resolve_alarm(
                    row,
                    resolution=form.cleaned_data["resolution"],
                    by=request.actor,
                    at=request.now,
                )
            except ShouwenError as fault:
                status = refuse(form, fault, request)
            else:
                tell(request, Note(gettext("警报已处理")))
                return HttpResponseRedirect(reverse("people-alarms"))
    context = {
        "crumbs": crumbs(
            Crumb(gettext("无人在岗"), reverse("people-alarms")), Crumb(gettext("处理警报"))
        ),
        "one": _standing(request, row),
        "form": form,
    }
    return render(request, "people/alarm.html", context, status=status)
