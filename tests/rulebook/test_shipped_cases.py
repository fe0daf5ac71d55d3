"""Every case of every shipped rulebook, one test each."""

from __future__ import annotations

from pathlib import Path

import pytest

import shouwen
from shouwen.rulebook.cases import CaseResult, run_cases

FOLDER = Path(shouwen.__file__).parent / "rulebooks"
FILES = sorted(FOLDER.glob("*/*.cases.yaml"))


def _results() -> list[object]:
    return [
        pytest.param(result, id=f"{file.parent.name}: {result.name}")
        for file in FILES
        for result in run_cases(file)
    ]


@pytest.mark.parametrize("result", _results())
def test_case(result: CaseResult) -> None:
    assert result.passed, "\n".join(result.failures)


def test_every_work_with_limits_has_cases() -> None:
    works = {path.parent.name for path in FILES}
    assert works >= {"group-hq-time-limit", "bureau-8-time-limit", "wuwei-city"}
