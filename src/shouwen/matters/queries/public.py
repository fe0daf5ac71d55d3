"""Opening a matter without an account: number and query code, or the link of the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Sum

from shouwen.docket.models import Dossier
from shouwen.errors import Refused, Text, Unclear
from shouwen.matters import codes
from shouwen.matters.filing import path_of
from shouwen.matters.models import Attachment, CodeTry, Matter
from shouwen.matters.queries.page import Page, page_of

TRIES = 5
"""Wrong codes for one number from one address before it is locked."""

TRIES_OF_ADDRESS = 20
"""Wrong codes from one address for any numbers before it is locked."""

LOCKED_FOR = timedelta(minutes=15)

RECEIPT_LINK = timedelta(days=400)
"""How long the QR code on a receipt opens its matter."""

VISIT_LINK = timedelta(hours=2)
"""How long the address opens that number and code led to."""


def with_code(
    number: str, code: str, *, address: str, now: datetime, institution_id: int | None = None
) -> Dossier:
    """Return the dossier that number and code open; wrong ones are counted and slowed down.

    An unknown number answers exactly like a wrong code. A try is counted before it is looked at,
    so that many at once gain nothing.
    """
    number = number.replace("\x00", "").strip().upper()[:40]
    address = address[:45]
    left = _count_try(number, address, now)
    found = _opened_by(number, code, institution_id)
    if found is not None:
        CodeTry.objects.filter(number=number, address=address).delete()
        return found
    raise Unclear(
        "matters.wrong-code",
        Text(
            f"编号或查询码不对。查询码在回执右上角,8 位数字。还可再试 {left} 次。",
            f"Number or code does not match; see the receipt, top right. {left} tries left.",
        ),
        facts={"left": left},
    )


def _opened_by(number: str, code: str, institution_id: int | None) -> Dossier | None:
    rows = Matter.objects.filter(number=number).select_related("dossier")
    if institution_id is not None:
        rows = rows.filter(institution=institution_id)
    matching = [row for row in rows if codes.matches(row.pk, code, row.code_hash)]
    return matching[0].dossier if matching else None


@transaction.atomic
def _count_try(number: str, address: str, now: datetime) -> int:
    """Count a try and return how many are left after it; refuse it when none is."""
    CodeTry.objects.get_or_create(number=number, address=address, defaults={"last_at": now})
    tries = CodeTry.objects.select_for_update().get(number=number, address=address)
    if now - tries.last_at >= LOCKED_FOR:
        tries.failures = 0
    recent = CodeTry.objects.filter(address=address, last_at__gt=now - LOCKED_FOR)
    of_address = recent.aggregate(all=Sum("failures"))["all"] or 0
    if tries.failures >= TRIES or of_address >= TRIES_OF_ADDRESS:
        raise Refused(
            "matters.code-locked",
            Text(
                "查询码错了太多次,请 15 分钟后再试,或打电话。",
                "Too many wrong codes. Try again in 15 minutes, or phone.",
            ),
        )
    tries.failures += 1
    tries.last_at = now
    tries.save()
    return TRIES - tries.failures


def receipt_link(dossier: Dossier, now: datetime) -> str:
    """Return what the QR code of a receipt carries."""
    return codes.link(dossier.uid, _code_hash(dossier), now + RECEIPT_LINK)


def visit_link(dossier: Dossier, now: datetime) -> str:
    """Return the short-lived link that number and code lead to."""
    return codes.link(dossier.uid, _code_hash(dossier), now + VISIT_LINK)


def _code_hash(dossier: Dossier) -> str:
    return Matter.objects.values_list("code_hash", flat=True).get(dossier=dossier)


def with_link(link: str, *, now: datetime) -> Dossier | None:
    """Return the dossier that a link opens; None for a forged, an old or a revoked one."""
    found = codes.linked(link, now)
    if found is None:
        return None
    uid, mark = found
    matter = Matter.objects.filter(pk=uid).select_related("dossier__institution").first()
    same = matter is not None and matter.code_hash.startswith(mark)
    return matter.dossier if matter is not None and same else None


def is_code_of(dossier: Dossier, code: str) -> bool:
    """Say whether this is the dossier's query code; for printing it at the time of issue."""
    return codes.matches(dossier.uid, code, _code_hash(dossier))


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a matter: where it lies, and as what it is shown."""

    path: Path
    name: str
    media_type: str


def attachment(dossier: Dossier, file_id: int) -> Stored | None:
    """Return a file of a matter; None for one that is not its own."""
    row = Attachment.objects.filter(matter=dossier.pk, pk=file_id).first()
    return Stored(path_of(row.sha256), row.name, row.media_type) if row is not None else None


def followed(dossier: Dossier, now: datetime) -> Page:
    """Return the whole page of a matter for whoever opened it with the code."""
    return page_of(dossier, None, now, full=True)
