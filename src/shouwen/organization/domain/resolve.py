"""Resolving a post or role to exactly one person who is present, or to an alarm.

Outside office hours a post is still held by its holder: a matter always has a responsible person.
"Present" means employed and not absent at the instant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Literal

from shouwen.errors import Text, Unclear
from shouwen.organization.domain.places import OUTSIDE_ROLES, Spot, Wanted, spots
from shouwen.organization.domain.presence import Looked, Presence
from shouwen.organization.domain.snapshot import Led, Snapshot, holds

Level = Literal["staff", "department-head", "leader-in-charge", "principal-leader"]
_LEVELS: tuple[Level, ...] = ("principal-leader", "leader-in-charge", "department-head", "staff")


def present(
    roster: Snapshot, post_id: int, *, at: datetime, excluding: Collection[int] = ()
) -> Presence:
    """Return who acts for the post: A, else B, else acting, else the line of its department."""
    return resolve(roster, "post-holder", post_id=post_id, at=at, excluding=excluding)


def resolve(
    roster: Snapshot,
    role: str,
    *,
    at: datetime,
    department_id: int | None = None,
    post_id: int | None = None,
    means: Mapping[str, tuple[str, ...]] | None = None,
    bound: Mapping[str, int] | None = None,
    excluding: Collection[int] = (),
) -> Presence:
    """Return who bears the role at the instant, as seen from a department or post.

    `means` are the rulebook's cascades (`first-of`), `bound` the dossier's own persons by role,
    `excluding` people who may not act here (recused, or the proposer of what is to be decided).
    Raises `Unclear` for roles of people outside the office.
    """
    if role in OUTSIDE_ROLES and role not in (bound or {}):
        raise Unclear(
            "organization.role-outside",
            Text(f"角色「{role}」不是本单位人员", f"The role `{role}` is not staff of the office."),
            facts={"role": role},
        )
    wanted = Wanted(role, at, department_id, post_id, means or {}, bound or {})
    if means or bound or excluding:
        return _walked(roster, spots(roster, wanted), wanted, excluding)
    key = (role, department_id, post_id, roster.epoch(at))
    answer: Presence | None = roster.memo.get(key)
    if answer is None:
        answer = _walked(roster, spots(roster, wanted), wanted, ())
        roster.remember(key, answer)
    return answer


def stand_in(
    roster: Snapshot,
    person_id: int,
    *,
    at: datetime,
    post_id: int | None = None,
    excluding: Collection[int] = (),
) -> Presence:
    """Return the person if present, else who stands in: by the post given, else by their own."""
    if post_id is None:
        own = roster.own_posts(person_id, at)
        post_id = own[0].post_id if own else None
    member = roster.members.get(person_id)
    return resolve(
        roster,
        "handler",
        at=at,
        post_id=post_id,
        department_id=member.department_id if member and post_id is None else None,
        bound={"handler": person_id},
        excluding=excluding,
    )


def level(roster: Snapshot, person_id: int, at: datetime) -> Level:
    """Return how high the person stands: by the highest leadership held at the instant."""
    if any(one.person_id == person_id and holds(one, at) for one in roster.principals):
        return "principal-leader"
    if _leads(roster.in_charge, person_id, at):
        return "leader-in-charge"
    return "department-head" if _leads(roster.heads, person_id, at) else "staff"


def _leads(leaders: Mapping[int, tuple[Led, ...]], person_id: int, at: datetime) -> bool:
    return any(
        one.person_id == person_id and holds(one, at) for rows in leaders.values() for one in rows
    )


def superior(
    roster: Snapshot, person_id: int, *, at: datetime, department_id: int | None = None
) -> Presence:
    """Return the next level above the person: head, leader in charge, principal leader."""
    own = roster.own_posts(person_id, at)
    member = roster.members.get(person_id)
    if department_id is None and own:
        department_id = roster.posts[own[0].post_id].department_id
    elif department_id is None and member is not None:
        department_id = member.department_id
    above = _LEVELS[max(_LEVELS.index(level(roster, person_id, at)) - 1, 0)]
    return resolve(roster, above, at=at, department_id=department_id, excluding=(person_id,))


def highest_rank(roster: Snapshot, people: Iterable[int], at: datetime) -> int | None:
    """Return the highest in rank of the people: by leadership, then rank, then seniority of row."""

    def order(person_id: int) -> tuple[int, int, int]:
        member = roster.members.get(person_id)
        rank = member.rank if member else 10_000
        return _LEVELS.index(level(roster, person_id, at)), rank, person_id

    return min(people, key=order, default=None)


def _walked(
    roster: Snapshot, places: Iterable[Spot], wanted: Wanted, excluding: Collection[int]
) -> Presence:
    walk: list[Looked] = []
    seen: set[int] = set()
    for seat, person_id in places:
        if person_id in seen:
            continue
        looked = _look(roster, seat, person_id, wanted.at, excluding)
        walk.append(looked)
        if looked.why == "present":
            return Presence(
                wanted.role, person_id, seat, tuple(walk), wanted.post_id, wanted.department_id
            )
        if person_id is not None:
            seen.add(person_id)
    return Presence(wanted.role, None, "", tuple(walk), wanted.post_id, wanted.department_id)


def _look(
    roster: Snapshot, seat: str, person_id: int | None, at: datetime, excluding: Collection[int]
) -> Looked:
    member = roster.members.get(person_id) if person_id is not None else None
    if person_id is None:
        return Looked(seat, "vacant")
    if member is None or not holds(member, at):
        name, name_en = (member.name, member.name_en) if member else ("", "")
        return Looked(seat, "left", person_id, name, name_en)
    if person_id in excluding:
        return Looked(seat, "recused", person_id, member.name, member.name_en)
    away = roster.absence(person_id, at)
    if away is not None:
        return Looked(seat, "away", person_id, member.name, member.name_en, away.until, roster.zone)
    return Looked(seat, "present", person_id, member.name, member.name_en)
