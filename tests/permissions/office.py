"""The small office whose pages the table asks for: a person for each role, a thing of each kind.

The matter was registered by 林小满 (first asked), handed over, taken over by 孙惊蛰 (handler), who
put a file beside it and proposed to refuse it; another one still waits to be taken over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from shouwen.docket.actions import carrying
from shouwen.docket.models import Dossier, Obligation
from shouwen.enactment import actions as enactment
from shouwen.enactment.models import Enactment
from shouwen.matters import actions as matters
from shouwen.matters import queries as matter_queries
from shouwen.matters.models import Attachment, SavedView
from shouwen.notify.models import Message
from shouwen.organization import actions as organization
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import (
    Alarm,
    Holding,
    Leadership,
    Person,
)
from tests.people import FOUNDED, PASSWORD, Office, build

STAFF: dict[str, str] = {
    "staff": "ren",
    "backup": "wu",
    "handler": "sun",
    "first-asked": "lin",
    "department-head": "zhou",
    "leader": "zheng",
    "principal": "wang",
    "supervisor": "qian",
    "legal-officer": "feng",
    "office": "chen",
    "administrator": "admin",
    "security-administrator": "security",
    "auditor": "audit",
    "other-institution": "elsewhere",
}
"""Role of the table → who bears it in the small office."""

ROLES = ("anonymous", *STAFF, "citizen")
"""The columns. `citizen` is a visitor who holds the link that number and code lead to."""

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass(slots=True)
class House:
    """The office with everything that addresses can name."""

    office: Office
    people: dict[str, Person]
    given: dict[str, Any] = field(default_factory=dict)
    """Value of each argument that an address takes, by its name; `address.argument` goes first."""

    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is sent to an address, where it names one of these things."""

    def arguments(self, address: str, names: list[str], role: str) -> dict[str, Any]:
        """Return what to put into an address; only the citizen has the real link."""
        if "link" in names and role != "citizen":
            return {name: self._of(address, name) for name in names} | {"link": "a.forged-link"}
        return {name: self._of(address, name) for name in names}

    def _of(self, address: str, name: str) -> Any:
        found = self.given.get(f"{address}.{name}", self.given.get(name))
        assert found is not None, (
            f"the address {address} takes «{name}», which tests/permissions/office.py does not know"
        )
        return found


def make() -> House:
    """Build it."""
    office = build()
    now = timezone.now()
    archive = organization.create_department(
        office.institution, name="档案室", by=SYSTEM, at=FOUNDED
    )
    office.people["ren"] = organization.create_person(
        office.institution,
        username="ren",
        name="任清风",
        department=archive,
        password=PASSWORD,
        joined_at=FOUNDED,
        by=SYSTEM,
        at=FOUNDED,
    )
    other = build("OT", with_law=False)
    office.people["elsewhere"] = other.people["wang"]
    house = House(office, {role: office.people[name] for role, name in STAFF.items()})
    house.given = _things(office, now)
    number = house.given["number"]
    duty = Obligation.objects.filter(dossier__number=number, closed_at=None).earliest("pk")
    waiting = _passed_on(office, now).number
    house.bodies = {"desk-take": {"number": waiting}, "matter-limit": {"duty": duty.key}}
    return house


def _passed_on(office: Office, now: Any) -> Dossier:
    """Return a matter that lies before the handler's post."""
    lin = office.actor("lin", now)
    contact = matters.Contact(
        subject="想续租公租房", item="GZF", applicant="张示例", phone="13800000000"
    )
    done = matters.register(contact, institution_id=office.id, by=lin, at=now)
    to = {"recipient": office.handling.pk}
    for act, answers in (("accepted", {}), ("handed-over", to)):
        matters.perform(done.dossier.uid, act, answers, by=lin, at=now)
    return Dossier.objects.get(uid=done.dossier.uid)


def _matter(office: Office, now: Any) -> Dossier:
    """Return the matter of the table: taken over, with a file, a refusal waiting for signature."""
    dossier, sun = _passed_on(office, now), office.actor("sun", now)
    matters.perform(dossier.uid, "taken-over", {}, by=sun, at=now)
    kept = matters.keep([PNG], "租约.png")
    matters.put_beside(sun, dossier.number, [kept], at=now)
    refusal = {"reason": "不符合条件", "basis": "办法第三条", "remedy": "可申请复议"}
    matters.perform(dossier.uid, "refusal-proposed", refusal, by=sun, at=now)
    return Dossier.objects.get(uid=dossier.uid)


def _things(office: Office, now: Any) -> dict[str, Any]:
    dossier = _matter(office, now)
    done = {"by": SYSTEM, "at": now}
    away = organization.go_absent(
        office.people["wu"],
        since=now + timedelta(days=2),
        until=now + timedelta(days=3),
        reason="leave",
        note="请代办",
        **done,
    )
    duty = organization.set_duty(
        office.institution,
        office.people["wu"],
        kind="weekly-duty",
        since=now + timedelta(days=5),
        until=now + timedelta(days=9),
        **done,
    )
    alarm = Alarm.objects.create(
        institution=office.institution,
        subject="window/-/-",
        role="window",
        raised_at=now,
        walk=[],
    )
    matters.save_view(office.actor("lin", now), "我的", "state=in-hand")
    preparation = enactment.begin(
        institution_id=office.id,
        name="next",
        title="新的采用",
        number="1 号",
        first_day=(now + timedelta(days=30)).date(),
        works=["wuwei-city@2024-01-01"],
        **done,
    )
    mine = Message.objects.filter(person=office.people["lin"]).first()
    return {
        "number": dossier.number,
        "link": matter_queries.visit_link(dossier, now),
        "code": office.institution.code,
        "catalog-item.code": "GZF",
        "catalog-retire.code": "GZF",
        "paper": f"{dossier.number}-S",
        "file": Attachment.objects.get(matter__dossier=dossier).pk,
        "item": "GZF",
        "kind": "csv",
        "view": SavedView.objects.get().pk,
        "seq": 0,
        "act": "noted",
        "form": "intake",
        "absence.key": away.absence.key,
        "people-duty-cancel.key": duty.pk,
        "people-leader-end.key": Leadership.objects.get(person=office.people["zhou"]).pk,
        "people-alarm.key": alarm.key,
        "people-post.key": office.handling.key,
        "people-holding-end.key": Holding.objects.get(person=office.people["wu"]).pk,
        "person.key": office.people["wu"].key,
        "person-leave.key": office.people["wu"].key,
        "messages-open.key": mine.pk if mine else 1,
        "work": "wuwei-city",
        "edition": "2024-01-01",
        "clause": "3",
        "preparation_id": preparation,
        "adoption_id": Enactment.objects.filter(institution=office.institution).get().pk,
        "change_id": carrying.begin(office.id, why={"event": "calendar-imported"}, at=now),
    }
