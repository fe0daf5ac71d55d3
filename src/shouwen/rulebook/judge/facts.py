"""Facts at an instant, and whether conditions hold on them.

Conditions are evaluated once, at the act that opens; facts entered by acts up to then, the
latest entry first, then the catalogue, then the closed list of computed facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.values import Conditions, Range, Wanted
from shouwen.worktime.spans import Amount, Unit

NONE = frozenset({"none"})


class OfficeClock(Protocol):
    """The one question about time that a fact asks."""

    def is_office_time(self, instant: Any) -> bool:
        """Say whether the office is open at the instant."""
        ...


@dataclass(frozen=True, slots=True)
class View:
    """A record as it was right after `act` (`acts` ends with it), since the last reopening."""

    record: Record
    acts: Sequence[Act]
    act: Act
    clock: OfficeClock
    segment: int = 0
    """Index in `acts` of the last `reopened`, or 0."""

    def __iter__(self) -> Iterator[Act]:
        return reversed(self.acts)

    def value(self, name: str) -> Any:
        """Return the latest value entered for `name`, else the catalogue's, else None."""
        for act in self:
            value = act.fields.get(name)
            if value is not None:
                return value
        return self.record.catalogue.get(name)

    def fact(self, name: str) -> Any:
        """Return a fact: entered last, of the catalogue, or computed unless given with the act."""
        compute = COMPUTED.get(name)
        if compute is None:
            return self.value(name)
        given = self.act.fields.get(name)
        return compute(self) if given is None else given


def statements(acts: Sequence[Act]) -> Iterator[tuple[str, Any, Act]]:
    """Yield every limit that somebody stated: the source, what was stated, the act.

    A `due` field may be a date, an instant, a span, or a mapping from source to one of these
    (an issuer's date that the office enters). Else the source is `due-by`, or the roles of whoever
    acted. The due date of an approved plan is stated by `plan`.
    """
    planned: Any = None
    for act in acts:
        due = act.fields.get("due")
        if act.name == "plan-submitted":
            planned = due
        elif act.name == "plan-approved":
            if (milestone := due or planned) is not None:
                yield "plan", milestone, act
        elif isinstance(due, Mapping) and "unit" not in due:
            for source, value in due.items():
                yield source, value, act
        elif due is not None:
            for source in (act.fields["due-by"],) if "due-by" in act.fields else act.roles:
                yield source, due, act


def due_stated(view: View) -> frozenset[str]:
    """Return the sources that stated a limit up to the act; `none` if none did."""
    stated = {source for source, _, _ in statements(view.acts[view.segment :])}
    stated |= {name for name in ("statute", "promise") if name in view.record.catalogue}
    return frozenset(stated) or NONE


def limited(view: View) -> str:
    """Say whether anybody, statute or promise has stated a limit: `yes` or `no`."""
    entered = view.value("limited")
    if entered is not None:
        return word(entered)
    return "no" if due_stated(view) == NONE else "yes"


def promise_shorter(view: View) -> str:
    """Say whether the promised limit is shorter than the statutory one: `yes` or `no`."""
    entered = view.value("promise-shorter")
    if entered is not None:
        return word(entered)
    promise, statute = (amount(view.record.catalogue.get(name)) for name in ("promise", "statute"))
    if promise is None or statute is None or promise.unit != statute.unit:
        return "no"
    return "yes" if promise.count < statute.count else "no"


def amount(value: Any) -> Amount | None:
    """Read a span that came in as a value: an `Amount`, or `{"to": 20, "unit": …}`."""
    if isinstance(value, Amount):
        return value
    if isinstance(value, Mapping) and "unit" in value:
        return Amount(int(value["to"]), Unit(value["unit"]))
    return None


def _hours(view: View) -> str:
    return "office" if view.clock.is_office_time(view.act.at) else "rest"


def _returns(view: View) -> int:
    return sum(act.name == "returned" for act in view.acts[view.segment :])


def _recipient(view: View) -> frozenset[str]:
    return view.act.to_roles


COMPUTED: Mapping[str, Callable[[View], Any]] = {
    "kind": lambda view: view.record.kind,
    "due-stated": due_stated,
    "hours": _hours,
    "target-present": lambda view: view.value("target-present"),
    "recipient-is": _recipient,
    "returns": _returns,
    "limited": limited,
    "promise-shorter": promise_shorter,
    "state": lambda view: view.value("state"),
}
"""The closed list. A tenth must be argued for; none takes parameters."""


def holds(conditions: Conditions, view: View, unknown: Mapping[str, str]) -> bool:
    """Say whether all conditions hold; a fact that nobody entered is what `unknown` says."""
    return all(
        meets(wanted, _known(view.fact(name), unknown.get(name)))
        for name, wanted in conditions.items()
    )


def meets(wanted: Wanted, value: Any) -> bool:
    """Say whether a value is any of the words, lies in the range, or is given at all."""
    if value is None:
        return False
    if wanted == "given":
        return True
    if isinstance(wanted, Range):
        return _within(wanted, value)
    items = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    return any(each in wanted for item in items for each in _spellings(word(item)))


def word(value: Any) -> str:
    """Return how a rulebook writes a value: dates in ISO form, truth as yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


_TRUTH = {"true": "yes", "false": "no", "yes": "true", "no": "false"}


def _spellings(text: str) -> tuple[str, ...]:
    """Return the ways in which rulebooks write a value: truth is yes or true."""
    return (text, _TRUTH[text]) if text in _TRUTH else (text,)


def _known(value: Any, unknown: str | None) -> Any:
    return unknown if value is None else value


def _within(wanted: Range, value: Any) -> bool:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return False
    return (
        (wanted.from_ is None or number >= wanted.from_)
        and (wanted.to is None or number <= wanted.to)
        and (wanted.over is None or number > wanted.over)
        and (wanted.under is None or number < wanted.under)
    )
