"""An act's form on a page: the questions of `matters.forms`, what the record knows filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext

from shouwen.catalog import queries as catalog
from shouwen.enactment import queries as enactment
from shouwen.matters.domain import LONGEST_LINE, Form, FormField
from shouwen.matters.forms import FORMS
from shouwen.matters.queries import Page
from shouwen.organization import queries as organization
from shouwen.web.days import day_of
from shouwen.web.errors import language, named, said
from shouwen.web.staff import StaffRequest

Choices = list[tuple[str, Any]]


class ActForm(forms.Form):
    """The questions as fields; answers are judged by the domain, not here."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """Check nothing: `matters.domain.check` does, and its faults are put at the fields."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put faults at their fields; those of fields that are not here at the top."""
        for name, text in faults.items():
            self.add_error(name if name in self.fields else None, text)


@dataclass(frozen=True, slots=True)
class Known:
    """What the record and the catalogue already say, so that nothing is asked twice."""

    initial: Mapping[str, Any]
    choices: Mapping[str, Choices]


def build(
    form: Form,
    known: Known,
    *,
    data: QueryDict | None = None,
    draft: Mapping[str, Any] | None = None,
) -> ActForm:
    """Return the page's form: typed data, else a draft, else what is known."""
    initial = {**known.initial, **(draft or {})}
    made = ActForm(data, initial=initial)
    for one in form.fields:
        made.fields[one.name] = _field(one, known.choices.get(one.name))
    return made


def split(form: Form, made: ActForm, page: Page) -> tuple[list[Any], list[Any]]:
    """Return the questions that are always shown, and those of the law that may stay empty.

    Why there is a second notice is asked only where there was a first.
    """
    base = {one.name for one in FORMS[form.act].fields}
    if form.act == "told-once" and not page.notices:
        del made.fields["reason"]
        form = replace(form, fields=tuple(one for one in form.fields if one.name != "reason"))
    elif form.act == "told-once":
        made.fields["reason"].required = True
    shown = [made[one.name] for one in form.fields if one.name in base or one.required]
    folded = [made[one.name] for one in form.fields if one.name not in base and not one.required]
    return shown, folded


def _field(one: FormField, choices: Choices | None) -> forms.Field:
    label, hint = said(one.label), said(one.hint)
    given: dict[str, Any] = {"label": label, "help_text": hint, "required": one.required}
    options = choices or [(code, said(text)) for code, text in one.choices.items()]
    match one.kind:
        case "text":
            return forms.CharField(widget=forms.Textarea({"rows": 3}), **given)
        case "code":
            return _choice(options, given, required=one.required)
        case "codes":
            return forms.MultipleChoiceField(
                choices=options, widget=forms.CheckboxSelectMultiple, **given
            )
        case "post":
            return forms.ChoiceField(choices=[("", gettext("请选")), *options], **given)
        case "flag":
            return forms.BooleanField(**given)
        case "date":
            given["help_text"] = hint or gettext("如 3-13、0313、下周一")
            return forms.CharField(widget=forms.TextInput({"autocomplete": "off"}), **given)
        case _:
            return forms.CharField(max_length=LONGEST_LINE, **given)


def _choice(options: Choices, given: dict[str, Any], *, required: bool) -> forms.Field:
    if not options:
        return forms.CharField(max_length=LONGEST_LINE, **given)
    if len(options) <= 5 and required:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **given)
    return forms.ChoiceField(choices=[("", gettext("不填")), *options], **given)


def answers(form: Form, data: QueryDict, request: StaffRequest) -> dict[str, Any]:
    """Return what was typed as the domain takes it; days as people write them become dates."""
    today = enactment.worktime(request.actor.institution_id).local(request.now).date()
    found: dict[str, Any] = {}
    for one in form.fields:
        if one.kind == "codes":
            found[one.name] = data.getlist(one.name)
            continue
        text = data.get(one.name, "")
        if one.kind == "date" and text.strip():
            day = day_of(text, today)
            text = day.isoformat() if day else text
        found[one.name] = text
    return found


def known(form: Form, page: Page, request: StaffRequest) -> Known:
    """Return what is already known for a form's questions."""
    initial: dict[str, Any] = {}
    choices: dict[str, Choices] = {}
    for one in form.fields:
        if one.kind == "post":
            choices[one.name] = posts(request, without=page.line.holder.post)
    missing = [(str(one.id), _paper(one)) for one in page.materials if not one.handed_in]
    choices |= {"missing": missing, "received": missing}
    if form.act == "correction-part-received" and page.notices:
        papers = page.notices[-1].papers
        choices["received"] = [(code, named(name)) for code, name in papers.items()]
    initial |= _of_catalogue(form, page, request)
    initial |= _of_record(form, page)
    return Known(initial, choices)


def _paper(one: Any) -> str:
    name = named(one.name)
    if not one.demand:
        return name
    return f"{name} ({one.demand})" if language().startswith("en") else f"{name}（{one.demand}）"


def posts(request: StaffRequest, *, without: int | None = None) -> Choices:
    """Return every post under its department, with whoever is at work there now."""
    institution = request.actor.institution_id
    rows = organization.posts(institution, request.now, roster=request.roster)
    english = language().startswith("en")
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row.post_id == without:
            continue
        title = row.title_en if english and row.title_en else row.title
        department = row.department_en if english and row.department_en else row.department
        there = _present(row, english=english)
        groups.setdefault(department, []).append((str(row.post_id), f"{title}　{there}"))
    return list(groups.items())


def _present(row: organization.PostRow, *, english: bool) -> str:
    member = row.acts_now
    if member is None:
        return gettext("（现在无人在岗）")
    name = member.name_en if english and member.name_en else member.name
    letter = row.presence.letter
    return f"{name} {letter}" if letter in {"A", "B"} else gettext("%s（代）") % name


def _of_catalogue(form: Form, page: Page, request: StaffRequest) -> dict[str, Any]:
    """Return the item's conditions and steps, which a one-time notice must tell."""
    if form.act != "told-once" or page.item_id is None:
        return {}
    item = catalog.item(request.actor.institution_id, page.item_id)
    window = item.window or gettext("综合窗口")
    steps = item.steps or gettext("把缺的材料补到%(window)s，或扫码上传；补齐后接着办。") % {
        "window": window
    }
    conditions = item.conditions or gettext("材料齐全、符合要求。依据：%(basis)s") % {
        "basis": item.basis or item.name
    }
    return {"steps": steps, "conditions": conditions}


_FROM: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]] = {
    "extension-approved": (("extension-asked", ("ground", "new-limit")),),
    "extension-told": (
        ("extension-approved", ("ground", "new-limit")),
        ("extension-asked", ("ground", "new-limit", "reason")),
    ),
    "refused": (("refusal-proposed", ("reason", "basis", "remedy")),),
    "delivered": (("registered", ()),),
}
"""Act → the earlier acts, newest meaning first, whose answers it begins with."""


def _of_record(form: Form, page: Page) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for act, names in _FROM.get(form.act, ()):
        event = next((one for one in page.events if one.act == act), None)
        if event is None:
            continue
        for name in names:
            value = event.fields.get(name) or event.texts.get(name)
            if value:
                found.setdefault(name, value)
    return found
