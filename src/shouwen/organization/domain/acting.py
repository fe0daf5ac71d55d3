"""An actor: a person with everything that they are entitled to at one instant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from shouwen.organization import permissions
from shouwen.organization.domain.resolve import present, resolve
from shouwen.organization.domain.snapshot import Capacity, Snapshot, holds


@dataclass(frozen=True, slots=True)
class ActsFor:
    """A post that the person acts for at the instant, and in what capacity."""

    post_id: int
    department_id: int
    capacity: str
    """primary, backup, acting, or the seat of the line that stands in (department-head …)."""
    own: bool
    """Whether the person is the post's A."""

    @property
    def letter(self) -> str:
        """Return the capacity as the journal's `as` shows it."""
        return {"primary": "A", "backup": "B"}.get(self.capacity, self.capacity)


Reach = frozenset[int] | None
"""Departments in which a right holds; None = the whole institution."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with posts, roles and rights at one instant; made by `actor` or `queries.actor`.

    An absent person keeps only what every member of staff has; posts and roles are with the
    stand-in. The three officers (三员) keep theirs, nobody stands in for them.
    """

    person_id: int
    institution_id: int
    at: datetime | None = None
    name: str = ""
    name_en: str = ""
    department_id: int | None = None
    posts: tuple[ActsFor, ...] = ()
    sees_posts: frozenset[int] = frozenset()
    """Posts held in any capacity (B reads the papers of A's post at all times), and acted for."""
    roles: frozenset[str] = frozenset()
    reaches: Mapping[str, Reach] = field(default_factory=dict)
    """Role to the departments in which it is borne."""
    leads: frozenset[int] = frozenset()
    """Departments headed or in charge of, with all below them."""
    grants: Mapping[str, Reach] = field(default_factory=dict)
    institution_ids: frozenset[int] = frozenset()
    """The own institution and those below it."""
    everything: bool = False
    """Only the software itself: jobs, imports, set-up."""

    @property
    def rights(self) -> frozenset[str]:
        """Return every right held somewhere."""
        return permissions.ALL if self.everything else frozenset(self.grants)

    def acts_for(self, post_id: int) -> ActsFor | None:
        """Return in what capacity the person acts for the post; None = not at all."""
        return next((one for one in self.posts if one.post_id == post_id), None)

    def limited_to(self, rights: frozenset[str]) -> Actor:
        """Return the same actor with only these rights (a token's)."""
        kept = {name: reach for name, reach in self.grants.items() if name in rights}
        return replace(self, grants=kept, everything=False)

    def signature(self, post_id: int | None = None) -> dict[str, int | str | None]:
        """Return the journal's `by`: person, post and capacity."""
        if self.everything:
            return {"person": None, "post": None, "as": "system"}
        acting = self.acts_for(post_id) if post_id is not None else None
        return {
            "person": self.person_id,
            "post": acting.post_id if acting else None,
            "as": acting.letter if acting else "person",
        }


SYSTEM = Actor(person_id=0, institution_id=0, name="系统", name_en="the system", everything=True)
"""The software itself."""


def actor(roster: Snapshot, person_id: int, *, at: datetime) -> Actor:
    """Return the person as actor at the instant; somebody not employed has no rights at all."""
    key = ("actor", person_id, roster.epoch(at))
    kept: Actor | None = roster.memo.get(key)
    if kept is None:
        kept = _actor(roster, person_id, at)
        roster.remember(key, kept)
    return replace(kept, at=at)


def _actor(roster: Snapshot, person_id: int, at: datetime) -> Actor:
    member = roster.members.get(person_id)
    if member is None or not holds(member, at):
        return Actor(person_id, roster.institution_id, at, member.name if member else "")
    posts = tuple(_posts(roster, person_id, at))
    roles = _roles(roster, person_id, at, posts)
    grants: dict[str, Reach] = {}
    for role, reach in roles.items():
        for right in permissions.RIGHTS.get(role, frozenset()):
            grants[right] = _wider(grants[right], reach) if right in grants else reach
    held = {one.post_id for one in roster.own_posts(person_id, at)}
    return Actor(
        person_id=person_id,
        institution_id=roster.institution_id,
        at=at,
        name=member.name,
        name_en=member.name_en,
        department_id=member.department_id,
        posts=posts,
        sees_posts=frozenset(held | {one.post_id for one in posts}),
        roles=frozenset(roles),
        reaches=roles,
        leads=(roles.get("department-head") or frozenset())
        | (roles.get("leader-in-charge") or frozenset()),
        grants=grants,
        institution_ids=roster.below,
    )


def _posts(roster: Snapshot, person_id: int, at: datetime) -> list[ActsFor]:
    found: list[ActsFor] = []
    for post in roster.posts.values():
        holder = roster.holder(post.post_id, Capacity.PRIMARY, at)
        if holder is not None and holder != person_id and roster.is_present(holder, at):
            continue
        answer = present(roster, post.post_id, at=at)
        if answer.person_id == person_id:
            own = holder == person_id
            found.append(ActsFor(post.post_id, post.department_id, answer.capacity, own))
    return found


def _roles(
    roster: Snapshot, person_id: int, at: datetime, posts: tuple[ActsFor, ...]
) -> dict[str, Reach]:
    """Return the roles borne at the instant, and in which departments."""
    for role in permissions.OFFICERS:
        if any(
            one.person_id == person_id and holds(one, at) for one in roster.assigned.get(role, ())
        ):
            return {role: None}
    roles: dict[str, Reach] = {"staff": None}
    if not roster.is_present(person_id, at):
        return roles
    if posts:
        roles["post-holder"] = frozenset(one.department_id for one in posts)
    if any(roster.posts[one.post_id].is_window for one in posts):
        roles["window"] = None
    acted = {one.post_id for one in posts}
    for role, reach in (*_led(roster, person_id, at), *_given(roster, person_id, acted, at)):
        roles[role] = _wider(roles[role], reach) if role in roles else reach
    return roles


def _given(
    roster: Snapshot, person_id: int, acted: set[int], at: datetime
) -> Iterator[tuple[str, Reach]]:
    """Yield assigned roles and duties."""
    for role, rows in roster.assigned.items():
        for one in rows:
            if holds(one, at) and (one.person_id == person_id or one.post_id in acted):
                yield role, None if one.department_id is None else roster.under(one.department_id)
    for kind, duties in roster.on_duty.items():
        if any(one.person_id == person_id and holds(one, at) for one in duties):
            yield kind, None


def _led(roster: Snapshot, person_id: int, at: datetime) -> Iterator[tuple[str, Reach]]:
    """Yield leaders' roles: those that resolving gives to the person, and their own as deputy."""
    for role in ("department-head", "leader-in-charge"):
        led = [
            division
            for division in roster.divisions
            if resolve(roster, role, at=at, department_id=division).person_id == person_id
            or _is_leader(roster, role, person_id, division, at)
        ]
        if led:
            yield role, frozenset(led)
    if resolve(roster, "principal-leader", at=at).person_id == person_id or any(
        one.person_id == person_id and holds(one, at) for one in roster.principals
    ):
        yield "principal-leader", None


def _is_leader(roster: Snapshot, role: str, person_id: int, division: int, at: datetime) -> bool:
    """Return whether the person, a deputy perhaps, leads the department or one above it."""
    leaders = roster.heads if role == "department-head" else roster.in_charge
    return any(
        one.person_id == person_id and holds(one, at)
        for above in roster.line(division)
        for one in leaders.get(above, ())
    )


def _wider(one: Reach, other: Reach) -> Reach:
    return None if one is None or other is None else one | other
