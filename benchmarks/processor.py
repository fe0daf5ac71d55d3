"""Processor time of other processes: what a figure costs, on a machine that others use too."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def spent(chosen: Callable[[int, str], bool]) -> float:
    """Return the processor seconds so far of the living processes that `chosen` says yes to."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if not chosen(int(folder.name), line):
                continue
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue  # it has ended meanwhile
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def of_group(leader: int) -> Callable[[int, str], bool]:
    """Choose the processes of a group, such as a server with its workers."""

    def chosen(process: int, _line: str) -> bool:
        return os.getpgid(process) == leader

    return chosen


def of_database(name: str) -> Callable[[int, str], bool]:
    """Choose the PostgreSQL backends that serve a database, and the writer of its log."""

    def chosen(_process: int, line: str) -> bool:
        return line.startswith("postgres:") and (f" {name} " in line or "walwriter" in line)

    return chosen
