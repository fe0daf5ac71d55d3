"""What rulebooks may rely on (`relies-on`): each guarantee is held by the test of its name."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from shouwen.docket import queries as dossiers
from shouwen.docket.models import Dossier, Involvement
from shouwen.errors import Refused, ShouwenError
from shouwen.journal import queries as journal
from shouwen.matters import actions as matters
from shouwen.matters import queries as matter_queries
from shouwen.matters.forms import FORMS
from shouwen.organization import actions as organization
from shouwen.organization import queries as people
from shouwen.organization.domain import SYSTEM
from shouwen.papers.models import Paper
from shouwen.rulebook.library import load_library
from shouwen.rulebook.procedure import procedures
from shouwen.rulebook.values import Declared
from shouwen.rulebook.vocabulary import GUARANTEES
from tests.people import Office, at

NOW = at("2026-02-13 10:02")
NEXT = at("2026-02-13 10:20")
LATER = at("2026-02-24 09:30")


def a_matter(office: Office, *acts: tuple[str, str, dict[str, object]]) -> UUID:
    """Register a renewal at the window, and enter some acts on it."""
    done = matters.register(
        matters.Contact(subject="续租", item="GZF", applicant="张示例"),
        institution_id=office.id,
        by=office.actor("lin", NOW),
        at=NOW,
    )
    for name, act, answers in acts:
        matters.perform(done.dossier.uid, act, answers, by=office.actor(name, NOW), at=NOW)
    return done.dossier.uid


def handed_over(office: Office) -> UUID:
    """Return a matter that lies before the housing post, not yet taken over."""
    to = {"recipient": office.handling.pk}
    return a_matter(office, ("lin", "accepted", {}), ("lin", "handed-over", to))


def holder(uid: UUID, when: object = NOW) -> int | None:
    """Return who answers for a matter at an instant."""
    return dossiers.responsible(Dossier.objects.get(uid=uid), when).person_id  # type: ignore[arg-type]


def away(office: Office, *names: str) -> None:
    """Let people be away for a day from the instant of the tests on."""
    for name in names:
        organization.go_absent(
            office.people[name],
            since=NOW,
            until=NOW + timedelta(days=1),
            reason="leave",
            note="请代为办理",
            by=SYSTEM,
            at=NOW,
        )


def test_one_responsible(office: Office) -> None:
    """A, else B, else the line above; with literally nobody there, an alarm stands."""
    uid = a_matter(office)
    assert holder(uid) == office.people["lin"].pk
    away(office, "lin")
    assert holder(uid) == office.people["zhao"].pk
    away(office, "zhao")
    assert holder(uid) == office.people["zheng"].pk
    away(office, *(name for name in office.people if name not in {"lin", "zhao", "zheng"}))
    assert holder(uid) == office.people["zheng"].pk
    away(office, "zheng")
    assert holder(uid) is None
    assert any(alarm.post_id == office.desk.pk for alarm in people.alarms(office.id))
    assert holder(uid, NOW + timedelta(days=1)) == office.people["lin"].pk


def test_one_responsible_even_when_someone_without_a_post_is_asked(office: Office) -> None:
    for name in ("zhao", "zheng", "qian", "feng"):
        done = matters.register(
            matters.Contact(subject="路上遇到的人问的"),
            institution_id=office.id,
            by=office.actor(name, NOW),
            at=NOW,
        )
        assert done.dossier.first_asked == office.people[name]
        assert holder(done.dossier.uid) == office.people["lin"].pk


def test_first_asked_stays(office: Office) -> None:
    """Through hand-over, completion and reopening the first-asked person sees and may follow up."""
    uid = handed_over(office)
    for name, act, answers in (
        ("sun", "taken-over", {}),
        ("sun", "completed", {"result": "续租一年"}),
        ("sun", "reopened", {"reason": "材料有误"}),
    ):
        matters.perform(uid, act, answers, by=office.actor(name, NEXT), at=NEXT)
        row = Dossier.objects.get(uid=uid)
        assert row.first_asked == office.people["lin"]
        assert row.bonds["first-asked"][0]["person"] == office.people["lin"].pk
        lin = office.actor("lin", NEXT)
        assert dossiers.visible(lin).filter(uid=uid).exists()
        assert "first-asked" in dossiers.doer(row, lin).roles
    assert Involvement.objects.filter(dossier=uid, role="first-asked", until=None).count() == 1


def test_hand_over_on_taking_over(office: Office) -> None:
    """Until it is taken over, and if it is declined or returned, whoever held it holds it."""
    uid = handed_over(office)
    assert holder(uid) == office.people["lin"].pk
    matters.perform(uid, "returned", {"reason": "不归我科"}, by=office.actor("sun", NOW), at=NOW)
    assert holder(uid) == office.people["lin"].pk
    to = {"recipient": office.handling.pk}
    matters.perform(uid, "handed-over", to, by=office.actor("lin", NEXT), at=NEXT)
    with pytest.raises(Refused), transaction.atomic():
        matters.perform(uid, "taken-over", {}, by=office.actor("chen", NEXT), at=NEXT)
    matters.perform(uid, "taken-over", {}, by=office.actor("sun", NEXT), at=NEXT)
    assert holder(uid) == office.people["sun"].pk


def test_stand_in_has_powers(office: Office) -> None:
    """B is offered exactly what A was offered, may do it, and no longer once A is back."""
    uid = handed_over(office)
    row = Dossier.objects.get(uid=uid)

    def offered(name: str, when: object) -> set[str]:
        actor = office.actor(name, when)  # type: ignore[arg-type]
        found = matter_queries.acts_now(row, actor, when).possible  # type: ignore[arg-type]
        return {one.form.act for one in found}

    mine = offered("sun", NOW)
    assert "taken-over" in mine
    assert "taken-over" not in offered("wu", NOW)
    away(office, "sun")
    assert offered("wu", NOW) == mine
    matters.perform(uid, "taken-over", {}, by=office.actor("wu", NOW), at=NOW)
    assert holder(uid) == office.people["wu"].pk
    assert holder(uid, LATER) == office.people["sun"].pk
    with pytest.raises(Refused), transaction.atomic():
        answers = {"result": "办好了"}
        matters.perform(uid, "completed", answers, by=office.actor("wu", LATER), at=LATER)


def test_actor_recorded(office: Office) -> None:
    """Each entry says who acted, for which post, and in whose place: A, B, citizen, system."""
    uid = handed_over(office)
    away(office, "sun")
    matters.perform(uid, "taken-over", {}, by=office.actor("wu", NOW), at=NOW)
    matters.perform(uid, "withdrawn", {"reason": "不办了"}, by=None, at=NEXT)
    lin, wu = office.people["lin"].pk, office.people["wu"].pk
    told = [(one.act, dict(one.by)) for one in journal.entries(uid.hex)]
    at_desk = {"person": lin, "post": office.desk.pk, "as": "A"}
    in_place = {"person": wu, "post": office.handling.pk, "as": "B"}
    assert told == [
        ("registered", at_desk),
        ("accepted", at_desk),
        ("handed-over", at_desk),
        ("taken-over", in_place),
        ("withdrawn", {"person": None, "post": None, "as": "applicant"}),
    ]


def test_notices_archived(office: Office) -> None:
    """Receipt, one-time notice and refusal are papers of the matter, each of its entry."""
    uid = a_matter(
        office,
        ("lin", "accepted", {}),
        ("lin", "told-once", {"extra": "租约原件", "steps": "三步", "conditions": "现住户"}),
        ("lin", "correction-received", {}),
    )
    refusal = {"reason": "不符合条件", "basis": "办法第三条", "remedy": "可申请复议"}
    matters.perform(uid, "refusal-proposed", refusal, by=office.actor("lin", NEXT), at=NEXT)
    matters.perform(uid, "refusal-approved", {}, by=office.actor("zheng", NEXT), at=NEXT)
    answers = {**refusal, "mode": "written"}
    matters.perform(uid, "refused", answers, by=office.actor("lin", NEXT), at=NEXT)
    acts = {entry.seq: entry.act for entry in journal.entries(uid.hex)}
    kept = {one.kind: acts[one.seq] for one in Paper.objects.filter(dossier_uid=uid)}
    assert kept["receipt"] == "accepted"
    assert kept["one-time-notice"] in {"told-once", "correction-requested"}
    assert kept["refusal"] == "refused"
    with pytest.raises(ShouwenError), transaction.atomic():
        matters.perform(uid, "told-once", {}, by=office.actor("lin", NEXT), at=NEXT)
    assert Paper.objects.filter(dossier_uid=uid).count() == len(kept)


def test_states_only_by_procedure(office: Office) -> None:
    """In no state is an act entered that the procedure does not know there, whoever tries."""
    procedure = procedures()["application"]
    uid = handed_over(office)
    before = Dossier.objects.filter(uid=uid).values().get()
    known = {row.act for row in procedure.acts_from("in-transfer")}
    for act in sorted(FORMS.keys() - known):
        for name in ("lin", "sun", "zhou", "zheng", "wang", "chen"):
            answers = {
                one.name: {"post": office.desk.pk, "date": "2026-03-02"}.get(
                    one.kind, next(iter(one.choices), "写明")
                )
                for one in FORMS[act].fields
            }
            with pytest.raises(ShouwenError), transaction.atomic():
                matters.perform(uid, act, answers, by=office.actor(name, NEXT), at=NEXT)
    assert Dossier.objects.filter(uid=uid).values().get() == before


def test_every_guarantee_has_the_test_of_its_name() -> None:
    """A rulebook cannot rely on anything that no test holds."""
    named = {f"test_{word.replace('-', '_')}" for word in GUARANTEES}
    assert named <= {name for name in globals() if name.startswith("test_")}
    relied_on = {
        word
        for edition in load_library().editions
        for rule in edition.rules
        if rule.verb == "relies-on" and isinstance(rule.body, Declared)
        for word in rule.body.subject
    }
    assert relied_on
    assert relied_on <= set(GUARANTEES)
