"""What a form asks on a given day: its own questions, and those that the law in force adds.

A gate that wants a field, or a declared fact that is entered at an act, becomes a question of
that act's form, so that adopting a regulation changes the forms without anybody touching them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from shouwen.errors import Text
from shouwen.matters.domain import EXTENSION_GROUNDS, TARGET, Form, FormField
from shouwen.rulebook.names import Names
from shouwen.rulebook.procedure import procedures
from shouwen.rulebook.values import Edition, Extend, Fact, Gate, Rule
from shouwen.rulebook.vocabulary import FACTS, FIELDS, name_of

NEVER_ASKED = frozenset({"recipient", "mode"})
"""Fields that the form itself settles."""


def asked(form: Form, kind: str, editions: Iterable[Edition], state: str = "") -> Form:
    """Return the form with the questions that the editions in force add for a kind of dossier.

    What is proposed goes to the signer whom a clause names, if one does. In a `state` in which the
    procedure wants to know to whom (a return from in hand), the form asks it.
    """
    editions = tuple(editions)
    if state and _wants_recipient(form, kind, state):
        form = replace(form, fields=(TARGET, *form.fields))
    if form.act == "extension-asked":
        form = _on_closed_grounds(form, kind, editions)
    if form.proposes is not None and form.signer is not None:
        form = replace(form, signer=signer(form.proposes, kind, editions, form.signer))
    known = {one.name for one in form.fields} | NEVER_ASKED
    added: dict[str, FormField] = {}
    for edition in editions:
        for question in (*_of_gates(form.act, kind, edition), *_of_facts(form.act, edition)):
            if question.name in known:
                continue
            earlier = added.get(question.name)
            required = question.required or (earlier is not None and earlier.required)
            added[question.name] = replace(earlier or question, required=required)
    return replace(form, fields=(*form.fields, *added.values())) if added else form


EXTENDING = frozenset({"extension-asked", "extension-approved", "extension-told"})


def _on_closed_grounds(form: Form, kind: str, editions: Iterable[Edition]) -> Form:
    """Offer only grounds on which a rule in force moves a limit and that no gate turns away."""
    moving: set[str] = set()
    allowed = set(EXTENSION_GROUNDS)
    for edition in editions:
        for rule in edition.rules:
            if not _speaks_of(rule, kind):
                continue
            if isinstance(rule.body, Extend):
                moving.update(rule.body.grounds)
            elif isinstance(rule.body, Gate) and EXTENDING & set(rule.body.acts) and not rule.if_:
                allowed &= set(rule.body.given.get("ground", ())) or allowed
    listed = moving & allowed or allowed or moving
    choices = {code: words for code, words in EXTENSION_GROUNDS.items() if code in listed}
    fields = [replace(one, choices=choices) if one.name == "ground" else one for one in form.fields]
    return replace(form, fields=tuple(fields))


def _speaks_of(rule: Rule, kind: str) -> bool:
    return not rule.kinds or kind in rule.kinds or "*" in rule.kinds


def _wants_recipient(form: Form, kind: str, state: str) -> bool:
    """Say whether the procedure wants a recipient here that the form does not ask for."""
    if any(one.kind == "post" for one in form.fields):
        return False
    rows = [row for row in procedures()[kind].acts_from(state) if row.act == form.act]
    return bool(rows) and all("recipient" in row.given for row in rows)


def _of_gates(act: str, kind: str, edition: Edition) -> Iterator[FormField]:
    for rule in edition.rules:
        if not isinstance(rule.body, Gate) or act not in rule.body.acts:
            continue
        if not _speaks_of(rule, kind):
            continue
        for name, values in rule.body.given.items():
            yield _question(name, values, edition, required=not rule.if_)


def _question(name: str, values: tuple[str, ...], edition: Edition, *, required: bool) -> FormField:
    label = name_of(name, among=FIELDS)
    if values:
        choices = {value: Names(edition).of(value) for value in values}
        return FormField(name, "code", label, required, choices=choices)
    hint = edition.title
    return FormField(
        name, "text", label, required, personal=True, hint=Text(f"《{hint}》要求", f"“{hint}” asks")
    )


def _of_facts(act: str, edition: Edition) -> Iterator[FormField]:
    for fact in edition.facts:
        if fact.at == act:
            yield _fact(fact, edition)


def _fact(fact: Fact, edition: Edition) -> FormField:
    choices = {value: Names(edition).of(value) for value in fact.values}
    return FormField(fact.name, "code", name_of(fact.name, among=FACTS), False, choices=choices)


def signer(act: str, kind: str, editions: Iterable[Edition], usual: str) -> str:
    """Return the role that must sign an act: the one that a clause in force names, else `usual`.

    Several clauses add up; the first role that all of them admit signs.
    """
    demands = [
        rule.body.who
        for edition in editions
        for rule in edition.rules
        if isinstance(rule.body, Gate)
        and act in rule.body.acts
        and rule.body.who
        and not rule.if_
        and (not rule.kinds or kind in rule.kinds or "*" in rule.kinds)
    ]
    if not demands:
        return usual
    admitted = [role for role in demands[0] if all(role in others for others in demands[1:])]
    return usual if usual in admitted else next(iter(admitted), usual)
