"""The predicate over plain columns, tried on a table that has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from shouwen.organization import actions, queries
from shouwen.organization.domain import SYSTEM, Actor
from shouwen.organization.models import Person
from shouwen.organization.visibility import KINDS, NOTHING, Label, scope, visible_to
from shouwen.rulebook import vocabulary

from .office import DAY, START, Office, build, leave


@dataclass(frozen=True)
class Row:
    kind: str
    institution_id: int
    department_id: int
    post_id: int
    first_asked_id: int


def holds(condition: Q, row: Row) -> bool:
    """Judge a condition on one row, as the database would."""

    def of(child: object) -> bool:
        if isinstance(child, Q):
            return holds(child, row)
        name, wanted = child
        if name == "pk__in":
            return False
        column = name.removesuffix("__in")
        return getattr(row, column) in wanted if name != column else getattr(row, column) == wanted

    parts = [of(child) for child in condition.children]
    answer = any(parts) if condition.connector == Q.OR else all(parts)
    return answer != condition.negated


def sees(actor: Actor, row: Row) -> bool:
    one = holds(visible_to(actor, row.kind), row)
    assert holds(visible_to(actor), row) == one, "with and without naming the kind"
    return one


def row(office: Office, kind: str = "enquiry", **more: int) -> Row:
    columns = {
        "institution_id": office.house.pk,
        "department_id": office.care.pk,
        "post_id": office.desk.pk,
        "first_asked_id": office.lin.pk,
    }
    return Row(kind, **{**columns, **more})


def seen_by(office: Office, row: Row) -> Iterator[str]:
    for name, one in vars(office).items():
        if isinstance(one, Person) and sees(queries.actor(one, START), row):
            yield name


def test_post_first_asked_and_leaders_see_a_matter_and_nobody_else(office: Office) -> None:
    assert set(seen_by(office, row(office))) == {"sun", "lin", "head", "chief", "boss"}


def test_a_confidential_matter_is_not_for_leaders(office: Office) -> None:
    actions.assign_role(office.house, "supervisor", person=office.spare, by=SYSTEM, at=START)
    assert set(seen_by(office, row(office, "complaint"))) == {"sun", "lin", "spare"}


def test_b_sees_the_matters_of_a_at_all_times(office: Office) -> None:
    seen = set(seen_by(office, row(office, post_id=office.window.pk, department_id=99)))
    assert seen == {"lin", "zhao", "boss"}


def test_a_stand_in_by_the_line_sees_the_post_for_the_absence_only(office: Office) -> None:
    leave(office.sun, START, START + DAY)
    leave(office.head, START, START + DAY)
    strange = row(office, "complaint", first_asked_id=0)
    assert sees(queries.actor(office.chief, START), strange)
    assert not sees(queries.actor(office.chief, START + DAY), strange)


def test_another_institution_sees_nothing_and_one_above_only_by_right(office: Office) -> None:
    below = build("SXA", parent=office.house)
    theirs = row(below)
    assert not sees(queries.actor(office.lin, START), theirs)
    assert sees(queries.actor(office.boss, START), theirs)
    assert not sees(queries.actor(below.boss, START), row(office))


def test_an_officer_and_one_who_left_see_no_matter(office: Office) -> None:
    actions.assign_role(office.house, "administrator", person=office.spare, by=SYSTEM, at=START)
    own = row(office, first_asked_id=office.spare.pk)
    assert not sees(queries.actor(office.spare, START), own)
    actions.deactivate_person(office.lin, by=SYSTEM, at=START)
    assert not sees(queries.actor(office.lin, START), row(office))


def test_an_unknown_kind_is_seen_by_nobody_but_the_software(office: Office) -> None:
    boss = queries.actor(office.boss, START)
    assert visible_to(boss, "unheard-of") == NOTHING
    assert not holds(visible_to(boss), row(office, "unheard-of"))
    assert visible_to(SYSTEM, "unheard-of") == Q()


def test_a_limited_token_narrows_what_is_seen(office: Office) -> None:
    boss = queries.actor(office.boss, START)
    narrow = boss.limited_to(frozenset(("matter.see-own",)))
    assert sees(boss, row(office))
    assert not sees(narrow, row(office))
    assert visible_to(boss.limited_to(frozenset(("matter.register",)))) == NOTHING


def test_scopes_are_lists_of_ids(office: Office) -> None:
    reach = scope(queries.actor(office.head, START))
    assert reach.department_ids == {office.hall.pk, office.care.pk}
    assert Label.CONFIDENTIAL not in reach.labels
    assert not reach.everything


def test_every_kind_of_the_vocabulary_has_a_label() -> None:
    assert set(vocabulary.KINDS) == set(KINDS)
