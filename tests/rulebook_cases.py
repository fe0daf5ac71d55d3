"""Collects case files: `pytest some.cases.yaml` runs one test per case, named after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shouwen.rulebook.cases import CaseResult, run_cases

SUFFIX = ".cases.yaml"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take every file of cases that pytest is pointed at."""
    if file_path.name.endswith(SUFFIX):
        return CasesFile.from_parent(parent, path=file_path)
    return None


class CasesFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each case; a file at fault is an error of collection."""
        for result in run_cases(self.path):
            yield CaseTest.from_parent(self, name=result.name, result=result)


class CaseTest(pytest.Item):
    """One case."""

    def __init__(self, *, result: CaseResult, **rest: Any) -> None:
        super().__init__(**rest)
        self.result = result

    def runtest(self) -> None:
        """Fail with what differed."""
        if not self.result.passed:
            raise CaseFailed("\n".join(self.result.failures))

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """Show the derivation rather than a traceback."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the case stands."""
        return self.path, self.result.line - 1, self.name


class CaseFailed(AssertionError):
    """A case whose expectations did not come out."""
