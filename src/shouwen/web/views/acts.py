"""An act's form in the right column of its matter: what it asks, what it leads to, and doing it.

Level 1 is confirmed by its form, level 2 by a check sheet that shows who is told what and which
limits move. What was typed is kept whatever goes wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from shouwen.enactment import queries as enactment
from shouwen.errors import Conflict, ShouwenError
from shouwen.matters import actions, queries
from shouwen.matters.domain import Form
from shouwen.matters.queries import Foresight, Page
from shouwen.web import actforms, errors, record
from shouwen.web.actforms import ActForm
from shouwen.web.effects import effects_of
from shouwen.web.notes import tell
from shouwen.web.parts import Clause, Effect, Note, Sheet
from shouwen.web.rows import matter_url
from shouwen.web.staff import StaffRequest, once_of, staff
from shouwen.web.telling import chips
from shouwen.web.views.matters import may_read

RIGHT = "matter.act"
QUIET_ACTS = frozenset({"revealed", "attached"})
"""Entries of others that change nothing: a form filled before them may still be sent."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band over the page."""

    text: str
    tone: str = "bad"
    clauses: Sequence[Clause] = ()


@dataclass(slots=True)
class Work:
    """One request on one act: the page, the form in force, what was typed."""

    request: StaffRequest
    number: str
    page: Page
    form: Form
    typed: ActForm
    restored: Any = None

    @property
    def draft(self) -> str:
        """Return the name under which what is typed is kept."""
        return f"act:{self.number}:{self.form.act}"[:80]


@staff(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, number: str, act: str) -> HttpResponse:
    """Show an act's form, check it, and do it."""
    page = queries.page(
        request.actor,
        number,
        request.now,
        full=may_read(request, number),
        roster=request.roster,
    )
    form = page.acts.form(act)
    if form is None:
        return _barred(request, page, act)
    if act in record.SIGNED:
        return HttpResponseRedirect(reverse("sign-sheet", args=[number]))
    known = actforms.known(form, page, request)
    if request.method != "POST":
        kept = queries.draft(request.actor, f"act:{number}:{act}")
        typed = actforms.build(form, known, draft=kept.content if kept else None)
        work = Work(request, number, page, form, typed, kept.at if kept else None)
        return _form(work)
    work = Work(request, number, page, form, actforms.build(form, known, data=request.POST))
    return _posted(work)


def _posted(work: Work) -> HttpResponse:
    request = work.request
    answers = actforms.answers(work.form, request.POST, request)
    moved = _moved_on(work)
    if moved is not None:
        return _form(work, 409, bands=[moved])
    try:
        if work.form.level >= 2 and "checked" not in request.POST:
            return _check(work, answers)
        once = once_of(request, {"number": work.number, "act": work.form.act, **answers})
        entered = actions.perform(
            record.uid_of(work.page),
            work.form.act,
            answers,
            by=request.actor,
            at=request.now,
            seen=work.page.seq,
            once=once,
        )
    except ShouwenError as fault:
        return _failed(work, fault)
    actions.drop_draft(request.actor, work.draft)
    if not entered.repeated:
        tell(request, _done(work))
    return HttpResponseRedirect(_next(work))


def _next(work: Work) -> str:
    came_from = work.request.POST.get("from", "")
    if came_from == "desk":
        return reverse("desk")
    return matter_url(work.number)


def _moved_on(work: Work) -> Band | None:
    """Return what others did since the form was opened; None if nothing that matters here."""
    seen = work.request.POST.get("seen", "")
    if not seen.lstrip("-").isdigit() or int(seen) >= work.page.seq:
        return None
    since = [one for one in work.page.events if one.seq > int(seen) and one.act not in QUIET_ACTS]
    once = work.request.POST.get("once", "")
    if not since or (once and queries.was_sent(work.request.actor, once)):
        return None
    last = since[0]
    office = enactment.worktime(work.request.actor.institution_id)
    told = {
        "who": last.by or gettext("群众"),
        "at": f"{office.local(last.at):%H:%M}",
        "what": errors.said(last.name),
    }
    return Band(gettext("%(who)s %(at)s 已%(what)s，本页已更新。您写的还在，请看过再办。") % told)


def _failed(work: Work, fault: ShouwenError) -> HttpResponse:
    """Show the form again with everything typed and what is wrong with it."""
    faults = errors.fields(fault)
    told = errors.told(fault, work.request.actor.institution_id)
    if faults:
        work.typed.blame(faults)
        return _form(work, 422)
    if isinstance(fault, Conflict):
        return _form(work, 409, bands=[Band(told.whole)])
    return _form(work, told.status, bands=[Band(told.whole, clauses=told.clauses)])


def _barred(request: StaffRequest, page: Page, act: str) -> HttpResponse:
    """Say why an act may not be done now, on the matter's page."""
    found = next((one for one in page.acts.barred if one.form.act == act), None)
    shown = record.context(request, page) | {"open_refused": True}
    text = gettext("现在没有这个动作。")
    clauses: list[Clause] = []
    if found is not None:
        label, why = errors.said(found.form.label), errors.said(found.why)
        remedy = errors.said(found.remedy)
        text = gettext("现在不能%(act)s：%(why)s。%(remedy)s") % {
            "act": label,
            "why": why.rstrip("。."),
            "remedy": remedy,
        }
        clauses = chips(found.because, request.actor.institution_id)
    shown["bands"] = [Band(text, "warn", clauses)]
    return render(request, "matters/matter.html", shown, status=403)


def _form(work: Work, status: int = 200, bands: Sequence[Band] = ()) -> HttpResponse:
    request, form = work.request, work.form
    shown_fields, folded = actforms.split(form, work.typed, work.page)
    kind = work.page.line.kind
    shown = record.context(request, work.page) | {
        "form": work.typed,
        "act": form.act,
        "act_title": errors.said(form.label),
        "shown_fields": shown_fields,
        "folded_fields": folded,
        "open_folded": any(bound.errors for bound in folded),
        "button": button(form),
        "effects": _plain_effects(work) if form.level == 1 else (),
        "draft_name": work.draft,
        "restored": work.restored,
        "came_from": request.GET.get("from", "") or request.POST.get("from", ""),
        "bands": bands,
        "guides": guides(request, form.act, kind),
    }
    return render(request, "matters/matter.html", shown, status=status)


def guides(request: StaffRequest, act: str, kind: str) -> list[tuple[str, Clause]]:
    """Return what the rulebooks tell staff at an act, each with its clause."""
    institution = request.actor.institution_id
    day = enactment.worktime(institution).local(request.now).date()
    return [
        (one.text, chips([one.cited], institution)[0])
        for one in queries.guides(institution, act, kind, day)
    ]


def button(form: Form) -> str:
    """Return the words of the form's button: verb and object."""
    if form.level >= 2:
        return gettext("核对：%(act)s") % {"act": errors.said(form.label)}
    return errors.said(form.label)


def _plain_effects(work: Work) -> list[Effect]:
    """Return what a level 1 act leads to, as far as it is known before anything is typed."""
    act = work.form.act
    told = {
        "taken-over": gettext("从现在起由您负责，期限不变。"),
        "returned": gettext("退给转出的人；时间照走，期限不变。"),
        "declined": gettext("仍由转出的人负责；时间照走，期限不变。"),
        "handed-over": gettext("对方签收以前仍由您负责；期限不变。"),
        "noted": gettext("本单位有权看这件事的人都能看到，群众看不到。"),
        "delivered": gettext("请群众评价的链接随查询码一起可用。"),
    }
    text = told.get(act, "")
    return [Effect(gettext("会怎样"), text)] if text else []


def _check(work: Work, answers: Mapping[str, Any]) -> HttpResponse:
    """Show what the act leads to before it is done: limits, who is told, the exact text."""
    request = work.request
    foreseen = queries.foresee(request.actor, work.number, work.form, answers, request.now)
    refusal = queries.would_refuse(request.actor, work.number, work.form, answers, request.now)
    if refusal is not None:
        return _failed(work, refusal)
    actions.save_draft(request.actor, work.draft, answers, at=request.now)
    hidden = [(name, one) for name, value in answers.items() for one in _each(value)]
    hidden += [("seen", str(work.page.seq)), ("from", request.POST.get("from", ""))]
    label = errors.said(work.form.label)
    sheet = Sheet(
        gettext("核对：%(act)s") % {"act": label},
        effects_of(request, foreseen, answers, work.page),
        reverse("matter-act", args=[work.number, work.form.act]),
        _sends(work.form, foreseen),
        reverse("matter-act", args=[work.number, work.form.act]),
        hidden=hidden,
        clauses=_cited(foreseen, request),
    )
    shown = record.context(request, work.page) | {"sheet": sheet, "act_title": label}
    return render(request, "matters/matter.html", shown)


def _each(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _sends(form: Form, foreseen: Foresight) -> str:
    if form.act == "told-once" or foreseen.message is not None:
        return gettext("核对并发出")
    if form.proposes:
        return gettext("报请签批")
    return errors.said(form.label)


def _cited(foreseen: Foresight, request: StaffRequest) -> list[Clause]:
    cited = [
        clause for one in foreseen.moved if (found := one.new or one.old) for clause in found.cited
    ]
    return chips(cited, request.actor.institution_id)


def _done(work: Work) -> Note:
    """Return the note after an act: what was done, and what comes next."""
    label = errors.said(work.form.label)
    title = gettext("已%(act)s。") % {"act": label}
    text = ""
    if work.form.proposes:
        text = gettext("等待签批，签批前不算数。")
    elif work.form.act == "handed-over":
        text = gettext("对方签收以前仍由您负责。")
    return Note(title, text=text)


urlpatterns = [path("matters/<str:number>/act/<str:act>/", act, name="matter-act")]
