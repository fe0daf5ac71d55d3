"""The limit of one opened rule: span, pauses, extensions, stated dates; with steps on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.judge.clock import Bound, Clock, Standstill
from shouwen.rulebook.judge.course import Course
from shouwen.rulebook.judge.extensions import Extension, grants
from shouwen.rulebook.judge.facts import amount, statements
from shouwen.rulebook.judge.instants import instant
from shouwen.rulebook.judge.memory import Memory
from shouwen.rulebook.judge.openings import Opening
from shouwen.rulebook.judge.standstill import standstills
from shouwen.rulebook.judge.text import Handle, resolve
from shouwen.rulebook.judge.yardstick import Measure, word_of
from shouwen.rulebook.values import Ahead, Limit, LimitOf, May, Must, Stated
from shouwen.worktime import Amount, Step, Unit
from shouwen.worktime.spans import DayOf, Span

Trail = list[Step]
Find = Callable[[Handle, Opening], Opening | None]

ONE_DAY = Amount(1, Unit.WORKING_DAY)
_SHORT_UNITS = {Unit.HOUR, Unit.WORKING_HOUR, Unit.WORKING_MINUTE}
_MOST_OF_A_DAY = {Unit.WORKING_DAY: 1, Unit.CALENDAR_DAY: 1, Unit.HALF_WORKING_DAY: 2}


@dataclass(slots=True)
class Bounds:
    """Computes limits on one record; `find` gives the opening that a rule's name refers to."""

    record: Record
    memory: Memory
    zone: tzinfo
    find: Find
    _asked: list[Handle] = field(default_factory=list)
    _statements: dict[int, Sequence[tuple[str, Any, Act]]] = field(default_factory=dict)
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = self.memory.clock

    def of(self, opening: Opening, trail: Trail | None = None) -> Bound:
        """Return where the limit lies now, writing the steps to `trail` if one is given."""
        within = opening.entry.body.within
        if isinstance(within, Limit):
            return self._figure(opening, within, trail)
        handle = opening.entry.handle
        if handle in self._asked:
            return Bound()
        self._asked.append(handle)
        try:
            bound = self._raw(opening, trail)
        finally:
            self._asked.pop()
        return bound

    def _raw(self, opening: Opening, trail: Trail | None) -> Bound:
        body = opening.entry.body
        match body.within:
            case LimitOf():
                return self._of_another(opening, body.within, trail)
            case Stated():
                return self._stated(opening, body.within, trail)
            case Ahead():
                return self._ahead(opening, body.within, trail)
        return self._by_event(opening, body, trail)

    # a figure ---------------------------------------------------------------------------------

    def _figure(self, opening: Opening, within: Limit, trail: Trail | None) -> Bound:
        start, entry = opening.started or opening.act.at, opening.entry
        measure = entry.measure or self._measure(opening, within.span)
        if measure.unset:
            note(trail, "word-unset", {"word": word_of(within.span)}, measure.cited)
            return Bound(cited=list(measure.cited))
        bound = Bound(cited=list(measure.cited), short=is_short(measure.span))
        if trail is None and not entry.pauses and not entry.extends:
            bound.limit, bound.provisional = self.memory.due(start, measure)
            if entry.promise is not None:
                bound.promised, _ = self.memory.due(start, entry.promise)
            return bound
        return self._stretched(opening, bound, measure, trail)

    def _stretched(
        self, opening: Opening, bound: Bound, measure: Measure, trail: Trail | None
    ) -> Bound:
        """Reckon a figure that pauses and extensions may move, or whose steps are wanted."""
        start, entry = opening.started or opening.act.at, opening.entry
        stops = standstills(opening, self.record, start, self.clock)
        course = Course(self.clock, start, measure, stops, entry.cited)
        bound.limit, bound.provisional = course.due()
        notes = self._moved(opening, bound, course, stops)
        if entry.promise is not None:
            bound.promised, _ = Course(self.clock, start, entry.promise, stops, ()).due()
        if trail is not None:
            trail.extend(course.steps())
            trail.extend(notes)
            if bound.promised is not None:
                note(trail, "promise", {"promised": bound.promised.isoformat()}, entry.cited)
        return bound

    def _measure(self, opening: Opening, span: Span) -> Measure:
        return self.memory.measure(opening.entry.text.yardstick, span, self.record.kind)

    def _moved(
        self, opening: Opening, bound: Bound, course: Course, stops: Sequence[Standstill]
    ) -> list[Step]:
        """Apply extensions in order, then say whether the clock stands still; return the notes."""
        notes: list[Step] = []
        if opening.entry.extends:
            for extension in grants(opening, self.record, self.clock):
                self._extend(opening, bound, course, extension, notes)
        limit = bound.limit
        for one in stops:
            if limit is not None and one.from_ < limit:
                bound.cite(one.cited)
                bound.paused = one.from_ if one.until is None else None
        return notes

    # extensions -------------------------------------------------------------------------------

    def _extend(
        self,
        opening: Opening,
        bound: Bound,
        course: Course,
        extension: Extension,
        notes: list[Step],
    ) -> None:
        act, limit = extension.act, bound.limit
        if limit is None:
            return
        facts: dict[str, Any] = {"act": act.name, "at": act.at.isoformat()}
        if act.at > limit and not course.stands_before(limit):
            note(notes, "extension-too-late", facts, extension.cited)
            return
        used = bound.grants.get(extension.rule.id, 0)
        if extension.body.times is not None and used >= extension.body.times:
            note(notes, "extension-too-many", facts, extension.cited)
            return
        bound.grants[extension.rule.id] = used + 1
        note(notes, "extended", facts | {"ground": extension.ground}, extension.cited)
        self._lengthen(opening, course, extension, limit, notes)
        bound.limit, bound.provisional = course.due()
        bound.cite(extension.cited)
        bound.short = False

    def _lengthen(
        self,
        opening: Opening,
        course: Course,
        extension: Extension,
        limit: datetime,
        notes: list[Step],
    ) -> None:
        by = extension.body.by
        if isinstance(by, Limit):
            course.add(self._measure(opening, by.span), extension.cited)
            return
        new = instant(extension.new_limit, self.clock, self.zone) or limit
        if by is not None and by.at_most is not None:
            cap = self.clock.limit(limit, self._measure(opening, by.at_most).span)
            if new > cap:
                note(notes, "at-most", {"cap": cap.isoformat()}, extension.cited)
                new = cap
        if new > limit:
            course.fix(new)
            note(notes, "new-limit", {"limit": new.isoformat()}, extension.cited)

    # stated -----------------------------------------------------------------------------------

    def _stated(self, opening: Opening, within: Stated, trail: Trail | None) -> Bound:
        start = opening.started or opening.act.at
        stops = standstills(opening, self.record, start, self.clock)
        bound = Bound()
        said = [
            (limit, source, cited, value, act)
            for source, value, act, cited in self._sources(opening, within)
            if (limit := self._said(opening, value, act, stops)) is not None
        ]
        for limit, source, cited, _, _ in said if trail is not None else ():
            note(trail, "stated", {"source": source, "limit": limit.isoformat()}, cited)
        if not said:
            note(trail, "nothing-stated", {"sources": list(within.sources)}, opening.entry.cited)
            return bound
        bound.limit, _, cited, value, act = min(said, key=lambda one: one[0])
        bound.cite(cited)
        if trail is not None:
            trail.extend(self._counted(opening, value, act, stops, cited))
        if within.at_most is not None:
            bound.limit = self._capped(opening, within.at_most, bound, stops, trail)
        if not stops and not opening.entry.extends:
            return bound
        course = Course(self.clock, start, Measure(ONE_DAY, self.clock.counting), stops, ())
        course.fix(bound.limit)
        notes = self._moved(opening, bound, course, stops)
        if trail is not None:
            trail.extend(notes)
        return bound

    def _counted(
        self,
        opening: Opening,
        value: Any,
        act: Act,
        stops: Sequence[Standstill],
        cited: tuple[str, ...],
    ) -> tuple[Step, ...]:
        """Return how a stated figure was counted; a stated date needs no counting."""
        span = amount(value)
        if span is None:
            return ()
        start, measure = max(act.at, opening.act.at), self._measure(opening, span)
        return Course(self.clock, start, measure, stops, cited).steps()

    def _capped(
        self,
        opening: Opening,
        most: Amount,
        bound: Bound,
        stops: Sequence[Standstill],
        trail: Trail | None,
    ) -> datetime:
        measure = self._measure(opening, most)
        cap = self._due(opening.started or opening.act.at, measure, stops)
        bound.cite(measure.cited)
        if bound.limit is not None and bound.limit <= cap:
            return bound.limit
        note(trail, "at-most", {"cap": cap.isoformat()}, opening.entry.cited)
        return cap

    def _sources(
        self, opening: Opening, within: Stated
    ) -> list[tuple[str, Any, Act, tuple[str, ...]]]:
        found: list[tuple[str, Any, Act, tuple[str, ...]]] = [
            (source, value, act, ())
            for source, value, act in self._stated_since(opening.segment)
            if source in within.sources
        ]
        catalogue = self.record.catalogue
        for source in ("statute", "promise"):
            if source in within.sources and source in catalogue:
                cited = catalogue.get(f"{source}-cited")
                found.append((source, catalogue[source], opening.act, (cited,) if cited else ()))
        return found

    def _stated_since(self, segment: int) -> Sequence[tuple[str, Any, Act]]:
        found = self._statements.get(segment)
        if found is None:
            found = self._statements[segment] = tuple(statements(self.record.acts[segment:]))
        return found

    def _said(
        self, opening: Opening, value: Any, act: Act, stops: Sequence[Standstill]
    ) -> datetime | None:
        """Return a stated limit as an instant; a stated date moves by the days that stood still."""
        span = amount(value)
        if span is not None:
            measure = self._measure(opening, span)
            return self._due(max(act.at, opening.act.at), measure, stops)
        limit = instant(value, self.clock, self.zone)
        for one in stops:
            if limit is None or one.until is None or one.from_ >= limit:
                continue
            days = int(self.clock.between(one.from_, one.until, Unit.WORKING_DAY))
            if days > 0:
                limit = self.clock.limit(limit, Amount(days, Unit.WORKING_DAY))
        return limit

    def _due(self, start: datetime, measure: Measure, stops: Sequence[Standstill]) -> datetime:
        """Return a limit; one that nothing stops is remembered."""
        if not stops:
            return self.memory.due(start, measure)[0]
        return Course(self.clock, start, measure, stops, ()).due()[0]

    # hanging on another limit or event ---------------------------------------------------------

    def _of_another(self, opening: Opening, within: LimitOf, trail: Trail | None) -> Bound:
        other = self.find(resolve(within.rule, opening.entry.handle[0]), opening)
        note(trail, "limit-of", {"rule": within.rule}, opening.entry.cited)
        if other is None:
            return Bound()
        bound = self.of(other, trail)
        cited = bound.cited
        bound.cited, bound.promised = [], None
        bound.cite((*other.entry.cited, *cited))
        return bound

    def _ahead(self, opening: Opening, within: Ahead, trail: Trail | None) -> Bound:
        bound = Bound()
        if isinstance(within.of, LimitOf):
            bound = self._of_another(opening, within.of, trail)
            event = bound.limit
        else:
            event = self._field(within.of)
        if event is None:
            return Bound(cited=bound.cited)
        reckoning = self.clock.back(event, within.amount)
        note(trail, "ahead", {"of": event.isoformat()}, opening.entry.cited)
        if trail is not None:
            trail.extend(reckoning.steps)
        bound.limit, bound.provisional = reckoning.limit, reckoning.provisional
        bound.void = reckoning.limit < opening.act.at
        if bound.void:
            note(trail, "past-at-start", {"limit": reckoning.limit.isoformat()})
        return bound

    def _by_event(self, opening: Opening, body: Must | May, trail: Trail | None) -> Bound:
        """Return the limit of a rule without a span: a field's instant, or another act's."""
        if not isinstance(body, Must):
            return Bound()
        if body.by_field is not None:
            limit = self._field(body.by_field)
            if limit is not None:
                note(trail, "by", {"field": body.by_field, "limit": limit.isoformat()})
            return Bound(limit)
        for act in self.record.acts[opening.place + 1 :]:
            if act.name == body.before:
                note(trail, "before", {"act": act.name, "at": act.at.isoformat()})
                return Bound(act.at)
        return Bound()

    def _field(self, name: str) -> datetime | None:
        for act in reversed(self.record.acts):
            if (value := act.fields.get(name)) is not None:
                return instant(value, self.clock, self.zone)
        return instant(self.record.catalogue.get(name), self.clock, self.zone)


def is_short(span: Span) -> bool:
    """Say whether a limit is at most one day, so that the reminder comes at half of it."""
    if isinstance(span, Amount):
        return span.unit in _SHORT_UNITS or span.count <= _MOST_OF_A_DAY.get(span.unit, 0)
    return not isinstance(span, DayOf)


def note(trail: Trail | None, what: str, facts: dict[str, Any], cited: Sequence[str] = ()) -> None:
    """Write a step down, if steps are wanted."""
    if trail is not None:
        trail.append(Step(what, facts, tuple(cited)))
