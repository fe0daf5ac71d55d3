"""Asking and applying from the web."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwen.matters.models import Attachment, Matter
from tests.people import Office
from tests.web.public.conftest import JPEG, PDF

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def ask(client: Client, subject: str = "周六上班吗", **contact: str) -> Client:
    """Go as far as the check sheet."""
    client.post("/p/SZ/ask/what/", {"kind": "enquiry", "subject": subject})
    client.post("/p/SZ/ask/contact/", contact)
    return client


def test_root_leads_citizens_to_the_public_home_and_staff_to_their_own(office: Office, client):
    assert client.get("/", follow=True).request["PATH_INFO"] == "/p/SZ/"
    client.force_login(office.people["lin"])
    assert client.get("/").headers["Location"] == "/desk/"


def test_an_unknown_office_is_not_found(office: Office, client):
    assert client.get("/p/NOWHERE/").status_code == 404


def test_a_question_without_a_name_gets_number_and_code(office: Office, client):
    answer = ask(client).post("/p/SZ/ask/check/", {"once": "a" * 32}, follow=True)
    matter = Matter.objects.get()
    assert matter.anonymous
    assert matter.number in answer.content.decode()
    code = re.search(r"issued-number\">(\d{4} \d{4})<", answer.content.decode())
    found = client.post("/p/SZ/follow/", {"number": matter.number, "code": code[1]})
    assert found.headers["Location"].startswith("/p/t/")


def test_sending_the_check_sheet_twice_makes_one_matter_with_one_code(office: Office, client):
    ask(client)
    draft = dict(client.session["ask"])
    first = client.post("/p/SZ/ask/check/", {"once": "b" * 32}, follow=True).content.decode()
    session = client.session
    session["ask"] = draft
    session.save()
    second = client.post("/p/SZ/ask/check/", {"once": "b" * 32}, follow=True).content.decode()
    codes = [re.findall(r"issued-number\">([^<]+)<", page) for page in (first, second)]
    assert Matter.objects.count() == 1
    assert codes[0] == codes[1]
    assert len(codes[0]) == 2


def test_coming_back_after_sending_shows_the_number_and_not_an_empty_form(office: Office, client):
    ask(client).post("/p/SZ/ask/check/", {"once": "c" * 32})
    again = client.post("/p/SZ/ask/check/", {"once": "c" * 32}, follow=True)
    assert again.request["PATH_INFO"] == "/p/SZ/ask/done/"
    assert Matter.objects.count() == 1


def test_an_application_asks_for_name_and_telephone(office: Office, client):
    client.post("/p/SZ/ask/what/", {"item": "GZF", "subject": "续租"})
    answer = client.post("/p/SZ/ask/contact/", {"applicant": "", "phone": ""})
    assert answer.status_code == 422
    assert "请写姓名" in answer.content.decode()
    assert "请写电话" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"), [("138 0000-0000", "13800000000"), ("+86 13800000000", "13800000000")]
)
def test_telephones_are_understood_as_people_write_them(office: Office, client, typed, kept):
    ask(client, phone=typed).post("/p/SZ/ask/check/", {"once": "d" * 32})
    assert Matter.objects.get().phone == kept


def test_a_mobile_number_with_a_digit_missing_says_how_many_it_has(office: Office, client):
    client.post("/p/SZ/ask/what/", {"kind": "enquiry", "subject": "问"})
    answer = client.post("/p/SZ/ask/contact/", {"phone": "1380000000"})
    assert "现在是 10 位" in answer.content.decode()


def test_script_in_every_field_is_shown_as_text(office: Office, client):
    upload = SimpleUploadedFile(f"{SCRIPT}.jpg", JPEG)
    client.post("/p/SZ/ask/what/", {"kind": "enquiry", "subject": SCRIPT, "files": upload})
    client.post("/p/SZ/ask/contact/", {"applicant": SCRIPT})
    pages = [client.get(f"/p/SZ/ask/{step}/") for step in ("what", "contact", "check")]
    pages.append(client.post("/p/SZ/ask/check/", {"once": "e" * 32}, follow=True))
    link = client.session["asked"][1]
    pages += [client.get(f"/p/t/{link}/"), client.get(f"/p/t/{link}/papers/receipt/")]
    pages += [client.get(f"/p/SZ/{page}/?q={SCRIPT}") for page in ("guides", "ask")]
    for page in pages:
        assert page.status_code == 200
        assert SCRIPT not in page.content.decode()
    assert "&lt;script&gt;" in pages[4].content.decode()


def test_photographs_come_with_the_question(office: Office, client):
    files = [SimpleUploadedFile("a.jpg", JPEG), SimpleUploadedFile("b.pdf", PDF)]
    client.post("/p/SZ/ask/what/", {"kind": "enquiry", "subject": "井盖坏了", "files": files})
    client.post("/p/SZ/ask/contact/", {})
    client.post("/p/SZ/ask/check/", {"once": "f" * 32})
    assert set(Attachment.objects.values_list("name", "media_type")) == {
        ("a.jpg", "image/jpeg"),
        ("b.pdf", "application/pdf"),
    }


def test_a_file_of_the_wrong_kind_costs_only_itself(office: Office, client):
    files = [SimpleUploadedFile("a.jpg", JPEG), SimpleUploadedFile("b.jpg", b"MZ executable")]
    answer = client.post("/p/SZ/ask/what/", {"kind": "enquiry", "subject": "井盖", "files": files})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "「b.jpg」不是照片或 PDF" in page
    assert "井盖" in page
    assert [one["name"] for one in client.session["files:ask"]["files"]] == ["a.jpg"]


def test_more_submissions_than_an_hour_allows_are_put_off_with_the_text_kept(
    office: Office, client, settings
):
    settings.WEB_PER_HOUR = 1
    ask(client).post("/p/SZ/ask/check/", {"once": "1" * 32})
    answer = ask(client, "第二个问题").post("/p/SZ/ask/check/", {"once": "2" * 32})
    assert answer.status_code == 403
    assert "提交得太多" in answer.content.decode()
    assert "第二个问题" in answer.content.decode()
    assert Matter.objects.count() == 1


def test_leaving_clears_what_was_typed_and_shown(office: Office, client):
    ask(client).post("/p/SZ/ask/check/", {"once": "3" * 32})
    client.post("/p/SZ/ask/leave/")
    assert client.get("/p/SZ/ask/done/").headers["Location"] == "/p/SZ/follow/"


def test_forms_without_a_token_are_refused(office: Office):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/p/SZ/ask/what/", {"subject": "问"}).status_code == 403


def test_a_guide_says_papers_days_and_the_last_day_with_its_reasons(office: Office, client):
    page = client.get("/p/SZ/guides/GZF/").content.decode()
    for said in ("收入证明", "5 个工作日", "法定 20 个工作日", "3 号窗口", "0000-1234567"):
        assert said in page
    assert "为什么是这天" in page
    assert "《" in page


def test_guides_in_english_name_items_in_english(office: Office, client):
    page = client.get("/p/SZ/guides/", headers={"accept-language": "en"}).content.decode()
    assert "Renewing a public tenancy" in page
