"""Reading settings from the environment, failing loudly on nonsense."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """Return the variable, or `default` when it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, default: bool) -> bool:
    """Return the variable as yes or no; anything but 1/0/true/false/yes/no is refused."""
    value = os.environ.get(name, "").lower()
    if not value:
        return default
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")


def number(name: str, default: int) -> int:
    """Return the variable as a whole number."""
    value = os.environ.get(name) or str(default)
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """Return the variable split at commas, blanks removed."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def kept_secret(file: Path) -> str:
    """Return the secret in `file`, making it (readable by its owner only) the first time."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def mail(address: str) -> dict[str, object]:
    """Return Django's mail settings for `smtp://` or `smtps://` with user, password and port."""
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"SHOUWEN_SMTP is {address!r}; write smtp://user@host:25")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def database(url: str, folder: Path) -> dict[str, object]:
    """Return Django's database settings for `sqlite` or a `postgres://` address.

    SQLite runs in WAL mode with `synchronous=FULL`: NORMAL lost acknowledged acts in simulated
    power cuts. PostgreSQL keeps its default `synchronous_commit=on` for the same reason.
    """
    if url.startswith("sqlite"):
        path = url.partition("://")[2] or str(folder / "shouwen.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-64000;PRAGMA secure_delete=ON;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {parts.scheme!r}; write sqlite:///path or postgres://…"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "shouwen",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _options(parts.query),
    }


PREPARED_FROM = 3
"""From which time on what is sent prepared at all (`journal.rows.prepared`) is so."""


def _options(query: str) -> dict[str, object]:
    """Return what an address says beside the database; `prepare_threshold=0` prepares nothing."""
    said = dict(parse_qsl(query))
    given = said.pop("prepare_threshold", str(PREPARED_FROM))
    if not given.isdecimal():
        raise ImproperlyConfigured(
            f"DATABASE_URL says prepare_threshold={given!r}; write a number, 0 for never"
        )
    return {**said, "prepare_threshold": int(given) or None}
