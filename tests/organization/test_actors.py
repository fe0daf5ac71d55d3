"""Roles, rights, and the separation of the three officers."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from shouwen.errors import Refused, Unclear
from shouwen.organization import actions, permissions, queries
from shouwen.organization.domain import SYSTEM
from shouwen.organization.models import Holding, Leadership, OfficeRole
from shouwen.organization.permissions import allowed, require

from .office import DAY, HOUR, START, Office, build, leave

NOW = {"by": SYSTEM, "at": START}


def test_every_right_of_every_role_is_a_named_right() -> None:
    for role, rights in permissions.RIGHTS.items():
        assert rights <= permissions.ALL, role
    given = frozenset().union(*permissions.RIGHTS.values())
    assert given == permissions.ALL, "a right that no role has"


def test_officers_have_no_right_to_matters_and_nobody_has_all_rights() -> None:
    for role in permissions.OFFICERS:
        assert not [one for one in permissions.RIGHTS[role] if one.startswith("matter.")]
    for role in permissions.ASSIGNABLE:
        assert permissions.RIGHTS[role] < permissions.ALL


def test_an_unknown_right_is_a_mistake_never_a_yes_or_no(office: Office) -> None:
    with pytest.raises(KeyError):
        allowed(queries.actor(office.lin, START), "matter.everything")


def test_the_stand_in_has_the_post_for_the_absence_only(office: Office) -> None:
    leave(office.lin, START + HOUR, START + DAY)
    before = queries.actor(office.zhao, START)
    during = queries.actor(office.zhao, START + HOUR)
    assert before.acts_for(office.window.pk) is None
    assert during.acts_for(office.window.pk).letter == "B"
    assert not during.acts_for(office.window.pk).own
    assert "window" in during.roles - before.roles
    assert office.window.pk in before.sees_posts, "B reads the papers of A's post at all times"
    assert queries.actor(office.lin, START + HOUR).posts == ()
    assert queries.actor(office.zhao, START + DAY).acts_for(office.window.pk) is None
    assert queries.actor(office.lin, START + DAY).acts_for(office.window.pk).letter == "A"


def test_the_journal_is_told_in_what_capacity_somebody_acted(office: Office) -> None:
    leave(office.lin, START, START + DAY)
    zhao = queries.actor(office.zhao, START)
    assert zhao.signature(office.window.pk) == {
        "person": office.zhao.pk,
        "post": office.window.pk,
        "as": "B",
    }
    assert zhao.signature(office.desk.pk)["as"] == "person"
    assert SYSTEM.signature() == {"person": None, "post": None, "as": "system"}


def test_a_leaders_rights_reach_the_departments_below_and_no_further(office: Office) -> None:
    head = queries.actor(office.head, START)
    assert head.leads == {office.hall.pk, office.care.pk}
    assert allowed(head, "matter.approve", department_id=office.care.pk)
    other = actions.create_department(office.house, name="财务科", **NOW)
    head = queries.actor(office.head, START)
    assert not allowed(head, "matter.approve", department_id=other.pk)
    assert not allowed(head, "matter.see-institution")


def test_an_absent_heads_powers_pass_up_the_line_and_come_back(office: Office) -> None:
    leave(office.head, START, START + DAY)
    assert "department-head" not in queries.actor(office.head, START).roles
    assert "department-head" in queries.actor(office.chief, START).roles
    assert "department-head" in queries.actor(office.head, START + DAY).roles
    assert "department-head" not in queries.actor(office.chief, START + DAY).roles


def test_who_has_left_has_no_rights_at_all(office: Office) -> None:
    actions.deactivate_person(office.lin, **NOW)
    actor = queries.actor(office.lin, START + HOUR)
    assert actor.rights == frozenset()
    assert actor.roles == frozenset()
    assert queries.present(office.window.pk, START).person_id == office.zhao.pk


def test_rights_end_at_the_institutions_door_except_those_that_reach_below(
    office: Office,
) -> None:
    below = build("SXA", parent=office.house)
    boss, low = queries.actor(office.boss, START), queries.actor(below.boss, START)
    assert allowed(boss, "matter.see-below", institution_id=below.house.pk)
    assert not allowed(boss, "rulebook.sign", institution_id=below.house.pk)
    assert not allowed(low, "matter.see-below", institution_id=office.house.pk)
    assert below.house.pk in boss.institution_ids


def test_a_refusal_says_which_right_is_missing_and_whom_to_ask(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        require(queries.actor(office.lin, START), "role.assign")
    assert refused.value.code == "permission.denied"
    assert "分配角色" in refused.value.text.zh
    assert refused.value.remedy is not None


def test_a_role_of_a_post_goes_with_the_post(office: Office) -> None:
    actions.assign_role(office.house, "registrar", post=office.window, **NOW)
    leave(office.lin, START, START + DAY)
    assert "registrar" in queries.actor(office.zhao, START).roles
    assert "registrar" not in queries.actor(office.lin, START).roles
    answer = queries.resolve("registrar", institution_id=office.house.pk, at=START)
    assert answer.person_id == office.zhao.pk


@pytest.mark.parametrize("first", sorted(permissions.OFFICERS))
def test_officers_exclude_each_other_and_every_business_role(office: Office, first: str) -> None:
    held = actions.assign_role(office.house, first, person=office.spare, **NOW)
    for second in permissions.ASSIGNABLE:
        with pytest.raises(Refused, match="officer"):
            actions.assign_role(office.house, second, person=office.spare, **NOW)
    actions.end_role(held, by=SYSTEM, at=START + HOUR)
    actions.assign_role(office.house, "office", person=office.spare, by=SYSTEM, at=START + HOUR)


def test_an_officer_gets_no_post_no_leadership_and_no_duty(office: Office) -> None:
    actions.assign_role(office.house, "auditor", person=office.spare, **NOW)
    with pytest.raises(Refused, match="officer"):
        actions.appoint(office.desk, office.spare, capacity="backup", **NOW)
    with pytest.raises(Refused, match="officer"):
        actions.appoint_leader(office.house, office.spare, kind="principal", order=1, **NOW)
    with pytest.raises(Refused, match="officer"):
        actions.set_duty(
            office.house,
            office.spare,
            kind="weekly-duty",
            since=START,
            until=START + DAY,
            **NOW,
        )


def test_who_bears_business_becomes_no_officer(office: Office) -> None:
    for person in (office.lin, office.zhao, office.head, office.boss):
        with pytest.raises(Refused, match="officer"):
            actions.assign_role(office.house, "administrator", person=person, **NOW)


def test_the_database_itself_refuses_a_second_officers_role(office: Office) -> None:
    row = {"institution": office.house, "person": office.spare, "since": START}
    OfficeRole.objects.create(role="auditor", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeRole.objects.create(role="administrator", **row)


def test_the_database_itself_keeps_officers_and_business_apart(office: Office) -> None:
    row = {"institution": office.house, "since": START}
    OfficeRole.objects.create(role="auditor", person=office.spare, **row)
    for attempt in (
        lambda: OfficeRole.objects.create(role="office", person=office.spare, **row),
        lambda: OfficeRole.objects.create(role="auditor", person=office.lin, **row),
        lambda: OfficeRole.objects.create(role="auditor", person=office.boss, **row),
        lambda: Holding.objects.create(
            post=office.desk, person=office.spare, capacity="backup", **row
        ),
        lambda: Leadership.objects.create(person=office.spare, kind="principal", order=5, **row),
        lambda: Holding.objects.filter(post=office.desk).update(person=office.spare),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_nobody_stands_in_for_an_officer(office: Office) -> None:
    actions.assign_role(office.house, "auditor", person=office.spare, **NOW)
    leave(office.spare, START, START + DAY)
    assert queries.actor(office.spare, START).roles == {"auditor"}
    assert allowed(queries.actor(office.spare, START), "journal.verify")


def test_nobody_gives_a_role_to_themselves(office: Office) -> None:
    actions.assign_role(office.house, "security-administrator", person=office.spare, **NOW)
    security = queries.actor(office.spare, START)
    actions.assign_role(office.house, "supervisor", person=office.sun, by=security, at=START)
    with pytest.raises(Refused, match="oneself"):
        actions.assign_role(office.house, "auditor", person=office.spare, by=security, at=START)


def test_strange_roles_and_bearers_are_refused(office: Office) -> None:
    with pytest.raises(Unclear, match=r"organization\.role"):
        actions.assign_role(office.house, "king", person=office.spare, **NOW)
    with pytest.raises(Unclear, match="role-bearer"):
        actions.assign_role(office.house, "office", **NOW)
    with pytest.raises(Unclear, match="officer-bearer"):
        actions.assign_role(office.house, "auditor", post=office.desk, **NOW)


def test_a_post_has_one_a_until_replaced(office: Office) -> None:
    with pytest.raises(Refused, match="post-held"):
        actions.appoint(office.window, office.spare, **NOW)
    actions.appoint(
        office.window, office.spare, replace=True, since=START + DAY, by=SYSTEM, at=START + HOUR
    )
    assert queries.present(office.window.pk, START + 23 * HOUR).person_id == office.lin.pk
    assert queries.present(office.window.pk, START + DAY).person_id == office.spare.pk


def test_one_person_is_not_a_and_b_of_one_post(office: Office) -> None:
    with pytest.raises(Refused, match="same-person"):
        actions.appoint(office.desk, office.sun, capacity="backup", **NOW)


def test_the_database_refuses_two_standing_holders_in_one_capacity(office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(
            institution=office.house,
            post=office.window,
            person=office.spare,
            capacity="primary",
            since=START,
        )


def test_things_of_two_institutions_are_not_tied_together(office: Office) -> None:
    other = build("YC")
    with pytest.raises(Unclear, match="other-institution"):
        actions.appoint(office.desk, other.spare, capacity="backup", **NOW)


def test_only_a_right_to_the_roster_changes_it(office: Office) -> None:
    lin = {"by": queries.actor(office.lin, START), "at": START}
    for attempt in (
        lambda: actions.create_department(office.house, name="新科", **lin),
        lambda: actions.create_post(office.hall, title="新岗", **lin),
        lambda: actions.create_person(office.house, username="new", name="新", **lin),
        lambda: actions.appoint(office.desk, office.spare, capacity="backup", **lin),
        lambda: actions.assign_role(office.house, "office", person=office.spare, **lin),
        lambda: actions.deactivate_person(office.spare, **lin),
        lambda: actions.set_password(office.spare, "Correct-horse-9", **lin),
        lambda: actions.edit(office.house, name="x", **lin),
    ):
        with pytest.raises(Refused, match=r"permission\.denied"):
            attempt()


def test_duty_is_held_by_one_person_at_a_time(office: Office) -> None:
    span = {"kind": "duty-officer", "since": START, "until": START + DAY}
    duty = actions.set_duty(office.house, office.spare, **span, **NOW)
    with pytest.raises(Refused, match="duty-taken"):
        actions.set_duty(office.house, office.sun, **span, **NOW)
    ask = {"institution_id": office.house.pk}
    assert queries.resolve("duty-officer", at=START, **ask).person_id == office.spare.pk
    actions.cancel_duty(duty, by=SYSTEM, at=START + HOUR)
    assert queries.resolve("duty-officer", at=START + 2 * HOUR, **ask).person_id == office.boss.pk


def test_a_department_in_use_is_not_closed(office: Office) -> None:
    with pytest.raises(Refused, match="in-use"):
        actions.close(office.care, **NOW)
    with pytest.raises(Refused, match="in-use"):
        actions.close(office.desk, **NOW)
    holding = Holding.objects.get(post=office.desk)
    actions.end_holding(holding, by=SYSTEM, at=START + HOUR)
    actions.close(office.desk, by=SYSTEM, at=START + 2 * HOUR)
    assert office.desk.pk not in queries.snapshot(office.house.pk, START).posts


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("zone", "Asia/Nowhere", "organization.zone"),
        ("zone", "../etc/passwd", "organization.zone"),
        ("hours", "12:00-08:30", "organization.hours"),
        ("hours", "08:30-12:00,11:00-18:00", "organization.hours"),
        ("hours", [{"from": "13-01", "open": [["08:00", "12:00"]]}], "organization.hours"),
        ("hours", [{"days": [8], "open": [["08:00", "12:00"]]}], "organization.hours"),
        ("hours", [{"open": []}], "organization.hours"),
        ("hours", {"a": 1}, "organization.hours"),
        ("name", "名" * 121, "organization.field"),
    ],
)
def test_nonsense_about_an_institution_is_refused(
    office: Office, field: str, value: object, code: str
) -> None:
    with pytest.raises(Unclear, match=code):
        actions.edit(office.house, **{field: value}, **NOW)


def test_hours_are_kept_in_full_form(office: Office) -> None:
    actions.edit(office.house, hours="08:30-12:00, 14:30-18:00", **NOW)
    office.house.refresh_from_db()
    assert office.house.hours == [
        {
            "from": "01-01",
            "until": "12-31",
            "days": [1, 2, 3, 4, 5],
            "open": [["08:30", "12:00"], ["14:30", "18:00"]],
        }
    ]


def test_the_page_on_permissions_lists_every_right_with_its_roles() -> None:
    page = (Path(__file__).parents[2] / "docs" / "permissions.md").read_text(encoding="utf-8")
    for right, text in permissions.NAMES.items():
        roles = ", ".join(role for role, rights in permissions.RIGHTS.items() if right in rights)
        assert f"| `{right}` | {text.zh}; {text.en} | {roles} |" in page
