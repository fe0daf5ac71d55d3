"""Following a matter: number and code, or the receipt's link; papers, rating, withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.docket.actions import Once
from shouwen.errors import ShouwenError
from shouwen.matters import actions, queries
from shouwen.matters.queries import Missing, Told
from shouwen.organization import queries as organization
from shouwen.web import issued
from shouwen.web.errors import told as explained
from shouwen.web.notes import tell
from shouwen.web.parts import Note
from shouwen.web.views.papers import file_answer, paper_page
from shouwen.web.views.public import sent
from shouwen.web.views.public.forms import FollowForm, RateForm, WithdrawForm, file_attributes
from shouwen.web.views.public.house import house_of, shown
from shouwen.web.views.session import address


@dataclass(frozen=True, slots=True)
class Opened:
    """A matter that a link opened, and the office whose it is."""

    dossier: Any
    matter: Told
    house: Any
    link: str
    now: datetime

    @property
    def place(self) -> str:
        """Return under which name the session keeps files for it."""
        return str(self.dossier.uid.hex)

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse("public-matter", args=[self.link])


def _opened(link: str) -> Opened | None:
    now = timezone.now()
    dossier = queries.with_link(link, now=now)
    if dossier is None:
        return None
    matter = queries.told(dossier, now)
    house = organization.institution(matter.institution)
    return Opened(dossier, matter, house, link, now)


def _closed(request: HttpRequest) -> HttpResponse:
    """Answer for a link that is forged, old or revoked, always alike."""
    houses = organization.institutions()
    house = houses[0] if len(houses) == 1 else None
    return shown(request, "public/closed.html", house, {"houses": houses}, status=404)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for number and query code, and lead to the matter."""
    house, now = house_of(code), timezone.now()
    if request.method != "POST":
        form = FollowForm(initial={"number": request.GET.get("number", "")[:40]})
        return shown(request, "public/follow.html", house, {"form": form})
    form, status = FollowForm(request.POST), 422
    if form.is_valid():
        try:
            dossier = queries.with_code(
                form.cleaned_data["number"],
                form.cleaned_data["code"],
                address=address(request),
                now=now,
                institution_id=house.pk,
            )
        except ShouwenError as fault:
            form.add_error(None, explained(fault).whole)
            status = 429 if fault.code == "matters.code-locked" else 422
        else:
            link = queries.visit_link(dossier, now)
            return HttpResponseRedirect(reverse("public-matter", args=[link]))
    return shown(request, "public/follow.html", house, {"form": form}, status=status)


@never_cache
@require_safe
def matter(request: HttpRequest, link: str) -> HttpResponse:
    """Show the matter as its citizen reads it."""
    opened = _opened(link)
    return _matter(request, opened) if opened else _closed(request)


def _matter(
    request: HttpRequest,
    opened: Opened,
    *,
    rate: RateForm | None = None,
    faults: dict[str, list[str]] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    faults = faults or {}
    given = {
        "matter": opened.matter,
        "link": opened.link,
        "rate": rate or RateForm(),
        "papers_asked": _asked_papers(request, opened, faults),
        "paper_faults": [
            {"field_id": f"id_{name}", "text": text}
            for name, some in faults.items()
            for text in some
        ],
        "problem": problem,
        "file_hint": sent.hint(),
        "file_attributes": file_attributes(),
    }
    return shown(request, "public/matter.html", opened.house, given, status=status)


def _asked_papers(
    request: HttpRequest, opened: Opened, faults: dict[str, list[str]]
) -> list[dict[str, Any]]:
    files = sent.basket(request, opened.place)
    named = _named(opened.matter.missing) or [(EVERYTHING, None)]
    return [
        {
            "field": name,
            "paper": paper,
            "files": files.get(name, []),
            "faults": faults.get(name, []),
        }
        for name, paper in named
    ]


EVERYTHING = "paper-all"
"""The one field where no paper was named."""


def _named(papers: Sequence[Missing]) -> list[tuple[str, Missing | None]]:
    """Return the fields of papers, by their codes, so that a page sent twice means the same."""
    return [(f"paper-{one.code}", one) for one in papers]


@never_cache
@require_POST
def add(request: HttpRequest, link: str) -> HttpResponse:
    """Take missing papers, all or a part of them; the matter goes on once all are there."""
    opened = _opened(link)
    if opened is None:
        return _closed(request)
    if not opened.matter.may_add:
        return HttpResponseRedirect(opened.url)
    matter = opened.matter
    named = _named((*matter.missing, *matter.received)) or [(EVERYTHING, None)]
    taken = sent.take(
        request, opened.place, {name: paper.material if paper else None for name, paper in named}
    )
    dropped = "drop" in request.POST
    if not any(sent.basket(request, opened.place).values()) and not (dropped or taken.faults):
        name, paper = named[0]
        what = paper.name if paper else gettext("材料")
        text = gettext("还差「%(paper)s」。请拍照或选文件；没有的话请打电话。")
        taken.faults[name] = [text % {"paper": what}]
    if taken.faults or dropped:
        return _matter(request, opened, faults=taken.faults, status=422 if taken.faults else 200)
    return _hand_in(request, opened, named)


def _hand_in(
    request: HttpRequest, opened: Opened, named: Sequence[tuple[str, Missing | None]]
) -> HttpResponse:
    basket = sent.basket(request, opened.place)
    files = sent.kept(basket)
    received = [paper.code for name, paper in named if paper is not None and basket.get(name)]
    body = {"received": received, "files": [one.sha256 for one in files]}
    try:
        actions.count_submission(address(request), at=opened.now)
        brought = actions.hand_in(
            opened.dossier.uid,
            received,
            at=opened.now,
            once=_once(request, opened, body),
            files=files,
        )
    except ShouwenError as fault:
        told = explained(fault, opened.dossier.institution_id)
        return _matter(request, opened, problem=told.whole, status=told.status)
    sent.empty(request, opened.place)
    _thank(request, opened, brought)
    return HttpResponseRedirect(opened.url)


def _thank(request: HttpRequest, opened: Opened, brought: actions.Brought) -> None:
    """Say what came, and what follows: the rest is still asked for, or the matter goes on."""
    count = {"got": brought.got, "of": brought.of}
    if not brought.complete:
        title = gettext("收到 %(got)d/%(of)d，还没有齐。") % count
        tell(request, Note(title, text=gettext("其余的补齐后接着办，下面写着还差什么。")))
        return
    promise = opened.matter.promise
    paused = promise is not None and promise.lamp == "paused"
    text = gettext("接着办理，期限从现在接着算。") if paused else gettext("接着办理。")
    tell(request, Note(gettext("收到 %(got)d/%(of)d，材料齐了。") % count, text=text))


@never_cache
@require_POST
def rate(request: HttpRequest, link: str) -> HttpResponse:
    """Take the rating, and say what follows."""
    opened = _opened(link)
    if opened is None:
        return _closed(request)
    if not opened.matter.may_rate:
        return HttpResponseRedirect(opened.url)
    form = RateForm(request.POST)
    if not form.is_valid():
        return _matter(request, opened, rate=form, status=422)
    answers = {name: value for name, value in form.cleaned_data.items() if value}
    if not _perform(request, opened, "rated", answers, form):
        return _matter(request, opened, rate=form, status=422)
    low = int(answers["rating"]) <= 2
    text = gettext("首问责任人会回访，问清哪里没办好。") if low else ""
    tell(request, Note(gettext("谢谢，评价收到了。"), text=text))
    return HttpResponseRedirect(opened.url)


@never_cache
@require_POST
def urge(request: HttpRequest, link: str) -> HttpResponse:
    """Urge the office, if it is time; else say from when it is possible."""
    opened = _opened(link)
    if opened is None:
        return _closed(request)
    try:
        actions.count_submission(address(request), at=opened.now)
        once = _once(request, opened, {"act": "urged"})
        actions.perform(opened.dossier.uid, "urged", {}, by=None, at=opened.now, once=once)
    except ShouwenError as fault:
        told = explained(fault, opened.dossier.institution_id)
        return _matter(request, opened, problem=told.whole, status=told.status)
    tell(request, Note(gettext("已经催了。"), text=gettext("承办人和科室负责人都会收到。")))
    return HttpResponseRedirect(opened.url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, link: str) -> HttpResponse:
    """Say what withdrawing means, ask why, and withdraw."""
    opened = _opened(link)
    if opened is None:
        return _closed(request)
    if not opened.matter.may_withdraw:
        return HttpResponseRedirect(opened.url)
    form = WithdrawForm(request.POST) if request.method == "POST" else WithdrawForm()
    if form.is_valid() and _perform(request, opened, "withdrawn", form.cleaned_data, form):
        tell(request, Note(gettext("已撤回。这件事不再办理。")))
        return HttpResponseRedirect(opened.url)
    given = {"matter": opened.matter, "link": opened.link, "form": form}
    status = 422 if form.errors else 200
    return shown(request, "public/withdraw.html", opened.house, given, status=status)


def _perform(
    request: HttpRequest, opened: Opened, act: str, answers: dict[str, Any], form: Any
) -> bool:
    """Enter the citizen's act; what is refused becomes a sentence on the form."""
    try:
        actions.count_submission(address(request), at=opened.now)
        actions.perform(
            opened.dossier.uid,
            act,
            answers,
            by=None,
            at=opened.now,
            once=_once(request, opened, {"act": act, **answers}),
        )
    except ShouwenError as fault:
        form.add_error(None, explained(fault, opened.dossier.institution_id).whole)
        return False
    return True


def _once(request: HttpRequest, opened: Opened, body: dict[str, Any]) -> Once | None:
    key = request.POST.get("once", "")[:80]
    return Once.of(f"link:{opened.dossier.uid.hex}", key, body) if key else None


@never_cache
@require_safe
def paper(request: HttpRequest, link: str, paper: str) -> HttpResponse:
    """Show a paper of the matter, ready to be printed."""
    opened = _opened(link)
    if opened is None:
        return _closed(request)
    try:
        sheet = queries.sheet(opened.dossier, paper, for_citizen=True)
    except ShouwenError:
        raise Http404 from None
    code = issued.code_of(request, opened.matter.number, now=opened.now)
    link = queries.receipt_link(opened.dossier, opened.now)
    return paper_page(request, sheet, link=link, code=code, back=opened.url)


@never_cache
@require_safe
def file(request: HttpRequest, link: str, file: int) -> HttpResponseBase:
    """Give back a file that came with the matter, to who sent it."""
    opened = _opened(link)
    if opened is None:
        return _closed(request)
    if file not in {one.id for one in opened.matter.files}:
        raise Http404
    return file_answer(queries.attachment(opened.dossier, file))
