"""Who sees what: hidden is like unknown, masked until a reason is recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwen.matters import queries
from tests.people import build
from tests.web.staff.conftest import FRIDAY

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


PARTS = ["", "act/noted/", "limit/?duty=x", "entries/0/", "papers/receipt/"]


@pytest.mark.parametrize("part", PARTS)
def test_what_is_hidden_answers_like_what_is_not_there(as_, register, part: str) -> None:
    number = register().number
    hidden = as_("wu").get(f"/matters/{number}/{part}")
    unknown = as_("wu").get(f"/matters/SQ-20260213-9999/{part}")
    assert hidden.status_code == unknown.status_code == 404


@pytest.mark.parametrize("name", ["admin", "security", "audit"])
@pytest.mark.parametrize("path", ["/desk/", "/intake/", "/matters/", "/sign/"])
def test_officers_have_no_business_here(as_, name: str, path: str) -> None:
    assert as_(name).get(path).status_code == 403


@pytest.mark.parametrize(
    "path", ["/desk/", "/intake/", "/matters/", "/sign/", "/search/", "/drafts/x/"]
)
def test_visitors_sign_in_first(client, office, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url.startswith("/login/")


def test_another_institutions_matters_are_not_there(as_, register, office) -> None:
    other = build("QT")
    from django.test import Client

    stranger = Client()
    stranger.force_login(other.people["wang"])
    assert stranger.get(f"/matters/{register().number}/").status_code == 404


def test_the_applicant_is_masked_until_a_reason_is_recorded(as_, office, in_hand, clock) -> None:
    number = in_hand().number
    sun = as_("sun")
    assert "张示例" not in sun.get(f"/matters/{number}/").content.decode()
    sun.post(f"/matters/{number}/reveal/", {"reason": "contact"})
    page = sun.get(f"/matters/{number}/").content.decode()
    assert "张示例" in page
    assert "13800000000" in page
    assert "要联系本人" in page
    clock.shift(timedelta(seconds=61))
    assert "张示例" not in sun.get(f"/matters/{number}/").content.decode()
    acts = [one.act for one in queries.page(office.actor("sun", FRIDAY), number, FRIDAY).events]
    assert acts.count("revealed") == 1


def test_nobody_else_sees_it_because_one_did(as_, in_hand) -> None:
    number = in_hand().number
    as_("sun").post(f"/matters/{number}/reveal/", {"reason": "contact"})
    assert "13800000000" not in as_("zhou").get(f"/matters/{number}/").content.decode()


def test_looking_without_the_right_or_without_a_reason_shows_nothing(as_, register) -> None:
    number = register().number
    assert as_("feng").post(f"/matters/{number}/reveal/", {"reason": "contact"}).status_code == 403
    lin = as_("lin")
    assert lin.post(f"/matters/{number}/reveal/", {"reason": "curious"}).status_code == 422
    assert "张示例" not in lin.get(f"/matters/{number}/").content.decode()


def test_files_are_checked_by_their_bytes_and_handed_to_who_may_see_them(as_, in_hand) -> None:
    number = in_hand().number
    sun = as_("sun")
    good = SimpleUploadedFile("现场.png", PNG)
    bad = SimpleUploadedFile("run.png", b"#!/bin/sh\n")
    answer = sun.post(f"/matters/{number}/attach/", {"file": [good, bad]}, follow=True)
    page = answer.content.decode()
    assert "已添附件：现场.png" in page
    assert "不是照片或 PDF" in page
    url = page.split('href="/matters/' + number + "/files/")[1].split('"')[0]
    assert sun.get(f"/matters/{number}/files/{url}").status_code == 200
    other = as_("wang").get("/matters/SQ-20260213-9999/files/1/")
    assert other.status_code == 404


def test_script_in_every_field_stays_text(as_, office) -> None:
    evil = "<script>alert(1)</script>"
    lin = as_("lin")
    made = lin.post("/intake/", {"subject": evil, "applicant": evil, "phone": "", "once": "x"})
    number = made.url.rstrip("/").rsplit("/", 1)[-1]
    lin.post(f"/matters/{number}/reveal/", {"reason": "contact"})
    for path in (made.url, f"/matters/{number}/", "/matters/", "/desk/?tab=first-asked"):
        assert "<script>alert" not in lin.get(path).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "text=' OR 1=1 --",
        "department=1;DROP",
        "after=%%%",
        "tab=x",
        "since=2026-13-45",
        "lamp=';--",
    ],
)
def test_nonsense_in_an_address_is_answered_clearly(as_, register, query: str) -> None:
    register()
    for path in ("/matters/", "/desk/"):
        assert as_("lin").get(f"{path}?{query}").status_code in {200, 422}
