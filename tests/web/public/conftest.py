"""The office of the tests with a matter that a citizen brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from shouwen.matters import actions, queries
from tests.people import Office, build

JPEG = b"\xff\xd8\xff\xe0" + b"photograph" * 20
PDF = b"%PDF-1.7\n" + b"paper" * 20


@dataclass(frozen=True)
class Brought:
    """A matter: its number, query code, and the link of its receipt."""

    uid: UUID
    number: str
    code: str
    link: str

    @property
    def url(self) -> str:
        return f"/p/t/{self.link}/"


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def office(db) -> Office:
    return build()


@pytest.fixture
def brought(office: Office) -> Brought:
    return bring(office)


def bring(office: Office, **more: object) -> Brought:
    """Let 张三 apply for his tenancy from the web."""
    now = timezone.now()
    asked = {"subject": "租约三月到期", "item": "GZF", "applicant": "张三", "phone": "13800000000"}
    contact = actions.Contact(channel="web", **{**asked, **more})
    made = actions.register(contact, institution_id=office.id, by=None, at=now)
    link = queries.receipt_link(made.dossier, now)
    return Brought(made.dossier.uid, made.number, made.code, link)


def act(office: Office, matter: Brought, name: str, act: str, **answers: object) -> None:
    """Let a colleague enter an act."""
    now = timezone.now() + timedelta(seconds=1)
    actions.perform(matter.uid, act, answers, by=office.actor(name, now), at=now)
