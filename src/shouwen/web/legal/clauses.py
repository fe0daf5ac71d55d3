"""One edition clause by clause: what it says, what the software does with it, its cases."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path

from shouwen.enactment import choosing
from shouwen.enactment import queries as enactment
from shouwen.enactment.queries import Standing
from shouwen.errors import Text
from shouwen.rulebook import readback
from shouwen.rulebook.cases import run_cases
from shouwen.rulebook.cases.reader import read_cases
from shouwen.rulebook.library import load_library
from shouwen.rulebook.values import Clause, Edition, Rule
from shouwen.rulebook.vocabulary import lists
from shouwen.web.errors import language
from shouwen.web.parts import Clause as Chip
from shouwen.web.telling import chips

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """An edition as a page shows it: as adopted here if it is, else as published."""

    name: str
    edition: Edition
    published: Edition
    standing: Standing | None

    @property
    def work(self) -> str:
        """Return the name of the work."""
        return self.name.partition("@")[0]

    @property
    def day(self) -> str:
        """Return the edition's first day as the address has it."""
        return self.name.partition("@")[2]


def find(institution_id: int, work: str, day: str) -> Found | None:
    """Return an edition by the name that citations use; None for one that nobody knows."""
    name = f"{work}@{day}"
    known = {_name(one): one for one in load_library().editions}
    stands = [one for one in enactment.standing(institution_id) if one.published == name]
    if not stands:
        return Found(name, known[name], known[name], None) if name in known else None
    return Found(name, stands[0].edition, known.get(name, stands[0].edition), stands[0])


@dataclass(frozen=True, slots=True)
class Case:
    """A case beside a clause, and how it came out."""

    name: str
    passed: bool
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """An open key of a rule: what it is called, and what it is fixed to here."""

    key: str
    fixed: str
    by: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with its sentence, its reading and what was open in it."""

    name: str
    verb: str
    sentence: str
    reading: str
    settings: tuple[Setting, ...]
    cited: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause with everything that is known of it."""

    at: str
    anchor: str
    printed: str
    gist: str
    text: str
    rules: tuple[RuleShown, ...]
    joins: Chip | None
    not_encoded: str
    cases: tuple[Case, ...]
    rows: tuple[str, ...]
    depth: int
    added_by: str = ""
    """The adoption that brought the clause in; empty for the text's own."""

    @property
    def passed(self) -> int:
        """Return how many of its cases came out."""
        return sum(case.passed for case in self.cases)


def clauses(found: Found, institution_id: int, *, with_cases: bool = True) -> list[ClauseShown]:
    """Return an edition clause by clause, in the reader's language."""
    told = {one.at: one for one in readback.shown(found.edition, language())}
    published = {rule.id: rule for rule in found.published.rules}
    cases = cases_by_clause(found.name) if with_cases else {}
    return [
        _clause(found, clause, told[clause.at], published, cases, institution_id)
        for clause in found.edition.clauses
    ]


def _clause(
    found: Found,
    clause: Clause,
    told: readback.ShownClause,
    published: dict[str, Rule],
    cases: dict[str, list[Case]],
    institution_id: int,
) -> ClauseShown:
    said = {one.id: one for one in told.rules}
    joined = f"{found.name}#{clause.joins}" if clause.joins else ""
    added, _, _ = clause.at.rpartition("#")
    return ClauseShown(
        at=clause.at,
        anchor=f"c{clause.at}",
        printed=told.printed,
        gist=clause.gist,
        text=clause.text or "",
        rules=tuple(
            _rule(found, rule, said[rule.id], published.get(rule.id), institution_id)
            for rule in clause.rules
        ),
        joins=chips([joined], institution_id)[0] if joined else None,
        not_encoded=clause.not_encoded or "",
        cases=tuple(cases.get(clause.at, ())),
        rows=clause.rows,
        depth=clause.at.count("."),
        added_by=added,
    )


def _rule(
    found: Found,
    rule: Rule,
    told: readback.ShownRule,
    before: Rule | None,
    institution_id: int,
) -> RuleShown:
    own = f"{found.name}#"
    others = [str(one) for one in rule.cited if not str(one).startswith(own)]
    return RuleShown(
        name=rule.name,
        verb=verb_name(rule.verb),
        sentence=told.sentence,
        reading=rule.reading,
        settings=tuple(_settings(found, rule, before, institution_id)),
        cited=tuple(chips(others, institution_id)),
    )


def _settings(found: Found, rule: Rule, before: Rule | None, institution_id: int) -> list[Setting]:
    was = before or rule
    shown = []
    for key in was.open:
        fixed = key in was.unfixed and key not in rule.unfixed
        answer = _answers(found, institution_id).get((f"{found.work}#{rule.name}", key), "")
        by = [str(one) for one in rule.cited if one.work != found.work] if fixed or answer else []
        default = "" if key in rule.unfixed else "—"
        shown.append(Setting(key_name(key), answer or default, tuple(chips(by, institution_id))))
    return shown


def _answers(found: Found, institution_id: int) -> dict[tuple[str, str], str]:
    """Return what the adoption in force answers, in words."""
    if found.standing is None:
        return {}
    return _answered(institution_id, found.standing.enactment, found.name, language())


@lru_cache(maxsize=128)
def _answered(
    institution_id: int, enactment_id: int, name: str, spoken: str
) -> dict[tuple[str, str], str]:
    row = enactment.enactment(institution_id, enactment_id)
    given = choosing.references([enactment.adoption_of(row)])
    try:
        asked = choosing.questions([load_library().named(name)])
    except KeyError:
        return {}
    return {
        (one.handle, one.setting.key): choosing.said(one, given[one.handle, one.setting.key]).told(
            spoken
        )
        for one in asked
        if (one.handle, one.setting.key) in given
    }


KEYS: dict[str, Text] = {
    "within": Text("期限", "limit"),
    "by": Text("延长多久", "how much longer"),
    "times": Text("可延次数", "how often"),
    "who": Text("由谁", "who"),
    "is": Text("指什么", "what it means"),
    "first": Text("起算", "first day"),
    "ends": Text("截止时刻", "end of the day"),
    "last-day-off": Text("末日遇休息日", "last day off"),
    "decided-by": Text("由谁决定", "decided by"),
    "refresh": Text("多久核对一次", "checked how often"),
    "every": Text("周期", "how often"),
    "from": Text("自何时停", "stops at"),
    "until": Text("到何时续", "goes on at"),
    "grades": Text("等次", "grades"),
    "organiser": Text("组织者", "organiser"),
    "weight": Text("权重", "weight"),
}
"""What an open key is called on pages."""


def key_name(key: str) -> str:
    """Return an open key's name in the reader's language."""
    return KEYS.get(key, Text(key, key)).told(language())


def verb_name(verb: str) -> str:
    """Return a verb's name in the reader's language."""
    return lists.VERBS[verb].told(language()) if verb in lists.VERBS else verb


def cases_by_clause(name: str) -> dict[str, list[Case]]:
    """Return the cases of an edition with their verdict, by every clause that they expect."""
    return _cases(name, load_library().edition(*_parts(name)).sha256 if _shipped(name) else "")


def _shipped(name: str) -> bool:
    return any(_name(one) == name for one in load_library().editions)


def _parts(name: str) -> tuple[str, date]:
    work, _, day = name.partition("@")
    return work, date.fromisoformat(day)


@lru_cache(maxsize=64)
def _cases(name: str, sha256: str) -> dict[str, list[Case]]:
    """Run the cases of an edition once for each text of it."""
    if not sha256:
        return {}
    work, day = _parts(name)
    folder = resources.files("shouwen") / "rulebooks" / work
    path = Path(str(folder / f"{day.isoformat()}.cases.yaml"))
    if not path.exists():
        return {}
    try:
        results = run_cases(path)
    except Exception:
        log.exception("cases of %s could not be run", name)
        return {}
    found: dict[str, list[Case]] = {}
    for case, result in zip(read_cases(path).cases, results, strict=True):
        shown = Case(case.name, result.passed, result.failures)
        for at in _expected(case.expect, work):
            found.setdefault(at, []).append(shown)
    return found


def _expected(expectations: Sequence[object], work: str) -> list[str]:
    said: dict[str, None] = {}
    for one in expectations:
        for clause in getattr(one, "because", None) or ():
            owner, mark, at = str(clause).rpartition("#")
            if not mark or owner == work:
                said[at] = None
    return list(said)


def _name(edition: Edition) -> str:
    return f"{edition.work}@{edition.first_day.isoformat()}"
