"""Adding working days, side by side with numpy.busday_offset and holidays; prints the ratios.

    python benchmarks/worktime.py

numpy and holidays are in requirements/bench.txt only. Everybody adds 1 to 60 working days to the
same random days of 2024 to 2026; numpy is given every rest day as a holiday, so that all agree,
and the run stops if one does not.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from shouwen.worktime import Amount, Unit, WorkTime, load_calendar
from shouwen.worktime.deadlines import batch, office

try:
    import holidays
    import numpy
except ModuleNotFoundError as missing:
    raise SystemExit(
        f"{missing.name} is missing: pip install -r requirements/bench.txt"
    ) from missing

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
CALENDAR = load_calendar("cn")
OFFICE = WorkTime(CALENDAR)
CHANCE = random.Random(7)
PAIRS = [(FIRST + timedelta(CHANCE.randrange(880)), CHANCE.randint(1, 60)) for _ in range(20_000)]
SHORT = [(day, 1 + count % 20) for day, count in PAIRS]


def measure(call: Callable[[date, int], object], pairs: Sequence[tuple[date, int]]) -> float:
    """Return microseconds of processor time a call: the best of many short rounds.

    The loop itself is left out. Processor time and short rounds, because the machine may be busy.
    """
    pairs = pairs[:200]
    best = empty = float("inf")
    for _ in range(200):
        began = time.process_time()
        for _day, _count in pairs:
            pass
        empty = min(empty, time.process_time() - began)
        began = time.process_time()
        for day, count in pairs:
            call(day, count)
        best = min(best, time.process_time() - began)
    return (best - empty) / len(pairs) * 1e6


def instants(pairs: Sequence[tuple[date, int]]) -> dict[date, datetime]:
    """Return ten in the morning of each day, in the office's zone."""
    return {day: datetime(day.year, day.month, day.day, 10, tzinfo=OFFICE.zone) for day, _ in pairs}


def main() -> None:
    """Measure everybody, compare the answers, print the table."""
    span = (LAST - FIRST).days + 1
    rest = [day for n in range(span) if not CALENDAR.is_working_day(day := FIRST + timedelta(n))]
    busdays = numpy.busdaycalendar(weekmask="1111111", holidays=numpy.array(rest, dtype="M8[D]"))
    china, start, moments = holidays.country_holidays("CN"), instants(PAIRS), {}
    moments.update((count, Amount(count, Unit.WORKING_DAY)) for count in range(1, 61))

    def by_numpy(day: date, count: int) -> object:
        return numpy.busday_offset(day, count, roll="backward", busdaycal=busdays)

    def by_limit(day: date, count: int) -> datetime:
        return OFFICE.limit(start[day], moments[count])

    def by_steps(day: date, count: int) -> object:
        return OFFICE.add(start[day], moments[count])

    for day, count in PAIRS[:3000]:
        ours = CALENDAR.add_working_days(day, count)
        theirs = by_numpy(day, count).astype(object)
        assert ours == theirs == china.get_nth_working_day(day, count), (day, count)
        assert ours == by_limit(day, count).date() == by_steps(day, count).limit.date()

    ours = measure(CALENDAR.add_working_days, PAIRS)
    peers = {
        "numpy.busday_offset": measure(by_numpy, PAIRS),
        "holidays.get_nth_working_day": measure(china.get_nth_working_day, PAIRS),
    }
    print(f"{'adding 1 to 60 working days':44} {'µs a call':>10} {'× ours':>8}")
    print(f"{'Calendar.add_working_days':44} {ours:10.3f} {1:8.1f}")
    for name, took in peers.items():
        print(f"{name:44} {took:10.3f} {took / ours:8.1f}")
    print(f"{'WorkTime.limit (aware instant, close)':44} {measure(by_limit, PAIRS):10.3f}")
    print(f"{'WorkTime.add, 1 to 20 days, all steps':44} {measure(by_steps, SHORT):10.3f}")
    print(f"{'WorkTime.add, 1 to 60 days, all steps':44} {measure(by_steps, PAIRS):10.3f}")
    rows = [f"{day}T10:00,{count} working-day" for day, count in PAIRS] * 5
    began = time.process_time()
    done = sum(1 for _ in batch(["start,within", *rows], office())) - 1
    print(f"deadline --batch: {done} rows in {time.process_time() - began:.2f} s")


if __name__ == "__main__":
    main()
