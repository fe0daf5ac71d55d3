"""催办 from the overview: see who is told, add a word, send."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from shouwen.docket import queries as dossiers
from shouwen.errors import ShouwenError
from shouwen.matters import actions
from shouwen.matters import queries as matters
from shouwen.web import errors
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Note
from shouwen.web.staff import StaffRequest, back_to, once_of, staff
from shouwen.web.views.overview.board import Row, matter_url, row_of


class UrgeForm(forms.Form):
    """A word to whoever holds the matter."""

    note = forms.CharField(
        label=gettext_lazy("附言"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200}),
        help_text=gettext_lazy("会写进这件事的经过。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff("matter.remind")
def urge(request: StaffRequest, number: str) -> HttpResponse:
    """Ask first, then remind whoever holds the matter."""
    dossier = dossiers.by_number(request.actor, number)
    (line,) = matters.lines(
        [dossier],
        institution_id=request.actor.institution_id,
        now=request.now,
        roster=request.roster,
    )
    told_to = matters.reached_by_urging(request.actor, dossier, request.now, roster=request.roster)
    form = UrgeForm(request.POST if request.method == "POST" else _usual(row_of(line)))
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return _page(request, form, line, told_to, status)
    note = form.cleaned_data["note"].strip()
    try:
        actions.perform(
            dossier.uid,
            "urged",
            {"note": note},
            by=request.actor,
            at=request.now,
            once=once_of(request, {"note": note}),
        )
    except ShouwenError as fault:
        told = errors.told(fault, request.actor.institution_id)
        return _page(request, form, line, told_to, told.status, told)
    tell(
        request,
        Note(
            gettext("已催办 %(number)s") % {"number": number},
            text=gettext("已通知 %(name)s，写进了这件事的经过。")
            % {"name": errors.joined(told_to)},
            links=((gettext("打开这件事"), matter_url(number)),),
        ),
    )
    return back_to(request, reverse("overview"))


def _usual(row: Row) -> dict[str, str]:
    """Return the template text: what is over, or due when."""
    left = row.lamp.remaining
    if row.lamp.code == "broken":
        return {"note": gettext("这件事%(left)s，请尽快办理并说明原因。") % {"left": left}}
    return {"note": gettext("请按期办理：%(left)s。") % {"left": left} if left else ""}


def _page(
    request: StaffRequest,
    form: UrgeForm,
    line: matters.Line,
    told_to: Sequence[str],
    status: int,
    refused: errors.Told | None = None,
) -> HttpResponse:
    context = {
        "crumbs": [
            Crumb(gettext("总览"), reverse("overview")),
            Crumb(gettext("催办 %(number)s") % {"number": line.number}),
        ],
        "row": row_of(line),
        "told_to": errors.joined(told_to),
        "form": form,
        "refused": refused,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "overview/urge.html", context, status=status)
