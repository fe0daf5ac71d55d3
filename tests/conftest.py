"""What every test may use, and when a test is left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from tools.places import chromium as find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
CHROMIUM_WORDS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def pytest_configure() -> None:
    """Let tests hash passwords quickly; what is slow on purpose is not under test."""
    import hypothesis
    from django.conf import settings

    busy = hypothesis.HealthCheck.too_slow  # says something of the machine, not of the code
    hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[busy])
    hypothesis.settings.load_profile("house")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine or this run has no place for, saying so."""
    no_browser = find_chromium() is None
    for item in items:
        if item.get_closest_marker("browser") and no_browser:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
        if item.get_closest_marker("postgres") and not ON_POSTGRES:
            item.add_marker(pytest.mark.skip(reason="this run is on SQLite"))


@pytest.fixture(scope="session", autouse=True)
def _flushing_allowed() -> Iterator[None]:
    """Triggers guard the journal; between tests the database is emptied all the same."""
    from tests.journal.emptying import flushing_allowed

    with flushing_allowed():
        yield


@pytest.fixture(autouse=True)
def _own_seals(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Seals of one test's journal say nothing about the next one's."""
    settings.SEALS = tmp_path_factory.getbasetemp() / "seals" / uuid4().hex


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, started once a worker."""
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread; the tests themselves are synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=CHROMIUM_WORDS, headless=True
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browser that reads Chinese, at 1440×900."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()
