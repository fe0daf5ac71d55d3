"""Adoptions as pages need them: in preparation, read back, standing beside the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import Any

from shouwen.enactment import choosing
from shouwen.enactment.models import CalendarYear, Enactment, Preparation
from shouwen.enactment.queries import force
from shouwen.errors import Text, Unclear
from shouwen.rulebook import readback
from shouwen.rulebook.adoption import Adoption, Choice, resolve
from shouwen.rulebook.adoption.draft import draft as write
from shouwen.rulebook.errors import RulebookError, RulebookErrors
from shouwen.rulebook.library import load_library
from shouwen.rulebook.reading import read_adoption
from shouwen.rulebook.values import Edition


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition that an institution has adopted: as published by name, as fixed by content."""

    work: str
    published: str
    """`work@edition` of the text that citations name."""
    edition: Edition
    """With what the adoption fixes."""
    first_day: date
    last_day: date | None
    adoption: str
    """`name@first-day` of the adoption; for the adoption's own text the same as `published`."""
    enactment: int

    def on(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def standing(institution_id: int) -> list[Standing]:
    """Return every edition that signed adoptions put in force, newest adoption first."""
    found = []
    for row in reversed(force.signed(institution_id)):
        adoption = adoption_of(row)
        for name, edition in zip((*adoption.of, str(row)), force.resolved(row), strict=True):
            found.append(
                Standing(
                    work=edition.work,
                    published=name,
                    edition=edition,
                    first_day=row.first_day if row.trial else max(edition.first_day, row.first_day),
                    last_day=row.last_day,
                    adoption=str(row),
                    enactment=row.pk,
                )
            )
    return found


@lru_cache(maxsize=64)
def _adoption(source: str) -> Adoption:
    return read_adoption(source.encode(), "adoption.yaml")


def adoption_of(row: Enactment) -> Adoption:
    """Return the document of an adoption, read."""
    return _adoption(row.source)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What the software will do, to be read whole and signed: its texts, and the hash of all."""

    editions: tuple[Edition, ...]
    sha256: str


def read_back(row: Enactment) -> ReadBack:
    """Return the read-back of an adoption; its hash covers the document and every sentence."""
    editions = force.resolved(row)
    told = "\n".join(readback.show(edition, "zh") for edition in editions)
    whole = f"{row.sha256}\n{row.first_day.isoformat()}\n{told}"
    return ReadBack(editions, sha256(whole.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Clash:
    """A signed adoption under which a work of a draft would bind a second time."""

    name: str
    adoption: str
    works: tuple[str, ...]
    text: Text


def clashes(row: Enactment) -> list[Clash]:
    """Return the signed adoptions that a draft does not replace although it takes their works.

    An earlier version of the same name ends where the draft begins; one that begins on the same
    day or later, and any adoption of another name that takes the same work, stands against it.
    """
    mine = {name.partition("@")[0] for name in adoption_of(row).of}
    found = []
    for one in force.signed(row.institution_id):
        if one.pk == row.pk or (one.name == row.name and one.first_day < row.first_day):
            continue
        if one.last_day is not None and one.last_day < row.first_day:
            continue
        works = mine & {name.partition("@")[0] for name in adoption_of(one).of}
        if works:
            found.append(_clash(one, tuple(sorted(works))))
    return found


def _clash(one: Enactment, works: tuple[str, ...]) -> Clash:
    titles = [load_library().edition(work).title for work in works]
    zh, en = "》《".join(titles), ", ".join(titles)
    return Clash(
        one.name,
        str(one),
        works,
        Text(
            f"《{zh}》已由「{one.title}」采用（{one.first_day} 起），不能同时采用两次。",
            f"“{one.title}” has adopted {en} from {one.first_day}; nothing binds twice.",
        ),
    )


def answers_of(row: Enactment) -> dict[str, dict[str, Any]]:
    """Return what an adoption fixes without a condition, as a form would have answered it."""
    found: dict[str, dict[str, Any]] = {}
    for (rule, key), value in choosing.references([adoption_of(row)]).items():
        found.setdefault(rule, {})[key] = value
    return found


# ---- preparing -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prepared:
    """An adoption that is being put together."""

    id: int
    name: str
    title: str
    number: str
    first_day: date
    works: tuple[str, ...]
    choices: Mapping[str, Mapping[str, Any]]
    begun_by: str
    changed_at: datetime
    enactment: int | None

    def answer(self, question: choosing.Question) -> Any:
        """Return what is answered to a question; None if nothing is yet."""
        return self.choices.get(question.handle, {}).get(question.setting.key)


def preparations(institution_id: int) -> list[Prepared]:
    """Return what is being prepared and not written up yet, the last one changed first."""
    rows = Preparation.objects.filter(institution_id=institution_id, enactment=None)
    return [_prepared(row) for row in rows.select_related("begun_by").order_by("-changed_at")]


def preparation(institution_id: int, preparation_id: int) -> Prepared:
    """Return one preparation of the institution; an unknown one is refused."""
    rows = Preparation.objects.filter(institution_id=institution_id, pk=preparation_id)
    row = rows.select_related("begun_by").first()
    if row is None:
        raise Unclear(
            "enactment.unknown",
            Text("没有这份正在准备的采用文件。", "There is no such adoption in preparation."),
            facts={"preparation": preparation_id},
        )
    return _prepared(row)


def _prepared(row: Preparation) -> Prepared:
    return Prepared(
        id=row.pk,
        name=row.name,
        title=row.title,
        number=row.number,
        first_day=row.first_day,
        works=tuple(row.works),
        choices=row.choices,
        begun_by=row.begun_by.name if row.begun_by else "",
        changed_at=row.changed_at,
        enactment=row.enactment_id,
    )


def preparation_of(institution_id: int, enactment_id: int) -> int | None:
    """Return the preparation that an adoption was written up from; None for one from a file."""
    rows = Preparation.objects.filter(institution_id=institution_id, enactment=enactment_id)
    found: int | None = rows.values_list("pk", flat=True).first()
    return found


def editions_named(names: Sequence[str]) -> list[tuple[Edition, str]]:
    """Return editions of the library with their texts; `Unclear` names one that it lacks."""
    return [_library_edition(name) for name in names]


@lru_cache(maxsize=64)
def _library_edition(name: str) -> tuple[Edition, str]:
    work, _, day = name.partition("@")
    try:
        edition = load_library().named(name)
    except KeyError:
        known = "、".join(load_library().works)
        raise Unclear(
            "enactment.unknown-edition",
            Text(f"制度库里没有「{name}」。", f"The library has no “{name}”."),
            facts={"edition": name},
            remedy=Text(f"制度库里有：{known}。", f"The library has: {known}."),
        ) from None
    day = day or edition.first_day.isoformat()
    file = resources.files("shouwen") / "rulebooks" / work / f"{day}.yaml"
    return edition, file.read_text("utf-8")


def questions(
    works: Sequence[str], *, institution_id: int, language: str
) -> tuple[choosing.Question, ...]:
    """Return what is open in the works, with what shipped examples and the office itself answered.

    The office's own earlier answers come before the examples'.
    """
    own = tuple(row.source for row in force.signed(institution_id))
    return _questions(tuple(works), own, "en" if language.startswith("en") else "zh")


@lru_cache(maxsize=32)
def _questions(
    works: tuple[str, ...], own: tuple[str, ...], language: str
) -> tuple[choosing.Question, ...]:
    texts = [edition for edition, _ in editions_named(works)]
    examples = (*load_library().adoptions, *map(_adoption, own))
    return choosing.questions(texts, examples, language=language)


@dataclass(frozen=True, slots=True)
class Entered:
    """A document written from answers: its text, and which questions each clause answers."""

    source: str
    clauses: tuple[tuple[Choice, list[choosing.Question]], ...]

    def slug_at(self, line: int) -> str:
        """Return the field that a line of the document came from; empty for its head."""
        starts = choosing.clause_lines(self.source)
        passed = [at for at, start in enumerate(starts) if start <= line]
        if not passed or passed[-1] >= len(self.clauses):
            return ""
        return self.clauses[passed[-1]][1][0].slug


def write_up(prepared: Prepared, *, institution_id: int, by: str) -> Entered:
    """Return the document that a preparation amounts to."""
    asked = questions(prepared.works, institution_id=institution_id, language="zh")
    chosen = choosing.choices_of(asked, prepared.choices)
    texts = [edition for edition, _ in editions_named(prepared.works)]
    source = write(
        prepared.name,
        prepared.first_day,
        texts,
        prepared.title,
        [choice for choice, _ in chosen],
        by=by,
        number=prepared.number,
    ).decode()
    return Entered(source, tuple(chosen))


def faults(prepared: Prepared, *, institution_id: int) -> list[tuple[str, RulebookError]]:
    """Return what hinders writing a preparation up: the field at fault ("" for none), the fault."""
    entered = write_up(prepared, institution_id=institution_id, by="-")
    texts = [edition for edition, _ in editions_named(prepared.works)]
    try:
        resolve(read_adoption(entered.source.encode(), "adoption.yaml"), texts)
    except RulebookErrors as errors:
        return [(entered.slug_at(one.line), one) for one in errors]
    return []


def calendar_imports(calendar: str) -> list[CalendarYear]:
    """Return every import of a calendar, newest first, with who imported it."""
    rows = CalendarYear.objects.filter(calendar=calendar).select_related("imported_by")
    return list(rows.order_by("-imported_at", "-id"))
