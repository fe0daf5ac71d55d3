"""What makes a procedure sound: every state reached, none a dead end, one responsible in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from shouwen.rulebook import vocabulary
from shouwen.rulebook.checks.conditions import disjoint
from shouwen.rulebook.errors import At, Faults, nearest
from shouwen.rulebook.procedure.table import Procedure
from shouwen.rulebook.procedure.values import ANY, NONE, PREVIOUS, STAY, Row
from shouwen.rulebook.strict import Node
from shouwen.rulebook.values import Edition, Gate, May, Must

FIRST_ASKED = "first-asked"
_ELSEWHERE = frozenset({NONE, ANY, STAY, PREVIOUS})


def check(procedure: Procedure, root: Node, faults: Faults) -> None:
    """Add every fault of a procedure."""
    if not _names(procedure, root, faults):
        return
    _responsible(procedure, root, faults)
    _overlaps(procedure, root, faults)
    _ways(procedure, root, faults)
    _bound(procedure, root, faults)


def uses_known_acts(editions: Iterable[Edition], procedures: Mapping[str, Procedure]) -> Faults:
    """Return the faults of rules that wait for or ask for an act that a procedure lacks.

    Only kinds that have a procedure are looked at; derived events and child acts are left out.
    """
    faults = Faults()
    for edition in editions:
        for rule in edition.rules:
            for kind in rule.kinds:
                for act in _acts_of(rule.body) if kind in procedures else ():
                    if act not in procedures[kind].acts:
                        place = At(edition.source, rule.line)
                        name = vocabulary.name_of(kind, among=vocabulary.KINDS).zh
                        faults.add("act-not-in-procedure", place, rule=rule.id, act=act, kind=name)
    return faults


def _acts_of(body: object) -> tuple[str, ...]:
    """Return the acts that somebody must be able to enter for the rule to work."""
    if isinstance(body, Must | May):
        named = (*body.acts, *body.after)
    else:
        named = body.acts if isinstance(body, Gate) else ()
    return tuple(act for act in named if "." not in act and act not in vocabulary.DERIVED_EVENTS)


def _names(procedure: Procedure, root: Node, faults: Faults) -> bool:
    """Check that every state named is declared."""
    known = set(procedure.states)
    sound = True
    for name in sorted(procedure.final - known):
        faults.add("unknown-state", root.key("final"), value=name, nearest=nearest(name, known))
        sound = False
    for row in procedure.rows:
        for name in (*row.states, row.next):
            if name not in known and name not in _ELSEWHERE:
                place = At(root.file, row.line)
                faults.add("unknown-state", place, value=name, nearest=nearest(name, known))
                sound = False
        if NONE in row.states and row.next in (STAY, PREVIOUS):
            faults.add("previous-at-start", At(root.file, row.line))
            sound = False
    return sound


def _responsible(procedure: Procedure, root: Node, faults: Faults) -> None:
    for name, state in procedure.states.items():
        if name in procedure.final and state.responsible is not None:
            faults.add("responsible-at-end", root.key("states"), state=name)
        if name not in procedure.final and state.responsible is None:
            faults.add("no-responsible", root.key("states"), state=name)


def _overlaps(procedure: Procedure, root: Node, faults: Faults) -> None:
    by_place: dict[tuple[str, str], list[Row]] = {}
    for row in procedure.rows:
        for state in procedure.covered(row):
            by_place.setdefault((state, row.act), []).append(row)
    for (state, act), rows in by_place.items():
        for one, other in combinations(rows, 2):
            if not disjoint(one.if_, other.if_):
                place = At(root.file, other.line)
                faults.add("rows-overlap", place, state=state, act=act, line=one.line)


def targets(procedure: Procedure, state: str) -> set[str]:
    """Return the states that one act from `state` may lead to; `previous` may be any before it."""
    found: set[str] = set()
    for row in procedure.acts_from(state):
        if row.next == PREVIOUS:
            found |= _before(procedure, state)
        elif row.next != STAY:
            found.add(row.next)
    return found


def _before(procedure: Procedure, state: str) -> set[str]:
    return {
        origin
        for row in procedure.rows
        if row.next == state
        for origin in procedure.covered(row)
        if origin != NONE
    }


def _ways(procedure: Procedure, root: Node, faults: Faults) -> None:
    onward = {state: targets(procedure, state) for state in (NONE, *procedure.states)}
    reached = _closure({NONE}, onward)
    for state in procedure.states:
        if state not in reached:
            faults.add("unreachable-state", root.key("states"), state=state)
    backward: dict[str, set[str]] = {state: set() for state in onward}
    for state, following in onward.items():
        for target in following:
            backward[target].add(state)
    ending = _closure(set(procedure.final), backward)
    for state in procedure.open_states:
        if state not in ending:
            faults.add("dead-end", root.key("states"), state=state)


def _closure(start: set[str], edges: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        for target in edges[waiting.pop()] - reached:
            reached.add(target)
            waiting.append(target)
    return reached


def _bound(procedure: Procedure, root: Node, faults: Faults) -> None:
    """Check that a role bound by acts is bound on every way to a state that rests on it."""
    for row in procedure.rows:
        if FIRST_ASKED in row.binds and row.states != (NONE,):
            faults.add("first-asked-rebound", At(root.file, row.line))
    certain = _certainly_bound(procedure)
    for state in procedure.open_states:
        role = procedure.states[state].responsible
        if role in vocabulary.BOUND_ROLES and role not in certain.get(state, {role}):
            faults.add("unbound-responsible", root.key("states"), state=state, role=role)


def _certainly_bound(procedure: Procedure) -> dict[str, set[str]]:
    """Return, for each state reached, the roles bound whichever way led there."""
    certain: dict[str, set[str]] = {NONE: set()}
    waiting = [NONE]
    while waiting:
        state = waiting.pop()
        for row in procedure.acts_from(state):
            have = certain[state] | set(row.binds)
            following = _before(procedure, state) if row.next == PREVIOUS else {row.next}
            for target in following - {STAY}:
                narrowed = have & certain.get(target, have)
                if narrowed != certain.get(target):
                    certain[target] = narrowed
                    waiting.append(target)
    return certain
