"""Finds what tests need on this machine: Chromium, PostgreSQL."""

from __future__ import annotations

import getpass
import os
import shutil
from pathlib import Path

SOCKETS = ("/var/run/postgresql", "/tmp")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Return the browser that `SHOUWEN_CHROMIUM` names, else one on the PATH, else None."""
    named = os.environ.get("SHOUWEN_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def postgres() -> str | None:
    """Return the address of a server that lets us make databases, else None."""
    given = os.environ.get("DATABASE_URL_TEST")
    if given:
        return given if _answers(given) else None
    for folder in SOCKETS:
        for user in dict.fromkeys((getpass.getuser(), "postgres")):
            url = f"postgres://{user}@/shouwen?host={folder}"
            if Path(folder).exists() and _answers(url):
                return url
    return None


def _answers(url: str) -> bool:
    """Return whether the server can be reached and this user may create databases there."""
    try:
        import psycopg
    except ImportError:
        return False
    head, _, query = url.partition("?")
    server = f"{head.rpartition('/')[0]}/postgres" + (f"?{query}" if query else "")
    may = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    try:
        with psycopg.connect(server, connect_timeout=3) as connection:
            row = connection.execute(may).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])
