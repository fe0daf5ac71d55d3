"""The strict reader: what is read as what, what is refused, and that nothing else can happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rulebook.reader.corpus import bad_files, good_files, parent

from shouwen.rulebook import strict
from shouwen.rulebook.adoption import resolve
from shouwen.rulebook.errors import FAULTS, RulebookError, RulebookErrors
from shouwen.rulebook.reading import read_adoption, read_edition
from shouwen.rulebook.strict import Surprise, load, plain_value

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


def slugs(raw: bytes) -> list[tuple[str, int]]:
    with pytest.raises(RulebookErrors) as caught:
        load(raw, "f.yaml")
    return [(fault.slug, fault.line) for fault in caught.value]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12", 12),
        ("0", 0),
        ("-3", -3),
        ("true", True),
        ("false", False),
        ("2024-03-01", date(2024, 3, 1)),
        ("2024-04-30T10:00", "2024-04-30T10:00"),
        ("5.3.1", "5.3.1"),
        ("working-day", "working-day"),
        ("第七条", "第七条"),
    ],
)
def test_a_plain_value_is_read_as_everybody_would(written: str, read: object) -> None:
    value = plain_value(written)
    assert value == read
    assert type(value) is type(read)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("7.10", "float"),
        (".5", "float"),
        ("1e3", "float"),
        (".inf", "float"),
        ("17:30", "int"),
        ("012", "int"),
        ("0x1F", "int"),
        ("0o7", "int"),
        ("1_000", "int"),
        ("+5", "int"),
        ("no", "bool"),
        ("Yes", "bool"),
        ("off", "bool"),
        ("True", "bool"),
        ("y", "bool"),
        ("~", "null"),
        ("null", "null"),
        ("", "null"),
        ("2024-04-30T10:00:00", "timestamp"),
        ("2024-02-30", "day"),
        ("<<", "merge"),
        ("=", "value"),
    ],
)
def test_an_unquoted_value_that_some_reader_would_change_is_a_surprise(
    written: str, kind: str
) -> None:
    assert plain_value(written) == Surprise(kind)


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
def test_every_node_keeps_its_line_with_either_loader(
    loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict, "_LOADER", loader)
    root = load(b'a: 1\nb:\n  - {c: x}\n  - "7.1"\n', "f.yaml")
    assert root.plain() == {"a": 1, "b": ({"c": "x"}, "7.1")}
    items = root.value["b"].value
    assert [item.line for item in items] == [3, 4]
    assert root.key("b").line == 2


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
def test_all_faults_of_a_text_are_told_at_once(
    loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict, "_LOADER", loader)
    assert slugs(b"a: 7.10\nb: &x 1\nc:\nd: no\nd: 2\n") == [
        ("surprise", 1),
        ("anchor", 2),
        ("empty-value", 3),
        ("surprise", 4),
        ("duplicate-key", 5),
    ]


def test_a_quoted_value_is_text_whatever_it_looks_like() -> None:
    assert load(b"a: '7.10'\nb: \"no\"\nc: |\n  12\n", "f").plain() == {
        "a": "7.10",
        "b": "no",
        "c": "12\n",
    }


def test_a_byte_order_mark_is_no_fault() -> None:
    assert load(b"\xef\xbb\xbfa: 1\n", "f").plain() == {"a": 1}


def test_depth_and_size_are_limited_before_they_can_hurt() -> None:
    assert slugs(b"[" * 100_000) == [("too-deep", 1)]
    assert slugs(b"a: " + b"x" * strict.MOST_BYTES) == [("too-big", 1)]
    assert slugs(b"- 1\n" * (strict.MOST_NODES + 1))[0][0] == "too-big"


def test_an_expansion_bomb_is_refused_as_an_anchor() -> None:
    bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert {slug for slug, _ in slugs(bomb)} == {"anchor"}


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2028", "\x00", "\x85", "\u2066"])
def test_signs_that_hide_or_turn_text_are_refused(sign: str) -> None:
    assert slugs(f"a: 1\nb: x{sign}y\n".encode()) == [("hidden-character", 2)]


def test_a_message_names_file_line_id_fault_and_remedy_in_both_languages() -> None:
    with pytest.raises(RulebookErrors) as caught:
        load(b"at: 7.10\n", "bad.yaml")
    (fault,) = caught.value
    assert (
        str(fault)
        == 'bad.yaml:1: rulebook.E006 有的程序会把 7.10 读成小数而不是文字。 请加引号："7.10"。'
    )
    assert fault.told("en").startswith("bad.yaml:1: rulebook.E006 Some programs would read 7.10")
    assert caught.value.code == "rulebook.E006"


def test_every_fault_has_words_in_both_languages() -> None:
    for slug, fault in FAULTS.items():
        assert fault.zh.endswith("。"), slug
        assert fault.en.endswith("."), slug
        assert fault.hint_zh, slug
        assert fault.hint_en, slug


SEEDS = [path.read_bytes() for path in (*good_files(), *bad_files()[::6])]
PIECES = [
    piece.encode()
    for piece in (
        *("&a ", "*a", "!!int ", ": ", "- ", "[", "]", "{", "}", "\n", "\t", "'", '"', "~", "1.5"),
        *("0x1", "no", "#", "|", ">", "?", "%", "---\n", "\x00", "\u202e", "2024-13-45", "all"),
        *("given", "any", "null", "999999999999"),
    )
] + [b"\xff"]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file of the corpus with some of its bytes or lines replaced, moved or repeated."""
    raw = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 40)))
        way = draw(st.integers(0, 3))
        if way == 0:
            raw = raw[:start] + draw(st.sampled_from(PIECES)) + raw[end:]
        elif way == 1:
            raw = raw[:start] + raw[end:]
        elif way == 2:
            raw = raw[:end] + raw[start:]
        else:
            lines = raw.split(b"\n")
            at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            lines[at], lines[to] = lines[to], lines[at]
            raw = b"\n".join(lines)
    return raw


def adopt(raw: bytes, name: str) -> object:
    """Read an adoption and fit it to its parent."""
    return resolve(read_adoption(raw, name), [parent()])


def faults_of(read: Callable[[bytes, str], object], raw: bytes) -> tuple[RulebookError, ...]:
    """Return the faults that reading finds; any other exception comes through."""
    try:
        read(raw, "any.yaml")
    except RulebookErrors as errors:
        return errors.errors
    return ()


@settings(max_examples=400, deadline=None)
@given(mutated())
def test_no_mutation_raises_anything_but_rulebook_errors(raw: bytes) -> None:
    for read in (read_edition, adopt):
        found = faults_of(read, raw)
        assert all(fault.line >= 1 and fault.text.zh for fault in found)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = faults_of(load, text.encode("utf-8", "surrogatepass"))
    assert all(fault.slug in FAULTS for fault in found)


_plain = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.none(), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)
KEYS = [
    *("must", "gate", "keeps", "upon", "within", "for", "who", "after", "if", "open", "given"),
    *("then", "fields", "tally", "over", "effects", "measure", "score", "by", "reckon", "is"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), _plain, max_size=6), min_size=1, max_size=3))
def test_rules_of_the_wildest_shapes_are_refused_in_order(rules: list[dict[str, object]]) -> None:
    book = {
        "rulebook": "wild",
        "edition": date(2024, 1, 1),
        "title": "怪异的规则",
        "clauses": [{"at": "1", "gist": "怪异。", "rules": rules}],
    }
    raw = yaml.safe_dump(book, allow_unicode=True).encode("utf-8", "replace")
    with pytest.raises(RulebookErrors):
        read_edition(raw, "wild.yaml")
