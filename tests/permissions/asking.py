"""Asking every address as every role, and saying in one word what came of it.

`yes` the page or the form's answer (a form that is at fault was let in); `in` signs in first;
`no` refused or not there, which must look alike; `-` the address does not take this method.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from shouwen.organization import actions, queries
from shouwen.organization.domain import SYSTEM
from tests.permissions.office import PNG, ROLES, STAFF, House

TABLE = Path(__file__).with_name("table.csv")
METHODS = ("GET", "POST")
FIELDS = ("address", "method", *ROLES, "rule")

BODIES: dict[str, dict[str, Any]] = {
    "absence": {"act": "cancel"},
    "explain": {"cited": "wuwei-city@2024-01-01#3"},
    "matter-act": {"note": "记一笔"},
    "matter-reveal": {"reason": "核对电话"},
    "public-follow": {"number": "SQ-20260101-0001", "code": "00000000"},
    "api:register": {"subject": "想办一件事"},
    "api:enter_act": {"act": "noted", "answers": {"note": "记一笔"}},
    "api:deadline": {"start": "2026-02-13T10:00", "within": "5 working-day"},
}
"""What is sent along, where an empty form would not show who is let in."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address by name, with the arguments that it takes."""

    name: str
    arguments: tuple[str, ...]


def addresses() -> dict[str, Address]:
    """Return every address of the site, read from the resolver itself."""
    return {one.name: one for one in _walk(get_resolver().url_patterns, "")}


def _walk(patterns: list[URLPattern | URLResolver], inside: str) -> Iterator[Address]:
    for one in patterns:
        if isinstance(one, URLResolver):
            space = f"{one.namespace}:" if one.namespace else ""
            yield from _walk(one.url_patterns, inside + space)
        else:
            assert one.name, f"{one.pattern} has no name; give it one"
            yield Address(inside + one.name, tuple(one.pattern.converters))


class Asker:
    """Sends requests as every role; whoever has signed in stays so."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.cookies: dict[str, Any] = {}
        self.tokens: dict[str, str] = {}
        for role in STAFF:
            client = Client()
            client.force_login(house.people[role])
            self.cookies[role] = client.cookies
            self.tokens[role] = self._token(role)

    def _token(self, role: str) -> str:
        now, person = timezone.now(), self.house.people[role]
        _, raw = actions.issue_token(
            person,
            name="table",
            rights=sorted(queries.actor(person, now).rights),
            expires_at=now + timedelta(days=1),
            by=SYSTEM,
            at=now,
        )
        return raw

    def ask(self, address: Address, method: str, role: str) -> str:
        """Return the word for what this role gets."""
        answer = self.send(address, method, role)
        return word(answer)

    def send(self, address: Address, method: str, role: str) -> HttpResponseBase:
        """Send one request as a role."""
        given = self.house.arguments(address.name, list(address.arguments), role)
        place, body = reverse(address.name, kwargs=given), self._body(address.name, method)
        client = Client(raise_request_exception=True)
        words: dict[str, Any] = {}
        if address.name.startswith("api:"):
            if role in self.tokens:
                words["headers"] = {"Authorization": f"Bearer {self.tokens[role]}"}
            if method == "POST":
                words["content_type"] = "application/json"
        elif role in self.cookies:
            client.cookies.load({name: one.value for name, one in self.cookies[role].items()})
        ask = client.get if method == "GET" else client.post
        return ask(place, body, **words)  # type: ignore[operator,no-any-return]

    def _body(self, name: str, method: str) -> dict[str, Any]:
        if name == "matter-attach" and method == "POST":  # a file has no place in an address
            return {"file": SimpleUploadedFile("证明.png", PNG, "image/png")}
        return BODIES.get(name) or self.house.bodies.get(name, {})


def word(answer: HttpResponseBase) -> str:
    """Return the word for an answer."""
    status = answer.status_code
    if status == 405:
        return "-"
    if status == 401 or (status in {301, 302, 303} and answer["Location"].startswith("/login/")):
        return "in"
    if status in {403, 404}:
        return "no"
    if status < 400 or status in {400, 409, 413, 422}:
        return "yes"
    return str(status)


def table() -> dict[tuple[str, str], dict[str, str]]:
    """Read the table: (address, method) → role → word, and the rule in words."""
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as opened:
        return {(row["address"], row["method"]): row for row in csv.DictReader(opened)}


def write(rows: dict[tuple[str, str], dict[str, str]]) -> None:
    """Write the table, for people to review."""
    with TABLE.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
