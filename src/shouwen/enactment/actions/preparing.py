"""Preparing an adoption in a form: its head, its answers, and writing it up as a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from shouwen.enactment import queries
from shouwen.enactment.actions.adopting import draft, withdraw
from shouwen.enactment.actions.base import require
from shouwen.enactment.models import Enactment, Preparation
from shouwen.errors import Text, Unclear
from shouwen.organization.domain import Actor
from shouwen.organization.models import Institution

_NAME = re.compile(r"[a-z][a-z0-9-]{1,58}")


@transaction.atomic
def begin(
    *,
    institution_id: int,
    name: str,
    title: str,
    number: str,
    first_day: date,
    works: Sequence[str],
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Begin to prepare an adoption of works of the library; return its id.

    `answers` are what is answered already: those of the adoption that this one will replace.

    Raises `Unclear` for a name that a document cannot bear and for works that are not there.
    """
    require(by, "rulebook.adopt", institution_id)
    _head(name, title, works)
    row = Preparation.objects.create(
        institution_id=institution_id,
        name=name,
        title=title.strip(),
        number=number.strip(),
        first_day=first_day,
        works=list(works),
        choices={rule: dict(keys) for rule, keys in (answers or {}).items()},
        begun_by_id=None if by.everything else by.person_id,
        changed_at=at,
    )
    return row.pk


@transaction.atomic
def prepare(
    preparation_id: int,
    *,
    institution_id: int,
    by: Actor,
    at: datetime,
    head: Mapping[str, Any] | None = None,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Change what is being prepared: its head (name, title, number, first day, works) or answers.

    `answers` replace those of the rules they name; a key answered None is open again. What was
    written up stays as it is: the next writing up makes a new document.
    """
    require(by, "rulebook.adopt", institution_id)
    row = Preparation.objects.select_for_update().get(
        institution_id=institution_id, pk=queries.preparation(institution_id, preparation_id).id
    )
    if head is not None:
        _head(head["name"], head["title"], head["works"])
        row.name, row.title, row.number = head["name"], head["title"].strip(), head["number"]
        row.first_day, row.works = head["first_day"], list(head["works"])
    for rule, keys in (answers or {}).items():
        kept = {**row.choices.get(rule, {}), **keys}
        row.choices[rule] = {key: value for key, value in kept.items() if value is not None}
        if not row.choices[rule]:
            del row.choices[rule]
    row.changed_at = at
    row.save()


def _head(name: str, title: str, works: Sequence[str]) -> None:
    """Refuse a head that no document could bear."""
    wrong: dict[str, Text] = {}
    if not _NAME.fullmatch(name):
        wrong["name"] = Text(
            "代号只用小写字母、数字和横线，以字母开头，例如 demo-city。",
            "Use small letters, digits and hyphens, beginning with a letter: demo-city.",
        )
    if not title.strip():
        wrong["title"] = Text("请写名称，例如「实施细则」。", "Write a title.")
    if not works:
        wrong["works"] = Text("请至少选一部制度。", "Choose at least one regulation.")
    if len({one.partition("@")[0] for one in works}) < len(works):
        wrong["works"] = Text("同一部制度只选一个版本。", "Choose one edition of each work.")
    if wrong:
        raise Unclear(
            "form.fields",
            Text("请改标出的各处。", "Correct the fields that are marked."),
            facts={key: {"zh": text.zh, "en": text.en} for key, text in wrong.items()},
        )
    queries.editions_named(works)


@transaction.atomic
def write_up(preparation_id: int, *, institution_id: int, by: Actor, at: datetime) -> int:
    """Write a preparation up as a draft adoption; return the adoption's id.

    The draft that it was written up as before, if nobody has signed it, is withdrawn. Raises
    `RulebookErrors` with every fault; `queries.write_up` tells which answer each line came from.
    """
    require(by, "rulebook.adopt", institution_id)
    prepared = queries.preparation(institution_id, preparation_id)
    office = Institution.objects.get(pk=institution_id).name
    entered = queries.write_up(prepared, institution_id=institution_id, by=office)
    texts = [
        (name, text)
        for name, (_, text) in zip(
            prepared.works, queries.editions_named(prepared.works), strict=True
        )
    ]
    row = draft(entered.source, institution_id=institution_id, editions=texts, by=by, at=at)
    before = prepared.enactment
    if before is not None and before != row.pk and _unsigned(before):
        withdraw(before, institution_id=institution_id, by=by, at=at)
    if row.withdrawn_at is not None and row.signed_at is None:
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
    Preparation.objects.filter(pk=preparation_id).update(enactment=row)
    return row.pk


def _unsigned(enactment_id: int) -> bool:
    return Enactment.objects.filter(pk=enactment_id, signed_at=None, withdrawn_at=None).exists()


@transaction.atomic
def drop(preparation_id: int, *, institution_id: int, by: Actor) -> None:
    """Throw away what is being prepared; nothing of it was ever in force."""
    require(by, "rulebook.adopt", institution_id)
    Preparation.objects.filter(institution_id=institution_id, pk=preparation_id).delete()
