"""The endpoints: thin doors to the same actions and queries that the pages use."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from pydantic import Field

from shouwen.api import schemas, views
from shouwen.api.access import Caller, caller
from shouwen.docket import queries as dossiers
from shouwen.docket.actions import Once
from shouwen.enactment import queries as enactment
from shouwen.errors import Text, Unclear
from shouwen.journal import queries as journal
from shouwen.matters import actions, queries
from shouwen.organization.permissions import require
from shouwen.rulebook import citation
from shouwen.rulebook.library import load_library
from shouwen.rulebook.readback import shown
from shouwen.rulebook.values import Edition
from shouwen.worktime import deadlines

PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 422), schemas.Problem)
router = Router(tags=["Shouwen"])


def once(request: HttpRequest, who: Caller, body: dict[str, Any]) -> Once | None:
    """Return the idempotency key of a request, if it carries one."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return None
    if len(key) > 80:
        raise Unclear(
            "api.idempotency-key",
            Text(
                "Idempotency-Key 最长 80 个字符。", "An Idempotency-Key has 80 characters at most."
            ),
        )
    return Once.of(f"person:{who.actor.person_id}", key, body)


@router.post(
    "/matters",
    operation_id="register_matter",
    summary="Register a first contact",
    response={201: schemas.Registered, **PROBLEMS},
)
def register(request: HttpRequest, body: schemas.NewMatter) -> Status[schemas.Registered]:
    """Register a matter: number, query code, chained entry, obligations and outbox, at once."""
    who = caller(request)
    require(who.actor, "matter.register")
    now = timezone.now()
    at = (
        actions.back_dated(body.received_at, now, body.received_reason) if body.received_at else now
    )
    contact = actions.Contact(
        **body.model_dump(exclude={"received_at", "received_reason", "post"}),
    )
    done = actions.register(
        contact,
        institution_id=who.actor.institution_id,
        by=who.actor,
        at=at,
        post=body.post,
        once=once(request, who, body.model_dump(mode="json")),
        roster=who.roster,
    )
    told = schemas.Registered(
        number=done.number,
        code=done.code,
        state=done.dossier.state,
        limit=done.dossier.limit_at,
        repeated=done.repeated,
    )
    return Status(201, told)


@router.get(
    "/matters",
    operation_id="list_matters",
    summary="Matters that the token's person may see",
    response={200: schemas.MatterPage, **PROBLEMS},
)
def list_matters(
    request: HttpRequest,
    text: str = "",
    state: str = "",
    kind: str = "",
    item: str = "",
    department: schemas.Key | None = None,
    lamp: str = "",
    channel: str = "",
    since: date | None = None,
    until: date | None = None,
    mine: str = "",
    order: Literal["newest", "limit", "last-act"] = "newest",
    cursor: str = "",
    size: Annotated[int, Field(ge=1, le=200)] = 30,
) -> schemas.MatterPage:
    """List matters, keyset-paged: follow `next` and `previous`."""
    who = caller(request)
    filters = queries.Filters(
        text=text,
        state=state,
        kind=kind,
        item=item,
        department=department,
        lamp=lamp,
        channel=channel,
        since=since,
        until=until,
        mine=mine,
        order=order,
    )
    found = queries.listing(who.actor, filters, timezone.now(), cursor=cursor, size=size)
    return schemas.MatterPage(
        matters=[views.line(row) for row in found.rows],
        next=found.following,
        previous=found.previous,
    )


@router.get(
    "/matters/{number}",
    operation_id="get_matter",
    summary="One matter: limits with derivations, acts possible and barred",
    response={200: schemas.MatterWhole, **PROBLEMS},
)
def get_matter(request: HttpRequest, number: str) -> schemas.MatterWhole:
    """Return a matter with every limit's steps and clauses."""
    return views.whole(queries.page(caller(request).actor, number, timezone.now()))


@router.post(
    "/matters/{number}/acts",
    operation_id="enter_act",
    summary="Enter an act",
    response={201: schemas.Entered, **PROBLEMS},
)
def enter_act(request: HttpRequest, number: str, body: schemas.NewAct) -> Status[schemas.Entered]:
    """Enter an act with the answers to its form, as a page would."""
    who = caller(request)
    dossier = dossiers.by_number(who.actor, number)
    done = actions.perform(
        dossier.uid,
        body.act,
        body.answers,
        by=who.actor,
        at=timezone.now(),
        seen=body.seen,
        once=once(request, who, {"number": number, **body.model_dump(mode="json")}),
    )
    told = schemas.Entered(
        number=done.dossier.number,
        seq=done.seq,
        state=done.dossier.state,
        limit=done.dossier.limit_at,
        repeated=done.repeated,
    )
    return Status(201, told)


@router.get(
    "/matters/{number}/journal",
    operation_id="get_journal",
    summary="The chain of a matter",
    response={200: list[schemas.Entry], **PROBLEMS},
)
def get_journal(request: HttpRequest, number: str) -> list[schemas.Entry]:
    """Return the entries of a matter's chain: codes and commitments, no personal data."""
    dossier = dossiers.by_number(caller(request).actor, number)
    return [views.entry(one) for one in journal.entries(dossier.uid.hex)]


@router.get(
    "/deadline",
    operation_id="compute_deadline",
    summary="Compute a limit and say each step",
    response={200: schemas.Deadline, **PROBLEMS},
)
def deadline(
    request: HttpRequest,
    start: str,
    within: str,
    calendar: str = "cn",
    hours: str | None = None,
    ends: Literal["close", "midnight"] = "close",
    roll: bool = True,
) -> dict[str, Any]:
    """Return the limit of a span from a start, with the notices that its days rest on."""
    caller(request)
    return deadlines.deadline(start, within, calendar=calendar, hours=hours, ends=ends, roll=roll)


@router.get(
    "/rulebooks",
    operation_id="list_rulebooks",
    summary="Editions that the product carries, and those in force here",
    response={200: list[schemas.EditionLine], **PROBLEMS},
)
def list_rulebooks(request: HttpRequest) -> list[schemas.EditionLine]:
    """List every edition, and since when it is in force in the token's institution."""
    who = caller(request)
    require(who.actor, "rulebook.see")
    in_force = {one.work: one for one in enactment.editions(who.actor.institution_id)}
    return [_edition(one, in_force.get(one.work)) for one in load_library().editions]


@router.get(
    "/rulebooks/{work}/{edition}",
    operation_id="get_rulebook",
    summary="An edition, read back clause by clause",
    response={200: schemas.EditionWhole, **PROBLEMS},
)
def get_rulebook(
    request: HttpRequest, work: str, edition: date, language: Literal["zh", "en"] = "zh"
) -> schemas.EditionWhole:
    """Return what the software does with each clause."""
    who = caller(request)
    require(who.actor, "rulebook.see")
    found = next(
        (one for one in load_library().editions if (one.work, one.first_day) == (work, edition)),
        None,
    )
    if found is None:
        raise Unclear(
            "docket.unknown",
            Text(f"没有「{work}@{edition}」。", f"There is no {work}@{edition}."),
        )
    in_force = {one.work: one for one in enactment.editions(who.actor.institution_id)}
    return schemas.EditionWhole(
        edition=_edition(found, in_force.get(work)),
        clauses=[
            schemas.Clause(
                at=clause.at,
                printed=citation.numbered(clause.at, found.numbering, language),
                gist=clause.gist,
                does=[rule.sentence for rule in clause.rules],
                not_encoded=clause.not_encoded,
            )
            for clause in shown(found, language)
        ],
    )


def _edition(found: Edition, in_force: Edition | None) -> schemas.EditionLine:
    since = in_force.first_day.isoformat() if in_force else None
    until = in_force.last_day.isoformat() if in_force and in_force.last_day else None
    return schemas.EditionLine(
        work=found.work,
        edition=found.first_day.isoformat(),
        title=found.title,
        short=found.short,
        clauses=len(found.clauses),
        rules=len(found.rules),
        sha256=found.sha256,
        in_force_since=since,
        in_force_until=until,
    )
