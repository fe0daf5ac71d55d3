"""What a first contact may state: facts with values that the law knows, papers of its own item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from shouwen.catalog.models import Material
from shouwen.enactment import queries as enactment
from shouwen.errors import Text
from shouwen.matters.domain import wrong_fields
from shouwen.organization.domain import Actor
from shouwen.rulebook.library import load_library
from shouwen.rulebook.values import Edition
from shouwen.rulebook.vocabulary import ENTERED_VALUES, FACTS, FIELDS


def check_facts(stated: Mapping[str, object], *, institution_id: int, at: datetime) -> None:
    """Raise `Unclear` for a fact or field that no law knows, or a value that it cannot have."""
    if not stated:
        return
    day = enactment.worktime(institution_id).local(at).date()
    in_force = enactment.editions_on(institution_id, day)
    faults: dict[str, Text] = {}
    for name, value in stated.items():
        if name not in FACTS and name not in FIELDS:
            faults[name[:40]] = Text(f"没有「{name[:40]}」这一栏。", f"No such fact: {name[:40]}.")
        elif not (_may_be(name, value, in_force) or _may_be(name, value, load_library().editions)):
            words = sorted(_values(name, in_force))
            faults[name] = Text(
                f"不能是「{str(value)[:40]}」。可填:{'、'.join(words)}。",
                f"It cannot be “{str(value)[:40]}”. Allowed: {', '.join(words)}.",
            )
    if faults:
        raise wrong_fields(faults)


def _may_be(name: str, value: object, editions: Iterable[Edition]) -> bool:
    known = _values(name, editions)
    return not known or (isinstance(value, str) and value in known)


def _values(name: str, editions: Iterable[Edition]) -> set[str]:
    """Return the values that a fact may have; none are listed where anything may be written."""
    declared = (fact.values for edition in editions for fact in edition.facts if fact.name == name)
    return {*ENTERED_VALUES.get(name, ()), *(word for words in declared for word in words)}


def check_papers(handed_in: Sequence[int], item: int | None) -> None:
    """Raise `Unclear` for papers that are not on the list of the item."""
    if not handed_in:
        return
    known = set(Material.objects.filter(item=item).values_list("pk", flat=True)) if item else set()
    if set(handed_in) - known:
        raise wrong_fields(
            {
                "handed_in": Text(
                    "有材料不在这个事项的清单上。", "Some papers are not on this item's list."
                )
            }
        )


def check_seat(actor: Actor | None, post: int | None) -> None:
    """Raise `Unclear` for a post that the one who was asked does not act for."""
    if post is not None and actor is not None and actor.acts_for(post) is None:
        raise wrong_fields(
            {"post": Text("您现在不在这个岗位上。", "You do not act for this post now.")}
        )
