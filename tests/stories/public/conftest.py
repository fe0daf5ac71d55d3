"""A phone before the public pages, counting what the citizen has to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.people import Office, build

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}


@dataclass
class Hand:
    """A citizen's hand: each tap, filled field or chosen file is one interaction (ux.md part 2)."""

    page: Page
    count: int = 0
    faults: list[str] = field(default_factory=list)

    def tap(self, words: str, role: str = "link") -> None:
        self.count += 1
        self.page.get_by_role(role, name=words).first.click()

    def press(self, words: str) -> None:
        self.tap(words, "button")

    def choose(self, words: str) -> None:
        self.count += 1
        self.page.get_by_label(words, exact=True).check()

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label).first.fill(text)

    def hand_in(self, label: str, name: str, content: bytes) -> None:
        self.count += 1
        kind = "application/pdf" if name.endswith("pdf") else "image/jpeg"
        file = {"name": name, "mimeType": kind, "buffer": content}
        self.page.get_by_label(label).set_input_files(files=[file])


@pytest.fixture
def office(transactional_db) -> Office:
    return build()


@pytest.fixture
def at_width(chromium: Browser, live_server, settings, tmp_path):
    """Open a browser of a width on the live site; scripts that fail, fail the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    opened = []

    def open_at(width: int = 390, *, scripts: bool = True, locale: str = "zh-CN") -> Hand:
        size = PHONE if width == 390 else {"width": width, "height": 900}
        context = chromium.new_context(
            viewport=size, locale=locale, java_script_enabled=scripts, base_url=live_server.url
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        hand = Hand(context.new_page())
        hand.page.on("pageerror", lambda fault: hand.faults.append(str(fault)))
        return hand

    yield open_at
    for context in opened:
        context.close()


@pytest.fixture
def phone(at_width: Callable[..., Hand]):
    hand = at_width()
    yield hand
    assert hand.faults == []


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


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
