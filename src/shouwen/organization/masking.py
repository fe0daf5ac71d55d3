"""Hiding what a reader need not see: names, telephones, identity numbers, addresses. Pure."""

from __future__ import annotations

import re

_PAIRS = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙令狐慕容司徒夏侯端木南宫长孙宇文"
    "轩辕独孤呼延申屠太史公羊淳于单于赫连澹台闻人钟离拓跋西门百里万俟"
)
_TWO_CHARACTER_SURNAMES = frozenset(_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2))
_STREET = re.compile(
    r"^(.*?(?:街道|大道|路|街|巷|弄|胡同|大街|村|社区|小区|镇|乡))(?=.)", re.DOTALL
)
_EAST_ASIAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")


def mask_name(name: str) -> str:
    """Return the surname and a star for each further character: 王某某 → 王**, Ann Lee → A** L**.

    Double surnames stay whole (欧阳小满 → 欧阳**). A name of one character is all star.
    """
    name = name.strip()
    if not name:
        return ""
    if not _EAST_ASIAN.search(name):
        words = name.split()
        return " ".join(f"{word[0]}{'*' * min(len(word) - 1, 2)}" for word in words)
    if "·" in name:
        return f"{name[0]}**"
    if len(name) == 1:
        return "*"
    kept = 2 if len(name) > 2 and name[:2] in _TWO_CHARACTER_SURNAMES else 1
    return name[:kept] + "*" * (len(name) - kept)


def mask_phone(phone: str) -> str:
    """Return 138****0000 for 13800000000; other numbers keep their last two digits at most."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    if len(digits) < 5:
        return "*" * len(digits)
    return "*" * (len(digits) - 2) + digits[-2:]


def mask_identity(number: str) -> str:
    """Return 330***********123X for an 18-digit identity number; others show one character."""
    number = number.strip()
    if len(number) == 18:
        return f"{number[:3]}{'*' * 11}{number[-4:]}"
    return f"{number[:1]}{'*' * (len(number) - 1)}" if len(number) > 1 else "*" * len(number)


def mask_address(address: str) -> str:
    """Return the address down to the street: 某市某区人民路*** for 某市某区人民路 12 号 301 室."""
    address = address.strip()
    found = _STREET.match(address)
    if found:
        return f"{found.group(1)}***"
    kept = address[: min(6, len(address) // 2)]
    return f"{kept}***" if address else ""


def mask_email(address: str) -> str:
    """Return a***@example.cn for ann@example.cn."""
    name, at, domain = address.strip().partition("@")
    return f"{name[:1]}***{at}{domain}" if at else mask_name(address)
