"""The law in force for an institution: what a record makes owed, and what may happen on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.adoption import Adoption, flatten
from shouwen.rulebook.duties import Duty, Verdict
from shouwen.rulebook.gate import Refusal, outside_grounds, refusals, too_often
from shouwen.rulebook.judge.case import Case
from shouwen.rulebook.judge.events import LIMIT_PASSED, with_limit_passed
from shouwen.rulebook.judge.extensions import admitted, ground_of
from shouwen.rulebook.judge.facts import View, holds
from shouwen.rulebook.judge.memory import Memory
from shouwen.rulebook.judge.openings import REOPENED
from shouwen.rulebook.judge.shapes import Shapes
from shouwen.rulebook.judge.text import Index, Text, handle_of, index, resolve, texts
from shouwen.rulebook.judge.yardstick import Yardstick
from shouwen.rulebook.procedure import discharges as shipped_discharges
from shouwen.rulebook.values import Edition, Means
from shouwen.worktime import WorkTime

ALWAYS_DISCHARGES = frozenset({"withdrawn"})


class Law:
    """Editions with their adoptions, compiled once; judging is a pure function of the record.

    `discharges` names, by kind of dossier, the acts after which nothing opened earlier is owed
    any more; the shipped procedures say which, if not given; `withdrawn` always is one. A law
    never changes and may be shared between threads.
    """

    def __init__(
        self,
        editions: Iterable[Edition],
        adoptions: Iterable[Adoption],
        worktime: WorkTime,
        *,
        discharges: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.worktime = worktime
        self.zone: tzinfo = worktime.zone
        flat = flatten(tuple(editions), tuple(adoptions))
        self.texts: tuple[Text, ...] = texts(flat, Yardstick(worktime.counting))
        self._discharges = {
            kind: ALWAYS_DISCHARGES | acts
            for kind, acts in (shipped_discharges() if discharges is None else discharges).items()
        }
        self._memory = Memory(worktime)
        self._shapes: dict[str, Shapes] = {}

    def duties(self, record: Record, now: datetime) -> tuple[Duty, ...]:
        """Return every obligation and right that the record has opened, as it stands at `now`.

        Acts later than `now` are left out, so that a matter can be replayed. An event
        `limit-passed` is set where the first limit broke, for the rules that hang on it.
        """
        record = seen_from(record, now)
        case = self._case(record, now)
        found = case.duties()
        further = with_limit_passed(record, found, case.shapes.index)
        if further is None or not case.shapes.wakes(further, LIMIT_PASSED, self.worktime):
            return found
        return self._case(further, now).duties()

    def gate(self, record: Record, act: Act) -> tuple[Refusal, ...]:
        """Return everything that clauses ask for and `act` lacks; empty means permitted.

        `record` holds the acts before it. All gates that apply speak; none lifts another except
        by `instead-of`. `done` looks at the acts since the last `reopened`.
        """
        return tuple(self._refusals(record, act))

    def late(self, record: Record, act: Act) -> tuple[Duty, ...]:
        """Return the rights that have lapsed by `act`: it stays possible and is marked late."""
        return tuple(
            duty
            for duty in self.duties(record, act.at)
            if duty.right and duty.verdict is Verdict.LAPSED and act.name in duty.acts
        )

    def rights(self, record: Record, now: datetime) -> tuple[Duty, ...]:
        """Return the rights that may still be used in time."""
        return tuple(
            duty
            for duty in self.duties(record, now)
            if duty.right and duty.verdict in (Verdict.OPEN, Verdict.PAUSED, Verdict.UNSET)
        )

    # inside -----------------------------------------------------------------------------------

    def _index(self, kind: str) -> Index:
        return self._shapes_of(kind).index

    def _shapes_of(self, kind: str) -> Shapes:
        found = self._shapes.get(kind)
        if found is None:
            found = self._shapes[kind] = Shapes(index(self.texts, kind))
        return found

    def _case(self, record: Record, now: datetime) -> Case:
        return Case(
            record,
            self._shapes_of(record.kind),
            self._memory,
            self.zone,
            now,
            self._discharges.get(record.kind, ALWAYS_DISCHARGES),
        )

    def _refusals(self, record: Record, act: Act) -> Iterator[Refusal]:
        acts = (*record.acts, act)
        segment = last_reopening(acts)
        view = View(record, acts, act, self.worktime, segment)
        day = act.at.astimezone(self.zone).date()
        before = record.acts[segment:]
        gates = self._index(record.kind).gates.get(act.name, ())
        standing = [
            (rule, gate, text)
            for rule, gate, text in gates
            if text.in_force(day) and holds(rule.if_, view, text.unknown)
        ]
        gone = {
            resolve(name, text.edition.work)
            for rule, _, text in standing
            for name in rule.instead_of
        }
        for rule, gate, text in standing:
            if handle_of(rule, text.edition.work) not in gone:
                yield from refusals(rule, gate, act, before, meant(text, act.roles))
        yield from self._extension_refusals(record, act, acts[segment:], view)

    def _extension_refusals(
        self, record: Record, act: Act, acts: Sequence[Act], view: View
    ) -> Iterator[Refusal]:
        """Refuse an extension that no clause grants: the ground is not listed, or it is one more.

        Speaks only if no `extend` rule that hangs on this act would take it.
        """
        rules = self._index(record.kind).extends.get(act.name, ())
        day = act.at.astimezone(self.zone).date()
        live = [
            (rule, body)
            for rule, body, text in rules
            if text.in_force(day) and holds(rule.if_, view, text.unknown)
        ]
        ground = ground_of(acts)
        fitting = [(rule, body) for rule, body in live if admitted(body, ground)]
        if live and not fitting:
            grounds = dict.fromkeys(word for _, body in live for word in body.grounds)
            yield outside_grounds(live[0][0], act, tuple(grounds))
        used = sum(one.name == act.name for one in acts[:-1])
        if fitting and all(used >= (body.times or used + 1) for _, body in fitting):
            rule, body = fitting[0]
            yield too_often(rule, act, body.times or 0)


def seen_from(record: Record, now: datetime) -> Record:
    """Return the record without the acts later than `now`."""
    for act in record.acts:
        if act.at > now:
            acts = tuple(each for each in record.acts if each.at <= now)
            return Record(record.kind, acts, record.catalogue)
    return record


def last_reopening(acts: Sequence[Act]) -> int:
    """Return the place of the last `reopened`, or 0."""
    return max((place for place, act in enumerate(acts) if act.name == REOPENED), default=0)


def meant(text: Text, roles: frozenset[str]) -> frozenset[str]:
    """Return the roles held, and those that the text says are the same (the window is asked)."""
    extra = {
        rule.body.word
        for rule in text.edition.rules
        if isinstance(rule.body, Means) and roles.intersection(rule.body.is_)
    }
    return roles | extra if extra else roles
