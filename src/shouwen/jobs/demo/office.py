"""Building the demonstration office through actions, and putting its law in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from shouwen.catalog import actions as catalog
from shouwen.enactment import actions as enactment
from shouwen.jobs.adopting import shipped_adoption
from shouwen.jobs.demo import cast
from shouwen.organization import actions as organization
from shouwen.organization import queries
from shouwen.organization.domain import SYSTEM, Actor, Snapshot
from shouwen.organization.models import Department, Institution, Person, Post
from shouwen.rulebook.readback import show
from shouwen.rulebook.reading import read_edition

ZONE = ZoneInfo("Asia/Shanghai")
ADOPTION = "demo-city"


@dataclass(frozen=True, slots=True)
class House:
    """The demonstration office with its rows by key."""

    institution: Institution
    departments: Mapping[str, Department]
    people: Mapping[str, Person]
    posts: Mapping[str, Post]
    founded: datetime

    @property
    def id(self) -> int:
        """Return the institution's id."""
        return self.institution.pk

    def actor(self, username: str, at: datetime, roster: Snapshot | None = None) -> Actor:
        """Return a colleague as actor at an instant."""
        return queries.actor(self.people[username], at, roster=roster)

    def acting(self, post: str, at: datetime, roster: Snapshot | None = None) -> Actor:
        """Return whoever acts for a post at an instant: A, else B, else its line."""
        row = self.posts[post]
        found = queries.present(row.pk, at, institution_id=self.id, roster=roster)
        return queries.actor(self._by_id(found.person_id), at, roster=roster)

    def over(self, post: str, at: datetime, roster: Snapshot | None = None) -> Actor:
        """Return whoever is the leader in charge of a post at an instant."""
        place = self.posts[post].department_id
        found = queries.resolve(
            "leader-in-charge", institution_id=self.id, department_id=place, at=at, roster=roster
        )
        return queries.actor(self._by_id(found.person_id), at, roster=roster)

    def _by_id(self, person_id: int | None) -> Person:
        return next(one for one in self.people.values() if one.pk == person_id)


def local(day: date, clock: str) -> datetime:
    """Return an instant in the office's zone."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE)


def build(*, founded: datetime, password: str) -> House:
    """Build the office: departments, people, posts, leaders, roles, items, law."""
    done: dict[str, Any] = {"by": SYSTEM, "at": founded}
    house = organization.create_institution(
        name=cast.NAME,
        code=cast.CODE,
        name_en=cast.NAME_EN,
        phone="0000-1000000",
        address="示例市示例路 1 号",
        **done,
    )
    departments = {
        one.key: organization.create_department(
            house, name=one.name, name_en=one.name_en, phone=one.phone, **done
        )
        for one in cast.DEPARTMENTS
    }
    people = {
        username: organization.create_person(
            house,
            username=username,
            name=name,
            name_en=english,
            department=departments[place] if place else None,
            joined_at=founded,
            **done,
        )
        for username, name, english, place in cast.PEOPLE
    }
    # One password for all, hashed once: a slow hash for each would take longer than all else.
    Person.objects.filter(institution=house).update(password=make_password(password))
    made = House(house, departments, people, _posts(departments, people, founded), founded)
    _lead(made)
    _roles(made)
    adopt(house, founded)
    _items(made)
    return made


def _posts(
    departments: Mapping[str, Department], people: Mapping[str, Person], founded: datetime
) -> dict[str, Post]:
    done: dict[str, Any] = {"by": SYSTEM, "at": founded}
    posts: dict[str, Post] = {}
    for key, place, title, english, first, second in cast.POSTS:
        desk = key.startswith("desk")
        post = organization.create_post(
            departments[place],
            title=title,
            title_en=english,
            is_window=desk,
            window=f"{key[-1]} 号窗口" if desk else "",
            **done,
        )
        for username, capacity in ((first, "primary"), (second, "backup")):
            organization.appoint(post, people[username], capacity=capacity, since=founded, **done)
        posts[key] = post
    return posts


def _lead(house: House) -> None:
    done: dict[str, Any] = {"by": SYSTEM, "at": house.founded, "since": house.founded}
    for one in cast.DEPARTMENTS:
        place = house.departments[one.key]
        for username, kind in ((one.head, "head"), (one.leader, "in-charge")):
            person = house.people[username]
            organization.appoint_leader(
                house.institution, person, kind=kind, department=place, **done
            )
    organization.appoint_leader(house.institution, house.people["wang"], kind="principal", **done)


def _roles(house: House) -> None:
    done: dict[str, Any] = {"by": SYSTEM, "at": house.founded, "since": house.founded}
    for role, post in cast.ROLES_OF_POSTS:
        organization.assign_role(house.institution, role, post=house.posts[post], **done)
    for role, username in cast.ROLES_OF_PEOPLE:
        organization.assign_role(house.institution, role, person=house.people[username], **done)


def adopt(institution: Institution, at: datetime) -> None:
    """Put the example adoption into force by the acts that every adoption goes through."""
    adoption = shipped_adoption(ADOPTION)
    row = enactment.draft(
        adoption.source, institution_id=institution.pk, editions=adoption.editions, by=SYSTEM, at=at
    )
    told = "\n".join(show(read_edition(text.encode()), "zh") for _, text in adoption.editions)
    enactment.sign(
        row.pk,
        institution_id=institution.pk,
        readback=sha256(told.encode()).hexdigest(),
        by=SYSTEM,
        at=at,
    )


def _items(house: House) -> None:
    for one in cast.ITEMS:
        post = house.posts[one.post]
        form = catalog.ItemForm(
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            kind=one.kind,
            matter_class=one.matter_class,
            department=post.department_id,
            post=post.pk,
            basis=one.basis,
            fee=one.fee,
            statutory=one.limit(one.statutory),
            promised=one.limit(one.promised),
            window="1 号窗口",
            materials=tuple(catalog.MaterialForm(*each) for each in one.materials),
        )
        catalog.save_item(form, institution_id=house.id, by=SYSTEM, at=house.founded)


def roster_duty(house: House, *, first: date, last: date) -> None:
    """Put somebody on weekly duty for every week, and a leader for the newest ones."""
    clerks = ("lin", "zhao", "chen", "xie", "sun", "wu", "xu", "hu", "gao", "luo")
    leaders = ("zheng", "dong")
    monday = first - timedelta(days=first.weekday())
    week = 0
    while monday <= last:
        since, until = local(monday, "00:00"), local(monday + timedelta(days=7), "00:00")
        spell: dict[str, Any] = {
            "since": since, "until": until, "by": SYSTEM, "at": house.founded,
        }  # fmt: skip
        person = house.people[clerks[week % len(clerks)]]
        organization.set_duty(house.institution, person, kind="weekly-duty", **spell)
        if (last - monday).days < 70:
            leader = house.people[leaders[week % len(leaders)]]
            organization.set_duty(house.institution, leader, kind="duty-leader", **spell)
        monday, week = monday + timedelta(days=7), week + 1
