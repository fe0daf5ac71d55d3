"""Makes this folder ready to run: needs Python 3.11 to 3.13 and nothing else.

    python3 tools/setup.py            what `make run` needs
    python3 tools/setup.py dev        what `make test` and `make check` need as well
    python3 tools/setup.py bench      what `make bench` needs as well

Each step leaves a stamp in `.venv/stamps`, a hash of what it was made from, and is skipped
while that is unchanged. Packages are installed only if their hash is the one in `requirements/`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"
DIST = ROOT / "src" / "shouwen" / "web" / "static" / "dist"
PO = ROOT / "src" / "shouwen" / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
OLDEST, NEWEST = (3, 11), (3, 13)
OLDEST_NODE = 20
LAUNCHER = """\
#!{python}
import sys

from shouwen.jobs.cli import main

sys.exit(main())
"""


class Failed(Exception):
    """A step that cannot be done; says what to do about it."""


def main(words: list[str]) -> int:
    """Do every step that is not yet done."""
    level = words[0] if words else "run"
    if level not in {"run", "dev", "bench"}:
        print(__doc__)
        return 2
    try:
        make_environment()
        install("dev" if level == "dev" else "run")
        if level == "bench":
            install("bench")
        link_package()
        build_pages(with_tools=level == "dev")
        compile_translations()
    except Failed as fault:
        print(f"\n{fault}", file=sys.stderr)
        return 1
    return 0


def make_environment() -> None:
    """Make `.venv` with a Python that the product runs on."""
    if PYTHON.exists():
        return
    python = _suitable_python()
    say("making .venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([python, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        raise Failed(
            f"{made.stdout}{made.stderr}\n"
            "Python could not make a virtual environment. On Debian and Ubuntu: "
            "apt-get install python3-venv"
        )


def _suitable_python() -> str:
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise Failed(
        f"Python 3.{OLDEST[1]} to 3.{NEWEST[1]} is needed; this is {sys.version.split()[0]}."
    )


def install(name: str) -> None:
    """Install exactly the packages of `requirements/<name>.txt`."""
    file = ROOT / "requirements" / f"{name}.txt"
    if name == "run" and _is_stamped("dev", _hash([file.with_name("dev.txt")])):
        return  # dev holds everything that run holds

    def step() -> None:
        say(f"installing {file.relative_to(ROOT)} (a minute or two the first time)")
        _pip("--require-hashes", "-r", str(file))

    _once(name, _hash([file]), step)


def _pip(*words: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, *words], "The packages could not be installed.")


def link_package() -> None:
    """Let `.venv` find the product in `src`, and give it its command `shouwen`."""
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    path = site / "shouwen-source.pth"
    source = f"{ROOT / 'src'}\n"
    if not path.exists() or path.read_text() != source:
        path.write_text(source)
    command = VENV / "bin" / "shouwen"
    script = LAUNCHER.format(python=PYTHON)
    if not command.exists() or command.read_text() != script:
        command.write_text(script)
        command.chmod(0o755)


def build_pages(*, with_tools: bool = False) -> None:
    """Build style sheets, scripts and icons if their sources changed since the last time."""
    packages = _hash(ROOT / name for name in ("package.json", "package-lock.json", ".npmrc"))
    sources = _hash([ROOT / "build.mjs", *_files(ROOT / "assets")], packages)
    built = (DIST / "manifest.json").exists() and _is_stamped("pages", sources)
    if built and not with_tools:
        return
    path = _with_node()
    if not (ROOT / "node_modules").exists() or not _is_stamped("npm", packages):
        say("installing the packages of package-lock.json")
        _run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            "npm could not install the packages of package-lock.json.",
            path,
        )
        _stamp("npm", packages)
    if not built:
        say("building the pages' style sheet, scripts and icons")
        _run(["node", "build.mjs"], "The pages' files could not be built.", path)
        _stamp("pages", sources)


def _with_node() -> str:
    """Return a PATH on which there is a Node that is new enough, bringing one if need be."""
    ours = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    for path in (os.environ.get("PATH", ""), ours):
        if _node_version(path) >= OLDEST_NODE and shutil.which("npm", path=path):
            return path
    say("installing Node into .venv, as none was found")
    _pip("--require-hashes", "-r", str(ROOT / "requirements" / "node.txt"))
    return ours


def _node_version(path: str) -> int:
    node = shutil.which("node", path=path)
    if node is None:
        return 0
    told = subprocess.run([node, "--version"], capture_output=True, text=True)
    number = told.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def compile_translations() -> None:
    """Write the English of the pages in the form that they read."""

    def step() -> None:
        say("compiling translations")
        words = [str(PYTHON), str(ROOT / "tools" / "translations.py"), "compile"]
        _run(words, "The translations could not be compiled.")

    _once("translations", _hash([PO]), step, made=PO.with_suffix(".mo"))


def _once(name: str, wanted: str, step: Callable[[], None], made: Path | None = None) -> None:
    """Do the step unless its stamp says it was done, and what it made is there."""
    if _is_stamped(name, wanted) and (made is None or made.exists()):
        return
    step()
    _stamp(name, wanted)


def _is_stamped(name: str, wanted: str) -> bool:
    file = STAMPS / name
    return file.exists() and file.read_text() == wanted


def _stamp(name: str, value: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value)


def _hash(files: Iterable[Path], *more: str) -> str:
    told = hashlib.sha256("".join(more).encode())
    for file in files:
        told.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _run(words: list[str], otherwise: str, path: str | None = None) -> None:
    """Run a command of a step; its output is shown only if it fails."""
    environment = os.environ if path is None else {**os.environ, "PATH": path}
    program = shutil.which(words[0], path=environment.get("PATH")) or words[0]
    done = subprocess.run(
        [program, *words[1:]], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise Failed(f"{done.stdout}{done.stderr}\n{otherwise}")


def say(text: str) -> None:
    """Tell what takes time."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
