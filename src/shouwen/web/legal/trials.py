"""A dry run as pages show it: figures first, then rows old → new; continued by a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shouwen.docket.dryrun import Move, Trial
from shouwen.rulebook.told import acts_named
from shouwen.web.errors import said
from shouwen.web.parts import Clause, Figure
from shouwen.web.telling import chips, short_when
from shouwen.worktime import WorkTime

COUNTED = ("seen", "limits", "sooner", "later", "opened", "ended", "overdue", "relieved", "failed")


@dataclass(frozen=True, slots=True)
class Row:
    """A limit that would move or moved."""

    number: str
    url: str
    what: str
    was: str
    now: str
    overdue: bool
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A dry run for its page."""

    total: int
    seen: int
    finished: bool
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]
    more: int
    """Moved limits of this portion that are not listed."""
    next: str
    """The query that goes on; empty when finished."""
    moved: int
    failed: int


def carried_over(trial: Trial, given: QueryDict) -> Trial:
    """Return a portion with the counts of the portions before it, which the address carries."""
    before = {name: _number(given.get(name, "")) for name in COUNTED}
    return replace(trial, **{name: getattr(trial, name) + n for name, n in before.items()})


def after_of(given: QueryDict) -> UUID | None:
    """Return where a portion begins; None at the start."""
    try:
        return UUID(given.get("after", ""))
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def shown(
    trial: Trial, given: QueryDict, office: WorkTime, now: datetime, institution_id: int
) -> Shown:
    """Return a dry run for its page; `given` is the query of the page."""
    whole = carried_over(trial, given)
    rows = tuple(row(one, office, now, institution_id) for one in trial.moves)
    return Shown(
        total=whole.total,
        seen=min(whole.seen, whole.total),
        finished=whole.finished,
        figures=tuple(figures(whole)),
        rows=rows,
        more=trial.moved - len(rows),
        next=_next(whole, given),
        moved=whole.moved,
        failed=whole.failed,
    )


def _next(whole: Trial, given: QueryDict) -> str:
    if whole.after is None:
        return ""
    kept = {name: given[name] for name in given if name not in (*COUNTED, "after")}
    counts = {name: getattr(whole, name) for name in COUNTED}
    return urlencode({**kept, **counts, "after": whole.after.hex})


def figures(whole: Trial) -> Sequence[Figure]:
    """Return the counts of a dry run."""
    return (
        Figure(_("比较了的期限"), str(whole.limits)),
        Figure(_("会变动"), str(whole.moved)),
        Figure(_("提前"), str(whole.sooner)),
        Figure(_("推后"), str(whole.later)),
        Figure(_("新增 / 取消"), f"{whole.opened} / {whole.ended}"),
        Figure(_("变为超期"), str(whole.overdue), lamp="broken"),
        Figure(_("不再超期"), str(whole.relieved), lamp="kept"),
    )


def row(move: Move, office: WorkTime, now: datetime, institution_id: int) -> Row:
    """Return one moved limit as a row."""
    return Row(
        number=move.number,
        url=matter_url(move.number),
        what=said(acts_named(move.acts)),
        was=when(move.was, office, now),
        now=when(move.now, office, now),
        overdue=move.overdue,
        clauses=tuple(chips([clause_of(move.rule)], institution_id)),
    )


def clause_of(rule: str) -> str:
    """Return the citation of a rule's clause."""
    return rule.rpartition("/")[0] or rule


def when(at: datetime | None, office: WorkTime, now: datetime) -> str:
    """Return an instant in words, or that there is none."""
    return short_when(at, office, now) if at is not None else _("没有")


def matter_url(number: str) -> str:
    """Return the address of a matter; empty while no page shows matters."""
    try:
        return reverse("matter", args=[number])
    except NoReverseMatch:
        return ""


def event_name(why: Mapping[str, object]) -> str:
    """Return what moved limits, in words."""
    match why.get("event"):
        case "calendar-imported":
            years = why.get("years")
            listed = years if isinstance(years, list) else []
            return _("导入 %(years)s 年日历") % {"years": "、".join(map(str, listed))}
        case "adoption-signed":
            return _("签署采用文件")
    return _("制度或日历变动")
