"""Every further act on a matter, from taking it over to reopening it.

All go through one door, `perform`, so that pages, the interface and the importer behave alike;
the effects that are a matter's own (papers, replies, ratings, messages to the citizen) hang on
the act's name in `effects`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwen.docket import actions as docket
from shouwen.docket import queries as dossiers
from shouwen.docket.actions import Deed, Entered, Once
from shouwen.docket.domain import Bond
from shouwen.docket.errors import unknown_dossier
from shouwen.docket.models import Dossier
from shouwen.enactment import queries as enactment
from shouwen.errors import Refused, Text
from shouwen.matters import domain, urging
from shouwen.matters.actions import effects
from shouwen.matters.actions.files import Kept, attached
from shouwen.matters.asking import asked
from shouwen.matters.domain import BESIDE_THE_LIST, Form, wrong_fields
from shouwen.matters.forms import FORMS
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor

By = Callable[[Dossier], dossiers.Doer]

RIGHT_TO_ACT = "matter.act"


def perform(
    uid: UUID,
    act: str,
    answers: Mapping[str, Any],
    *,
    by: Actor | None,
    at: datetime,
    post: int | None = None,
    seen: int | None = None,
    once: Once | None = None,
    files: Sequence[Kept] = (),
) -> Entered:
    """Enter one act with the answers to its form; `by=None` is the citizen with number and code.

    `files` came with the act: their hashes go into the entry. Raises `Unclear` for answers at
    fault, `Refused` (with the clause) for what may not happen now, `Conflict` if the matter moved
    on since `seen`.
    """
    form = FORMS.get(act)
    if form is None or (by is None and not form.citizen):
        raise Refused(
            "matters.unknown-act",
            Text(f"没有「{act[:40]}」这个动作。", f"There is no act “{act[:40]}”."),
            facts={"act": act[:40]},
        )
    form = _in_force(form, uid, at)
    checked = domain.check(form, answers)
    deeds = tuple(deeds_of(form, checked, attached(files)))
    notes = effects.Notes(form, checked, at, tuple(files), by_citizen=by is None)
    return docket.enter(
        uid,
        deeds,
        by=_doer(by, act, at),
        at=at,
        once=once,
        seen=seen,
        then=lambda dossier, seq: effects.follow(dossier, seq, notes),
    )


def _in_force(form: Form, uid: UUID, at: datetime) -> Form:
    """Return the form with the questions that the law of the dossier's institution adds."""
    dossier = Dossier.objects.only("institution_id", "kind", "state").filter(uid=uid).first()
    if dossier is None:
        raise unknown_dossier(uid.hex)
    day = enactment.worktime(dossier.institution_id).local(at).date()
    editions = enactment.editions_on(dossier.institution_id, day)
    return asked(form, dossier.kind, editions, dossier.state)


def perform_many(
    uids: Sequence[UUID], act: str, *, by: Actor, at: datetime
) -> list[tuple[UUID, Entered | Exception]]:
    """Enter one act without answers on several matters; each stands or fails by itself."""
    done: list[tuple[UUID, Entered | Exception]] = []
    for uid in uids:
        try:
            done.append((uid, perform(uid, act, {}, by=by, at=at)))
        except Exception as problem:
            done.append((uid, problem))
    return done


def _doer(by: Actor | None, act: str, at: datetime) -> By:
    def made(dossier: Dossier) -> dossiers.Doer:
        if by is None:
            if act == "urged":
                urging.require(dossier, at)
            return dossiers.CITIZEN
        if dossier.institution_id != by.institution_id or RIGHT_TO_ACT not in by.rights:
            raise Refused(
                "matters.not-yours",
                Text("您没有办理事项的权限。", "You have no right to act on matters."),
            )
        return dossiers.doer(dossier, by)

    return made


def deeds_of(
    form: Form, checked: domain.Checked, files: Mapping[str, Any] | None = None
) -> list[Deed]:
    """Return the journal acts that one form enters: mostly one, sometimes two that belong together.

    A one-time notice with missing papers also requests their correction (the clock stops as the
    rulebook says); a proposed refusal is filed in the same breath (否定报备).
    """
    to = Bond(post=checked.recipient) if checked.recipient is not None else None
    main = Deed(
        form.act,
        fields={**checked.fields, **(files or {})},
        personal=checked.personal,
        to=to,
        proposes=form.proposes,
        signer=form.signer,
    )
    match form.act:
        case "told-once":
            missing = checked.fields.get("missing", [])
            if not missing and "extra" not in checked.personal:
                raise wrong_fields({"missing": Text("请勾选缺少的材料。", "Tick what is missing.")})
            asked_for = {"missing": missing or [BESIDE_THE_LIST]}
            told = replace(main, fields={**main.fields, **asked_for})
            return [told, Deed("correction-requested", fields=asked_for)]
        case "refusal-proposed":
            filed = {name: checked.personal[name] for name in ("reason", "basis")}
            return [
                Deed("refusal-proposed", personal=checked.personal),
                Deed(
                    "refusal-filed",
                    personal=filed,
                    proposes=form.proposes,
                    signer=form.signer,
                ),
            ]
        case _:
            return [main]


def post_of(person_id: int, *, institution_id: int, at: datetime) -> int | None:
    """Return the post that a person acts for first, for routing to a person by name."""
    roster = organization.snapshot(institution_id, at)
    held = roster.own_posts(person_id, at)
    return next((one.post_id for one in held), None)
