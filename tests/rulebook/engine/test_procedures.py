"""Procedures: their tables are sound, their walks end, and acts are refused with a remedy."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.rulebook.engine.build import act, at

from shouwen.errors import Refused
from shouwen.rulebook.acts import Act
from shouwen.rulebook.errors import RulebookErrors
from shouwen.rulebook.procedure import NONE, Standing, bindings, procedures, read_procedure
from shouwen.rulebook.vocabulary import BOUND_ROLES

KINDS = ("application", "enquiry", "incoming-document", "instruction", "petition")


def test_the_five_kinds_of_this_house_have_a_procedure() -> None:
    assert set(procedures()) >= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_random_walk_reaches_every_state_and_always_has_one_responsible(kind: str) -> None:
    procedure, dice = read_procedure(kind), random.Random(20261121)
    seen: set[str] = set()
    for _ in range(400):
        standing = Standing()
        for step in range(60):
            rows = procedure.acts_from(standing.state)
            if not rows:
                break
            row = dice.choice(rows)
            fields = {"target": "t", "issuer": "i", "applicant": "a", "petitioner": "p"}
            one = Act(row.act, at("2025-03-03"), step, by=f"p{step}", fields=fields, to=f"r{step}")
            standing = procedure.after(standing, one)
            seen.add(standing.state)
            role = procedure.responsible(standing.state)
            assert (role is None) == (standing.state in procedure.final)
            if role in BOUND_ROLES:
                assert standing.one(role), (standing, row)
    assert seen == set(procedure.states)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_asked_person_stays_whatever_follows(kind: str) -> None:
    procedure, dice = read_procedure(kind), random.Random(7)
    for _ in range(100):
        standing = Standing()
        for step in range(40):
            rows = procedure.acts_from(standing.state)
            if not rows:
                break
            one = Act(dice.choice(rows).act, at("2025-03-03"), step, by=f"p{step}", to="r")
            standing = procedure.after(standing, one)
        assert standing.one("first-asked") == "p0"


class TestHandOver:
    """A hand-over counts when it is taken over."""

    procedure = read_procedure("application")

    def stands(self, *acts: Act) -> Standing:
        return self.procedure.fold(acts)

    def test_until_then_the_one_who_held_it_holds_it(self) -> None:
        standing = self.stands(
            act("registered", "2025-03-03", by="lin"),
            act("accepted", "2025-03-03", by="lin"),
            act("handed-over", "2025-03-03", by="lin", to="zhao"),
        )
        assert (standing.state, standing.one("handler")) == ("in-transfer", "lin")

    def test_taking_over_makes_the_handler(self) -> None:
        standing = self.stands(
            act("registered", "2025-03-03", by="lin"),
            act("handed-over", "2025-03-03", by="lin", to="zhao"),
            act("taken-over", "2025-03-03", by="zhao"),
        )
        assert (standing.state, standing.one("handler")) == ("in-hand", "zhao")
        assert standing.one("first-asked") == "lin"

    @pytest.mark.parametrize("back", ["declined", "returned"])
    def test_if_it_comes_back_it_is_where_it_was(self, back: str) -> None:
        standing = self.stands(
            act("registered", "2025-03-03", by="lin"),
            act("handed-over", "2025-03-03", by="lin", to="zhao"),
            act(back, "2025-03-03", by="zhao", reason="not ours"),
        )
        assert (standing.state, standing.one("handler")) == ("registered", "lin")

    def test_co_handlers_add_up(self) -> None:
        standing = self.stands(
            act("registered", "2025-03-03", by="lin"),
            act("accepted", "2025-03-03", by="lin"),
            *(
                act("co-handler-assigned", "2025-03-03", by="lin", to=who)
                for who in ("a", "b", "a")
            ),
        )
        assert standing.bound["co-handler"] == ("b", "a")

    def test_correction_comes_back_to_where_it_was_asked(self) -> None:
        standing = self.stands(
            act("registered", "2025-03-03", by="lin"),
            act("accepted", "2025-03-03", by="lin"),
            act("correction-requested", "2025-03-03", by="lin"),
            act("correction-received", "2025-03-04", by="lin"),
        )
        assert standing.state == "in-hand"

    def test_a_refusal_is_not_final_until_signed(self) -> None:
        signed = self.stands(
            act("registered", "2025-03-03"),
            act("accepted", "2025-03-03"),
            act("refusal-proposed", "2025-03-04"),
            act("refusal-filed", "2025-03-04"),
            act("refused", "2025-03-04"),  # not possible yet, so it changes nothing
        )
        assert signed.state == "to-sign"
        with pytest.raises(Refused):
            self.procedure.step("to-sign", "refused", {"handler"}, {"reason": "r", "basis": "b"})


class TestStep:
    """One act at a time, with refusals that tell what would help."""

    procedure = read_procedure("application")

    def test_moves_binds_and_tells(self) -> None:
        move = self.procedure.step("in-transfer", "taken-over", {"recipient"}, {})
        assert (move.next_state, move.responsible, move.final) == ("in-hand", "handler", False)
        assert bindings(move, act("taken-over", "2025-03-03", by="zhao")) == {"handler": "zhao"}
        assert "first-asked" in move.tells

    @pytest.mark.parametrize(
        ("state", "name", "roles", "given", "code"),
        [
            ("registered", "completed", {"handler"}, {"result": "done"}, "not-in-this-state"),
            ("in-hand", "completed", {"window"}, {"result": "done"}, "not-your-role"),
            ("in-hand", "completed", {"handler"}, {}, "field-missing"),
            ("in-hand", "completed", {"handler"}, {"result": ""}, "field-missing"),
            ("closed", "completed", {"handler"}, {"result": "done"}, "not-in-this-state"),
        ],
    )
    def test_refuses_with_code_and_remedy(
        self, state: str, name: str, roles: set[str], given: dict[str, str], code: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            self.procedure.step(state, name, roles, given)
        assert refused.value.code == code
        assert refused.value.remedy is not None

    def test_a_clause_itself_may_enter_what_silence_counts_as(self) -> None:
        move = self.procedure.step("to-sign", "refusal-approved", {"law"}, {})
        assert move.next_state == "refusal-signed"

    def test_what_was_closed_may_be_reopened(self) -> None:
        move = self.procedure.step("closed", "reopened", {"office"}, {"reason": "unhappy"})
        assert move.next_state == "in-hand"

    def test_before_the_first_act_only_the_starting_acts_are_there(self) -> None:
        assert {row.act for row in self.procedure.acts_from(NONE)} == set(self.procedure.starts)


SOUND = """
procedure: routine
title: {zh: 日常, en: Routine}
starts: registered
final: closed
states:
  open: {zh: 办理中, en: In hand, seen-as: in-hand, responsible: handler}
  closed: {zh: 已归档, en: Closed, seen-as: done}
rows:
  - {state: none, act: registered, who: any-staff, next: open, binds: {handler: actor}}
  - {state: open, act: closed, who: handler, next: closed}
"""

LOST = "  lost: {zh: 丢, en: Lost, seen-as: done, responsible: handler}\n  closed: {zh"
TWICE = "  - {state: any, act: closed, who: handler, next: stay}\n  - {state: open, act: closed"
REBOUND = "who: handler, next: closed, binds: {first-asked: actor}}"


def test_a_small_procedure_is_read() -> None:
    assert read_procedure(SOUND.encode()).kind == "routine"


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("next: closed}", "next: gone}", "unknown-state"),
        ("  closed: {zh", LOST, "unreachable-state"),
        ("who: handler, next: closed}", "who: handler, next: stay}", "dead-end"),
        (", responsible: handler}", "}", "no-responsible"),
        ("seen-as: done}", "seen-as: done, responsible: handler}", "responsible-at-end"),
        ("binds: {handler: actor}", "tells: handler", "unbound-responsible"),
        ("  - {state: open, act: closed", TWICE, "rows-overlap"),
        ("who: handler, next: closed}", REBOUND, "first-asked-rebound"),
        ("next: open, binds", "next: stay, binds", "previous-at-start"),
        ("act: registered, who", "act: registred, who", "unknown-act"),
        ("title: {zh: 日常, en: Routine}", "title: {zh: 日常}", "missing-key"),
        ("who: handler, next", "who: handler, whom: x, next", "unknown-key"),
    ],
)  # fmt: skip
def test_an_unsound_procedure_is_refused_with_its_fault(old: str, new: str, slug: str) -> None:
    assert old in SOUND
    with pytest.raises(RulebookErrors) as refused:
        read_procedure(SOUND.replace(old, new).encode())
    assert slug in {error.slug for error in refused.value}


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(RulebookErrors, match="petition"):
        read_procedure("no-such-kind")


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "routine.yaml"
    path.write_text(SOUND, encoding="utf-8")
    assert read_procedure(path).title.en == "Routine"
