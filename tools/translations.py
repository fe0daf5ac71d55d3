"""Translations without GNU gettext: what is said in the code, in the .po file, in the .mo file.

    python tools/translations.py extract    bring django.po up to date with the code
    python tools/translations.py check      fail on sentences without English, stale or faulty ones
    python tools/translations.py compile    write django.mo

Sentences are written in Chinese in the code; the .po file holds the English.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "shouwen"
CATALOGUE = PACKAGE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
COUNTED_IN_CONTEXT = {"npgettext", "npgettext_lazy"}
HEAD = {
    "Project-Id-Version": "shouwen",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in the code: what makes it one (context, text), its plural, where it stands."""

    text: str
    place: str
    plural: str = ""
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        """Return what gettext looks it up by."""
        return self.context, self.text


class Faulty(Exception):
    """A sentence that cannot be extracted; says where and what to write instead."""


def sentences() -> list[Said]:
    """Return every sentence of the package, in the order of files and lines."""
    found: list[Said] = []
    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in file.parts:
            found += in_python(file.read_text(), _place(file))
    for file in sorted(PACKAGE.rglob("templates/**/*")):
        if file.suffix in {".html", ".txt", ".xml"} and "examples" not in file.parts:
            found += in_template(file.read_text(), _place(file))
    return found


def _place(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def in_python(source: str, place: str) -> Iterator[Said]:
    """Yield the sentences of a Python file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _call(node, place)


def _call(node: ast.Call, place: str) -> Iterator[Said]:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    wanted = {
        **dict.fromkeys(PLAIN, 1),
        **dict.fromkeys(COUNTED, 2),
        **dict.fromkeys(IN_CONTEXT, 2),
        **dict.fromkeys(COUNTED_IN_CONTEXT, 3),
    }.get(name)
    if not wanted or len(node.args) < wanted:
        return
    where = f"{place}:{node.lineno}"
    words = [_constant(argument, where) for argument in node.args[:wanted]]
    if name in PLAIN:
        yield Said(words[0], where)
    elif name in COUNTED:
        yield Said(words[0], where, plural=words[1])
    elif name in IN_CONTEXT:
        yield Said(words[1], where, context=words[0])
    else:
        yield Said(words[1], where, plural=words[2], context=words[0])


def _constant(argument: ast.expr, where: str) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    raise Faulty(f"{where}: only a plain string can be translated; fill it in with % or format().")


TAG = re.compile(r"{%-?\s*(.*?)\s*-?%}|{{\s*(.*?)\s*}}|{#.*?#}", re.DOTALL)
QUOTED = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TRANSLATE = re.compile(rf"^(?:translate|trans)\s+{QUOTED}(?:\s+context\s+{QUOTED})?")
FUNCTION = re.compile(rf"_\({QUOTED}\)")
BLOCK = re.compile(r"^blocktrans(?:late)?\b(.*)$", re.DOTALL)
BLOCK_CONTEXT = re.compile(rf"\bcontext\s+{QUOTED}")


def in_template(source: str, place: str) -> Iterator[Said]:
    """Yield the sentences of a Django template."""
    at = 0
    while match := TAG.search(source, at):
        at = match.end()
        tag, variable = match.group(1) or "", match.group(2) or ""
        where = f"{place}:{source.count(chr(10), 0, match.start()) + 1}"
        for found in FUNCTION.finditer(tag or variable):
            yield Said(_unquoted(found.group(1)), where)
        if one := TRANSLATE.match(tag):
            context = _unquoted(one.group(2)) if one.group(2) else None
            yield Said(_unquoted(one.group(1)), where, context=context)
        elif block := BLOCK.match(tag):
            said, at = _block(source, at, block.group(1), where)
            yield said


def _block(source: str, start: int, options: str, where: str) -> tuple[Said, int]:
    end = re.compile(r"{%\s*endblocktrans(?:late)?\s*%}").search(source, start)
    if end is None:
        raise Faulty(f"{where}: blocktranslate is never ended.")
    body = source[start : end.start()]
    singular, _, plural = re.sub(r"{%\s*plural\s*%}", "\0", body).partition("\0")
    context = BLOCK_CONTEXT.search(options)
    trimmed = " trimmed" in f" {options} "
    said = Said(
        _as_message(singular, trimmed=trimmed),
        where,
        plural=_as_message(plural, trimmed=trimmed),
        context=_unquoted(context.group(1)) if context else None,
    )
    return said, end.end()


def _as_message(body: str, *, trimmed: bool) -> str:
    """Return the text as Django looks it up: variables as %(name)s, blanks joined if trimmed."""
    text = body.replace("%", "%%")
    text = re.sub(r"{{\s*([\w.]+)[^}]*}}", r"%(\1)s", text)
    return " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text


def _unquoted(quoted: str) -> str:
    mark = quoted[0]
    return quoted[1:-1].replace(f"\\{mark}", mark).replace("\\\\", "\\")


def catalogue() -> polib.POFile:
    """Return the .po file, or an empty one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=100)
    return polib.POFile(wrapwidth=100)


def translated() -> dict[tuple[str | None, str], polib.POEntry]:
    """Return the entries of the .po file by what gettext looks them up by."""
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue()}


def extract() -> None:
    """Write every sentence of the code into the .po file, keeping what is translated."""
    known = translated()
    book = polib.POFile(wrapwidth=100)
    book.metadata = HEAD
    wanted: dict[tuple[str | None, str], polib.POEntry] = {}
    for said in sentences():
        entry = wanted.get(said.key) or _entry(said, known.get(said.key))
        file = said.place.partition(":")[0]
        if (file, "") not in entry.occurrences:
            entry.occurrences.append((file, ""))
        wanted[said.key] = entry
    book.extend(wanted[key] for key in sorted(wanted, key=lambda key: (key[1], key[0] or "")))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(CATALOGUE))
    print(f"{len(book)} sentences, {len(book.untranslated_entries())} without English")


def _entry(said: Said, known: polib.POEntry | None) -> polib.POEntry:
    if not said.plural:
        return polib.POEntry(
            msgctxt=said.context, msgid=said.text, msgstr=known.msgstr if known else ""
        )
    kept = known.msgstr_plural if known and known.msgstr_plural else {0: "", 1: ""}
    return polib.POEntry(
        msgctxt=said.context, msgid=said.text, msgid_plural=said.plural, msgstr_plural=kept
    )


PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)\}")


def faults() -> list[str]:
    """Return what is wrong between code and .po file, one line each."""
    known = translated()
    wanted = {said.key: said for said in sentences()}
    found = [
        f"{said.place}: not in django.po: {said.text!r}"
        for key, said in wanted.items()
        if key not in known
    ]
    found += [f"django.po: no longer in the code: {key[1]!r}" for key in known if key not in wanted]
    for entry in known.values():
        found += _entry_faults(entry)
    return found


def _entry_faults(entry: polib.POEntry) -> Iterator[str]:
    told = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy:
        yield f"django.po: still marked fuzzy: {entry.msgid!r}"
    for text in told:
        if not text:
            yield f"django.po: no English for {entry.msgid!r}"
        elif set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid)):
            yield f"django.po: English of {entry.msgid!r} names a value that the Chinese does not"
        elif re.search(r"[\u4e00-\u9fff]", text):
            yield f"django.po: English of {entry.msgid!r} still has Chinese characters"


def check() -> int:
    """Print every fault; return 1 if there is one."""
    found = faults()
    for line in found:
        print(line)
    if found:
        print("Run `python tools/translations.py extract`, then write the English in django.po.")
    return 1 if found else 0


def compile_() -> None:
    """Write the .mo file, in one step so that a running server never reads half of it."""
    target = CATALOGUE.with_suffix(".mo")
    new = target.with_suffix(".new")
    catalogue().save_as_mofile(str(new))
    new.replace(target)


def main(words: list[str]) -> int:
    """Do what the first word says."""
    try:
        match words:
            case ["extract"]:
                extract()
            case ["check"]:
                return check()
            case ["compile"]:
                compile_()
            case _:
                print(__doc__)
                return 2
    except Faulty as fault:
        print(fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
