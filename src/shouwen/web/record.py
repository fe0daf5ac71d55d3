"""The parts of a matter's page: story, people, acts, limits, papers, neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext

from shouwen.enactment import queries as enactment
from shouwen.errors import Name, Text
from shouwen.matters import queries
from shouwen.matters.domain import ERASURE_GROUNDS, EXTENSION_GROUNDS, REVEAL_REASONS
from shouwen.matters.forms import FORMS
from shouwen.matters.queries import Event, Limit, Page
from shouwen.organization.domain import Capacity
from shouwen.rulebook.names import Names
from shouwen.rulebook.values import Edition
from shouwen.rulebook.vocabulary import FACTS, FIELDS, name_of
from shouwen.web import parts
from shouwen.web.errors import joined, language, named, said
from shouwen.web.nowline import now_line
from shouwen.web.rows import short_number
from shouwen.web.staff import StaffRequest
from shouwen.web.telling import chips, lamp, limit, person, short_when
from shouwen.worktime import WorkTime

ERASING = frozenset({"person.erase-ask", "person.erase"})
"""Rights to ask that personal data be deleted, and to decide on it."""
BROUGHT = frozenset({"correction-received", "correction-part-received"})
KINDS_OF_EVENT: Mapping[str, frozenset[str]] = {
    "messages": frozenset(
        {"told-once", "extension-told", "result-told", "acceptance-told", "progress-told"}
        | {"rating-asked", "guided", "called-back", "urged", "answered", "noted"}
    ),
    "papers": frozenset({"accepted", "told-once", "refused", "attached"} | BROUGHT),
}
RARE = frozenset(
    {"explained", "withdrawn", "closed", "reported-up", "emergency-handled", "acknowledged"}
    | {"marked-urgent", "limit-set", "progress-told", "acceptance-told", "refusal-filed"}
    | {"not-accepted", "assigned", "co-handler-assigned", "rated", "called-back", "reopened"}
)
"""Acts under 更多, unless one is the usual next."""
ORDER = (
    "completed", "taken-over", "accepted", "delivered", "handed-over", "told-once",
    "extension-asked", "refusal-proposed", "returned", "answered", "correction-received",
    "correction-part-received",
)  # fmt: skip
"""In which order acts are offered, the usual next one before all."""
AT_ONCE = frozenset({"taken-over"})
"""Acts that ask nothing and are done by their button."""
SIGNED = frozenset(
    {"extension-approved", "extension-refused", "refusal-approved", "refusal-rejected"}
)
NAMED = {**FACTS, **FIELDS, "granted-by": Text("批准人", "Granted by")}
"""What coded answers are called."""
LISTS: Mapping[str, Mapping[str, Text]] = {
    "reason": REVEAL_REASONS,
    "ground": EXTENSION_GROUNDS,
    "basis": ERASURE_GROUNDS,
}
"""Coded answer → what its codes mean."""
OWN_SEATS = frozenset({"", "A", "B"})
_TEXT_ORDER = ("subject", "reply", "result", "reason", "basis", "remedy", "target", "contact")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where `[`, `]` and `u` lead, and the place in the list one came from."""

    back: str
    previous: str = ""
    following: str = ""
    place: int = 0
    of: int = 0


def context(request: StaffRequest, page: Page) -> dict[str, Any]:
    """Return everything that the template of a matter shows."""
    institution = request.actor.institution_id
    office = enactment.worktime(institution)
    line, number = page.line, page.line.number
    running = [one for one in page.limits if one.running and not one.right]
    closed = [one for one in page.limits if not one.running and not one.right]
    rights = [one for one in page.limits if one.right and one.running]
    name = named(line.item or line.title)
    listed = [_shown(one, number, office, request) for one in running]
    return {
        "page": page,
        "number": number,
        "short": short_number(number, office.local(request.now).year),
        "name": name,
        "kind": said(line.kind_name),
        "state": said(line.state_name),
        "lamp": lamp(line.left),
        "lamp_limit": listed[0][0] if listed else None,
        "now_line": now_line(page, office, request.now),
        "limits": listed,
        "closed": [_shown(one, number, office, request) for one in closed],
        "rights": [_shown(one, number, office, request) for one in rights],
        "moments": moments(request, page, office),
        "show": request.GET.get("show", ""),
        "people": people(request, page),
        "opened": short_when(line.opened_at, office, request.now),
        "channel": said(line.channel),
        "acts": _acts(page),
        "refused": _refused(page, institution),
        "papers": _papers(page),
        "files": [(one, file_url(number, one.pk)) for one in page.attachments],
        "notices": page.notices,
        "crumbs": _crumbs(number),
        "neighbours": neighbours(request, number),
        "reveal_reasons": _reveal_reasons(request),
        "rating": said(page.rating),
        "may_attach": "matter.act" in request.actor.rights,
        "may_erase": bool(ERASING & request.actor.rights) and page.settled,
    }


def _crumbs(number: str) -> list[parts.Crumb]:
    return [parts.Crumb(gettext("事项"), reverse("matters")), parts.Crumb(number)]


def _shown(
    one: Limit, number: str, office: WorkTime, request: StaffRequest
) -> tuple[parts.Limit, list[parts.Clause]]:
    institution = request.actor.institution_id
    shown = limit(one, number, office, request.now, institution)
    return shown, chips(one.cited, institution)


def people(request: StaffRequest, page: Page) -> list[tuple[str, parts.Person]]:
    """Return who has a part in it: first asked, handler, the one who backs them, co-handlers."""
    found = [
        (pgettext("role", "首问"), parts.Person(named(page.line.first_asked), first_asked=False))
    ]
    found.append((gettext("承办"), person(page.holder)))
    post = page.holder.post
    if post is not None:
        backup = request.roster.holder(post, Capacity.BACKUP, request.now)
        if backup is not None and backup != page.holder.person:
            member = request.roster.members[backup]
            found.append(
                (
                    gettext("B 岗"),
                    parts.Person(named(Name(member.name, member.name_en)), capacity="B"),
                )
            )
    found += [(gettext("协办"), parts.Person(named(name))) for name in page.co_handlers]
    if page.line.pending:
        found.append((gettext("待签收"), parts.Person(named(page.line.pending))))
    return found


def _acts(page: Page) -> dict[str, list[parts.Act]]:
    number = page.line.number
    shown: list[parts.Act] = []
    more: list[parts.Act] = []
    for one in sorted(page.acts.possible, key=_place):
        form = one.form
        rare = form.act in RARE and not one.primary
        act = parts.Act(
            said(form.label),
            act_url(number, form.act),
            form.key if not rare else "",
            primary=one.primary,
            rare=rare,
            post=form.act in AT_ONCE,
        )
        (more if rare else shown).append(act)
    return {"shown": shown, "more": more}


def _place(one: queries.Possible) -> tuple[bool, int]:
    act = one.form.act
    return not one.primary, ORDER.index(act) if act in ORDER else len(ORDER)


def act_url(number: str, act: str) -> str:
    """Return the address of an act's form; signatures have their own sheet."""
    if act in SIGNED:
        return reverse("sign-sheet", args=[number])
    return reverse("matter-act", args=[number, act])


def _refused(page: Page, institution: int) -> list[parts.RefusedAct]:
    return [
        parts.RefusedAct(
            said(one.form.label),
            _stop(said(one.why)),
            _stop(said(one.remedy)) if _adds(one) else "",
            clauses=chips(one.because, institution),
        )
        for one in page.acts.barred
        if one.form.act not in RARE
    ]


_SAME = re.compile("[“”、，。]|由|或|办理")


def _adds(one: queries.Barred) -> bool:
    """Say whether the remedy tells more than the reason: who may do it is not said twice."""
    remedy = _SAME.sub("", one.remedy.zh) if one.remedy else ""
    return bool(remedy) and remedy not in _SAME.sub("", one.why.zh)


def _stop(text: str) -> str:
    if not text or text.endswith(("。", ".", "？", "?")):
        return text
    return f"{text}." if language().startswith("en") else f"{text}。"


def _papers(page: Page) -> list[tuple[str, str, str]]:
    """Return name, number and address of each paper."""
    number = page.line.number
    return [(said(one.name), one.number, paper_url(number, one.number)) for one in page.papers]


def file_url(number: str, file_id: int) -> str:
    """Return the address of a file of a matter."""
    return reverse("matter-file", args=[number, file_id])


def paper_url(number: str, paper: str) -> str:
    """Return the address of a paper of a matter, ready to be printed."""
    return reverse("matter-paper", args=[number, paper])


def _reveal_reasons(request: StaffRequest) -> list[tuple[str, str]]:
    if "person.reveal" not in request.actor.rights:
        return []
    return [(code, said(text)) for code, text in REVEAL_REASONS.items()]


def moments(request: StaffRequest, page: Page, office: WorkTime) -> list[parts.Moment]:
    """Return the story, newest first; the reader's filter leaves out what they did not ask for."""
    wanted = KINDS_OF_EVENT.get(request.GET.get("show", ""))
    events = [one for one in page.events if wanted is None or one.act in wanted]
    if request.GET.get("order") == "oldest":
        events.reverse()
    opened = _by_seq(page.limits)
    return [_moment(one, page, office, request, opened) for one in events]


def _by_seq(limits: Sequence[Limit]) -> dict[int, list[tuple[str, Limit]]]:
    found: dict[int, list[tuple[str, Limit]]] = {}
    for one in limits:
        if one.right:
            continue
        found.setdefault(one.opened_seq, []).append(("opened", one))
        if one.closed_seq is not None:
            found.setdefault(one.closed_seq, []).append(("closed", one))
    return found


def _moment(
    event: Event,
    page: Page,
    office: WorkTime,
    request: StaffRequest,
    limits: dict[int, list[tuple[str, Limit]]],
) -> parts.Moment:
    touched = limits.get(event.seq, [])
    cited = dict.fromkeys(one for _, found in touched for one in found.cited[:1])
    seat = "" if event.letter == "person" else event.letter
    letter = seat if seat in OWN_SEATS else "acting"
    by = parts.Person(named(event.by), named(event.post), letter) if event.by else None
    if by is None and event.letter == "applicant":
        by = parts.Person(gettext("群众"))
    return parts.Moment(
        time=short_when(event.at, office, request.now),
        act=said(event.name),
        at=office.local(event.at),
        by=by,
        to=named(event.to),
        changes=[*_said_fields(event, page, request), *_changes(touched, office, request)],
        quote=_quote(event),
        papers=_papers_of(event, page),
        clauses=chips(cited, request.actor.institution_id),
        place=gettext("第 %(n)d 条") % {"n": event.seq + 1},
        place_url=reverse("matter-entry", args=[page.line.number, event.seq]),
        system=by is None,
    )


def _changes(
    touched: Sequence[tuple[str, Limit]], office: WorkTime, request: StaffRequest
) -> list[str]:
    told: dict[str, None] = {}
    for what, one in touched:
        if what == "opened" and one.limit is not None:
            at = short_when(one.limit, office, request.now)
            told[gettext("%(what)s：%(limit)s 前") % {"what": said(one.what), "limit": at}] = None
        elif what == "closed" and one.verdict in {"kept", "late"} and one.limit is not None:
            told[_kept(one)] = None
    return list(told)


def _kept(one: Limit) -> str:
    """Return how a duty ended: 签收按时, or with how much to spare or too late."""
    finishing = bool({"completed", "answered", "delivered"} & set(one.acts))
    how = said(one.left) if finishing else ""
    if not how:
        how = gettext("按时") if one.verdict == "kept" else gettext("超期")
    return gettext("%(what)s：%(how)s") % {"what": said(one.what), "how": how}


def _said_fields(event: Event, page: Page, request: StaffRequest) -> list[str]:
    """Return the coded answers in words: names of papers, ways, grounds, dates."""
    editions = enactment.editions(request.actor.institution_id)
    papers = {str(one.id): named(one.name) for one in page.materials}
    form = FORMS.get(event.act)
    asked = {one.name: one for one in form.fields} if form else {}
    told = []
    for name, value in event.fields.items():
        if name in {"channel", "item", "files"} or value in ("", [], None):
            continue
        field = asked.get(name)
        label = said(field.label if field else name_of(name, among=NAMED))
        choices = field.choices if field else {}
        values = value if isinstance(value, list) else [value]
        words = joined(
            papers.get(str(one)) or _word(name, str(one), choices, editions) for one in values
        )
        told.append(gettext("%(label)s：%(value)s") % {"label": label, "value": words})
    return told


def _word(name: str, value: str, choices: Mapping[str, Text], editions: Sequence[Edition]) -> str:
    """Return a coded answer in words: of its form, of our lists, of the regulations in force."""
    found = choices.get(value) or LISTS.get(name, {}).get(value)
    own = (one.names[value] for one in editions if value in one.names)
    found = found or next(own, None)
    return said(found or Names().of(value)) if found or Names().knows(value) else value


def _quote(event: Event) -> str:
    hidden = {"applicant", "phone", "email", "address"}
    texts = {name: text for name, text in event.texts.items() if name not in hidden}
    ordered = [name for name in _TEXT_ORDER if name in texts]
    ordered += [name for name in texts if name not in ordered]
    return "\n".join(texts[name] for name in ordered)


def _papers_of(event: Event, page: Page) -> list[tuple[str, str]]:
    made = [
        (f"{said(one.name)} {one.number}", paper_url(page.line.number, one.number))
        for one in page.papers
        if one.seq == event.seq or (one.kind == "one-time-notice" and one.seq == event.seq + 1)
    ]
    hashes = event.fields.get("files", [])
    files = [
        (one.name, file_url(page.line.number, one.pk))
        for one in page.attachments
        if one.sha256 in hashes
    ]
    return [(name, url) for name, url in (*made, *files) if url]


def neighbours(request: StaffRequest, number: str) -> Neighbours | None:
    """Return the neighbours in the list that one came from (`from=desk:…` or `from=list:…`)."""
    origin = request.GET.get("from", "")
    kind, _, rest = origin.partition(":")
    if kind == "desk" and rest in queries.TABS:
        numbers = queries.tab_numbers(request.actor, rest, request.now)
        back = f"{reverse('desk')}?{urlencode({'tab': rest})}"
    elif kind == "list":
        numbers = queries.list_numbers(request.actor, dict(parse_qsl(rest)), request.now)
        back = f"{reverse('matters')}?{rest}"
    else:
        return None
    if number not in numbers:
        return Neighbours(back)
    at = numbers.index(number)

    def url(place: int) -> str:
        if not 0 <= place < len(numbers):
            return ""
        return f"{reverse('matter', args=[numbers[place]])}?{urlencode({'from': origin})}"

    return Neighbours(back, url(at - 1), url(at + 1), at + 1, len(numbers))


def uid_of(page: Page) -> UUID:
    """Return the identifier of a page's dossier."""
    return UUID(hex=page.line.uid)
