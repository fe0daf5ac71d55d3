"""Leaders' stories in Chromium: what burns and reminding, absence by keyboard, axe, widths."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shouwen.docket import actions as docket
from shouwen.journal import queries as journal
from tests.people import PASSWORD, Office, at, build
from tests.web.leaders.conftest import NOW, a_matter, finish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("SHOUWEN_SHOTS")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = {
    "wang": ["/overview/", "/overview/matters/?show=overdue", "/overview/duties/?period=year"],
    "chen": [
        "/people/",
        "/people/?view=week",
        "/people/?view=board",
        "/people/duty/",
        "/people/leaders/",
        "/people/alarms/",
        "/people/absence/",
        "{post}",
        "{person}",
        "/messages/",
    ],
}

Sit = Callable[..., Page]


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    """A busy office on a working Friday; the clock goes on."""
    with time_machine.travel(NOW, tick=True):
        office = build()
        finish(office, a_matter(office), "2026-02-26 10:00")
        late = a_matter(office)
        a_matter(office, at("2026-02-25 09:00"))
        a_matter(office, at("2026-02-28 15:00"))
        docket.tick(now=at("2026-03-05 09:00"))
        finish(office, late, "2026-03-05 10:00")
        docket.tick(now=NOW)
        docket.sum_days(now=NOW)
        yield office


@pytest.fixture
def sit(live_server, office: Office, chromium: Browser) -> Iterator[Sit]:
    """Return somebody signed in before a browser of their own; a failing script fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def signed_in(name: str, *, width: int = 1440, language: str = "zh-hans") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=live_server.url,
        )
        context.set_default_timeout(15_000)
        context.add_cookies(
            [{"name": "django_language", "value": language, "url": live_server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto("/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("[data-submit]")
        page.wait_for_url(re.compile(r"^(?!.*/login/)"))
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert faults == []


def press(page: Page, key: str) -> None:
    """Press a shortcut, once the page listens."""
    page.locator("html[data-js=on]").wait_for(state="attached")
    page.keyboard.press(key)


def axe(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'],"
        " runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", list(PAGES))
def test_pages_fit_every_width_and_axe_finds_nothing_serious(
    office: Office, sit: Sit, name: str, language: str
) -> None:
    places = {
        "{post}": f"/people/posts/{office.handling.key}/",
        "{person}": f"/people/{office.people['sun'].key}/",
    }
    page = sit(name, language=language)
    for address in PAGES[name]:
        answer = page.goto(places.get(address, address))
        assert answer is not None
        assert answer.status == 200, address
        for width in (1440, 768, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_load_state("networkidle")
            if SHOTS and width != 768:
                file = re.sub(r"\W+", "-", places.get(address, address)[:24]).strip("-")
                page.screenshot(path=f"{SHOTS}/{file}-{width}-{language}.png", full_page=True)
            assert page.evaluate(SIDEWAYS) == 0, f"{address} scrolls sideways at {width}"
            if width != 768:
                assert axe(page) == [], f"{address} at {width}"


def test_a_leader_reminds_by_three_keys(office: Office, sit: Sit) -> None:
    page = sit("wang")
    expect(page).to_have_url(re.compile("/overview/"))
    number = page.locator("tr[data-row] .number a").first.inner_text()
    press(page, "j")
    press(page, "c")
    expect(page.locator("#id_note")).to_have_value(re.compile("请尽快办理"))
    press(page, "Control+Enter")
    expect(page.locator(".note")).to_contain_text(f"已催办 {number}")
    from shouwen.docket.models import Dossier

    entries = journal.entries(Dossier.objects.get(number=number).uid.hex)
    assert [one.act for one in entries].count("urged") == 1


def test_a_chart_changes_places_with_its_table(office: Office, sit: Sit) -> None:
    page = sit("wang")
    chart = page.locator("figure[data-chart]").first
    expect(chart.locator("svg").first).to_be_visible()
    expect(chart.locator("table")).to_be_hidden()
    chart.locator("[data-chart-switch]").click()
    expect(chart.locator("table")).to_be_visible()


def test_on_a_phone_charts_come_when_asked_for(office: Office, sit: Sit) -> None:
    page = sit("wang", width=390)
    page.goto("/overview/")
    expect(page.locator("figure[data-chart]").first).to_be_hidden()
    page.get_by_role("link", name="看图").click()
    expect(page.locator("figure[data-chart] svg").first).to_be_visible()


def test_going_away_by_keyboard_shows_who_stands_in_first(office: Office, sit: Sit) -> None:
    page = sit("sun")
    page.goto("/people/")
    press(page, "a")
    page.fill("#id_note", "续租材料在左手柜子里")
    press(page, "Control+Enter")
    expect(page.locator("h1")).to_have_text("核对外出")
    expect(page.locator("main")).to_contain_text("吴白露")
    press(page, "Control+Enter")
    expect(page.locator(".note")).to_contain_text("已登记外出")
    expect(page.locator("main")).to_contain_text("续租材料在左手柜子里")
