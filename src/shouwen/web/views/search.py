"""Jump to anything: a number, a person, words of a matter, an item, a clause, a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from shouwen.catalog import queries as catalog
from shouwen.enactment import queries as enactment
from shouwen.matters import queries
from shouwen.organization import queries as organization
from shouwen.rulebook.citation import numbered
from shouwen.rulebook.values import Citation
from shouwen.web import frame
from shouwen.web.errors import language
from shouwen.web.parts import Empty
from shouwen.web.rows import Row, matter_url, rows
from shouwen.web.staff import StaffRequest, staff
from shouwen.web.telling import clause_url

SHOWN = 10
FEW = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found beside matters: its name, what explains it, its address."""

    name: str
    note: str = ""
    url: str = ""


@staff()
@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """Show what was found, grouped; a whole number opens its matter at once."""
    asked = request.GET.get("q", "").strip()[:60]
    sees = "matter.see-own" in request.actor.rights
    found = queries.find_matters(request.actor, asked, request.now, limit=SHOWN) if sees else []
    if len(found) == 1 and found[0].number == asked.upper():
        return HttpResponseRedirect(matter_url(found[0].number))
    matters: list[Row] = rows(found, request.now, request.actor.institution_id)
    groups = [
        (gettext("人员"), _people(request, asked)),
        (gettext("办事事项"), _items(request, asked)),
        (gettext("制度条文"), _clauses(request, asked)),
        (gettext("页面"), _pages(request, asked)),
    ]
    shown = {
        "asked": asked,
        "matters": matters,
        "all_url": f"{reverse('matters')}?{urlencode({'text': asked})}",
        "more": len(found) == SHOWN,
        "groups": [(name, hits) for name, hits in groups if hits],
        "empty": _empty(asked),
    }
    return render(request, "matters/search.html", shown)


def _empty(asked: str) -> Empty:
    if not asked:
        return Empty(
            gettext("请在上面写要找的。"),
            text=gettext("编号、电话后四位、姓名或拼音首字母、事由、条文、页面名都可以。"),
        )
    return Empty(
        gettext("没有找到「%(asked)s」。") % {"asked": asked},
        "filtered",
        gettext("只找您有权查看的。"),
    )


def _people(request: StaffRequest, asked: str) -> list[Hit]:
    if "roster.see" not in request.actor.rights:
        return []
    english = language().startswith("en")
    found = organization.search_people(request.actor.institution_id, asked, limit=FEW)
    return [
        Hit(
            one.name_en if english and one.name_en else one.name,
            one.department.name if one.department else "",
        )
        for one in found
    ]


def _items(request: StaffRequest, asked: str) -> list[Hit]:
    if not asked:
        return []
    english = language().startswith("en")
    found = catalog.find(request.actor.institution_id, asked, limit=FEW)
    listed = reverse("matters")
    return [
        Hit(
            one.name_en if english else one.name,
            one.code,
            f"{listed}?{urlencode({'item': one.code})}",
        )
        for one in found
    ]


def _clauses(request: StaffRequest, asked: str) -> list[Hit]:
    """Return clauses whose place or gist has the words."""
    if len(asked) < 2 or "rulebook.see" not in request.actor.rights:
        return []
    institution = request.actor.institution_id
    day = enactment.worktime(institution).local(request.now).date()
    found = []
    for edition in enactment.editions_on(institution, day):
        for clause in edition.clauses:
            label = f"{edition.short or edition.title} {numbered(clause.at, edition.numbering)}"
            if asked not in label and asked not in clause.gist:
                continue
            cited = _edition_day(edition.rules, edition.work) or str(edition.first_day)
            found.append(Hit(label, clause.gist, clause_url(edition.work, cited, clause.at)))
            if len(found) == FEW:
                return found
    return found


def _edition_day(rules: tuple[object, ...], work: str) -> str:
    """Return the edition's own first day, which citations carry."""
    for rule in rules:
        for cited in getattr(rule, "cited", ()):
            if isinstance(cited, Citation) and cited.work == work:
                return str(cited.edition)
    return ""


def _pages(request: StaffRequest, asked: str) -> list[Hit]:
    if not asked:
        return []
    return [
        Hit(str(entry.name), "", url)
        for entry, url in frame.menu_of(request.actor)
        if asked.lower() in str(entry.name).lower()
    ]


urlpatterns = [path("search/", search, name="search")]
