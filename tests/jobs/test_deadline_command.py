"""`shouwen deadline` as other programs script it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shouwen.jobs.cli import main

START = ["deadline", "--start", "2026-02-13T10:00", "--within", "5 working-day"]


def test_the_fixed_json_form_gives_limit_provisional_and_steps(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = [*START, "--calendar", "cn", "--hours", "08:30-12:00,14:30-18:00", "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["limit"] == "2026-02-27T18:00:00+08:00"
    assert found["provisional"] is False
    assert list(found) == ["limit", "provisional", "steps"]
    assert found["steps"]
    assert all(set(step) == {"what", "facts", "cited"} for step in found["steps"])
    assert any("国办发明电" in cited for step in found["steps"] for cited in step["cited"])


def test_the_command_runs_without_a_database_from_another_process(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "shouwen.jobs.cli", *START, "--ends", "midnight", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert json.loads(done.stdout)["limit"].startswith("2026-02-27T23:59:59")
    assert list(tmp_path.iterdir()) == []


def test_calendar_units_roll_off_a_rest_day_unless_told_not_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["deadline", "--start", "2026-03-12T10:00", "--within", "3 calendar-day", "--json"]
    main(words)
    rolled = json.loads(capsys.readouterr().out)["limit"]
    main([*words, "--no-roll"])
    stayed = json.loads(capsys.readouterr().out)["limit"]
    assert (rolled[:10], stayed[:10]) == ("2026-03-16", "2026-03-15")


@pytest.mark.parametrize(
    "words",
    [
        ["deadline"],
        ["deadline", "--start", "yesterday", "--within", "5 working-day"],
        ["deadline", "--start", "2026-02-13T10:00", "--within", "5 fortnights"],
        [*START, "--calendar", "atlantis"],
        ["deadline", "--batch", "/nowhere.csv"],
    ],
)
def test_what_cannot_be_read_is_refused_with_code_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert ":" in told.splitlines()[0]
    assert len(told.splitlines()) >= 2


def test_a_bad_row_of_a_batch_costs_only_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(
        "start,within\n2026-02-13T10:00,5 working-day\nnever,5 working-day\n"
        "2026-04-30T10:00,1 month\n",
        encoding="utf-8",
    )
    assert main(["deadline", "--batch", str(file)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == ["start", "within", "limit", "provisional", "error"]
    assert rows[0]["limit"] == "2026-02-27T18:00:00+08:00"
    assert rows[1]["error"]
    assert not rows[1]["limit"]
    assert rows[2]["limit"]


def test_a_hundred_thousand_rows_come_back_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "many.csv"
    rows = "".join(
        f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}T{8 + n % 10:02d}:30,{1 + n % 30} working-day\n"
        for n in range(100_000)
    )
    file.write_text(f"start,within\n{rows}", encoding="utf-8")
    began = time.perf_counter()
    assert main(["deadline", "--batch", str(file)]) == 0
    seconds = time.perf_counter() - began
    out = capsys.readouterr().out
    assert out.count("\n") == 100_001
    with capsys.disabled():
        sys.stdout.write(f"\n100 000 rows in {seconds:.1f} s\n")


def test_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    name, _, number = capsys.readouterr().out.strip().partition(" ")
    assert name == "shouwen"
    assert number[0].isdigit()
