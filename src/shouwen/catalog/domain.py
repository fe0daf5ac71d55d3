"""Service items: what an office does for people, and the figures it may promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from shouwen.errors import Refused, Text
from shouwen.worktime import Amount, Unit, WorkTime

CLASSES: dict[str, Text] = {
    "instant": Text("即办件", "Instant"),
    "promised": Text("承诺件", "Promised"),
    "joint": Text("联办件", "Joint"),
}
"""Classes of matter: done on the spot, within a promise, or by several offices together."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The statutory and the promised limit of an item; either may be absent."""

    statutory: Amount | None
    promised: Amount | None


UNIT_WORDS: dict[Unit, Text] = {
    Unit.WORKING_DAY: Text("个工作日", "working days"),
    Unit.HALF_WORKING_DAY: Text("个半天(工作日)", "half working days"),
    Unit.WORKING_HOUR: Text("个工作小时", "working hours"),
    Unit.WORKING_MINUTE: Text("分钟(工作时间)", "working minutes"),
    Unit.HOUR: Text("小时", "hours"),
    Unit.CALENDAR_DAY: Text("日", "days"),
    Unit.WEEK: Text("周", "weeks"),
    Unit.MONTH: Text("个月", "months"),
    Unit.YEAR: Text("年", "years"),
}


def said(amount: Amount) -> Text:
    """Return an amount in words: 20 个工作日 / 20 working days."""
    unit = UNIT_WORDS[amount.unit]
    return Text(f"{amount.count} {unit.zh}", f"{amount.count} {unit.en}")


def sample_starts(first_year: int) -> list[datetime]:
    """Return the starts on which two limits of different units are compared: a day in each week."""
    weeks = range(1, 53)
    return [
        datetime.fromisocalendar(first_year, week, 3).replace(hour=2, tzinfo=UTC) for week in weeks
    ]


def check_promise(figures: Figures, worktime: WorkTime, year: int) -> None:
    """Refuse a promise that is longer than the statute, on any day of the year.

    Two amounts of one unit are compared as figures; of different units by the limits they give
    when started in each week of `year` (服务承诺: a promise may only shorten).
    """
    statutory, promised = figures.statutory, figures.promised
    if statutory is None or promised is None:
        return
    if statutory.unit == promised.unit:
        longer = promised.count > statutory.count
    else:
        longer = any(
            worktime.limit(start, promised) > worktime.limit(start, statutory)
            for start in sample_starts(year)
        )
    if longer:
        law, ours = said(statutory), said(promised)
        raise Refused(
            "catalog.promise-too-long",
            Text(
                f"承诺 {ours.zh}比法定 {law.zh}长。请填不超过法定的期限。",
                f"A promise of {ours.en} exceeds the statutory {law.en}. Enter no more than that.",
            ),
            facts={"promised": promised.count, "statutory": statutory.count},
        )
