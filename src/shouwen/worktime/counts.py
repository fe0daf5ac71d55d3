"""Counting between two instants, and how a limit stands at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from shouwen.worktime.dates import months_later
from shouwen.worktime.hours import MINUTE
from shouwen.worktime.spans import Unit

if TYPE_CHECKING:
    from shouwen.worktime.reckoner import WorkTime

Kind = Literal["today", "left", "over", "past", "paused", "early", "on-the-day", "late"]


@dataclass(frozen=True, slots=True)
class Remaining:
    """How a limit stands; `words.remaining` says it.

    * `today`: due today at `limit`'s time · `left`: `count` units left · `over`: by `count` units ·
      `past`: over, but by less than a unit · `paused`: stopped with `count` left.
    * finished: `early` by `count` units (0: in time), `on-the-day`, `late` by `count` (0: by less
      than a unit).
    """

    kind: Kind
    count: int
    unit: Unit
    limit: datetime


def between(office: WorkTime, a: datetime, b: datetime, unit: Unit) -> int | Fraction:
    """Count units after `a` up to `b` (both local); negative if `b` is earlier.

    Days count by date, the first not, the last included; half days likewise, those of `b`'s day
    as far as they have ended. Weeks, months and years count whole ones. Hours and minutes are
    exact (a `Fraction` where they are not whole).
    """
    if b < a:
        return -between(office, b, a, unit)
    if unit is Unit.WORKING_DAY:
        return office.calendar.working_days_between(a.date(), b.date())
    if unit is Unit.HALF_WORKING_DAY:
        return _halves(office, a.date(), b)
    if unit in (Unit.CALENDAR_DAY, Unit.WEEK):
        days = (b.date() - a.date()).days
        return days if unit is Unit.CALENDAR_DAY else days // 7
    if unit in (Unit.MONTH, Unit.YEAR):
        months = _months(a.date(), b.date())
        return months if unit is Unit.MONTH else months // 12
    if unit is Unit.HOUR:
        micros = round((b.astimezone(UTC) - a.astimezone(UTC)).total_seconds() * 1_000_000)
        return _whole(Fraction(micros, 60 * MINUTE))
    micros = office.passed(b) - office.passed(a)
    return _whole(Fraction(micros, MINUTE * (60 if unit is Unit.WORKING_HOUR else 1)))


def _whole(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _halves(office: WorkTime, a: date, b: datetime) -> int:
    day = b.date()
    if day <= a:
        return 0
    whole = 2 * office.calendar.working_days_between(a, day)
    if not office.is_working_day(day) or b >= office.close_of(day):
        return whole
    return whole - (1 if b.hour * 60 + b.minute >= office.hours.noon_on(day) else 2)


def _months(a: date, b: date) -> int:
    months = (b.year - a.year) * 12 + b.month - a.month
    return months if months_later(a, months, "last-day")[0] <= b else months - 1


_IN_HOURS = frozenset({Unit.HOUR, Unit.WORKING_HOUR, Unit.WORKING_MINUTE})
_IN_WORKING_DAYS = frozenset({Unit.WORKING_DAY, Unit.HALF_WORKING_DAY})


def remaining(
    office: WorkTime, limit: datetime, now: datetime, unit: Unit, *, paused: bool = False
) -> Remaining:
    """Tell how a limit stands at `now`, in the unit in which it was set.

    Half days are told in working days, weeks and longer in calendar days, hours as whole hours or,
    under an hour, as minutes. When `paused`, `now` is the moment at which the clock stopped.
    """
    told = _told_unit(unit)
    if paused:
        count, told = _count(office, now, limit, told) if now < limit else (0, told)
        return Remaining("paused", count, told, limit)
    if now >= limit:
        count, told = _count(office, limit, now, told)
        return Remaining("over" if count else "past", count, told, limit)
    if now.date() == limit.date() and unit not in _IN_HOURS:
        return Remaining("today", 0, told, limit)
    count, told = _count(office, now, limit, told)
    return Remaining("left", count, told, limit)


def finished(office: WorkTime, limit: datetime, done: datetime, unit: Unit) -> Remaining:
    """Tell how something that was finished at `done` stands against its limit."""
    told = _told_unit(unit)
    if done.date() == limit.date() and done <= limit:
        return Remaining("on-the-day", 0, told, limit)
    early = done <= limit
    count, told = _count(office, *((done, limit) if early else (limit, done)), told)
    return Remaining("early" if early else "late", count, told, limit)


def _told_unit(unit: Unit) -> Unit:
    if unit in _IN_WORKING_DAYS:
        return Unit.WORKING_DAY
    if unit in _IN_HOURS:
        return Unit.HOUR if unit is Unit.HOUR else Unit.WORKING_HOUR
    return Unit.CALENDAR_DAY


def _count(office: WorkTime, a: datetime, b: datetime, unit: Unit) -> tuple[int, Unit]:
    count = between(office, a, b, unit)
    if unit is Unit.WORKING_HOUR and count < 1:
        return int(count * 60), Unit.WORKING_MINUTE
    return int(count), unit
