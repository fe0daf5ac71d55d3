"""Signing in and out, locks after failures, and tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction

from shouwen.errors import Refused, Text, Unclear
from shouwen.organization.actions.base import employed, lock, person_of, record
from shouwen.organization.domain import Actor
from shouwen.organization.models import ApiToken, Person, SignIn, SignInLock
from shouwen.organization.permissions import ALL, require

FREE_FAILURES = 5
"""Failures in a row of a username from an address before it must wait."""
FREE_FAILURES_OF_ADDRESS = 100
"""Failures of an address under whatever usernames: many people may share one address."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGET_AFTER = timedelta(hours=24)
FORGET_ADDRESS_AFTER = timedelta(minutes=15)
LONGEST_TOKEN = timedelta(days=366)
PREFIX = "shouwen_"
_ANYBODY = "*"


def sign_in(*, username: str, password: str, address: str, at: datetime) -> Person:
    """Return the person whose name and password these are.

    Raises `Refused` with code `sign-in.wrong` (name or password, never which), `sign-in.left` or
    `sign-in.locked` (facts: `until`, `seconds`). Each attempt counts before it is checked, so that
    attempts side by side gain nothing; a success forgets the failures.
    """
    username = username.strip().lower()[:60]
    until = _count(username, address, at)
    if until is not None:
        _log(SignIn.Outcome.LOCKED, username, address, at)
        raise _locked(until, at)
    person = Person.objects.filter(username=username).first()
    if person is None:
        Person().set_password(password)  # as slow as checking, so that time tells nothing
    if person is None or not person.check_password(password):
        _log(SignIn.Outcome.WRONG, username, address, at, person)
        raise Refused(
            "sign-in.wrong",
            Text("用户名或密码不对", "The username or the password is wrong."),
            remedy=Text(
                "忘记密码请与本单位系统管理员联系",
                "If forgotten, ask the administrator.",
            ),
        )
    _forgive(username, address)
    if not _may_enter(person, at):
        _log(SignIn.Outcome.LEFT, username, address, at, person)
        raise Refused(
            "sign-in.left",
            Text("账号已停用或人员已离岗", "The account is closed."),
            remedy=Text("请与本单位系统管理员联系", "Ask the administrator of your office."),
        )
    _log(SignIn.Outcome.IN, username, address, at, person)
    Person.objects.filter(pk=person.pk).update(last_login=at)
    return person


def confirm(person: Person, password: str, *, address: str, at: datetime) -> None:
    """Check the password that signs a decision; wrong ones count like those of signing in.

    Raises `Refused` with code `sign.wrong` or `sign-in.locked`.
    """
    until = _count(person.username, address, at)
    if until is not None:
        _log(SignIn.Outcome.LOCKED, person.username, address, at)
        raise _locked(until, at)
    if not person.check_password(password):
        _log(SignIn.Outcome.WRONG, person.username, address, at, person)
        raise Refused(
            "sign.wrong",
            Text("签署口令不对,没有签署", "The signing password is wrong; nothing was signed."),
            remedy=Text("请再写一次您的登录密码", "Write your sign-in password again."),
        )
    _forgive(person.username, address)


def sign_out(person: Person, *, address: str, at: datetime) -> None:
    """Log that a person signed out."""
    _log(SignIn.Outcome.OUT, person.username, address, at, person)


def _may_enter(person: Person, at: datetime) -> bool:
    return person.active and (person.left_at is None or at < person.left_at)


def _log(
    outcome: str, username: str, address: str, at: datetime, person: Person | None = None
) -> None:
    SignIn.objects.create(
        at=at,
        institution_id=person.institution_id if person else None,
        person=person,
        username=username,
        address=address,
        outcome=outcome,
    )


@transaction.atomic
def _count(username: str, address: str, at: datetime) -> datetime | None:
    """Count an attempt; return until when it must wait, if it must."""
    limits = (
        (username, FREE_FAILURES, FORGET_AFTER),
        (_ANYBODY, FREE_FAILURES_OF_ADDRESS, FORGET_ADDRESS_AFTER),
    )
    rows = []
    for name, free, memory in limits:
        SignInLock.objects.get_or_create(username=name, address=address, defaults={"last_at": at})
        row = SignInLock.objects.select_for_update().get(username=name, address=address)
        if row.locked_until is not None and at < row.locked_until:
            return row.locked_until
        if at - row.last_at > memory:
            row.failures = 0
        rows.append((row, free))
    for row, free in rows:
        row.failures += 1
        row.last_at = at
        row.locked_until = at + wait_after(row.failures - free) if row.failures >= free else None
        row.save()
    return None


def wait_after(beyond: int) -> timedelta:
    """Return how long to wait after so many failures beyond the free ones: 1, 2, 4 … minutes."""
    return min(FIRST_WAIT * (1 << min(beyond, 10)), LONGEST_WAIT)


@transaction.atomic
def _forgive(username: str, address: str) -> None:
    SignInLock.objects.filter(username=username, address=address).delete()
    SignInLock.objects.filter(username=_ANYBODY, address=address, failures__gt=0).update(
        failures=models.F("failures") - 1, locked_until=None
    )


def _locked(until: datetime, at: datetime) -> Refused:
    seconds = max(int((until - at).total_seconds()), 1)
    minutes = -(-seconds // 60)
    return Refused(
        "sign-in.locked",
        Text(
            f"登录失败次数过多,请 {minutes} 分钟后再试",
            f"Too many failures; try again in {minutes} min.",
        ),
        facts={"until": until.isoformat(), "seconds": seconds},
        remedy=Text("忘记密码请与本单位系统管理员联系", "If forgotten, ask the administrator."),
    )


def forget_old_locks(*, at: datetime) -> int:
    """Delete locks that no longer matter; return how many."""
    return SignInLock.objects.filter(last_at__lt=at - FORGET_AFTER).delete()[0]


def digest(raw: str) -> str:
    """Return what is kept of a token. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(raw.encode()).hexdigest()


@transaction.atomic
def issue_token(
    person: Person,
    *,
    name: str,
    rights: Iterable[str],
    expires_at: datetime,
    by: Actor,
    at: datetime,
) -> tuple[ApiToken, str]:
    """Issue a token that acts as the person with these rights; the text is shown this once."""
    require(by, "token.issue", institution_id=person.institution_id)
    employed(person, at)
    wanted = sorted(set(rights))
    if unknown := [right for right in wanted if right not in ALL]:
        raise Unclear(
            "token.right",
            Text(f"没有这些权限:{'、'.join(unknown)}", f"No such right: {', '.join(unknown)}."),
            facts={"rights": unknown},
        )
    if not at < expires_at <= at + LONGEST_TOKEN:
        raise Unclear(
            "token.expiry",
            Text("有效期须在一年以内", "A token lasts a year at most."),
            facts={"expires": expires_at.isoformat()},
        )
    lock(person.institution_id)
    raw = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        institution_id=person.institution_id,
        person=person,
        name=name.strip()[:80] or "API",
        digest=digest(raw),
        hint=raw[len(PREFIX) :][:6],
        rights=wanted,
        issued_at=at,
        issued_by_id=person_of(by),
        expires_at=expires_at,
    )
    record(
        "token-issued",
        institution_id=person.institution_id,
        by=by,
        at=at,
        facts={
            "token": token.pk,
            "person": person.pk,
            "rights": wanted,
            "expires": expires_at,
        },
    )
    return token, raw


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> None:
    """Revoke a token; its own person may, too. Revoking twice changes nothing."""
    if by.person_id != token.person_id or by.everything:
        require(by, "token.issue", institution_id=token.institution_id)
    lock(token.institution_id)
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        record(
            "token-revoked",
            institution_id=token.institution_id,
            by=by,
            at=at,
            facts={"token": token.pk, "person": token.person_id},
        )


def note_token_use(token_id: int, *, at: datetime) -> None:
    """Note that a token was used, once a minute at most."""
    stale = models.Q(last_used_at__isnull=True) | models.Q(
        last_used_at__lt=at - timedelta(minutes=1)
    )
    ApiToken.objects.filter(stale, pk=token_id).update(last_used_at=at)
