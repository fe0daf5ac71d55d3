"""The frame around every page: office, menu, duty person, looks; read only when a page shows it.

Page modules may say what is counted beside an entry: `count("desk", function)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext, gettext_lazy

from shouwen.organization import permissions
from shouwen.organization import queries as organization
from shouwen.organization.domain import Actor, Presence, Snapshot
from shouwen.web.look import LANGUAGE_TAGS, SIZES, Look, language_tag, look_of

MOST_ENTRIES = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu as the code knows it: `page` is the name of the page's address."""

    page: str
    name: Promise
    icon: str
    rights: frozenset[str] = frozenset()
    """Any of these opens it; none needed when empty."""
    key: str = ""


def _entry(page: str, name: Promise, icon: str, *rights: str, key: str = "") -> Entry:
    unknown = set(rights) - permissions.ALL
    if unknown:
        raise KeyError(f"No right is called {', '.join(sorted(unknown))}.")
    return Entry(page, name, icon, frozenset(rights), key)


MENU: tuple[Entry, ...] = (
    _entry("overview", gettext_lazy("总览"), "chart-bar", "overview.see", key="g o"),
    _entry("desk", gettext_lazy("工作台"), "home-2", "matter.act", key="g h"),
    _entry("intake", gettext_lazy("登记"), "clipboard-plus", "matter.register", key="n"),
    _entry("matters", gettext_lazy("事项"), "files", "matter.see-own", key="g m"),
    _entry("sign", gettext_lazy("签批"), "signature", "matter.approve", key="g s"),
    _entry("supervision", gettext_lazy("督查"), "eye", "matter.supervise"),
    _entry("registers", gettext_lazy("登记簿"), "clipboard-list", "matter.register"),
    _entry("people", gettext_lazy("去向"), "map-pin", "roster.see"),
    _entry("catalog", gettext_lazy("目录"), "list", "catalog.edit"),
    _entry("rulebooks", gettext_lazy("制度库"), "book-2", "rulebook.see", key="g r"),
    _entry("record", gettext_lazy("记录"), "shield-check", "journal.see", "journal.verify"),
    _entry("setup", gettext_lazy("设置"), "settings", "roster.edit", "role.assign"),
)

Counter = Callable[[Actor, datetime], int]
_counters: dict[str, Counter] = {}


def count(page: str, counter: Counter) -> None:
    """Show this number beside the page's entry; 0 shows nothing."""
    _counters[page] = counter


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the menu as the page shows it."""

    name: str
    url: str
    icon: str
    key: str
    current: bool
    count: int


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is shown by name."""

    name: str
    seat: str = ""


class Frame:
    """What the base templates ask for; each part is computed when first asked."""

    def __init__(self, request: HttpRequest, at: datetime) -> None:
        self.request = request
        self.at = at
        self.sizes = SIZES
        self.languages = [
            (code, LANGUAGE_TAGS.get(code, code), name) for code, name in settings.LANGUAGES
        ]

    @cached_property
    def look(self) -> Look:
        """Return the reader's looks."""
        return look_of(self.request)

    @cached_property
    def lang(self) -> str:
        """Return the page's language tag."""
        return language_tag()

    @cached_property
    def actor(self) -> Actor | None:
        """Return who is signed in, with rights at this instant."""
        known: Actor | None = getattr(self.request, "actor", None)
        return known or actor_of(self.request, self.at)

    @cached_property
    def institution(self) -> Any:
        """Return the institution of who is signed in, else the first one, else None."""
        person = visitor(self.request)
        if person.is_authenticated:
            return person.institution
        return next(iter(organization.institutions()), None)

    @cached_property
    def office(self) -> str:
        """Return the office's name in the reader's language."""
        if self.institution is None:
            return gettext("首问")
        english = self.institution.name_en if self.lang == "en" else ""
        return english or str(self.institution.name)

    @property
    def phone(self) -> str:
        """Return the office's telephone, as written."""
        return self.institution.phone if self.institution else ""

    @property
    def phone_digits(self) -> str:
        """Return the telephone as a link dials it."""
        return "".join(letter for letter in self.phone if letter.isdigit() or letter == "+")

    @property
    def address(self) -> str:
        """Return where the office is."""
        return self.institution.address if self.institution else ""

    @cached_property
    def person_name(self) -> str:
        """Return who is signed in."""
        person = visitor(self.request)
        if not person.is_authenticated:
            return ""
        english = person.name_en if self.lang == "en" else ""
        return english or str(person.name)

    @cached_property
    def person_note(self) -> str:
        """Return the department of who is signed in."""
        person = visitor(self.request)
        department = person.department if person.is_authenticated else None
        if department is None:
            return ""
        english = department.name_en if self.lang == "en" else ""
        return english or str(department.name)

    @cached_property
    def duty(self) -> Named | None:
        """Return who is on duty in the office now; None when no roster names anybody."""
        if self.actor is None:
            return None
        known = getattr(self.request, "roster", None)
        house = self.actor.institution_id
        roster = organization.snapshot(house, self.at, known)
        answer = organization.resolve(
            "duty-officer", institution_id=house, at=self.at, roster=roster
        )
        return self._named(answer, roster)

    def _named(self, answer: Presence, roster: Snapshot) -> Named | None:
        if answer.person_id is None:
            return None
        member = roster.members[answer.person_id]
        english = member.name_en if self.lang == "en" else ""
        return Named(english or member.name)

    @cached_property
    def menu(self) -> list[Shown]:
        """Return the entries that this reader uses, at most nine."""
        actor = self.actor
        if actor is None:
            return []
        shown = [self._shown(entry, url, actor) for entry, url in menu_of(actor)]
        nearest = max((len(one.url) for one in shown if one.current), default=0)
        return [replace(one, current=one.current and len(one.url) == nearest) for one in shown]

    def _shown(self, entry: Entry, url: str, actor: Actor) -> Shown:
        counter = _counters.get(entry.page)
        here = self.request.path
        return Shown(
            name=str(entry.name),
            url=url,
            icon=entry.icon,
            key=entry.key,
            current=here == url or (url != "/" and here.startswith(url)),
            count=counter(actor, self.at) if counter else 0,
        )

    @property
    def home(self) -> str:
        """Return the first page of who is signed in."""
        return self.menu[0].url if self.menu else self.public_home

    public_home = "/"

    @property
    def search(self) -> str:
        """Return the address that searches; empty while there is none."""
        return _address("search")

    @property
    def messages_url(self) -> str:
        """Return the address of the reader's messages."""
        return _address("messages")

    @property
    def settings_url(self) -> str:
        """Return the address of the reader's own settings."""
        return _address("me")

    @cached_property
    def unread(self) -> int:
        """Return how many messages are unread."""
        counter = _counters.get("messages")
        return counter(self.actor, self.at) if counter and self.actor else 0


def visitor(request: HttpRequest) -> Any:
    """Return who is signed in, or a stranger; a request refused early has no user yet."""
    return getattr(request, "user", None) or AnonymousUser()


def actor_of(request: HttpRequest, at: datetime) -> Actor | None:
    """Return who is signed in, with rights at `at`; None for a visitor."""
    person = visitor(request)
    return organization.actor(person, at) if person.is_authenticated else None


def menu_of(actor: Actor) -> list[tuple[Entry, str]]:
    """Return the entries that the actor's rights open and whose pages exist."""
    open_to = [one for one in MENU if not one.rights or one.rights & actor.rights]
    found = [(one, _address(one.page)) for one in open_to]
    return [(one, url) for one, url in found if url][:MOST_ENTRIES]


@lru_cache(maxsize=64)
def _address(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template `frame`, computed when a base template asks for it."""
    at = getattr(request, "now", None)
    return {"frame": SimpleLazyObject(lambda: Frame(request, at or timezone.now()))}
