"""What an actor may see, said so that the database can walk an index and stop after a page.

The same dossiers as `docket.queries.visible`: nothing is added, and nothing is left out.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier, Involvement
from shouwen.organization.domain import Actor
from shouwen.organization.visibility import Scope, scope

FEW = 1_000
"""Up to so many parts are read one by one; of more, a page is soon found walking."""


def reached(actor: Actor) -> QuerySet[Dossier]:
    """Return the dossiers that the actor may see, for lists.

    Whoever sees no other institution is held to their own, so that its indexes serve. Whoever has
    a part in few dossiers, and sees no others, has these looked up: walking past a million of other
    people's would take long. That costs one statement more.
    """
    rows = dossiers.visible(actor)
    reach = scope(actor)
    if reach.everything or reach.institution_ids - {actor.institution_id}:
        return rows
    rows = rows.filter(institution=actor.institution_id)
    if reach.institution_ids or reach.department_ids:
        return rows
    mine = _few(actor, reach)
    return rows if mine is None else rows.filter(pk__in=mine)


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
