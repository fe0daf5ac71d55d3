"""Commands that run the house: `shouwen serve`, `tick`, `work`."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

TICK_EVERY = 20.0
WORK_EVERY = 2.0
SEAL_EVERY = 600.0
SUM_EVERY = 60.0
ALARM_EVERY = 60.0
FILES_EVERY = 600.0
STOP_WITHIN = 30.0


def add_commands(commands: Any) -> None:
    """Add `serve`, `tick` and `work`."""
    serving = commands.add_parser("serve", help="启动网页、时钟和后台 / web, tick and worker")
    serving.add_argument("--host", default=os.environ.get("SHOUWEN_HOST", "127.0.0.1"))
    serving.add_argument("--port", type=int, default=int(os.environ.get("SHOUWEN_PORT", "8000")))
    serving.add_argument("--workers", type=int, default=2)
    serving.add_argument("--only", choices=("web", "tick", "work"), help="one of the three")
    serving.set_defaults(run=serve)
    ticking = commands.add_parser("tick", help="处理到期的提醒和超期 / work off what is due")
    ticking.add_argument("--forever", action="store_true")
    ticking.set_defaults(run=tick)
    working = commands.add_parser("work", help="发消息、编号、封存 / send, number, seal")
    working.add_argument("--forever", action="store_true")
    working.set_defaults(run=work)


def serve(given: argparse.Namespace) -> int:
    """Run web, tick and worker until Ctrl-C; if one dies, stop the others and say which."""
    parts = {
        "web": web_command(given.host, given.port, given.workers),
        "tick": [sys.executable, "-m", "shouwen.jobs.cli", "tick", "--forever"],
        "work": [sys.executable, "-m", "shouwen.jobs.cli", "work", "--forever"],
    }
    chosen = {given.only: parts[given.only]} if given.only else parts
    return supervise(chosen)


def web_command(host: str, port: int, workers: int) -> list[str]:
    """Return the command of the web server, with the flags that keep it up and stop it in time.

    A worker that dies is started anew (else the whole server would end), and a request that
    hangs cannot hold a stop for longer than `STOP_WITHIN` seconds.
    """
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--blocking-threads",
        "2",
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        str(int(STOP_WITHIN)),
        "--log-level",
        "warning",
        "shouwen.conf.wsgi:application",
    ]


def supervise(commands: dict[str, list[str]]) -> int:
    """Run processes side by side; end them all on a signal or when one ends by itself."""
    running = {
        name: subprocess.Popen(command, start_new_session=True)
        for name, command in commands.items()
    }
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)
    code = 0
    while not stopping:
        ended = {name: one.poll() for name, one in running.items() if one.poll() is not None}
        if ended:
            name, code = next((n, c) for n, c in ended.items() if c is not None)
            print(f"{name} 停止了(代码 {code})/ {name} ended with code {code}", file=sys.stderr)
            break
        time.sleep(0.2)
    for process in running.values():
        _end(process)
    return 0 if stopping else (code or 1)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process group to end; kill it when it does not in time."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(STOP_WITHIN + 5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


class Stopped(Exception):
    """A signal asked a loop to end."""


def _loop(run: Any, every: float) -> int:
    """Run a duty again and again until a signal; a failure is logged and tried again."""
    import logging

    from django.db import close_old_connections

    log = logging.getLogger(__name__)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stopped

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)
    try:
        while True:
            try:
                close_old_connections()
                run()
            except Stopped:
                raise
            except Exception:
                log.exception("a background duty failed; it is tried again")
            time.sleep(every)
    except Stopped:
        return 0


def tick(given: argparse.Namespace) -> int:
    """Work off everything due, once or for ever."""
    from django.utils import timezone

    from shouwen.docket import actions

    if given.forever:
        return _loop(lambda: actions.tick(now=timezone.now()), TICK_EVERY)
    done = actions.tick(now=timezone.now())
    print(f"处理 {done.handled} 项:提醒 {done.reminders},超期 {done.breaches},待核 {done.faults}")
    return 0


def work(given: argparse.Namespace) -> int:
    """Send messages, number and seal the journal, raise and settle alarms, once or for ever."""
    duties = Duties()
    if given.forever:
        return _loop(duties.run, WORK_EVERY)
    duties.run()
    return 0


class Duties:
    """The worker's round: alarms and sums every minute, sealing every ten, the rest every time."""

    def __init__(self) -> None:
        self._done: dict[str, float] = {}

    def _is_time(self, what: str, every: float) -> bool:
        """Say whether something is due in this round, and note that it is done."""
        now = time.monotonic()
        if what in self._done and now - self._done[what] < every:
            return False
        self._done[what] = now
        return True

    def run(self) -> None:
        """Do one round."""
        from django.utils import timezone

        from shouwen.docket.actions import beat, sum_days, warn
        from shouwen.journal import actions as journal
        from shouwen.matters import actions as matters
        from shouwen.notify import actions as notify
        from shouwen.organization import actions as office

        now, began = timezone.now(), time.monotonic()
        sent = notify.send_waiting(at=now)
        journal.sequence_all()
        if self._is_time("alarms", ALARM_EVERY):
            _for_each_house(lambda house: office.settle(house, at=now))
            _for_each_house(lambda house: warn(house, at=now))
        if self._is_time("sums", SUM_EVERY):
            sum_days(now=now)
        if self._is_time("files", FILES_EVERY):
            matters.sweep_files(at=now)
        if self._is_time("seal", SEAL_EVERY):
            _for_each_house(lambda house: journal.seal(house, at=now))
        beat("work", now, seconds=time.monotonic() - began, handled=sent)


def _for_each_house(do: Callable[[int], object]) -> None:
    """Do something for every institution; what one refuses is logged and stops no other."""
    import logging

    from shouwen.errors import ShouwenError
    from shouwen.organization import queries as organization

    for house in organization.institutions():
        try:
            do(house.pk)
        except ShouwenError:
            logging.getLogger(__name__).exception("a background duty of %s failed", house.code)
