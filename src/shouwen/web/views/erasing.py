"""Deleting the personal data of a matter: one asks on its page, another decides there."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shouwen.errors import ShouwenError
from shouwen.matters import actions, queries
from shouwen.matters.domain import ERASURE_GROUNDS
from shouwen.matters.queries import Erasure
from shouwen.organization import actions as organization
from shouwen.web import errors
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Note
from shouwen.web.rows import matter_url
from shouwen.web.staff import StaffRequest, may, staff
from shouwen.web.views.session import address

ASK, DECIDE = "person.erase-ask", "person.erase"


def _grounds() -> list[tuple[str, str]]:
    return [(code, errors.said(text)) for code, text in ERASURE_GROUNDS.items()]


class AskForm(forms.Form):
    """On what ground, and why."""

    basis = forms.ChoiceField(
        label=gettext_lazy("依据"),
        choices=_grounds,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选依据。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        help_text=gettext_lazy("这段话会留下来，不要写群众的姓名、电话。"),
        error_messages={"required": gettext_lazy("请写理由。")},
    )


class DecideForm(forms.Form):
    """Whether it was read, a reason for a refusal, and the password that signs."""

    read = forms.BooleanField(
        label=gettext_lazy("我已核对：保存期限和档案规定允许删除"),
        error_messages={"required": gettext_lazy("请先核对，再勾「我已核对」。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("意见"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 1000}),
        help_text=gettext_lazy("同意时可不填；不同意须写理由。"),
    )
    code = forms.CharField(
        label=gettext_lazy("签署口令"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("您的登录密码；以您的名义签署。"),
        error_messages={"required": gettext_lazy("请写签署口令(您的登录密码)。")},
    )


@sensitive_post_parameters("code")
@staff(ASK, DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for the deletion, or decide on what somebody asked."""
    found = queries.erasure(request.actor, number)
    form = _form(request, found)
    if request.method != "POST" or form is None:
        return _page(request, number, found, form)
    if not form.is_valid():
        return _page(request, number, found, form, 422)
    try:
        note = (
            _ask(request, number, form) if found.wanted is None else _decide(request, number, form)
        )
    except ShouwenError as fault:
        return _refused(request, number, found, form, fault)
    tell(request, note)
    return HttpResponseRedirect(matter_url(number))


def _form(request: StaffRequest, found: Erasure) -> forms.Form | None:
    """Return the form that is this reader's now; None if there is nothing for them to do."""
    data = request.POST if request.method == "POST" else None
    if not found.settled or found.erased_at is not None:
        return None
    if found.wanted is None:
        return AskForm(data) if may(request, ASK) else None
    return DecideForm(data) if may(request, DECIDE) and not found.wanted.own else None


def _ask(request: StaffRequest, number: str, form: forms.Form) -> Note:
    given = form.cleaned_data
    actions.ask_erasure(request.actor, number, given["basis"], given["reason"], at=request.now)
    return Note(gettext("已申请删除个人信息。"), text=gettext("等主要领导批准。"))


def _decide(request: StaffRequest, number: str, form: forms.Form) -> Note:
    person = request.user
    assert person.is_authenticated
    code = form.cleaned_data["code"]
    organization.confirm(person, code, address=address(request), at=request.now)
    if request.POST.get("decision") == "refuse":
        reason = form.cleaned_data["reason"]
        actions.refuse_erasure(request.actor, number, reason, at=request.now)
        return Note(gettext("没有同意，个人信息保留。"))
    actions.grant_erasure(request.actor, number, at=request.now)
    return Note(gettext("已删除个人信息。"), text=gettext("经过、期限和统计都还在。"))


def _refused(
    request: StaffRequest, number: str, found: Erasure, form: forms.Form, fault: ShouwenError
) -> HttpResponse:
    told, at_fields = errors.told(fault, request.actor.institution_id), errors.fields(fault)
    for name, text in at_fields.items():
        form.add_error(name if name in form.fields else None, text)
    if not at_fields:
        form.add_error("code" if fault.code.startswith("sign") else None, told.whole)
    return _page(request, number, found, form, told.status)


def _page(
    request: StaffRequest,
    number: str,
    found: Erasure,
    form: forms.Form | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "number": number,
        "found": found,
        "form": form,
        "crumbs": [
            Crumb(gettext("事项"), reverse("matters")),
            Crumb(number, matter_url(number)),
            Crumb(gettext("删除个人信息")),
        ],
    }
    return render(request, "matters/erase.html", context, status=status)


urlpatterns = [path("matters/<str:number>/erase/", erase, name="matter-erase")]
