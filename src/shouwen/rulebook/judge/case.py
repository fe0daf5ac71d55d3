"""One record before the judge: every opened rule becomes a duty with its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.duties import Duty, Verdict
from shouwen.rulebook.judge.bounds import Bounds, Trail, note
from shouwen.rulebook.judge.clock import Bound, Clock
from shouwen.rulebook.judge.memory import Memory
from shouwen.rulebook.judge.openings import REOPENED, Opening
from shouwen.rulebook.judge.recurring import following, periods, serve
from shouwen.rulebook.judge.shapes import Shapes
from shouwen.rulebook.judge.text import Entry, Handle
from shouwen.rulebook.values import Deem, May, Must
from shouwen.worktime import Step

LEVELS = 2
"""Superiors above a recipient when the catalogue of the record does not say."""


@dataclass(slots=True)
class Case:
    """A record, the rules of its kind, and the instant from which it is seen."""

    record: Record
    shapes: Shapes
    memory: Memory
    zone: tzinfo
    now: datetime
    discharges: frozenset[str]
    """Acts after which nothing opened earlier is owed any more (withdrawn, refused …)."""
    openings: list[Opening] = field(default_factory=list)
    clock: Clock = field(init=False)
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        self.clock = self.memory.clock
        self.bounds = Bounds(self.record, self.memory, self.zone, self._find)

    def duties(self) -> tuple[Duty, ...]:
        """Return the duties in the order of their opening."""
        days = [_day(act.at, self.zone) for act in self.record.acts]
        self.openings = self.shapes.opened(self.record, days, self.clock)
        found: list[Duty] = []
        for opening in self.openings:
            if opening.entry.single:
                found.append(self.judge(opening, self._done(opening)))
            else:
                found.extend(self._of(opening))
        return tuple(found)

    def _find(self, handle: Handle, asker: Opening) -> Opening | None:
        """Return the opening of another rule nearest to the asker's: same segment, else latest."""
        same = [one for one in self.openings if one.entry.handle == handle]
        here = [one for one in same if one.segment == asker.segment]
        return next(reversed(here or same), None)

    def _of(self, opening: Opening) -> Iterator[Duty]:
        body = opening.entry.body
        if isinstance(body, Must) and body.every is not None:
            yield from self._recurring(opening, body.every)
        else:
            yield from self._levels(opening)

    def _levels(self, opening: Opening) -> Iterator[Duty]:
        """Yield the obligation of each level reached; each level's clock starts at the last limit.

        An act after a level's limit is the next level's to have done; whoever does it, it is done.
        """
        top = int(self.record.catalogue.get("levels", LEVELS))
        for level in range(top + 1):
            done = self._done(opening, level)
            duty = self.judge(opening, done, passes=level < top)
            yield duty
            if duty.verdict is not Verdict.REPLACED or duty.closed_by is not None:
                return
            opening = _next_level(opening, level + 1, duty.limit)

    def _recurring(self, opening: Opening, every: str) -> Iterator[Duty]:
        """Yield one duty for each period begun, up to the act that ends the repetition."""
        body = opening.entry.body
        ends = self.discharges.union(body.until if isinstance(body, Must) else (), {REOPENED})
        later = self.record.acts[opening.place + 1 :]
        ended = next((act.at for act in later if act.name in ends), None)
        turns = list(periods(opening, every, self.zone, min(ended or self.now, self.now)))
        if every == "working-day":
            turns = [one for one in turns if one.started and self._works(one.started)]
        acts = [act for act in later if _can_keep(act, opening.entry)]
        found = serve(turns, acts, lambda one: self.bounds.of(one).limit)
        for period in found:
            duty = self.judge(period.opening, period.served)
            if ended is None and period is found[-1]:
                duty = replace(duty, again=following(every, self.zone, self.now))
            yield duty

    def _works(self, instant: datetime) -> bool:
        return self.clock.is_working_day(_day(instant, self.zone))

    # what fulfils -----------------------------------------------------------------------------

    def _done(self, opening: Opening, level: int = 0) -> Act | None:
        entry = opening.entry
        to = entry.to
        for act in self.record.acts[opening.place + 1 :]:
            if (
                _can_keep(act, entry)
                and (not to or not act.addressed or act.goes_to(to))
                and (level > 0 or not entry.by_recipient or _is_recipient(act, opening.act))
            ):
                return act
        return None

    def _ended(self, opening: Opening, done: Act | None) -> tuple[Act | None, Verdict]:
        """Return the first act that ended the duty and what it made of it."""
        later = self.record.acts[opening.place + 1 :]
        if not later:
            return None, Verdict.OPEN
        ends = [] if done is None else [(done.seq, done, Verdict.KEPT)]
        if opening.ended is not None:
            ends.append((opening.ended.seq, opening.ended, Verdict.REPLACED))
        entry, discharges = opening.entry, self.discharges
        for act in later:
            name = act.name
            if (name in discharges or name in entry.waived_by) and name not in entry.acts:
                ends.append((act.seq, act, Verdict.WAIVED))
                break
        if not ends:
            return None, Verdict.OPEN
        _, act, verdict = min(ends, key=lambda end: end[0])
        return act, verdict

    # the verdict ------------------------------------------------------------------------------

    def judge(self, opening: Opening, done: Act | None, *, passes: bool = False) -> Duty:
        """Return the duty of one opening, level or period."""
        bound = self.bounds.of(opening)
        ended, how = self._ended(opening, done)
        verdict, breach = self._verdict(opening, bound, ended, how, passes)
        paused = bound.paused if verdict is Verdict.PAUSED else None
        entry = opening.entry
        started = opening.started or opening.act.at
        return Duty(
            key=key_of(opening),
            rule=entry.rule,
            bearer=entry.body.who if opening.level == 0 else "superior",
            recipient=opening.act.to if entry.by_recipient and not opening.level else None,
            opened=opening.act,
            started=started,
            verdict=verdict,
            limit=bound.limit,
            promised=bound.promised,
            remind_at=self._reminder(bound, started),
            provisional=bound.provisional,
            cited=_cited(opening, bound),
            closed_by=ended,
            breach_at=breach,
            paused=paused,
            level=opening.level,
            derive=lambda: self._steps(opening, verdict, ended),
        )

    def _verdict(
        self, opening: Opening, bound: Bound, ended: Act | None, how: Verdict, passes: bool
    ) -> tuple[Verdict, datetime | None]:
        if bound.void:
            return Verdict.WAIVED, None
        limit = bound.limit
        firm = not opening.entry.rule.unfixed
        if limit is None or not firm:
            return self._unlimited(opening, ended, how, firm), None
        if ended is not None:
            overrun = bound.paused is None and ended.at > limit
            return self._after(opening, how, passes, limit) if overrun else (how, None)
        if bound.paused is not None:
            return Verdict.PAUSED, None
        if self.now <= limit:
            return Verdict.OPEN, None
        return self._overrun(opening, passes, limit)

    def _unlimited(self, opening: Opening, ended: Act | None, how: Verdict, firm: bool) -> Verdict:
        body = opening.entry.body
        if ended is not None:
            return how
        waits_for_act = isinstance(body, Must) and body.before is not None
        if firm and (waits_for_act or (isinstance(body, May) and body.within is None)):
            return Verdict.OPEN
        return Verdict.UNSET

    def _overrun(
        self, opening: Opening, passes: bool, limit: datetime
    ) -> tuple[Verdict, datetime | None]:
        body = opening.entry.body
        if isinstance(body, May) or isinstance(body.otherwise, Deem):
            return Verdict.LAPSED, None
        if passes:
            return Verdict.REPLACED, None
        return Verdict.BROKEN, limit

    def _after(
        self, opening: Opening, how: Verdict, passes: bool, limit: datetime
    ) -> tuple[Verdict, datetime | None]:
        """Judge what ended after its limit: the breach remains, whatever ended it."""
        verdict, breach = self._overrun(opening, passes, limit)
        if isinstance(opening.entry.body, May):
            return (Verdict.LATE if how is Verdict.KEPT else Verdict.LAPSED), None
        if verdict is not Verdict.BROKEN:
            return verdict, breach
        return (Verdict.REPLACED if how is Verdict.REPLACED else Verdict.LATE), breach

    # what goes with it ------------------------------------------------------------------------

    def _reminder(self, bound: Bound, started: datetime) -> datetime | None:
        """Return when to remind first: at the promise, a day before, or at half a short limit."""
        limit = bound.limit
        if bound.promised is not None or limit is None or bound.void:
            return bound.promised
        if not bound.short:
            return max(started, self.memory.day_before(limit))
        if limit - started <= timedelta(days=1):
            return started + (limit - started) / 2
        return max(started, self.memory.half_before(limit))

    def _steps(self, opening: Opening, verdict: Verdict, ended: Act | None) -> tuple[Step, ...]:
        act, rule = opening.act, opening.entry.rule
        trail: Trail = []
        started = opening.started or act.at
        cited = opening.entry.cited
        note(trail, "opened", {"act": act.name, "at": act.at.isoformat(), "seq": act.seq})
        facts: dict[str, object] = {"rule": rule.id, "who": opening.entry.body.who}
        note(trail, "rule", facts | {"acts": list(opening.entry.body.acts)}, cited)
        if opening.level:
            note(trail, "passed-up", {"level": opening.level, "at": started.isoformat()}, cited)
        if opening.period:
            note(trail, "period", {"period": opening.period}, cited)
        bound = self.bounds.of(opening, trail)
        if bound.limit is not None:
            note(trail, "limit", {"limit": bound.limit.isoformat()}, _cited(opening, bound))
        by = () if opening.successor is None else opening.successor.cited
        ending = {} if ended is None else {"act": ended.name, "at": ended.at.isoformat()}
        note(trail, str(verdict), ending, by)
        return tuple(trail)


def key_of(opening: Opening) -> str:
    """Return the stable name of a duty: rule, opening act, then recipient, level, period."""
    parts = [opening.entry.rule.id, str(opening.act.seq)]
    if opening.entry.by_recipient and opening.act.to is not None:
        parts.append(opening.act.to)
    if opening.level:
        parts.append(f"level-{opening.level}")
    if opening.period:
        parts.append(opening.period)
    return ":".join(parts)


def _cited(opening: Opening, bound: Bound) -> tuple[str, ...]:
    cited = opening.entry.cited
    return tuple(dict.fromkeys((*cited, *bound.cited))) if bound.cited else cited


def _can_keep(act: Act, entry: Entry) -> bool:
    """Say whether an act is one that keeps a duty; a citizen's keeps none of the office."""
    return act.name in entry.acts and not (entry.inside and act.from_outside)


def _is_recipient(act: Act, opening: Act) -> bool:
    return opening.to is None or act.by == opening.to or opening.to in act.roles


def _next_level(opening: Opening, level: int, start: datetime | None) -> Opening:
    return replace(opening, level=level, started=start)


def _day(instant: datetime, zone: tzinfo) -> date:
    return instant.astimezone(zone).date()
