"""Messages: what asks me to do something, and what only tells me; read marks."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from shouwen.notify import actions
from shouwen.notify import queries as messages
from shouwen.web import errors, frame, telling
from shouwen.web.figures import figures
from shouwen.web.parts import Crumb, Empty, Tab
from shouwen.web.staff import StaffRequest, staff
from shouwen.web.views.people.common import office_of

PAGE = 30
TABS = {"to-do": True, "told": False}


@dataclass(frozen=True, slots=True)
class Line:
    """A message as its reader sees it."""

    id: int
    text: str
    about: str
    url: str
    at: str
    read: bool


@staff()
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """Show one tab of the reader's messages, newest first."""
    tab = request.GET.get("tab", "to-do")
    tab = tab if tab in TABS else "to-do"
    before = request.GET.get("before", "")
    found = messages.inbox(
        request.actor.person_id,
        to_do=TABS[tab],
        before=int(before) if before.isascii() and before.isdigit() else None,
        limit=PAGE + 1,
    )
    shown = found[:PAGE]
    older = f"?{urlencode({'tab': tab, 'before': str(shown[-1].id)})}" if len(found) > PAGE else ""
    context = {
        "crumbs": [Crumb(gettext("消息"))],
        "tabs": _tabs(request, tab),
        "tab": tab,
        "rows": [_line(request, one) for one in shown],
        "older": older,
        "newer": f"?{urlencode({'tab': tab})}" if before else "",
        "unread": any(not one.read for one in shown),
        "empty": _empty(tab),
    }
    return render(request, "inbox/inbox.html", context)


def _tabs(request: StaffRequest, current: str) -> list[Tab]:
    names = {"to-do": gettext("要我做"), "told": gettext("告诉我")}
    return [
        Tab(
            names[code],
            f"{reverse('messages')}?{urlencode({'tab': code})}",
            count=messages.unread(request.actor.person_id, to_do=to_do) or None,
            current=code == current,
        )
        for code, to_do in TABS.items()
    ]


def _empty(tab: str) -> Empty:
    if tab == "to-do":
        return Empty(gettext("没有要您做的事。"), text=gettext("转给您的、快到期的会列在这里。"))
    return Empty(gettext("没有消息。"), text=gettext("与您有关的进展会列在这里。"))


def _line(request: StaffRequest, one: messages.Shown) -> Line:
    return Line(
        id=one.id,
        text=errors.said(one.text),
        about=one.about,
        url=reverse("messages-open", args=[one.id]) if _place(one.template, one.about) else "",
        at=telling.short_when(one.at, office_of(request), request.now),
        read=one.read,
    )


@staff()
@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Mark one message as read, or all of them."""
    given = request.POST.get("id", "")
    if given.isascii() and given.isdigit():
        ids = [int(given)]
        actions.mark_read(ids, person_id=request.actor.person_id, at=request.now)
    else:
        actions.mark_all_read(person_id=request.actor.person_id, at=request.now)
    tab = request.POST.get("tab", "")
    query = urlencode({"tab": tab}) if tab in TABS else ""
    return HttpResponseRedirect(f"{reverse('messages')}?{query}")


@staff()
@require_safe
def open_message(request: StaffRequest, key: int) -> HttpResponse:
    """Open what a message is about, mostly a matter, and mark the message as read."""
    place = _place(*messages.subject(key, person_id=request.actor.person_id))
    if not place:
        return HttpResponseRedirect(reverse("messages"))
    actions.mark_read([key], person_id=request.actor.person_id, at=request.now)
    return HttpResponseRedirect(place)


def _place(template: str, about: str) -> str:
    """Return the address of what a message is about; empty if it leads nowhere."""
    if template == "nobody-there":
        return reverse("people-alarms")
    return reverse("matter", args=[about]) if about else ""


urlpatterns: list[URLPattern] = [
    path("messages/", inbox, name="messages"),
    path("messages/read/", read, name="messages-read"),
    path("messages/<int:key>/", open_message, name="messages-open"),
]

frame.count("messages", lambda actor, now: figures(actor, now)["unread"])
