"""制度库: the library, an edition clause by clause, and what stands behind any citation."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.enactment import queries as enactment
from shouwen.rulebook import readback
from shouwen.web.errors import language
from shouwen.web.legal import clauses, explaining, library
from shouwen.web.parts import Crumb, Empty, Figure
from shouwen.web.staff import StaffRequest, may, staff


@require_safe
@staff("rulebook.see")
def shelves(request: StaffRequest) -> HttpResponse:
    """Show the library: works with their editions, search over clauses, coverage."""
    asked = request.GET.get("q", "").strip()[:100]
    institution = request.actor.institution_id
    today = enactment.worktime(institution).local(request.now).date()
    shown = library.shelves(institution, today)
    here = [one for one in shown if one.here_since and not _ended(one, today)]
    context = {
        "crumbs": [Crumb(_("制度库"))],
        "q": asked,
        "hits": library.search(institution, asked),
        "here": here,
        "others": [one for one in shown if one not in here],
        "figures": _figures(here),
        "may_adopt": may(request, "rulebook.adopt"),
        "ways": library.way_names(),
        "by_regulation": library.coverage_rows(by_expectation=False),
        "by_expectation": library.coverage_rows(by_expectation=True),
        "nothing": Empty(
            _("还没有采用任何制度。"),
            text=_("没有采用的制度时，事项没有期限和条文依据。"),
            act=(_("去采用"), reverse("adoptions")) if may(request, "rulebook.adopt") else None,
        ),
        "no_hits": Empty(
            _("没有找到符合的条文。"),
            "filtered",
            text=_("换个说法，或写制度简称和条号，例如「限时 五」。"),
            act=(_("清除条件"), reverse("rulebooks")),
        ),
    }
    return render(request, "rulebooks/library.html", context)


def _ended(one: library.Shelf, today: object) -> bool:
    return one.here_until is not None and str(one.here_until) < str(today)


def _figures(here: list[library.Shelf]) -> list[Figure]:
    return [
        Figure(_("现行制度"), str(len(here))),
        Figure(_("条文"), str(sum(one.clauses for one in here))),
        Figure(_("规则"), str(sum(one.rules for one in here))),
        Figure(
            _("答复的条款要求"),
            str(sum(one.rows for one in here)),
            note=_("见下方「条款落实」"),
        ),
    ]


@require_safe
@staff("rulebook.see")
def edition(request: StaffRequest, work: str, edition: str) -> HttpResponse:
    """Show an edition clause by clause: gist, text, what the software does, cases."""
    found = clauses.find(request.actor.institution_id, work, edition)
    if found is None:
        raise Http404
    shown = clauses.clauses(found, request.actor.institution_id)
    cases = {(case.name, case.passed) for one in shown for case in one.cases}
    context = {
        "crumbs": [Crumb(_("制度库"), reverse("rulebooks")), Crumb(found.edition.title)],
        "found": found,
        "clauses": shown,
        "cases": len(cases),
        "passed": sum(passed for _name, passed in cases),
        "not_encoded": sum(bool(one.not_encoded) for one in shown),
        "adoption_url": _adoption_url(found),
        "may_adopt": may(request, "rulebook.adopt") and found.standing is None,
    }
    return render(request, "rulebooks/edition.html", context)


def _adoption_url(found: clauses.Found) -> str:
    return reverse("adoption", args=[found.standing.enactment]) if found.standing else ""


@require_safe
@staff("rulebook.see")
def read_back(request: StaffRequest, work: str, edition: str) -> HttpResponse:
    """Hand out the read-back of an edition as plain text."""
    found = clauses.find(request.actor.institution_id, work, edition)
    if found is None:
        raise Http404
    told = readback.show(found.edition, language())
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


@require_safe
@staff()
def explain(request: StaffRequest) -> HttpResponse:
    """Explain any citation, beside its chip or as a page of its own."""
    return _explained(request, request.GET.get("cited", "")[:200])


@require_safe
@staff()
def clause(request: StaffRequest, work: str, edition: str, clause: str) -> HttpResponse:
    """Explain the citation of a clause, under an address of its own."""
    return _explained(request, f"{work}@{edition}#{clause}")


def _explained(request: StaffRequest, cited: str) -> HttpResponse:
    found = explaining.explain(cited, request.actor.institution_id)
    if found is None:
        raise Http404
    context = {
        "explained": found,
        "crumbs": [Crumb(_("制度库"), reverse("rulebooks")), Crumb(found.title)],
        "linked": may(request, "rulebook.see") or not found.url,
    }
    return render(request, "rulebooks/clause.html", context)


urlpatterns = [
    path("rulebooks/", shelves, name="rulebooks"),
    path("rulebooks/explain/", explain, name="explain"),
    path("rulebooks/clause/<str:work>/<str:edition>/<path:clause>/", clause, name="clause"),
    path("rulebooks/<slug:work>/<slug:edition>/", edition, name="rulebook"),
    path("rulebooks/<slug:work>/<slug:edition>/read-back.txt", read_back, name="rulebook-text"),
]
