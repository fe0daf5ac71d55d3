"""What is read costs the same few statements however much there is, and is never stale."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shouwen.organization import actions, queries
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import Holding, Institution, RosterVersion
from shouwen.organization.queries import snapshots

from .office import DAY, HOUR, START, Office, build, leave

LOAD = 11
"""Version, tree, eight tables, version again."""


def statements(function: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        function()
    return len(captured)


def test_resolving_costs_one_tiny_statement_and_none_with_a_snapshot(office: Office) -> None:
    roster = queries.snapshot(office.house.pk, START)
    house, post = office.house.pk, office.window.pk
    assert statements(lambda: queries.present(post, START, institution_id=house)) == 1
    assert statements(lambda: queries.present(post, START, roster=roster)) == 0
    assert statements(lambda: queries.actor(office.lin, START, roster=roster)) == 0
    ask = {"institution_id": house, "at": START, "roster": roster}
    assert statements(lambda: queries.resolve("registrar", **ask)) == 0
    assert statements(lambda: queries.actor(office.lin, START)) == 1


def test_loading_costs_the_same_for_a_small_and_a_large_office(office: Office) -> None:
    def load() -> None:
        snapshots.forget()
        queries.snapshot(office.house.pk, START)

    before = statements(load)
    for number in range(30):
        person = actions.create_person(
            office.house, username=f"more{number}", name=f"某{number}", by=SYSTEM, at=START
        )
        post = actions.create_post(office.hall, title=f"岗{number}", by=SYSTEM, at=START)
        actions.appoint(post, person, by=SYSTEM, at=START)
    assert statements(load) == before == LOAD


def test_pages_cost_the_same_for_a_small_and_a_large_office(office: Office) -> None:
    house = office.house.pk
    pages = {
        "posts": lambda: queries.posts(house, START),
        "whereabouts": lambda: queries.whereabouts(house, START),
        "tree": lambda: queries.department_tree(house),
        "people": lambda: [one.department for one in queries.people(house)],
        "search": lambda: [one.department for one in queries.search_people(house, "l")],
        "alarms": lambda: [one.post for one in queries.alarms(house)],
    }
    queries.snapshot(house, START)
    before = {name: statements(page) for name, page in pages.items()}
    for number in range(10):
        person = actions.create_person(
            office.house,
            username=f"l{number}",
            name=f"李{number}",
            department=office.care,
            by=SYSTEM,
            at=START,
        )
        post = actions.create_post(office.care, title=f"岗{number}", by=SYSTEM, at=START)
        actions.appoint(post, person, by=SYSTEM, at=START)
    queries.snapshot(house, START)
    assert {name: statements(page) for name, page in pages.items()} == before
    assert max(before.values()) <= 2


def test_every_act_is_seen_by_the_next_question(office: Office) -> None:
    assert queries.present(office.desk.pk, START).person_id == office.sun.pk
    actions.end_holding(Holding.objects.get(post=office.desk), by=SYSTEM, at=START + HOUR)
    assert queries.present(office.desk.pk, START + HOUR).person_id == office.head.pk


def test_a_rolled_back_act_leaves_nothing_in_the_cache(office: Office) -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        leave(office.lin, START, START + DAY)
        assert queries.present(office.window.pk, START).person_id == office.zhao.pk
        raise Undone
    assert queries.present(office.window.pk, START).person_id == office.lin.pk
    leave(office.zhao, START, START + DAY)
    assert queries.present(office.window.pk, START).person_id == office.lin.pk


def test_versions_are_never_dealt_twice(office: Office) -> None:
    seen = set()
    for _ in range(20):
        actions.settle(office.house.pk, at=START)
        leave(office.spare, START + len(seen) * DAY, START + (len(seen) + 1) * DAY)
        seen.add(RosterVersion.objects.get(pk=office.house.pk).version)
    assert len(seen) == 20


def test_another_years_instant_is_answered_from_that_years_rows(office: Office) -> None:
    later = datetime(2027, 6, 1, tzinfo=UTC)
    roster = queries.snapshot(office.house.pk, START)
    assert not roster.covers(later)
    leave(office.lin, later, later + DAY)
    assert queries.present(office.window.pk, later, roster=roster).person_id == office.zhao.pk
    assert queries.present(office.window.pk, START, roster=roster).person_id == office.lin.pk


def test_an_absence_over_the_turn_of_the_year_is_seen_from_both_sides(office: Office) -> None:
    leave(office.lin, datetime(2026, 12, 30, tzinfo=UTC), datetime(2027, 1, 3, tzinfo=UTC))
    for at in (datetime(2026, 12, 31, 23, tzinfo=UTC), datetime(2027, 1, 1, 1, tzinfo=UTC)):
        assert queries.present(office.window.pk, at).person_id == office.zhao.pk


def test_an_unknown_institution_is_an_error_not_an_empty_office(db: None) -> None:
    with pytest.raises(Institution.DoesNotExist):
        queries.snapshot(999_999, START)


def test_the_superior_body_is_the_parents_principal(office: Office) -> None:
    below = build("SXA", parent=office.house)
    ask = {"institution_id": below.house.pk, "at": START}
    assert queries.resolve("superior-body", **ask).person_id == office.boss.pk
    assert queries.superior(below.boss.pk, **ask).person_id == below.chief.pk
    leave(below.chief, START, START + DAY)
    assert queries.superior(below.boss.pk, **ask).person_id == office.boss.pk


def test_the_board_of_whereabouts_says_when_back_and_never_why(office: Office) -> None:
    leave(office.lin, START, START + DAY)
    board = {one.name: one for one in queries.whereabouts(office.house.pk, START)}
    assert board["林小满"].back_at == START + DAY
    assert board["林小满"].posts == (("综合受理岗", "综合受理岗"),)
    assert board["赵知秋"].present
    assert not hasattr(board["林小满"], "reason")


def test_the_list_of_posts_says_who_acts_now(office: Office) -> None:
    leave(office.lin, START, START + DAY)
    rows = {one.title: one for one in queries.posts(office.house.pk, START)}
    window, desk = rows["综合受理岗"], rows["低保岗"]
    assert (window.primary.name, window.acts_now.name) == ("林小满", "赵知秋")
    assert window.primary_away.until == START + DAY
    assert not window.lacks_backup
    assert desk.lacks_backup


@pytest.mark.parametrize("text", ["林小", "lxm", "linx", " LXM ", "sx-0"])
def test_people_are_found_by_name_pinyin_and_initials(office: Office, text: str) -> None:
    assert [one.name for one in queries.search_people(office.house.pk, text)] == ["林小满"]


@pytest.mark.parametrize("text", ["低保", "dbg", "救助", "社会事务", "shsw"])
def test_posts_are_found_by_what_they_do(office: Office, text: str) -> None:
    assert [one.title for one in queries.search_posts(office.house.pk, text)] == ["低保岗"]


def test_an_empty_search_finds_nothing(office: Office) -> None:
    assert queries.search_people(office.house.pk, " ") == []
    assert queries.search_posts(office.house.pk, "") == []
    assert queries.search_people(office.house.pk, "' OR 1=1 --") == []


def test_the_tree_of_departments_nests(office: Office) -> None:
    (top,) = queries.department_tree(office.house.pk)
    assert (top.department.name, top.depth) == ("政务大厅", 0)
    assert [(one.department.name, one.depth) for one in top.children] == [("社会事务科", 1)]
