"""Every benchmark in turn, each in a process of its own: `make bench`, or with names of some.

    python -m benchmarks [worktime] [judging] [sweeping] [registering] [pages]

`SHOUWEN_BENCH_URL` names the PostgreSQL database to use; without it, one called `shouwen_bench` is
made where a server answers, and thrown away at the end. A million matters take ten minutes to seed;
`SHOUWEN_BENCH_MATTERS` asks for fewer.
"""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks import office
from benchmarks.figures import machine

ALONE: dict[str, tuple[str, ...]] = {
    "worktime": ("worktime",),
    "judging": ("judging",),
    "sweeping-sqlite": ("sweeping", "sqlite"),
}
"""What needs no server."""

ON_POSTGRES: dict[str, tuple[str, ...]] = {
    "registering": ("registering",),
    "sweeping": ("sweeping", "postgresql"),
    "pages-few": ("pages", "1000"),
    "pages": ("pages", os.environ.get("SHOUWEN_BENCH_MATTERS", "1000000")),
}


def main(asked: list[str]) -> int:
    """Run what is asked for, or everything; return 1 if a benchmark could not be run."""
    print(machine())
    chosen = dict(ALONE)
    if office.choose():
        chosen |= ON_POSTGRES
    else:
        print("no PostgreSQL answers: registering, pages and its sweep are left out")
    failed = False
    try:
        for name, words in chosen.items():
            if not asked or name.partition("-")[0] in asked:
                print(f"\n{name}", flush=True)
                command = [sys.executable, "-m", f"benchmarks.{words[0]}", *words[1:]]
                failed |= subprocess.run(command, check=False).returncode != 0
    finally:
        office.drop()
    print(f"\n{machine()}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
