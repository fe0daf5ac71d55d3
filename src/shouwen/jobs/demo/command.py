"""`shouwen demo`: migrate, load the office the first time, say where it is, and serve it."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import socket
import sys
import time
from pathlib import Path
from typing import Any

from shouwen.errors import Refused, Text
from shouwen.jobs import serving
from shouwen.jobs.demo import cast

PASSWORD_FILE = "demo-password.txt"


def add_commands(commands: Any) -> None:
    """Add `demo`."""
    told = commands.add_parser("demo", help="演示:装好、载入一年的样例并启动 / a demonstration")
    told.add_argument("--host", default=os.environ.get("SHOUWEN_HOST", "127.0.0.1"))
    told.add_argument("--port", type=int, default=int(os.environ.get("SHOUWEN_PORT", "8000")))
    told.add_argument("--workers", type=int, default=2, help="web processes")
    told.add_argument("--fresh", action="store_true", help="forget the old demonstration, asking")
    told.add_argument("--yes", action="store_true", help="do not ask")
    told.add_argument("--load-only", action="store_true", help="load and print, do not serve")
    told.set_defaults(run=demo)


def demo(given: argparse.Namespace) -> int:
    """Run the demonstration until Ctrl-C."""
    from django.conf import settings
    from django.core.management import call_command

    if not given.load_only:
        free(given.host, given.port)
    folder = Path(settings.DATA)
    if given.fresh and not _forgotten(folder, sure=given.yes):
        return 1
    call_command("migrate", verbosity=0)
    password = kept_password(folder / PASSWORD_FILE)
    _loaded(password)
    _told(given.host, given.port, folder, password)
    if given.load_only:
        return 0
    given.only = None
    return serving.serve(given)


def free(host: str, port: int) -> None:
    """Refuse a port that is taken, before any work is done."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as problem:
            raise Refused(
                "demo.port",
                Text(
                    f"端口 {host}:{port} 用不了:{problem.strerror}。",
                    f"Port {host}:{port} cannot be used: {problem.strerror}.",
                ),
                remedy=Text(
                    "换一个:SHOUWEN_PORT=8010 make run", "Choose another: SHOUWEN_PORT=8010"
                ),
            ) from problem


def kept_password(file: Path) -> str:
    """Return the password of all demonstration accounts, made the first time."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(f"shouwen-{secrets.token_hex(3)}")
    return file.read_text().strip()


def _loaded(password: str) -> None:
    """Load the office unless there is data already."""
    from django.utils import timezone

    from shouwen.jobs.demo.load import load
    from shouwen.organization import queries as organization

    if organization.institutions(active_only=False):
        return
    print("正在载入演示单位一年的工作,约需一分钟……/ loading a year of the demonstration office …")
    bar = Bar()
    began = time.monotonic()
    done = load(now=timezone.now(), password=password, told=bar.show)
    bar.end()
    seconds = time.monotonic() - began
    print(f"{done.matters} 件事项,{done.acts} 个动作,{seconds:.0f} 秒 / matters, acts, seconds")
    for act, why in done.refused:
        print(f"  {act}: {why}", file=sys.stderr)


class Bar:
    """A line of progress on a terminal; a line every tenth elsewhere."""

    def __init__(self) -> None:
        self._last = -1
        self._live = sys.stdout.isatty()

    def show(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        percent = min(100, int(share * 100))
        if percent == self._last or (not self._live and percent < self._last + 10):
            return
        self._last = percent
        if self._live:
            print(f"\r[{'█' * (percent // 4):<25}] {percent:3d} %", end="", flush=True)
        else:
            print(f"{percent} %", flush=True)

    def end(self) -> None:
        """Finish the line."""
        if self._live:
            print(f"\r{' ' * 40}\r", end="", flush=True)


def _told(host: str, port: int, folder: Path, password: str) -> None:
    """Print address, accounts and where the data is."""
    names = {username: (name, english) for username, name, english, _ in cast.PEOPLE}
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    print(f"\n  {cast.NAME} / {cast.NAME_EN}")
    print(f"  工作人员 staff    http://{shown}:{port}/login/")
    print(f"  群众 public      http://{shown}:{port}/p/")
    print(f"  数据 data        {folder}\n")
    print(f"  密码 password    {password}    (各账号相同 / the same for all)")
    for username, role, english in cast.ACCOUNTS:
        name, latin = names[username]
        print(f"  {username:<10} {name}({role})  {latin}, {english}")
    print("\n  停止 stop: Ctrl-C\n", flush=True)


def _forgotten(folder: Path, *, sure: bool) -> bool:
    """Delete the demonstration's database and seals; nothing but a demonstration is deleted."""
    from django.conf import settings
    from django.db import connection

    file = Path(str(settings.DATABASES["default"]["NAME"]))
    if connection.vendor != "sqlite":
        raise Refused(
            "demo.fresh",
            Text(
                "--fresh 只用于 SQLite。PostgreSQL 请另建一个空库。",
                "--fresh is for SQLite only; make an empty database on PostgreSQL.",
            ),
        )
    if file.exists() and not _only_a_demo():
        raise Refused(
            "demo.real-data",
            Text(
                f"{file} 里有演示以外的单位,不会删除。",
                f"{file} holds more than the demonstration and is not deleted.",
            ),
            remedy=Text("用 SHOUWEN_DATA 另指一个文件夹", "Name another folder: SHOUWEN_DATA"),
        )
    if not sure:
        print(
            f"将删除 {folder} 中的演示数据。/ This deletes the demonstration's data. [y/N] ", end=""
        )
        if input().strip().lower() not in {"y", "yes", "是"}:
            return False
    connection.close()
    for name in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        name.unlink(missing_ok=True)
    shutil.rmtree(settings.SEALS, ignore_errors=True)
    return True


def _only_a_demo() -> bool:
    from django.db import DatabaseError

    from shouwen.organization import queries as organization

    try:
        codes = {one.code for one in organization.institutions(active_only=False)}
    except DatabaseError:
        return False
    return codes <= {cast.CODE}
