"""The library: every edition that the package ships, and how files of it are checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from shouwen.rulebook import checks
from shouwen.rulebook.adoption import Adoption, decode_adoption, take_resolved
from shouwen.rulebook.checks.works import by_work, in_force
from shouwen.rulebook.errors import At, Faults, RulebookError, RulebookErrors, nearest
from shouwen.rulebook.matrix import load_matrix
from shouwen.rulebook.names import own_words
from shouwen.rulebook.reading import edition_of, unreadable
from shouwen.rulebook.strict import MOST_BYTES, Node, parse
from shouwen.rulebook.values import Citation, Clause, Edition, Must, Rule

_EDITION_FILE = re.compile(r"\d{4}-\d\d-\d\d\.yaml")
_CASES_FILE = re.compile(r"(\d{4}-\d\d-\d\d)\.cases\.yaml")
_ADOPTION_FILE = re.compile(r"[a-z0-9-]+@\d{4}-\d\d-\d\d\.yaml")
PACKAGE = "shouwen"


@dataclass(frozen=True, slots=True)
class Library:
    """Editions and adoptions that were read together and found sound."""

    editions: tuple[Edition, ...]
    adoptions: tuple[Adoption, ...] = ()

    @property
    def works(self) -> tuple[str, ...]:
        """Return the names of all works."""
        return tuple(sorted({edition.work for edition in self.editions}))

    def edition(self, work: str, first_day: date | None = None) -> Edition:
        """Return an edition of a work, the latest if no first day is given; `KeyError` if none."""
        turns = by_work(self.editions).get(work, [])
        for edition in reversed(turns):
            if first_day is None or edition.first_day == first_day:
                return edition
        raise KeyError(work if first_day is None else f"{work}@{first_day.isoformat()}")

    def named(self, name: str) -> Edition:
        """Return the edition called `work` or `work@edition`; `KeyError` if there is none."""
        work, mark, day = name.partition("@")
        try:
            return self.edition(work, date.fromisoformat(day) if mark else None)
        except ValueError:
            raise KeyError(name) from None

    def in_force(self, work: str, day: date) -> Edition | None:
        """Return the edition of a work that is in force on a day."""
        return in_force(by_work(self.editions).get(work, []), day)

    def clause(self, citation: Citation) -> tuple[Edition, Clause] | None:
        """Return the clause that a citation names, with its edition."""
        for edition in self.editions:
            if (edition.work, edition.first_day) == (citation.work, citation.edition):
                for clause in edition.clauses:
                    if clause.at == citation.clause:
                        return edition, clause
        return None

    def rules(self) -> Iterator[tuple[Edition, Clause, Rule]]:
        """Yield every rule with its clause and edition."""
        for edition in self.editions:
            for clause in edition.clauses:
                for rule in clause.rules:
                    yield edition, clause, rule


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: faults, remarks that hinder nothing, and what was read."""

    faults: tuple[RulebookError, ...]
    library: Library
    files: int
    unnamed: tuple[str, ...] = ()
    """Words of the rulebooks' own that have no Chinese name yet (`names` in the head)."""
    untried: tuple[str, ...] = ()
    """Rules with a limit that no case expects, of works that have cases; by rule id."""

    @property
    def ok(self) -> bool:
        """Whether nothing is at fault."""
        return not self.faults


def shipped() -> Traversable:
    """Return the folder of rulebooks inside the package."""
    return resources.files(PACKAGE) / "rulebooks"


@cache
def load_library() -> Library:
    """Read and check every edition and adoption of the package.

    Raises `RulebookErrors` with all faults. Cases are left to `check_paths`.
    """
    faults = Faults()
    files = [file for file in _walk(shipped(), "") if not file[0].endswith(".cases.yaml")]
    library, _ = _take(files, faults)
    faults.settle()
    return library


def check_paths(paths: Iterable[Path | str] = ()) -> Report:
    """Read and check files and folders (without any: the package's own) and report all faults.

    The works given are checked together with each other; adoptions also against the package's.
    """
    faults = Faults()
    wanted = [Path(path) for path in paths]
    found = list(_walk(shipped(), "")) if not wanted else list(_given(wanted, faults))
    library, expected = _take(found, faults)
    errors = tuple(sorted(faults.found, key=lambda e: (e.file, e.line, e.id)))
    return Report(
        errors,
        library,
        len(found),
        unnamed_words(library.editions),
        untried_rules(library.editions, expected),
    )


_File = tuple[str, str, bytes]
"""Shown name, plain file name with its folder, bytes."""


def _walk(folder: Traversable, prefix: str) -> Iterator[_File]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            yield f"{prefix}{entry.name}", f"{prefix}{entry.name}", entry.read_bytes()


def _given(paths: Sequence[Path], faults: Faults) -> Iterator[_File]:
    for path in paths:
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        for file in files:
            try:
                if file.stat().st_size > MOST_BYTES:
                    faults.add("too-big", At(str(file)), most=MOST_BYTES, what="bytes")
                    continue
                yield str(file), f"{file.resolve().parent.name}/{file.name}", file.read_bytes()
            except OSError as problem:
                unreadable(str(file), problem, faults)


def _take(files: Sequence[_File], faults: Faults) -> tuple[Library, dict[str, set[str]]]:
    editions: list[Edition] = []
    adoptions: list[Adoption] = []
    cases: list[tuple[str, str, Node]] = []
    for shown, place, raw in files:
        taken = _one(shown, raw, faults)
        match taken:
            case Edition():
                _named_rightly(taken, place, faults)
                editions.append(taken)
            case Adoption():
                adoptions.append(taken)
            case Node():
                cases.append((shown, place, taken))
    checks.check_works(editions, faults)
    _rows(editions, faults)
    for adoption in adoptions:
        take_resolved(adoption, _with_shipped(adoption, editions, files), faults)
    expected: dict[str, set[str]] = {}
    for shown, place, root in cases:
        name = _cases(shown, place, root, editions, faults)
        expected.setdefault(name, set()).update(str(due.value) for due in _dues(root))
    return Library(tuple(editions), tuple(adoptions)), expected


def _rows(editions: Sequence[Edition], faults: Faults) -> None:
    """Every row that a clause answers stands in the matrix."""
    known = {row.id for row in load_matrix()}
    for edition in editions:
        for clause in edition.clauses:
            for row in clause.rows:
                if row not in known:
                    place = At(edition.source, clause.line)
                    faults.add("unknown-row", place, value=row, nearest=nearest(row, known))


def _one(shown: str, raw: bytes, faults: Faults) -> Edition | Adoption | Node | None:
    """Read one file by what its head says it is; procedures and others are left to their room."""
    mine = Faults()
    root = parse(raw, shown, mine)
    result = None if root is None else _of_head(root, raw, shown, mine)
    faults.found.extend(mine.found)
    return result


def _of_head(
    root: Node, raw: bytes, shown: str, faults: Faults
) -> Edition | Adoption | Node | None:
    heads = {key for key, _ in root.items()}
    if "adoption" in heads:
        return decode_adoption(root, raw, faults)
    if "cases" in heads:
        _strictly(raw, shown, faults)
        return root
    if "rulebook" in heads:
        return edition_of(root, raw, faults)
    if "procedure" not in heads:
        faults.add("unknown-file", At(shown))
    return None


def _strictly(raw: bytes, shown: str, faults: Faults) -> None:
    """Read a cases file with its own reader, which itself stands on this library."""
    from shouwen.rulebook.cases.reader import read_cases

    try:
        read_cases(raw, shown)
    except RulebookErrors as errors:
        faults.found.extend(errors)


def _with_shipped(
    adoption: Adoption, editions: Sequence[Edition], files: Sequence[_File]
) -> Sequence[Edition]:
    """An adoption checked alone is fitted to the editions that the package ships."""
    here = {f"{edition.work}@{edition.first_day.isoformat()}" for edition in editions}
    if here.issuperset(adoption.of) or any(name == place for name, place, _ in files):
        return editions
    return (*editions, *load_library().editions)


def _named_rightly(edition: Edition, place: str, faults: Faults) -> None:
    folder, _, name = place.rpartition("/")
    if _EDITION_FILE.fullmatch(name) and name != f"{edition.first_day.isoformat()}.yaml":
        wanted = f"{edition.first_day.isoformat()}.yaml"
        faults.add("file-name", At(edition.source), wanted=wanted)
    if _EDITION_FILE.fullmatch(name) and folder.rpartition("/")[2] != edition.work:
        faults.add("folder-name", At(edition.source), wanted=edition.work)


def _cases(shown: str, place: str, root: Node, editions: Sequence[Edition], faults: Faults) -> str:
    """Check that cases are named after their edition, which is returned, and expect its rules."""
    head = root.get("rulebook")
    name = str(head.value) if head is not None else "-"
    edition = next((e for e in editions if f"{e.work}@{e.first_day.isoformat()}" == name), None)
    found = _CASES_FILE.fullmatch(place.rpartition("/")[2])
    if found and found[1] != name.partition("@")[2]:
        faults.add("cases-name", head or At(shown), value=name)
    if edition is None:
        return name
    known = {rule.name for rule in edition.rules} | {
        f"{each.work}#{rule.name}" for each in editions for rule in each.rules
    }
    for due in _dues(root):
        own = str(due.value).partition("~")[0]
        if own not in known and own.rpartition("/")[2] not in known:
            faults.add("cases-unknown-rule", due, value=due.value, nearest=nearest(own, known))
    return name


def _dues(root: Node) -> Iterator[Node]:
    cases = root.get("cases")
    for case in cases.each() if cases is not None else ():
        expected = case.get("expect")
        for line in expected.each() if expected is not None else ():
            due = line.get("due")
            if due is not None:
                yield due


def unnamed_words(editions: Iterable[Edition]) -> tuple[str, ...]:
    """Return `work: word` for breaches, registers, measures … that have no Chinese name."""

    return tuple(f"{e.work}: {word}" for e in editions for word in own_words(e, unnamed=True))


def untried_rules(editions: Iterable[Edition], expected: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the ids of rules with a limit that no case of their edition expects."""
    return tuple(
        rule.id
        for edition in editions
        for name in [f"{edition.work}@{edition.first_day.isoformat()}"]
        if name in expected
        for rule in edition.rules
        if isinstance(rule.body, Must) and rule.body.within is not None
        if not expected[name] & {rule.name, rule.id, rule.id.partition("#")[2]}
    )
