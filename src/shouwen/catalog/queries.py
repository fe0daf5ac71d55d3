"""What the outside reads of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from shouwen.catalog.domain import Figures
from shouwen.catalog.models import Material, ServiceItem
from shouwen.errors import Text, Unclear


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A paper that an item asks for."""

    id: int
    name: str
    name_en: str
    demand: str
    required: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A service item as pages, the interface and the law need it."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    matter_class: str
    basis: str
    conditions: str
    steps: str
    fee: str
    figures: Figures
    department: int
    post: int
    window: str
    active: bool
    materials: tuple[MaterialLine, ...] = ()

    @property
    def for_law(self) -> Mapping[str, Any]:
        """Return the catalogue facts that a matter keeps from its registration on."""
        facts: dict[str, Any] = {"item": self.code, "class": self.matter_class}
        for name, amount in (
            ("statute", self.figures.statutory),
            ("promise", self.figures.promised),
        ):
            if amount is not None:
                facts[name] = {"to": amount.count, "unit": str(amount.unit)}
                facts[f"{name}-cited"] = f"catalog:{self.code}"
        return facts


def _item(row: ServiceItem, materials: Sequence[Material] = ()) -> Item:
    return Item(
        id=row.pk,
        code=row.code,
        name=row.name,
        name_en=row.name_en or row.name,
        kind=row.kind,
        matter_class=row.matter_class,
        basis=row.basis,
        conditions=row.conditions,
        steps=row.steps,
        fee=row.fee,
        figures=row.figures,
        department=row.department_id,
        post=row.post_id,
        window=row.window,
        active=row.active,
        materials=tuple(
            MaterialLine(one.pk, one.name, one.name_en or one.name, one.demand, one.required)
            for one in materials
        ),
    )


def item(institution_id: int, item_id: int) -> Item:
    """Return one item with its materials; an unknown one is refused."""
    row = ServiceItem.objects.filter(institution_id=institution_id, pk=item_id).first()
    return _whole(row, str(item_id))


def item_by_code(institution_id: int, code: str) -> Item:
    """Return one item by its code, with its materials."""
    row = ServiceItem.objects.filter(institution_id=institution_id, code=code).first()
    return _whole(row, code)


_BY_CODE = "SELECT * FROM catalog_serviceitem WHERE institution_id = %s AND code = %s"


def head_by_code(institution_id: int, code: str) -> Item:
    """Return one item by its code without its materials: one statement, for registering."""
    found = ServiceItem.objects.raw(_BY_CODE, [institution_id, code])
    return _known(next(iter(found), None), code)


def _whole(row: ServiceItem | None, asked: str) -> Item:
    return _known(row, asked, list(row.materials.all()) if row else ())


def _known(row: ServiceItem | None, asked: str, materials: Sequence[Material] = ()) -> Item:
    if row is None:
        raise Unclear(
            "catalog.unknown-item",
            Text(f"没有「{asked}」这个事项。", f"There is no service item “{asked}”."),
            facts={"item": asked},
        )
    return _item(row, materials)


def find(institution_id: int, asked: str = "", *, kind: str = "", limit: int = 20) -> list[Item]:
    """Return active items by name, pinyin initials or code; all of them when nothing is asked."""
    rows = ServiceItem.objects.filter(institution_id=institution_id, active=True)
    if kind:
        rows = rows.filter(kind=kind)
    asked = asked.strip()
    if asked:
        rows = rows.filter(
            Q(name__icontains=asked)
            | Q(name_en__icontains=asked)
            | Q(initials__istartswith=asked)
            | Q(code__istartswith=asked)
        )
    return [_item(row) for row in rows.order_by("code")[:limit]]


def guide(institution_id: int) -> list[Item]:
    """Return every active item with its materials, for the public guide, in three statements."""
    rows = list(
        ServiceItem.objects.filter(institution_id=institution_id, active=True)
        .order_by("code")
        .prefetch_related("materials")
    )
    return [_item(row, list(row.materials.all())) for row in rows]


def every(institution_id: int) -> list[Item]:
    """Return every item with its materials, those out of use last, for whoever keeps them."""
    rows = ServiceItem.objects.filter(institution_id=institution_id).order_by("-active", "code")
    return [_item(row, list(row.materials.all())) for row in rows.prefetch_related("materials")]
