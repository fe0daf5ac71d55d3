"""Where to look for the bearer of a role, in which order. Nothing here asks who is present."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.organization.domain.snapshot import Capacity, Led, Snapshot, holds
from shouwen.rulebook import vocabulary

OUTSIDE_ROLES = frozenset(vocabulary.OUTSIDE_ROLES) | frozenset(
    ("party", "requester", "subsidiary", "competent-body", "discipline-body")
)
"""People and bodies outside the office; the roster cannot say who they are."""

DUTY_KINDS = ("weekly-duty", "temporary-duty", "duty-officer", "duty-leader")
HOLDERS = frozenset(
    (
        "post-holder",
        "holder-a",
        "handler",
        "co-handler",
        "first-asked",
        "assigner",
        "issuer",
        "drafter",
        "reviewer",
        "approver",
        "recipient",
    )
)
"""Roles borne by whoever acts for the post, when no person is bound."""

LEADERS = ("department-head", "leader-in-charge", "principal-leader")

_SAME_AS = {
    "department": "department-head",
    "section": "department-head",
    "lead-department": "department-head",
    "section-head": "department-head",
    "institution": "office",
    "general-office": "office",
    "leader": "leader-in-charge",
    "leadership-meeting": "principal-leader",
    "superior-body": "principal-leader",
    "staff": "any-staff",
}
"""Bodies are answered for by their heads; other words for one role."""

Spot = tuple[str, int | None]
"""A seat and who sits there; nobody, when the seat is vacant."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: a role, as seen from a department and a post, at an instant."""

    role: str
    at: datetime
    department_id: int | None = None
    post_id: int | None = None
    means: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Roles that a rulebook defines as the first present of others."""
    bound: Mapping[str, int] = field(default_factory=dict)
    """Persons bound to the dossier by role (handler, first-asked …)."""


def spots(roster: Snapshot, wanted: Wanted) -> Iterator[Spot]:
    """Yield every seat to look at, in order: the role's own seats, then its line upwards."""
    roles = tuple(_spread(wanted.role, wanted.means, frozenset()))
    for role in roles:
        yield from _own(roster, role, wanted)
    if all(role in LEADERS for role in roles):
        yield from _leaders_line(roster, roles, wanted)
    else:
        yield from _line(roster, wanted)


def _spread(role: str, means: Mapping[str, tuple[str, ...]], seen: frozenset[str]) -> Iterator[str]:
    """Yield the roles that a role stands for; a role that means itself stands for itself."""
    if role in seen or role not in means:
        yield _SAME_AS.get(role, role)
        return
    for part in means[role]:
        yield from _spread(part, means, seen | {role})


def _own(roster: Snapshot, role: str, wanted: Wanted) -> Iterator[Spot]:
    if role in wanted.bound:
        yield "self", wanted.bound[role]
        yield from post_spots(roster, wanted.post_id, wanted.at)
    elif role in _SEATS:
        yield from _SEATS[role](roster, wanted)
    elif role in DUTY_KINDS:
        yield from _duty(roster, (role,), wanted)
    elif role in HOLDERS and wanted.post_id is not None:
        yield from post_spots(roster, wanted.post_id, wanted.at)
    else:
        yield from _assigned(roster, role, wanted)


def post_spots(
    roster: Snapshot, post_id: int | None, at: datetime, skip: Capacity | None = None
) -> Iterator[Spot]:
    """Yield A, B and the acting holder of a post."""
    if post_id is None:
        return
    for capacity in Capacity:
        if capacity is skip:
            continue
        holder = roster.holder(post_id, capacity, at)
        if holder is not None or capacity is not Capacity.ACTING:
            yield capacity.value, holder


def _department(roster: Snapshot, wanted: Wanted) -> int | None:
    post = roster.posts.get(wanted.post_id) if wanted.post_id is not None else None
    return post.department_id if post and wanted.department_id is None else wanted.department_id


def _line(roster: Snapshot, wanted: Wanted) -> Iterator[Spot]:
    """Yield head, leader in charge, whoever is on duty, principal leader."""
    yield from _led("department-head", roster.heads, roster, wanted)
    yield from _led("leader-in-charge", roster.in_charge, roster, wanted)
    yield from _duty(roster, DUTY_KINDS, wanted)
    yield from _principals(roster, wanted.at)


def _leaders_line(roster: Snapshot, roles: tuple[str, ...], wanted: Wanted) -> Iterator[Spot]:
    """Yield only leaders: a decision that a leader must take never falls to staff on duty."""
    if "department-head" in roles:
        yield from _led("leader-in-charge", roster.in_charge, roster, wanted)
    yield from _principals(roster, wanted.at)
    for leaders in roster.in_charge.values():
        for one in leaders:
            if holds(one, wanted.at):
                yield "leader-in-charge", one.person_id


def _led(
    seat: str, leaders: Mapping[int, tuple[Led, ...]], roster: Snapshot, wanted: Wanted
) -> Iterator[Spot]:
    found = False
    for department_id in roster.line(_department(roster, wanted)):
        for one in leaders.get(department_id, ()):
            if holds(one, wanted.at):
                found = True
                yield seat, one.person_id
    if not found:
        yield seat, None


def _principals(roster: Snapshot, at: datetime) -> Iterator[Spot]:
    found = False
    for one in roster.principals:
        if holds(one, at):
            found = True
            yield "principal-leader", one.person_id
    if not found:
        yield "principal-leader", None


def _duty(roster: Snapshot, kinds: tuple[str, ...], wanted: Wanted) -> Iterator[Spot]:
    """Yield who is on duty: for the department, then above it, then for the institution."""
    areas = (*roster.line(_department(roster, wanted)), None)
    found = False
    for kind in kinds:
        rows = [one for one in roster.on_duty.get(kind, ()) if holds(one, wanted.at)]
        for area in areas:
            for one in rows:
                if one.department_id == area:
                    found = True
                    yield kind, one.person_id
    if not found:
        yield kinds[-1], None


def _assigned(roster: Snapshot, role: str, wanted: Wanted) -> Iterator[Spot]:
    """Yield bearers of a role of the house: nearest department first, then the institution."""
    found = False
    rows = [one for one in roster.assigned.get(role, ()) if holds(one, wanted.at)]
    for area in (*roster.line(_department(roster, wanted)), None):
        for one in rows:
            if one.department_id != area:
                continue
            found = True
            if one.person_id is not None:
                yield role, one.person_id
            else:
                yield from post_spots(roster, one.post_id, wanted.at)
    if not found:
        yield role, None


def _windows(roster: Snapshot, wanted: Wanted) -> Iterator[Spot]:
    """Yield the window asked for, else the windows of the department, then of the house."""
    given = roster.posts.get(wanted.post_id) if wanted.post_id is not None else None
    if given is not None and given.is_window:
        yield from post_spots(roster, given.post_id, wanted.at)
        return
    near = set(roster.line(_department(roster, wanted)))
    windows = [one for one in roster.posts.values() if one.is_window]
    for one in sorted(windows, key=lambda post: (post.department_id not in near, post.post_id)):
        yield from post_spots(roster, one.post_id, wanted.at)
    yield from _assigned(roster, "window", wanted)


def _staff(roster: Snapshot, wanted: Wanted) -> Iterator[Spot]:
    yield from post_spots(roster, wanted.post_id, wanted.at)
    department_id = _department(roster, wanted)
    own = [
        one
        for one in roster.members.values()
        if department_id is not None and one.department_id == department_id
    ]
    for one in sorted(own, key=lambda member: (member.rank, member.person_id)):
        yield "staff", one.person_id


def _second(roster: Snapshot, wanted: Wanted) -> Iterator[Spot]:
    return post_spots(roster, wanted.post_id, wanted.at, skip=Capacity.PRIMARY)


def _heads(roster: Snapshot, wanted: Wanted) -> Iterator[Spot]:
    return _led("department-head", roster.heads, roster, wanted)


def _in_charge(roster: Snapshot, wanted: Wanted) -> Iterator[Spot]:
    return _led("leader-in-charge", roster.in_charge, roster, wanted)


def _top(roster: Snapshot, wanted: Wanted) -> Iterator[Spot]:
    return _principals(roster, wanted.at)


_SEATS: dict[str, Callable[[Snapshot, Wanted], Iterator[Spot]]] = {
    "holder-b": _second,
    "department-head": _heads,
    "leader-in-charge": _in_charge,
    "principal-leader": _top,
    "window": _windows,
    "any-staff": _staff,
}
