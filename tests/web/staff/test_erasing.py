"""Deleting personal data: two people, everything of the citizen's own, a sound record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwen.errors import Refused
from shouwen.journal import actions as journal_actions
from shouwen.journal import queries as journal
from shouwen.matters import actions, queries, search
from shouwen.matters.models import Attachment, ErasureRequest, Matter
from shouwen.notify.models import Message
from tests.people import PASSWORD, Office, build
from tests.web.public.conftest import PDF, Brought, act, bring

pytestmark = pytest.mark.django_db

CANARIES = ("欧阳测试", "13811112222", "canary@example.org", "金丝雀路七号", "秘密事由", "秘密答复")


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def office(db: None) -> Office:
    return build()


@pytest.fixture
def settled(office: Office, client: Client) -> Brought:
    """A settled matter full of what can be recognised, with a file and messages."""
    name, phone, email, address, subject, reply = CANARIES
    whose = {"applicant": name, "phone": phone, "email": email, "address": address}
    matter = bring(office, item="", kind="enquiry", subject=subject, **whose)
    act(office, matter, "lin", "accepted")
    file = {"file": SimpleUploadedFile("证件.pdf", PDF)}
    client.force_login(office.people["lin"])
    client.post(reverse("matter-attach", args=[matter.number]), file)
    act(office, matter, "lin", "completed", result=reply)
    return matter


def signed_in(office: Office, name: str) -> Client:
    browser = Client()
    browser.force_login(office.people[name])
    return browser


def url(matter: Brought) -> str:
    return reverse("matter-erase", args=[matter.number])


def ask(office: Office, matter: Brought) -> None:
    sent = {"basis": "period-ended", "reason": "保存期满,按档案规定处理"}
    assert signed_in(office, "feng").post(url(matter), sent).status_code == 302


def decide(office: Office, matter: Brought, decision: str = "approve", **more: str) -> int:
    sent = {"read": "1", "code": PASSWORD, "decision": decision, **more}
    return signed_in(office, "wang").post(url(matter), sent).status_code


def stored() -> Iterator[str]:
    """Yield every value in every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from map(str, row)


def found(canary: str) -> list[str]:
    return [text for text in stored() if canary in text]


def test_two_people_delete_everything_and_the_record_still_verifies(
    office: Office, settled: Brought, django_capture_on_commit_callbacks
) -> None:
    assert all(found(canary) for canary in CANARIES[:5])
    file = queries.attachment(Matter.objects.get().dossier, Attachment.objects.get().pk).path
    assert file.exists()
    ask(office, settled)
    asked = Message.objects.get(template="to-sign")
    assert asked.person == office.people["wang"]
    with django_capture_on_commit_callbacks(execute=True):
        assert decide(office, settled) == 302
    assert [text for canary in CANARIES for text in found(canary)] == []
    assert not Attachment.objects.exists()
    assert not file.exists()
    assert search.find(office.id, "秘密事由") == []
    assert search.find(office.id, settled.number) == [settled.uid]
    journal_actions.sequence_all()
    verdict = journal.verify(office.id, at=timezone.now())
    assert verdict.clean, verdict.fault


def test_the_story_says_who_asked_who_granted_and_on_what_ground(
    office: Office, settled: Brought
) -> None:
    ask(office, settled)
    decide(office, settled)
    page = signed_in(office, "feng").get(reverse("matter", args=[settled.number])).content.decode()
    for said in (
        "已删除个人信息",
        "冯清明",
        "王冬至",
        "保存期限已经届满",
        "按档案规定处理",
        "批准人",
    ):
        assert said in page
    assert "个人信息已按规定删除" in page
    assert "B 代" not in page  # who acts as themselves sits in nobody's place
    entry = next(one for one in journal.entries(settled.uid.hex) if one.act == "erased")
    assert entry.by["person"] == office.people["feng"].pk
    assert entry.facts["approver"] == office.people["wang"].pk


def test_every_page_of_an_erased_matter_still_opens(office: Office, settled: Brought) -> None:
    ask(office, settled)
    decide(office, settled)
    browser = signed_in(office, "wang")
    paths = [
        reverse("matter", args=[settled.number]),
        reverse("matters"),
        reverse("matter-paper", args=[settled.number, "receipt"]),
        reverse("matter-erase", args=[settled.number]),
        settled.url,
        f"{settled.url}papers/receipt/",
    ]
    for path in paths:
        assert browser.get(path).status_code == 200, path
    public = Client().get(settled.url).content.decode()
    assert "按规定删除了您的个人信息" in public
    assert not any(canary in public for canary in CANARIES)


def test_a_refusal_keeps_everything_and_tells_who_asked(office: Office, settled: Brought) -> None:
    ask(office, settled)
    assert decide(office, settled, "refuse") == 422
    assert decide(office, settled, "refuse", reason="还在复议期") == 302
    assert Matter.objects.get().applicant == CANARIES[0]
    assert Message.objects.filter(person=office.people["feng"], template="act").exists()
    ask(office, settled)  # it may be asked anew
    assert ErasureRequest.objects.count() == 2


def test_nobody_grants_what_they_asked_nor_without_the_password(
    office: Office, settled: Brought
) -> None:
    ask(office, settled)
    wrong = {"read": "1", "code": "falsch", "decision": "approve"}
    assert signed_in(office, "wang").post(url(settled), wrong).status_code == 403
    unread = {"code": PASSWORD, "decision": "approve"}
    assert signed_in(office, "wang").post(url(settled), unread).status_code == 422
    ErasureRequest.objects.update(asked_by=office.people["wang"])
    wang = office.actor("wang", timezone.now())
    with pytest.raises(Refused, match="same-person"):
        actions.grant_erasure(wang, settled.number, at=timezone.now())
    assert Matter.objects.get().applicant == CANARIES[0]


def test_an_open_matter_keeps_its_data(office: Office) -> None:
    matter = bring(office)
    feng = signed_in(office, "feng")
    assert "还没有办完" in feng.get(url(matter)).content.decode()
    now = timezone.now()
    with pytest.raises(Refused, match="erasure-open"):
        actions.ask_erasure(
            office.actor("feng", now), matter.number, "period-ended", "理由", at=now
        )


def test_it_is_asked_once_and_only_by_who_may(office: Office, settled: Brought) -> None:
    ask(office, settled)
    now = timezone.now()
    with pytest.raises(Refused, match="erasure-asked"):
        actions.ask_erasure(office.actor("feng", now), settled.number, "period-ended", "x", at=now)
    for name in ("lin", "zhou", "qian", "admin", "audit"):
        assert signed_in(office, name).get(url(settled)).status_code == 403
    assert "等主要领导批准" in signed_in(office, "feng").get(url(settled)).content.decode()


def test_what_is_missing_is_said_at_its_field(office: Office, settled: Brought) -> None:
    answer = signed_in(office, "feng").post(url(settled), {})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请选依据" in page
    assert "请写理由" in page
