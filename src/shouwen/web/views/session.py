"""Signing in and out, a new password, the language and the looks of pages."""

from __future__ import annotations

from django import forms
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.errors import ShouwenError
from shouwen.organization import actions
from shouwen.organization import queries as organization
from shouwen.web import look as looks
from shouwen.web.frame import Frame
from shouwen.web.notes import tell
from shouwen.web.parts import Note

LANGUAGE_COOKIE = "django_language"


class SignInForm(forms.Form):
    """Username and password; pasting and password managers are welcome."""

    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=60,
        error_messages={"required": gettext_lazy("请写用户名。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("密码"),
        strip=False,
        max_length=200,
        error_messages={"required": gettext_lazy("请写密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(forms.Form):
    """The password that is left behind, and the new one."""

    current = forms.CharField(
        label=gettext_lazy("现在的密码"),
        strip=False,
        max_length=200,
        error_messages={"required": gettext_lazy("请写现在的密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=gettext_lazy("新密码"),
        help_text=gettext_lazy("至少 10 位，不能全是数字，不能是常见密码。"),
        strip=False,
        max_length=200,
        error_messages={"required": gettext_lazy("请写新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, then go where one was going."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_next(request, _home(request)))
        return _sign_in_page(request, SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, 422)
    try:
        person = actions.sign_in(**form.cleaned_data, address=address(request), at=timezone.now())
    except ShouwenError as refusal:
        form.add_error(None, sentence(refusal))
        return _sign_in_page(request, form, 429 if refusal.code == "sign-in.locked" else 422)
    login(request, person)
    if person.password_due:
        return HttpResponseRedirect(reverse("password"))
    return HttpResponseRedirect(_next(request, _home(request)))


def _sign_in_page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    form.fields["password"].widget.attrs["class"] = "form-control"
    target = request.POST.get("next") or request.GET.get("next", "")
    return render(
        request, "registration/sign_in.html", {"form": form, "next": target}, status=status
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the session is emptied."""
    if request.user.is_authenticated:
        actions.sign_out(request.user, address=address(request), at=timezone.now())
    logout(request)
    return HttpResponseRedirect(reverse("sign-in"))


@sensitive_post_parameters("current", "password")
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password of one's own."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _set_password(request, form):
        tell(request, Note(str(gettext_lazy("密码已改。"))))
        return HttpResponseRedirect(_home(request))
    status = 422 if request.method == "POST" else 200
    return render(request, "registration/password.html", {"form": form}, status=status)


def _set_password(request: HttpRequest, form: NewPasswordForm) -> bool:
    at = timezone.now()
    person = request.user
    if not person.is_authenticated or not person.check_password(form.cleaned_data["current"]):
        form.add_error("current", gettext_lazy("现在的密码不对，请再写一次。"))
        return False
    try:
        by = organization.actor(person, at)
        actions.set_password(person, form.cleaned_data["password"], by=by, at=at)
    except ShouwenError as refusal:
        form.add_error("password", sentence(refusal))
        return False
    update_session_auth_hash(request, person)
    return True


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show pages in another language, remembered in a cookie."""
    response = HttpResponseRedirect(_next(request, "/"))
    wanted = request.POST.get("language", "")
    if wanted in looks.LANGUAGE_TAGS:
        response.set_cookie(
            LANGUAGE_COOKIE,
            wanted,
            max_age=looks.YEAR,
            secure=request.is_secure(),
            samesite="Lax",
            httponly=True,
        )
    return response


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Set type size, contrast, 长者版 and single keys, remembered in a cookie."""
    response = HttpResponseRedirect(_next(request, "/"))
    asked = {name: str(value) for name, value in request.POST.items()}
    wanted = looks.changed(looks.look_of(request), asked)
    looks.keep(response, wanted, secure=request.is_secure())
    return response


def address(request: HttpRequest) -> str:
    """Return the visitor's address, as the web server in front of us tells it."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def sentence(refusal: ShouwenError) -> str:
    """Return what went wrong and what to do, in the reader's language."""
    spoken = get_language() or "zh-hans"
    stop = ". " if spoken.startswith("en") else "。"
    told = [_ended(one.told(spoken), stop) for one in (refusal.text, refusal.remedy) if one]
    return "".join(told).strip()


def _ended(text: str, stop: str) -> str:
    """Return the sentence with a full stop at its end."""
    return text if text.endswith(("。", "？", "！", ".")) else text + stop


def _next(request: HttpRequest, otherwise: str) -> str:
    """Return the address of our own that was asked for, never one of another site."""
    target = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else otherwise


def _home(request: HttpRequest) -> str:
    """Return the first page of who is signed in."""
    return Frame(request, timezone.now()).home
