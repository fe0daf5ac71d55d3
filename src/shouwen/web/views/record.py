"""记录与核验: how far the record is sealed, verifying it, exporting it, proving one matter."""

from __future__ import annotations

import tempfile
import time
from datetime import datetime
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.docket import queries as docket
from shouwen.enactment import queries as enactment
from shouwen.errors import Name, ShouwenError, Text
from shouwen.journal import actions, queries
from shouwen.journal.queries import Fault
from shouwen.organization import queries as organization
from shouwen.web.errors import named, said, told
from shouwen.web.legal import proving
from shouwen.web.notes import tell
from shouwen.web.parts import Crumb, Empty, Figure, Note
from shouwen.web.staff import StaffRequest, may, staff

SEE = ("journal.see", "journal.verify", "journal.export")


@require_safe
@staff(*SEE)
def record(request: StaffRequest) -> HttpResponse:
    """Show how far the record is numbered and sealed, its seals, and who looked at it."""
    return _page(request)


def _page(request: StaffRequest, **more: object) -> HttpResponse:
    institution = request.actor.institution_id
    office = enactment.worktime(institution)
    health = queries.health(institution)
    seals = queries.seals(institution)
    context = {
        "crumbs": [Crumb(_("记录"))],
        "figures": _figures(health, office.local(health.sealed_at) if health.sealed_at else None),
        "health": health,
        "behind": health.copied < health.sealed,
        "seals": [
            (one.checkpoint.size, one.checkpoint.root.hex(), office.local(one.checkpoint.at))
            for one in seals
        ],
        "audits": _audits(institution, request),
        "may_verify": may(request, "journal.verify"),
        "may_export": may(request, "journal.export"),
        "no_seal": Empty(
            _("还没有封印。"), text=_("后台每隔几分钟封印一次；第一次封印后这里有记录。")
        ),
        **more,
    }
    return render(request, "record/record.html", context)


def _figures(health: queries.Health, sealed_at: object) -> list[Figure]:
    at = f"{sealed_at:%Y-%m-%d %H:%M}" if sealed_at else _("还没有")
    return [
        Figure(_("记录"), f"{health.size + health.pending:,}", unit=_("条")),
        Figure(_("待编号"), f"{health.pending:,}", unit=_("条")),
        Figure(_("已封印"), f"{health.sealed:,}", unit=_("条"), note=at),
        Figure(_("库外副本"), f"{health.copied:,}", unit=_("条")),
    ]


def _audits(institution: int, request: StaffRequest) -> list[tuple[datetime, str, str, str]]:
    """Return who verified, exported and proved the record, newest first."""
    office = enactment.worktime(institution)
    names = {
        one.pk: named(Name(one.name, one.name_en))
        for one in organization.people(institution, with_left=True)
    }
    rows = []
    for entry in reversed(queries.entries(actions.chain_of(institution))[-20:]):
        who = names.get(entry.by.get("person") or 0, _("系统"))
        rows.append((office.local(entry.at), who, proving.act_name(entry.act), _found(entry.facts)))
    return rows


def _found(facts: object) -> str:
    if not isinstance(facts, dict) or "clean" not in facts:
        return ""
    if facts["clean"]:
        return _("一致，%(entries)s 条") % {"entries": facts["entries"]}
    return _("不一致：%(fault)s") % {"fault": facts.get("fault", "")}


@require_POST
@staff("journal.verify")
def verify(request: StaffRequest) -> HttpResponse:
    """Verify the whole record with the tool that knows nothing of this program."""
    institution = request.actor.institution_id
    began = time.monotonic()
    try:
        actions.sequence(institution)
        verdict = queries.verify(institution, at=request.now)
    except ShouwenError as refusal:
        return _page(request, refused=told(refusal))
    fault = verdict.fault
    facts: dict[str, object] = {
        "clean": verdict.clean, "entries": verdict.entries, "sealed": verdict.sealed,
    }  # fmt: skip
    if fault is not None:
        facts["fault"] = fault.code
    _audited(request, "record-verified", facts)
    return _page(
        request,
        verdict=verdict,
        seconds=f"{time.monotonic() - began:.1f}",
        fault=_named(fault),
        number=_number(institution, fault),
    )


def _audited(request: StaffRequest, act: str, facts: dict[str, object]) -> None:
    actions.audited(
        act,
        institution_id=request.actor.institution_id,
        facts=facts,
        by=request.actor.signature(),
        at=request.now,
    )


def _named(fault: Fault | None) -> str:
    """Return the first fault in words."""
    return said(Text(fault.zh, fault.words)) if fault is not None else ""


def _number(institution: int, fault: Fault | None) -> str:
    """Return the number of the matter whose chain is at fault, where it is a matter's."""
    dossier = fault.dossier if fault is not None else None
    if fault is not None and dossier is None and fault.index is not None:
        stands = queries.place(institution, fault.index)
        dossier = stands[0] if stands else None
    if dossier is None:
        return ""
    uid = UUID(hex=dossier)
    return docket.numbers_of([uid]).get(uid, dossier)


@require_POST
@staff("journal.export")
def export(request: StaffRequest) -> HttpResponse | FileResponse:
    """Hand out the record for the verifier; personal data in clear only if it was asked for."""
    institution = request.actor.institution_id
    opened = request.POST.get("opened") == "1"
    actions.sequence(institution)
    _audited(request, "record-exported", {"opened": opened})
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    queries.export(institution, stream, at=request.now, opened=opened)
    stream.seek(0)
    name = f"journal-{institution}-{request.now:%Y%m%d-%H%M}.txt"
    answer = FileResponse(stream, as_attachment=True, filename=name)
    answer["Content-Type"] = "text/plain; charset=utf-8"
    return answer


@require_safe
@staff("journal.see", "journal.verify")
def proof(request: StaffRequest) -> HttpResponse:
    """Show the chain of one matter with its hashes, to be printed or checked elsewhere."""
    institution = request.actor.institution_id
    number = request.GET.get("number", "").strip()[:40]
    office = enactment.worktime(institution)
    try:
        found = proving.chain(institution, number, office) if number else None
    except ShouwenError as fault:
        tell(request, Note(said(fault.text), "bad"))
        return HttpResponseRedirect(reverse("record"))
    if found is None:
        tell(
            request,
            Note(
                _("没有编号「%(number)s」的事项。") % {"number": number}
                if number
                else _("请写要证明的事项编号。"),
                "bad",
            ),
        )
        return HttpResponseRedirect(reverse("record"))
    if request.GET.get("as") == "text":
        _audited(request, "record-proved", {"dossier": found.dossier})
        return _proof_file(found)
    context = {
        "crumbs": [Crumb(_("记录"), reverse("record")), Crumb(found.number)],
        "chain": found,
        "at": office.local(request.now),
        "last": next(iter(queries.seals(institution, 1)), None),
    }
    return render(request, "record/proof.html", context)


def _proof_file(found: proving.Chain) -> HttpResponse:
    if not any(one.proof for one in found.links):
        raise Http404
    told = "\n".join(f"# {found.number} {one.seq} {one.hash}\n{one.proof}" for one in found.links)
    answer = HttpResponse(told, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}-proof.txt"'
    return answer


urlpatterns = [
    path("record/", record, name="record"),
    path("record/verify/", verify, name="record-verify"),
    path("record/export/", export, name="record-export"),
    path("record/proof/", proof, name="record-proof"),
]
