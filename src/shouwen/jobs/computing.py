"""Commands that compute and store nothing: `shouwen deadline`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from shouwen.errors import Text, Unclear
from shouwen.worktime import deadlines, words
from shouwen.worktime.steps import Step


def add_commands(commands: Any) -> None:
    """Add `deadline`."""
    told = commands.add_parser(
        "deadline",
        help="推算期限,并说明每一步 / compute a limit and say each step",
    )
    told.add_argument("--start", help="2026-02-13T10:00")
    told.add_argument("--within", help='"5 working-day", "0.5 working-day", "1 month" …')
    told.add_argument("--calendar", default="cn")
    told.add_argument("--hours", help="08:30-12:00,14:30-18:00")
    told.add_argument("--ends", choices=("close", "midnight"), default="close")
    told.add_argument("--no-roll", action="store_true", help="last day off stays as it is")
    told.add_argument("--json", action="store_true")
    told.add_argument("--batch", type=Path, metavar="FILE.csv", help="columns start,within")
    told.set_defaults(run=deadline, needs_django=False)


def deadline(given: argparse.Namespace) -> int:
    """Print one limit with its steps, or a CSV file with the limit of each row."""
    options: dict[str, Any] = {
        "calendar": given.calendar,
        "hours": given.hours,
        "ends": given.ends,
        "roll": not given.no_roll,
    }
    if given.batch is not None:
        return _batch(given.batch, options)
    if not given.start or not given.within:
        raise Unclear(
            "deadline.arguments",
            Text(
                '请写 --start 和 --within,例如 --start 2026-02-13T10:00 --within "5 working-day"。',
                "Give --start (2026-02-13T10:00) and --within (such as 5 working-day).",
            ),
        )
    found = deadlines.deadline(given.start, given.within, **options)
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    print(_said(found))
    return 0


def _said(found: dict[str, Any]) -> str:
    limit = datetime.fromisoformat(found["limit"])
    lines = [f"{words.moment(limit)}" + ("(暂定)" if found["provisional"] else "")]
    for step in found["steps"]:
        one = Step(step["what"], step["facts"], tuple(step["cited"]))
        cited = f"  〔{'、'.join(one.cited)}〕" if one.cited else ""
        lines.append(f"  {words.say(one)}{cited}")
    return "\n".join(lines)


def _batch(file: Path, options: dict[str, Any]) -> int:
    """Write the rows back with limit, provisional and error; a bad row costs only itself."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for line in deadlines.batch(opened, deadlines.office(**options)):
                sys.stdout.write(line + "\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise Unclear(
            "deadline.file",
            Text(
                f"读不了 {file}:{problem}。请给 UTF-8 的 CSV。", f"Cannot read {file}: {problem}."
            ),
        ) from problem
    return 0
