"""Writing the catalogue: service items with their materials, and taking items out of use."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from pypinyin import Style, lazy_pinyin

from shouwen.catalog import domain, queries
from shouwen.catalog.models import Material, ServiceItem
from shouwen.enactment import queries as enactment
from shouwen.errors import Refused, Text, Unclear
from shouwen.journal import actions as journal
from shouwen.organization.domain import Actor
from shouwen.worktime import Amount

_SPACE = uuid.UUID("5a0f6f0e-4f0c-5b43-9d34-5b3ab0f0a6b1")


@dataclass(frozen=True, slots=True)
class MaterialForm:
    """A paper that an item asks for."""

    name: str
    name_en: str = ""
    demand: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class ItemForm:
    """A service item as it is entered."""

    code: str
    name: str
    kind: str
    matter_class: str
    department: int
    post: int
    name_en: str = ""
    basis: str = ""
    conditions: str = ""
    steps: str = ""
    fee: str = ""
    statutory: Amount | None = None
    promised: Amount | None = None
    window: str = ""
    materials: Sequence[MaterialForm] = field(default_factory=tuple)


@transaction.atomic
def save_item(form: ItemForm, *, institution_id: int, by: Actor, at: datetime) -> int:
    """Add a service item, or change the one with this code; return its id.

    A promise longer than the statute is refused. Open matters keep the figures under which they
    were registered; a change reaches only matters registered after it.
    """
    _may_edit(by, institution_id)
    if not form.code.strip() or not form.name.strip() or form.matter_class not in domain.CLASSES:
        raise Unclear(
            "catalog.incomplete",
            Text(
                "事项须有代码、名称和类别(即办、承诺、联办)。",
                "An item needs a code, a name and a class (instant, promised, joint).",
            ),
        )
    domain.check_promise(
        domain.Figures(form.statutory, form.promised), enactment.worktime(institution_id), at.year
    )
    row, _ = ServiceItem.objects.update_or_create(
        institution_id=institution_id,
        code=form.code.strip(),
        defaults={
            "name": form.name.strip(),
            "name_en": form.name_en,
            "initials": "".join(lazy_pinyin(form.name, style=Style.FIRST_LETTER))[:40],
            "kind": form.kind,
            "matter_class": form.matter_class,
            "basis": form.basis,
            "conditions": form.conditions,
            "steps": form.steps,
            "fee": form.fee,
            "statutory_count": form.statutory.count if form.statutory else None,
            "statutory_unit": str(form.statutory.unit) if form.statutory else "",
            "promised_count": form.promised.count if form.promised else None,
            "promised_unit": str(form.promised.unit) if form.promised else "",
            "department_id": form.department,
            "post_id": form.post,
            "window": form.window,
            "active": True,
            "changed_at": at,
        },
    )
    _set_materials(row, form.materials)
    _record("item-saved", row, by=by, at=at)
    return row.pk


def _set_materials(row: ServiceItem, forms: Sequence[MaterialForm]) -> None:
    """Write the list of materials in order; one that matters refer to is kept at its place."""
    known = {one.order: one for one in row.materials.all()}
    for order, form in enumerate(forms, start=1):
        material = known.pop(order, None) or Material(item=row, order=order)
        material.name, material.name_en = form.name, form.name_en
        material.demand, material.required = form.demand, form.required
        material.save()
    for left in known.values():
        left.delete()


@transaction.atomic
def retire_item(code: str, *, institution_id: int, by: Actor, at: datetime) -> None:
    """Take an item out of use; matters that were registered under it are not touched."""
    _may_edit(by, institution_id)
    asked = queries.item_by_code(institution_id, code)
    row = ServiceItem.objects.select_for_update().get(pk=asked.id)
    row.active, row.changed_at = False, at
    row.save(update_fields=["active", "changed_at"])
    _record("item-retired", row, by=by, at=at)


def _may_edit(by: Actor, institution_id: int) -> None:
    if by.everything:
        return
    if "catalog.edit" not in by.rights or by.institution_id != institution_id:
        raise Refused(
            "catalog.no-right",
            Text("您没有维护事项目录的权限。", "You have no right to edit the catalogue."),
            facts={"right": "catalog.edit"},
        )


def _record(act: str, row: ServiceItem, *, by: Actor, at: datetime) -> None:
    figures = row.figures
    journal.append(
        institution_id=row.institution_id,
        dossier=uuid.uuid5(_SPACE, f"item:{row.pk}").hex,
        act=act,
        at=at,
        by=by.signature(),
        facts={
            "item": row.pk,
            "post": row.post_id,
            "statutory": figures.statutory.count if figures.statutory else 0,
            "promised": figures.promised.count if figures.promised else 0,
        },
        personal={"name": row.name, "code": row.code},
        subject="item",
    )
