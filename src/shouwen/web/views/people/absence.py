"""我要外出: dates, reason and hand-over note; who stands in is shown before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from shouwen.docket import statistics
from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization import queries as organization
from shouwen.organization.domain import Cover
from shouwen.web import errors
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Note, Person
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.people.common import (
    REASONS,
    chip,
    clock_field,
    crumbs,
    day_field,
    instant,
    may_there,
    member_name,
    name_of,
    office_of,
    ours,
    people_choices,
    person_of,
    person_url,
    refuse,
    when,
)
from shouwen.worktime import WorkTime


class AbsenceForm(forms.Form):
    """When, why, and what the one who stands in must know."""

    person = forms.ChoiceField(label=gettext_lazy("谁外出"), required=False)
    since_day = day_field(gettext_lazy("从哪天"), gettext_lazy("请写从哪天起外出。"))
    since_time = clock_field(gettext_lazy("几点"))
    until_day = day_field(gettext_lazy("到哪天"), gettext_lazy("请写哪天返岗。"))
    until_time = clock_field(gettext_lazy("几点返岗"))
    reason = forms.ChoiceField(
        label=pgettext_lazy("of an absence", "事由"),
        choices=list(REASONS.items()),
        help_text=gettext_lazy("只有您、负责人和人事看得到；去向牌上只写外出和返岗时间。"),
        error_messages={"required": gettext_lazy("请选事由。")},
    )
    note = forms.CharField(
        label=gettext_lazy("工作交接说明"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        help_text=gettext_lazy("写明没办完的事、答应过群众什么、要注意什么。顶岗的人看得到。"),
        error_messages={"required": gettext_lazy("请写交接说明：顶岗的人要知道手上有什么事。")},
    )
    contact = forms.CharField(
        label=gettext_lazy("外出时怎么联系"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def span(self, office: WorkTime) -> tuple[datetime, datetime]:
        """Return from when until when, in the office's zone."""
        given = self.cleaned_data
        return (
            instant(office, given["since_day"], given["since_time"]),
            instant(office, given["until_day"], given["until_time"]),
        )


@dataclass(frozen=True, slots=True)
class Stand:
    """Who acts for a post, from when until when."""

    post: str
    since: str
    until: str
    person: Person
    warning: str
    open: int


@require_http_methods(["GET", "HEAD", "POST"])
@staff("absence.enter-own", "absence.enter-any")
def absence_new(request: StaffRequest) -> HttpResponse:
    """Ask, then show who stands in, then enter the absence."""
    others = may(request, "absence.enter-any")
    form = _form(request, others)
    if request.method != "POST":
        return _ask(request, form)
    step = request.POST.get("step", "check")
    if not form.is_valid():
        return _ask(request, form, 422)
    if step == "edit":
        return _ask(request, form)
    person = _whom(request, form)
    if not _complete(request, form, person):
        return _ask(request, form, 422)
    return _save(request, form, person) if step == "save" else _check(request, form, person)


def _form(request: StaffRequest, others: bool) -> AbsenceForm:
    form = AbsenceForm(request.POST if request.method == "POST" else None, initial=_usual(request))
    field = form.fields["person"]
    assert isinstance(field, forms.ChoiceField)
    if others:
        field.choices = people_choices(request)
    else:
        del form.fields["person"]
        form.fields["note"].required = _holds(request)
    return form


def _usual(request: StaffRequest) -> dict[str, Any]:
    """Return what is likely: from the next quarter of an hour until the day's close."""
    office = office_of(request)
    start = office.next_opening(request.now)
    start = max(start, request.now)
    start += timedelta(minutes=-start.minute % 15)
    start = office.local(start).replace(second=0, microsecond=0)
    end = office.local(office.close_of(start.date()))
    own = organization.person_by_id(request.actor.person_id)
    return {
        "person": request.GET.get("person") or (str(own.key) if own else ""),
        "since_day": start.date(),
        "since_time": start.time(),
        "until_day": end.date(),
        "until_time": end.time().replace(second=0, microsecond=0),
        "reason": "field",
    }


def _whom(request: StaffRequest, form: AbsenceForm) -> Any:
    key = form.cleaned_data.get("person")
    if key:
        return person_of(request, key)
    return organization.person_by_id(request.actor.person_id)


def _complete(request: StaffRequest, form: AbsenceForm, person: Any) -> bool:
    """Check what the form alone cannot: the order of times, and the hand-over note."""
    since, until = form.span(office_of(request))
    if until <= since:
        form.add_error("until_day", gettext("返岗时间要晚于外出时间。"))
    elif until <= request.now:
        form.add_error("until_day", gettext("这段时间已经过去，请写以后的时间。"))
    own = person.pk == request.actor.person_id
    if own and _holds(request) and not form.cleaned_data["note"].strip():
        form.add_error("note", form.fields["note"].error_messages["required"])
    return not form.errors


def _holds(request: StaffRequest) -> bool:
    """Say whether the reader is A of a post, so that somebody needs a hand-over note."""
    mine = request.roster.own_posts(request.actor.person_id, request.now)
    return any(one.capacity.letter == "A" for one in mine)


def _ask(request: StaffRequest, form: AbsenceForm, status: int = 200) -> HttpResponse:
    own = organization.holdings_of(request.actor.person_id)
    opened = statistics.open_by_post(request.actor.institution_id)
    mine = [
        (name_of(one.post), opened.get(one.post_id, 0))
        for one in own
        if one.capacity == "primary" and one.until is None
    ]
    context = {
        "crumbs": crumbs(Crumb(gettext("我要外出"))),
        "form": form,
        "mine": mine,
        "others": "person" in form.fields,
    }
    return render(request, "people/absence_form.html", context, status=status)


def _check(request: StaffRequest, form: AbsenceForm, person: Any) -> HttpResponse:
    since, until = form.span(office_of(request))
    stands = stands_of(request, organization.cover(person, since=since, until=until))
    context = {
        "crumbs": crumbs(Crumb(gettext("核对外出"))),
        "who": name_of(person),
        "since": when(request, since),
        "until": when(request, until),
        "reason": REASONS[form.cleaned_data["reason"]],
        "note": form.cleaned_data["note"],
        "contact": form.cleaned_data["contact"],
        "stands": stands,
        "both_away": any(one.warning for one in stands),
        "hidden": [(name, form[name].value() or "") for name in form.fields],
    }
    return render(request, "people/absence_check.html", context)


def stands_of(request: StaffRequest, covers: tuple[Cover, ...]) -> list[Stand]:
    """Return who stands in, post by post, with a warning where neither A nor B is there."""
    opened = statistics.open_by_post(request.actor.institution_id)
    return [_stand(request, one, opened.get(one.post_id, 0)) for one in covers]


def _stand(request: StaffRequest, one: Cover, opened: int) -> Stand:
    post = request.roster.posts.get(one.post_id)
    warning = ""
    if one.presence.alarm:
        warning = gettext("这段时间没有人能顶岗，会发出警报，领导在总览上看得到。")
    elif one.both_away:
        told = {"name": member_name(request.roster, one.presence.person_id)}
        warning = gettext("A、B 岗同时不在岗，由 %(name)s 代办，请先告诉其本人。") % told
    return Stand(
        post=name_of(post) if post else "",
        since=when(request, one.since),
        until=when(request, one.until),
        person=chip(request, one.presence),
        warning=warning,
        open=opened,
    )


def _save(request: StaffRequest, form: AbsenceForm, person: Any) -> HttpResponse:
    since, until = form.span(office_of(request))
    given = form.cleaned_data
    try:
        done = actions.go_absent(
            person,
            since=since,
            until=until,
            reason=given["reason"],
            note=given["note"],
            contact=given["contact"],
            by=request.actor,
            at=request.now,
        )
    except ShouwenError as fault:
        return _ask(request, form, refuse(form, fault, request))
    names = {member_name(request.roster, one.presence.person_id) for one in done.covers}
    told = gettext("顶岗：%(names)s") % {"names": "、".join(sorted(names - {""}))}
    tell(request, Note(gettext("已登记外出"), text=told if names - {""} else ""))
    return HttpResponseRedirect(reverse("absence", args=[done.absence.key]))


# ---- one absence -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@staff("roster.see")
def absence(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show an absence to those whom it concerns; come back early, or cancel it."""
    row = ours(request, organization.absence(key))
    covers = organization.cover(row.person, since=row.since, until=max(row.until, row.since))
    if not _concerns(request, row, covers):
        raise PermissionDenied
    fault: errors.Told | None = None
    if request.method == "POST":
        try:
            _end(request, row)
        except ShouwenError as refused:
            fault = errors.told(refused, request.actor.institution_id)
        else:
            return HttpResponseRedirect(person_url(row.person.key))
    return _absence_page(request, row, covers, fault)


def _absence_page(
    request: StaffRequest, row: Any, covers: tuple[Cover, ...], fault: errors.Told | None
) -> HttpResponse:
    mine = may_enter(request, row.person)
    standing = row.cancelled_at is None and row.returned_at is None
    context = {
        "crumbs": crumbs(
            Crumb(name_of(row.person), person_url(row.person.key)), Crumb(gettext("外出"))
        ),
        "row": row,
        "who": name_of(row.person),
        "since": when(request, row.since),
        "until": when(request, row.until),
        "planned": when(request, row.planned_until) if row.until != row.planned_until else "",
        "reason": REASONS.get(row.reason, row.reason) if mine else "",
        "stands": stands_of(request, covers),
        "state": _state(row, request.now),
        "may_return": mine and standing and row.since <= request.now < row.until,
        "may_cancel": mine and standing and row.since > request.now,
        "fault": fault,
    }
    return render(request, "people/absence.html", context, status=fault.status if fault else 200)


def _end(request: StaffRequest, row: Any) -> None:
    """Come back, or cancel what has not begun."""
    if request.POST.get("act") == "cancel":
        actions.cancel_absence(row, by=request.actor, at=request.now)
        tell(request, Note(gettext("已取消外出")))
        return
    actions.return_early(row, by=request.actor, at=request.now)
    tell(request, Note(gettext("已返岗"), text=gettext("岗位上的事回到本人。")))


def _state(row: Any, now: datetime) -> str:
    if row.cancelled_at is not None:
        return gettext("已取消")
    if row.returned_at is not None:
        return gettext("已提前返岗")
    if row.since > now:
        days = (row.since - now).days
        if days == 0:
            return gettext("还没开始")
        return ngettext("%(days)s 天后开始", "%(days)s 天后开始", days) % {"days": days}
    return gettext("外出中") if now < row.until else gettext("已返岗")


def may_enter(request: StaffRequest, person: Any) -> bool:
    """Say whether the reader may enter and end this person's absences."""
    if person.pk == request.actor.person_id:
        return may(request, "absence.enter-own")
    return may_there(request, "absence.enter-any", person.department_id)


def _concerns(request: StaffRequest, row: Any, covers: tuple[Cover, ...]) -> bool:
    """Say whether the reader is away, stands in, holds the post too, or keeps the roster."""
    standing = {one.presence.person_id for one in covers}
    posts = {one.post_id for one in covers}
    return (
        may_enter(request, row.person)
        or request.actor.person_id in standing
        or bool(posts & request.actor.sees_posts)
    )
