"""Who it is at an instant: pure, without a database."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.errors import Unclear
from shouwen.organization.domain import (
    OUTSIDE_ROLES,
    Assigned,
    Away,
    Capacity,
    Division,
    Held,
    Led,
    Member,
    OnDuty,
    Place,
    Presence,
    Snapshot,
    actor,
    cover,
    empty_posts,
    highest_rank,
    present,
    resolve,
    stand_in,
    superior,
)
from shouwen.rulebook import vocabulary

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)
A, B, ACTING, HEAD, CHIEF, DUTY, BOSS, CLERK, REGISTRAR = range(1, 10)
SECTION, ABOVE = 10, 11
POST, WINDOW = 20, 21


def roster(*away: int, without: tuple[int, ...] = (), **more: list[object]) -> Snapshot:
    """An office in which `away` are absent today and `without` were never appointed."""

    def kept(rows: list) -> list:
        return [row for row in rows if row.person_id not in without]

    return Snapshot.of(
        institution_id=1,
        members=[Member(one, f"某{one}", department_id=SECTION) for one in range(1, 10)],
        divisions=[Division(SECTION, "科", parent_id=ABOVE), Division(ABOVE, "处")],
        posts=[Place(POST, SECTION, "岗"), Place(WINDOW, ABOVE, "窗", is_window=True)],
        held=kept(
            [
                Held(POST, A, Capacity.PRIMARY),
                Held(POST, B, Capacity.BACKUP),
                Held(POST, ACTING, Capacity.ACTING),
                Held(WINDOW, CLERK, Capacity.PRIMARY),
            ]
        ),
        led=kept(
            [
                Led(HEAD, "head", SECTION),
                Led(CHIEF, "in-charge", ABOVE),
                Led(BOSS, "principal"),
            ]
        ),
        assigned=kept([Assigned("registrar", person_id=REGISTRAR)]),
        on_duty=kept([OnDuty(DUTY, "weekly-duty", None, NOON - 3 * DAY, NOON + 3 * DAY)]),
        away=[Away(one, NOON - DAY, NOON + DAY) for one in away],
        **more,
    )


@pytest.mark.parametrize(
    ("away", "found", "letter"),
    [
        ((), A, "A"),
        ((A,), B, "B"),
        ((A, B), ACTING, "acting"),
        ((A, B, ACTING), HEAD, "department-head"),
        ((A, B, ACTING, HEAD), CHIEF, "leader-in-charge"),
        ((A, B, ACTING, HEAD, CHIEF), DUTY, "weekly-duty"),
        ((A, B, ACTING, HEAD, CHIEF, DUTY), BOSS, "principal-leader"),
        ((A, B, ACTING, HEAD, CHIEF, DUTY, BOSS), None, ""),
        ((B, HEAD), A, "A"),
    ],
)
def test_a_post_falls_to_the_next_one_present(
    away: tuple[int, ...], found: int | None, letter: str
) -> None:
    answer = present(roster(*away), POST, at=NOON)
    assert (answer.person_id, answer.letter, answer.alarm) == (found, letter, found is None)


def test_every_step_of_the_walk_is_explained_in_both_languages() -> None:
    answer = present(roster(A, without=(B,)), POST, at=NOON)
    assert [one.text.zh for one in answer.walk] == [
        "A 岗 某1 外出,03-03 12:00 返岗",
        "未设 B 岗",
        "代岗人 某3 在岗",
    ]
    assert [one.text.en for one in answer.walk] == [
        "holder A, 某1: away until 03-03 12:00",
        "No holder B",
        "acting holder, 某3: present",
    ]
    assert answer.codes == ("primary:away:1", "backup:vacant:-", "acting:present:3")
    assert (answer.stands_in_for, answer.until) == (A, NOON + DAY)


def test_an_alarm_names_nobody_and_says_where_it_looked() -> None:
    answer = present(roster(A, B, ACTING, HEAD, CHIEF, DUTY, BOSS), POST, at=NOON)
    assert answer.person_id is None
    assert answer.codes[-1] == f"principal-leader:away:{BOSS}"


def test_a_stand_in_stops_at_the_very_instant_of_the_return() -> None:
    office = roster(A)
    last = NOON + DAY - timedelta(microseconds=1)
    assert present(office, POST, at=last).person_id == B
    assert present(office, POST, at=NOON + DAY).person_id == A
    assert present(office, POST, at=NOON - DAY).person_id == B


def test_who_left_is_not_present_though_the_holding_was_never_ended() -> None:
    office = Snapshot.of(
        institution_id=1,
        members=[Member(A, "甲", until=NOON), Member(B, "乙", since=NOON)],
        divisions=[Division(SECTION, "科")],
        posts=[Place(POST, SECTION, "岗")],
        held=[Held(POST, A, Capacity.PRIMARY), Held(POST, B, Capacity.BACKUP)],
    )
    assert present(office, POST, at=NOON).codes == ("primary:left:1", "backup:present:2")
    assert present(office, POST, at=NOON - DAY).person_id == A


def test_a_holding_counts_from_its_first_instant_to_before_its_last() -> None:
    office = Snapshot.of(
        institution_id=1,
        members=[Member(A, "甲"), Member(B, "乙")],
        posts=[Place(POST, SECTION, "岗")],
        held=[
            Held(POST, A, Capacity.PRIMARY, until=NOON),
            Held(POST, B, Capacity.PRIMARY, since=NOON),
        ],
    )
    assert present(office, POST, at=NOON - timedelta(microseconds=1)).person_id == A
    assert present(office, POST, at=NOON).person_id == B


@pytest.mark.parametrize(
    ("role", "away", "found"),
    [
        ("post-holder", (), A),
        ("holder-a", (A,), B),
        ("holder-b", (), B),
        ("holder-b", (B,), ACTING),
        ("handler", (), A),
        ("registrar", (), REGISTRAR),
        ("registrar", (REGISTRAR,), HEAD),
        ("dispatcher", (), HEAD),
        ("window", (), CLERK),
        ("office", (HEAD, CHIEF), DUTY),
        ("department-head", (), HEAD),
        ("department", (), HEAD),
        ("department-head", (HEAD,), CHIEF),
        ("leader-in-charge", (), CHIEF),
        ("leader-in-charge", (CHIEF,), BOSS),
        ("principal-leader", (), BOSS),
        ("leadership-meeting", (), BOSS),
        ("principal-leader", (BOSS,), CHIEF),
        ("principal-leader", (BOSS, CHIEF), None),
        ("weekly-duty", (), DUTY),
        ("temporary-duty", (), HEAD),
        ("duty-officer", (HEAD, CHIEF, DUTY), BOSS),
        ("any-staff", (), A),
        ("supervisor", (HEAD,), CHIEF),
        ("a-role-of-the-rulebook", (), HEAD),
    ],
)
def test_each_role_resolves(role: str, away: tuple[int, ...], found: int | None) -> None:
    assert resolve(roster(*away), role, at=NOON, post_id=POST).person_id == found


@pytest.mark.parametrize("role", sorted({*vocabulary.POST_ROLES, *vocabulary.BOUND_ROLES}))
def test_every_role_of_the_vocabulary_finds_somebody_while_everybody_is_there(role: str) -> None:
    if role in OUTSIDE_ROLES:
        assert resolve(roster(), role, at=NOON, bound={role: CLERK}).person_id == CLERK
    else:
        assert not resolve(roster(), role, at=NOON, post_id=POST).alarm


def test_a_leaders_decision_never_falls_to_staff_on_duty() -> None:
    answer = resolve(roster(HEAD, CHIEF, BOSS), "department-head", at=NOON, department_id=SECTION)
    assert answer.alarm
    assert DUTY not in [one.person_id for one in answer.walk]


def test_a_cascade_takes_the_first_one_present_before_it_climbs() -> None:
    means = {"first-asked": ("registrar", "dispatcher", "weekly-duty", "temporary-duty")}
    ask = {"at": NOON, "department_id": SECTION, "means": means}
    assert resolve(roster(), "first-asked", **ask).person_id == REGISTRAR
    answer = resolve(roster(REGISTRAR), "first-asked", **ask)
    assert answer.person_id == DUTY
    assert answer.codes == (
        f"registrar:away:{REGISTRAR}",
        "dispatcher:vacant:-",
        f"weekly-duty:present:{DUTY}",
    )
    assert resolve(roster(REGISTRAR, DUTY), "first-asked", **ask).person_id == HEAD


def test_a_role_that_means_itself_does_not_loop() -> None:
    means = {"x": ("y",), "y": ("x", "registrar")}
    assert resolve(roster(), "x", at=NOON, means=means).person_id == REGISTRAR


def test_a_loop_of_departments_does_not_hang() -> None:
    office = Snapshot.of(
        institution_id=1, divisions=[Division(1, "甲", parent_id=2), Division(2, "乙", parent_id=1)]
    )
    assert resolve(office, "department-head", at=NOON, department_id=1).alarm


def test_people_outside_the_office_are_not_resolved() -> None:
    with pytest.raises(Unclear, match="role-outside"):
        resolve(roster(), "applicant", at=NOON)


def test_a_bound_person_bears_the_role_and_their_post_stands_in() -> None:
    ask = {"at": NOON, "post_id": POST, "bound": {"handler": CLERK}}
    assert resolve(roster(), "handler", **ask).capacity == "self"
    assert resolve(roster(CLERK), "handler", **ask).person_id == A


def test_the_recused_are_passed_over_and_named_as_such() -> None:
    answer = present(roster(), POST, at=NOON, excluding=(A, B))
    assert answer.person_id == ACTING
    assert answer.codes[:2] == ("primary:recused:1", "backup:recused:2")


def test_the_nearest_departments_registrar_comes_first() -> None:
    office = Snapshot.of(
        institution_id=1,
        members=[Member(A, "甲"), Member(B, "乙")],
        divisions=[Division(SECTION, "科", parent_id=ABOVE), Division(ABOVE, "处")],
        assigned=[Assigned("registrar", person_id=A), Assigned("registrar", B, None, ABOVE)],
    )
    assert resolve(office, "registrar", at=NOON, department_id=SECTION).person_id == B
    assert resolve(office, "registrar", at=NOON).person_id == A


def test_a_role_given_to_a_post_is_borne_by_who_acts_for_it() -> None:
    more = {"post": Assigned("office", post_id=POST)}
    office = Snapshot.of(
        institution_id=1,
        members=[Member(A, "甲"), Member(B, "乙")],
        posts=[Place(POST, SECTION, "岗")],
        held=[Held(POST, A, Capacity.PRIMARY), Held(POST, B, Capacity.BACKUP)],
        assigned=[more["post"]],
        away=[Away(A, NOON, NOON + DAY)],
    )
    assert resolve(office, "office", at=NOON).person_id == B
    assert resolve(office, "office", at=NOON - DAY).person_id == A


def test_somebody_stands_in_for_a_person_without_naming_a_post() -> None:
    assert stand_in(roster(), A, at=NOON).person_id == A
    assert stand_in(roster(A), A, at=NOON).person_id == B
    assert stand_in(roster(REGISTRAR), REGISTRAR, at=NOON).person_id == HEAD


@pytest.mark.parametrize(("person", "above"), [(A, HEAD), (HEAD, CHIEF), (CHIEF, BOSS)])
def test_the_superior_is_one_level_up(person: int, above: int) -> None:
    assert superior(roster(), person, at=NOON).person_id == above


def test_the_highest_in_rank_is_by_leadership_then_rank() -> None:
    assert highest_rank(roster(), [A, HEAD, CHIEF], NOON) == CHIEF
    assert highest_rank(roster(), [CLERK, B], NOON) == B
    assert highest_rank(roster(), [], NOON) is None


def test_cover_names_each_spell_and_where_a_and_b_are_both_away() -> None:
    office = roster(without=(ACTING,)).with_absence(Away(B, NOON + DAY, NOON + 2 * DAY))
    spells = cover(office, A, since=NOON, until=NOON + 3 * DAY)
    assert [(one.presence.person_id, one.both_away) for one in spells] == [
        (B, False),
        (HEAD, True),
        (B, False),
    ]
    assert [one.since for one in spells] == [NOON, NOON + DAY, NOON + 2 * DAY]
    assert spells[-1].until == NOON + 3 * DAY


def test_only_posts_without_anybody_at_all_raise_an_alarm() -> None:
    assert empty_posts(roster(A, B, ACTING), NOON) == ()
    everybody = roster(*range(1, 10))
    assert {one.post_id for one in empty_posts(everybody, NOON)} == {POST, WINDOW}


INSTANTS = st.integers(-72, 72).map(lambda hours: NOON + timedelta(hours=hours))
PEOPLE = st.integers(1, 9)


@st.composite
def offices(draw: st.DrawFn) -> Snapshot:
    """Any office: holdings, leaders, duties and absences at random, people who come and go."""

    def spell() -> dict[str, datetime | None]:
        since = draw(st.none() | INSTANTS)
        until = draw(st.none() | INSTANTS)
        return {"since": since, "until": until}

    def bounded() -> tuple[datetime, datetime]:
        since = draw(INSTANTS)
        return since, since + timedelta(hours=draw(st.integers(1, 60)))

    count = st.integers(0, 4)
    return Snapshot.of(
        institution_id=1,
        members=[Member(one, str(one), **spell()) for one in range(1, draw(PEOPLE) + 1)],
        divisions=[Division(SECTION, "科", parent_id=ABOVE), Division(ABOVE, "处")],
        posts=[Place(POST, SECTION, "岗")],
        held=[
            Held(POST, draw(PEOPLE), draw(st.sampled_from(Capacity)), **spell())
            for _ in range(draw(count))
        ],
        led=[
            Led(draw(PEOPLE), kind, None if kind == "principal" else SECTION, **spell())
            for kind in draw(st.lists(st.sampled_from(["head", "in-charge", "principal"])))
        ],
        on_duty=[OnDuty(draw(PEOPLE), "weekly-duty", None, *bounded()) for _ in range(draw(count))],
        away=[Away(draw(PEOPLE), *bounded()) for _ in range(draw(count))],
    )


def _sound(office: Snapshot, answer: Presence, at: datetime) -> None:
    if answer.alarm:
        assert all(one.why != "present" for one in answer.walk)
        assert answer.walk
        return
    assert office.is_present(answer.person_id, at)
    assert answer.walk[-1].person_id == answer.person_id
    assert [one.why for one in answer.walk].count("present") == 1


@given(offices(), INSTANTS, st.sampled_from(["post-holder", "registrar", "department-head"]))
@settings(max_examples=300, deadline=None)
def test_at_every_instant_there_is_one_present_person_or_an_alarm(
    office: Snapshot, at: datetime, role: str
) -> None:
    answer = resolve(office, role, at=at, post_id=POST)
    _sound(office, answer, at)
    assert resolve(office, role, at=at, post_id=POST) == answer


@given(offices(), st.lists(INSTANTS, min_size=2, max_size=12))
@settings(max_examples=200, deadline=None)
def test_answers_kept_are_the_answers_computed(office: Snapshot, instants: list[datetime]) -> None:
    for at in instants:
        fresh = replace(office, memo={})
        assert present(office, POST, at=at) == present(fresh, POST, at=at)
        assert actor(office, 1, at=at) == actor(fresh, 1, at=at)


@given(offices(), INSTANTS)
@settings(max_examples=300, deadline=None)
def test_with_a_principal_present_no_post_is_ever_empty(office: Snapshot, at: datetime) -> None:
    somebody = any(
        (one.since is None or one.since <= at)
        and (one.until is None or at < one.until)
        and office.is_present(one.person_id, at)
        for one in office.principals
    )
    assert not (somebody and present(office, POST, at=at).alarm)


@given(offices(), INSTANTS, st.integers(1, 48))
@settings(max_examples=200, deadline=None)
def test_an_absence_changes_nothing_before_it_and_after_it(
    office: Snapshot, since: datetime, hours: int
) -> None:
    until = since + timedelta(hours=hours)
    planned = office.with_absence(Away(1, since, until))
    for at in (since - timedelta(seconds=1), until):
        assert present(planned, POST, at=at) == present(office, POST, at=at)
    assert present(planned, POST, at=since).person_id != 1


def test_resolving_needs_no_django() -> None:
    code = (
        "import sys; import shouwen.organization.domain, shouwen.organization.permissions, "
        "shouwen.organization.masking, shouwen.organization.hours; "
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
