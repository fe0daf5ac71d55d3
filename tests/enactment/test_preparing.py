"""Preparing, writing up, signing, withdrawing: what binds when, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from shouwen.enactment import actions, queries
from shouwen.errors import Conflict, Refused, Unclear
from shouwen.journal import queries as journal
from tests.people import Office, at, build

NOW = at("2026-02-13 10:00")
LICENSING = ("cn-licensing@2019-04-23",)


@pytest.fixture
def office(db: None) -> Office:
    queries.forget()
    return build()


def begun(
    office: Office,
    *,
    name: str = "licensing",
    works: Sequence[str] = LICENSING,
    first_day: date = date(2026, 3, 1),
    title: str = "许可细则",
) -> int:
    return actions.begin(
        institution_id=office.id,
        name=name,
        title=title,
        number="示〔2026〕1号",
        first_day=first_day,
        works=works,
        by=office.actor("feng", NOW),
        at=NOW,
    )


def written(office: Office, preparation: int) -> int:
    done = {"institution_id": office.id, "by": office.actor("feng", NOW), "at": NOW}
    return actions.write_up(preparation, **done)  # type: ignore[arg-type]


def signed(office: Office, adoption: int, by: str = "wang", readback: str = "") -> None:
    row = queries.enactment(office.id, adoption)
    actions.sign(
        adoption,
        institution_id=office.id,
        readback=readback or queries.read_back(row).sha256,
        by=office.actor(by, NOW),
        at=NOW,
    )


def test_nothing_that_is_prepared_binds(office: Office) -> None:
    before = {edition.work for edition in queries.editions(office.id)}
    begun(office)
    assert {edition.work for edition in queries.editions(office.id)} == before


def test_what_is_written_up_says_number_title_and_first_day(office: Office) -> None:
    row = queries.enactment(office.id, written(office, begun(office)))
    document = queries.adoption_of(row)
    assert (document.name, document.first_day) == ("licensing", date(2026, 3, 1))
    assert document.edition.issued is not None
    assert document.edition.issued.number == "示〔2026〕1号"
    assert document.of == LICENSING


def test_an_answer_changed_is_written_up_anew_and_the_old_draft_is_withdrawn(
    office: Office,
) -> None:
    preparation = begun(office)
    first = written(office, preparation)
    actions.prepare(
        preparation,
        institution_id=office.id,
        answers={"cn-licensing#tell-longer": {"within": {"to": 2, "unit": "working-day"}}},
        by=office.actor("feng", NOW),
        at=NOW,
    )
    second = written(office, preparation)
    assert first != second
    states = {one.id: one.state for one in queries.adoptions(office.id)}
    assert (states[first], states[second]) == ("withdrawn", "draft")


def test_the_same_answers_written_up_again_are_the_same_draft(office: Office) -> None:
    preparation = begun(office)
    assert written(office, preparation) == written(office, preparation)


def test_an_answer_taken_back_is_open_again(office: Office) -> None:
    preparation = begun(office)
    done = {"institution_id": office.id, "by": office.actor("feng", NOW), "at": NOW}
    keys = {"within": {"to": 2, "unit": "working-day"}}
    actions.prepare(preparation, answers={"cn-licensing#tell-longer": keys}, **done)  # type: ignore[arg-type]
    actions.prepare(preparation, answers={"cn-licensing#tell-longer": {"within": None}}, **done)  # type: ignore[arg-type]
    assert queries.preparation(office.id, preparation).choices == {}


def test_a_signature_under_another_read_back_is_a_conflict(office: Office) -> None:
    adoption = written(office, begun(office))
    with pytest.raises(Conflict):
        signed(office, adoption, readback="0" * 64)


def test_the_read_back_covers_every_answer(office: Office) -> None:
    preparation = begun(office)
    before = queries.read_back(queries.enactment(office.id, written(office, preparation)))
    actions.prepare(
        preparation,
        institution_id=office.id,
        answers={"cn-licensing#tell-longer": {"within": {"to": 2, "unit": "working-day"}}},
        by=office.actor("feng", NOW),
        at=NOW,
    )
    after = queries.read_back(queries.enactment(office.id, written(office, preparation)))
    assert before.sha256 != after.sha256


def test_a_work_in_force_under_another_name_is_not_signed_again(office: Office) -> None:
    adoption = written(office, begun(office, name="twice", works=("wuwei-city@2024-01-01",)))
    with pytest.raises(Refused) as refusal:
        signed(office, adoption)
    assert refusal.value.code == "enactment.twice"


def test_a_version_withdrawn_before_its_day_leaves_the_old_one_running(office: Office) -> None:
    old = queries.signed(office.id)[0]
    works = queries.adoption_of(old).of
    adoption = written(office, begun(office, name="demo-city", works=works))
    signed(office, adoption)
    assert queries.enactment(office.id, old.pk).last_day == date(2026, 2, 28)
    actions.withdraw(adoption, institution_id=office.id, by=office.actor("wang", NOW), at=NOW)
    assert queries.enactment(office.id, old.pk).last_day is None


def test_a_draft_is_withdrawn_by_who_may_draft_and_a_signed_one_is_not(office: Office) -> None:
    feng = office.actor("feng", NOW)
    draft = written(office, begun(office))
    actions.withdraw(draft, institution_id=office.id, by=feng, at=NOW)
    other = written(office, begun(office, name="other"))
    signed(office, other)
    with pytest.raises(Refused):
        actions.withdraw(other, institution_id=office.id, by=feng, at=NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "许可"}, "name"),
        ({"title": "  "}, "title"),
        ({"works": ()}, "works"),
    ],
)
def test_a_head_that_no_document_could_bear_is_refused_by_field(
    office: Office, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Unclear) as refusal:
        begun(office, **wrong)  # type: ignore[arg-type]
    assert set(refusal.value.facts) == {field}


def test_a_work_that_the_library_lacks_is_named(office: Office) -> None:
    with pytest.raises(Unclear, match="no-such"):
        begun(office, works=("no-such@2024-01-01",))


def test_only_the_legal_officer_prepares(office: Office) -> None:
    with pytest.raises(Refused):
        actions.begin(
            institution_id=office.id, name="x-y", title="x", number="", works=LICENSING,
            first_day=date(2026, 3, 1), by=office.actor("lin", NOW), at=NOW,
        )  # fmt: skip


def test_drafting_signing_and_withdrawing_stand_in_the_journal(office: Office) -> None:
    adoption = written(office, begun(office))
    signed(office, adoption)
    actions.withdraw(adoption, institution_id=office.id, by=office.actor("wang", NOW), at=NOW)
    acts = [one.act for one in journal.entries(actions.chain_of(office.id))]
    assert acts[-3:] == ["adoption-drafted", "adoption-signed", "adoption-withdrawn"]


def test_what_stands_names_the_published_text_and_its_days_here(office: Office) -> None:
    stands = {one.published: one for one in queries.standing(office.id)}
    one = stands["wuwei-city@2024-01-01"]
    assert (one.first_day, one.adoption) == (date(2025, 1, 1), "demo-city@2025-01-01")
    assert stands["demo-city@2025-01-01"].work == "demo-city"
    assert one.on(date(2026, 2, 13))
    assert not one.on(date(2024, 6, 1))
