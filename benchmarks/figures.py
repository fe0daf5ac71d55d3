"""What a benchmark reports: a figure, what it is measured against, and whether it is met."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

HEAD = ("figure", "measured", "against", "ratio", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `better` says which side of the target is good."""

    name: str
    value: float
    unit: str
    target: float
    better: Literal["more", "less"] = "more"
    against: str = "target"

    @property
    def ratio(self) -> float:
        """Return how many times as good as asked the figure is; 1 just meets it."""
        if not self.value or not self.target:
            return 0.0
        return self.value / self.target if self.better == "more" else self.target / self.value

    @property
    def met(self) -> bool:
        """Say whether the figure is as good as asked."""
        return self.ratio >= 1

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        return (
            self.name,
            f"{_number(self.value)} {self.unit}",
            f"{self.against} {_number(self.target)}",
            f"{self.ratio:.2f} x",
            "met" if self.met else "NOT MET",
        )


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a table in Markdown."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    rule = " | ".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:]))


def machine() -> str:
    """Return the date, the machine and how busy it was."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in _lines("/proc/cpuinfo")
            if "model name" in line
        ),
        platform.processor(),
    )
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {model}, "
        f"Python {platform.python_version()}, load {load}"
    )


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []


def _number(value: float) -> str:
    if value >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
