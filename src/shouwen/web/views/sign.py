"""What waits for a signature, and the sheet on which one decision is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.errors import Refused, ShouwenError, Text, Unclear
from shouwen.matters import actions, queries
from shouwen.matters.domain import EXTENSION_GROUNDS, wrong_fields
from shouwen.matters.queries import Event, Page, ToSign
from shouwen.matters.queries.signing import REFUSES
from shouwen.organization import actions as organization
from shouwen.web import errors, record
from shouwen.web.effects import limit_effects
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Effect, Empty, Fault, Note
from shouwen.web.rows import matter_url, rows
from shouwen.web.staff import StaffRequest, once_of, staff
from shouwen.web.views.acts import Band, guides
from shouwen.web.views.matters import may_read
from shouwen.web.views.session import address

RIGHT = "matter.approve"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was pressed: the act it means, and the answers to its form."""

    act: str
    answers: dict[str, Any]


@staff(RIGHT)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show what waits for the reader's signature, the most pressing first."""
    found = queries.to_sign(request.actor, request.now, roster=request.roster)
    shown = rows([one.line for one in found], request.now, request.actor.institution_id)
    shown_rows = [
        (row, errors.said(one.what), errors.named(one.asked_by), f"{one.asked_at:%m-%d %H:%M}")
        for row, one in zip(shown, found, strict=True)
    ]
    count = ngettext("%(n)d 件等您签批", "%(n)d 件等您签批", len(found)) % {"n": len(found)}
    empty = Empty(gettext("没有等您签批的事。"), act=(gettext("回工作台"), reverse("desk")))
    return render(request, "sign/list.html", {"rows": shown_rows, "count": count, "empty": empty})


@sensitive_post_parameters("code")
@staff(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: StaffRequest, number: str) -> HttpResponse:
    """Show one proposal with everything needed to decide, and take the decision."""
    page = queries.page(
        request.actor,
        number,
        request.now,
        full=may_read(request, number),
        roster=request.roster,
    )
    try:
        asked = queries.proposal(request.actor, number, request.now, roster=request.roster)
    except Unclear:
        return _decided(request, page)
    if request.method != "POST":
        return _sheet(request, page, asked)
    decision = _decision(request, page, asked)
    try:
        _check(request, decision)
        once = once_of(request, {"number": number, "act": decision.act, **decision.answers})
        actions.perform(
            record.uid_of(page),
            decision.act,
            decision.answers,
            by=request.actor,
            at=request.now,
            once=once,
        )
    except ShouwenError as fault:
        return _sheet(request, page, asked, fault)
    title = gettext("已签署：%(number)s") % {"number": number}
    approved = decision.act == asked.wants
    text = gettext("已同意。") if approved else gettext("已退回承办人，时间照走。")
    tell(request, Note(title, text=text, links=((gettext("打开"), matter_url(number)),)))
    return HttpResponseRedirect(reverse("sign"))


def _decided(request: StaffRequest, page: Page) -> HttpResponse:
    """Say that nothing waits here any more: who decided, when, what."""
    last = next((one for one in page.events if one.act in record.SIGNED), None)
    text = gettext("这件事没有等您签批的。")
    if last is not None:
        told = {
            "who": errors.named(last.by),
            "at": f"{last.at:%m-%d %H:%M}",
            "what": errors.said(last.name),
        }
        text = gettext("%(who)s %(at)s 已%(what)s，不用再签。") % told
    shown = record.context(request, page) | {"bands": [Band(text, "warn")]}
    return render(request, "matters/matter.html", shown, status=409 if last else 200)


def _decision(request: StaffRequest, page: Page, asked: ToSign) -> Decision:
    opinion = request.POST.get("opinion", "")
    if request.POST.get("decision") == "refuse":
        return Decision(REFUSES[asked.wants], {"reason": opinion})
    answers: dict[str, Any] = {"opinion": opinion}
    proposed = _proposed(page, asked)
    if asked.wants == "extension-approved" and proposed is not None:
        answers |= {name: proposed.fields[name] for name in ("ground", "new-limit")}
    return Decision(asked.wants, answers)


def _proposed(page: Page, asked: ToSign) -> Event | None:
    """Return the entry that proposed it; a refusal's grounds stand just before its filing."""
    wanted = {"extension-approved": "extension-asked", "refusal-approved": "refusal-proposed"}
    act = wanted.get(asked.wants)
    return next((one for one in page.events if one.act == act and one.seq <= asked.seq), None)


def _check(request: StaffRequest, decision: Decision) -> None:
    """Raise for a box that is not ticked, a reason that is missing, or a wrong password."""
    faults: dict[str, Text] = {}
    if "read" not in request.POST:
        faults["read"] = Text(
            "请先核对,再勾「我已核对」。", "Read it first, then tick “I have checked”."
        )
    if "reason" in decision.answers and not decision.answers["reason"].strip():
        faults["opinion"] = Text("不同意须写理由。", "A refusal needs its reason.")
    code = request.POST.get("code", "")
    if not code:
        faults["code"] = Text("请写签署口令(您的登录密码)。", "Write your sign-in password.")
    if faults:
        raise wrong_fields(faults)
    person = request.user
    assert person.is_authenticated
    organization.confirm(person, code, address=address(request), at=request.now)


def _sheet(
    request: StaffRequest, page: Page, asked: ToSign, fault: ShouwenError | None = None
) -> HttpResponse:
    number = page.line.number
    told = errors.told(fault, request.actor.institution_id) if fault else None
    fields = errors.fields(fault) if fault else {}
    if isinstance(fault, Refused) and fault.code.startswith("sign"):
        fields = {"code": told.whole if told else ""}
    shown = record.context(request, page) | {
        "asked": asked,
        "what": errors.said(asked.what),
        "proposed": _lines(page, asked),
        "effects": _effects(request, page, asked),
        "fields": fields,
        "faults": [Fault(f"id_{name}", text) for name, text in fields.items()],
        "band": told if told and not fields else None,
        "opinion": request.POST.get("opinion", ""),
        "read": "read" in request.POST,
        "guides": guides(request, asked.wants, page.line.kind),
        "crumbs": [Crumb(gettext("签批"), reverse("sign")), Crumb(number)],
        "checked": _checked(asked),
        "refuse": gettext("不同意，退回承办人"),
    }
    return render(request, "sign/sheet.html", shown, status=told.status if told else 200)


def _checked(asked: ToSign) -> str:
    if asked.wants == "refusal-approved":
        return gettext("我已核对依据、事实和救济")
    return gettext("我已核对事由和新期限")


def _lines(page: Page, asked: ToSign) -> list[tuple[str, str]]:
    """Return what is proposed, name by name."""
    event = _proposed(page, asked)
    if event is None:
        return []
    labels = {
        "basis": gettext("依据"),
        "reason": gettext("事实和理由"),
        "remedy": gettext("救济和替代办法"),
    }
    found = [(label, event.texts[name]) for name, label in labels.items() if name in event.texts]
    ground = event.fields.get("ground")
    if ground:
        found.insert(
            0,
            (
                pgettext("of an extension", "事由"),
                errors.said(EXTENSION_GROUNDS.get(ground)) or ground,
            ),
        )
    if event.fields.get("new-limit"):
        found.insert(1, (gettext("延到"), str(event.fields["new-limit"])))
    return found


def _effects(request: StaffRequest, page: Page, asked: ToSign) -> list[Effect]:
    """Return what signing leads to: limits old and new."""
    form = page.acts.form(asked.wants)
    event = _proposed(page, asked)
    if form is None or event is None:
        return []
    names = {one.name for one in form.fields}
    answers = {name: value for name, value in event.fields.items() if name in names}
    try:
        found = queries.foresee(request.actor, page.line.number, form, answers, request.now)
    except ShouwenError:
        return []
    return limit_effects(request, found)


urlpatterns = [
    path("sign/", listed, name="sign"),
    path("sign/<str:number>/", sheet, name="sign-sheet"),
]
