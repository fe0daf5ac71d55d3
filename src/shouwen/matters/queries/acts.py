"""Which acts are possible on a matter now, for this actor, and if not, why not and who may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.docket import queries as dossiers
from shouwen.docket.domain import unasked
from shouwen.docket.errors import nothing_asked
from shouwen.docket.models import Dossier
from shouwen.enactment import queries as enactment
from shouwen.errors import Refused, Text
from shouwen.matters.asking import asked
from shouwen.matters.domain import Form
from shouwen.matters.forms import FORMS
from shouwen.organization.domain import Actor
from shouwen.rulebook.acts import Act, Record
from shouwen.rulebook.law import Law
from shouwen.rulebook.procedure import Procedure, procedures
from shouwen.rulebook.vocabulary import ROLES, name_of

USUAL_NEXT: Mapping[str, tuple[str, ...]] = {
    "registered": ("accepted", "answered", "handed-over"),
    "received": ("registered", "accepted"),
    "in-transfer": ("taken-over",),
    "in-hand": ("completed", "answered"),
    "waiting": ("correction-received",),
    "to-sign": ("refusal-approved",),
    "refusal-signed": ("refused",),
    "answered": ("closed",),
    "completed": ("delivered", "closed"),
    "delivered": ("closed",),
}
"""State → the usual next acts, most usual first: the primary button."""

WHEN_FILLED = frozenset({"given", "to", "ground"})
"""Wants of a gate that the form itself will satisfy; they do not bar the act beforehand."""


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that may be entered now, with its form; `primary` is the usual next one."""

    form: Form
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Barred:
    """An act that may not be entered now: why, which clauses say so, and what would permit it."""

    form: Form
    why: Text
    because: tuple[str, ...] = ()
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """Everything that the procedure knows of a matter in its present state."""

    possible: tuple[Possible, ...]
    barred: tuple[Barred, ...]

    def form(self, act: str) -> Form | None:
        """Return the form of a possible act."""
        return next((one.form for one in self.possible if one.form.act == act), None)


def acts_now(
    dossier: Dossier, actor: Actor | None, at: datetime, *, record: Record | None = None
) -> Acts:
    """Return what may and may not be entered; `actor=None` is the citizen with number and code."""
    doer = dossiers.CITIZEN if actor is None else dossiers.doer(dossier, actor)
    law, procedure = enactment.law(dossier.institution_id), procedures()[dossier.kind]
    record = record or dossiers.record(dossier)
    day = enactment.worktime(dossier.institution_id).local(at).date()
    editions = enactment.editions_on(dossier.institution_id, day)
    possible: list[Possible] = []
    barred: list[Barred] = []
    usual = USUAL_NEXT.get(dossier.state, ())
    for base in FORMS.values():
        if base.act not in procedure.acts or (actor is None and not base.citizen):
            continue
        form = asked(base, dossier.kind, editions, dossier.state)
        bar = _bar(form, dossier, doer, procedure, law, record, at)
        if bar is not None:
            barred.append(bar)
        else:
            possible.append(Possible(form))
    return Acts(tuple(_with_primary(possible, usual)), tuple(barred))


def _with_primary(possible: Iterable[Possible], usual: tuple[str, ...]) -> list[Possible]:
    found = list(possible)
    acts = [one.form.act for one in found]
    first = next((act for act in usual if act in acts), None)
    return sorted(
        (Possible(one.form, primary=one.form.act == first) for one in found),
        key=lambda one: not one.primary,
    )


def _bar(
    form: Form,
    dossier: Dossier,
    doer: dossiers.Doer,
    procedure: Procedure,
    law: Law,
    record: Record,
    at: datetime,
) -> Barred | None:
    """Return why an act may not be entered whatever its form says; None if it may."""
    given: dict[str, Any] = {one.name: "given" for one in form.fields}
    for row in procedure.acts_from(dossier.state):
        if row.act == form.act:
            given |= {name: (words[0] if words else "given") for name, words in row.given.items()}
    try:
        procedure.step(dossier.state, form.act, doer.roles, given, previous=dossier.previous_state)
    except Refused as refusal:
        return Barred(form, refusal.text, refusal.because, _who(refusal) or refusal.remedy)
    act = Act(form.act, at, dossier.head_seq + 1, doer.name, doer.roles, given)
    standing = [one for one in law.gate(record, act) if one.want not in WHEN_FILLED]
    if not standing:
        missing = unasked([one.name for one in record.acts], form.act)
        return Barred(form, nothing_asked(form.act, missing).text) if missing else None
    first = standing[0]
    return Barred(
        form,
        first.missing,
        tuple(dict.fromkeys(cited for one in standing for cited in one.cited)),
        first.remedy,
    )


def _who(refusal: Refused) -> Text | None:
    roles = refusal.facts.get("who")
    if not roles:
        return None
    names = [name_of(role, among=ROLES) for role in roles]
    return Text(
        "由" + "、".join(name.zh for name in names) + "办理。",
        "Done by " + ", ".join(name.en for name in names) + ".",
    )
