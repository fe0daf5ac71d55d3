"""From the values of the rooms to the shapes of the interface."""

from __future__ import annotations

from shouwen.api import schemas
from shouwen.errors import Text
from shouwen.journal.queries import Entry
from shouwen.matters import queries as matters
from shouwen.matters.domain import Form


def words(text: Text) -> schemas.Words:
    """Return a sentence in both languages."""
    return schemas.Words(zh=text.zh, en=text.en)


def line(row: matters.Line) -> schemas.MatterLine:
    """Return a row of a list."""
    return schemas.MatterLine(
        number=row.number,
        title=row.title,
        kind=row.kind,
        state=row.state,
        state_name=words(row.state_name),
        applicant=row.applicant,
        item=row.item,
        holder=schemas.Holder(
            post=row.holder.post,
            person=row.holder.person,
            name=row.holder.name,
            department=row.holder.department,
            capacity=row.holder.letter,
        ),
        first_asked=row.first_asked,
        pending=row.pending,
        lamp=row.left.lamp,
        limit=row.left.limit,
        left=words(row.left.said),
        provisional=row.left.provisional,
        opened_at=row.opened_at,
        seq=row.seq,
    )


def limit(row: matters.Limit) -> schemas.Limit:
    """Return an obligation with its derivation."""
    return schemas.Limit(
        key=row.key,
        what=words(row.what),
        bearer=words(row.bearer),
        verdict=row.verdict,
        lamp=row.lamp,
        limit=row.limit,
        promised=row.promised,
        left=words(row.left),
        provisional=row.provisional,
        right=row.right,
        soft=row.soft,
        cited=list(row.cited),
        steps=[dict(step) for step in row.steps],
    )


def form(found: Form, *, primary: bool) -> schemas.Act:
    """Return an act with its form."""
    return schemas.Act(
        act=found.act,
        label=words(found.label),
        primary=primary,
        level=found.level,
        fields=[
            schemas.FormField(
                name=one.name,
                kind=one.kind,
                label=words(one.label),
                required=one.required,
                choices={code: words(text) for code, text in one.choices.items()},
            )
            for one in found.fields
        ],
    )


def whole(page: matters.Page) -> schemas.MatterWhole:
    """Return a matter's page."""
    return schemas.MatterWhole(
        matter=line(page.line),
        subject=page.subject,
        applicant=page.person.name,
        phone=page.person.phone,
        reply=page.reply,
        rating=words(page.rating) if page.rating else None,
        limits=[limit(row) for row in page.limits],
        possible=[form(one.form, primary=one.primary) for one in page.acts.possible],
        barred=[
            schemas.BarredAct(
                act=one.form.act,
                label=words(one.form.label),
                why=words(one.why),
                because=list(one.because),
                remedy=words(one.remedy) if one.remedy else None,
            )
            for one in page.acts.barred
        ],
    )


def entry(found: Entry) -> schemas.Entry:
    """Return an entry of the chain: codes and commitments, no personal data."""
    return schemas.Entry(
        seq=found.seq,
        act=found.act,
        at=found.at,
        recorded=found.recorded,
        by=dict(found.by),
        facts=dict(found.facts),
        committed=sorted(found.values),
        hash=found.hash,
        prev=found.prev,
    )
