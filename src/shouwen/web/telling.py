"""From what queries return to what parts show: lamps, limits, derivations, clauses, dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from shouwen.enactment import queries as enactment
from shouwen.errors import Text
from shouwen.matters.queries import Holder, Left
from shouwen.matters.queries import Limit as Owed
from shouwen.rulebook import told as law
from shouwen.rulebook.citation import numbered, parse
from shouwen.rulebook.library import load_library
from shouwen.rulebook.values import Edition
from shouwen.web.errors import language, named, said, typeset
from shouwen.web.parts import Clause, Derivation, Lamp, Limit, Line, Person
from shouwen.worktime import Step, WorkTime, words

LAMPS: Mapping[str, str] = {
    "on-track": "open",
    "due-soon": "near",
    "overdue": "broken",
    "paused": "paused",
    "kept": "kept",
    "late": "late",
    "released": "lapsed",
    "failed": "failed",
    "none": "none",
}
"""The docket's lamps → the codes of the part."""


def lamp(left: Left) -> Lamp:
    """Return the lamp of a row with what is left."""
    return Lamp(LAMPS[left.lamp], _left_words(left.lamp, left.said), left.provisional)


def _left_words(code: str, left: Text) -> str:
    """Return what is left, without repeating the lamp's own word."""
    if code in {"none", "failed", "kept"}:
        return ""
    told = said(left)
    for prefix in ("暂停,", "paused "):
        told = told.removeprefix(prefix)
    return told


def of_limit(limit: Owed) -> Lamp:
    """Return the lamp of one obligation."""
    return Lamp(LAMPS[limit.lamp], _left_words(limit.lamp, limit.left), limit.provisional)


def chips(cited: Iterable[str], institution_id: int | None) -> list[Clause]:
    """Return citations as chips: 限时 第五条; what is no clause of a rulebook is named as it is."""
    known = enactment.editions(institution_id) if institution_id is not None else ()
    editions = {one.work: one for one in known}
    found = [_chip(one, editions) for one in dict.fromkeys(cited)]
    return found if institution_id is not None else [replace(one, url="") for one in found]


def _chip(cited: str, editions: Mapping[str, Any]) -> Clause:
    if cited.startswith("catalog:"):
        return Clause(gettext("事项目录"), explain_url(cited))
    try:
        found = parse(cited)
    except ValueError:
        return Clause(_elsewhere(cited), explain_url(cited))
    edition = editions.get(found.work) or _shipped(found.work)
    spoken = "en" if language().startswith("en") else "zh"
    numbering = edition.numbering if edition else "cn"
    short = (edition.short or edition.title[:6]) if edition else found.work
    label = f"{short} {numbered(found.clause, numbering, spoken)}"
    return Clause(label, clause_url(found.work, str(found.edition), found.clause))


def _shipped(work: str) -> Edition | None:
    """Return the library's edition of a work that nobody here has adopted."""
    try:
        return load_library().edition(work)
    except KeyError:
        return None


def _elsewhere(cited: str) -> str:
    work, mark, article = cited.partition("#")
    spoken = "en" if language().startswith("en") else "zh"
    return f"{work} {numbered(article, language=spoken)}" if mark else cited


def clause_url(work: str, edition: str, clause: str) -> str:
    """Return the address of a clause; empty for what no page can show."""
    return _clause_url(get_script_prefix(), work, edition, clause)


@lru_cache(maxsize=4096)
def _clause_url(_prefix: str, work: str, edition: str, clause: str) -> str:
    try:
        return reverse("clause", args=[work, edition, clause])
    except NoReverseMatch:
        return ""


def explain_url(cited: str) -> str:
    """Return the address that explains a law's article, a holiday notice or an item."""
    return f"{reverse('explain')}?{urlencode({'cited': cited})}"


def when(at: datetime, office: WorkTime, style: words.Style = "record") -> str:
    """Return an instant in words, in the office's zone and the reader's language."""
    return typeset(words.moment(office.local(at), language(), style))


def short_when(at: datetime, office: WorkTime, now: datetime) -> str:
    """Return an instant as lists and limits write it: 02-27 周五 18:00; other years in full."""
    local, today = office.local(at), office.local(now).date()
    if local.year != today.year:
        return typeset(words.moment(local, language()))
    clock = "24:00" if local.second == 59 and local.hour == 23 else f"{local:%H:%M}"
    return f"{words.moment(local, language(), 'list')} {clock}"


def short_day(day: date | datetime, today: date) -> str:
    """Return a day as tables write it: 02-13, or 2025-12-30 in another year."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def person(held: Holder, *, post: str = "") -> Person:
    """Return who is there for a post, with the seat they sit on."""
    letter = held.letter if held.letter in {"", "A", "B"} else "acting"
    return Person(named(held.name) or gettext("无人在岗"), post or named(held.department), letter)


def limit(found: Owed, number: str, office: WorkTime, now: datetime, institution: int) -> Limit:
    """Return an obligation as the record's right column shows it."""
    at = found.limit
    return Limit(
        name=said(found.what),
        lamp=of_limit(found),
        at=office.local(at) if at else None,
        text=short_when(at, office, now) if at else "",
        url=limit_url(number, found.key),
        note=said(found.bearer),
    )


def limit_url(number: str, key: str) -> str:
    """Return the address that derives one obligation of a matter."""
    return f"{reverse('matter-limit', args=[number])}?{urlencode({'duty': key})}"


def derivation(found: Owed, office: WorkTime, institution: int) -> Derivation:
    """Return why it is this day: every step that the computation took, with its citations."""
    steps = [Step(one["what"], one["facts"], tuple(one["cited"])) for one in found.steps]
    title = said(found.what)
    copy = ""
    if found.limit is not None:
        at = when(found.limit, office)
        title = gettext("%(at)s前%(what)s") % {"at": at, "what": said(found.what)}
        copy = f"{office.local(found.limit):%Y-%m-%d %H:%M}"
    return Derivation(title, of_limit(found), lines(steps, office, institution), copy)


def lines(steps: Sequence[Step], office: WorkTime, institution: int) -> list[Line]:
    """Return the lines of a derivation."""
    return [
        Line(
            step_label(step.what),
            typeset(law.say(step, language(), office.zone)),
            clauses=chips(step.cited, institution),
        )
        for step in steps
    ]


def step_label(what: str) -> str:
    """Return the short word before a line of a derivation."""
    for label, codes in (
        (gettext("起"), {"opened", "start"}),
        (gettext("依"), {"rule", "stated", "by", "limit-of", "nothing-stated", "word-unset"}),
        (gettext("起算"), {"first-day"}),
        (gettext("加"), {"add", "ahead", "promise", "at-most"}),
        (gettext("计"), {"counted-days", "counted-hours", "last-day", "period", "before"}),
        (gettext("休"), {"rest-days", "roll", "roll-back", "stays", "next-working-day"}),
        (gettext("停"), {"pause", "paused", "given-back"}),
        (gettext("延"), {"extend", "extended", "new-limit", "extension-too-late"}),
        (gettext("止"), {"end-of-day", "limit", "short-month"}),
        (gettext("暂定"), {"provisional"}),
    ):
        if what in codes:
            return label
    return gettext("现在")
