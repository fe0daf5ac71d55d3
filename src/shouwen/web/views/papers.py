"""Papers ready to be printed, and the files that came with a matter, for staff."""

from __future__ import annotations

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from shouwen.docket import queries as dossiers
from shouwen.errors import ShouwenError
from shouwen.matters import queries
from shouwen.matters.queries import Stored
from shouwen.papers.domain import Sheet
from shouwen.web import issued
from shouwen.web.staff import StaffRequest, staff

FORMATS = ("a4", "a5", "slip")
"""A4 for notices and decisions, A5 and an 80 mm slip for receipts."""

_SHOWN_INSIDE = frozenset({"image/jpeg", "image/png", "image/webp"})


@staff("matter.see-own")
@require_safe
def paper(request: StaffRequest, number: str, paper: str) -> HttpResponse:
    """Show a paper of a matter that this colleague may see."""
    try:
        dossier = dossiers.by_number(request.actor, number)
        sheet = queries.sheet(dossier, paper)
    except ShouwenError:
        raise Http404 from None
    code = issued.code_of(request, number, now=request.now)
    link = queries.receipt_link(dossier, request.now)
    return paper_page(request, sheet, link=link, code=code, back=f"/matters/{number}/")


@staff("matter.see-own")
@require_safe
def file(request: StaffRequest, number: str, file: int) -> HttpResponseBase:
    """Give a file of a matter that this colleague may see."""
    try:
        dossier = dossiers.by_number(request.actor, number)
    except ShouwenError:
        raise Http404 from None
    return file_answer(queries.attachment(dossier, file))


def paper_page(
    request: HttpRequest, sheet: Sheet, *, link: str, code: str, back: str
) -> HttpResponse:
    """Answer with a paper; `code` is shown on a receipt at the time of issue only."""
    usual = "a5" if sheet.kind == "receipt" else "a4"
    asked, place = request.GET.get("size", usual), reverse("public-matter", args=[link])
    given = {
        "sheet": sheet,
        "size": asked if asked in FORMATS else usual,
        "code": code if sheet.shows_code else "",
        "url": request.build_absolute_uri(place) if sheet.shows_link else "",
        "back": back,
    }
    response = render(request, "papers/sheet.html", given)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def file_answer(stored: Stored | None) -> HttpResponseBase:
    """Answer with a file: pictures are shown, everything else is saved; nothing in it may run."""
    if stored is None or not stored.path.is_file():
        raise Http404
    response = FileResponse(
        stored.path.open("rb"),
        as_attachment=stored.media_type not in _SHOWN_INSIDE,
        filename=PurePath(stored.name).name,
        content_type=stored.media_type,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("matters/<str:number>/papers/<str:paper>/", paper, name="matter-paper"),
    path("matters/<str:number>/files/<int:file>/", file, name="matter-file"),
]
