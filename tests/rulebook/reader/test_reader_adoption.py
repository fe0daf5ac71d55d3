"""Adoption: an institution fixes what is open, inside the bounds, and both documents are cited."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rulebook.reader.corpus import CORPUS

from shouwen.rulebook.adoption import (
    Adoption,
    Choice,
    draft,
    flatten,
    required_settings,
    resolve,
)
from shouwen.rulebook.errors import RulebookErrors
from shouwen.rulebook.reading import read_adoption, read_edition
from shouwen.rulebook.values import Declared, Edition, Limit, Must, Pause, Rule
from shouwen.worktime.spans import Amount, Unit

COUNTY = CORPUS / "good" / "example-county.yaml"
HEAD = """adoption: example-county
edition: 2024-04-01
of: demo-service@2024-03-01
title: 示例县实施细则
clauses:
  - at: "4"
    gist: 统一答复期限。
    fixes:
"""


@pytest.fixture(scope="module")
def demo() -> Edition:
    return read_edition(CORPUS / "good" / "demo-service.yaml")


def adoption(*fixes: str) -> Adoption:
    rows = "".join(f"      - {fix}\n" for fix in fixes)
    return read_adoption((HEAD + rows).encode(), "county.yaml")


def found(editions: tuple[Edition, ...], name: str) -> list[Rule]:
    return [rule for edition in editions for rule in edition.rules if rule.name == name]


def days(rule: Rule) -> tuple[int | None, int]:
    assert isinstance(rule.body, Must)
    within = rule.body.within
    assert isinstance(within, Limit)
    assert isinstance(within.span, Amount)
    assert within.span.unit is Unit.WORKING_DAY
    return (within.promise.count if within.promise else None), within.span.count


def refused(demo: Edition, *fixes: str) -> str:
    with pytest.raises(RulebookErrors) as caught:
        resolve(adoption(*fixes), [demo])
    return caught.value.text.en


def test_a_figure_fixed_inside_the_range_governs_and_both_clauses_are_cited(demo: Edition) -> None:
    (reply,) = found(resolve(read_adoption(COUNTY), [demo]), "reply")
    assert days(reply) == (None, 6)
    assert [str(citation) for citation in reply.cited] == [
        "example-county@2024-04-01#4",
        "demo-service@2024-03-01#7.1",
    ]
    assert reply.id == "demo-service@2024-03-01#7.1/reply"


def test_the_parent_itself_is_left_as_it_was(demo: Edition) -> None:
    resolve(read_adoption(COUNTY), [demo])
    (reply,) = found((demo,), "reply")
    assert days(reply) == (5, 7)


def test_a_figure_outside_the_range_is_refused_with_the_clause_that_allows_less(
    demo: Edition,
) -> None:
    said = refused(demo, "{rule: reply, within: {to: 9, unit: working-day}}")
    assert "9 lies outside the 5-7 allowed by demo-service@2024-03-01#7.1" in said
    assert said.startswith("county.yaml:9: rulebook.E603")


@pytest.mark.parametrize("within", ["immediate", "{stated: [office]}", "same-day"])
def test_a_range_cannot_be_fixed_by_something_that_is_no_figure(demo: Edition, within: str) -> None:
    assert "rulebook.E604" in refused(demo, f"{{rule: reply, within: {within}}}")


def test_a_promise_may_shorten_any_limit_without_it_being_open(demo: Edition) -> None:
    (reply,) = found(
        resolve(adoption("{rule: reply, promise: {to: 3, unit: working-day}}"), [demo]), "reply"
    )
    assert days(reply) == (3, 7)


def test_a_split_makes_one_rule_for_each_case_and_must_cover_them_all(demo: Edition) -> None:
    split = read_adoption(CORPUS / "good" / "split-county.yaml")
    urgent, ordinary = found(resolve(split, [demo]), "reply")
    assert (days(urgent), dict(urgent.if_)) == ((None, 5), {"urgency": ("urgent",)})
    assert (days(ordinary), dict(ordinary.if_)) == ((6, 7), {"urgency": ("ordinary",)})
    assert (urgent.id, ordinary.id) == (
        "demo-service@2024-03-01#7.1/reply~1",
        "demo-service@2024-03-01#7.1/reply~2",
    )
    said = refused(demo, "{rule: reply, if: {urgency: urgent}, within: {to: 5, unit: working-day}}")
    assert "do not cover: urgency: ordinary" in said


def test_a_general_row_beside_a_row_for_one_case_fixes_the_key_twice(demo: Edition) -> None:
    said = refused(
        demo,
        "{rule: reply, within: {to: 6, unit: working-day}}",
        "{rule: reply, within: {to: 5, unit: working-day}}",
    )
    assert "rulebook.E607" in said


def test_a_pause_that_the_institution_adds_reaches_the_parents_rule(demo: Edition) -> None:
    flat, own = resolve(read_adoption(COUNTY), [demo])
    (wait,) = [rule for rule in flat.rules if rule.name == "meeting-wait"]
    assert isinstance(wait.body, Pause)
    assert wait.body.rule == "reply"
    assert str(wait.cited[0]) == "example-county@2024-04-01#6"
    assert "meeting-wait" not in [rule.name for rule in own.rules]
    assert [rule.name for rule in own.rules] == ["register-same-day"]


def test_keys_of_accountability_can_be_fixed_too(demo: Edition) -> None:
    (year,) = found(resolve(read_adoption(COUNTY), [demo]), "slow-year")
    assert isinstance(year.body, Declared)
    assert year.body.keys["over"] == {"calendar": "year"}
    assert year.reading == "本县按自然年计次。"


def test_the_parents_plain_text_stays_in_force_until_the_adoption_begins(demo: Edition) -> None:
    flat = flatten([demo], [read_adoption(COUNTY)])
    assert [(each.work, each.first_day) for each in flat] == [
        ("demo-service", date(2024, 3, 1)),
        ("demo-service", date(2024, 4, 1)),
        ("example-county", date(2024, 4, 1)),
    ]


def test_an_adoption_may_take_several_works_and_say_instead_of_across_them(demo: Edition) -> None:
    spans = read_edition(CORPUS / "good" / "spans.yaml")
    text = HEAD.replace(
        "of: demo-service@2024-03-01", "of: [demo-service@2024-03-01, spans@2024-01-01]"
    )
    text = text.replace("    fixes:\n", "    for: [application]\n    rules:\n")
    text += (
        "      - {id: ours, must: answered, who: handler, after: accepted, "
        "within: {to: 2, unit: working-day}, otherwise: overdue, instead-of: spans#range}\n"
    )
    *_, own = resolve(read_adoption(text.encode(), "county.yaml"), [demo, spans])
    assert own.rules[0].instead_of == ("spans#range",)


def test_a_name_that_two_parents_share_must_be_written_with_its_work(demo: Edition) -> None:
    spans = read_edition(CORPUS / "good" / "spans.yaml")
    both = HEAD.replace(
        "of: demo-service@2024-03-01", "of: [demo-service@2024-03-01, spans@2024-01-01]"
    )
    fix = "      - {rule: undecided, within: {to: 3, unit: working-day}}\n"
    flat = resolve(read_adoption((both + fix).encode(), "c"), [demo, spans])
    (undecided,) = found(flat, "undecided")
    assert undecided.unfixed == ()
    named = fix.replace("undecided", "spans#undecided")
    assert found(resolve(read_adoption((both + named).encode(), "c"), [demo, spans]), "undecided")


def test_required_settings_are_what_is_open_and_has_no_value(demo: Edition) -> None:
    spans = read_edition(CORPUS / "good" / "spans.yaml")
    (setting,) = required_settings([demo, spans])
    assert (setting.work, setting.name, setting.key) == ("spans", "undecided", "within")
    assert setting.blocks_breach
    assert setting.proposed == "提议三个工作日。"
    with_defaults = required_settings([demo, spans], with_defaults=True)
    assert [(each.name, each.required) for each in with_defaults] == [
        ("reply", False),
        ("slow-year", False),
        ("undecided", True),
    ]


def test_a_setting_carries_the_bounds_that_a_form_must_keep(demo: Edition) -> None:
    reply, year = required_settings([demo], with_defaults=True)
    assert (reply.low, reply.high, reply.unit) == (5, 7, Unit.WORKING_DAY)
    assert (year.low, year.high, year.unit) == (None, None, None)


def test_choices_made_in_a_form_become_a_document_that_resolves(demo: Edition) -> None:
    choices = [
        Choice("reply", "六个工作日内答复。", {"within": {"to": 6, "unit": "working-day"}}),
        Choice("slow-year", "按自然年。", {"over": {"calendar": "year"}}, reading="自然年。"),
    ]
    raw = draft("our-office", date(2024, 4, 1), [demo], "本单位实施细则", choices, by="本单位")
    flat = resolve(read_adoption(raw, "form"), [demo])
    (reply,) = found(flat, "reply")
    assert days(reply) == (None, 6)
    assert str(reply.cited[0]) == "our-office@2024-04-01#1"


def test_a_role_that_an_adoption_names_must_exist() -> None:
    spans = (CORPUS / "good" / "spans.yaml").read_text(encoding="utf-8")
    opened = spans.replace(
        "otherwise: overdue, open: [within]", "otherwise: overdue, open: [within, who]"
    )
    parent = read_edition(opened.encode(), "spans.yaml")
    text = HEAD.replace("demo-service@2024-03-01", "spans@2024-01-01")
    sound = read_adoption((text + "      - {rule: undecided, who: office}\n").encode(), "c")
    (rule,) = found(resolve(sound, [parent]), "undecided")
    assert isinstance(rule.body, Must)
    assert rule.body.who == "office"
    wrong = read_adoption((text + "      - {rule: undecided, who: ofice}\n").encode(), "c")
    with pytest.raises(RulebookErrors) as caught:
        resolve(wrong, [parent])
    assert [(fault.slug, fault.line) for fault in caught.value] == [("unknown-role", 9)]
