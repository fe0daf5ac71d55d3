"""The frame of the public pages: which office it is, and how every page of it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from shouwen.organization import queries as organization
from shouwen.web.frame import Frame


class PublicFrame(Frame):
    """The frame of one office's public pages, whoever may be signed in."""

    def __init__(self, request: HttpRequest, at: datetime, house: Any) -> None:
        super().__init__(request, at)
        self._house = house

    @property
    def institution(self) -> Any:
        """Return the office whose page it is."""
        return self._house

    @property
    def public_home(self) -> str:  # type: ignore[override]
        """Return the office's public home page."""
        return reverse("public-home", args=[self._house.code]) if self._house else "/p/"


def house_of(code: str) -> Any:
    """Return the office of an address; an unknown or closed one is not found."""
    found = organization.institution(code)
    if found is None or not found.active:
        raise Http404
    return found


def shown(
    request: HttpRequest,
    template: str,
    house: Any,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of an office; search engines do not keep what concerns one person."""
    given = {"house": house, "frame": PublicFrame(request, timezone.now(), house), **context}
    response = render(request, template, given, status=status)
    if request.session.get("ask") or "link" in context:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
