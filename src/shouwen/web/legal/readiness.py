"""就绪清单: what an office still lacks before matters can be handled, and what stops without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.catalog import queries as catalog
from shouwen.docket import queries as docket
from shouwen.enactment import queries as enactment
from shouwen.organization import queries as organization
from shouwen.web.legal.house import house_of
from shouwen.web.parts import Crumb
from shouwen.web.staff import StaffRequest, may, staff


@dataclass(frozen=True, slots=True)
class Ready:
    """A row of the list: `state` is done, part or open."""

    name: str
    state: str
    hint: str
    url: str = ""


@require_safe
@staff("roster.edit", "role.assign", "calendar.import")
def setup(request: StaffRequest) -> HttpResponse:
    """Show what is ready and what is not."""
    rows = readiness(request)
    context = {
        "crumbs": [Crumb(_("设置"))],
        "rows": rows,
        "done": sum(one.state == "done" for one in rows),
    }
    return render(request, "setup/setup.html", context)


def readiness(request: StaffRequest) -> list[Ready]:
    """Return the rows of the list, in the order in which an office is set up."""
    institution, at = request.actor.institution_id, request.now
    return [
        _house(request),
        _calendar(institution, at),
        _people(request),
        *_posts(institution, at),
        _catalog(request),
        _law(institution, at),
        _first(institution),
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _house(request: StaffRequest) -> Ready:
    house = house_of(request)
    whole = bool(house.phone and house.address)
    hint = _("名称、电话、地址都有") if whole else _("缺电话或地址：回执和公开页上没有联系办法")
    return Ready(_("单位信息"), "done" if whole else "part", hint)


def _calendar(institution: int, at: datetime) -> Ready:
    office = enactment.worktime(institution)
    year = office.local(at).year
    coming = office.calendar.why_provisional(year + 1) is None
    if office.calendar.why_provisional(year) is not None:
        hint = _("%(year)s 年还没有放假安排：算出的期限都是暂定") % {"year": year}
        return Ready(_("日历与作息"), "open", hint, reverse("calendar"))
    if not coming and office.local(at).month >= 11:
        hint = _("%(year)s 年还没有放假安排：跨年的期限是暂定") % {"year": year + 1}
        return Ready(_("日历与作息"), "part", hint, reverse("calendar"))
    return Ready(_("日历与作息"), "done", _("今年的放假安排已定"), reverse("calendar"))


def _people(request: StaffRequest) -> Ready:
    institution = request.actor.institution_id
    count = len(organization.people(institution))
    url = reverse("roster") if may(request, "roster.edit") else ""
    if not count:
        return Ready(_("科室与人员"), "open", _("没有人员：谁也登不了记"), url)
    return Ready(_("科室与人员"), "done", _("%(count)s 人在册") % {"count": count}, url)


def _posts(institution: int, at: datetime) -> list[Ready]:
    rows = organization.posts(institution, at)
    alone = [one for one in rows if one.lacks_backup]
    empty = [one for one in rows if one.presence.person_id is None]
    name = _("岗位 A/B")
    url = _address("people")
    if not rows or empty:
        posts = "、".join(one.title for one in empty[:3])
        hint = _("没有人在岗：%(posts)s") % {"posts": posts} if rows else _("没有岗位：事项没处交")
        first = Ready(name, "open", hint, url)
    elif alone:
        posts = "、".join(one.title for one in alone[:3])
        first = Ready(name, "part", _("没有 B 岗：%(posts)s") % {"posts": posts}, url)
    else:
        first = Ready(name, "done", _("%(count)s 个岗位都有 A、B") % {"count": len(rows)}, url)
    return [first, _leaders(institution, at)]


def _leaders(institution: int, at: datetime) -> Ready:
    principal = organization.resolve("principal-leader", institution_id=institution, at=at)
    duty = organization.resolve("duty-officer", institution_id=institution, at=at)
    name, url = _("领导与值班"), _address("people")
    if principal.person_id is None:
        return Ready(name, "open", _("没有主要领导：签批和采用制度没有人签"), url)
    if duty.person_id is None:
        return Ready(name, "part", _("今天没有排值班"), url)
    return Ready(name, "done", _("主要领导和今天的值班都有人"), url)


def _catalog(request: StaffRequest) -> Ready:
    count = len(catalog.find(request.actor.institution_id, limit=500))
    url = reverse("catalog") if may(request, "catalog.edit") else ""
    if not count:
        return Ready(_("事项目录"), "open", _("没有事项：登记时没有材料清单和承诺期限"), url)
    return Ready(_("事项目录"), "done", _("%(count)s 个事项在用") % {"count": count}, url)


def _law(institution: int, at: datetime) -> Ready:
    today = enactment.worktime(institution).local(at).date()
    force = enactment.editions_on(institution, today)
    url = reverse("adoptions")
    if not force:
        return Ready(_("采用制度"), "open", _("没有采用制度：事项没有期限和条文依据"), url)
    unset = sum(len(rule.unfixed) for text in force for rule in text.rules)
    if unset:
        hint = _("还有 %(count)s 个开放项没有选定：只显示，不算逾期") % {"count": unset}
        return Ready(_("采用制度"), "part", hint, url)
    return Ready(_("采用制度"), "done", _("%(count)s 部现行") % {"count": len(force)}, url)


def _first(institution: int) -> Ready:
    done = docket.any_dossier(institution)
    hint = _("已有事项") if done else _("登记一件试试，走完全程")
    return Ready(_("试登一件"), "done" if done else "open", hint, _address("intake"))
