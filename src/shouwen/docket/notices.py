"""The messages that an act or a threshold causes, addressed to whoever is there at that instant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from shouwen.docket import queries
from shouwen.docket.models import Dossier, Obligation
from shouwen.notify.actions import Notice, tell
from shouwen.organization.domain import present
from shouwen.rulebook.vocabulary import ACTS, name_of

OWN_WORDS = {("urged", False): "urged", ("urged", True): "urged-by-citizen"}
"""Acts whose message asks for something, by whether the citizen did it: the sentence for it."""


def of_move(
    dossier: Dossier,
    act: str,
    roles: Iterable[str],
    *,
    seq: int,
    at: datetime,
    rosters: queries.Rosters,
    by: queries.Doer,
) -> None:
    """Tell the roles that the procedure names about an act, and the recipient of a hand-over.

    Whoever does the act (`by`) is not told of it.
    """
    named = name_of(act, among=ACTS)
    template = OWN_WORDS.get((act, by.capacity == queries.CITIZEN.capacity), "act")
    facts = {"act_zh": named.zh, "act_en": named.en}
    notices = [
        Notice(template, f"{dossier.uid.hex}:{seq}:{person}", person=person, facts=facts)
        for person in sorted(queries.bearers(dossier, roles, at, rosters) - {by.person})
    ]
    if dossier.pending_post_id is not None and act in {"handed-over", "assigned"}:
        roster = rosters.at(dossier.institution_id, at)
        person = present(roster, dossier.pending_post_id, at=at).person_id
        notices.append(Notice("handed-over", f"{dossier.uid.hex}:{seq}:pending", person=person))
    send(dossier, notices, at=at)


def of_threshold(
    dossier: Dossier, row: Obligation, template: str, *, at: datetime, rosters: queries.Rosters
) -> list[Notice]:
    """Return the reminder or the overdue notice of one obligation; overdue tells the head too."""
    _, person = queries.bearer_at(dossier, row.bearer, row.recipient or None, at, rosters)
    limit = row.limit_at.isoformat() if row.limit_at else ""
    facts = {"limit": limit, "acts": row.acts}
    people = {person, dossier.first_asked_id if template == "overdue" else None}
    if template == "overdue" and not row.soft:
        people.add(queries.bearer_at(dossier, "department-head", None, at, rosters)[1])
    return [
        Notice(template, f"{template}:{row.pk}:{limit}:{one}", person=one, facts=facts)
        for one in sorted(person for person in people if person is not None)
    ]


def send(dossier: Dossier, notices: Iterable[Notice], *, at: datetime) -> None:
    """Put notices about a dossier into the outbox, each carrying only its number."""
    send_many([(dossier, list(notices))], institution_id=dossier.institution_id, at=at)


def send_many(
    pairs: Iterable[tuple[Dossier, Sequence[Notice]]], *, institution_id: int, at: datetime
) -> None:
    """Put the notices of several dossiers of one institution into the outbox at once."""
    tell(
        [
            replace(notice, about=dossier.number, facts={"number": dossier.number, **notice.facts})
            for dossier, notices in pairs
            for notice in notices
        ],
        institution_id=institution_id,
        at=at,
    )
