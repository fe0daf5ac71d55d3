"""Importing a roster: what can be written is written, the rest is reported; twice is once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shouwen.errors import ShouwenError, Text, Unclear
from shouwen.organization.actions.base import pinyin, record
from shouwen.organization.actions.duty import appoint, appoint_leader
from shouwen.organization.actions.people import create_person, edit_person
from shouwen.organization.actions.structure import create_department, create_post, edit
from shouwen.organization.domain import Actor
from shouwen.organization.models import (
    Department,
    Holding,
    Institution,
    Leadership,
    Person,
    Post,
)
from shouwen.organization.permissions import require
from shouwen.organization.roster import Line, Problem, Sheet, read_lines, read_rows


@dataclass(slots=True)
class Imported:
    """What an import did."""

    sheet: Sheet
    people: int = 0
    departments: int = 0
    posts: int = 0
    holdings: int = 0
    leaders: int = 0
    changed: int = 0
    unchanged: int = 0
    """Lines that were all there already."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def written(self) -> int:
        """Return how many rows of any kind were made or changed."""
        made = self.people + self.departments + self.posts
        return made + self.holdings + self.leaders + self.changed


def preview_roster(institution: Institution, content: bytes, name: str) -> Sheet:
    """Read a roster and write nothing: what would be written, what is wrong with the rest."""
    known = Department.objects.filter(institution=institution, active=True)
    return read_lines(read_rows(content, name), set(known.values_list("name", flat=True)))


@transaction.atomic
def import_roster(
    institution: Institution,
    content: bytes,
    name: str,
    *,
    since: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Imported:
    """Write the lines that have no error; a line that meets a refusal costs only itself.

    People are found again by username, else by name (and telephone, among people of one name), so
    that a second import of the same file changes nothing. Holdings begin at `since` (now).
    """
    require(by, "roster.edit", institution_id=institution.pk)
    sheet = preview_roster(institution, content, name)
    done = Imported(sheet, problems=list(sheet.problems))
    writer = _Writer(institution, since or at, by, at)
    for line in sorted(sheet.writable, key=lambda one: (one.capacity != "primary", one.row)):
        attempt = replace(done)
        try:
            with transaction.atomic():
                writer.write(line, attempt)
        except ShouwenError as fault:
            done.problems.append(Problem(line.row, "", fault.text))
            continue
        attempt.unchanged += attempt.written == done.written
        done = attempt
    if done.written:
        record(
            "roster-imported",
            institution_id=institution.pk,
            by=by,
            at=at,
            facts={
                "lines": len(sheet.lines),
                "people": done.people,
                "departments": done.departments,
                "posts": done.posts,
                "holdings": done.holdings,
                "leaders": done.leaders,
                "problems": sum(one.level == "error" for one in done.problems),
            },
        )
    return done


@dataclass(slots=True)
class _Writer:
    institution: Institution
    since: datetime
    by: Actor
    at: datetime

    def write(self, line: Line, done: Imported) -> None:
        """Write one line, counting in `done` what was made."""
        department = self._department(line, done)
        person = self._person(line, department, done)
        if line.leader:
            self._lead(line, person, department, done)
        if line.post and department is not None:
            self._hold(line, person, self._post(line, department, done), done)

    def _department(self, line: Line, done: Imported) -> Department | None:
        if not line.department:
            return None
        found = Department.objects.filter(
            institution=self.institution, name=line.department, active=True
        ).first()
        if found is not None:
            return found
        done.departments += 1
        return create_department(
            self.institution,
            name=line.department,
            location=line.location,
            by=self.by,
            at=self.at,
        )

    def _person(self, line: Line, department: Department | None, done: Imported) -> Person:
        found = find_person(self.institution, line)
        if found is None:
            done.people += 1
            return create_person(
                self.institution,
                username=line.username or free_username(line.name),
                name=line.name,
                name_en=line.name_en,
                phone=line.phone,
                email=line.email,
                department=department,
                joined_at=None,
                by=self.by,
                at=self.at,
            )
        wanted = {"name_en": line.name_en, "phone": line.phone, "email": line.email}
        changes: dict[str, object] = {
            name: value for name, value in wanted.items() if value and value != getattr(found, name)
        }
        if found.department_id is None and department is not None:
            changes["department"] = department
        if changes:
            done.changed += 1
            edit_person(found, by=self.by, at=self.at, **changes)
        return found

    def _post(self, line: Line, department: Department, done: Imported) -> Post:
        found = Post.objects.filter(department=department, title=line.post, active=True).first()
        wanted = {"duties": line.duties, "window": line.window, "phone": line.post_phone}
        given = {name: value for name, value in wanted.items() if value}
        if found is None:
            done.posts += 1
            return create_post(
                department,
                title=line.post,
                is_window=bool(line.window),
                by=self.by,
                at=self.at,
                **given,
            )
        changes = {name: value for name, value in given.items() if value != getattr(found, name)}
        if changes:
            done.changed += 1
            edit(found, by=self.by, at=self.at, **changes)
        return found

    def _hold(self, line: Line, person: Person, post: Post, done: Imported) -> None:
        standing = Holding.objects.filter(
            Q(until__isnull=True) | Q(until__gt=self.at),
            post=post,
            person=person,
            capacity=line.capacity,
        )
        if standing.exists():
            return
        done.holdings += 1
        appoint(post, person, capacity=line.capacity, since=self.since, by=self.by, at=self.at)

    def _lead(
        self, line: Line, person: Person, department: Department | None, done: Imported
    ) -> None:
        department = None if line.leader == "principal" else department
        kind = Leadership.objects.filter(
            Q(until__isnull=True) | Q(until__gt=self.at),
            institution=self.institution,
            kind=line.leader,
            department=department,
        )
        if kind.filter(person=person).exists():
            return
        done.leaders += 1
        appoint_leader(
            self.institution,
            person,
            kind=line.leader,
            department=department,
            order=kind.count(),
            since=self.since,
            by=self.by,
            at=self.at,
        )


def find_person(institution: Institution, line: Line) -> Person | None:
    """Return the person that a line means, if there already.

    Raises `Unclear` when several people of one name are there and nothing tells them apart.
    """
    people = Person.objects.filter(institution=institution, active=True)
    if line.username:
        return people.filter(username=line.username).first()
    named = list(people.filter(name=line.name).select_related("department"))
    same_phone = [one for one in named if line.phone and one.phone == line.phone]
    if same_phone:
        return same_phone[0]
    near = [one for one in named if _department_fits(one, line)]
    likely = near or [one for one in named if not (line.phone and one.phone)]
    if len(likely) > 1:
        raise Unclear(
            "roster.same-name",
            Text(
                f"有 {len(likely)} 名「{line.name}」,请填用户名或手机",
                f"{len(likely)} people are called {line.name}: add a username or telephone.",
            ),
        )
    return likely[0] if likely else None


def _department_fits(person: Person, line: Line) -> bool:
    return person.department is not None and person.department.name == line.department


def free_username(name: str) -> str:
    """Return the name's pinyin, with a number if it is taken: linxiaoman, linxiaoman2 …"""
    base = "".join(one for one in pinyin(name) if one.isascii() and one.isalnum())[:50] or "user"
    base = base if len(base) > 1 else f"{base}1"
    taken = set(Person.objects.filter(username__startswith=base).values_list("username", flat=True))
    number = 2
    wanted = base
    while wanted in taken:
        wanted = f"{base}{number}"
        number += 1
    return wanted
