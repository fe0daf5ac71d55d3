"""Error pages: nothing leaks, everything says what to do."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.web.base.urls")


def test_a_missing_page_is_answered_like_one_that_is_walled_off(house, client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "没有找到，或您无权查看" in page
    assert "0000-0000000" in page


def test_a_form_without_its_token_says_that_nothing_was_changed(house) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "什么也没有改动" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/wrong/refused/", 403, "现在不能这样办"),
        ("/wrong/conflict/", 409, "刚刚有人改过"),
        ("/wrong/unclear/", 422, "没有看懂填写的内容"),
    ],
)
def test_what_the_house_raises_becomes_a_page(
    house, client: Client, address: str, status: int, title: str
) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert title in page
    assert "还没有办结。" in page


def test_a_refusal_shows_its_clause_and_what_would_permit_it(house, client: Client) -> None:
    page = client.get("/wrong/refused/").content.decode()
    assert "demo 第五条" in page
    assert "先办结。" in page
    client.post("/language/", {"language": "en"})
    assert "It is not completed." in client.get("/wrong/refused/").content.decode()


def test_a_fault_of_ours_gives_a_number_that_stands_in_the_log(
    house, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR, "shouwen.web"):
        answer = client.get("/wrong/broken/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "on purpose" not in page
    number = next(record.args[0] for record in caplog.records if record.name == "shouwen.web")
    assert number in page


def test_the_page_after_a_fault_needs_no_database(client: Client, django_db_blocker, rf) -> None:
    from shouwen.web.views.faults import broken

    with django_db_blocker.block():
        assert broken(rf.get("/x/")).status_code == 500


def test_no_page_may_bring_scripts_or_styles_of_its_own_or_from_elsewhere(
    house, client: Client
) -> None:
    policy = client.get("/login/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pages_of_somebody_signed_in_are_kept_by_no_cache(signed_in: Client, house) -> None:
    assert "no-store" in signed_in.get("/_parts/")["Cache-Control"]
