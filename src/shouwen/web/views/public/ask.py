"""Asking or applying in four steps: what kind, what, how to reach you, check; then the number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.catalog import queries as catalog
from shouwen.docket.actions import Once
from shouwen.errors import ShouwenError, Text
from shouwen.matters import actions, queries
from shouwen.matters.domain import ANONYMOUS_KINDS
from shouwen.web import issued
from shouwen.web.errors import told
from shouwen.web.views.public import sent
from shouwen.web.views.public.forms import AskForm, ContactForm, file_attributes
from shouwen.web.views.public.house import house_of, shown
from shouwen.web.views.session import address

KINDS = {
    "enquiry": Text("咨询", "Question"),
    "petition": Text("反映情况、提意见", "Concern or suggestion"),
    "application": Text("申请办理", "Application"),
}
KEPT_FOR = timedelta(hours=2)
PLACE = "ask"


@dataclass(frozen=True, slots=True)
class About:
    """What the question is about: a service item, or a kind alone."""

    kind: str
    item: catalog.Item | None = None

    @property
    def named(self) -> bool:
        """Say whether a name must be given."""
        return self.kind not in ANONYMOUS_KINDS

    @property
    def asked(self) -> dict[str, str]:
        """Return what the address of the next step carries."""
        return {"item": self.item.code} if self.item else {"kind": self.kind}


def _about(house: Any, given: Any) -> About:
    """Read item or kind; whatever is unknown becomes a plain question."""
    code = str(given.get("item", ""))[:40]
    if code:
        try:
            item = catalog.item_by_code(house.pk, code)
        except ShouwenError:
            return About("enquiry")
        if item.active:
            return About(item.kind, item)
    kind = str(given.get("kind", ""))
    return About(kind if kind in ANONYMOUS_KINDS else "enquiry")


def _draft(request: HttpRequest, house: Any) -> dict[str, Any]:
    draft: dict[str, Any] = request.session.get("ask", {})
    return draft if draft.get("house") == house.pk else {}


def _keep(request: HttpRequest, house: Any, **answers: Any) -> None:
    request.session["ask"] = {**_draft(request, house), "house": house.pk, **answers}
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_FOR)


@never_cache
@require_safe
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """Step 1: a plain question, a concern, or one of the items."""
    house = house_of(code)
    asked = request.GET.get("q", "")[:60]
    items = catalog.find(house.pk, asked, limit=30)
    return shown(request, "public/ask_kind.html", house, {"items": items, "asked": asked})


def _ask_form(about: About, *given: Any, **named: Any) -> AskForm:
    form = AskForm(*given, **named)
    if about.item is not None:
        form.fields["subject"].label = gettext("您的情况、想办什么")
    return form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def what(request: HttpRequest, code: str) -> HttpResponse:
    """Step 2: the question itself, with photographs if one likes."""
    house = house_of(code)
    draft = _draft(request, house)
    about = _about(house, request.POST or request.GET or draft)
    if request.method == "POST":
        form = _ask_form(about, request.POST)
        taken = sent.take(request, PLACE, {"files": None})
        _keep(request, house, subject=request.POST.get("subject", "")[:5000], **_fresh(about))
        if form.is_valid() and not taken.faults and "drop" not in request.POST:
            return HttpResponseRedirect(reverse("public-ask-contact", args=[house.code]))
    else:
        form = _ask_form(about, initial={"subject": draft.get("subject", "")})
        taken = sent.Taken()
    given = {
        "form": form,
        "about": about,
        "kind": KINDS.get(about.kind),
        "files": sent.basket(request, PLACE).get("files", []),
        "file_faults": taken.faults.get("files", []),
        "file_hint": sent.hint(),
        "file_attributes": file_attributes(),
    }
    wrong = request.method == "POST" and "drop" not in request.POST and form.errors
    return shown(
        request, "public/ask_what.html", house, given, status=422 if wrong or taken.faults else 200
    )


def _fresh(about: About) -> dict[str, str]:
    return {"item": about.item.code if about.item else "", "kind": about.kind}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, code: str) -> HttpResponse:
    """Step 3: how to reach you; nothing is needed where the kind allows it."""
    house = house_of(code)
    draft = _draft(request, house)
    if not draft.get("subject"):
        return HttpResponseRedirect(reverse("public-ask-what", args=[house.code]))
    about = _about(house, draft)
    form = ContactForm(request.POST or None, named=about.named, initial=draft)
    if request.method == "POST":
        form = ContactForm(request.POST, named=about.named)
        if form.is_valid():
            _keep(request, house, **form.cleaned_data, reached=True)
            return HttpResponseRedirect(reverse("public-ask-check", args=[house.code]))
    status = 422 if form.errors else 200
    return shown(
        request, "public/ask_contact.html", house, {"form": form, "about": about}, status=status
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Step 4: read it once more, then send."""
    house, now = house_of(code), timezone.now()
    draft = _draft(request, house)
    if not draft.get("reached") or not draft.get("subject"):
        place = "public-ask-done" if request.session.get("asked") else "public-ask-what"
        return HttpResponseRedirect(reverse(place, args=[house.code]))
    problem = None
    if request.method == "POST":
        try:
            registered = _register(request, house, draft)
        except ShouwenError as fault:
            problem = told(fault, house.pk)
        else:
            issued.keep(request, registered.number, registered.code, now=now)
            link = queries.receipt_link(registered.dossier, now)
            request.session["asked"] = [registered.number, link]
            request.session.pop("ask", None)
            sent.empty(request, PLACE)
            return HttpResponseRedirect(reverse("public-ask-done", args=[house.code]))
    text, status = (problem.whole, problem.status) if problem else ("", 200)
    return _sheet(request, house, draft, text, status)


def _sheet(
    request: HttpRequest, house: Any, draft: dict[str, Any], problem: str, status: int
) -> HttpResponse:
    given = {
        "draft": draft,
        "about": _about(house, draft),
        "kind": KINDS.get(_about(house, draft).kind),
        "files": sent.basket(request, PLACE).get("files", []),
        "problem": problem,
    }
    return shown(request, "public/ask_check.html", house, given, status=status)


def _register(request: HttpRequest, house: Any, draft: dict[str, Any]) -> actions.Registered:
    """Register once, however often the form is sent; two at the same instant are one too."""
    now, files = timezone.now(), sent.kept(sent.basket(request, PLACE))
    about = _about(house, draft)
    body = {**draft, "files": [one.sha256 for one in files]}
    key = request.POST.get("once", "")[:80]
    once = Once.of("web", key, body) if key else None
    actions.count_submission(address(request), at=now)
    asked = actions.Contact(
        subject=draft["subject"],
        channel="web",
        kind=about.kind,
        item=about.item.code if about.item else "",
        applicant=draft.get("applicant", ""),
        phone=draft.get("phone", ""),
        email=draft.get("email", ""),
        anonymous=not draft.get("applicant"),
        files=files,
    )
    try:
        return actions.register(asked, institution_id=house.pk, by=None, at=now, once=once)
    except IntegrityError:
        return actions.register(asked, institution_id=house.pk, by=None, at=now, once=once)


@never_cache
@require_safe
def done(request: HttpRequest, code: str) -> HttpResponse:
    """Show number, code and what happens next; only to the browser that asked."""
    house, now = house_of(code), timezone.now()
    number, link = request.session.get("asked", ["", ""])
    query_code = issued.code_of(request, number, now=now)
    dossier = queries.with_link(link, now=now) if query_code else None
    if dossier is None:
        return HttpResponseRedirect(reverse("public-follow", args=[house.code]))
    given = {
        "code": query_code,
        "link": link,
        "matter": queries.told(dossier, now),
        "url": request.build_absolute_uri(reverse("public-matter", args=[link])),
    }
    return shown(request, "public/ask_done.html", house, given)


@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Clear everything that was typed or shown, and go home."""
    house = house_of(code)
    for place in ("ask", "asked"):
        request.session.pop(place, None)
    sent.empty(request, PLACE)
    issued.forget(request)
    return HttpResponseRedirect(reverse("public-home", args=[house.code]))
