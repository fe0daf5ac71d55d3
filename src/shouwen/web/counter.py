"""What the intake screen knows while somebody is at the counter; nothing here stores anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from shouwen.catalog import queries as catalog
from shouwen.catalog.domain import CLASSES, UNIT_WORDS
from shouwen.enactment import queries as enactment
from shouwen.errors import Name, Text, Unclear
from shouwen.matters import queries
from shouwen.matters.actions import Contact, Intake
from shouwen.matters.actions.intake import Outcome
from shouwen.matters.domain import CHANNELS, STARTING_KINDS, wrong_fields
from shouwen.organization import queries as organization
from shouwen.organization.domain import Division, Member
from shouwen.rulebook.procedure import procedures
from shouwen.web import actforms, errors
from shouwen.web.days import day_of
from shouwen.web.errors import named
from shouwen.web.parts import Person
from shouwen.web.rows import rows
from shouwen.web.staff import StaffRequest
from shouwen.web.telling import derivation, person
from shouwen.web.views.acts import guides

OUTCOMES: tuple[Outcome, ...] = ("accept", "answer", "notice", "guide", "keep")
MARKS = ("enquiry", "application", "petition")
"""Kinds that a call is marked with by one key."""


@dataclass
class Screen:
    """What is typed so far, and what follows from it; nothing is stored."""

    request: StaffRequest
    typed: QueryDict
    faults: dict[str, str] = field(default_factory=dict)
    problem: errors.Told | None = None

    def get(self, name: str, otherwise: str = "") -> str:
        """Return one typed value."""
        return self.typed.get(name, otherwise).strip()

    @cached_property
    def channel(self) -> str:
        """Return over which channel the contact came."""
        asked = self.get("channel") or self.get("by", "visit")
        return asked if asked in CHANNELS else "visit"

    @cached_property
    def item(self) -> catalog.Item | None:
        """Return the item that is typed: by code, by name, or by the only one that begins so."""
        asked = self.get("item")
        if not asked:
            return None
        institution = self.request.actor.institution_id
        found = catalog.find(institution, asked, limit=3)
        code = asked.partition(" ")[0]
        exact = [one for one in found if asked in {one.code, one.name, one.name_en}]
        exact += [one for one in catalog.find(institution, code, limit=3) if one.code == code]
        chosen = exact[0] if exact else found[0] if len(found) == 1 else None
        return catalog.item(institution, chosen.id) if chosen else None

    @cached_property
    def kind(self) -> str:
        """Return which kind of dossier it becomes."""
        if self.outcome in {"answer", "guide"} and self.item is not None:
            return "enquiry"
        if self.item is not None:
            return self.item.kind
        asked = self.get("kind", "enquiry")
        return asked if asked in STARTING_KINDS else "enquiry"

    @cached_property
    def outcome(self) -> Outcome:
        """Return what becomes of it."""
        asked = self.get("outcome")
        known: dict[str, Outcome] = {one: one for one in OUTCOMES}
        return known.get(asked, "accept")

    @cached_property
    def handed_in(self) -> list[int]:
        """Return the papers that are ticked as handed in."""
        ids = {one.id for one in self.item.materials} if self.item else set()
        ticked = {int(one) for one in self.typed.getlist("handed") if one.isdigit()}
        return sorted(ids & ticked)

    @cached_property
    def missing(self) -> list[str]:
        """Return the required papers that nobody has handed in."""
        papers = self.item.materials if self.item else ()
        return [one.name for one in papers if one.required and one.id not in self.handed_in]

    @cached_property
    def post(self) -> int | None:
        """Return where it goes: the post chosen, else the item's."""
        chosen = self.get("post")
        if chosen.isascii() and chosen.isdigit():
            return int(chosen)
        return self.item.post if self.item else None

    @cached_property
    def received(self) -> datetime:
        """Return when the person came: now, or the time that was set back."""
        asked = self.get("received")
        if not asked:
            return self.request.now
        office = enactment.worktime(self.request.actor.institution_id)
        return instant_of(asked, office.local(self.request.now))


_INSTANT = re.compile(r"(?:(?P<day>.*\S)\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})")


def instant_of(text: str, now: datetime) -> datetime:
    """Return an instant from `09:30` (today) or `02-13 09:30`; `Unclear` names the field."""
    found = _INSTANT.fullmatch(text.replace("：", ":").replace("T", " ").strip())
    day = day_of(found["day"], now.date()) if found and found["day"] else now.date()
    if found is None or day is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        told = Text("来访时间请写成 09:30 或 02-13 09:30。", "Write 09:30 or 02-13 09:30.")
        raise wrong_fields({"received": told})
    return now.replace(
        year=day.year,
        month=day.month,
        day=day.day,
        hour=int(found["hour"]),
        minute=int(found["minute"]),
        second=0,
        microsecond=0,
    )


def intake_of(screen: Screen) -> Intake:
    if screen.get("item") and screen.item is None:
        raise wrong_fields(
            {
                "item": Text(
                    "没有这个事项。请从列表里选,或留空。",
                    "There is no such item. Choose one from the list, or leave it empty.",
                )
            }
        )
    applicant = screen.get("applicant")
    anonymous = "anonymous" in screen.typed
    if not applicant and not anonymous:
        found = queries.known(screen.request.actor, screen.get("phone"), screen.request.now)
        applicant = found.applicant if found else ""
    contact = Contact(
        subject=screen.get("subject"),
        channel=screen.channel,
        kind=screen.kind,
        item=screen.item.code if screen.item else "",
        applicant=applicant,
        phone=queries.plain_phone(screen.get("phone")),
        anonymous=anonymous,
        handed_in=screen.handed_in,
    )
    return Intake(contact, screen.outcome, _target(screen), _answers(screen))


def _target(screen: Screen) -> int | None:
    return screen.post if screen.outcome == "accept" else None


def _answers(screen: Screen) -> dict[str, Any]:
    """Return what the act that follows the registration needs."""
    match screen.outcome:
        case "answer":
            return {"reply": screen.get("reply")} if screen.get("reply") else {}
        case "guide":
            return {"target": screen.get("target"), "contact": screen.get("contact")}
        case "notice":
            return _notice(screen)
        case "accept" if screen.get("note"):
            return {"note": screen.get("note")}
        case _:
            return {}


def _notice(screen: Screen) -> dict[str, Any]:
    item = screen.item
    papers = item.materials if item else ()
    missing = [str(one.id) for one in papers if one.required and one.id not in screen.handed_in]
    answers: dict[str, Any] = {"missing": missing}
    if screen.get("extra"):
        answers["extra"] = screen.get("extra")
    window = (item.window if item else "") or gettext("综合窗口")
    steps = gettext("把缺的材料补到%(window)s，或扫码上传；补齐后接着办。") % {"window": window}
    answers["steps"] = (item.steps if item else "") or steps
    basis = item.basis or item.name if item else ""
    text = gettext("材料齐全、符合要求。依据：%(basis)s") % {"basis": basis}
    answers["conditions"] = (item.conditions if item else "") or text
    return answers


def shown(screen: Screen) -> dict[str, Any]:
    request, actor = screen.request, screen.request.actor
    office = enactment.worktime(actor.institution_id)
    posts = actforms.posts(request)
    found = queries.known(actor, screen.get("phone"), request.now)
    alike = queries.alike(
        actor,
        phone=screen.get("phone"),
        item=screen.item.code if screen.item else "",
        subject=screen.get("subject"),
        now=request.now,
    )
    return {
        "screen": screen,
        "channel": screen.channel,
        "channels": [(code, errors.said(text)) for code, text in CHANNELS.items()],
        "kinds": [(code, errors.said(procedures()[code].title)) for code in STARTING_KINDS],
        "marks": [
            (at, code, errors.said(procedures()[code].title)) for at, code in enumerate(MARKS, 1)
        ],
        "items": _items(screen),
        "item": _item(screen),
        "posts": posts,
        "there": _there(screen),
        "known": found,
        "known_rows": rows(found.recent, request.now, actor.institution_id) if found else [],
        "alike": rows(alike, request.now, actor.institution_id),
        "recent": rows(queries.recent(actor, request.now), request.now, actor.institution_id),
        "emergency": queries.emergency(screen.get("subject")),
        "guides": guides(request, "registered", screen.kind),
        "begun": f"{office.local(request.now):%H:%M}",
        "me": Person(named(Name(actor.name, actor.name_en)), first_asked=True),
        **_result(screen),
    }


def _items(screen: Screen) -> list[tuple[str, str]]:
    """Return suggestions for the item's field: code, name, class."""
    found = catalog.find(screen.request.actor.institution_id, _asked(screen), limit=12)
    english = errors.language().startswith("en")
    return [(one.code, one.name_en if english else one.name) for one in found]


def _asked(screen: Screen) -> str:
    """Return what to suggest items for; a chosen one suggests all again."""
    return "" if screen.item is not None else screen.get("item")


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item on the screen: class and figures in words, its papers with what is handed in."""

    code: str
    name: str
    figures: str
    papers: list[tuple[int, str, str, bool, bool]]
    missing: int


def _item(screen: Screen) -> ItemShown | None:
    item = screen.item
    if item is None:
        return None
    english = errors.language().startswith("en")
    papers = [
        (
            one.id,
            one.name_en if english else one.name,
            one.demand,
            one.required,
            one.id in screen.handed_in,
        )
        for one in item.materials
    ]
    name = item.name_en if english else item.name
    return ItemShown(item.code, name, _figures(item), papers, len(screen.missing))


def _figures(item: catalog.Item) -> str:
    told = [errors.said(CLASSES[item.matter_class])]
    for label, amount in (
        (gettext("承诺"), item.figures.promised),
        (gettext("法定"), item.figures.statutory),
    ):
        if amount is not None:
            told.append(f"{label} {amount.count} {errors.said(UNIT_WORDS[amount.unit])}")
    return " · ".join(told)


@dataclass(frozen=True, slots=True)
class There:
    """The proposed post: its number, and who is at work there now."""

    post: int
    person: Person
    empty: bool


def _there(screen: Screen) -> There | None:
    if screen.post is None or screen.post not in screen.request.roster.posts:
        return None
    roster, now = screen.request.roster, screen.request.now
    found = organization.present(screen.post, now, roster=roster)
    place = roster.posts[screen.post]
    division = roster.divisions.get(place.department_id)
    held = queries.Holder(
        screen.post,
        found.person_id,
        _called(roster.members.get(found.person_id) if found.person_id is not None else None),
        _called(division),
        found.letter,
    )
    title = f"{named(held.department)} {named(Name(place.title, place.title_en))}".strip()
    return There(screen.post, person(held, post=title), found.alarm)


def _called(found: Member | Division | None) -> Name:
    return Name(found.name, found.name_en) if found else Name("")


def _result(screen: Screen) -> dict[str, Any]:
    """Return the limit that would follow, with its derivation, and whatever else would run."""
    request, actor = screen.request, screen.request.actor
    try:
        at = screen.received
    except Unclear:
        at = request.now
    ways: dict[str, list[tuple[str, int | None]]] = {
        "accept": [("accepted", None)],
        "answer": [("answered", None)],
        "guide": [("guided", None)],
        "notice": [("told-once", None), ("correction-requested", None)],
    }
    known = procedures()[screen.kind].acts
    follow = [one for one in ways.get(screen.outcome, []) if one[0] in known]
    target = _target(screen)
    mine = {one.post_id for one in actor.posts}
    if target is not None and target not in mine:
        follow.append(("handed-over", target))
    asks = screen.outcome in {"answer", "guide"}
    found = queries.preview(
        actor,
        kind=screen.kind,
        item=None if asks else screen.item,
        channel=screen.channel,
        acts=follow,
        at=min(at, request.now),
        now=request.now,
    )
    office = enactment.worktime(actor.institution_id)
    told = [derivation(one, office, actor.institution_id) for one in found.limits]
    goal = derivation(found.goal, office, actor.institution_id) if found.goal else None
    return {"goal": goal, "limits": told}
