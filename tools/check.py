"""Runs every check that needs no test: `make check`.

format, lint, types, arrows, rulebooks, migrations, translations, docs. All are run, whatever the
others say; the output of one is shown only if it fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("types", ["mypy", "--no-error-summary"]),
    ("arrows", ["lint-imports"]),
    ("rulebooks", ["shouwen", "rulebook", "check"]),
    ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("translations", ["python", "tools/translations.py", "check"]),
    ("docs", ["python", "tools/docs.py"]),
)


def main(words: list[str]) -> int:
    """Run the checks named, or all; return 1 if one failed."""
    wanted = [(name, command) for name, command in CHECKS if not words or name in words]
    with tempfile.TemporaryDirectory(prefix="shouwen-check-") as folder:
        failed = [name for name, command in wanted if not _passes(name, command, folder)]
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str, command: list[str], folder: str) -> bool:
    environment = {**os.environ, "SHOUWEN_DATA": folder, "DATABASE_URL": "sqlite"}
    start = time.monotonic()
    try:
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
    except OSError as fault:
        print(f"FAILED {name}: {fault}")
        return False
    seconds = time.monotonic() - start
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
