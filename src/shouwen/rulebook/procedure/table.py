"""`Procedure`: the table of a kind of dossier, and how an act moves through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from shouwen.errors import Refused, Text
from shouwen.rulebook.acts import Act
from shouwen.rulebook.judge.facts import meets, word
from shouwen.rulebook.procedure.values import (
    ANY,
    ANYBODY,
    LAW,
    NONE,
    PREVIOUS,
    STAY,
    Move,
    Row,
    Standing,
    State,
)
from shouwen.rulebook.vocabulary import ACTS, FIELDS, ROLES, name_of

SEVERAL = frozenset({"co-handler"})
"""Roles that more than one may hold at once."""


@dataclass(frozen=True)
class Procedure:
    """The technical order of the acts on one kind of dossier. It holds no law."""

    kind: str
    title: Text
    states: Mapping[str, State]
    final: frozenset[str]
    starts: tuple[str, ...]
    discharges: frozenset[str]
    """Acts after which nothing opened earlier is owed any more."""
    rows: tuple[Row, ...]

    @cached_property
    def open_states(self) -> tuple[str, ...]:
        """Return the states in which somebody is responsible, in the order of the file."""
        return tuple(name for name in self.states if name not in self.final)

    @cached_property
    def _table(self) -> dict[str, dict[str, list[Row]]]:
        table: dict[str, dict[str, list[Row]]] = {name: {} for name in (NONE, *self.states)}
        for row in self.rows:
            for state in self.covered(row):
                table[state].setdefault(row.act, []).append(row)
        return table

    @cached_property
    def acts(self) -> frozenset[str]:
        """Return every act that some row knows."""
        return frozenset(row.act for row in self.rows)

    def covered(self, row: Row) -> tuple[str, ...]:
        """Return the states that a row speaks of; `any` is every open one."""
        return self.open_states if row.states == (ANY,) else row.states

    def acts_from(self, state: str) -> tuple[Row, ...]:
        """Return the rows of a state, in the order of the file; a final state may have a few."""
        return tuple(row for rows in self._table.get(state, {}).values() for row in rows)

    def responsible(self, state: str) -> str | None:
        """Return the one role that is responsible in a state; None when it is over."""
        found = self.states.get(state)
        return None if found is None else found.responsible

    def step(
        self,
        state: str,
        act: str,
        roles: Iterable[str],
        given: Mapping[str, Any],
        *,
        previous: str = NONE,
        facts: Mapping[str, Any] | None = None,
    ) -> Move:
        """Return where the act leads; raise `Refused` if this state, role or content forbids it.

        `given` are the fields that the act carries (`recipient` among them if it has one); `facts`
        those known of the dossier, for rows with conditions; `previous` the open state before.
        """
        row = self._row(state, act, {**(facts or {}), **given})
        held = frozenset(roles)
        if not may(row, held):
            raise _not_yours(row)
        missing = [name for name, words in row.given.items() if not _carries(given, name, words)]
        if missing:
            raise _incomplete(row, missing)
        return self._move(row, state, previous)

    def fold(self, acts: Iterable[Act]) -> Standing:
        """Return where the acts lead from the beginning; acts unknown to a state change nothing."""
        standing = Standing()
        for act in acts:
            standing = self.after(standing, act)
        return standing

    def after(self, standing: Standing, act: Act) -> Standing:
        """Return where one act more leads, without asking who did it or what it carries."""
        row = next(self._fitting(standing.state, act.name, act.fields), None)
        if row is None:
            return standing
        move = self._move(row, standing.state, standing.previous)
        bound = dict(standing.bound)
        for role, identity in bindings(move, act).items():
            earlier = bound.get(role, ()) if role in SEVERAL else ()
            bound[role] = (*(each for each in earlier if each != identity), identity)
        if move.next_state == standing.state:
            return replace(standing, bound=bound)
        return Standing(move.next_state, standing.state, bound)

    def _fitting(self, state: str, act: str, facts: Mapping[str, Any]) -> Iterator[Row]:
        for row in self._table.get(state, {}).get(act, ()):
            if all(meets(wanted, facts.get(name)) for name, wanted in row.if_.items()):
                yield row

    def _row(self, state: str, act: str, facts: Mapping[str, Any]) -> Row:
        row = next(self._fitting(state, act, facts), None)
        if row is None:
            raise self._not_now(state, act)
        return row

    def _move(self, row: Row, state: str, previous: str) -> Move:
        target = {STAY: state, PREVIOUS: previous}.get(row.next, row.next)
        return Move(
            row.act,
            state,
            target,
            row.binds,
            row.tells,
            row.opens,
            target in self.final,
            self.responsible(target),
        )

    def _not_now(self, state: str, act: str) -> Refused:
        verb = name_of(act, among=ACTS)
        title = self.states[state].title if state in self.states else Text("未登记", "unregistered")
        where = [name for name in self.states if act in self._table[name]]
        names = [self.states[name].title for name in where]
        remedy = Text(
            "可在这些环节操作：" + "、".join(each.zh for each in names),
            "possible while " + ", ".join(each.en for each in names),
        )
        return Refused(
            "not-in-this-state",
            Text(
                f"“{title.zh}”时不能“{verb.zh}”",
                f"“{verb.en}” is not possible while “{title.en}”",
            ),
            facts={"state": state, "act": act, "possible": where},
            remedy=remedy if names else None,
        )


def may(row: Row, roles: frozenset[str]) -> bool:
    """Say whether somebody with these roles may enter the act of a row."""
    return ANYBODY in row.who or LAW in roles or bool(roles.intersection(row.who))


def bindings(move: Move, act: Act) -> dict[str, str]:
    """Return which id each role of the dossier is bound to by an act."""
    found: dict[str, str] = {}
    for role, source in move.binds.items():
        value = {"actor": act.by, "recipient": act.to}.get(source, act.fields.get(source))
        if value:
            found[role] = str(value)
    return found


def _carries(given: Mapping[str, Any], name: str, words: tuple[str, ...]) -> bool:
    value = given.get(name)
    if value is None or value == "" or value == ():
        return False
    return not words or word(value) in words


def _not_yours(row: Row) -> Refused:
    verb, names = name_of(row.act, among=ACTS), [name_of(role, among=ROLES) for role in row.who]
    zh, en = "或".join(n.zh for n in names), " or ".join(n.en for n in names)
    return Refused(
        "not-your-role",
        Text(f"“{verb.zh}”由{zh}办理", f"“{verb.en}” is entered by {en}"),
        facts={"act": row.act, "who": list(row.who)},
        remedy=Text(f"请{zh}办理", f"ask {en}"),
    )


def _incomplete(row: Row, missing: list[str]) -> Refused:
    verb, names = name_of(row.act, among=ACTS), [name_of(name, among=FIELDS) for name in missing]
    zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
    return Refused(
        "field-missing",
        Text(f"“{verb.zh}”缺少：{zh}", f"“{verb.en}” lacks {en}"),
        facts={"act": row.act, "missing": missing},
        remedy=Text(f"填写{zh}", f"enter {en}"),
    )
