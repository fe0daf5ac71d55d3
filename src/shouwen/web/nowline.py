"""The sentence that says what a matter waits for: who owes what until when, what besides."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from shouwen.matters.queries import Limit, Page
from shouwen.rulebook.vocabulary import ROLES, name_of
from shouwen.web.errors import joined, named, said
from shouwen.web.telling import short_when
from shouwen.worktime import WorkTime


def now_line(page: Page, office: WorkTime, now: datetime) -> str:
    """Return what is awaited, as one or two sentences."""
    first = _state(page) or _next(page, office, now)
    besides = _besides(page, office, now) if not page.settled else ""
    return f"{first}{besides}"


def _state(page: Page) -> str:
    line = page.line
    if page.settled:
        return gettext("这件事已有结果：%(state)s。") % {"state": said(line.state_name)}
    if line.pending:
        return gettext("等 %(post)s 签收；签收前仍由 %(holder)s 负责。") % {
            "post": named(line.pending),
            "holder": named(line.holder.name or line.holder.department),
        }
    if line.state == "waiting":
        return _papers(page)
    if page.waiting_for:
        role = said(name_of(page.waiting_for, among=ROLES))
        return gettext("等 %(role)s 签批。") % {"role": role}
    return ""


def _papers(page: Page) -> str:
    open_ones = [one for one in page.notices if not one.answered]
    last = open_ones[-1] if open_ones else None
    told = {"papers": joined(last.missing) if last else ""}
    if last is not None and last.answer_by is not None:
        told["day"] = f"{last.answer_by:%m-%d}"
        return gettext("等群众补材料：%(papers)s，%(day)s 前。") % told
    return gettext("等群众补材料：%(papers)s。") % told


def owed(page: Page) -> list[Limit]:
    """Return the limits that run, the earliest first; what the same bearer owes by then, once."""
    found: list[Limit] = []
    for one in page.limits:
        if not one.running or one.right or one.limit is None:
            continue
        covered = any(
            set(one.acts) & set(other.acts) and one.bearer_role == other.bearer_role
            for other in found
        )
        if not covered:
            found.append(one)
    return found


def _next(page: Page, office: WorkTime, now: datetime) -> str:
    running = owed(page)
    if not running:
        return gettext("由 %(holder)s 办理，现在没有在走的期限。") % {
            "holder": named(page.line.holder.name or page.line.holder.department)
        }
    return _wait(running[0], page, office, now)


def _besides(page: Page, office: WorkTime, now: datetime) -> str:
    running = owed(page)
    later = running[1:2] if not _state(page) else running[:1]
    return "".join(" " + _wait(one, page, office, now) for one in later)


def _wait(one: Limit, page: Page, office: WorkTime, now: datetime) -> str:
    assert one.limit is not None
    return gettext("等 %(who)s %(what)s，%(limit)s 前。") % {
        "who": _who(one, page),
        "what": said(one.what),
        "limit": short_when(one.limit, office, now),
    }


def _who(one: Limit, page: Page) -> str:
    line = page.line
    names = {
        "handler": named(line.holder.name),
        "first-asked": named(line.first_asked),
        "recipient": named(line.pending),
    }
    return names.get(one.bearer_role) or said(one.bearer)
