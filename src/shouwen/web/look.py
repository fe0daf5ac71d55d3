"""How a reader wants pages to look: kept in one cookie, no account needed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy

COOKIE = "shouwen_look"
MENU_COOKIE = "shouwen_menu"
YEAR = 31_536_000

SIZES = (("", gettext_lazy("标准字")), ("m", gettext_lazy("大字")), ("l", gettext_lazy("特大字")))

LANGUAGE_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
"""Django's name of a language and the one that pages carry in `lang`."""

_PERMITTED = {
    "size": {"", "m", "l"},
    "contrast": {"", "more", "off"},
    "elder": {"", "1"},
    "keys": {"", "off"},
}


@dataclass(frozen=True, slots=True)
class Look:
    """`size` "", m or l; `contrast` "" (as the system wishes), more or off; `elder` 长者版."""

    size: str = ""
    contrast: str = ""
    elder: str = ""
    keys: str = ""
    menu: str = ""

    @property
    def keys_off(self) -> bool:
        """Return whether single keys are switched off."""
        return self.keys == "off"


def look_of(request: HttpRequest) -> Look:
    """Return what the cookies ask for; anything unknown in them counts as not said."""
    asked = dict(parse_qsl(request.COOKIES.get(COOKIE, "")))
    menu = request.COOKIES.get(MENU_COOKIE, "")
    return replace(_taken(Look(), asked), menu=menu if menu == "narrow" else "")


def changed(look: Look, asked: dict[str, str]) -> Look:
    """Return the look with the switches that were pressed."""
    plain = {name: {"0": "", "on": ""}.get(value, value) for name, value in asked.items()}
    return _taken(look, plain)


def keep(response: HttpResponse, look: Look, *, secure: bool) -> None:
    """Remember the look for a year."""
    named = {one.name: getattr(look, one.name) for one in fields(look) if one.name != "menu"}
    value = urlencode({name: word for name, word in named.items() if word})
    response.set_cookie(COOKIE, value, max_age=YEAR, secure=secure, samesite="Lax", httponly=True)


def language_tag() -> str:
    """Return the page's language as `lang` says it: zh-Hans, zh-Hant or en."""
    return LANGUAGE_TAGS.get((get_language() or "").lower(), "zh-Hans")


def _taken(look: Look, asked: dict[str, str]) -> Look:
    known = {name: word for name, word in asked.items() if word in _PERMITTED.get(name, set())}
    return replace(look, **known)
