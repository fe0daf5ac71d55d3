"""The root, the list of offices, an office's home page and its service guides."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.catalog import queries as catalog
from shouwen.catalog.domain import CLASSES, said
from shouwen.errors import ShouwenError
from shouwen.matters import queries as matters
from shouwen.organization import queries as organization
from shouwen.web.frame import Frame
from shouwen.web.views.public.house import house_of, shown


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Lead staff to their first page, everybody else to the public home."""
    if request.user.is_authenticated:
        home = Frame(request, timezone.now()).home
        return HttpResponseRedirect(home if home != "/" else settings.LOGIN_REDIRECT_URL)
    return HttpResponseRedirect(reverse("public"))


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Show the offices; where there is one only, its home page."""
    houses = organization.institutions()
    if len(houses) == 1:
        return HttpResponseRedirect(reverse("public-home", args=[houses[0].code]))
    return shown(request, "public/offices.html", None, {"houses": houses})


@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one can do here, and what is asked for most."""
    house = house_of(code)
    items = catalog.find(house.pk, limit=6)
    return shown(request, "public/home.html", house, {"items": items})


@require_safe
def guides(request: HttpRequest, code: str) -> HttpResponse:
    """Show the service guides, or those that a search finds."""
    house = house_of(code)
    asked = request.GET.get("q", "")[:60]
    items = [
        {"item": one, "class": CLASSES.get(one.matter_class), "promised": _promised(one)}
        for one in catalog.find(house.pk, asked, limit=100)
    ]
    return shown(request, "public/guides.html", house, {"items": items, "asked": asked})


@require_safe
def guide(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Show one guide: conditions, papers, days and why, fee, window, whom to ring."""
    house, now = house_of(code), timezone.now()
    try:
        found = catalog.item_by_code(house.pk, item)
    except ShouwenError:
        raise Http404 from None
    if not found.active:
        raise Http404
    given = {
        "item": found,
        "class": CLASSES.get(found.matter_class),
        "statutory": said(found.figures.statutory) if found.figures.statutory else None,
        "promised": _promised(found),
        "contact": matters.contact_of(house.pk, found.post, now),
        "reckoned": matters.reckoned(found, institution_id=house.pk, now=now),
    }
    return shown(request, "public/guide.html", house, given)


def _promised(item: catalog.Item) -> object:
    figure = item.figures.promised or item.figures.statutory
    return said(figure) if figure else None
