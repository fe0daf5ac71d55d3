"""Commands on a database that is empty or away: what is wrong, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


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
