"""What an act on a matter leads to beside its entry: papers, replies, ratings, messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouwen.catalog.models import Material
from shouwen.docket.models import Dossier
from shouwen.enactment import queries as enactment
from shouwen.errors import Text
from shouwen.matters.actions.files import Kept, attach
from shouwen.matters.domain import Checked, Form, wrong_fields
from shouwen.matters.models import HandedIn, Matter, PapersNotice
from shouwen.notify.actions import Notice, tell
from shouwen.notify.words import SENTENCES
from shouwen.papers import actions as papers
from shouwen.worktime import words


@dataclass(frozen=True, slots=True)
class Notes:
    """The form, its checked answers and the instant of the act."""

    form: Form
    checked: Checked
    at: datetime
    files: tuple[Kept, ...] = ()
    by_citizen: bool = False


LOW_RATING = 2
"""Ratings up to this one are followed up by a call."""


def follow(dossier: Dossier, seq: int, notes: Notes) -> None:
    """Store what the act means for the matter, and put the citizen's message into the outbox."""
    matter = Matter.objects.get(dossier=dossier)
    attach(matter, notes.files, by_citizen=notes.by_citizen, at=notes.at)
    effect = _EFFECTS.get(notes.form.act)
    if effect is not None:
        effect(matter, dossier, seq, notes)
    if notes.form.tells is not None:
        missing = papers_missing(notes.checked)
        tell_citizen(matter, dossier, notes.form.tells, seq=seq, at=notes.at, missing=missing)


def tell_citizen(
    matter: Matter, dossier: Dossier, template: str, *, seq: int, at: datetime, missing: int = 0
) -> None:
    """Write the citizen's message: by SMS where there is a telephone, else by e-mail, else none.

    It carries the number and dates, never content; what it is about is read with the query code.
    """
    if matter.phone:
        channel, address = "sms", matter.phone
    elif matter.email:
        channel, address = "email", matter.email
    else:
        return
    facts = facts_of(matter, dossier, missing=missing)
    notice = Notice(
        wording(template, facts),
        f"{dossier.uid.hex}:{seq}:citizen",
        address=address,
        channel=channel,
        about=dossier.number,
        facts=facts,
    )
    tell([notice], institution_id=dossier.institution_id, at=at)


def facts_of(matter: Matter, dossier: Dossier, *, missing: int = 0) -> dict[str, Any]:
    """Return what the citizen's messages are filled with: number, names, the limit in words."""
    facts: dict[str, Any] = {
        "number": dossier.number,
        "office": dossier.institution.name,
        "item": matter.item.name if matter.item else matter.title[:12],
        "missing": missing,
    }
    if dossier.limit_at is not None:
        local = enactment.worktime(dossier.institution_id).local(dossier.limit_at)
        facts["limit"] = {
            "zh": words.moment(local, "zh", "citizen"),
            "en": words.moment(local, "en", "citizen"),
        }
    return facts


def wording(template: str, facts: Mapping[str, Any]) -> str:
    """Return the template that says only what is known: without a limit none is promised."""
    plain = f"{template}-without-limit"
    return plain if "limit" not in facts and plain in SENTENCES else template


def papers_missing(checked: Checked) -> int:
    """Return how many papers a one-time notice names."""
    return len(checked.fields.get("missing", [])) + ("extra" in checked.personal)


def _told_once(matter: Matter, dossier: Dossier, seq: int, notes: Notes) -> None:
    """Keep the notice; a second one is an exception that must give its reason (一次性告知)."""
    earlier = matter.papers_notices.count()
    if earlier and "reason" not in notes.checked.personal:
        raise wrong_fields(
            {
                "reason": Text(
                    "已经告知过一次。再次告知须写明原因,并会记录为例外。",
                    "A notice was given before. A second one needs a reason and is recorded.",
                )
            }
        )
    asked = [code for code in notes.checked.fields.get("missing", []) if code.isdigit()]
    answer_by = notes.checked.fields.get("answer-by")
    notice = PapersNotice.objects.create(
        matter=matter,
        seq=seq,
        ordinal=earlier + 1,
        extra=[notes.checked.personal["extra"]] if "extra" in notes.checked.personal else [],
        answer_by=date.fromisoformat(answer_by) if answer_by else None,
        told_at=notes.at,
    )
    notice.materials.set(Material.objects.filter(pk__in=asked, item=matter.item_id))
    papers.make(
        "one-time-notice",
        institution_id=dossier.institution_id,
        dossier=dossier.uid,
        number=f"{dossier.number}-G{notice.ordinal}",
        seq=seq,
        facts={"notice": notice.pk},
        at=notes.at,
    )


def _received(matter: Matter, dossier: Dossier, seq: int, notes: Notes) -> None:
    matter.papers_notices.filter(answered_at__isnull=True).update(answered_at=notes.at)
    _note_papers(matter, notes)


def _part_received(matter: Matter, dossier: Dossier, seq: int, notes: Notes) -> None:
    """Note what came of the papers asked for; with the last of them it is no part any more."""
    notice = open_notice(matter)
    came = notes.checked.fields.get("received", [])
    if notice is None or not set(came) <= set(notice.codes):
        raise wrong_fields(
            {"received": Text("请勾选告知过的材料。", "Tick papers that were told.")}
        )
    notice.received = [code for code in notice.codes if code in {*notice.received, *came}]
    if not notice.missing:
        raise wrong_fields(
            {
                "received": Text(
                    "这样就齐了,请改用「材料已补」。",
                    "That makes them complete: enter “Papers received” instead.",
                )
            }
        )
    notice.save(update_fields=["received"])
    _note_papers(matter, notes)


def open_notice(matter: Matter) -> PapersNotice | None:
    """Return the newest notice that still waits for its papers."""
    waiting = matter.papers_notices.filter(answered_at__isnull=True)
    return waiting.prefetch_related("materials").order_by("-ordinal").first()


def _note_papers(matter: Matter, notes: Notes) -> None:
    codes = [code for code in notes.checked.fields.get("received", []) if code.isdigit()]
    HandedIn.objects.bulk_create(
        (
            HandedIn(matter=matter, material=material, at=notes.at)
            for material in Material.objects.filter(pk__in=codes, item=matter.item_id)
        ),
        ignore_conflicts=True,
    )


def _replied(matter: Matter, dossier: Dossier, seq: int, notes: Notes) -> None:
    texts = notes.checked.personal
    names = ("reply", "result", "reason", "basis", "remedy", "target", "contact")
    matter.reply = "\n".join(texts[name] for name in names if name in texts)
    matter.save(update_fields=["reply"])


def _refused(matter: Matter, dossier: Dossier, seq: int, notes: Notes) -> None:
    _replied(matter, dossier, seq, notes)
    papers.make(
        "refusal",
        institution_id=dossier.institution_id,
        dossier=dossier.uid,
        number=f"{dossier.number}-B{seq}",
        seq=seq,
        facts={},
        at=notes.at,
    )


def _accepted(matter: Matter, dossier: Dossier, seq: int, notes: Notes) -> None:
    papers.make(
        "receipt",
        institution_id=dossier.institution_id,
        dossier=dossier.uid,
        number=f"{dossier.number}-S",
        seq=seq,
        facts={"handed_in": list(matter.handed_in.values_list("material_id", flat=True))},
        at=notes.at,
    )


def _rated(matter: Matter, dossier: Dossier, seq: int, notes: Notes) -> None:
    matter.rating, matter.rated_at = int(notes.checked.fields["rating"]), notes.at
    matter.save(update_fields=["rating", "rated_at"])
    if matter.rating <= LOW_RATING and dossier.first_asked_id is not None:
        call_back = Notice(
            "call-back",
            f"{dossier.uid.hex}:{seq}:call-back",
            person=dossier.first_asked_id,
            about=dossier.number,
            facts={"number": dossier.number},
        )
        tell([call_back], institution_id=dossier.institution_id, at=notes.at)


_EFFECTS: Mapping[str, Callable[[Matter, Dossier, int, Notes], None]] = {
    "told-once": _told_once,
    "correction-received": _received,
    "correction-part-received": _part_received,
    "answered": _replied,
    "completed": _replied,
    "guided": _replied,
    "not-accepted": _replied,
    "refused": _refused,
    "accepted": _accepted,
    "rated": _rated,
}
