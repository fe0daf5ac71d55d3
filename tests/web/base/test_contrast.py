"""Every colour of the pages, on everything that it stands on, measured as WCAG measures it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TOKENS = json.loads((Path(__file__).parents[3] / "assets" / "tokens.json").read_text())

LIGHT = [
    ("text", "surface", 15.7),
    ("text", "page", 14.5),
    ("text-2", "surface", 7.5),
    ("text-2", "page", 6.9),
    ("hint", "surface", 5.9),
    ("hint", "page", 5.4),
    ("border", "surface", 4.3),
    ("border", "page", 4.0),
    ("primary", "surface", 7.6),
    ("on-primary", "primary", 7.6),
    ("primary-hover", "surface", 10.5),
    ("primary", "primary-weak", 6.6),
    ("focus", "surface", 11.5),
    ("focus", "page", 10.6),
    ("on-danger", "danger", 6.9),
    ("seal", "surface", 7.3),
    ("open", "surface", 5.3),
    ("open-text", "open-chip", 7.3),
    ("near", "surface", 4.6),
    ("near", "near-chip", 4.1),
    ("near-text", "near-chip", 7.4),
    ("broken", "surface", 6.0),
    ("broken-text", "broken-chip", 7.6),
    ("paused", "surface", 6.1),
    ("paused-text", "paused-chip", 8.0),
    ("kept", "kept-chip", 5.2),
    ("kept-text", "kept-chip", 8.0),
    ("late", "late-chip", 8.0),
    ("late-text", "late-chip", 9.1),
    ("provisional", "provisional-chip", 6.3),
    ("provisional-text", "provisional-chip", 8.6),
    ("failed-text", "failed-chip", 11.3),
    ("card-yellow-text", "card-yellow", 9.7),
    ("card-yellow-edge", "surface", 6.9),
    ("card-red-text", "card-red", 6.0),
    ("card-blue-text", "card-blue", 6.1),
    ("card-orange-text", "card-orange", 7.0),
    ("card-orange-edge", "surface", 6.8),
    ("series-1", "surface", 7.6),
    ("series-2", "surface", 4.6),
    ("series-3", "surface", 5.3),
    ("series-4", "surface", 6.4),
    ("series-5", "surface", 5.9),
    ("series-6", "surface", 5.0),
]
CONTRAST = [
    ("text", "page", 21.0),
    ("primary", "page", 17.2),
    ("focus", "page", 13.7),
    ("danger", "page", 9.2),
    ("open", "page", 16.6),
    ("near", "page", 14.9),
    ("broken", "page", 9.2),
    ("paused", "page", 12.0),
    ("provisional", "page", 12.3),
    ("failed-text", "failed-chip", 14.9),
]
SCREEN = [
    ("text", "page", 16.6),
    ("text", "surface", 14.0),
    ("text-2", "page", 9.6),
    ("text-2", "surface", 8.1),
    ("border", "page", 4.4),
    ("border", "surface", 3.7),
    ("primary", "page", 9.1),
    ("primary", "surface", 7.7),
    ("open", "page", 9.1),
    ("open", "surface", 7.7),
    ("near", "page", 11.1),
    ("near", "surface", 9.4),
    ("broken", "page", 7.1),
    ("broken", "surface", 6.0),
    ("paused", "page", 8.5),
    ("paused", "surface", 7.2),
    ("provisional", "page", 8.6),
    ("provisional", "surface", 7.2),
]
ROWS = [
    (theme, ink, ground, ratio)
    for theme, rows in (("light", LIGHT), ("contrast", CONTRAST), ("screen", SCREEN))
    for ink, ground, ratio in rows
]
LAMPS = ("open", "near", "broken", "paused", "kept", "late", "provisional", "failed")
TEXTS = ("text", "text-2", "hint", "primary", "danger")


def luminance(colour: str) -> float:
    """Return the relative luminance of `#RRGGBB`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: str, ink: str, ground: str) -> float:
    """Return the ratio between two tokens; a theme says only what differs from the light one."""
    values = {**TOKENS["light"], **TOKENS[theme]}
    light, dark = sorted((luminance(values[ink]), luminance(values[ground])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("theme", "ink", "ground", "ratio"), ROWS)
def test_a_colour_has_the_ratio_that_the_table_promises(
    theme: str, ink: str, ground: str, ratio: float
) -> None:
    assert contrast(theme, ink, ground) == pytest.approx(ratio, abs=0.06)


@pytest.mark.parametrize("theme", ["light", "contrast", "screen"])
@pytest.mark.parametrize("ground", ["page", "surface"])
def test_all_text_can_be_read(theme: str, ground: str) -> None:
    faint = {ink: contrast(theme, ink, ground) for ink in TEXTS}
    assert {ink: ratio for ink, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "contrast", "screen"])
@pytest.mark.parametrize("lamp", LAMPS)
def test_a_lamp_can_be_read_on_its_chip_and_its_shape_seen(theme: str, lamp: str) -> None:
    assert contrast(theme, f"{lamp}-text", f"{lamp}-chip") >= 4.5
    assert contrast(theme, lamp, f"{lamp}-chip") >= 3


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_what_stands_on_a_button_can_be_read(theme: str) -> None:
    assert contrast(theme, "on-primary", "primary") >= 4.5
    assert contrast(theme, "on-primary", "primary-hover") >= 4.5
    assert contrast(theme, "on-danger", "danger") >= 4.5
