"""Commands about the law: `shouwen rulebook check|coverage|show`, `shouwen calendar import`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shouwen.errors import Text, Unclear
from shouwen.rulebook.cases import run_cases
from shouwen.rulebook.coverage import coverage_report
from shouwen.rulebook.library import check_paths, load_library
from shouwen.rulebook.procedure import procedures, uses_known_acts
from shouwen.rulebook.readback import show as read_back
from shouwen.worktime import load_calendar
from shouwen.worktime.importing import preview, read_years


def add_commands(commands: Any) -> None:
    """Add `rulebook` and `calendar`."""
    told = commands.add_parser("rulebook", help="制度库:核对、覆盖、回读 / rulebooks")
    parts = told.add_subparsers(dest="part", required=True, metavar="PART")
    checking = parts.add_parser("check", help="核对制度文件并运行案例 / check files, run cases")
    checking.add_argument("paths", nargs="*", type=Path)
    checking.set_defaults(run=check, needs_django=False)
    covering = parts.add_parser("coverage", help="条款清单由什么运行 / what operates each row")
    covering.add_argument("--regulation", action="append", help="only this one; may be repeated")
    covering.add_argument("--every", action="store_true", help="all regulations of the matrix")
    covering.add_argument("--language", choices=("zh", "en"), default="zh")
    covering.set_defaults(run=coverage, needs_django=False)
    showing = parts.add_parser("show", help="回读:系统会怎么做 / read a rulebook back")
    showing.add_argument("work", help="wuwei-city, or wuwei-city@2024-01-01")
    showing.add_argument("--language", choices=("zh", "en"), default="zh")
    showing.set_defaults(run=show, needs_django=False)
    _add_calendar(commands)


def _add_calendar(commands: Any) -> None:
    told = commands.add_parser("calendar", help="节假日与调休 / holidays and make-up workdays")
    parts = told.add_subparsers(dest="part", required=True, metavar="PART")
    importing = parts.add_parser("import", help="导入年份:JSON、ICS、CSV、xlsx / import a year")
    importing.add_argument("file", type=Path)
    importing.add_argument("--institution", help="code of the institution; default: the only one")
    importing.add_argument("--notice", default="", help="which notice the year rests on")
    importing.add_argument("--year", type=int)
    importing.add_argument("--yes", action="store_true", help="put into force, not only preview")
    importing.set_defaults(run=import_calendar)


def check(given: argparse.Namespace) -> int:
    """Check rulebooks (the package's own without paths) and run the cases beside them."""
    report = check_paths(given.paths)
    for fault in report.faults:
        print(fault.told("zh"))
    unknown = () if given.paths else uses_known_acts(report.library.editions, procedures()).found
    for fault in unknown:
        print(fault.told("zh"))
    failed = 0
    ran = 0
    for path in _case_files(given.paths):
        for result in run_cases(path):
            ran += 1
            if not result.passed:
                failed += 1
                print(f"{result.file}:{result.line}: {result.name}", *result.failures, sep="\n  ")
    for word in report.unnamed:
        print(f"提示:{word} 还没有中文名,请写进 names / has no name yet")
    for rule in report.untried:
        print(f"提示:{rule} 有期限,还没有案例 / no case expects it yet")
    bad = len(report.faults) + len(unknown)
    print(f"{report.files} 个文件,{bad} 处错误;{ran} 个案例,{failed} 个不符")
    return 1 if bad or failed else 0


def _case_files(paths: Sequence[Path]) -> list[Path]:
    roots = list(paths) or [Path(__file__).resolve().parent.parent / "rulebooks"]
    return [
        file
        for root in roots
        for file in ([root] if root.is_file() else sorted(root.rglob("*.cases.yaml")))
        if file.name.endswith(".cases.yaml")
    ]


def coverage(given: argparse.Namespace) -> int:
    """Print, by regulation and expectation, what operates each row of the clause matrix."""
    print(coverage_report(given.language, regulations=given.regulation, every=given.every))
    return 0


def show(given: argparse.Namespace) -> int:
    """Print what the software does, clause by clause."""
    work, _, day = given.work.partition("@")
    found = [
        edition
        for edition in load_library().editions
        if edition.work == work and (not day or edition.first_day.isoformat() == day)
    ]
    if not found:
        known = sorted({edition.work for edition in load_library().editions})
        raise Unclear(
            "rulebook.unknown-work",
            Text(
                f"没有「{given.work}」。已有:{'、'.join(known)}", f"There are: {', '.join(known)}"
            ),
        )
    print(read_back(found[-1], given.language))
    return 0


def import_calendar(given: argparse.Namespace) -> int:
    """Show what an imported year changes and, with `--yes`, put it into force and judge anew."""
    from django.utils import timezone

    from shouwen.docket import actions as docket
    from shouwen.docket import queries as dossiers
    from shouwen.jobs.houses import the_institution
    from shouwen.organization.domain import SYSTEM

    house = the_institution(given.institution)
    years = read_years(given.file.read_bytes(), given.file.name, year=given.year)
    calendar = load_calendar(house.calendar)
    found = preview(calendar, calendar.with_years(years))
    print(found.told().zh)
    for change in found.changes:
        print(f"  {change.day} {'上班' if change.becomes == 'work' else '休息'} {change.name}")
    if not given.yes:
        print("仅预览。加 --yes 生效。/ Preview only; add --yes to put it into force.")
        return 0
    now = timezone.now()
    begun = docket.import_calendar(
        years, institution_id=house.pk, notice=given.notice or given.file.name, by=SYSTEM, at=now
    )
    while not docket.carry(begun, now=now):
        continue
    carried = dossiers.rejudgement(house.pk, begun)
    moved = carried.moved if carried else 0
    print(f"已生效;{moved} 个未到期限随之变动。/ In force; {moved} open limits moved.")
    return 0
