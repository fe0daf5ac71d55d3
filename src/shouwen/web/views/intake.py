"""Intake: one screen binds a contact to its first-asked person, whatever comes of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.docket import queries as dossiers
from shouwen.docket.actions import Once
from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError, Text
from shouwen.matters import actions, queries
from shouwen.matters.domain import CHANNELS
from shouwen.web import counter, errors, issued
from shouwen.web.counter import Screen
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Fault, Note
from shouwen.web.rows import matter_url
from shouwen.web.staff import StaffRequest, staff
from shouwen.web.telling import person, when

RIGHT = "matter.register"
DRAFT = "intake"


@staff(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: StaffRequest) -> HttpResponse:
    """Show the screen, or register what is on it."""
    if request.method == "POST":
        if "clear" in request.POST:
            actions.drop_draft(request.actor, DRAFT)
            return HttpResponseRedirect(reverse("intake"))
        if "look" in request.POST or "fill" in request.POST:
            return _screen(_filled(Screen(request, request.POST)))
        return _register(Screen(request, request.POST))
    kept = queries.draft(request.actor, DRAFT)
    typed = QueryDict(mutable=True)
    if kept is not None:
        for name, value in kept.content.items():
            typed.setlist(name, value if isinstance(value, list) else [value])
    for name, value in request.GET.items():
        typed[name] = str(value)
    return _screen(Screen(request, typed), kept.at if kept else None)


def _filled(screen: Screen) -> Screen:
    """Return the screen with the name of whoever called from this telephone before."""
    found = queries.known(screen.request.actor, screen.get("phone"), screen.request.now)
    if found is None or not found.applicant:
        return screen
    typed = screen.typed.copy()
    typed["applicant"] = found.applicant
    return Screen(screen.request, typed)


def _register(screen: Screen) -> HttpResponse:
    request = screen.request
    try:
        taken = actions.take_in(
            counter.intake_of(screen),
            by=request.actor,
            at=actions.back_dated(screen.received, request.now, screen.get("received_reason")),
            now=request.now,
            once=_once(screen),
        )
    except ShouwenError as fault:
        screen.faults = _own_names(errors.fields(fault))
        screen.problem = errors.told(fault, request.actor.institution_id)
        return _screen(screen, status=screen.problem.status)
    actions.drop_draft(request.actor, DRAFT)
    made = taken.registered
    issued.keep(request, made.number, made.code, now=request.now)
    for problem in taken.problems:
        told = errors.told(problem, request.actor.institution_id)
        tell(
            request, Note(gettext("已登记，但后一步没有办成，事情还在您这里。"), "warn", told.whole)
        )
    return HttpResponseRedirect(reverse("intake-done", args=[made.number]))


def _once(screen: Screen) -> Once:
    key = screen.get("once")[:80] or f"none-{screen.request.now.timestamp()}"
    body = {name: values for name, values in screen.typed.lists() if name != "csrfmiddlewaretoken"}
    return Once.of(f"person:{screen.request.actor.person_id}", key, body)


def _own_names(faults: dict[str, str]) -> dict[str, str]:
    """Return faults under the names of the screen's fields."""
    names = {"received-at": "received", "received-reason": "received_reason"}
    return {names.get(name, name): text for name, text in faults.items()}


@staff(RIGHT)
@require_POST
def look(request: StaffRequest) -> HttpResponse:
    """Answer while somebody types: who it is, which item, till when; swapped in part by part."""
    typed = request.POST
    screen = Screen(request, typed)
    shown = counter.shown(screen)
    shown["item_changed"] = (screen.item.code if screen.item else "") != typed.get("item_shown", "")
    found = shown["known"]
    shown["fill_name"] = bool(
        found and found.applicant and not screen.get("applicant") and "anonymous" not in typed
    )
    return render(request, "intake/look.html", shown)


def _screen(screen: Screen, restored: Any = None, status: int = 200) -> HttpResponse:
    shown = counter.shown(screen) | {
        "restored": restored,
        "crumbs": [Crumb(gettext("登记"), reverse("intake")), Crumb(_channel(screen.channel))],
        "faults": [Fault(f"id_{name}", text) for name, text in screen.faults.items()],
        "form": None,
    }
    return render(screen.request, "intake/intake.html", shown, status=status)


def _channel(code: str) -> str:
    return errors.said(CHANNELS[code])


@staff(RIGHT)
@require_safe
def done(request: StaffRequest, number: str) -> HttpResponse:
    """Show the number large, the query code, the QR code, and what comes next."""
    page = queries.page(request.actor, number, request.now, roster=request.roster)
    code = issued.code_of(request, number, now=request.now)
    dossier = dossiers.by_number(request.actor, number)
    link = queries.receipt_link(dossier, request.now)
    office = enactment.worktime(request.actor.institution_id)
    goal = next((one for one in page.limits if one.running and not one.right and one.limit), None)
    shown = {
        "number": number,
        "name": errors.named(page.line.item or page.line.title),
        "state": errors.said(page.line.state_name),
        "code": code,
        "link": request.build_absolute_uri(reverse("public-matter", args=[link])),
        "holder": person(page.holder),
        "pending": errors.named(page.line.pending),
        "limit": when(goal.limit, office) if goal and goal.limit else "",
        "limit_what": errors.said(goal.what) if goal else "",
        "receipt": reverse("matter-paper", args=[number, "receipt"]),
        "url": matter_url(number),
        "again": f"{reverse('intake')}?by={_code_of(page.line.channel)}",
    }
    return render(request, "intake/done.html", shown)


def _code_of(channel: Text) -> str:
    return next((code for code, text in CHANNELS.items() if text == channel), "visit")


urlpatterns = [
    path("intake/", intake, name="intake"),
    path("intake/look/", look, name="intake-look"),
    path("intake/done/<str:number>/", done, name="intake-done"),
]
