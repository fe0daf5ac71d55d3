"""What the parts of a page show: small values that views fill and `templates/parts/` render.

Every sentence here is already in the reader's language. `/_parts/` (debug only) shows each one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Tone = Literal["info", "good", "warn", "bad", "trial", "sealed"]


@dataclass(frozen=True, slots=True)
class Lamp:
    """The verdict on one limit.

    `code`: open, near, broken, paused, kept, late, lapsed (also waived, replaced), failed, unset
    (the limit is still to be fixed) or none (the rule sets no limit). `remaining` is the wording
    of worktime: 今天 18:00 到期.
    """

    code: str
    remaining: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause chip: `label` is short name and article (限时 第五条), `url` its page."""

    label: str
    url: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit on a page: what is owed until when, and the address that derives it."""

    name: str
    lamp: Lamp
    at: datetime | None
    text: str
    """The date in words, as 4.3 of the page rules writes it: 02-27(周五)18:00."""
    url: str
    note: str = ""
    old: Sequence[tuple[str, str]] = ()
    """Earlier limits: the date in words, and the act that moved it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a derivation: 起, 加, 止 …, its sentence, more under it, what it rests on."""

    label: str
    text: str
    detail: str = ""
    clauses: Sequence[Clause] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """Why it is this day: all lines in the order in which they were computed."""

    title: str
    lamp: Lamp
    lines: Sequence[Line]
    copy: str = ""
    """What [复制] puts on the clipboard."""
    links: Sequence[tuple[str, str]] = ()
    """Words and addresses: 看日历格, 给群众看的说法, 我有疑问."""

    @property
    def head(self) -> Sequence[Line]:
        """Return the lines that are always shown."""
        return self.lines if len(self.lines) <= 12 else self.lines[:8]

    @property
    def folded(self) -> Sequence[Line]:
        """Return the lines that are folded when there are more than twelve."""
        return () if len(self.lines) <= 12 else self.lines[8:-2]

    @property
    def tail(self) -> Sequence[Line]:
        """Return the last lines after folded ones."""
        return () if len(self.lines) <= 12 else self.lines[-2:]


@dataclass(frozen=True, slots=True)
class Person:
    """A person where they act: post first, then name, then capacity."""

    name: str
    post: str = ""
    capacity: str = ""
    """A, B, acting, or empty."""
    acting_note: str = ""
    """Whom they act for and until when: 代 周立夏,至 02-20."""
    away_until: str = ""
    left: bool = False
    first_asked: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry of a timeline, with names as they were then."""

    time: str
    act: str
    at: datetime | None = None
    by: Person | None = None
    to: str = ""
    changes: Sequence[str] = ()
    """What changed, one sentence each: 期限 02-27 → 03-06."""
    quote: str = ""
    papers: Sequence[tuple[str, str]] = ()
    clauses: Sequence[Clause] = ()
    place: str = ""
    """The place in the chain: 第 3 条."""
    place_url: str = ""
    corrected: bool = False
    corrects: str = ""
    system: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """An act that may be done now: verb and object, its form's address, its key."""

    name: str
    url: str
    key: str = ""
    primary: bool = False
    danger: bool = False
    rare: bool = False
    """Goes under 更多."""
    post: bool = False
    """Done at once by the button (level 1 without a form)."""


@dataclass(frozen=True, slots=True)
class RefusedAct:
    """An act that may not be done now: why, by which clause, what would permit it, who may."""

    name: str
    reason: str
    remedy: str = ""
    who: str = ""
    clauses: Sequence[Clause] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens the rows it counts."""

    label: str
    value: str
    url: str = ""
    unit: str = ""
    note: str = ""
    lamp: str = ""
    """A lamp code whose shape stands before the label."""


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing here, and why: `kind` is empty, filtered, forbidden or failed."""

    title: str
    kind: Literal["empty", "filtered", "forbidden", "failed"] = "empty"
    text: str = ""
    act: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """The result of an act: what, to whom, next step; stays when it carries a number."""

    title: str
    tone: Tone = "good"
    text: str = ""
    number: str = ""
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Pager:
    """Paging by key: addresses of the neighbouring pages, and how many there are in all."""

    count: str
    """已显示 1–50,共 212 条, or 约 12,000 条."""
    newer: str = ""
    older: str = ""
    sizes: Sequence[int] = (20, 50, 100)
    size: int = 50
    keep: Sequence[tuple[str, str]] = ()
    """Name and value of every query part that changing the size keeps."""
    jump: bool = True


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of a list; `key` is pressed to open it."""

    name: str
    url: str
    count: int | None = None
    current: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on; `url` is the list without it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of what will happen: 期限, old → new; or who is told, with the exact text."""

    name: str
    text: str = ""
    old: str = ""
    new: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The check before an act of level 2 (told), 3 (signed) or 4 (irrevocable).

    `hidden` carries what was typed; `back` returns to it. Level 3 asks for the box and the
    signer's password (`code`), level 4 for `object_name` typed out.
    """

    title: str
    effects: Sequence[Effect]
    url: str
    button: str
    back: str
    level: Literal[2, 3, 4] = 2
    hidden: Sequence[tuple[str, str]] = ()
    object_name: str = ""
    warning: str = ""
    error: str = ""
    clauses: Sequence[Clause] = ()


@dataclass(frozen=True, slots=True)
class Plate:
    """A card (牌): a decision, never a lamp. `level` 1–4 is the number of its bars."""

    word: str
    colour: Literal["yellow", "red", "blue", "orange"]
    level: int
    state: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers in a chart; `colour` is a token: open, near, series-1 …"""

    name: str
    values: Sequence[float | None]
    colour: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A question and its picture; without JavaScript its table."""

    title: str
    kind: Literal["bars", "line", "hbars"]
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    formula: str = ""
    as_of: str = ""
    labels_name: str = ""
    stacked: bool = False
    urls: Sequence[str] = ()
    marks: Sequence[tuple[str, float]] = ()

    @property
    def rows(self) -> list[tuple[str, str, list[float | None]]]:
        """Return the table: label, address of its rows, one value a series."""
        urls = self.urls or [""] * len(self.labels)
        return [
            (label, urls[at], [one.values[at] for one in self.series])
            for at, label in enumerate(self.labels)
        ]

    @property
    def data(self) -> dict[str, Any]:
        """Return what charts.js draws."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "stacked": self.stacked,
            "labels": list(self.labels),
            "urls": list(self.urls) or None,
            "series": [
                {
                    "name": one.name,
                    "values": list(one.values),
                    "colour": one.colour or None,
                    "dashed": one.dashed,
                }
                for one in self.series
            ],
            "marks": [{"name": name, "value": value} for name, value in self.marks],
        }


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumb; the last one has no address."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry of the error summary: the field's id (no `#`) and the same sentence as there."""

    field_id: str
    text: str = field(default="")
