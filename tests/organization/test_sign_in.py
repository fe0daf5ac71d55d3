"""Signing in, being made to wait, tokens."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate, get_user
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory, override_settings

from shouwen.errors import Refused, Unclear
from shouwen.organization import actions, queries
from shouwen.organization.actions.access import LONGEST_WAIT, wait_after
from shouwen.organization.backend import PATH, PersonBackend
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import ApiToken, Person, SignIn, SignInLock

from .office import DAY, HOUR, PASSWORD, START, Office

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _fast_hashing() -> object:
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers, AUTHENTICATION_BACKENDS=[PATH]):
        yield


@pytest.fixture
def lin(office: Office) -> Person:
    actions.set_password(office.lin, PASSWORD, once=False, by=SYSTEM, at=START)
    return office.lin


def attempt(
    lin: Person, password: str, at: datetime, address: str = "10.0.0.1"
) -> tuple[str, object]:
    try:
        found = actions.sign_in(username=lin.username, password=password, address=address, at=at)
    except Refused as refused:
        return refused.code, refused.facts.get("seconds")
    return "in", found.pk


def test_the_right_password_opens_and_is_logged(lin: Person) -> None:
    assert attempt(lin, PASSWORD, START) == ("in", lin.pk)
    assert actions.sign_in(
        username=f" {lin.username.upper()} ", password=PASSWORD, address="", at=START
    )
    assert [one.outcome for one in queries.sign_ins(lin.institution_id)] == ["signed-in"] * 2
    lin.refresh_from_db()
    assert lin.last_login == START


def test_wrong_name_and_wrong_password_are_told_in_the_same_words(lin: Person) -> None:
    told = []
    for username, password in ((lin.username, "wrong"), ("nobody", PASSWORD)):
        with pytest.raises(Refused) as refused:
            actions.sign_in(username=username, password=password, address="a", at=START)
        told.append((refused.value.code, refused.value.text))
    assert told[0] == told[1]


def test_after_five_failures_even_the_right_password_must_wait(lin: Person) -> None:
    for _ in range(5):
        assert attempt(lin, "wrong", START)[0] == "sign-in.wrong"
    assert attempt(lin, PASSWORD, START) == ("sign-in.locked", 60)
    assert attempt(lin, PASSWORD, START + MINUTE - timedelta(seconds=1))[0] == "sign-in.locked"
    assert attempt(lin, PASSWORD, START + MINUTE)[0] == "in"
    assert SignIn.objects.filter(outcome="locked").count() == 2


def test_each_further_failure_doubles_the_wait_up_to_an_hour(lin: Person) -> None:
    at = START
    waits = []
    for _ in range(4):
        attempt(lin, "wrong", at)
    for _ in range(8):
        assert attempt(lin, "wrong", at)[0] == "sign-in.wrong"
        waits.append(attempt(lin, PASSWORD, at)[1])
        at += timedelta(seconds=waits[-1])
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert wait_after(10_000) == LONGEST_WAIT


def test_waiting_is_for_one_name_from_one_address(lin: Person, office: Office) -> None:
    actions.set_password(office.zhao, PASSWORD, once=False, by=SYSTEM, at=START)
    for _ in range(5):
        attempt(lin, "wrong", START)
    assert attempt(lin, PASSWORD, START, address="10.0.0.2")[0] == "in"
    assert attempt(office.zhao, PASSWORD, START)[0] == "in"


def test_a_success_forgets_the_failures_before_it(lin: Person) -> None:
    for _ in range(3):
        for _ in range(4):
            attempt(lin, "wrong", START)
        assert attempt(lin, PASSWORD, START)[0] == "in"


def test_an_address_that_tries_many_names_must_wait(lin: Person) -> None:
    SignInLock.objects.create(username="*", address="10.0.0.1", failures=98, last_at=START)
    for number in range(2):
        with pytest.raises(Refused, match="wrong"):
            actions.sign_in(username=f"guess{number}", password="x", address="10.0.0.1", at=START)
    assert attempt(lin, PASSWORD, START)[0] == "sign-in.locked"
    assert attempt(lin, PASSWORD, START + 20 * MINUTE)[0] == "in"


def test_old_failures_are_forgotten_and_swept(lin: Person) -> None:
    for _ in range(4):
        attempt(lin, "wrong", START)
    attempt(lin, "wrong", START + 2 * DAY)
    assert attempt(lin, PASSWORD, START + 2 * DAY)[0] == "in"
    attempt(lin, "wrong", START + 2 * DAY)
    assert actions.forget_old_locks(at=START + 4 * DAY) == 2


def test_who_left_cannot_sign_in_and_loses_the_session(lin: Person) -> None:
    assert PersonBackend().get_user(lin.pk) == lin
    actions.deactivate_person(lin, by=SYSTEM, at=START)
    assert attempt(lin, PASSWORD, START + HOUR)[0] == "sign-in.left"
    assert PersonBackend().get_user(lin.pk) is None


def test_a_password_set_by_somebody_else_must_be_changed(office: Office) -> None:
    actions.set_password(office.lin, PASSWORD, by=SYSTEM, at=START)
    assert office.lin.password_due
    own = queries.actor(office.lin, START)
    actions.set_password(office.lin, "Another-horse-10", by=own, at=START)
    assert not office.lin.password_due


@pytest.mark.parametrize("password", ["short", "1234567890", "password123"])
def test_a_weak_password_is_refused(office: Office, password: str) -> None:
    with pytest.raises(Unclear, match="password"):
        actions.set_password(office.lin, password, by=SYSTEM, at=START)


def test_there_is_no_superuser() -> None:
    with pytest.raises(ImproperlyConfigured):
        Person.objects.create_superuser(username="root", password="x")
    assert not Person(username="x").has_perm("anything")


def token(office: Office, *rights: str) -> tuple[ApiToken, str]:
    return actions.issue_token(
        office.head,
        name="接口",
        rights=rights,
        expires_at=START + 30 * DAY,
        by=SYSTEM,
        at=START,
    )


def test_a_token_acts_as_its_person_with_its_rights_only(office: Office) -> None:
    row, raw = token(office, "matter.register", "role.assign")
    bearer = queries.person_for_token(raw, START + DAY)
    assert bearer.person == office.head
    assert bearer.actor(START).rights == {"matter.register"}, "not more than the person has"
    assert raw not in (row.digest, row.hint)
    assert not ApiToken.objects.filter(digest=raw).exists()


def test_an_expired_revoked_or_forged_token_is_nobody(office: Office) -> None:
    row, raw = token(office, "matter.register")
    assert queries.person_for_token(raw, START + 30 * DAY) is None
    assert queries.person_for_token(raw[:-1], START) is None
    assert queries.person_for_token("", START) is None
    actions.revoke_token(row, by=SYSTEM, at=START + HOUR)
    actions.revoke_token(row, by=SYSTEM, at=START + 2 * HOUR)
    assert queries.person_for_token(raw, START + HOUR) is None
    row.refresh_from_db()
    assert row.revoked_at == START + HOUR


def test_the_token_of_one_who_left_is_nobody(office: Office) -> None:
    raw = token(office, "matter.register")[1]
    actions.deactivate_person(office.head, by=SYSTEM, at=START)
    assert queries.person_for_token(raw, START + HOUR) is None


def test_a_token_has_named_rights_and_ends(office: Office) -> None:
    with pytest.raises(Unclear, match=r"token\.right"):
        token(office, "everything")
    for days in (0, 400):
        with pytest.raises(Unclear, match=r"token\.expiry"):
            actions.issue_token(
                office.head,
                name="x",
                rights=(),
                expires_at=START + days * DAY,
                by=SYSTEM,
                at=START,
            )


def test_the_use_of_a_token_is_noted_once_a_minute(office: Office) -> None:
    row, _ = token(office, "matter.register")
    for seconds in (0, 59, 61):
        actions.note_token_use(row.pk, at=START + timedelta(seconds=seconds))
    row.refresh_from_db()
    assert row.last_used_at == START + timedelta(seconds=61)


def test_the_site_signs_in_and_out_through_the_backend(lin: Person) -> None:
    client = Client()
    request = RequestFactory().post("/login/", REMOTE_ADDR="10.1.1.1")
    assert authenticate(request, username=lin.username, password="wrong") is None
    assert authenticate(request, username=lin.username, password=PASSWORD) == lin
    client.force_login(lin)
    request.session = client.session
    assert get_user(request) == lin
