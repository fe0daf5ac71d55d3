"""The independent verifier against test vectors: one good export, and many bad ones."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.journal.mutations import (
    GOOD,
    MUTATIONS,
    VECTORS,
    Lines,
    entry,
    put,
    removed,
    replaced,
    rewritten,
    seal,
)
from tests.journal.small_log import OLD_KEY, A, B, build

TOOL = Path(__file__).parents[2] / "tools" / "verify_journal.py"
KEYS = (VECTORS / "keys.txt").read_text().split()
COPIES = [file.read_text() for file in sorted((VECTORS / "seals").iterdir())]

_spec = spec_from_file_location("verify_journal", TOOL)
assert _spec is not None
assert _spec.loader is not None
tool: Any = module_from_spec(_spec)
_spec.loader.exec_module(tool)


def verdict(lines: Lines, *, keys: bool = True, copies: bool = False) -> dict[str, Any] | None:
    """Return what the verifier finds first, or None."""
    trusted = [tool.Key(key) for key in KEYS] if keys else []
    journal = tool.Journal(trusted, COPIES if copies else [], 600)
    try:
        journal.read(
            BytesIO("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
        )
    except tool.Bad as bad:
        told: dict[str, Any] = bad.told
        return told
    return None


def test_the_vectors_are_what_this_release_writes() -> None:
    assert build().lines() == GOOD
    assert [one.text for one in build().seals.values()] == COPIES


def test_the_good_export_is_clean() -> None:
    assert verdict(GOOD) is None
    assert verdict(GOOD, keys=False) is None
    assert verdict(GOOD, copies=True) is None


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_bad_export_is_named(name: str) -> None:
    change, code = MUTATIONS[name]
    found = verdict(change())
    assert found is not None, f"{name} went unnoticed"
    assert found["code"] == code, found
    assert found["words"]
    assert found["zh"]


def test_there_are_many_bad_exports() -> None:
    assert len(MUTATIONS) >= 70


@pytest.mark.parametrize(("number", "dossier", "seq"), [(0, A, 0), (3, A, 2), (6, B, 2)])
def test_the_bad_entry_is_named_by_dossier_and_number(number: int, dossier: str, seq: int) -> None:
    position = entry(number)
    found = verdict(replaced(position, "2026-03-02T", "2026-03-01T"))
    assert found is not None
    assert (found["dossier"], found["seq"], found["index"]) == (dossier, seq, number)


def test_every_byte_of_an_entry_counts() -> None:
    position = entry(3)
    line = GOOD[position]
    for place in range(len(line)):
        other = "0" if line[place] != "0" else "1"
        found = verdict(put(position, line[:place] + other + line[place + 1 :]))
        assert found is not None, f"byte {place}"


def test_every_line_counts_to_who_kept_copies() -> None:
    """But for the last seal: dying between copy and database is no fault, and made good later."""
    for position in set(range(len(GOOD))) - {seal(3)}:
        found = verdict(removed(position), copies=True)
        assert found is not None, GOOD[position][:60]


def test_a_seal_removed_is_missed_only_by_who_kept_a_copy() -> None:
    assert verdict(removed(seal(1))) is None
    found = verdict(removed(seal(1)), copies=True)
    assert found is not None
    assert (found["code"], found["index"]) == ("seal-missing", 5)


def test_a_rewritten_and_resealed_history_is_found_by_a_copy() -> None:
    stolen = rewritten(key=OLD_KEY)
    found = verdict(stolen, keys=False, copies=True)
    assert found is not None
    assert found["code"] == "root"


def test_a_log_cut_back_to_an_old_seal_is_found_by_a_copy() -> None:
    cut = [line.replace('"opened"', '"withheld"') for line in GOOD[: seal(1) + 1]]
    shown = [*(line for line in cut if line[0] != "V"), "Z 6"]
    assert verdict(shown) is None
    found = verdict(shown, copies=True)
    assert found is not None
    assert found["code"] == "short"


def test_without_opened_values_the_rest_is_verified() -> None:
    closed = [line.replace('"opened"', '"withheld"') for line in GOOD if line[0] != "V"]
    assert verdict(closed) is None


def run(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the tool as an auditor does."""
    command = [sys.executable, "-I", str(TOOL), *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def test_the_tool_says_ok_and_exits_with_0() -> None:
    good = run(
        str(VECTORS / "good.txt"),
        "--keys",
        str(VECTORS / "keys.txt"),
        "--seals",
        str(VECTORS / "seals"),
    )
    assert (good.returncode, good.stderr) == (0, "")
    assert "with trusted keys" in good.stdout
    assert "with keys from the export" in run("-", text="\n".join(GOOD) + "\n").stdout


def test_the_tool_names_the_bad_entry_in_two_languages_and_exits_with_1() -> None:
    text = "\n".join(replaced(entry(3), '"to":51', '"to":52')) + "\n"
    bad = run("-", text=text)
    assert bad.returncode == 1
    assert f"dossier {A}, seq 2, index 3" in bad.stdout
    assert "does not match its hash" in bad.stdout
    assert "内容与哈希不符" in bad.stdout
    told = json.loads(run("-", "--json", text=text).stdout)
    assert told["fault"]["code"] == "hash"
    assert told["entries"] == 3


def test_a_copy_that_is_no_seal_is_a_fault_and_wrong_usage_is_2(tmp_path: Path) -> None:
    (tmp_path / "000000000001.txt").write_text("nonsense")
    bad = run(str(VECTORS / "good.txt"), "--seals", str(tmp_path))
    assert bad.returncode == 1
    assert "BAD [export]" in bad.stdout
    assert run().returncode == 2


def test_the_tool_is_one_short_file_that_imports_nothing_of_ours() -> None:
    source = TOOL.read_text()
    assert len(source.splitlines()) <= 300
    roots = {
        alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        for alias in (
            node.names
            if isinstance(node, ast.Import)
            else [ast.alias(node.module or "")]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}
