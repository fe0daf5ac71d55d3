"""The site with the example pages, and with pages that go wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from shouwen.errors import Conflict, Refused, Text, Unclear
from shouwen.web.views import examples

handler400 = "shouwen.web.views.faults.bad_request"
handler403 = "shouwen.web.views.faults.forbidden"
handler404 = "shouwen.web.views.faults.not_found"
handler500 = "shouwen.web.views.faults.broken"

_TEXT = Text("还没有办结。", "It is not completed.")


def refused(_request: HttpRequest) -> HttpResponse:
    raise Refused("demo", _TEXT, because=("demo@2024-01-01#5",), remedy=Text("先办结。", "First."))


def conflict(_request: HttpRequest) -> HttpResponse:
    raise Conflict("demo", _TEXT)


def unclear(_request: HttpRequest) -> HttpResponse:
    raise Unclear("demo", _TEXT)


def broken(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("on purpose")


urlpatterns = [
    path("", include("shouwen.web.urls")),
    *examples.urlpatterns,
    path("wrong/refused/", refused),
    path("wrong/conflict/", conflict),
    path("wrong/unclear/", unclear),
    path("wrong/broken/", broken),
]
