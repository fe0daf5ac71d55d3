"""What an act would do, line by line, as its check sheet and the decision sheet show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from shouwen.enactment import queries as enactment
from shouwen.matters.queries import Foresight, Limit, Moved, Page
from shouwen.web.errors import named, said
from shouwen.web.parts import Effect
from shouwen.web.staff import StaffRequest
from shouwen.web.telling import short_when
from shouwen.worktime import WorkTime


def effects_of(
    request: StaffRequest, foreseen: Foresight, answers: Mapping[str, Any], page: Page
) -> list[Effect]:
    """Return what will happen, line by line."""
    found = []
    if foreseen.state != foreseen.next_state:
        old, new = said(foreseen.state), said(foreseen.next_state)
        found.append(Effect(gettext("状态"), old=old, new=new))
    missing = [
        named(one.name) for one in page.materials if str(one.id) in answers.get("missing", ())
    ]
    if missing or answers.get("extra"):
        listed = [*missing, *([answers["extra"]] if answers.get("extra") else [])]
        lines = "\n".join(f"{at}. {name}" for at, name in enumerate(listed, 1))
        found.append(Effect(gettext("告知单"), letter=lines))
    found += limit_effects(request, foreseen)
    if foreseen.to is not None:
        name = named(foreseen.to.name) or gettext("现在无人在岗")
        found.append(Effect(gettext("交给"), f"{named(foreseen.to.department)} {name}"))
    if foreseen.signer is not None:
        who = gettext("%(role)s %(name)s 签批前不算数。") % {
            "role": said(foreseen.signer),
            "name": named(foreseen.signer_name),
        }
        found.append(Effect(gettext("签批"), who))
    if foreseen.message is not None:
        name = gettext("短信") if foreseen.by_way_of == "sms" else gettext("邮件")
        found.append(Effect(name, letter=foreseen.message.zh))
    elif page.person.anonymous or not (page.person.phone or page.person.email):
        found.append(Effect(gettext("群众"), gettext("没有留联系方式，不会另发消息。")))
    return found


def limit_effects(request: StaffRequest, foreseen: Foresight) -> list[Effect]:
    """Return the limits that the act moves, starts or ends, each once; then those that stay."""
    office = enactment.worktime(request.actor.institution_id)
    told: dict[tuple[str, str, str, str], Effect] = {}

    def tell(effect: Effect) -> None:
        told.setdefault((effect.name, effect.text, effect.old, effect.new), effect)

    for move in foreseen.moved:
        tell(_moved(move, request, office))
    if any(effect.old for effect in told.values()):
        for one in foreseen.stays:
            text = gettext("%(day)s 前，不变") % {"day": _day(one, request, office)}
            tell(Effect(said(one.what), text))
    return list(told.values())


def _moved(move: Moved, request: StaffRequest, office: WorkTime) -> Effect:
    what, old, new = said(move.what), move.old, move.new
    if new is not None and not new.running:
        return Effect(what, _ended(new))
    if old is None:
        return Effect(what, gettext("%(day)s 前") % {"day": _day(new, request, office)})
    return Effect(what, old=_day(old, request, office), new=_day(new, request, office))


def _ended(limit: Limit) -> str:
    known = {"kept": gettext("按时"), "late": gettext("超期")}
    return known.get(limit.verdict, gettext("不再计时"))


def _day(limit: Limit | None, request: StaffRequest, office: WorkTime) -> str:
    if limit is None or limit.limit is None:
        return gettext("没有期限")
    if limit.verdict == "paused":
        return gettext("停止计时")
    return short_when(limit.limit, office, request.now)
