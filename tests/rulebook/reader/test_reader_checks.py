"""Checks beyond form: disjoint conditions, the turn of editions, names across works."""

from __future__ import annotations

import pytest

from shouwen.rulebook.checks.conditions import disjoint
from shouwen.rulebook.errors import RulebookErrors
from shouwen.rulebook.reading import check_law, read_edition
from shouwen.rulebook.values import Conditions, Edition, Range

HEAD = """rulebook: {work}
edition: {day}
title: 某项制度
{more}
facts:
  - {{fact: urgency, values: [ordinary, urgent], at: registered, who: window}}
clauses:
  - at: "1"
    gist: 限时答复。
    for: [complaint]
    rules:
"""
REPLY = (
    "{id: reply, must: answered, who: handler, after: accepted, "
    "within: same-day, otherwise: overdue}"
)


def edition(*rules: str, work: str = "one", day: str = "2024-01-01", more: str = "") -> Edition:
    text = HEAD.format(work=work, day=day, more=more) + "".join(f"      - {r}\n" for r in rules)
    return read_edition(text.encode(), f"{work}/{day}.yaml")


def faults(*editions: Edition) -> list[str]:
    with pytest.raises(RulebookErrors) as caught:
        check_law(editions)
    return [fault.slug for fault in caught.value]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"urgency": ("urgent",)}, {"urgency": ("ordinary",)}, True),
        ({"urgency": ("urgent", "ordinary")}, {"urgency": ("ordinary",)}, False),
        ({"urgency": ("urgent",)}, {}, False),
        ({"urgency": ("urgent",)}, {"papers": ("complete",)}, False),
        ({"urgency": ("urgent",), "a": ("x",)}, {"urgency": ("urgent",), "a": ("y",)}, True),
        ({"due-stated": ("none",)}, {"due-stated": ("leader",)}, True),
        ({"due-stated": ("none",)}, {"due-stated": ("none", "leader")}, False),
        ({"due-stated": ("office",)}, {"due-stated": ("leader",)}, False),
        ({"due-stated": ("none",)}, {"due-stated": "given"}, True),
        ({"recipient-is": ("leader",)}, {"recipient-is": ("office",)}, False),
        ({"repeat-of": "given"}, {"repeat-of": ("x",)}, False),
        ({"returns": Range(to=2)}, {"returns": Range(from_=3)}, True),
        ({"returns": Range(to=2)}, {"returns": Range(from_=2)}, False),
        ({"returns": Range(to=2)}, {"returns": Range(over=2)}, True),
        ({"returns": Range(under=2)}, {"returns": Range(from_=2)}, True),
        ({"returns": Range(from_=1)}, {"returns": Range(from_=5)}, False),
    ],
)
def test_conditions_exclude_each_other_only_if_a_fact_would_need_two_values(
    one: Conditions, other: Conditions, apart: bool
) -> None:
    assert disjoint(one, other) is apart
    assert disjoint(other, one) is apart


def test_rules_of_disjoint_conditions_bearers_addressees_or_acts_stand_together() -> None:
    assert edition(
        REPLY.replace("otherwise", "if: {urgency: urgent}, otherwise"),
        REPLY.replace("reply", "slow").replace("otherwise", "if: {urgency: ordinary}, otherwise"),
        REPLY.replace("reply", "office").replace("who: handler", "who: office"),
        REPLY.replace("reply", "told").replace("otherwise", "to: office, otherwise"),
        REPLY.replace("reply", "other").replace("answered", "completed"),
    )


def test_instead_of_settles_an_overlap_also_through_a_third_rule() -> None:
    assert edition(
        REPLY,
        REPLY.replace("reply", "second").replace("otherwise", "instead-of: reply, otherwise"),
        REPLY.replace("reply", "third").replace("otherwise", "instead-of: second, otherwise"),
    )


def test_editions_that_follow_each_other_are_sound() -> None:
    check_law([edition(REPLY), edition(REPLY, day="2025-01-01")])
    check_law([edition(REPLY, more="last-day: 2024-12-31"), edition(REPLY, day="2025-01-01")])


def test_a_gap_between_editions_is_refused() -> None:
    early = edition(REPLY, more="last-day: 2024-11-30")
    assert faults(early, edition(REPLY, day="2025-01-01")) == ["edition-gap"]


def test_two_editions_in_force_on_one_day_are_refused() -> None:
    early = edition(REPLY, more="last-day: 2025-01-01")
    assert faults(early, edition(REPLY, day="2025-01-01")) == ["edition-overlap"]
    assert faults(edition(REPLY), edition(REPLY)) == ["edition-overlap"]


def test_a_rule_of_another_work_must_exist_there() -> None:
    one = edition(REPLY)
    sound = REPLY.replace("otherwise", "instead-of: one#reply, otherwise")
    check_law([one, edition(sound, work="two")])
    assert faults(one, edition(sound.replace("one#reply", "one#replay"), work="two")) == [
        "unknown-rule"
    ]
    assert faults(edition(sound, work="two")) == ["unknown-parent"]


def test_a_joined_clause_is_cited_by_the_rules_of_its_target() -> None:
    text = HEAD.format(work="one", day="2024-01-01", more="") + f"      - {REPLY}\n"
    text += '  - at: "2"\n    gist: 自受理起算。\n    joins: "1"\n'
    (rule,) = read_edition(text.encode(), "one.yaml").rules
    assert [citation.clause for citation in rule.cited] == ["1", "2"]


def test_a_rule_without_an_id_is_named_by_its_place_in_the_clause() -> None:
    book = edition(REPLY, "{relies-on: one-responsible}")
    assert [rule.id for rule in book.rules] == [
        "one@2024-01-01#1/reply",
        "one@2024-01-01#1/2",
    ]


def test_all_faults_of_a_file_are_told_not_the_first() -> None:
    with pytest.raises(RulebookErrors) as caught:
        edition(
            REPLY.replace("who: handler", "whom: handler"),
            REPLY.replace("answered", "answerd"),
            "{id: x, gate: closed}",
        )
    assert [(f.slug, f.line) for f in caught.value] == [
        ("unknown-key", 12),
        ("missing-key", 12),
        ("unknown-act", 13),
        ("at-least-one", 14),
    ]
