"""The overview's charts, each a question with its formula, its table and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext

from shouwen.docket import statistics
from shouwen.docket.statistics import DueAt, Group, Part, Tally
from shouwen.enactment import queries as enactment
from shouwen.rulebook.procedure import procedures
from shouwen.web.errors import language, said
from shouwen.web.parts import Chart, Series
from shouwen.web.views.overview.asking import Period, Question, month_before
from shouwen.worktime import WorkTime, words


def percent(rate: float | None) -> str:
    """Say a rate; a dash when nothing was owed."""
    return "–" if rate is None else f"{rate:g} %"


def within(parts: Iterable[Part], period: Period) -> list[Part]:
    """Return the numbers of the months that a period covers (periods are whole months)."""
    first, last = month_before(period.first, 0), month_before(period.last, 0)
    return [part for part in parts if first <= part.month <= last]


def tally_of(parts: Iterable[Part], period: Period, *, ends: bool) -> Tally:
    """Return duties kept and broken in a period: those that end a matter, or those on the way."""
    return statistics.tally(part for part in within(parts, period) if part.ends is ends)


def said_state(kind: str, state: str) -> str:
    """Return a state in the reader's language."""
    procedure = procedures().get(kind)
    known = procedure.states.get(state) if procedure else None
    return said(known.title) if known else state


def work_names(institution_id: int) -> dict[str, str]:
    """Return the regulations in force by name."""
    return {one.work: one.title for one in enactment.editions(institution_id)}


def months(asked: Question, parts: Sequence[Part], known: Sequence[date]) -> Chart:
    """Is it getting better? The rate of each of twelve months, with how much was owed."""
    tallies = [
        statistics.tally(part for part in parts if part.month == month and part.ends)
        for month in known
    ]
    labels = [
        gettext("%(month)s\n%(count)s 件") % {"month": f"{month:%Y-%m}", "count": f"{one.owed:,}"}
        for month, one in zip(known, tallies, strict=True)
    ]
    return Chart(
        title=gettext("按时率在变好吗"),
        kind="line",
        labels=labels,
        labels_name=gettext("月份（应办结）"),
        series=[Series(gettext("按时办结率"), [one.rate for one in tallies], "series-1")],
        unit="%",
        formula=gettext("按时办结 ÷ 应办结，含未办结的超期；近 12 个月"),
        as_of=_as_of(asked),
        urls=[
            asked.url("overview-duties", outcome="broken", period=f"{month:%Y-%m}", reach="ends")
            for month in known
        ],
    )


def steps(asked: Question, groups: Sequence[Group]) -> Chart:
    """Where do things get stuck? What is open in each state, by lamp."""
    places: dict[tuple[str, str], list[Group]] = {}
    for group in groups:
        key = (group.state, said_state(group.kind, group.state))
        places.setdefault(key, []).append(group)
    order = sorted(places, key=lambda key: -sum(one.open for one in places[key]))
    found = [places[key] for key in order]
    over = [sum(one.overdue for one in some) for some in found]
    near = [sum(one.near for one in some) for some in found]
    rest = [
        sum(one.open for one in some) - late - soon
        for some, late, soon in zip(found, over, near, strict=True)
    ]
    return Chart(
        title=gettext("卡在哪一步"),
        kind="hbars",
        labels=[name for _, name in order],
        labels_name=gettext("现在的状态"),
        series=[
            Series(gettext("超期"), over, "broken"),
            Series(gettext("临期"), near, "near"),
            Series(gettext("其余在办"), rest, "open"),
        ],
        unit=gettext("件"),
        formula=gettext("现在没有办结的事，按所处的状态"),
        as_of=_as_of(asked),
        stacked=True,
        urls=[
            asked.url(
                "overview-matters",
                show="open",
                state=state,
                kinds=",".join(sorted({one.kind for one in places[state, name]})),
            )
            for state, name in order
        ],
    )


def ahead(asked: Question, found: Sequence[DueAt]) -> Chart:
    """How much falls due? The limits of the next ten working days, by lamp."""
    days = statistics.working_days(asked.today, asked.office)
    days = sorted({*days, *(asked.office.local(one.at).date() for one in found)})
    near = [sum(one.near for one in _on(found, day, asked.office)) for day in days]
    rest = [sum(one.count - one.near for one in _on(found, day, asked.office)) for day in days]
    return Chart(
        title=gettext("未来十个工作日到期多少"),
        kind="bars",
        labels=[_day_label(day, asked) for day in days],
        labels_name=gettext("到期日"),
        series=[Series(gettext("临期"), near, "near"), Series(gettext("正常"), rest, "open")],
        unit=gettext("件"),
        formula=gettext("没有办结的事，按最急的期限；休息日不列，调休上班标「班」"),
        as_of=_as_of(asked),
        stacked=True,
        urls=[asked.url("overview-matters", show="due", day=day.isoformat()) for day in days],
    )


def _on(found: Iterable[DueAt], day: date, office: WorkTime) -> list[DueAt]:
    return [one for one in found if office.local(one.at).date() == day]


def _day_label(day: date, asked: Question) -> str:
    label = words.moment(asked.day_start(day), language(), "list")
    made_up = day.weekday() >= 5 and asked.office.is_working_day(day)
    return gettext("%(day)s 班") % {"day": label} if made_up else label


def _as_of(asked: Question) -> str:
    return gettext("截至 %(time)s") % {"time": f"{asked.office.local(asked.now):%m-%d %H:%M}"}
