"""Who it is now: the questions that every act asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from shouwen.organization import domain
from shouwen.organization.models import Institution, Person, Post
from shouwen.organization.queries.snapshots import snapshot


def actor(person: Person, at: datetime, *, roster: domain.Snapshot | None = None) -> domain.Actor:
    """Return the person with posts, roles and rights at the instant."""
    roster = snapshot(person.institution_id, at, roster)
    return domain.actor(roster, person.pk, at=at)


def present(
    post_id: int,
    at: datetime,
    *,
    institution_id: int | None = None,
    roster: domain.Snapshot | None = None,
    excluding: Collection[int] = (),
) -> domain.Presence:
    """Return who acts for the post: A, else B, else acting, else its line; or an alarm.

    Give the institution or a snapshot and nothing is asked of the database but the version.
    """
    if institution_id is None:
        institution_id = (
            roster.institution_id
            if roster is not None and post_id in roster.posts
            else Post.objects.values_list("institution_id", flat=True).get(pk=post_id)
        )
    roster = snapshot(institution_id, at, roster)
    return domain.present(roster, post_id, at=at, excluding=excluding)


def resolve(
    role: str,
    *,
    institution_id: int,
    at: datetime,
    department_id: int | None = None,
    post_id: int | None = None,
    means: Mapping[str, tuple[str, ...]] | None = None,
    bound: Mapping[str, int] | None = None,
    excluding: Collection[int] = (),
    roster: domain.Snapshot | None = None,
) -> domain.Presence:
    """Return who bears the role at the instant, or an alarm; `superior-body` asks the parent."""
    roster = snapshot(institution_id, at, roster)
    if role == "superior-body" and roster.parent_id is not None:
        above = snapshot(roster.parent_id, at)
        return domain.resolve(above, "principal-leader", at=at, excluding=excluding)
    return domain.resolve(
        roster,
        role,
        at=at,
        department_id=department_id,
        post_id=post_id,
        means=means,
        bound=bound,
        excluding=excluding,
    )


def stand_in(
    person_id: int,
    *,
    institution_id: int,
    at: datetime,
    post_id: int | None = None,
    roster: domain.Snapshot | None = None,
) -> domain.Presence:
    """Return the person if present, else who stands in."""
    roster = snapshot(institution_id, at, roster)
    return domain.stand_in(roster, person_id, at=at, post_id=post_id)


def superior(
    person_id: int,
    *,
    institution_id: int,
    at: datetime,
    department_id: int | None = None,
    roster: domain.Snapshot | None = None,
) -> domain.Presence:
    """Return the next level above; above a principal leader that of the parent institution."""
    roster = snapshot(institution_id, at, roster)
    answer = domain.superior(roster, person_id, at=at, department_id=department_id)
    if answer.alarm and roster.parent_id is not None:
        return domain.resolve(snapshot(roster.parent_id, at), "principal-leader", at=at)
    return answer


def cover(person: Person, *, since: datetime, until: datetime) -> tuple[domain.Cover, ...]:
    """Return who would stand in, post by post, were the person away: the warning before saving."""
    roster = snapshot(person.institution_id, since)
    return domain.cover(roster, person.pk, since=since, until=until)


def empty_posts(
    institution_id: int, at: datetime, *, roster: domain.Snapshot | None = None
) -> tuple[domain.Presence, ...]:
    """Return an alarm for each post for which nobody at all is present."""
    return domain.empty_posts(snapshot(institution_id, at, roster), at)


def institutions(*, active_only: bool = True) -> list[Institution]:
    """Return every institution, by code."""
    rows = Institution.objects.all()
    return list(rows.filter(active=True) if active_only else rows)
