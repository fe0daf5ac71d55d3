"""Small tags for what appears often on a page; everything larger is an `{% include %}`."""

from __future__ import annotations

import json
import secrets
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, pgettext

from shouwen.web import errors, parts
from shouwen.web.notes import told

register = template.Library()

MANIFEST = Path(__file__).resolve().parent.parent / "static" / "dist" / "manifest.json"

_LAMPS = {
    "open": (gettext_lazy("正常"), '<circle cx="7" cy="7" r="5.5"/>'),
    "near": (gettext_lazy("临期"), '<path d="M7 .8 13.6 13H.4z"/>'),
    "broken": (
        gettext_lazy("超期"),
        '<path d="M4.2.5h5.6l3.7 3.7v5.6l-3.7 3.7H4.2L.5 9.8V4.2z"/>',
    ),
    "paused": (gettext_lazy("暂停"), '<path d="M2.5 1h3v12h-3zM8.5 1h3v12h-3z"/>'),
    "kept": (gettext_lazy("按时"), '<path class="line" d="m1.5 7.5 3.5 4 7.5-9"/>'),
    "late": (
        gettext_lazy("超期办结"),
        '<rect width="14" height="14" rx="2"/><path class="cut" d="m3 7.2 2.8 3 5.2-6.4"/>',
    ),
    "lapsed": (
        gettext_lazy("已解除"),
        '<circle class="line" cx="7" cy="7" r="5.5"/><path class="line" d="M2 12 12 2"/>',
    ),
    "failed": (
        gettext_lazy("待核"),
        '<rect width="14" height="14" rx="2"/><path class="cut" d="M7 2.8v5.4M7 10v1.6"/>',
    ),
    "unset": (gettext_lazy("未定期限"), '<circle class="line" cx="7" cy="7" r="5.5"/>'),
    "none": (gettext_lazy("不限时"), '<path class="line" d="M1.5 7h11"/>'),
}
_ALIKE = {"waived": "lapsed", "replaced": "lapsed"}
_FRAME = mark_safe('<rect class="frame" x="-2" y="-2" width="18" height="18" rx="4"/>')
_SVG = '<svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">{}{}</svg>'


@register.filter
def named(name: str) -> str:
    """Return a name in the reader's language: `{{ paper.name|named }}`."""
    return errors.named(name)


@register.simple_tag
def lamp(lamp: parts.Lamp | str, remaining: str = "", *, chip: bool = False) -> SafeString:
    """Show a lamp: `{% lamp row.lamp %}`, `{% lamp "near" "今天 18:00 到期" chip=True %}`."""
    value = parts.Lamp(lamp, remaining) if isinstance(lamp, str) else lamp
    code = _ALIKE.get(value.code, value.code)
    word, _ = _LAMPS[code]
    return format_html(
        '<span class="lamp{}" data-lamp="{}">{}<span class="lamp-word">{}</span>{}{}</span>',
        " chip" if chip else "",
        code,
        lamp_shape(code, provisional=value.provisional),
        word,
        _provisional(value),
        _remaining(value),
    )


@register.simple_tag
def lamp_shape(code: str, *, provisional: bool = False) -> SafeString:
    """Show the shape alone, where the word stands beside it anyway."""
    return _shape(_ALIKE.get(code, code), provisional)


@cache
def _shape(code: str, provisional: bool) -> SafeString:
    return format_html(_SVG, mark_safe(_LAMPS[code][1]), _FRAME if provisional else "")


@register.simple_tag
def lamp_word(code: str) -> str:
    """Return the lamp's word alone."""
    return str(_LAMPS[_ALIKE.get(code, code)][0])


def _provisional(value: parts.Lamp) -> SafeString | str:
    if not value.provisional:
        return ""
    return format_html('<span class="lamp-provisional">{}</span>', gettext("（暂定）"))


def _remaining(value: parts.Lamp) -> SafeString | str:
    if not value.remaining:
        return ""
    between = pgettext("between a word and what explains it", "，")
    return format_html(
        '<span class="visually-hidden">{}</span><span class="lamp-left">{}</span>',
        between,
        value.remaining,
    )


@register.simple_tag
def plate(card: parts.Plate) -> SafeString:
    """Show a card: bars for its level, its word, its state."""
    bars = format_html_join(
        "",
        '<rect x="0" y="{}" width="10" height="2.2"/>',
        ((5.9 + 3.8 * (at - (card.level - 1) / 2),) for at in range(card.level)),
    )
    return format_html(
        '<span class="plate" data-colour="{}"{}>'
        '<svg viewBox="0 0 10 14" aria-hidden="true">{}</svg>'
        '<span class="plate-word">{}</span>{}</span>',
        card.colour,
        mark_safe(' data-state="withdrawn"') if card.withdrawn else "",
        bars,
        card.word,
        format_html('<span class="plate-state">{}</span>', card.state) if card.state else "",
    )


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """Show a Tabler icon of `assets/icons.txt`; named if `title`, else hidden from readers."""
    if title:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            title,
            asset("icons.svg"),
            name,
        )
    return _icon(asset("icons.svg"), name)


@lru_cache(maxsize=256)
def _icon(sheet: str, name: str) -> SafeString:
    text = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(text, sheet, name)


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a built file: `{% asset "app.css" %}`."""
    known = _manifest.__wrapped__() if settings.DEBUG else _manifest()
    return static(f"dist/{known[name]}")


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    if not MANIFEST.exists():
        raise FileNotFoundError("The pages' files are not built yet; run: python tools/setup.py")
    found: dict[str, str] = json.loads(MANIFEST.read_text())
    return found


@register.simple_tag
def once() -> SafeString:
    """Put a number into a form that makes sending it twice one act (field `once`)."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_hex(16))


_WIDTHS = {"short": "w-short", "number": "w-number", "name": "w-name"}


@register.simple_tag(takes_context=True)
def field(
    context: template.Context,
    bound: BoundField,
    *,
    width: str = "",
    guide: str = "",
    optional: bool = False,
) -> SafeString:
    """Show a form field: label, hint, error, control, all tied together.

    `width`: short, number or name; `guide`: a staff guidance sentence; `optional`: write （选填）.
    """
    control = bound.field.widget
    group = isinstance(control, (RadioSelect, CheckboxSelectMultiple))
    ident = bound.auto_id or bound.html_name
    described = [f"{ident}_error"] if bound.errors else []
    if bound.help_text:
        described.append(f"{ident}_hint")
    attributes: dict[str, Any] = {"class": _control_class(bound, width)}
    if described and not group:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors and not group:
        attributes["aria-invalid"] = "true"
    if bound.field.required and not group:
        attributes["aria-required"] = "true"
    longest = control.attrs.get("maxlength")
    if longest and control.attrs.get("rows"):
        attributes["data-count"] = ""
    return mark_safe(
        render_to_string(
            "parts/field.html",
            {
                "field": bound,
                "ident": ident,
                "group": group,
                "check": isinstance(control, CheckboxInput),
                "control": "" if group else bound.as_widget(attrs=attributes),
                "described": " ".join(described),
                "guide": guide,
                "optional": optional and not bound.field.required,
                "longest": longest if "data-count" in attributes else None,
            },
            request=context.get("request"),
        )
    )


def _control_class(bound: BoundField, width: str) -> str:
    control = bound.field.widget
    if isinstance(control, CheckboxInput):
        return "form-check-input"
    base = "form-select" if isinstance(control, Select) else "form-control"
    return f"{base} {_WIDTHS.get(width, '')}".strip()


@register.simple_tag
def faults(*forms: Any) -> list[parts.Fault]:
    """Return the error summary of forms: `{% faults form as faults %}`."""
    found: list[parts.Fault] = []
    for form in forms:
        found += [parts.Fault("", str(text)) for text in form.non_field_errors()]
        for bound in form:
            ident = bound.auto_id or bound.html_name
            group = isinstance(bound.field.widget, (RadioSelect, CheckboxSelectMultiple))
            target = f"{ident}_0" if group else ident
            found += [parts.Fault(target, str(text)) for text in bound.errors]
    return found


@register.simple_tag
def note_of(message: Message) -> parts.Note:
    """Return a message as a note."""
    return told(message)


@register.simple_tag
def script_words() -> SafeString:
    """Hand the scripts their sentences in the reader's language."""
    return json_script(
        {
            "sending": gettext("正在发出…"),
            "draft-saving": gettext("正在存草稿…"),
            "draft-saved": gettext("草稿已存 {time}"),
            "draft-lost": gettext("没有连上，文字还在本页，连上后自动再存。"),
            "copied": gettext("已复制 {text}"),
            "not-copied": gettext("没有复制成，请手动选取：{text}"),
            "not-fetched": gettext("没有取到，请再试一次。"),
            "open-page": gettext("打开整页"),
            "show": gettext("显示"),
            "hide": gettext("隐藏"),
            "key-row": gettext("下一行、上一行"),
            "key-open": gettext("打开这一行"),
            "key-tick": gettext("勾选，Shift 连选"),
            "key-in-row": gettext("本行：{name}"),
            "key-submit": gettext("提交"),
            "key-close": gettext("关闭，文字不丢"),
            "key-help": gettext("本页快捷键"),
        },
        "words",
    )
