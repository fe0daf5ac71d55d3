"""目录: service items with their materials and figures; adding, changing and retiring them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.catalog import actions
from shouwen.catalog import queries as catalog
from shouwen.catalog.domain import CLASSES, UNIT_WORDS
from shouwen.catalog.domain import said as amount
from shouwen.catalog.queries import Item
from shouwen.errors import Name, ShouwenError
from shouwen.organization import queries as organization
from shouwen.rulebook.vocabulary import KINDS
from shouwen.web.errors import language, named, said, told
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Effect, Empty, Note, Sheet
from shouwen.web.staff import StaffRequest, staff
from shouwen.worktime import Amount, Unit

KINDS_OFFERED = ("application", "enquiry", "petition", "incoming-document")
_UNITS = (Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.CALENDAR_DAY, Unit.MONTH)
MOST_MATERIALS = 40


class ItemForm(forms.Form):
    """A service item."""

    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=40,
        help_text=gettext_lazy("例：GZF。写定以后不改。"),
        error_messages={"required": gettext_lazy("请写代码，例如 GZF。")},
    )
    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=120,
        error_messages={"required": gettext_lazy("请写事项名称，例如「公租房续租」。")},
    )
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("按哪类事项办"))
    matter_class = forms.ChoiceField(label=gettext_lazy("类别"), widget=forms.RadioSelect)
    basis = forms.CharField(
        label=gettext_lazy("依据"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    conditions = forms.CharField(
        label=gettext_lazy("条件"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    steps = forms.CharField(
        label=gettext_lazy("步骤"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    fee = forms.CharField(label=gettext_lazy("收费"), max_length=200, required=False)
    statutory = forms.IntegerField(
        label=gettext_lazy("法定期限"), min_value=1, max_value=5000, required=False
    )
    statutory_unit = forms.ChoiceField(label=gettext_lazy("法定期限的单位"), required=False)
    promised = forms.IntegerField(
        label=gettext_lazy("承诺期限"),
        help_text=gettext_lazy("不能比法定的长。"),
        min_value=1,
        max_value=5000,
        required=False,
    )
    promised_unit = forms.ChoiceField(label=gettext_lazy("承诺期限的单位"), required=False)
    post = forms.ChoiceField(
        label=gettext_lazy("承办岗位"),
        error_messages={"required": gettext_lazy("请选承办岗位，没有岗位的先到设置里加。")},
    )
    window = forms.CharField(label=gettext_lazy("窗口"), max_length=60, required=False)

    def __init__(
        self, *given: Any, institution_id: int, at: datetime, new: bool, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.taken = {one.code for one in catalog.every(institution_id)} if new else set()
        self.posts = {str(one.post_id): one for one in organization.posts(institution_id, at)}
        names = [(key, _post(one)) for key, one in self.posts.items()]
        self._offer("post", [("", _("请选")), *names])
        self._offer("kind", [(one, said(KINDS[one])) for one in KINDS_OFFERED])
        self._offer("matter_class", [(key, said(text)) for key, text in CLASSES.items()])
        units = [(str(one), said(UNIT_WORDS[one])) for one in _UNITS]
        self._offer("statutory_unit", units)
        self._offer("promised_unit", units)

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        one = self.fields[name]
        assert isinstance(one, forms.ChoiceField)
        one.choices = list(choices)

    def clean_code(self) -> str:
        """Refuse a code that another item has."""
        code: str = self.cleaned_data["code"].strip()
        if code in self.taken:
            raise forms.ValidationError(_("代码「%(code)s」已经用了，请换一个。") % {"code": code})
        return code


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A row of the list of materials in the form."""

    number: int
    name: str = ""
    name_en: str = ""
    demand: str = ""
    required: bool = True


def material_rows(item: Item | None, typed: QueryDict | None, spare: int = 3) -> list[MaterialRow]:
    """Return the rows that are filled, and empty ones to fill."""
    if typed is not None:
        rows = [row for row in typed_rows(typed) if row.name or row.demand]
    else:
        rows = [
            MaterialRow(
                at,
                one.name,
                one.name_en if one.name_en != one.name else "",
                one.demand,
                one.required,
            )
            for at, one in enumerate(item.materials if item else ())
        ]
    kept = [MaterialRow(at, r.name, r.name_en, r.demand, r.required) for at, r in enumerate(rows)]
    blank = range(len(kept), min(len(kept) + spare, MOST_MATERIALS))
    return [*kept, *(MaterialRow(at) for at in blank)]


def typed_rows(typed: QueryDict) -> list[MaterialRow]:
    """Return the rows as they were typed."""
    return [
        MaterialRow(
            at,
            typed.get(f"m{at}-name", "").strip()[:200],
            typed.get(f"m{at}-name_en", "").strip()[:200],
            typed.get(f"m{at}-demand", "").strip()[:500],
            f"m{at}-required" in typed,
        )
        for at in range(MOST_MATERIALS)
        if f"m{at}-name" in typed
    ]


def _title(post: organization.PostRow | None) -> str:
    return named(Name(post.title, post.title_en)) if post else ""


def _post(post: organization.PostRow) -> str:
    return f"{named(Name(post.department, post.department_en))} {_title(post)}"


@require_safe
@staff("catalog.edit")
def items(request: StaffRequest) -> HttpResponse:
    """List the items of the catalogue."""
    institution = request.actor.institution_id
    posts = {one.post_id: one for one in organization.posts(institution, request.now)}
    rows = [
        (
            one,
            _title(posts.get(one.post)),
            _figure(one.figures.statutory),
            _figure(one.figures.promised),
            said(CLASSES[one.matter_class]),
        )
        for one in catalog.every(institution)
    ]
    context = {
        "crumbs": [Crumb(_("目录"))],
        "rows": rows,
        "nothing": Empty(
            _("目录里还没有事项。"),
            text=_("没有事项时仍可登记，但没有材料清单和承诺期限。"),
            act=(_("新增事项"), reverse("catalog-new")),
        ),
    }
    return render(request, "setup/catalog.html", context)


def _figure(found: Amount | None) -> str:
    return amount(found).told(language()) if found is not None else ""


@require_http_methods(["GET", "HEAD", "POST"])
@staff("catalog.edit")
def new(request: StaffRequest) -> HttpResponse:
    """Add an item."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff("catalog.edit")
def item(request: StaffRequest, code: str) -> HttpResponse:
    """Change an item."""
    return _edit(request, _item(request, code))


def _item(request: StaffRequest, code: str) -> Item:
    try:
        return catalog.item_by_code(request.actor.institution_id, code)
    except ShouwenError as unknown:
        raise Http404 from unknown


def _edit(request: StaffRequest, found: Item | None) -> HttpResponse:
    institution = request.actor.institution_id
    typed = request.POST if request.method == "POST" else None
    asked: dict[str, Any] = {
        "institution_id": institution,
        "at": request.now,
        "new": found is None,
    }
    form = ItemForm(typed, initial=_initial(found), **asked)
    if found is not None:
        form.fields["code"].disabled = True
    more = typed is not None and "more" in typed
    if typed is not None and not more and form.is_valid():
        try:
            return _saved(request, form)
        except ShouwenError as fault:
            at = "promised" if fault.code == "catalog.promise-too-long" else None
            form.add_error(at, told(fault, institution).whole)
    if more:
        form = ItemForm(initial=_typed_initial(request.POST), **asked)
    rows = material_rows(found, typed)
    context = {
        "crumbs": [Crumb(_("目录"), reverse("catalog")), Crumb(found.name if found else _("新增"))],
        "form": form,
        "item": found,
        "rows": rows,
        "preview": [row for row in rows if row.name],
        "statutory": _figure(found.figures.statutory) if found else "",
        "promised": _figure(found.figures.promised) if found else "",
    }
    code = 422 if typed is not None and not more else 200
    return render(request, "setup/item.html", context, status=code)


def _typed_initial(typed: QueryDict) -> dict[str, Any]:
    return {name: typed.get(name, "") for name in ItemForm.base_fields}


def _initial(found: Item | None) -> Mapping[str, Any]:
    if found is None:
        return {"kind": "application", "matter_class": "promised"}
    names = (
        "code",
        "name",
        "kind",
        "matter_class",
        "basis",
        "conditions",
        "steps",
        "fee",
        "window",
    )
    kept: dict[str, Any] = {name: getattr(found, name) for name in names}
    kept["name_en"] = found.name_en if found.name_en != found.name else ""
    kept["post"] = str(found.post)
    for name in ("statutory", "promised"):
        figure: Amount | None = getattr(found.figures, name)
        if figure is not None:
            kept[name], kept[f"{name}_unit"] = figure.count, str(figure.unit)
    return kept


def _saved(request: StaffRequest, form: ItemForm) -> HttpResponse:
    given = dict(form.cleaned_data)
    institution = request.actor.institution_id
    post = form.posts[given["post"]]
    for name in ("statutory", "promised"):
        count, unit = given.pop(name), given.pop(f"{name}_unit")
        given[name] = Amount(count, Unit(unit or "working-day")) if count else None
    given.update(post=post.post_id, department=post.department_id)
    actions.save_item(
        actions.ItemForm(
            **given,
            materials=tuple(
                actions.MaterialForm(row.name, row.name_en, row.demand, row.required)
                for row in typed_rows(request.POST)
                if row.name
            ),
        ),
        institution_id=institution,
        by=request.actor,
        at=request.now,
    )
    note = _("在办的事项照登记时的期限，新登记的照这一份。")
    tell(request, Note(_("已存：%(name)s。") % {"name": given["name"]}, text=note))
    return HttpResponseRedirect(reverse("catalog"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff("catalog.edit")
def retire(request: StaffRequest, code: str) -> HttpResponse:
    """Take an item out of use after showing what that means."""
    found = _item(request, code)
    if request.method == "POST" and request.POST.get("checked"):
        actions.retire_item(
            code, institution_id=request.actor.institution_id, by=request.actor, at=request.now
        )
        tell(request, Note(_("已停用：%(name)s。") % {"name": found.name}))
        return HttpResponseRedirect(reverse("catalog"))
    sheet = Sheet(
        _("停用事项"),
        (
            Effect(_("停用"), f"{found.code} {found.name}"),
            Effect(_("在办的"), _("不受影响，照原来的期限办完。")),
            Effect(_("群众"), _("办事指南和登记页不再出现这个事项。")),
        ),
        reverse("catalog-retire", args=[code]),
        _("停用"),
        reverse("catalog-item", args=[code]),
        level=2,
    )
    crumbs = [Crumb(_("目录"), reverse("catalog")), Crumb(found.name)]
    return render(request, "setup/retire.html", {"crumbs": crumbs, "sheet": sheet, "item": found})
