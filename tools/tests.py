"""Runs the tests: all of them on SQLite, those that touch a database again on PostgreSQL.

    python tools/tests.py [words for pytest]

Browser tests need Chromium, the second run needs a PostgreSQL server: that of
`DATABASE_URL_TEST`, else one that listens on a local socket. What is missing is said loudly at
the end; with `CI=1` it is an error.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from places import chromium, postgres

ROOT = Path(__file__).resolve().parent.parent

PURE = ("tests/worktime", "tests/rulebook")
"""Rooms without a database: one run is enough."""


def main(words: list[str]) -> int:
    """Run the tests and return 1 if any failed, or if one was left out where none may be."""
    missing = []
    if chromium() is None:
        missing.append("browser tests: no Chromium was found (Debian: apt-get install chromium)")
    server = postgres()
    if server is None:
        missing.append("tests on PostgreSQL: no server was found; give DATABASE_URL_TEST")
    if missing and os.environ.get("CI") == "1":
        print("\n".join(f"MISSING: {line}" for line in missing))
        return 1
    with tempfile.TemporaryDirectory(prefix="shouwen-test-") as folder:
        failed = [name for name, url in _runs(server) if _pytest(name, url, folder, words)]
    for line in missing:
        print(f"\n*** SKIPPED *** {line}")
    for name in failed:
        print(f"\n*** FAILED *** on {name}")
    return 1 if failed else 0


def _runs(server: str | None) -> list[tuple[str, str]]:
    return [("SQLite", "sqlite"), *([("PostgreSQL", _own(server))] if server else [])]


def _own(server: str) -> str:
    """Return the address with a database of this run's own, so that runs can stand side by side."""
    head, mark, query = server.partition("?")
    return f"{head}_{os.getpid()}{mark}{query}"


def _pytest(name: str, url: str, folder: str, words: list[str]) -> int:
    print(f"\n=== on {name} ===", flush=True)
    again: list[str] = []
    if name == "PostgreSQL":
        there = [room for room in PURE if (ROOT / room).exists()]
        again = ["-m", "not browser", *(f"--ignore={room}" for room in there)]
    environment = {**os.environ, "DATABASE_URL": url, "SHOUWEN_DATA": f"{folder}/{name}"}
    command = [sys.executable, "-m", "pytest", "-n", "2", "-rs", *again, *words]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
