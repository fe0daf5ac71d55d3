"""采用制度: preparing an adoption, its dry run, its read-back, signing and withdrawing it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.docket import actions as docket
from shouwen.docket import dryrun
from shouwen.enactment import actions
from shouwen.enactment import queries as enactment
from shouwen.enactment.queries import Adopted
from shouwen.errors import ShouwenError
from shouwen.rulebook import readback
from shouwen.rulebook.errors import RulebookErrors
from shouwen.rulebook.reading import read_adoption
from shouwen.web.errors import HIDDEN, language, said, status, told
from shouwen.web.legal import preparing
from shouwen.web.legal.adopting import UploadForm
from shouwen.web.legal.trials import after_of, shown
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Effect, Empty, Note, Sheet
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.uploads import too_large

SEE = ("rulebook.see", "rulebook.adopt", "rulebook.sign")


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("制度库"), reverse("rulebooks")), Crumb(_("采用"), reverse("adoptions")), *more]


@require_safe
@staff(*SEE)
def adoptions(request: StaffRequest) -> HttpResponse:
    """List adoptions with their state, and what is being prepared."""
    institution = request.actor.institution_id
    today = enactment.worktime(institution).local(request.now).date()
    may_adopt = may(request, "rulebook.adopt")
    context = {
        "crumbs": [Crumb(_("制度库"), reverse("rulebooks")), Crumb(_("采用"))],
        "rows": [(one, state(one, today)) for one in enactment.adoptions(institution)],
        "preparations": enactment.preparations(institution) if may_adopt else [],
        "may_adopt": may_adopt,
        "nothing": Empty(
            _("还没有采用任何制度。"),
            text=_("先从库里选定制度，再选定开放项，试算，由另一人通读签署。"),
            act=(_("采用制度"), reverse("adoption-new")) if may_adopt else None,
        ),
    }
    return render(request, "adoption/list.html", context)


def state(one: Adopted, today: object) -> tuple[str, str]:
    """Return an adoption's state as a code and in words."""
    if one.state == "draft":
        return "draft", _("草稿，待签署")
    if one.state == "withdrawn":
        return "withdrawn", _("已撤回")
    if str(one.first_day) > str(today):
        return "future", _("已签署，待施行")
    if one.last_day is not None and str(one.last_day) < str(today):
        return "past", _("已由新版本代替")
    return "force", _("现行")


@require_safe
@staff(*SEE)
def adoption(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Show one adoption: its state, what it takes and fixes, and what is to be done next."""
    one = _one(request, adoption_id)
    institution = request.actor.institution_id
    row = enactment.enactment(institution, adoption_id)
    today = enactment.worktime(institution).local(request.now).date()
    editions = enactment.resolved(row)
    document = enactment.adoption_of(row)
    context = {
        "crumbs": _crumbs(Crumb(one.title)),
        "one": one,
        "state": state(one, today),
        "number": (document.edition.issued.number or "") if document.edition.issued else "",
        "sha256": row.sha256,
        "readback": row.readback_sha256,
        "editions": list(zip((*document.of, str(row)), editions, strict=True)),
        "fixed": sum(len(fix.keys) + bool(fix.promise) for fix in document.fixes),
        "unfixed": _unfixed(request, document.of, adoption_id),
        "clashes": enactment.clashes(row) if one.state == "draft" else [],
        "preparation": enactment.preparation_of(institution, adoption_id),
        "late": one.state == "draft" and one.first_day < today,
        "may_adopt": may(request, "rulebook.adopt"),
        "may_sign": may(request, "rulebook.sign"),
        "own_draft": row.drafted_by_id == request.actor.person_id,
        "may_withdraw": _may_withdraw(request, one, str(today)),
    }
    return render(request, "adoption/adoption.html", context)


def _unfixed(request: StaffRequest, works: tuple[str, ...], adoption_id: int) -> int:
    row = enactment.enactment(request.actor.institution_id, adoption_id)
    return sum(len(rule.unfixed) for text in enactment.resolved(row) for rule in text.rules)


def _may_withdraw(request: StaffRequest, one: Adopted, today: str) -> bool:
    if one.state == "draft":
        return may(request, "rulebook.adopt")
    return one.state == "signed" and str(one.first_day) > today and may(request, "rulebook.sign")


def _one(request: StaffRequest, adoption_id: int) -> Adopted:
    found = enactment.adoptions(request.actor.institution_id)
    one = next((each for each in found if each.id == adoption_id), None)
    if one is None:
        raise Http404
    return one


@require_safe
@staff(*SEE)
def document(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Hand out an adoption's document as it was drafted."""
    one = _one(request, adoption_id)
    row = enactment.enactment(request.actor.institution_id, adoption_id)
    answer = HttpResponse(row.source, content_type="application/yaml; charset=utf-8")
    name = f"{one.name}@{one.first_day.isoformat()}.yaml"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@staff("rulebook.adopt")
def upload(request: StaffRequest) -> HttpResponse:
    """Take an adoption written by hand; every fault is listed with its line and remedy."""
    form = UploadForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and too_large(request):
        form.add_error("file", _("文件超过大小限制。请交不超过 2 MB 的 YAML 文件。"))
    elif request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(reverse("adoption", args=[_taken(request, form)]))
        except RulebookErrors as errors:
            faults = [one.told(language()) for one in errors]
            form.add_error("file", _("文件有 %(n)s 处错误，列在下面。") % {"n": len(faults)})
        except ShouwenError as fault:
            form.add_error("file", told(fault).whole)
    code = 422 if request.method == "POST" else 200
    context = {"crumbs": _crumbs(Crumb(_("交文件"))), "form": form, "lines": faults}
    return render(request, "adoption/upload.html", context, status=code)


def _taken(request: StaffRequest, form: UploadForm) -> int:
    """Draft the uploaded document under the editions of the library that it names."""
    raw = form.cleaned_data["file"].read(2_000_001)
    name = form.cleaned_data["file"].name
    adoption = read_adoption(raw, name)
    texts = enactment.editions_named(adoption.of)
    row = actions.draft(
        raw.decode(),
        institution_id=request.actor.institution_id,
        editions=[(of, text) for of, (_edition, text) in zip(adoption.of, texts, strict=True)],
        file=name,
        by=request.actor,
        at=request.now,
    )
    tell(request, Note(_("已起草。请试算，再由另一人通读签署。"), text=row.title))
    return row.pk


@require_safe
@staff(*SEE)
def dry_run(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Show which limits an adoption would move: open ones, or those of the past year."""
    one = _one(request, adoption_id)
    institution = request.actor.institution_id
    office = enactment.worktime(institution)
    past = request.GET.get("of") == "year"
    trial = _trial(request, adoption_id, past=past)
    context = {
        "crumbs": _crumbs(
            Crumb(one.title, reverse("adoption", args=[adoption_id])), Crumb(_("试算"))
        ),
        "one": one,
        "past": past,
        "trial": shown(trial, request.GET, office, request.now, institution),
        "nothing": Empty(
            _("没有期限会变动。"),
            text=_("已经开始的期限照它开始那天的制度办；新制度只管施行日以后开始的。"),
        ),
    }
    return render(request, "adoption/dry_run.html", context)


def _trial(request: StaffRequest, adoption_id: int, *, past: bool) -> dryrun.Trial:
    institution = request.actor.institution_id
    row = enactment.enactment(institution, adoption_id)
    after = after_of(request.GET)
    if not past:
        law = enactment.proposed_law(institution, row)
        return dryrun.open_limits(institution, law, now=request.now, after=after)
    office = enactment.worktime(institution)
    first = office.local(request.now).date() - timedelta(days=365)
    since = datetime.combine(first, time(), office.zone)
    law = enactment.law_as_if(institution, row, first)
    return dryrun.past_matters(institution, law, since=since, now=request.now, after=after)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@staff("rulebook.sign", "rulebook.adopt")
def sign(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Read the whole read-back, text by text, and sign it under one's password."""
    one = _one(request, adoption_id)
    row = enactment.enactment(request.actor.institution_id, adoption_id)
    page = enactment.read_back(row)
    works = [text.work for text in page.editions]
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        errors = _sign_faults(request, works)
        try:
            if not errors:
                return _signed(request, adoption_id)
        except ShouwenError as fault:
            if fault.code in HIDDEN:
                raise
            errors = [("", told(fault, request.actor.institution_id).whole)]
    context = {
        "crumbs": _crumbs(
            Crumb(one.title, reverse("adoption", args=[adoption_id])), Crumb(_("通读并签署"))
        ),
        "one": one,
        "chapters": [(text, readback.shown(text, language())) for text in page.editions],
        "sha256": page.sha256,
        "read": set(request.POST.getlist("read")),
        "errors": errors,
        "faults": [preparing.fault(at, text) for at, text in errors],
        "open": one.state == "draft",
        "may_sign": may(request, "rulebook.sign"),
        "own_draft": row.drafted_by_id == request.actor.person_id,
    }
    return render(request, "adoption/sign.html", context, status=422 if errors else 200)


def _sign_faults(request: StaffRequest, works: list[str]) -> list[tuple[str, str]]:
    """Return what is missing for a signature: chapters not ticked, the password."""
    found = []
    unread = set(works) - set(request.POST.getlist("read"))
    found += [
        (f"read-{work}", _("请读完这一部并勾选「已读」。")) for work in works if work in unread
    ]
    person = request.user
    assert person.is_authenticated
    if not person.check_password(request.POST.get("code", "")):
        found.append(("sign-code", _("口令不对，请写您登录用的口令。")))
    return found


def _signed(request: StaffRequest, adoption_id: int) -> HttpResponse:
    change = docket.sign_adoption(
        adoption_id,
        institution_id=request.actor.institution_id,
        readback=request.POST.get("readback", "")[:64],
        by=request.actor,
        at=request.now,
    )
    one = _one(request, adoption_id)
    day = one.first_day.isoformat()
    tell(
        request,
        Note(
            _("已签署。"),
            text=_("「%(title)s」自 %(day)s 起施行；施行以前可以撤回。")
            % {"title": one.title, "day": day},
            links=((_("看变动"), reverse("change", args=[change])),),
        ),
    )
    return HttpResponseRedirect(reverse("adoption", args=[adoption_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@staff("rulebook.sign", "rulebook.adopt")
def withdraw(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Withdraw a draft, or an adoption that has not begun, after its name was typed."""
    one = _one(request, adoption_id)
    error = ""
    if request.method == "POST":
        error = _("名称不一致，请照写「%(name)s」。") % {"name": one.title}
        if request.POST.get("object_name", "").strip() == one.title:
            try:
                return _withdrawn(request, adoption_id)
            except ShouwenError as fault:
                error = told(fault, request.actor.institution_id).whole
    here = reverse("adoption", args=[adoption_id])
    sheet = Sheet(
        _("撤回采用"),
        (Effect(_("撤回"), one.title), Effect(_("施行日"), one.first_day.isoformat())),
        reverse("adoption-withdraw", args=[adoption_id]),
        _("撤回采用"),
        here,
        level=4,
        object_name=one.title,
        warning=_("撤回后不能恢复；要再采用，须重新起草、签署。"),
        error=error,
    )
    context = {
        "crumbs": _crumbs(Crumb(one.title, here), Crumb(_("撤回采用"))),
        "sheet": sheet,
        "title": one.title,
    }
    return render(request, "adoption/withdraw.html", context, status=422 if error else 200)


def _withdrawn(request: StaffRequest, adoption_id: int) -> HttpResponse:
    actions.withdraw(
        adoption_id,
        institution_id=request.actor.institution_id,
        by=request.actor,
        at=request.now,
    )
    tell(request, Note(_("已撤回采用。")))
    return HttpResponseRedirect(reverse("adoptions"))


@require_POST
@staff("rulebook.adopt")
def write_up(request: StaffRequest, preparation_id: int) -> HttpResponse:
    """Write a preparation up as a draft adoption; faults are shown where they were entered."""
    try:
        adoption_id = actions.write_up(
            preparation_id,
            institution_id=request.actor.institution_id,
            by=request.actor,
            at=request.now,
        )
    except RulebookErrors:
        return HttpResponseRedirect(reverse("preparation", args=[preparation_id]))
    except ShouwenError as fault:
        tell(request, Note(said(fault.text), "bad"))
        if status(fault) == 404:
            raise Http404 from fault
        return HttpResponseRedirect(reverse("preparation", args=[preparation_id]))
    tell(request, Note(_("已成文。请试算，再由另一人通读签署。")))
    return HttpResponseRedirect(reverse("adoption-trial", args=[adoption_id]))


urlpatterns = [
    path("adopt/", adoptions, name="adoptions"),
    path("adopt/upload/", upload, name="adoption-upload"),
    path("adopt/new/", preparing.new, name="adoption-new"),
    path("adopt/prepare/<int:preparation_id>/", preparing.preparation, name="preparation"),
    path("adopt/prepare/<int:preparation_id>/head/", preparing.head, name="preparation-head"),
    path("adopt/prepare/<int:preparation_id>/drop/", preparing.drop, name="preparation-drop"),
    path("adopt/prepare/<int:preparation_id>/write-up/", write_up, name="preparation-write-up"),
    path(
        "adopt/prepare/<int:preparation_id>/<slug:work>/", preparing.work, name="preparation-work"
    ),
    path("adopt/<int:adoption_id>/", adoption, name="adoption"),
    path("adopt/<int:adoption_id>/adoption.yaml", document, name="adoption-file"),
    path("adopt/<int:adoption_id>/dry-run/", dry_run, name="adoption-trial"),
    path("adopt/<int:adoption_id>/sign/", sign, name="adoption-sign"),
    path("adopt/<int:adoption_id>/withdraw/", withdraw, name="adoption-withdraw"),
]
