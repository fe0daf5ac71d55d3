"""The library as its pages show it: works and editions, search, coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.enactment import queries as enactment
from shouwen.enactment.queries import Standing
from shouwen.errors import Text
from shouwen.rulebook import readback
from shouwen.rulebook.coverage import WAYS, Coverage, Way, coverage
from shouwen.rulebook.library import load_library
from shouwen.rulebook.values import Edition
from shouwen.web.errors import language
from shouwen.web.legal.clauses import find
from shouwen.web.parts import Clause as Chip
from shouwen.web.telling import chips


@dataclass(frozen=True, slots=True)
class Shelf:
    """An edition in the library, and whether it binds here."""

    name: str
    """`work@edition`."""
    title: str
    short: str
    url: str
    first_day: date
    clauses: int
    rules: int
    rows: int
    not_encoded: int
    open: int
    here_since: date | None = None
    here_until: date | None = None
    adoption: str = ""
    adoption_url: str = ""
    own: bool = False
    """Whether it is the office's own document, which no library holds."""


def shelves(institution_id: int, today: date) -> list[Shelf]:
    """Return the library's editions and the office's own documents; what binds here first."""
    stands = enactment.standing(institution_id)
    here = {one.published: one for one in reversed(stands)}
    editions = {_name(one): one for one in load_library().editions}
    own = {one.published: one.edition for one in stands if one.published not in editions}
    found = [
        _shelf(name, text, here.get(name), name in own)
        for name, text in {**editions, **own}.items()
    ]
    return sorted(found, key=lambda one: (not _binds(one, today), not one.own, one.name))


def _binds(one: Shelf, today: date) -> bool:
    return one.here_since is not None and (one.here_until is None or today <= one.here_until)


def _name(edition: Edition) -> str:
    return f"{edition.work}@{edition.first_day.isoformat()}"


def _shelf(name: str, text: Edition, stands: Standing | None, own: bool) -> Shelf:
    work, _, day = name.partition("@")
    return Shelf(
        name=name,
        title=text.title,
        short=text.short,
        url=reverse("rulebook", args=[work, day]),
        first_day=date.fromisoformat(day),
        clauses=len(text.clauses),
        rules=len(text.rules),
        rows=len({row for clause in text.clauses for row in clause.rows}),
        not_encoded=sum(clause.not_encoded is not None for clause in text.clauses),
        open=sum(len(rule.unfixed) for rule in text.rules),
        here_since=stands.first_day if stands else None,
        here_until=stands.last_day if stands else None,
        adoption=stands.adoption if stands else "",
        adoption_url=reverse("adoption", args=[stands.enactment]) if stands else "",
        own=own,
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that a search found."""

    chip: Chip
    gist: str
    ways: str


def search(institution_id: int, asked: str, most: int = 60) -> list[Hit]:
    """Return clauses whose text, number or work hold every word: 「限时 五」, 「补正 告知」.

    Those that are named by the words (work and number) come before those that mention them.
    """
    words = [word.lower() for word in asked.split()[:8]]
    if not words:
        return []
    named: list[Hit] = []
    others: list[Hit] = []
    for name, text in _texts(institution_id):
        for one in readback.shown(text, language()):
            head = f"{text.short} {text.title} {one.printed} {one.at}".lower()
            body = f"{head} {one.gist} {one.text or ''}".lower()
            if all(word in body for word in words):
                found = named if all(word in head for word in words) else others
                sentence = one.rules[0].sentence if one.rules else ""
                found.append(
                    Hit(chips([f"{name}#{one.at}"], institution_id)[0], one.gist, sentence)
                )
    return [*named, *others][:most]


def _texts(institution_id: int) -> list[tuple[str, Edition]]:
    """Return every edition, as adopted here where it is."""
    found = []
    for shelf in shelves(institution_id, date.max):
        work, _, day = shelf.name.partition("@")
        text = find(institution_id, work, day)
        if text is not None:
            found.append((shelf.name, text.edition))
    return found


@lru_cache(maxsize=1)
def covered() -> Coverage:
    """Return the account of the library over the clause matrix."""
    return coverage(load_library())


def way_names() -> list[str]:
    """Return the heads of the coverage table."""
    return [WAYS[way].told(language()) for way in Way]


EXPECTATIONS: dict[str, Text] = {
    "ENFORCE": Text("强制", "enforce"),
    "RECORD": Text("记录", "record"),
    "ATTEST": Text("查验", "attest"),
    "PUBLISH": Text("公开", "publish"),
    "GUIDE": Text("提示", "guide"),
}


def _body(prefix: str) -> str:
    """Return what the regulations of one body are called together: their titles' common begin."""
    library = load_library()
    works = [one for one in library.works if one == prefix or one.startswith(f"{prefix}-")]
    titles = [library.edition(one).title for one in works]
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*titles, strict=False))
    common = "".join(letters[0] for letters in same) or prefix
    if len(works) < 2:
        return common
    return _("%(name)s（%(number)d 部）") % {"name": common, "number": len(works)}


def coverage_rows(*, by_expectation: bool) -> list[tuple[str, int, list[int], int]]:
    """Return the coverage table: name, rows, one number a way, missing."""
    account = covered()
    tallies = account.by_expectation if by_expectation else account.by_regulation
    return [
        (
            EXPECTATIONS[one.name].told(language()) if by_expectation else _body(one.name),
            one.rows,
            [one.ways.get(way, 0) for way in Way],
            one.missing,
        )
        for one in tallies
    ]
