"""What every act of this room shares: the lock, the rights, the entry in the journal."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pypinyin import Style, lazy_pinyin

from shouwen.errors import Refused, Text, Unclear
from shouwen.journal import actions as journal
from shouwen.organization.domain import Actor
from shouwen.organization.models import OfficeRole, Person, RosterVersion

_SPACE = uuid.UUID("6d1b8e7a-0f5e-5a53-9d0c-7a9a6f2c1e10")


def dossier_of(institution_id: int) -> str:
    """Return the id of the chain that holds an institution's organization acts."""
    return uuid.uuid5(_SPACE, f"organization:{institution_id}").hex


def lock(institution_id: int) -> None:
    """Take the institution's roster for writing, and give it a new version.

    The row lock makes acts on one roster follow one another, so that checks for overlap hold.
    """
    version = secrets.randbits(62)
    if not RosterVersion.objects.filter(pk=institution_id).update(version=version):
        raise Unclear(
            "organization.institution",
            Text("没有这个单位", "There is no such institution."),
            facts={"institution": institution_id},
        )


def record(
    act: str,
    *,
    institution_id: int,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any],
    personal: Mapping[str, str] | None = None,
    subject: str = "office",
) -> None:
    """Write the act into the institution's organization chain; empty texts are left out.

    Comes after the rows of the act. The version changes once more, so that a snapshot that the act
    itself looked at before writing is never taken for the roster after it.
    """
    lock(institution_id)
    journal.append(
        institution_id=institution_id,
        dossier=dossier_of(institution_id),
        act=act,
        at=at,
        by=by.signature(),
        facts={name: _plain(value) for name, value in facts.items() if value is not None},
        personal={path: text for path, text in (personal or {}).items() if text},
        subject=subject,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def person_of(by: Actor) -> int | None:
    """Return the person's id for a foreign key; None for the software itself."""
    return None if by.everything else by.person_id


def spell(since: datetime, until: datetime | None) -> None:
    """Refuse a spell that ends before it begins."""
    if until is not None and until <= since:
        raise Unclear(
            "organization.spell",
            Text("结束时间须晚于开始时间", "The end must be later than the beginning."),
            facts={"since": since.isoformat(), "until": until.isoformat()},
        )


def same_house(institution_id: int, *others: int) -> None:
    """Refuse to tie together things of different institutions."""
    if any(other != institution_id for other in others):
        raise Unclear(
            "organization.other-institution",
            Text(
                "人员、科室、岗位须属于同一单位",
                "They belong to different institutions.",
            ),
        )


def employed(person: Person, at: datetime) -> None:
    """Refuse people who have left."""
    if person.left_at is not None and person.left_at <= at:
        raise Refused(
            "organization.left",
            Text(f"{person.name}已离岗", f"{person.name_en or person.name} has left."),
            facts={"person": person.pk},
        )


def not_an_officer(person: Person) -> None:
    """Refuse business for one of the three officers (三员分立)."""
    held = OfficeRole.objects.filter(
        person=person, until__isnull=True, role__in=OfficeRole.OFFICERS
    ).first()
    if held is not None:
        raise Refused(
            "organization.officer",
            Text(
                "三员(系统管理员、安全管理员、审计员)不得兼任业务岗位或角色",
                "Administrators, security administrators and auditors bear no business role.",
            ),
            facts={"person": person.pk, "role": held.role},
            remedy=Text("请另选人员,或先结束其三员角色", "Choose somebody else, or end it first."),
        )


def initials(name: str) -> str:
    """Return pinyin initials: 林小满 → lxm."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")[:30]


def pinyin(name: str) -> str:
    """Return whole pinyin without tones or blanks: 林小满 → linxiaoman."""
    return "".join(lazy_pinyin(name)).lower().replace(" ", "")[:120]


def filled(value: str, name: Text) -> str:
    """Return the text without outer blanks; refuse an empty one."""
    kept = value.strip()
    if not kept:
        raise Unclear(
            "organization.empty", Text(f"{name.zh}不能为空", f"{name.en} must not be empty.")
        )
    return kept
