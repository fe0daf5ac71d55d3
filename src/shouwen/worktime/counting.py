"""How time is counted: the choices that a regulation or an office makes, and stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from shouwen.worktime.faults import demand_aware, unclear


@dataclass(frozen=True, slots=True)
class Counting:
    """The choices, with the defaults of 民法典 201 to 203 and 行政许可法 82.

    * `first`: the day of the start is not counted (`next-day`), or is day one (`same-day`).
    * `ends`: the last day ends at the close of business, or at midnight (its last second).
    * `last_day_off`: a calendar span whose last day is a rest day moves on, or stays.
    * `short_month`: a month without the day ends on its `last-day`, on the `next-day`, or, if
      nothing was decided (`None`), the computation refuses with `Unclear`.
    * `cited`: the clause that decided; replaces the citation of the law in the steps.
    """

    first: Literal["next-day", "same-day"] = "next-day"
    ends: Literal["close", "midnight"] = "close"
    last_day_off: Literal["next-working-day", "stays"] = "next-working-day"
    short_month: Literal["last-day", "next-day"] | None = "last-day"
    cited: tuple[str, ...] = ()


DEFAULT = Counting()
"""Start not counted, close of business, off a rest day, last day of a short month."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from one instant until another; `until=None` is still standing."""

    from_: datetime
    until: datetime | None = None
    cited: tuple[str, ...] = ()


def in_order(pauses: Sequence[Pause], start: datetime, zone: tzinfo) -> list[Pause]:
    """Return the pauses that matter after `start`: in local time, in order, joined, clipped."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: demand_aware(each.from_)):
        until = demand_aware(pause.until).astimezone(zone) if pause.until else None
        from_ = max(pause.from_.astimezone(zone), start)
        if until is not None and until < pause.from_:
            raise unclear(
                "pause-backwards",
                f"停止计时 {pause.from_.isoformat()} 晚于恢复 {until.isoformat()}",
                f"the stop at {pause.from_.isoformat()} is later than the resumption",
                from_=pause.from_.isoformat(),
                until=until.isoformat(),
            )
        if until is not None and until <= start:
            continue
        last = found[-1] if found else None
        if last and (last.until is None or from_ <= last.until):
            end = None if last.until is None or until is None else max(last.until, until)
            both = (*last.cited, *(each for each in pause.cited if each not in last.cited))
            found[-1] = Pause(last.from_, end, both)
        else:
            found.append(Pause(from_, until, pause.cited))
    return found
