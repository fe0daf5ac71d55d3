"""The door of every staff page: who is it, may they, and at what instant is it asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from shouwen.docket.actions import Once
from shouwen.organization import permissions
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor, Snapshot

Given = ParamSpec("Given")


class StaffRequest(HttpRequest):
    """A request of somebody signed in: who acts, and the instant at which the page is asked."""

    actor: Actor
    now: datetime
    roster: Snapshot


Page = Callable[Concatenate[StaffRequest, Given], HttpResponseBase]


def staff(*rights: str) -> Callable[[Page[Given]], Callable[..., HttpResponseBase]]:
    """Let in who is signed in and has any of the rights; others get 403, visitors sign in first.

    Which records may be seen is not decided here but by every query's actor.
    """
    unknown = set(rights) - permissions.ALL
    if unknown:
        raise KeyError(f"No right is called {', '.join(sorted(unknown))}.")

    def wrap(page: Page[Given]) -> Callable[..., HttpResponseBase]:
        @wraps(page)
        def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            person = request.user
            assert person.is_authenticated
            if person.password_due:
                return HttpResponseRedirect(reverse("password"))
            asked = cast("StaffRequest", request)
            asked.now = timezone.now()
            asked.roster = organization.snapshot(person.institution_id, asked.now)
            asked.actor = organization.actor(person, asked.now, roster=asked.roster)
            if rights and not set(rights) & asked.actor.rights:
                raise PermissionDenied
            return page(asked, *given, **named)

        return never_cache(login_required(guarded))

    return wrap


def once_of(request: StaffRequest, body: dict[str, Any]) -> Once | None:
    """Return the key that makes this form, sent twice, one act; None where it brings none."""
    key = request.POST.get("once", "")[:80]
    return Once.of(f"person:{request.actor.person_id}", key, body) if key else None


def may(request: StaffRequest, right: str) -> bool:
    """Say whether the reader has a right somewhere."""
    return right in request.actor.rights


def back_to(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Return to the page of ours that the form names, else to another one."""
    from shouwen.web.views.session import _next

    return HttpResponseRedirect(_next(request, otherwise))
