"""A matter's page, why its limits are what they are, its entries, its files, its applicant."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from shouwen.docket import queries as dossiers
from shouwen.enactment import queries as enactment
from shouwen.errors import ShouwenError
from shouwen.journal import queries as journal
from shouwen.matters import actions, queries
from shouwen.matters.actions import files as handed
from shouwen.web import errors, record
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Note
from shouwen.web.rows import matter_url
from shouwen.web.staff import StaffRequest, back_to, staff
from shouwen.web.telling import derivation
from shouwen.web.uploads import too_large

SEE = "matter.see-own"
SHOWN_FOR = timedelta(seconds=60)
"""How long an applicant's data stays readable after the reason was recorded."""


@staff(SEE)
@require_safe
def matter(request: StaffRequest, number: str) -> HttpResponse:
    """Show a matter with its whole story."""
    full = may_read(request, number)
    page = queries.page(request.actor, number, request.now, full=full, roster=request.roster)
    shown = record.context(request, page) | {"full": full}
    return render(request, "matters/matter.html", shown)


def may_read(request: StaffRequest, number: str) -> bool:
    """Say whether the reader gave a reason for this applicant's data within the last minute."""
    until = request.session.get("revealed", {}).get(number)
    return bool(until) and datetime.fromisoformat(until) > request.now


@staff("person.reveal")
@require_POST
def reveal(request: StaffRequest, number: str) -> HttpResponse:
    """Record why the applicant's data is looked at, and show it for a minute."""
    actions.reveal(request.actor, number, request.POST.get("reason", ""), at=request.now)
    shown = {
        other: until
        for other, until in request.session.get("revealed", {}).items()
        if datetime.fromisoformat(until) > request.now
    }
    shown[number] = (request.now + SHOWN_FOR).isoformat()
    request.session["revealed"] = shown
    tell(request, Note(gettext("已显示 60 秒，并记入经过。"), "info"))
    return back_to(request, matter_url(number))


@staff(SEE)
@require_safe
def limit(request: StaffRequest, number: str) -> HttpResponse:
    """Show why a limit is that day: beside its button, or as a page."""
    page = queries.page(request.actor, number, request.now, roster=request.roster)
    wanted = request.GET.get("duty", "")
    found = next((one for one in page.limits if one.key == wanted), None)
    if found is None:
        raise Http404
    office = enactment.worktime(request.actor.institution_id)
    shown = {
        "number": number,
        "derivation": derivation(found, office, request.actor.institution_id),
        "crumbs": _crumbs(number, gettext("为什么是这天")),
    }
    return render(request, "matters/limit.html", shown)


@staff(SEE)
@require_safe
def entry(request: StaffRequest, number: str, seq: int) -> HttpResponse:
    """Show an entry's place in the chain: its hash, the one before, the seal over it."""
    page = queries.page(request.actor, number, request.now, roster=request.roster)
    found = next((one for one in page.events if one.seq == seq), None)
    if found is None:
        raise Http404
    shown = {
        "number": number,
        "event": found,
        "name": errors.said(found.name),
        "seal": _seal(page.line.uid, seq),
        "place": seq + 1,
        "crumbs": _crumbs(number, gettext("第 %(n)d 条") % {"n": seq + 1}),
    }
    return render(request, "matters/entry.html", shown)


def _seal(uid: str, seq: int) -> str:
    """Return the entry's place in the sealed log; empty while no seal covers it."""
    found = next((one for one in journal.entries(uid) if one.seq == seq), None)
    if found is None:
        return ""
    try:
        proof = journal.proof(found)
    except ShouwenError:
        return ""
    told = {"n": proof.index + 1, "size": proof.seal.checkpoint.size}
    return gettext("总账第 %(n)d 条，封印到第 %(size)d 条") % told


def _crumbs(number: str, last: str) -> list[Crumb]:
    from django.urls import reverse

    return [
        Crumb(gettext("事项"), reverse("matters")),
        Crumb(number, matter_url(number)),
        Crumb(last),
    ]


@staff("matter.act")
@require_POST
def attach(request: StaffRequest, number: str) -> HttpResponse:
    """Put files beside a matter; each is checked by its first bytes and its size."""
    dossiers.by_number(request.actor, number)  # nothing is stored for who may not see the matter
    dropped = [name for names in too_large(request).values() for name in names]
    problems = [errors.told(handed.too_large(name)).whole for name in dropped]
    kept = []
    for sent in request.FILES.getlist("file")[: actions.MOST_FILES]:
        try:
            kept.append(actions.keep(sent.chunks(), sent.name or "file"))
        except ShouwenError as fault:
            problems.append(errors.told(fault).whole)
    if kept:
        actions.put_beside(request.actor, number, kept, at=request.now)
        names = errors.joined(one.name for one in kept)
        tell(request, Note(gettext("已添附件：%(names)s") % {"names": names}))
    if problems or not kept:
        reason = " ".join(problems) or gettext("请先选文件。")
        tell(request, Note(gettext("有文件没有收下。"), "bad", reason))
    return HttpResponseRedirect(matter_url(number))


urlpatterns = [
    path("matters/<str:number>/", matter, name="matter"),
    path("matters/<str:number>/limit/", limit, name="matter-limit"),
    path("matters/<str:number>/reveal/", reveal, name="matter-reveal"),
    path("matters/<str:number>/attach/", attach, name="matter-attach"),
    path("matters/<str:number>/entries/<int:seq>/", entry, name="matter-entry"),
]
