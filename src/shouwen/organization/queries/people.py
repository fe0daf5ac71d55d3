"""People, posts and departments as pages show them. A constant number of statements each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shouwen.organization import domain
from shouwen.organization.models import Department, DutyRoster, Institution, Person, Post
from shouwen.organization.queries.snapshots import snapshot


@dataclass(frozen=True, slots=True)
class DepartmentNode:
    """A department with those below it."""

    department: Department
    depth: int
    children: tuple[DepartmentNode, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of the list of posts: who holds it, who acts now."""

    post_id: int
    key: UUID
    title: str
    title_en: str
    department_id: int
    department: str
    department_en: str
    duties: str
    phone: str
    window: str
    is_window: bool
    primary: domain.Member | None
    primary_away: domain.Away | None
    backup: domain.Member | None
    backup_away: domain.Away | None
    acts_now: domain.Member | None
    presence: domain.Presence

    @property
    def lacks_backup(self) -> bool:
        """Return whether nobody is B: counted on the readiness list."""
        return self.backup is None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A line of the board of whereabouts: in or out, and when back; never why."""

    person_id: int
    key: UUID
    name: str
    name_en: str
    department_id: int | None
    department: str
    department_en: str
    present: bool
    back_at: datetime | None
    posts: tuple[tuple[str, str], ...]
    """Titles (zh, en) of the posts held as A."""


def departments(institution_id: int) -> list[Department]:
    """Return the active departments in their order."""
    return list(Department.objects.filter(institution_id=institution_id, active=True))


def department_tree(institution_id: int) -> tuple[DepartmentNode, ...]:
    """Return the active departments as a tree: one statement."""
    rows = departments(institution_id)
    known = {row.pk for row in rows}

    def below(parent: int | None, depth: int) -> tuple[DepartmentNode, ...]:
        return tuple(
            DepartmentNode(row, depth, below(row.pk, depth + 1))
            for row in rows
            if (row.parent_id if row.parent_id in known else None) == parent
        )

    return below(None, 0)


def posts(
    institution_id: int,
    at: datetime,
    *,
    department_id: int | None = None,
    roster: domain.Snapshot | None = None,
) -> list[PostRow]:
    """Return the active posts with A, B and who acts now."""
    roster = snapshot(institution_id, at, roster)
    rows = Post.objects.filter(institution_id=institution_id, active=True)
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    ordered = rows.select_related("department").order_by("department__order", "order", "id")
    return [_post_row(row, roster, at) for row in ordered]


def posts_of(
    person: Person, at: datetime, *, roster: domain.Snapshot | None = None
) -> tuple[domain.Held, ...]:
    """Return what a person holds at the instant, primary posts first."""
    return snapshot(person.institution_id, at, roster).own_posts(person.pk, at)


def people(
    institution_id: int, *, department_id: int | None = None, with_left: bool = False
) -> list[Person]:
    """Return the staff, by rank."""
    rows = Person.objects.filter(institution_id=institution_id).select_related("department")
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    return list(rows if with_left else rows.filter(active=True))


def person(key: UUID | str) -> Person | None:
    """Return the person of a key (never of a number: numbers do not appear in addresses)."""
    return Person.objects.select_related("institution", "department").filter(key=key).first()


def names(people_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the names (zh, en) of people, those who left included: one statement."""
    rows = Person.objects.filter(pk__in=set(people_ids)).values_list("pk", "name", "name_en")
    return {key: (name, name_en or name) for key, name, name_en in rows}


def whereabouts(
    institution_id: int, at: datetime, *, roster: domain.Snapshot | None = None
) -> list[Whereabouts]:
    """Return the board of whereabouts."""
    roster = snapshot(institution_id, at, roster)
    rows = Person.objects.filter(institution_id=institution_id).select_related("department")
    titles = _titles(roster, at)
    board = []
    for row in rows:
        if not roster.employed(row.pk, at):
            continue
        away = roster.absence(row.pk, at)
        board.append(
            Whereabouts(
                person_id=row.pk,
                key=row.key,
                name=row.name,
                name_en=row.name_en,
                department_id=row.department_id,
                department=row.department.name if row.department else "",
                department_en=row.department.name_en if row.department else "",
                present=away is None,
                back_at=away.until if away else None,
                posts=titles.get(row.pk, ()),
            )
        )
    return board


def search_people(institution_id: int, text: str, *, limit: int = 10) -> list[Person]:
    """Return active people by name, username, pinyin or pinyin initials (lxm → 林小满)."""
    text = text.strip().lower()
    if not text:
        return []
    match = Q(name__contains=text) | Q(initials__startswith=text) | Q(pinyin__startswith=text)
    rows = Person.objects.filter(match | Q(username__startswith=text))
    return list(
        rows.filter(institution_id=institution_id, active=True).select_related("department")[:limit]
    )


def search_posts(institution_id: int, text: str, *, limit: int = 10) -> list[Post]:
    """Return active posts by title, initials or duties, of them or of their department."""
    text = text.strip().lower()
    if not text:
        return []
    match = (
        Q(title__icontains=text)
        | Q(initials__startswith=text)
        | Q(duties__icontains=text)
        | Q(department__name__icontains=text)
        | Q(department__initials__startswith=text)
        | Q(department__duties__icontains=text)
    )
    rows = Post.objects.filter(match, institution_id=institution_id, active=True)
    return list(rows.select_related("department")[:limit])


def duties(institution_id: int, *, since: datetime, until: datetime) -> list[DutyRoster]:
    """Return the duty roster between two instants."""
    rows = DutyRoster.objects.filter(
        institution_id=institution_id, since__lt=until, until__gt=since, cancelled_at__isnull=True
    )
    return list(rows.select_related("person", "department").order_by("since"))


def institution(code: str) -> Institution | None:
    """Return the institution of a code."""
    return Institution.objects.filter(code=code.upper()).first()


def _titles(roster: domain.Snapshot, at: datetime) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for post in roster.posts.values():
        holder = roster.holder(post.post_id, domain.Capacity.PRIMARY, at)
        if holder is not None:
            found[holder] = (*found.get(holder, ()), (post.title, post.title_en or post.title))
    return found


def _post_row(row: Post, roster: domain.Snapshot, at: datetime) -> PostRow:
    primary = roster.holder(row.pk, domain.Capacity.PRIMARY, at)
    backup = roster.holder(row.pk, domain.Capacity.BACKUP, at)
    presence = domain.present(roster, row.pk, at=at)
    return PostRow(
        post_id=row.pk,
        key=row.key,
        title=row.title,
        title_en=row.title_en,
        department_id=row.department_id,
        department=row.department.name,
        department_en=row.department.name_en,
        duties=row.duties,
        phone=row.phone,
        window=row.window,
        is_window=row.is_window,
        primary=_member(roster, primary),
        primary_away=roster.absence(primary, at) if primary else None,
        backup=_member(roster, backup),
        backup_away=roster.absence(backup, at) if backup else None,
        acts_now=_member(roster, presence.person_id),
        presence=presence,
    )


def _member(roster: domain.Snapshot, person_id: int | None) -> domain.Member | None:
    return roster.members.get(person_id) if person_id is not None else None
