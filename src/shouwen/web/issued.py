"""Query codes just issued: kept half an hour in the session that got them, for one receipt."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

_PLACE = "issued-codes"
_MOST = 20
SHOWN_FOR = timedelta(minutes=30)


def keep(request: HttpRequest, number: str, code: str, *, now: datetime) -> None:
    """Remember a code so that the receipt printed next can show it."""
    if not code:
        return
    known = [one for one in _known(request, now) if one[0] != number]
    until = (now + SHOWN_FOR).timestamp()
    request.session[_PLACE] = [*known, [number, code, until]][-_MOST:]


def code_of(request: HttpRequest, number: str, *, now: datetime) -> str:
    """Return the code of a matter that this session was given just now, else nothing."""
    return next((code for known, code, _ in _known(request, now) if known == number), "")


def forget(request: HttpRequest) -> None:
    """Forget every code, for those who leave a shared screen."""
    request.session.pop(_PLACE, None)


def _known(request: HttpRequest, now: datetime) -> list[list[str]]:
    return [one for one in request.session.get(_PLACE, []) if one[2] > now.timestamp()]
