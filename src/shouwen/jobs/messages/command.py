"""`shouwen import messages`: the command, its progress and its report."""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shouwen.errors import Text, Unclear
from shouwen.jobs.messages import sheet as sheets
from shouwen.jobs.messages.sheet import Fault, Sheet
from shouwen.worktime import words

SHOWN_FAULTS = 20
ASSUMED = {
    "enquiry": "每一行按咨询登记,登记时间即留言时间,答复即办结。",
    "petition": "每一行按信访登记;留言板上的留言在留言时即算受理。",
}


def add_commands(commands: Any) -> None:
    """Add `import messages`."""
    told = commands.add_parser("import", help="导入 / import")
    parts = told.add_subparsers(dest="part", required=True, metavar="PART")
    messages = parts.add_parser("messages", help="来信与答复 / messages with their replies")
    messages.add_argument("file", type=Path, help="xlsx or csv")
    messages.add_argument("--institution", help="code; default: the only one")
    messages.add_argument("--kind", choices=("enquiry", "petition"), default="enquiry")
    messages.add_argument(
        "--trial",
        action="store_true",
        help="试评:用现行制度评历史来信 / judge history by today's law",
    )
    messages.add_argument("--dry-run", action="store_true", help="only read and check")
    messages.add_argument("--report", type=Path, metavar="FILE.csv")
    messages.set_defaults(run=import_messages)


def import_messages(given: argparse.Namespace) -> int:
    """Read, enter, sweep, report; 0 if every row went in or was known, else 1."""
    from django.utils import timezone

    from shouwen.docket import actions as docket
    from shouwen.enactment import queries as enactment
    from shouwen.jobs.houses import the_institution
    from shouwen.jobs.messages import entering, figures, trial
    from shouwen.journal import actions as journal

    if given.trial and given.institution:
        raise Unclear(
            "messages.which",
            Text("--trial 与 --institution 只写一个。", "Give --trial or --institution, not both."),
        )
    if given.dry_run:
        return _dry(sheets.read(given.file, trial.ZONE))
    house = trial.trial_institution() if given.trial else the_institution(given.institution)
    sheet = sheets.read(given.file, enactment.worktime(house.pk).zone)
    print(f"{len(sheet.messages)} 行可读,{len(sheet.faults)} 处错误;单位 {house.code} {house.name}")
    print(ASSUMED[given.kind])
    began = time.monotonic()
    outcome = entering.enter_all(
        sheet, house=house, kind=given.kind, told=Progress(len(sheet.messages)).show
    )
    now = timezone.now()
    docket.tick(now=now)
    journal.sequence(house.pk)
    faults = [*sheet.faults, *outcome.faults]
    _tell_faults(faults)
    refused = len({fault.row for fault in faults})
    seconds = time.monotonic() - began
    print(
        f"新进 {outcome.entered},已有 {outcome.known},未进 {refused}({seconds:.0f} 秒)"
        f" / entered {outcome.entered}, known {outcome.known}, refused {refused}"
    )
    found = figures.figures(house.pk, sheet.sha256, now)
    _tell_figures(found, sheet)
    if given.report is not None:
        _write(given.report, outcome, faults, found)
    return 1 if refused else 0


class Progress:
    """How many rows are done, on a terminal in one line."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._live = sys.stderr.isatty()

    def show(self, done: int) -> None:
        """Show it."""
        end = "\r" if self._live and done < self._total else "\n"
        if self._live or done % 200 == 0 or done == self._total:
            print(f"  {done}/{self._total}", end=end, file=sys.stderr, flush=True)


def _dry(sheet: Sheet) -> int:
    _tell_faults(sheet.faults)
    bad = len({fault.row for fault in sheet.faults})
    good = len(sheet.messages)
    print(f"试读:{good} 行可以导入,{bad} 行不行。/ Dry run: {good} rows would go in, {bad} not.")
    return 1 if bad else 0


def _tell_faults(faults: Sequence[Fault]) -> None:
    for fault in faults[:SHOWN_FAULTS]:
        print(
            f"第 {fault.row} 行「{fault.column}」{fault.why.zh}"
            f" / row {fault.row}, {fault.column}: {fault.why.en}"
        )
    if len(faults) > SHOWN_FAULTS:
        print(f"……另有 {len(faults) - SHOWN_FAULTS} 处,见 --report 文件 / more in the report file")


def _tell_figures(found: Sequence[Any], sheet: Sheet) -> None:
    hourless = sum(message.hourless for message in sheet.messages)
    if hourless:
        print(f"{hourless} 行的时间没有时分,按 12:00 计。/ {hourless} times without hour: noon.")
    if not found:
        print(
            "没有制度在这些日期施行,因此没有期限。评历史来信请加 --trial。"
            " / No law was in force on these days; add --trial to judge history."
        )
    for one in found:
        print(f"\n{one.regulation}: {one.judged} 件中逾期 {one.late} 件", end="")
        print(f"(其中 {one.only_soft} 件只超了“一般”期限)" if one.only_soft else "")
        for rule, count in one.by_rule:
            print(f"  {count:>5}  {rule}")
        for late in one.worst:
            done = words.moment(late.done) if late.done else "尚未"
            print(
                f"  最久 {late.number}:应{late.what},{words.moment(late.limit)} 到期,"
                f"{done},超 {late.days} 个工作日〔{'、'.join(late.cited)}〕"
            )
    if any(one.late for one in found):
        print("\n任何一件的推算:shouwen explain 编号 / shouwen explain NUMBER")


def _write(file: Path, outcome: Any, faults: Sequence[Fault], found: Sequence[Any]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(("what", "name", "count", "note"))
        rows.writerow(("rows", "entered", outcome.entered, ""))
        rows.writerow(("rows", "known", outcome.known, ""))
        rows.writerow(("rows", "refused", len({fault.row for fault in faults}), ""))
        for one in found:
            rows.writerow(("judged", one.regulation, one.judged, ""))
            rows.writerow(("late", one.regulation, one.late, f"only soft: {one.only_soft}"))
            for rule, count in one.by_rule:
                rows.writerow(("late-by-rule", rule, count, ""))
            for late in one.worst:
                note = f"{late.limit.isoformat()} {late.done.isoformat() if late.done else ''}"
                rows.writerow(("worst", late.number, late.days, f"{late.rule} {note}"))
        for fault in faults:
            rows.writerow(("refused", f"row {fault.row}", fault.column, fault.why.zh))
