"""Signing in and out, passwords, languages and looks."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.base.conftest import PASSWORD, House

pytestmark = pytest.mark.urls("tests.web.base.urls")


def enter(client: Client, password: str = PASSWORD, **more: str):
    return client.post("/login/", {"username": "lin", "password": password, **more})


def test_who_knows_the_password_comes_in_and_goes_where_they_were_going(
    house: House, client: Client
) -> None:
    answer = enter(client, next="/_parts/record/?a=1")
    assert (answer.status_code, answer["Location"]) == (302, "/_parts/record/?a=1")
    assert client.session["_auth_user_id"] == str(house.lin.pk)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_signing_in_never_leads_to_another_site(
    house: House, client: Client, elsewhere: str
) -> None:
    assert enter(client, next=elsewhere)["Location"].startswith("/")
    assert "evil" not in client.post("/look/", {"next": elsewhere, "size": "m"})["Location"]
    assert "evil" not in client.post("/language/", {"next": elsewhere})["Location"]


def test_a_wrong_password_is_refused_without_saying_which_part_is_wrong(
    house: House, client: Client
) -> None:
    answer = enter(client, "wrong")
    assert answer.status_code == 422
    assert "用户名或密码不对" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    nobody = client.post("/login/", {"username": "nobody", "password": "wrong"})
    assert "用户名或密码不对" in nobody.content.decode()


def test_an_empty_form_says_what_to_write_at_the_field_and_on_top(
    house: House, client: Client
) -> None:
    page = client.post("/login/", {"username": "", "password": ""}).content.decode()
    assert page.count("请写用户名。") == 2
    assert "有 2 处需要改" in page
    assert 'href="#id_username"' in page
    assert "<title>有误：登录" in page


def test_after_five_failures_the_page_says_how_long_to_wait(house: House, client: Client) -> None:
    for _ in range(5):
        enter(client, "wrong")
    answer = enter(client)
    assert answer.status_code == 429
    assert "分钟后再试" in answer.content.decode()


def test_the_password_never_comes_back_on_the_page(house: House, client: Client) -> None:
    assert "s3cret-typo" not in enter(client, "s3cret-typo").content.decode()


def test_signing_out_empties_the_session_and_takes_a_form(signed_in: Client) -> None:
    assert signed_in.get("/logout/").status_code == 405
    assert signed_in.post("/logout/").status_code == 302
    assert "_auth_user_id" not in signed_in.session


def test_a_password_is_changed_by_who_knows_the_old_one(house: House, signed_in: Client) -> None:
    wrong = signed_in.post("/password/", {"current": "no", "password": "Better-horse-10"})
    assert "现在的密码不对" in wrong.content.decode()
    weak = signed_in.post("/password/", {"current": PASSWORD, "password": "123"})
    assert weak.status_code == 422
    done = signed_in.post("/password/", {"current": PASSWORD, "password": "Better-horse-10"})
    assert done.status_code == 302
    house.lin.refresh_from_db()
    assert house.lin.check_password("Better-horse-10")
    assert signed_in.get("/password/").status_code == 200, "the own session goes on"


def test_a_visitor_may_not_change_a_password(house: House, client: Client) -> None:
    assert client.get("/password/")["Location"].startswith("/login/")


def test_the_language_switch_is_remembered(house: House, client: Client) -> None:
    assert '<html lang="zh-Hans"' in client.get("/login/").content.decode()
    client.post("/language/", {"language": "en", "next": "/login/"})
    page = client.get("/login/").content.decode()
    assert '<html lang="en"' in page
    assert "Sign in" in page
    assert "Example City Service Bureau" in page
    client.post("/language/", {"language": "xx"})
    assert '<html lang="en"' in client.get("/login/").content.decode()


def test_looks_are_remembered_one_beside_the_other(house: House, client: Client) -> None:
    client.post("/look/", {"size": "m", "next": "/login/"})
    client.post("/look/", {"elder": "1"})
    client.post("/look/", {"contrast": "more"})
    page = client.get("/login/").content.decode()
    assert 'data-contrast="more"' in page
    assert 'data-size="m"' in page
    assert 'data-elder="1"' in page
    client.post("/look/", {"elder": "0"})
    client.post("/look/", {"size": ""})
    page = client.get("/login/").content.decode()
    assert "data-elder" not in page
    assert "data-size" not in page


def test_nonsense_in_the_looks_cookie_is_ignored(house: House, client: Client) -> None:
    client.cookies["shouwen_look"] = 'size="><script>&contrast=x&elder=1'
    client.cookies["shouwen_menu"] = "<script>"
    page = client.get("/_parts/").content.decode()
    assert "><script>&" not in page
    assert 'data-elder="1"' in page


def test_single_keys_can_be_switched_off(signed_in: Client) -> None:
    assert "data-keys" not in signed_in.get("/_parts/").content.decode()
    signed_in.post("/look/", {"keys": "off"})
    assert 'data-keys="off"' in signed_in.get("/_parts/").content.decode()
    signed_in.post("/look/", {"keys": "on"})
    assert "data-keys" not in signed_in.get("/_parts/").content.decode()


def test_the_sign_in_page_stands_before_any_office_exists(db: None, client: Client) -> None:
    assert client.get("/login/").status_code == 200
