"""Cells of long tables, chips of persons and clauses: too many on a page for a template each."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from shouwen.web import parts
from shouwen.web.rows import Row
from shouwen.web.templatetags.parts import icon, lamp

register = template.Library()


@register.simple_tag
def matter_cells(row: Row, columns: Sequence[tuple[str, str]]) -> SafeString:
    """Show a matter as cells of a table: `columns` are their names and their words."""
    return mark_safe("".join(_cell(row, name, word) for name, word in columns))


def _cell(row: Row, name: str, word: str) -> str:
    match name:
        case "lamp":
            return f"<td>{lamp(row.lamp)}</td>"
        case "number":
            text = '<td class="number"><a href="{}" data-row-open>{}</a></td>'
            return format_html(text, row.url, row.short)
        case "title":
            return format_html('<td class="row-title">{}</td>', row.title)
        case "holder":
            return format_html("<td>{}{}</td>", person(row.holder), _pending(row.pending))
        case "day":
            return format_html('<td data-label="{}" class="nowrap">{}</td>', word, row.day)
    return format_html("<td>{}</td>", getattr(row, name))


def _pending(post: str) -> SafeString | str:
    if not post:
        return ""
    told = gettext("待 %(post)s 签收") % {"post": post}
    return format_html('<span class="row-under">{}</span>', told)


@register.simple_tag
def clause(clause: parts.Clause) -> SafeString:
    """Show a clause as a chip that opens its explanation."""
    name = '<a class="clause{}" href="{}" data-pop>{}{}</a>'
    if not clause.url:
        name = '<span class="clause{0}">{2}{3}</span>'
    return format_html(name, " struck" if clause.struck else "", clause.url, _SIGN, clause.label)


@register.simple_tag
def clauses(clauses: Sequence[parts.Clause]) -> SafeString:
    """Show clauses side by side."""
    if not clauses:
        return mark_safe("")
    chips = mark_safe("".join(clause(one) for one in clauses))
    return format_html('<span class="clauses">{}</span>', chips)


_SIGN = mark_safe('<span aria-hidden="true">§&nbsp;</span>')


@register.simple_tag
def person(person: parts.Person) -> SafeString:
    """Show a person where they act: post first, then name, then capacity."""
    return format_html(
        '<span class="person"{}>{}</span>',
        mark_safe(" data-away") if person.away_until else "",
        format_html_join("", "{}", ((part,) for part in _parts_of(person) if part)),
    )


def _parts_of(person: parts.Person) -> Sequence[SafeString | str]:
    name = '<a href="{1}">{0}</a>' if person.url else "<span>{0}</span>"
    return (
        _first_asked() if person.first_asked else "",
        _span("person-post", person.post),
        format_html(name, person.name, person.url),
        _capacity(person.capacity),
        _span("person-note", person.acting_note),
        _span("person-note", _where(person)),
    )


def _span(kind: str, text: str) -> SafeString | str:
    return format_html('<span class="{}">{}</span>', kind, text) if text else ""


def _first_asked() -> SafeString:
    word = pgettext("role", "首问")
    return format_html('<span class="first-asked">{}{}</span>', icon("flag"), word)


def _capacity(code: str) -> SafeString | str:
    if not code:
        return ""
    word = gettext("B 代") if code == "acting" else code
    return format_html('<span class="ab" data-capacity="{}">{}</span>', code, word)


def _where(person: parts.Person) -> str:
    if person.left:
        return gettext("已离岗")
    if person.away_until:
        return gettext("外出，%(until)s 返岗") % {"until": person.away_until}
    return ""
