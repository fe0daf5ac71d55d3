"""Works and editions together: gaps and overlaps in time, names that cross works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from shouwen.rulebook.checks.accounts import happenings_of
from shouwen.rulebook.checks.scope import Scope
from shouwen.rulebook.errors import At, Faults, nearest
from shouwen.rulebook.values import Declared, Edition, Extend, LimitOf, May, Must, Pause, Rule


def by_work(editions: Sequence[Edition]) -> dict[str, list[Edition]]:
    """Return the editions of each work, the earliest first."""
    works: dict[str, list[Edition]] = {}
    for edition in sorted(editions, key=lambda e: (e.work, e.first_day)):
        works.setdefault(edition.work, []).append(edition)
    return works


def check_works(editions: Sequence[Edition], faults: Faults) -> None:
    """Check the editions of each work in time, and every `work#name`."""
    works = by_work(editions)
    for work, turns in works.items():
        for earlier, later in pairwise(turns):
            _turn(work, earlier, later, faults)
    for edition in editions:
        for rule in edition.rules:
            _across(rule, edition, works, faults)


def _turn(work: str, earlier: Edition, later: Edition, faults: Faults) -> None:
    """One edition follows another: without `last-day` it ends the day before the next begins."""
    place = At(later.source or work)
    ends = earlier.last_day or later.first_day - timedelta(days=1)
    if earlier.first_day == later.first_day or ends >= later.first_day:
        faults.add(
            "edition-overlap", place, work=work, first=earlier.first_day, second=later.first_day
        )
    elif ends + timedelta(days=1) < later.first_day:
        faults.add(
            "edition-gap",
            place,
            work=work,
            from_=ends + timedelta(days=1),
            until=later.first_day - timedelta(days=1),
        )


def in_force(turns: Sequence[Edition], day: date) -> Edition | None:
    """Return the edition of one work that is in force on `day`."""
    begun = [edition for edition in turns if edition.first_day <= day]
    if not begun:
        return None
    last = max(begun, key=lambda edition: edition.first_day)
    return None if last.last_day is not None and last.last_day < day else last


def _across(rule: Rule, edition: Edition, works: dict[str, list[Edition]], faults: Faults) -> None:
    place = At(edition.source, rule.line)
    for name in references_of(rule):
        work, mark, rest = name.partition("#")
        if mark:
            _named(work, rest, works, place, faults, rules_only=True)
    for name in (*happenings_of(rule), *_proposed(rule)):
        work, mark, rest = name.partition("#")
        if mark:
            _named(work, rest, works, place, faults, rules_only=False)


def references_of(rule: Rule) -> tuple[str, ...]:
    """Return the rules that a rule refers to, as written."""
    body = rule.body
    found = list(rule.instead_of)
    if isinstance(body, Extend | Pause):
        found.append(body.rule)
    within = body.within if isinstance(body, Must | May) else None
    if isinstance(within, LimitOf):
        found.append(within.rule)
    return tuple(name for name in found if name != "all")


def _proposed(rule: Rule) -> tuple[str, ...]:
    if rule.verb != "upon" or not isinstance(rule.body, Declared):
        return ()
    lines = rule.body.keys.get("then", ())
    names = [name for line in lines for name in line.get("measure", ())]
    return (*names, *(line["find"] for line in lines if "find" in line))


def _named(
    work: str,
    name: str,
    works: dict[str, list[Edition]],
    place: At,
    faults: Faults,
    *,
    rules_only: bool,
) -> None:
    turns = works.get(work)
    if turns is None:
        faults.add("unknown-parent", place, value=work, nearest=nearest(work, works))
        return
    scopes = [Scope.of(edition) for edition in turns]
    known = {name for scope in scopes for name in scope.rules}
    if not rules_only:
        known |= {n for s in scopes for n in (*s.breaches, *s.grounds, *s.measures, *s.means)}
    if name.partition(".")[0] not in known:
        slug = "unknown-rule" if rules_only else "unknown-happening"
        faults.add(slug, place, value=f"{work}#{name}", nearest=nearest(name, known))
