"""What an actor may see, said so that the database can walk an index and stop after a page.

The same dossiers as `docket.queries.visible`: nothing is added, and nothing is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier, Involvement
from shouwen.organization.domain import Actor
from shouwen.organization.visibility import Scope, scope, visible_to

FEW = 1_000
"""Up to so many parts are read one by one; of more, a page is soon found walking."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The dossiers that an actor may see; `quick` is a part of them that an index finds at once.

    There is such a part only where finding the whole takes long.
    """

    rows: QuerySet[Dossier]
    quick: QuerySet[Dossier] | None = None


def reached(actor: Actor) -> Reached:
    """Return the dossiers that the actor may see, for lists.

    Whoever sees no other institution is held to their own, so that its indexes serve. Whoever has
    a part in few dossiers, and sees no others, has these looked up: walking past a million of other
    people's would take long. That costs one statement more.
    """
    rows = dossiers.visible(actor)
    reach = scope(actor)
    if reach.everything or reach.institution_ids - {actor.institution_id}:
        return Reached(rows)
    rows = rows.filter(institution=actor.institution_id)
    if reach.institution_ids or reach.department_ids:
        return Reached(rows)
    mine = _few(actor, reach)
    if mine is not None:
        return Reached(rows.filter(pk__in=mine))
    own = Dossier.objects.filter(visible_to(actor), institution=actor.institution_id)
    return Reached(rows, own.filter(post__in=sorted(reach.post_ids)))


def _few(actor: Actor, reach: Scope) -> list[UUID] | None:
    """Return the dossiers that the actor has a part in, or None if they are many."""
    posts = sorted(reach.post_ids | actor.sees_posts)
    parts = [
        Involvement.objects.filter(post__in=posts).values_list("dossier"),
        Involvement.objects.filter(person=actor.person_id).values_list("dossier"),
        Dossier.objects.filter(post__in=posts, settled=False).values_list("pk"),
        Dossier.objects.filter(post__in=posts, settled=True).values_list("pk"),
        Dossier.objects.filter(first_asked=actor.person_id).values_list("pk"),
    ]
    found = [uid for (uid,) in parts[0].union(*parts[1:], all=True)[: FEW + 1]]
    return None if len(found) > FEW else list(set(found))
