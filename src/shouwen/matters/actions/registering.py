"""First contact: whoever is asked first registers, and stays on the matter to its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shouwen.catalog import queries as catalog
from shouwen.docket import actions as docket
from shouwen.docket import queries as dossiers
from shouwen.docket.actions import Deed, Once
from shouwen.docket.actions.numbers import Own
from shouwen.docket.domain import Bond
from shouwen.docket.models import Dossier
from shouwen.errors import Refused, Text
from shouwen.journal import rows
from shouwen.matters import codes, search
from shouwen.matters.actions.checking import check_facts, check_papers, check_seat
from shouwen.matters.actions.files import Kept, attach, attached
from shouwen.matters.domain import (
    CHANNELS,
    LONGEST_LINE,
    LONGEST_TEXT,
    STARTING_KINDS,
    UNWRITABLE,
    writable,
    wrong_fields,
)
from shouwen.matters.models import HandedIn, Matter
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor, Snapshot

PREFIX = "SQ"
TITLE_LENGTH = 40
DESK_ROLES = ("registrar", "window", "dispatcher", "weekly-duty", "duty-officer", "office")
"""Who is asked first when a citizen writes from the web: the first of these that is there."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What somebody came with: who, over which channel, about what."""

    subject: str
    channel: str = "visit"
    kind: str = "enquiry"
    item: str = ""
    """Code of the service item, if it is known."""
    title: str = ""
    applicant: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    anonymous: bool = False
    handed_in: Sequence[int] = ()
    """Ids of the item's materials that were handed in."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Facts that the rulebooks ask for at registration (urgency, scope, about …)."""
    files: Sequence[Kept] = ()
    """Photographs and papers that came with it, already stored."""
    source: str = ""
    """File and row, when imported."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What the citizen is told: the number, and the code that is shown only now."""

    dossier: Dossier
    number: str
    code: str
    repeated: bool = False


def checked(contact: Contact) -> Contact:
    """Return the contact cleaned of blanks; raise `Unclear` naming every field at fault."""
    clean = {
        name: getattr(contact, name).replace("\x00", "").strip()
        for name in ("subject", "title", "applicant", "phone", "email", "address")
    }
    faults: dict[str, Text] = {}
    if not clean["subject"]:
        faults["subject"] = Text(
            "请写事由:群众想办什么、问什么。", "Write what the person wants or asks."
        )
    for name, value in clean.items():
        if not writable(value):
            faults[name] = UNWRITABLE
        longest = LONGEST_TEXT if name == "subject" else LONGEST_LINE
        if len(value) > longest:
            faults[name] = Text(f"最多 {longest} 字。", f"{longest} characters at most.")
    if contact.channel not in CHANNELS:
        faults["channel"] = Text(
            "请选来访、来电、来信或网上。", "Choose visit, phone, letter or web."
        )
    if contact.kind not in STARTING_KINDS:
        faults["kind"] = Text(
            f"没有「{contact.kind[:40]}」这一类。", f"No such kind: {contact.kind[:40]}."
        )
    digits = "".join(sign for sign in clean["phone"] if sign.isdigit())
    if clean["phone"] and clean["phone"].startswith("1") and len(digits) != 11:
        faults["phone"] = Text(
            f"手机号现在是 {len(digits)} 位,应为 11 位。",
            f"A mobile number has 11 digits, not {len(digits)}.",
        )
    if faults:
        raise wrong_fields(faults)
    named = not contact.anonymous
    return Contact(
        **{
            **{name: getattr(contact, name) for name in Contact.__dataclass_fields__},
            **clean,
            "title": clean["title"] or clean["subject"].splitlines()[0][:TITLE_LENGTH],
            "applicant": clean["applicant"] if named else "",
        }
    )


@transaction.atomic
def register(
    contact: Contact,
    *,
    institution_id: int,
    by: Actor | None,
    at: datetime,
    post: int | None = None,
    first_asked: Actor | None = None,
    once: Once | None = None,
    roster: Snapshot | None = None,
) -> Registered:
    """Register a first contact; the person asked first is bound to it for good (首问责任).

    `by` is the member of staff who registers, or None when a citizen writes from the web: then
    whoever is on duty at the desk at that instant is the first-asked person. `first_asked` names
    somebody else than the registrar (a transcript, an import). `roster`, if the caller has read it
    already, saves a statement.
    """
    contact = checked(contact)
    check_seat(first_asked or by, post)
    asked, doer = _first_asked(institution_id, by, first_asked, post, at)
    item = catalog.head_by_code(institution_id, contact.item) if contact.item else None
    check_facts(contact.facts, institution_id=institution_id, at=at)
    check_papers(contact.handed_in, item.id if item else None)
    dossier = Dossier(
        institution_id=institution_id,
        kind=item.kind if item else contact.kind,
        department_id=asked.department,
        post_id=asked.holder,
        first_asked_id=asked.person,
        state="none",
    )
    code = codes.repeatable(once.caller, once.key, once.body) if once else codes.new_code()
    deed = Deed(
        "registered",
        fields={
            "channel": contact.channel,
            **contact.facts,
            **_item_fields(item),
            **attached(contact.files),
        },
        personal=_personal(contact),
        binds={
            "first-asked": Bond(post=asked.post, person=asked.person),
            "handler": Bond(post=asked.holder),
        },
        catalogue=item.for_law if item else {},
    )

    matter = Matter(
        dossier=dossier,
        institution_id=institution_id,
        channel=contact.channel,
        item_id=item.id if item else None,
        title=contact.title,
        subject=contact.subject,
        anonymous=contact.anonymous,
        applicant=contact.applicant,
        phone=contact.phone,
        email=contact.email,
        address=contact.address,
        code_hash=codes.hashed(dossier.uid, code),
        source=contact.source,
    )

    def store(_opened: Dossier) -> None:
        rows.insert([HandedIn(matter=matter, material_id=one, at=at) for one in contact.handed_in])
        attach(matter, contact.files, by_citizen=by is None, at=at)
        if not indexed:
            search.index(matter)

    indexed = search.with_number(matter)
    entered = docket.open_dossier(
        dossier,
        deed,
        by=doer,
        at=at,
        prefix=PREFIX,
        once=once,
        own=Own([matter], indexed),
        then=store,
        roster=roster,
    )
    if entered.repeated:
        return _again(entered.dossier, code)
    return Registered(entered.dossier, entered.dossier.number, code)


def _again(dossier: Dossier, code: str) -> Registered:
    """Return what a repeated request is told: the same number, and the code if it still opens."""
    kept = Matter.objects.values_list("code_hash", flat=True).get(dossier=dossier)
    same = code if codes.matches(dossier.uid, code, kept) else ""
    return Registered(dossier, dossier.number, same, repeated=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    person: int
    post: int | None
    """The post at which they were asked; leaders and others without one have none."""
    department: int | None
    holder: int
    """The post that holds the matter until somebody takes it over; never a mere person, so that
    somebody stands in at every instant."""


def _first_asked(
    institution_id: int,
    by: Actor | None,
    first_asked: Actor | None,
    post: int | None,
    at: datetime,
) -> tuple[_Asked, dossiers.Doer]:
    """Return who is bound as first-asked, and as whom the registration is entered."""
    if by is None and first_asked is None:
        return _on_duty(institution_id, at), dossiers.CITIZEN
    bound = first_asked or by
    assert bound is not None
    as_bound = dossiers.newcomer(bound, post)
    acting = bound.acts_for(as_bound.post) if as_bound.post is not None else None
    asked = _Asked(
        bound.person_id,
        as_bound.post,
        acting.department_id if acting else bound.department_id,
        as_bound.post or _desk_for(bound.person_id, institution_id, at),
    )
    return asked, dossiers.newcomer(by, post) if by is not None else dossiers.CITIZEN


def _desk_for(person_id: int, institution_id: int, at: datetime) -> int:
    """Return the post that holds what somebody without a post of their own was asked.

    It is the one where they are B, else the desk on duty.
    """
    roster = organization.snapshot(institution_id, at)
    held = next((one.post_id for one in roster.own_posts(person_id, at)), None)
    return held or _on_duty(institution_id, at).holder


def _on_duty(institution_id: int, at: datetime) -> _Asked:
    roster = organization.snapshot(institution_id, at)
    for role in DESK_ROLES:
        found = organization.resolve(role, institution_id=institution_id, at=at, roster=roster)
        if found.person_id is None:
            continue
        own = [held.post_id for held in roster.own_posts(found.person_id, at)]
        post = found.post_id or next(iter(own), None)
        if post is not None:
            return _Asked(found.person_id, post, dossiers.department_of(roster, post), post)
    raise Refused(
        "matters.nobody-on-duty",
        Text(
            "现在没有人值班,暂时不能登记。请打电话或到窗口。",
            "Nobody is on duty now. Please phone or come to the window.",
        ),
        facts={"institution": institution_id},
    )


def _item_fields(item: catalog.Item | None) -> dict[str, Any]:
    return {"item": item.code} if item else {}


def _personal(contact: Contact) -> dict[str, str]:
    texts = {
        "subject": contact.subject,
        "applicant": contact.applicant,
        "phone": contact.phone,
        "email": contact.email,
        "address": contact.address,
    }
    return {path: text for path, text in texts.items() if text}


def back_dated(received: datetime, now: datetime, reason: str) -> datetime:
    """Return the instant of first contact when it is set back; more than a minute needs a reason.

    Raises `Unclear` for an instant in the future, or set back by more than 30 days.
    """
    if received > now:
        raise wrong_fields(
            {"received-at": Text("来访时间不能晚于现在。", "The contact cannot lie ahead of now.")}
        )
    if now - received > timedelta(days=30):
        raise wrong_fields(
            {"received-at": Text("最多补记 30 天内的来访。", "At most 30 days back.")}
        )
    if now - received > timedelta(minutes=1) and not reason.strip():
        raise wrong_fields(
            {"received-reason": Text("补记须写原因。", "Say why it is entered afterwards.")}
        )
    return received
