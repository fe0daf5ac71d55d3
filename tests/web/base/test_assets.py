"""What is built for browsers: old ones understand it, icons and tokens are there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WEB = ROOT / "src" / "shouwen" / "web"
DIST = WEB / "static" / "dist"


@pytest.fixture(scope="module")
def built() -> dict[str, str]:
    manifest = DIST / "manifest.json"
    assert manifest.exists(), "run: python tools/setup.py"
    names = json.loads(manifest.read_text())
    return {name: (DIST / file).read_text() for name, file in names.items()}


@pytest.mark.parametrize(
    "new", [r"color-mix\(", r"light-dark\(", r"oklch\(", r":has\(", r"@container", r"@scope"]
)
def test_the_style_sheet_needs_nothing_newer_than_chromium_109(
    built: dict[str, str], new: str
) -> None:
    assert re.findall(new, built["app.css"]) == []


def test_the_style_sheet_asks_nothing_of_other_sites(built: dict[str, str]) -> None:
    without_data = re.sub(r"url\(\"data:[^\"]*\"\)|url\(data:[^)]*\)", "", built["app.css"])
    assert re.findall(r"url\([^)]*\)", without_data) == []
    assert "@import" not in built["app.css"]


def test_scripts_fetch_nothing_from_other_sites_and_run_no_text(built: dict[str, str]) -> None:
    assert "eval(" not in built["app.js"]
    addresses = set(re.findall(r"https?://[\w.]+", built["app.js"]))
    assert addresses <= {"http://www.w3.org"}


def test_charts_are_a_file_of_their_own(built: dict[str, str]) -> None:
    assert len(built["app.js"]) < 80_000
    assert "zrender" not in built["app.js"]


def test_every_icon_that_a_page_shows_is_in_the_sprite(built: dict[str, str]) -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', built["icons.svg"]))
    used = {
        name
        for file in WEB.rglob("templates/**/*.html")
        for name in re.findall(r"{% icon [\"']([a-z0-9-]+)[\"']", file.read_text())
    }
    from shouwen.web.frame import MENU

    assert (used | {entry.icon for entry in MENU}) - there == set()


def test_every_variable_that_a_style_uses_is_defined(built: dict[str, str]) -> None:
    ours = "".join(file.read_text() for file in (ROOT / "assets" / "css").glob("*.css"))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", ours))
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", built["app.css"]))
    assert used - defined == set()


def test_templates_bring_no_style_script_or_handler_of_their_own() -> None:
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*(src=|application/json))|\son[a-z]+=\"")
    found = {
        file.name: inline.findall(file.read_text())
        for file in WEB.rglob("templates/**/*.html")
        if inline.search(file.read_text())
    }
    assert found == {}


def test_lamp_colours_are_plain_values_in_our_own_sheet() -> None:
    tokens = json.loads((ROOT / "assets" / "tokens.json").read_text())
    assert all(
        re.fullmatch(r"#[0-9A-F]{6}", value)
        for theme in tokens.values()
        for value in theme.values()
    )
