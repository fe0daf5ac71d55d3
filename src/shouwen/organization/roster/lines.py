"""Lines of a roster: understood, checked, with every fault named by row, column and reason."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from shouwen.errors import Text
from shouwen.organization.roster.columns import find_columns, letter

_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"[\d()()+转]{5,20}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_CAPACITIES = {
    "": "primary",
    "a": "primary",
    "a岗": "primary",
    "主": "primary",
    "主岗": "primary",
    "primary": "primary",
    "b": "backup",
    "b岗": "backup",
    "副": "backup",
    "备": "backup",
    "备岗": "backup",
    "backup": "backup",
    "代": "acting",
    "代岗": "acting",
    "acting": "acting",
}
_LEADERS = {
    "科室负责人": "head",
    "负责人": "head",
    "科长": "head",
    "股长": "head",
    "处长": "head",
    "head": "head",
    "分管领导": "in-charge",
    "in-charge": "in-charge",
    "主要领导": "principal",
    "principal": "principal",
}
_LOOKS_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong (or, a warning, worth knowing) about a cell."""

    row: int
    """As the spreadsheet counts, from 1."""
    column: str
    """The spreadsheet's letter; "" when the column is missing."""
    reason: Text
    suggestion: str = ""
    level: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Line:
    """One understood line."""

    row: int
    name: str
    username: str = ""
    name_en: str = ""
    department: str = ""
    post: str = ""
    capacity: str = "primary"
    phone: str = ""
    email: str = ""
    leader: str = ""
    """head, in-charge, principal or ""."""
    duties: str = ""
    window: str = ""
    post_phone: str = ""
    location: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def writable(self) -> bool:
        """Return whether the line has no error."""
        return not any(problem.level == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole roster as read."""

    columns: dict[str, str]
    """Field to the letter of its column."""
    lines: tuple[Line, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every problem, in order of rows."""
        return tuple(problem for line in self.lines for problem in line.problems)

    @property
    def writable(self) -> tuple[Line, ...]:
        """Return the lines without an error."""
        return tuple(line for line in self.lines if line.writable)


def read_lines(rows: Sequence[Sequence[str]], known: Collection[str] = ()) -> Sheet:
    """Return the lines of a roster; `known` are the departments that exist already.

    A department that is not known but looks like one that is (or like one that the sheet names
    more often) is an error with a suggestion; any other becomes a new department. Raises
    `Unclear` when no headings are found.
    """
    top, columns = find_columns(rows)
    letters = {name: letter(column) for name, column in columns.items()}
    cells: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        read = {name: row[column] if column < len(row) else "" for name, column in columns.items()}
        if any(read.values()):
            cells.append((number, read))
    named = Counter(read.get("department", "") for _, read in cells)
    lines: list[Line] = []
    seats: dict[tuple[str, str, str], int] = {}
    for number, read in cells:
        problems = [
            *_contact(number, read, letters),
            *_place(number, read, letters),
            *_department(number, read, letters, named, known),
        ]
        problems += _seat(number, read, letters, seats)
        lines.append(_line(number, read, tuple(problems)))
    return Sheet(letters, tuple(_with_backups(lines, letters)))


def _line(number: int, read: dict[str, str], problems: tuple[Problem, ...]) -> Line:
    return Line(
        row=number,
        name=read.get("name", ""),
        username=read.get("username", "").lower(),
        name_en=read.get("name_en", ""),
        department=read.get("department", ""),
        post=read.get("post", ""),
        capacity=_capacity(read),
        phone=re.sub(r"[\s-]", "", read.get("phone", "")),
        email=read.get("email", ""),
        leader=_LEADERS.get(read.get("leader", "").lower(), ""),
        duties=read.get("duties", ""),
        window=read.get("window", ""),
        post_phone=read.get("post_phone", ""),
        location=read.get("location", ""),
        problems=problems,
    )


def _capacity(read: dict[str, str]) -> str:
    return _CAPACITIES.get(read.get("capacity", "").lower().replace(" ", ""), "")


def _contact(number: int, read: dict[str, str], letters: dict[str, str]) -> list[Problem]:
    """Return the faults of name, telephone, e-mail and username."""
    found: list[Problem] = []

    def fault(name: str, zh: str, en: str) -> None:
        found.append(Problem(number, letters.get(name, ""), Text(zh, en)))

    phone = re.sub(r"[\s-]", "", read.get("phone", ""))
    if not read.get("name"):
        fault("name", "没有姓名", "The name is missing.")
    elif len(read["name"]) > 60:
        fault("name", "姓名超过 60 字", "The name is longer than 60 characters.")
    if re.fullmatch(r"1\d*", phone) and not _MOBILE.fullmatch(phone):
        en = f"A mobile number has 11 digits, not {len(phone)}."
        fault("phone", f"手机号 {len(phone)} 位,应为 11 位", en)
    elif phone and not _LANDLINE.fullmatch(phone):
        fault("phone", "不是电话号码", "This is not a telephone number.")
    if read.get("email") and not _EMAIL.fullmatch(read["email"]):
        fault("email", "不是电子邮箱", "This is not an e-mail address.")
    if read.get("username") and not _USERNAME.fullmatch(read["username"].lower()):
        fault("username", "用户名只能用字母、数字、点和横线", "Letters, digits, . and - only.")
    return found


def _place(number: int, read: dict[str, str], letters: dict[str, str]) -> list[Problem]:
    """Return the faults of capacity, post and leadership."""
    found: list[Problem] = []
    given = read.get("capacity", "")
    leads = _LEADERS.get(read.get("leader", "").lower()) in {"head", "in-charge"}
    if not _capacity(read):
        text = Text(f"「{given}」应为 A、B 或代", f"{given!r}: write A, B or 代.")
        found.append(Problem(number, letters.get("capacity", ""), text))
    if (read.get("post") or leads) and not read.get("department"):
        text = Text("有岗位或职务但没有科室", "A post or a head needs a department.")
        found.append(Problem(number, letters.get("department", ""), text))
    return found


def _department(
    number: int,
    read: dict[str, str],
    letters: dict[str, str],
    named: Counter[str],
    known: Collection[str],
) -> list[Problem]:
    name = read.get("department", "")
    if not name or name in known:
        return []
    oftener = [other for other, times in named.items() if other and times > named[name]]
    close = difflib.get_close_matches(name, [*known, *oftener], n=1, cutoff=_LOOKS_ALIKE)
    if not close or close[0] == name:
        return []
    zh, en = f"「{name}」不存在 → {close[0]}?", f"{name} does not exist; did you mean {close[0]}?"
    return [Problem(number, letters.get("department", ""), Text(zh, en), suggestion=close[0])]


def _seat(
    number: int,
    read: dict[str, str],
    letters: dict[str, str],
    seats: dict[tuple[str, str, str], int],
) -> list[Problem]:
    """Return the fault of a second A (or B) of one post."""
    if not read.get("post"):
        return []
    seat = (read.get("department", ""), read["post"], _capacity(read))
    first = seats.setdefault(seat, number)
    if first == number:
        return []
    zh, en = f"该岗位的同一岗别已在第 {first} 行", f"Row {first} names somebody for this already."
    return [Problem(number, letters.get("capacity", letters.get("post", "")), Text(zh, en))]


def _with_backups(lines: list[Line], letters: dict[str, str]) -> list[Line]:
    """Warn about posts that have an A but no B."""
    backed = {(line.department, line.post) for line in lines if line.capacity == "backup"}
    told: list[Line] = []
    for line in lines:
        lonely = (
            line.post
            and line.capacity == "primary"
            and (line.department, line.post) not in backed
            and line.writable
        )
        if lonely:
            reason = Text(
                f"{line.post}没有 B 岗,可写入,就绪清单会列出",
                f"{line.post} has no B; it can be written, the readiness list will name it.",
            )
            warning = Problem(line.row, letters.get("post", ""), reason, level="warning")
            told.append(replace(line, problems=(*line.problems, warning)))
        else:
            told.append(line)
    return told
