"""One person: posts, authority now, absences, duty; and leaving the office for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.docket import statistics
from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization import queries as organization
from shouwen.organization.domain.presence import SEATS
from shouwen.organization.permissions import ASSIGNABLE
from shouwen.web import errors
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Effect, Note, Sheet
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.people.absence import may_enter
from shouwen.web.views.people.common import (
    CAPACITIES,
    DUTIES,
    LEADERSHIPS,
    crumbs,
    member_name,
    name_of,
    office_of,
    person_of,
    person_url,
    when,
)
from shouwen.worktime import words

LOOK_BACK = timedelta(days=180)
LOOK_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Spell:
    """Something that holds from then until then."""

    what: str
    since: str
    until: str
    url: str = ""
    note: str = ""
    now: bool = False


@staff("roster.see")
@require_safe
def person(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show a colleague."""
    one = person_of(request, key)
    mine = may_enter(request, one)
    away = request.roster.absence(one.pk, request.now)
    context = {
        "crumbs": crumbs(Crumb(name_of(one))),
        "one": one,
        "name": name_of(one),
        "department": name_of(one.department) if one.department else "",
        "present": request.roster.is_present(one.pk, request.now),
        "left": not request.roster.employed(one.pk, request.now),
        "away_until": when(request, away.until) if away else "",
        "acts": _acts(request, one),
        "holdings": [_holding(request, row) for row in organization.holdings_of(one.pk)],
        "leads": [_leads(request, row) for row in organization.leaderships_of(one.pk)],
        "roles": _roles(request, one),
        "absences": _absences(request, one, mine=mine),
        "duties": _duties(request, one),
        "mine": mine,
        "own": one.pk == request.actor.person_id,
        "absence_url": f"{reverse('absence-new')}?{urlencode({'person': str(one.key)})}",
        "may_close": may(request, "account.edit") and one.pk != request.actor.person_id,
    }
    return render(request, "people/person.html", context)


def _acts(request: StaffRequest, one: Any) -> list[tuple[str, str, str, int]]:
    """Return the posts that the person acts for now: title, address, seat, open matters."""
    actor = organization.actor(one, request.now, roster=request.roster)
    opened = statistics.open_by_post(request.actor.institution_id) if actor.posts else {}
    keys = {
        row.post_id: row.key
        for row in organization.posts(
            request.actor.institution_id, request.now, roster=request.roster
        )
    }
    return [
        (
            name_of(request.roster.posts[held.post_id]),
            reverse("people-post", args=[keys[held.post_id]]),
            held.letter if held.letter in {"A", "B"} else errors.said(SEATS.get(held.capacity)),
            opened.get(held.post_id, 0),
        )
        for held in actor.posts
        if held.post_id in keys
    ]


def _holding(request: StaffRequest, row: Any) -> Spell:
    return Spell(
        what=f"{name_of(row.post)} · {CAPACITIES[row.capacity]}",
        since=when(request, row.since),
        until=when(request, row.until),
        url=reverse("people-post", args=[row.post.key]),
        now=row.since <= request.now and (row.until is None or request.now < row.until),
    )


def _leads(request: StaffRequest, row: Any) -> Spell:
    place = name_of(row.department) if row.department else ""
    return Spell(
        what=f"{LEADERSHIPS[row.kind]} {place}".strip(),
        since=when(request, row.since),
        until=when(request, row.until),
        now=row.since <= request.now and (row.until is None or request.now < row.until),
    )


def _roles(request: StaffRequest, one: Any) -> list[str]:
    found = organization.roles_of(one.pk, request.now)
    return [errors.said(ASSIGNABLE[role]) for role in found if role in ASSIGNABLE]


def _absences(request: StaffRequest, one: Any, *, mine: bool) -> list[Spell]:
    """Return absences; only those whom they concern may open them."""
    rows = organization.absences_of(one.pk, since=request.now - LOOK_BACK)
    return [
        Spell(
            what=gettext("已取消") if row.cancelled_at else gettext("外出"),
            since=when(request, row.since),
            until=when(request, row.until),
            url=reverse("absence", args=[row.key]) if mine else "",
            now=row.cancelled_at is None and row.since <= request.now < row.until,
        )
        for row in rows
        if mine or row.cancelled_at is None
    ]


def _duties(request: StaffRequest, one: Any) -> list[Spell]:
    rows = organization.duties_of(one.pk, since=request.now, until=request.now + LOOK_AHEAD)
    return [
        Spell(
            what=str(DUTIES.get(row.kind, row.kind)),
            **_span(request, row.since, row.until),
            now=row.since <= request.now,
        )
        for row in rows
    ]


def _span(request: StaffRequest, since: datetime, until: datetime) -> dict[str, str]:
    """Return from when until when; whole days without their midnights."""
    office = office_of(request)
    ends = [office.local(since), office.local(until)]
    if any(one.time() != time() for one in ends):
        return {"since": when(request, since), "until": when(request, until)}
    last = ends[1] - timedelta(days=1)
    days = [words.moment(one, errors.language(), "list") for one in (ends[0], last)]
    return {"since": days[0], "until": days[1]}


# ---- leaving -----------------------------------------------------------------------------------


@staff("account.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def person_leave(request: StaffRequest, key: UUID) -> HttpResponse:
    """Close an account, after saying what becomes of each post and its open matters."""
    one = person_of(request, key)
    if request.method != "POST":
        return _leaving(request, one)
    if request.POST.get("object_name", "").strip() != one.name:
        told = gettext("写的姓名对不上，请照样写「%(name)s」。") % {"name": one.name}
        return _leaving(request, one, told, 422)
    try:
        actions.deactivate_person(
            one,
            reason=request.POST.get("reason", "")[:200],
            by=request.actor,
            at=request.now,
        )
    except ShouwenError as fault:
        refused = errors.told(fault, request.actor.institution_id)
        return _leaving(request, one, refused.whole, refused.status)
    told = gettext("%(name)s 已离岗") % {"name": name_of(one)}
    tell(request, Note(told, text=gettext("账号已停用，任职、职务、角色和令牌都已结束。")))
    return HttpResponseRedirect(reverse("people"))


def _leaving(request: StaffRequest, one: Any, fault: str = "", status: int = 200) -> HttpResponse:
    if not request.roster.employed(one.pk, request.now):
        return HttpResponseRedirect(person_url(one.key))
    sheet = Sheet(
        title=gettext("停用 %(name)s 的账号") % {"name": name_of(one)},
        effects=_effects(request, one),
        url=reverse("person-leave", args=[one.key]),
        button=gettext("停用账号"),
        back=person_url(one.key),
        level=4,
        object_name=one.name,
        warning=gettext("停用后不能恢复。已写进记录的名字不变；要回来须新建账号。"),
        error=fault,
    )
    context = {
        "crumbs": crumbs(Crumb(name_of(one), person_url(one.key)), Crumb(gettext("停用账号"))),
        "sheet": sheet,
        "name": name_of(one),
    }
    return render(request, "people/confirm.html", context, status=status)


def _effects(request: StaffRequest, one: Any) -> list[Effect]:
    """Say what becomes of each post: who acts from now on, and how much is open there."""
    opened = statistics.open_by_post(request.actor.institution_id)
    until = request.now + timedelta(days=1)
    covers = organization.cover(one, since=request.now, until=until)
    effects = []
    for cover in {each.post_id: each for each in reversed(covers)}.values():
        place = request.roster.posts[cover.post_id]
        there = member_name(request.roster, cover.presence.person_id)
        told = {"count": opened.get(cover.post_id, 0), "name": there}
        text = (
            gettext("在办 %(count)s 件，改由 %(name)s 负责。") % told
            if there
            else gettext("在办 %(count)s 件，没有人能接，会发出警报。") % told
        )
        effects.append(Effect(name_of(place), text=text))
    others = [
        name_of(request.roster.posts[held.post_id])
        for held in request.roster.own_posts(one.pk, request.now)
        if held.capacity.letter != "A"
    ]
    if others:
        effects.append(Effect(gettext("不再是 B 岗"), text="、".join(others)))
    effects.append(Effect(gettext("登录"), text=gettext("立即不能登录，接口令牌一并作废。")))
    return effects
