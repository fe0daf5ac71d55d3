"""The administrator's manual says what the settings say."""

from __future__ import annotations

import re
from pathlib import Path

from shouwen.jobs.cli import parser
from shouwen.jobs.manual import SETTINGS, renewed, settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "administrator.md"


def test_the_table_is_made_from_the_settings_as_they_are() -> None:
    page, source = PAGE.read_text("utf-8"), SETTINGS.read_text("utf-8")
    assert page == renewed(page, source), "run: python -m shouwen.jobs.manual docs/administrator.md"


def test_every_variable_that_is_read_has_a_comment() -> None:
    source = SETTINGS.read_text("utf-8")
    read = set(re.findall(r'"((?:SHOUWEN|DATABASE)_[A-Z_]+)"', source))
    found = settings(source)
    assert read <= {one.name for one in found}
    assert [one.name for one in found if not one.what] == []


def test_every_command_is_in_the_manual() -> None:
    page = PAGE.read_text("utf-8")
    commands = next(
        action.choices
        for action in parser()._actions
        if action.choices is not None and "deadline" in action.choices
    )
    assert [name for name in commands if f"shouwen {name}" not in page] == []
