"""A change of law or calendar as it goes through the open limits: progress, and what moved."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwen.docket import actions
from shouwen.docket import queries as docket
from shouwen.docket.queries import Carried
from shouwen.enactment import queries as enactment
from shouwen.web.legal.trials import Row, clause_of, event_name, matter_url, when
from shouwen.web.parts import Crumb, Empty
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.telling import chips

SIZE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@staff("rulebook.see", "calendar.import")
def change(request: StaffRequest, change_id: int) -> HttpResponse:
    """Show how far a change is carried through; sent by post, carry it on for two seconds."""
    institution = request.actor.institution_id
    found = docket.rejudgement(institution, change_id)
    if found is None:
        raise Http404
    if request.method == "POST" and not found.finished:
        actions.carry(change_id, now=request.now)
        if not request.htmx:  # type: ignore[attr-defined]
            return HttpResponseRedirect(reverse("change", args=[change_id]))
        found = docket.rejudgement(institution, change_id)
        assert found is not None
    return render(request, "setup/change.html", _context(request, found))


def _context(request: StaffRequest, found: Carried) -> dict[str, object]:
    institution = request.actor.institution_id
    office = enactment.worktime(institution)
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 12 else 0
    moved = docket.moved_limits(found.id, after=start, most=SIZE)
    rows = [
        Row(
            number=one.number,
            url=matter_url(one.number) if may(request, "matter.see-own") else "",
            what="",
            was=when(one.was, office, request.now),
            now=when(one.now, office, request.now),
            overdue=False,
            clauses=tuple(chips([clause_of(one.rule)], institution)),
        )
        for one in moved
    ]
    return {
        "crumbs": [Crumb(_("日历"), reverse("calendar")), Crumb(event_name(found.why))],
        "found": found,
        "name": event_name(found.why),
        "rows": rows,
        "older": f"?after={moved[-1].id}" if len(moved) == SIZE else "",
        "nothing": Empty(_("没有期限变动。"), text=_("在办的期限都已重算，结果不变。")),
    }


urlpatterns = [path("setup/changes/<int:change_id>/", change, name="change")]
