"""The pages on which an adoption is prepared: its head, its questions work by work, its tasks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enactment import actions
from shouwen.enactment import queries as enactment
from shouwen.enactment.queries import Prepared
from shouwen.errors import ShouwenError, Unclear
from shouwen.rulebook.library import load_library
from shouwen.web.errors import fields, language, said, told
from shouwen.web.legal.adopting import (
    HeadForm,
    Progress,
    asked_of,
    earlier_answers,
    first_head,
    progress,
    read_answers,
    tasks,
)
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Fault, Note
from shouwen.web.staff import StaffRequest, staff


def fault(at: str, text: str) -> Fault:
    """Return an entry of the error summary."""
    return Fault(at, text)


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("制度库"), reverse("rulebooks")), Crumb(_("采用"), reverse("adoptions")), *more]


def _prepared(request: StaffRequest, preparation_id: int) -> Prepared:
    try:
        return enactment.preparation(request.actor.institution_id, preparation_id)
    except Unclear as unknown:
        raise Http404 from unknown


@require_http_methods(["GET", "HEAD", "POST"])
@staff("rulebook.adopt")
def new(request: StaffRequest) -> HttpResponse:
    """Begin to prepare an adoption."""
    institution = request.actor.institution_id
    today = enactment.worktime(institution).local(request.now).date()
    if request.method == "POST":
        form = HeadForm(request.POST, today=today)
        if form.is_valid():
            try:
                begun = actions.begin(
                    institution_id=institution,
                    answers=earlier_answers(institution, form.cleaned_data["name"]),
                    by=request.actor,
                    at=request.now,
                    **form.cleaned_data,
                )
                return HttpResponseRedirect(
                    _first_questions(_prepared(request, begun), institution)
                )
            except ShouwenError as wrong:
                _marked(form, wrong)
    else:
        of = [one for one in request.GET.getlist("of") if one in _known()]
        form = HeadForm(initial=first_head(institution, today, of), today=today)
    return _head_page(request, form, _crumbs(Crumb(_("采用制度"))), reverse("adoptions"))


def _first_questions(prepared: Prepared, institution: int) -> str:
    """Return where something must be chosen first; the task list if nothing must."""
    for one in progress(prepared, institution, ()):
        if one.answered < one.required:
            return one.url
    return reverse("preparation", args=[prepared.id])


def _known() -> set[str]:
    return {f"{one.work}@{one.first_day.isoformat()}" for one in load_library().editions}


def _marked(form: HeadForm, wrong: ShouwenError) -> None:
    """Show an error at its fields, else above the form."""
    at = fields(wrong)
    for name, text in at.items():
        form.add_error(name if name in form.fields else None, text)
    if not at:
        form.add_error(None, told(wrong).whole)


def _head_page(
    request: StaffRequest, form: HeadForm, crumbs: list[Crumb], back: str
) -> HttpResponse:
    code = 422 if request.method == "POST" else 200
    context = {"crumbs": crumbs, "form": form, "back": back}
    return render(request, "adoption/head.html", context, status=code)


@require_http_methods(["GET", "HEAD", "POST"])
@staff("rulebook.adopt")
def head(request: StaffRequest, preparation_id: int) -> HttpResponse:
    """Change works, title, number, name or first day of what is being prepared."""
    prepared = _prepared(request, preparation_id)
    institution = request.actor.institution_id
    today = enactment.worktime(institution).local(request.now).date()
    here = reverse("preparation", args=[preparation_id])
    names = ("works", "title", "number", "name", "first_day")
    kept: dict[str, Any] = {name: getattr(prepared, name) for name in names}
    form = HeadForm(request.POST or None, initial=kept, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.prepare(
                preparation_id,
                institution_id=institution,
                head=form.cleaned_data,
                by=request.actor,
                at=request.now,
            )
            return HttpResponseRedirect(here)
        except ShouwenError as wrong:
            _marked(form, wrong)
    return _head_page(request, form, _crumbs(Crumb(prepared.title, here), Crumb(_("文本"))), here)


@require_safe
@staff("rulebook.adopt")
def preparation(request: StaffRequest, preparation_id: int) -> HttpResponse:
    """Show the task list of what is being prepared."""
    prepared = _prepared(request, preparation_id)
    institution = request.actor.institution_id
    today = enactment.worktime(institution).local(request.now).date()
    faults = enactment.faults(prepared, institution_id=institution)
    found = progress(prepared, institution, faults)
    rows = tasks(prepared, found, today)
    context = {
        "crumbs": _crumbs(Crumb(prepared.title)),
        "prepared": prepared,
        "tasks": rows,
        "done": sum(one.state == "done" for one in rows),
        "faults": _summary(faults, found),
        "ready": not faults and prepared.first_day >= today,
        "unanswered": sum(one.required - one.answered for one in found),
    }
    return render(request, "adoption/preparation.html", context)


def _summary(faults: list[tuple[str, Any]], found: list[Progress]) -> list[Fault]:
    """Return every fault of the document; those of an answer say in which work it stands."""
    titles = {one.work: one.title for one in found}
    shown = []
    for slug, one in faults:
        where = titles.get(slug.partition("--")[0], "")
        text = f"{said(one.text)} {said(one.hint)}".strip()
        shown.append(Fault("", f"《{where}》{text}" if where else text))
    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@staff("rulebook.adopt")
def work(request: StaffRequest, preparation_id: int, work: str) -> HttpResponse:
    """Ask what is open in one work; what was answered is kept even when something is wrong."""
    prepared = _prepared(request, preparation_id)
    if work not in {name.partition("@")[0] for name in prepared.works}:
        raise Http404
    if request.method != "POST":
        return _questions(request, prepared, work, _faults_of(request, prepared), typed=False)
    wrong = _kept(request, prepared, work)
    prepared = _prepared(request, preparation_id)
    faults = {**_faults_of(request, prepared), **wrong}
    if any(slug.startswith(f"{work}--") for slug in faults):
        return _questions(request, prepared, work, faults, typed=True)
    tell(request, Note(_("已存。")))
    return HttpResponseRedirect(_following(prepared, work))


def _kept(request: StaffRequest, prepared: Prepared, work: str) -> dict[str, list[str]]:
    """Keep the answers of the form; return what could not be read."""
    institution = request.actor.institution_id
    asked = enactment.questions(prepared.works, institution_id=institution, language=language())
    mine = [one for one in asked if one.setting.work == work]
    answers, wrong = read_answers(mine, request.POST, fill="fill" in request.POST)
    actions.prepare(
        prepared.id,
        institution_id=institution,
        answers=answers,
        by=request.actor,
        at=request.now,
    )
    return wrong


def _faults_of(request: StaffRequest, prepared: Prepared) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slug, one in enactment.faults(prepared, institution_id=request.actor.institution_id):
        found.setdefault(slug, []).append(f"{said(one.text)} {said(one.hint)}".strip())
    return found


def _following(prepared: Prepared, work: str) -> str:
    """Return the next work's questions, or the task list after the last."""
    works = [name.partition("@")[0] for name in prepared.works]
    at = works.index(work) + 1
    if at < len(works):
        return reverse("preparation-work", args=[prepared.id, works[at]])
    return reverse("preparation", args=[prepared.id])


def _questions(
    request: StaffRequest,
    prepared: Prepared,
    work: str,
    faults: dict[str, list[str]],
    *,
    typed: bool,
) -> HttpResponse:
    institution = request.actor.institution_id
    filled = typed and "fill" not in request.POST
    asked = asked_of(prepared, work, institution, faults, request.POST if filled else None)
    titles = dict(
        zip([n.partition("@")[0] for n in prepared.works], _titles(prepared), strict=True)
    )
    here = reverse("preparation", args=[prepared.id])
    context = {
        "crumbs": _crumbs(Crumb(prepared.title, here), Crumb(titles[work])),
        "prepared": prepared,
        "title": titles[work],
        "required": [one for one in asked if one.question.setting.required],
        "defaults": [one for one in asked if not one.question.setting.required],
        "faults": [Fault(one.slug, text) for one in asked for text in one.errors],
        "back": here,
        "may_fill": any(one.reference for one in asked if one.question.setting.required),
    }
    return render(request, "adoption/questions.html", context, status=422 if typed else 200)


def _titles(prepared: Prepared) -> list[str]:
    return [edition.title for edition, _text in enactment.editions_named(prepared.works)]


@require_POST
@staff("rulebook.adopt")
def drop(request: StaffRequest, preparation_id: int) -> HttpResponse:
    """Throw away what is being prepared."""
    prepared = _prepared(request, preparation_id)
    actions.drop(prepared.id, institution_id=request.actor.institution_id, by=request.actor)
    tell(request, Note(_("已删除「%(title)s」的准备。") % {"title": prepared.title}))
    return HttpResponseRedirect(reverse("adoptions"))
