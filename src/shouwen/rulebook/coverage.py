"""What became of every row of the clause matrix: operated by which kind of rule, or why not.

The matrix (`rulebooks/matrix.tsv`) lists the atomic clauses of all regulations by id, regulation,
expectation and system. A clause of a rulebook names the rows that it answers in `rows`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shouwen.errors import Text
from shouwen.rulebook.library import Library, load_library
from shouwen.rulebook.matrix import Row, load_matrix, read_matrix
from shouwen.rulebook.values import Clause, Declared, Edition, Rule


class Way(StrEnum):
    """How a row is answered, the strongest first."""

    RULE = "rule"
    REGISTER = "register"
    CHECKLIST = "checklist"
    BOARD = "board"
    GUIDE = "guide"
    GUARANTEE = "guarantee"
    NOT_ENCODED = "not-encoded"


WAYS: dict[Way, Text] = {
    Way.RULE: Text("规则", "rule"),
    Way.REGISTER: Text("登记", "register"),
    Way.CHECKLIST: Text("检查项", "checklist"),
    Way.BOARD: Text("公示", "board"),
    Way.GUIDE: Text("办理提示", "guide"),
    Way.GUARANTEE: Text("系统保证", "guarantee"),
    Way.NOT_ENCODED: Text("未编码", "not encoded"),
}
_NATURAL = {
    "ENFORCE": Way.RULE,
    "RECORD": Way.REGISTER,
    "ATTEST": Way.CHECKLIST,
    "PUBLISH": Way.BOARD,
    "GUIDE": Way.GUIDE,
}
"""What a row asks for; where its clause has several kinds of rule, this one is counted."""
_BY_VERB = {"keeps": Way.REGISTER, "checks": Way.CHECKLIST, "relies-on": Way.GUARANTEE}


@dataclass(frozen=True, slots=True)
class Answer:
    """How a row is answered by a clause. `rules` are ids; `why` says why it is not encoded."""

    row: Row
    clause: str
    way: Way
    ways: tuple[Way, ...]
    """Every kind of rule that the clause has; `way` is the one that the row asks for, or the
    first."""
    rules: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one regulation (or one expectation) counted by how they are answered."""

    name: str
    rows: int
    ways: dict[Way, int]

    @property
    def answered(self) -> int:
        """Return how many rows are accounted for."""
        return sum(self.ways.values())

    @property
    def missing(self) -> int:
        """Return how many rows nobody has accounted for."""
        return self.rows - self.answered


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole account."""

    answers: tuple[Answer, ...]
    by_regulation: tuple[Tally, ...]
    by_expectation: tuple[Tally, ...]
    missing: tuple[Row, ...]
    """Rows of the regulations in question that no clause names."""
    strangers: tuple[str, ...]
    """Rows that a clause names but the matrix does not have."""
    twice: tuple[str, ...] = ()
    """Rows that several clauses answer; often right, worth a look."""

    @property
    def complete(self) -> bool:
        """Whether every row is accounted for and none is made up."""
        return not self.missing and not self.strangers


def coverage(
    editions: Library | Iterable[Edition],
    matrix: Sequence[Row] | None = None,
    *,
    regulations: Sequence[str] | None = None,
) -> Coverage:
    """Account for the rows of `regulations` (default: those that any clause answers)."""
    rows = load_matrix() if matrix is None else tuple(matrix)
    texts = editions.editions if isinstance(editions, Library) else tuple(editions)
    by_id = {row.id: row for row in rows}
    found = [
        (row_id, text, clause)
        for text in texts
        for clause in text.clauses
        for row_id in clause.rows
    ]
    answers = tuple(_answer(by_id[i], text, clause) for i, text, clause in found if i in by_id)
    chosen = _chosen(answers, rows, regulations)
    answered = {answer.row.id: answer for answer in sorted(answers, key=_weakest_first)}
    wanted = [row for row in rows if row.regulation in chosen]
    times = Counter(answer.row.id for answer in answers)
    return Coverage(
        answers=tuple(a for a in answers if a.row.regulation in chosen),
        by_regulation=_tallies([(row.regulation, row) for row in wanted], answered),
        by_expectation=_tallies([(row.expect, row) for row in wanted], answered),
        missing=tuple(row for row in wanted if row.id not in answered),
        strangers=tuple(sorted({i for i, _, _ in found if i not in by_id})),
        twice=tuple(sorted(i for i, n in times.items() if n > 1)),
    )


def coverage_report(
    language: str = "zh", *, regulations: Sequence[str] | None = None, every: bool = False
) -> str:
    """Return the account of the package's own library as text; `every`: all regulations."""
    chosen = sorted({row.regulation for row in load_matrix()}) if every else regulations
    return told(coverage(load_library(), regulations=chosen), language)


def _chosen(
    answers: Sequence[Answer], rows: Sequence[Row], regulations: Sequence[str] | None
) -> frozenset[str]:
    if regulations is None:
        return frozenset(answer.row.regulation for answer in answers)
    known = {row.regulation for row in rows}
    unknown = [name for name in regulations if name not in known]
    if unknown:
        raise KeyError(unknown[0])
    return frozenset(regulations)


def _weakest_first(answer: Answer) -> int:
    return -list(Way).index(answer.way)


def _answer(row: Row, edition: Edition, clause: Clause) -> Answer:
    cited = f"{edition.work}@{edition.first_day.isoformat()}#{clause.at}"
    if clause.not_encoded is not None:
        return Answer(row, cited, Way.NOT_ENCODED, (Way.NOT_ENCODED,), why=clause.not_encoded)
    rules = _rules(edition, clause)
    ways = tuple(way for way in Way if way in {way_of(rule) for rule in rules})
    natural = _NATURAL.get(row.expect, Way.RULE)
    way = natural if natural in ways else ways[0]
    return Answer(row, cited, way, ways, tuple(rule.id for rule in rules))


def _rules(edition: Edition, clause: Clause) -> tuple[Rule, ...]:
    if clause.joins is None:
        return clause.rules
    return next(each.rules for each in edition.clauses if each.at == clause.joins)


def way_of(rule: Rule) -> Way:
    """Return how a rule answers a clause."""
    if rule.verb != "shows":
        return _BY_VERB.get(rule.verb, Way.RULE)
    keys = rule.body.keys if isinstance(rule.body, Declared) else {}
    staff = "staff" in keys.get("to", ()) or "gist" in keys.get("source", ()) or "text" in keys
    return Way.GUIDE if staff else Way.BOARD


def _tallies(named: Sequence[tuple[str, Row]], answered: dict[str, Answer]) -> tuple[Tally, ...]:
    rows: dict[str, list[Row]] = {}
    for name, row in named:
        rows.setdefault(name, []).append(row)
    return tuple(_tally(name, rows[name], answered) for name in sorted(rows))


def _tally(name: str, rows: Sequence[Row], answered: dict[str, Answer]) -> Tally:
    counted = Counter(answered[row.id].way for row in rows if row.id in answered)
    return Tally(name, len(rows), {way: counted[way] for way in Way if counted[way]})


def told(account: Coverage, language: str = "zh") -> str:
    """Return the account as text: two tables, what is not encoded and why, what is missing."""
    words = _WORDS["en" if language.startswith("en") else "zh"]
    lines = [words["by_regulation"], *_table(account.by_regulation, language)]
    lines += ["", words["by_expectation"], *_table(account.by_expectation, language)]
    plain = [answer for answer in account.answers if answer.way is Way.NOT_ENCODED]
    lines += ["", words["not_encoded"].format(count=len(plain))]
    lines += [f"  {answer.row.id}  {answer.why}" for answer in plain]
    lines += ["", words["missing"].format(count=len(account.missing))]
    lines += [f"  {row.id}  {row.expect}  {row.system}" for row in account.missing]
    if account.strangers:
        lines += ["", words["strangers"].format(count=len(account.strangers))]
        lines += [f"  {row}" for row in account.strangers]
    return "\n".join(lines)


_WORDS = {
    "zh": {
        "by_regulation": "按制度",
        "by_expectation": "按要求",
        "not_encoded": "未编码并说明原因的：{count} 行",
        "missing": "没有交代的：{count} 行",
        "strangers": "矩阵里没有的编号：{count} 个",
        "name": "名称",
        "rows": "行数",
        "left": "未交代",
    },
    "en": {
        "by_regulation": "By regulation",
        "by_expectation": "By expectation",
        "not_encoded": "Not encoded, with the reason: {count} rows",
        "missing": "Not accounted for: {count} rows",
        "strangers": "Ids that the matrix does not have: {count}",
        "name": "name",
        "rows": "rows",
        "left": "missing",
    },
}


def _table(tallies: Sequence[Tally], language: str) -> list[str]:
    words = _WORDS["en" if language.startswith("en") else "zh"]
    ways = [WAYS[way].told(language) for way in Way]
    head = [words["name"], words["rows"], *ways, words["left"]]
    body = [
        [t.name, str(t.rows), *(str(t.ways.get(way, 0)) for way in Way), str(t.missing)]
        for t in tallies
    ]
    widths = [max(_width(line[i]) for line in [head, *body]) for i in range(len(head))]
    return ["  " + "  ".join(map(_padded, line, widths)).rstrip() for line in [head, *body]]


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _padded(text: str, width: int) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if text.isdigit() else text + blanks


__all__ = [
    "WAYS",
    "Answer",
    "Coverage",
    "Row",
    "Tally",
    "Way",
    "coverage",
    "coverage_report",
    "load_matrix",
    "read_matrix",
    "told",
    "way_of",
]
