"""From computed duties to stored obligations, timers and breaches.

`plan` compares what the law says now with what is stored and prepares the difference; nothing is
written before `save`. The stored rows are copies: losing them all and planning again gives them
back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Model

from shouwen.docket import queries
from shouwen.docket.actions.summing import touch
from shouwen.docket.domain import ENDS, OPEN_VERDICTS, worst
from shouwen.docket.models import Breach, Dossier, Obligation, Timer
from shouwen.journal import rows
from shouwen.rulebook.acts import Record
from shouwen.rulebook.duties import Duty
from shouwen.rulebook.law import Law
from shouwen.rulebook.values import Limit, May, Must, Stated
from shouwen.worktime import Amount, Unit

COMPARED = (
    "verdict",
    "promised_at",
    "remind_at",
    "limit_at",
    "provisional",
    "closed_seq",
    "closed_at",
)
"""Columns whose change is worth an update; steps and citations follow them."""


def iso(instant: datetime | None) -> str | None:
    """Return an instant as ISO 8601 text, or None."""
    return instant.isoformat() if instant else None


@dataclass(slots=True)
class Plan:
    """The difference between what is stored and what the law says."""

    dossier: Dossier
    duties: tuple[Duty, ...] = ()
    new: list[Obligation] = field(default_factory=list)
    changed: list[Obligation] = field(default_factory=list)
    all: list[Obligation] = field(default_factory=list)
    now: datetime | None = None
    rosters: queries.Rosters = field(default_factory=queries.Rosters)
    touched: list[datetime | None] = field(default_factory=list)
    """Instants whose days' statistics are no longer what they were."""

    def apply_to(self, dossier: Dossier) -> None:
        """Copy the most pressing limit onto the dossier row."""
        dossier.press(worst(row for row in self.all if not row.right))

    def save(
        self, beside: Sequence[Sequence[Model]] = (), also: Sequence[rows.Statement] = ()
    ) -> None:
        """Write obligations, timers and breaches.

        `beside` are other new rows, `also` other statements to send in the same go.
        """
        new = list(timers_for(self.new, self.duties, _instant(self)))
        rows.insert(*beside, self.new, also=(*also, *_with_obligations(new)))
        # One act changes a few rows; a bulk update of so few takes ten times as long as theirs.
        for row in self.changed:
            row.save(force_update=True, update_fields=[*COMPARED, "steps", "cited", "department"])
        _set_timers(self, new)
        _set_breaches(self)
        closed = (row.closed_at for row in (*self.new, *self.changed))
        touch(self.dossier.institution_id, [self.now, *closed, *self.touched])


def _instant(plan: Plan) -> datetime:
    assert plan.now is not None
    return plan.now


def plan(
    dossier: Dossier, law: Law, record: Record, *, now: datetime, known: Mapping[str, Obligation]
) -> Plan:
    """Judge the dossier's duties and prepare what has to be stored."""
    duties = law.duties(record, now)
    made = Plan(dossier, duties, now=now)
    seen: set[str] = set()
    for duty in duties:
        seen.add(duty.key)
        row = known.get(duty.key)
        if row is None:
            row = row_of(dossier, duty)
            made.new.append(row)
        elif _differs(row, duty):
            made.touched.append(row.closed_at)
            fill(row, duty, dossier)
            made.changed.append(row)
        made.all.append(row)
    for key, row in known.items():
        if key not in seen and row.verdict in OPEN_VERDICTS:
            row.verdict, row.closed_at, row.closed_seq = "replaced", now, dossier.head_seq
            made.changed.append(row)
    return made


def _differs(row: Obligation, duty: Duty) -> bool:
    return any(getattr(row, name) != value for name, value in _columns(duty).items())


def _columns(duty: Duty) -> dict[str, object]:
    closed = duty.closed_by
    return {
        "verdict": str(duty.verdict),
        "promised_at": duty.promised,
        "remind_at": duty.remind_at,
        "limit_at": duty.limit,
        "provisional": duty.provisional,
        "closed_seq": closed.seq if closed else None,
        "closed_at": closed.at if closed else _closing(duty),
    }


def _closing(duty: Duty) -> datetime | None:
    """Return when a duty ended without an act: a right lapses at its limit, the rest at once."""
    if duty.verdict in OPEN_VERDICTS:
        return None
    return duty.limit or duty.opened.at


def row_of(dossier: Dossier, duty: Duty) -> Obligation:
    """Return the unsaved row of a duty that is not stored yet."""
    row = Obligation(dossier=dossier, institution_id=dossier.institution_id)
    fill(row, duty, dossier)
    return row


def fill(row: Obligation, duty: Duty, dossier: Dossier) -> None:
    """Copy a computed duty onto its stored row."""
    for name, value in _columns(duty).items():
        setattr(row, name, value)
    row.key, row.rule, row.bearer = duty.key, duty.rule.id, duty.bearer
    row.recipient = duty.recipient or ""
    row.acts, row.right, row.soft = list(duty.acts), duty.right, duty.soft
    row.ends = bool(duty.acts) and ENDS.issuperset(duty.acts)
    row.opened_seq, row.opened_at = duty.opened.seq, duty.opened.at
    row.unit = unit_of(duty)
    row.steps = [step.as_json() for step in duty.steps]
    row.cited = list(duty.cited)
    row.department_id = dossier.department_id


def unit_of(duty: Duty) -> str:
    """Return the unit in which a duty's limit is stated, for saying what is left of it."""
    body = duty.rule.body
    within = body.within if isinstance(body, Must | May) else None
    match within:
        case Limit(span=Amount(unit=unit)) | Stated(at_most=Amount(unit=unit)):
            return str(unit)
        case Limit():
            return str(Unit.WORKING_HOUR)
        case _:
            return str(Unit.WORKING_DAY)


def next_threshold(
    row: Obligation, now: datetime, again: datetime | None = None
) -> tuple[str, datetime] | None:
    """Return the next instant at which somebody must look at an obligation, and why.

    `again` is when the next period of a recurring duty begins: its obligation arises by time alone.
    """
    due: list[tuple[datetime, str]] = []
    if row.verdict == "open" and row.limit_at is not None:
        if row.remind_at is not None and row.remind_at > now:
            due.append((row.remind_at, "remind"))
        due.append((row.limit_at, "limit"))
    if again is not None:
        due.append((again, "period"))
    if not due:
        return None
    instant, stage = min(due)
    return (stage, instant)


def timers_for(
    rows: Iterable[Obligation], duties: Iterable[Duty], now: datetime
) -> Iterator[Timer]:
    """Yield the timer of each obligation that somebody must look at again."""
    again = {duty.key: duty.again for duty in duties if duty.again is not None}
    for row in rows:
        due = next_threshold(row, now, again.get(row.key))
        if due is not None:
            yield Timer(obligation=row, dossier_id=row.dossier_id, stage=due[0], at=due[1])


_TIMERS = (
    "new_timers AS (INSERT INTO docket_timer (obligation_id, dossier_id, stage, at)"
    " SELECT o.id, o.dossier_id, x.stage, x.at FROM new_docket_obligation AS o"
    " JOIN json_to_recordset(%s::json) AS x (key text, stage text, at timestamptz)"
    " ON x.key = o.key)"
)


def _with_obligations(new: Sequence[Timer]) -> Sequence[rows.Statement]:
    """Return the insert of a dossier's timers whose obligations get their ids beside it."""
    if connection.vendor != "postgresql" or not new:
        return ()
    told = [{"key": one.obligation.key, "stage": one.stage, "at": one.at} for one in new]
    return [(_TIMERS, [json.dumps(told, default=str)])]


def _set_timers(plan: Plan, new: Sequence[Timer]) -> None:
    """Set the timers of what changed, and those of new obligations that are not stored yet."""
    due = list(timers_for(plan.changed, plan.duties, _instant(plan)))
    if plan.changed:
        Timer.objects.filter(obligation__in=[row.pk for row in plan.changed]).delete()
    if connection.vendor != "postgresql":
        for one in new:
            one.obligation_id = one.obligation.pk
        due += new
    rows.insert(due)


def _set_breaches(plan: Plan) -> None:
    """Record breaches that the duties show, and annul those that no longer hold."""
    changed = {row.key: row for row in (*plan.new, *plan.changed)}
    broken = [duty for duty in plan.duties if duty.key in changed and duty.breach_at is not None]
    plan.touched += [duty.breach_at for duty in broken]
    if broken:
        save_breaches(
            breach_of(plan.dossier, changed[duty.key], duty, _instant(plan), plan.rosters)
            for duty in broken
        )
    cleared = [row.pk for row in plan.changed if row.verdict in {"open", "kept", "paused"}]
    if cleared:
        standing = Breach.objects.filter(obligation__in=cleared, annulled_at__isnull=True)
        wrong = dict(standing.values_list("pk", "at"))
        if wrong:
            Breach.objects.filter(pk__in=wrong).update(annulled_at=plan.now)
            plan.touched += wrong.values()


def breach_of(
    dossier: Dossier, row: Obligation, duty: Duty, now: datetime, rosters: queries.Rosters
) -> Breach:
    """Make the breach of a duty, dated and laid to whoever was responsible at that moment."""
    assert duty.breach_at is not None
    post, person = queries.bearer_at(dossier, duty.bearer, duty.recipient, duty.breach_at, rosters)
    return Breach(
        obligation=row,
        dossier=dossier,
        institution_id=dossier.institution_id,
        department_id=dossier.department_id,
        name=duty.breach or "overdue",
        rule=duty.rule.id,
        cited=list(duty.cited),
        at=duty.breach_at,
        found_at=now,
        bearer=duty.bearer,
        post_id=post,
        person_id=person,
        soft=duty.soft,
    )


def save_breaches(breaches: Iterable[Breach]) -> None:
    """Store breaches; one that is already there stays as it was first found.

    Only where an entry moved the limit is it dated anew, and one that was annulled, because the
    limit lay ahead again, stands again once that limit has passed too.
    """
    found = list(breaches)
    earlier = {
        one.obligation_id: one
        for one in Breach.objects.filter(obligation__in=[row.obligation.pk for row in found])
    }
    rows.insert([row for row in found if row.obligation.pk not in earlier], quietly=True)
    for row in found:
        known = earlier.get(row.obligation.pk)
        if known is not None and (known.annulled_at is not None or known.at != row.at):
            _date_anew(known, row)


def _date_anew(known: Breach, row: Breach) -> None:
    if known.annulled_at is not None:
        known.annulled_at, known.found_at = None, row.found_at
    known.at, known.cited = row.at, row.cited
    known.post_id, known.person_id, known.department_id = (
        row.post_id,
        row.person_id,
        row.department_id,
    )
    known.save()


__all__ = [
    "Plan",
    "breach_of",
    "iso",
    "next_threshold",
    "plan",
    "row_of",
    "save_breaches",
    "timers_for",
]
