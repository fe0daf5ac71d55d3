"""Sign-in for Django: name this in AUTHENTICATION_BACKENDS."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from shouwen.errors import Refused
from shouwen.organization.actions.access import sign_in
from shouwen.organization.models import Person

PATH = "shouwen.organization.backend.PersonBackend"


def address_of(request: HttpRequest | None) -> str:
    """Return the address that a request came from, as the server in front reports it."""
    return str(request.META.get("REMOTE_ADDR") or "")[:45] if request is not None else ""


class PersonBackend(BaseBackend):
    """Lets active people in who have not left; after failures it makes them wait."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_more: Any,
    ) -> Person | None:
        """Return the person, or raise `PermissionDenied`, so that no other backend is asked."""
        if not username or password is None:
            return None
        try:
            return sign_in(
                username=username,
                password=password,
                address=address_of(request),
                at=timezone.now(),
            )
        except Refused as refused:
            if request is not None:
                request.sign_in_refused = refused  # type: ignore[attr-defined]
            raise PermissionDenied(refused.code) from refused

    def get_user(self, user_id: int) -> Person | None:
        """Return the person of a session, so long as they are in office."""
        rows = Person.objects.select_related("institution", "department")
        person = rows.filter(pk=user_id, active=True).first()
        if person is None or (person.left_at is not None and person.left_at <= timezone.now()):
            return None
        return person
