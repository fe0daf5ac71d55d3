"""Commands on a database that is empty or away: what is wrong, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from shouwen.conf import env


def run(folder: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SHOUWEN_DATA": str(folder), "DATABASE_URL": url}
    command = [sys.executable, "-m", "shouwen.jobs.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", [("tick",), ("work",), ("explain", "SQ-20260213-0001")])
def test_an_empty_database_is_told_with_its_remedy(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(tmp_path, "sqlite", *words)
    assert done.returncode == 1
    assert "shouwen migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_away_is_told_with_its_remedy(tmp_path: Path) -> None:
    done = run(tmp_path, "postgres://nobody@127.0.0.1:1/nothing", "tick")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("", {"prepare_threshold": 3}),
        ("?prepare_threshold=0&sslmode=require", {"prepare_threshold": None, "sslmode": "require"}),
        ("?host=/tmp&prepare_threshold=7", {"prepare_threshold": 7, "host": "/tmp"}),
    ],
)
def test_an_address_says_how_the_database_is_spoken_to(
    tmp_path: Path, said: str, options: dict[str, object]
) -> None:
    assert env.database(f"postgres://shouwen@db/shouwen{said}", tmp_path)["OPTIONS"] == options


def test_an_address_that_says_nonsense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="prepare_threshold='often'"):
        env.database("postgres://db/x?prepare_threshold=often", tmp_path)
