"""Drafting, signing and withdrawing adoptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from shouwen.enactment import domain, queries
from shouwen.enactment.actions.base import bump, chain_of, lock, require
from shouwen.enactment.models import Enactment
from shouwen.errors import Conflict, Refused, Text
from shouwen.journal import actions as journal
from shouwen.organization.domain import Actor
from shouwen.rulebook import adoption as adopting
from shouwen.rulebook.reading import read_adoption


@transaction.atomic
def draft(
    source: str,
    *,
    institution_id: int,
    editions: Sequence[tuple[str, str]],
    trial: bool = False,
    file: str = "adoption.yaml",
    by: Actor,
    at: datetime,
) -> Enactment:
    """Draft an adoption: its document, and (`work@edition`, text) of each edition it takes.

    A `trial` (试评) applies the editions from the adoption's own first day although that is earlier
    than theirs, to measure history by them; only the software itself may make one.
    Raises `RulebookErrors` with every fault of the document, each with `file`, line and remedy.
    """
    require(by, "rulebook.adopt", institution_id)
    if trial and not by.everything:
        raise Refused(
            "enactment.trial",
            Text(
                "试评只能由系统在导入历史来信时建立。",
                "A trial is made by the software itself only, when it imports history.",
            ),
        )
    adoption = read_adoption(source.encode(), file)
    parents = [(queries.published(text), text) for _, text in editions]
    adopting.resolve(adoption, [edition for edition, _ in parents])
    digest = sha256(source.encode()).hexdigest()
    row, made = Enactment.objects.get_or_create(
        institution_id=institution_id,
        name=adoption.name,
        first_day=adoption.first_day,
        sha256=digest,
        defaults={
            "title": adoption.edition.title,
            "source": source,
            "trial": trial,
            "drafted_by_id": None if by.everything else by.person_id,
            "drafted_at": at,
        },
    )
    if made:
        row.editions.set([queries.edition_row(edition, text, at) for edition, text in parents])
        _record("adoption-drafted", row, by=by, at=at)
    return row


@transaction.atomic
def sign(enactment_id: int, *, institution_id: int, readback: str, by: Actor, at: datetime) -> None:
    """Sign a draft: from its first day on it binds.

    `readback` is the SHA-256 of the read-back page that the signer saw: what was signed is what
    will be done. The drafter does not sign (a second person does), and no adoption starts in the
    past: what is already running keeps the law under which it began.
    """
    require(by, "rulebook.sign", institution_id)
    lock(institution_id)
    row = queries.enactment(institution_id, enactment_id)
    if row.signed_at is not None or row.withdrawn_at is not None:
        raise Refused(
            "enactment.signed",
            Text(
                "这份文件已经签署或撤回，请看最新的一份。",
                "This adoption is signed or withdrawn already; look at the newest one.",
            ),
        )
    if not by.everything and row.drafted_by_id == by.person_id:
        raise Refused(
            "enactment.same-person",
            Text(
                "起草人不能签署自己的文件,请另一人签署。", "The drafter cannot sign; ask another."
            ),
        )
    today = queries.worktime(institution_id).local(at).date()
    if not by.everything and row.first_day < today:
        raise Refused(
            "enactment.past",
            Text(
                f"施行日 {row.first_day} 已过。请改为今天或以后。",
                f"The first day {row.first_day} has passed. Choose today or later.",
            ),
        )
    _as_read(row, readback, by)
    _alone(row, by)
    row.signed_at, row.readback_sha256 = at, readback
    row.signed_by_id = None if by.everything else by.person_id
    row.save(update_fields=["signed_at", "signed_by", "readback_sha256"])
    _end_earlier(row)
    _record("adoption-signed", row, by=by, at=at, readback=readback)
    bump(institution_id)


def _alone(row: Enactment, by: Actor) -> None:
    """Refuse to put a work into force twice: two adoptions of it would bind at the same time."""
    clash = next(iter(queries.clashes(row)), None)
    if clash is None or by.everything:
        return
    raise Refused(
        "enactment.twice",
        clash.text,
        facts={"adoption": clash.adoption, "works": list(clash.works)},
        remedy=Text(
            f"请用代号「{clash.name}」写一份新版本来代替，或改选制度、施行日。",
            f"Write a newer version under the name “{clash.name}”, or choose other works or days.",
        ),
    )


def _as_read(row: Enactment, readback: str, by: Actor) -> None:
    """Refuse a signature under another read-back than today's (the software itself reads none)."""
    if by.everything or readback == queries.read_back(row).sha256:
        return
    raise Conflict(
        "enactment.read-back",
        Text(
            "您读到的通读页与现在的不一致，请重新通读。",
            "The read-back has changed since you read it; read it again.",
        ),
        facts={"readback": readback},
    )


def _end_earlier(row: Enactment) -> None:
    """Let an earlier version of the same adoption end on the day before this one begins."""
    earlier = Enactment.objects.filter(
        institution_id=row.institution_id,
        name=row.name,
        signed_at__isnull=False,
        first_day__lt=row.first_day,
    ).exclude(last_day__lt=row.first_day)
    earlier.update(last_day=domain.day_before(row.first_day))


@transaction.atomic
def withdraw(enactment_id: int, *, institution_id: int, by: Actor, at: datetime) -> None:
    """Withdraw an adoption that has not begun; one that has begun ends by a newer one instead.

    A draft that nobody has signed may be withdrawn by whoever may draft.
    """
    lock(institution_id)
    row = queries.enactment(institution_id, enactment_id)
    require(by, "rulebook.sign" if row.signed_at else "rulebook.adopt", institution_id)
    today = queries.worktime(institution_id).local(at).date()
    if row.signed_at is not None and row.first_day <= today:
        raise Refused(
            "enactment.begun",
            Text(
                "已经施行的采用文件不能撤回,请用新的采用文件代替。",
                "An adoption in force cannot be withdrawn; replace it by a newer one.",
            ),
        )
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    _resume_earlier(row)
    _record("adoption-withdrawn", row, by=by, at=at)
    bump(institution_id)


def _resume_earlier(row: Enactment) -> None:
    """Let the version that this one would have ended go on, as if this had never been signed."""
    if row.signed_at is None:
        return
    following = Enactment.objects.filter(
        institution_id=row.institution_id,
        name=row.name,
        signed_at__isnull=False,
        withdrawn_at__isnull=True,
    )
    later = following.filter(first_day__gt=row.first_day).order_by("first_day").first()
    following.filter(last_day=domain.day_before(row.first_day)).update(
        last_day=domain.day_before(later.first_day) if later else None
    )


def _record(act: str, row: Enactment, *, by: Actor, at: datetime, readback: str = "") -> None:
    facts: dict[str, Any] = {
        "adoption": row.name,
        "first-day": _day(row.first_day),
        "sha256": row.sha256,
        "editions": sorted(str(edition) for edition in row.editions.all()),
    }
    if readback:
        facts["readback"] = readback
    if row.trial:
        facts["trial"] = True
    journal.append(
        institution_id=row.institution_id,
        dossier=chain_of(row.institution_id),
        act=act,
        at=at,
        by=by.signature(),
        facts=facts,
        personal={"title": row.title},
        subject="adoption",
    )


def _day(day: date) -> str:
    return day.isoformat()
