"""Staff stories: an office, people signed in in their own browsers, and counted interactions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, Page

from tests.people import PASSWORD, Office, at, build

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
FRIDAY = at("2026-02-13 10:02")


class Hand:
    """Somebody at a page: every interaction is counted as ux.md part 2 counts them.

    A click, a shortcut, a chosen option, or one field filled is one; reading and scrolling none.
    """

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.count = 0

    def begin(self) -> None:
        """Count from here."""
        self.count = 0

    def press(self, key: str) -> None:
        """Press a shortcut, once the page listens."""
        self.count += 1
        self.page.locator("html[data-js=on]").wait_for(state="attached")
        self.page.keyboard.press(key)

    def fill(self, field: str, text: str) -> None:
        """Fill a field."""
        self.count += 1
        self.page.locator(field).fill(text)

    def click(self, what: str) -> None:
        """Press a button or a link."""
        self.count += 1
        self.page.locator(what).click()

    def choose(self, field: str, value: str) -> None:
        """Choose an option."""
        self.count += 1
        self.page.locator(field).select_option(value)

    def tick(self, field: str) -> None:
        """Tick a box or a radio button."""
        self.count += 1
        self.page.locator(field).check()

    def go(self, path: str) -> None:
        """Open a page by its address; not an interaction."""
        self.page.goto(self.base + path)

    def settle(self) -> None:
        """Wait until nothing is being fetched."""
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    """An office on a working Friday; the clock goes on."""
    with time_machine.travel(FRIDAY, tick=True):
        yield build()


@pytest.fixture
def sit(live_server, office: Office, chromium: Browser) -> Iterator[Callable[..., Hand]]:
    """Return somebody signed in before a browser of their own; a failing script fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def signed_in(name: str, *, width: int = 1440, scripts: bool = True) -> Hand:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(f"{live_server.url}/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("[data-submit]")
        page.wait_for_url(re.compile(r"^(?!.*/login/)"))
        return Hand(page, live_server.url)

    yield signed_in
    for context in contexts:
        context.close()
    assert faults == []


LET_GO = """() => {
  for (const part of document.querySelectorAll("main *")) {
    if (["sticky", "fixed"].includes(getComputedStyle(part).position)) {
      part.style.position = "static";
    }
  }
}"""


def axe(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page.

    What sticks to an edge covers what lies under it only until one scrolls: it is let go first.
    """
    page.evaluate(AXE.read_text())
    page.evaluate(LET_GO)
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'],"
        " runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
