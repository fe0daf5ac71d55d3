"""The record: verified in words, a tampered entry named, one matter proved, an export counted."""

from __future__ import annotations

import pytest
from django.db import connection

from shouwen.journal import actions as journal
from shouwen.matters import actions as matters
from tests.people import Office, at
from tests.web.legal.conftest import Colleague

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def number(transactional_db: None, office: Office) -> str:
    """A matter whose record is sealed."""
    done = matters.register(
        matters.Contact(subject="想问续租要交什么。", applicant="张示例", phone="13800000000"),
        institution_id=office.id,
        by=office.actor("lin", at("2026-02-13 09:30")),
        at=at("2026-02-13 09:30"),
    )
    journal.seal(office.id, at=at("2026-02-13 10:00"))
    return str(done.number)


def tamper(old: str, new: str) -> None:
    """Change one byte of the last matter's first entry behind the program's back."""
    from shouwen.journal.models import Entry
    from tests.journal.emptying import unguarded

    row = Entry.objects.filter(act="registered").latest("pk")
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_entry SET canonical = %s WHERE id = %s",
            [row.canonical.replace(old, new, 1), row.pk],
        )


def test_a_whole_record_is_found_whole_and_the_verifying_is_recorded(
    number: str, colleague: Colleague
) -> None:
    answer = colleague("audit").post("/record/verify/")
    told = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["verdict"].clean
    assert "一致" in told
    again = colleague("audit").get("/record/").content.decode()
    assert "核验记录" in again
    assert "施大寒" in again


@pytest.mark.parametrize(("old", "new"), [("registered", "registereD"), ("visit", "visis")])
def test_a_changed_byte_is_found_and_its_matter_named(
    number: str, colleague: Colleague, old: str, new: str
) -> None:
    tamper(old, new)
    answer = colleague("audit").post("/record/verify/")
    told = answer.content.decode()
    assert not answer.context["verdict"].clean
    assert "不一致" in told
    assert number in told
    assert "两名负责人" in told


def test_the_proof_of_a_matter_shows_hashes_and_nothing_personal(
    number: str, colleague: Colleague
) -> None:
    auditor = colleague("audit")
    answer = auditor.get("/record/proof/", {"number": number})
    told = answer.content.decode()
    chain = answer.context["chain"]
    assert chain.whole
    assert chain.unsealed == 0
    assert all(one.hash in told for one in chain.links)
    assert "张示例" not in told
    assert "续租" not in told
    file = auditor.get("/record/proof/", {"number": number, "as": "text"})
    assert "c2sp.org/tlog-proof@v1" in file.content.decode()


def test_an_unknown_number_is_said(number: str, colleague: Colleague) -> None:
    answer = colleague("audit").get("/record/proof/", {"number": "SQ-1"}, follow=True)
    assert "没有编号「SQ-1」的事项" in answer.content.decode()


def test_an_export_withholds_names_unless_asked_and_is_recorded(
    number: str, colleague: Colleague
) -> None:
    auditor = colleague("audit")
    closed = b"".join(auditor.post("/record/export/"))
    assert closed.startswith(b"shouwen-journal")
    assert "张示例".encode() not in closed
    opened = b"".join(auditor.post("/record/export/", {"opened": "1"})).decode()
    assert "\\u5f20\\u793a\\u4f8b" in opened or "张示例" in opened
    assert "导出记录" in auditor.get("/record/").content.decode()


def test_the_record_is_for_the_auditor(office: Office, colleague: Colleague) -> None:
    assert colleague("lin").get("/record/").status_code == 403
    assert colleague("qian").get("/record/").status_code == 200
    assert colleague("qian").post("/record/verify/").status_code == 403
    assert colleague("qian").post("/record/export/").status_code == 403
