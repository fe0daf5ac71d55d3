"""The command `shouwen`: what an administrator or a script types.

Commands that only compute start no Django; the others set it up first. Every error is one
sentence in Chinese and one in English, with exit code 2 for bad input and 1 for a refusal.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from shouwen.errors import ShouwenError, Unclear
from shouwen.jobs import computing, legal, office, serving
from shouwen.jobs.demo import command as demonstration
from shouwen.jobs.messages import command as messages

NAME = "shouwen"


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    root = argparse.ArgumentParser(
        prog=NAME,
        description="首问:首问负责、限时办结 / first-asked responsibility and time limits",
    )
    root.add_argument("--version", action="version", version=f"{NAME} {version()}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for room in (demonstration, computing, legal, serving, office, messages):
        room.add_commands(commands)
    return root


def version() -> str:
    """Return the product's version, from the package or, when run from source, from its project."""
    try:
        return metadata.version(NAME)
    except metadata.PackageNotFoundError:
        project = Path(__file__).resolve().parents[3] / "pyproject.toml"
        with project.open("rb") as opened:
            return str(tomllib.load(opened)["project"]["version"])


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    given = parser().parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.conf.settings")
    try:
        if getattr(given, "needs_django", True):
            import django

            django.setup()
        code = given.run(given)
    except ShouwenError as fault:
        print(told(fault), file=sys.stderr)
        return 2 if isinstance(fault, Unclear) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        sentence = _of_database(fault)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return int(code or 0)


_NO_TABLES = """jobs.no-tables: 数据库还没有建好,或者比程序旧:{}
  The database has no tables yet, or is older than the program.
  → 先运行 shouwen migrate / run shouwen migrate first"""
_NO_DATABASE = """jobs.database: 数据库没有应答:{}
  The database did not answer.
  → 核对 DATABASE_URL,看数据库是否在运行 / check DATABASE_URL, and whether it runs"""


def _of_database(fault: Exception) -> str | None:
    """Return what to do about a database that is missing or empty; None for any other fault."""
    from django.db import OperationalError, ProgrammingError

    if not isinstance(fault, OperationalError | ProgrammingError):
        return None
    first = str(fault).strip().splitlines()[0]
    if "no such" in first or "does not exist" in first:
        return _NO_TABLES.format(first)
    return _NO_DATABASE.format(first) if isinstance(fault, OperationalError) else None


def told(fault: ShouwenError) -> str:
    """Return an error as lines: code, sentence, remedy, clauses."""
    lines = [f"{fault.code}: {fault.text.zh}", f"  {fault.text.en}"]
    if fault.remedy is not None:
        lines.append(f"  → {fault.remedy.zh} / {fault.remedy.en}")
    lines.extend(f"  § {cited}" for cited in fault.because)
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
