"""The table of settings in the administrator's manual, made from the comments of the settings.

python -m shouwen.jobs.manual docs/administrator.md      write the table anew
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

SETTINGS = Path(__file__).resolve().parent.parent / "conf" / "settings.py"
BEGIN, END = "<!-- settings: made by shouwen.jobs.manual -->", "<!-- end of settings -->"
ELSEWHERE = (
    ("SHOUWEN_HOST", "127.0.0.1", "Address on which `shouwen serve` and `demo` listen."),
    ("SHOUWEN_PORT", "8000", "Port on which `shouwen serve` and `demo` listen."),
)
"""Settings that only commands read."""

_READ = re.compile(
    r'env\.\w+\(\s*"(?P<name>[A-Z_]+)"(?:,\s*(?P<default>[^\n]*?))?\)(?=[\s\]),/}]|$)'
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the environment, its default, what it is for."""

    name: str
    default: str
    what: str


def settings(source: str) -> list[Setting]:
    """Return every variable that the settings read, with the comment above it."""
    found = [Setting(*row) for row in ELSEWHERE]
    comment: list[str] = []
    before = ""
    for line in source.splitlines():
        if not line.strip() or (line.startswith("# ") and not before.startswith("# ")):
            comment = []
        if line.startswith("# "):
            comment.append(line[2:])
        what = " ".join(comment)
        found.extend(
            Setting(read["name"], _default(read["default"] or ""), what)
            for read in _READ.finditer("" if line.startswith("#") else line)
        )
        before = line
    return found


def _default(written: str) -> str:
    plain = written.strip().rstrip(",").strip()
    if plain.startswith("str(DATA"):
        return "the data folder: " + "/".join(re.findall(r'"([^"]+)"', plain))
    return {"False": "0", "True": "1", "DATA": ""}.get(plain, plain.strip('"'))


def table(source: str) -> str:
    """Return the table in Markdown."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    rows += [
        f"| `{one.name}` | {f'`{one.default}`' if one.default else ''} | {one.what} |"
        for one in settings(source)
    ]
    return "\n".join(rows)


def renewed(page: str, source: str) -> str:
    """Return a page with its table made anew; the page must hold both marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(source)}\n{END}{after}"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(renewed(file.read_text("utf-8"), SETTINGS.read_text("utf-8")), "utf-8")
