"""What no request may bring, refused before any page or endpoint sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from shouwen.api import problems
from shouwen.errors import Text
from shouwen.web.views import faults

NO_NUL = Text(
    "地址里有不能使用的字符(NUL)。", "The address holds a character that cannot be used (NUL)."
)


class Edge:
    """Refuses NUL in addresses: a database cannot keep it, and nobody can have typed it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 in the form that the caller reads, or pass the request on."""
        if "\x00" not in request.path and "%00" not in request.META.get("QUERY_STRING", ""):
            return self.answer(request)
        if request.path.startswith("/api/"):
            return problems.answer(400, "api.request", NO_NUL.told(problems.language()))
        return faults.bad_request(request, BadRequest(NO_NUL.zh))
