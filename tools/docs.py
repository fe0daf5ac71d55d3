"""Checks the documents: links lead somewhere, fences are closed, both READMEs agree.

python tools/docs.py
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README, README_ZH = ROOT / "README.md", ROOT / "README.zh-CN.md"

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)")
FENCE = re.compile(r"^(`{3,}|~{3,})(.*)$")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def documents() -> list[Path]:
    """Return every document that is checked."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def faults() -> list[str]:
    """Return what is wrong, one line each."""
    found = [line for file in documents() for line in _faults_of(file)]
    return [*found, *readme_faults()]


def _faults_of(file: Path) -> Iterator[str]:
    place = file.relative_to(ROOT)
    prose, code, unclosed = parts(file.read_text())
    if unclosed:
        yield f"{place}:{unclosed}: this code fence is never closed"
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    for number, line in code:
        for target in MAKE.findall(line):
            if target not in targets:
                yield f"{place}:{number}: the Makefile has no target {target}"
    for number, line in prose:
        for link in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if told := _broken(file, link):
                yield f"{place}:{number}: {told}"


def _broken(file: Path, link: str) -> str:
    if re.match(r"[a-z][a-z+.-]*:", link):
        return ""
    path, _, anchor = link.partition("#")
    target = (file.parent / path).resolve() if path else file
    if not target.exists():
        return f"the link {link} leads nowhere"
    if anchor and target.suffix == ".md" and anchor not in anchors(target.read_text()):
        return f"the link {link} names a heading that is not there"
    return ""


Lines = list[tuple[int, str]]


def parts(text: str) -> tuple[Lines, Lines, int]:
    """Return lines of prose, lines of code, and the line of a fence that is never closed (or 0)."""
    prose: Lines = []
    code: Lines = []
    fence, opened = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        mark = FENCE.match(line.strip())
        if mark and not fence:
            fence, opened = mark.group(1), number
        elif mark and fence and mark.group(1).startswith(fence) and not mark.group(2).strip():
            fence = ""
        else:
            (code if fence else prose).append((number, line))
    return prose, code, opened if fence else 0


def headings(text: str) -> list[tuple[int, str]]:
    """Return depth and words of each heading."""
    prose, _, _ = parts(text)
    found = [HEADING.match(line) for _, line in prose]
    return [(len(one.group(1)), one.group(2)) for one in found if one]


def anchors(text: str) -> set[str]:
    """Return the names under which headings can be linked to."""
    names: set[str] = set()
    for _, words in headings(text):
        name = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        number = sum(1 for other in names if re.fullmatch(rf"{re.escape(name)}(-\d+)?", other))
        names.add(f"{name}-{number}" if number else name)
    return names


def readme_faults() -> list[str]:
    """Return where the two READMEs are not built alike."""
    missing = [file.name for file in (README, README_ZH) if not file.exists()]
    if missing:
        return [f"{name} is missing" for name in missing]
    ours, theirs = headings(README.read_text()), headings(README_ZH.read_text())
    if [depth for depth, _ in ours] == [depth for depth, _ in theirs]:
        return []
    for (depth, words), (other_depth, other) in zip(ours, theirs, strict=False):
        if depth != other_depth:
            return [f"README.md has «{words}» where README.zh-CN.md has «{other}»"]
    return [f"README.md has {len(ours)} headings, README.zh-CN.md has {len(theirs)}"]


if __name__ == "__main__":
    lines = faults()
    print("\n".join(lines))
    sys.exit(1 if lines else 0)
