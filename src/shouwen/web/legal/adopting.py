"""Adopting as its pages show it: the head's form, questions with their answers, the task list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.enactment import choosing
from shouwen.enactment import queries as enactment
from shouwen.enactment.queries import Prepared
from shouwen.rulebook.library import load_library
from shouwen.web.errors import language, said
from shouwen.web.legal.clauses import key_name
from shouwen.web.parts import Clause
from shouwen.web.telling import chips

WORD = "--unit"
"""What the name of a question's second control ends with."""


def editions() -> list[tuple[str, str]]:
    """Return the library's editions to choose from: name and title with what is in it."""
    return [
        (
            f"{one.work}@{one.first_day.isoformat()}",
            _("%(title)s（%(day)s 版，%(clauses)s 条，未编码 %(plain)s 条）")
            % {
                "title": one.title,
                "day": one.first_day.isoformat(),
                "clauses": len(one.clauses),
                "plain": sum(clause.not_encoded is not None for clause in one.clauses),
            },
        )
        for one in sorted(load_library().editions, key=lambda one: (one.work, one.first_day))
    ]


class HeadForm(forms.Form):
    """What an adoption is called, which works it takes, from when."""

    works = forms.MultipleChoiceField(
        label=gettext_lazy("采用哪些制度"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选一部制度。")},
    )
    title = forms.CharField(
        label=gettext_lazy("采用文件的名称"),
        help_text=gettext_lazy("例：示例市政务服务局首问负责与限时办结实施细则"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写采用文件的名称。")},
    )
    number = forms.CharField(
        label=gettext_lazy("文号"),
        help_text=gettext_lazy("例：示政服〔2026〕1号"),
        max_length=60,
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("代号"),
        help_text=gettext_lazy(
            "小写字母、数字和横线。用原有代号就是它的新版本，从施行日起代替旧版本。"
        ),
        max_length=59,
        error_messages={"required": gettext_lazy("请写代号，例如 demo-city。")},
    )
    first_day = forms.DateField(
        label=gettext_lazy("施行日"),
        help_text=gettext_lazy("今天或以后。例：2026-03-01"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("请写施行日。"),
            "invalid": gettext_lazy("施行日看不懂。请照 2026-03-01 的样子写。"),
        },
    )

    def __init__(self, *given: Any, today: date, **named: Any) -> None:
        super().__init__(*given, **named)
        self.today = today
        works = self.fields["works"]
        assert isinstance(works, forms.MultipleChoiceField)
        works.choices = editions()

    def clean_first_day(self) -> date:
        """Refuse a day that has passed: what is running keeps the law under which it began."""
        day: date = self.cleaned_data["first_day"]
        if day < self.today:
            raise forms.ValidationError(
                _("施行日 %(day)s 已过。请填今天（%(today)s）或以后。")
                % {"day": day.isoformat(), "today": self.today.isoformat()}
            )
        return day


class UploadForm(forms.Form):
    """An adoption written by hand."""

    file = forms.FileField(
        label=gettext_lazy("采用文件（YAML）"),
        help_text=gettext_lazy("不超过 2 MB。写法见法制员手册。"),
        error_messages={"required": gettext_lazy("请选一个文件。")},
    )


def first_head(institution_id: int, today: date, of: Sequence[str]) -> dict[str, Any]:
    """Return what the head's form begins with: the newest adoption's, for its next version."""
    signed = enactment.signed(institution_id)
    following = date.fromordinal(today.toordinal() + 1)
    newest = next((one for one in reversed(signed) if not one.trial), None)
    if newest is None:
        return {"works": list(of), "first_day": following}
    works = list(dict.fromkeys([*enactment.adoption_of(newest).of, *of]))
    return {
        "works": works,
        "title": newest.title,
        "name": newest.name,
        "first_day": following,
    }


def earlier_answers(institution_id: int, name: str) -> dict[str, dict[str, Any]]:
    """Return what the adoption of this name answers now, for its next version."""
    for one in reversed(enactment.signed(institution_id)):
        if one.name == name and not one.trial:
            return enactment.answers_of(one)
    return {}


# ---- questions -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the form shows it."""

    question: choosing.Question
    label: str
    chip: Clause
    count: str
    word: str
    has_count: bool
    options: tuple[tuple[str, str], ...]
    bounds: str
    proposed: str
    reference: str
    answered: str
    errors: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """Return the name of the first control."""
        return self.question.slug

    @property
    def word_name(self) -> str:
        """Return the name of the second control."""
        return self.question.slug + WORD

    @property
    def described(self) -> str:
        """Return the ids of what describes the controls."""
        error = [f"{self.slug}-error"] if self.errors else []
        return " ".join([*error, f"{self.slug}-hint"])


def asked_of(
    prepared: Prepared,
    work: str,
    institution_id: int,
    faults: Mapping[str, Sequence[str]],
    typed: QueryDict | None = None,
) -> list[Asked]:
    """Return the questions of one work, required ones first, with what was typed or is kept."""
    asked = enactment.questions(prepared.works, institution_id=institution_id, language=language())
    mine = [one for one in asked if one.setting.work == work]
    mine.sort(key=lambda one: not one.setting.required)
    return [_asked(one, prepared, institution_id, faults, typed) for one in mine]


def _asked(
    one: choosing.Question,
    prepared: Prepared,
    institution_id: int,
    faults: Mapping[str, Sequence[str]],
    typed: QueryDict | None,
) -> Asked:
    kept = prepared.answer(one)
    count, word = choosing.decode(one, kept)
    if typed is not None:
        count, word = typed.get(one.slug, ""), typed.get(one.slug + WORD, "")
    elif kept is None and one.kind == "span" and isinstance(one.reference, Mapping):
        word = choosing.decode(one, one.reference)[1]
    options = tuple((code, said(text)) for code, text in one.options.items())
    return Asked(
        question=one,
        label=key_name(one.setting.key),
        chip=chips([str(one.setting.citation)], institution_id)[0],
        count=count,
        word=word,
        has_count=one.kind in {"span", "number"},
        options=options if one.kind != "words" else (),
        bounds=_bounds(one),
        proposed=one.setting.proposed,
        reference=said(choosing.said(one, one.reference)) if one.reference is not None else "",
        answered=said(choosing.said(one, kept)) if kept is not None else "",
        errors=tuple(faults.get(one.slug, ())),
    )


def _bounds(one: choosing.Question) -> str:
    low, high, unit = one.setting.low, one.setting.high, one.setting.unit
    if low is None or high is None or unit is None:
        return ""
    return _("%(low)s 到 %(high)s %(unit)s") % {
        "low": low,
        "high": high,
        "unit": said(choosing.UNITS[str(unit)]),
    }


def read_answers(
    asked: Sequence[choosing.Question], typed: QueryDict, *, fill: bool
) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    """Return the answers that a form gives, and what is wrong with which field.

    `fill`: what is left empty takes the reference, where there is one.
    """
    answers: dict[str, dict[str, Any]] = {}
    wrong: dict[str, list[str]] = {}
    for one in asked:
        count, word = typed.get(one.slug, ""), typed.get(one.slug + WORD, "")
        try:
            value = choosing.encode(one, count, word)
        except ValueError:
            wrong[one.slug] = [
                _("「%(given)s」不是数字。请写整数，例如 5。") % {"given": count[:20]}
            ]
            continue
        if value is None and fill and one.setting.required:
            value = one.reference
        answers.setdefault(one.handle, {})[one.setting.key] = value
    return answers, wrong


# ---- the task list ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the task list."""

    name: str
    hint: str
    state: str
    """done, part, open, wrong or later."""
    said: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one work's questions are answered."""

    work: str
    title: str
    required: int
    answered: int
    faults: int
    url: str


def progress(
    prepared: Prepared, institution_id: int, faults: Sequence[tuple[str, object]]
) -> list[Progress]:
    """Return for each work how many of its required questions are answered."""
    asked = enactment.questions(prepared.works, institution_id=institution_id, language=language())
    found = []
    for edition, _text in enactment.editions_named(prepared.works):
        mine = [one for one in asked if one.setting.work == edition.work]
        slugs = {one.slug for one in mine}
        needed = [one for one in mine if one.setting.required]
        found.append(
            Progress(
                work=edition.work,
                title=edition.title,
                required=len(needed),
                answered=sum(prepared.answer(one) is not None for one in needed),
                faults=sum(slug in slugs for slug, _fault in faults),
                url=reverse("preparation-work", args=[prepared.id, edition.work]),
            )
        )
    return found


def tasks(prepared: Prepared, found: Sequence[Progress], today: date) -> list[Task]:
    """Return the rows of the task list."""
    past = prepared.first_day < today
    head = Task(
        _("选定文本、文号和施行日"),
        _("%(works)s 部制度，%(day)s 起施行")
        % {"works": len(prepared.works), "day": prepared.first_day.isoformat()},
        "wrong" if past else "done",
        _("施行日已过") if past else _("完成"),
        reverse("preparation-head", args=[prepared.id]),
    )
    return [head, *(_work_task(one) for one in found)]


def _work_task(one: Progress) -> Task:
    name = _("开放选择：%(title)s") % {"title": one.title}
    if one.faults:
        text = _("有 %(number)s 处要改") % {"number": one.faults}
        return Task(name, _("有答案不合制度"), "wrong", text, one.url)
    if not one.required:
        return Task(name, _("没有必须选定的，可改默认值"), "done", _("完成"), one.url)
    state = "done" if one.answered == one.required else "part" if one.answered else "open"
    hint = _("没有选定的只显示、不算逾期") if state != "done" else _("都已选定")
    return Task(name, hint, state, f"{one.answered}/{one.required}", one.url)
