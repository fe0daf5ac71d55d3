"""Registering matters through the API, over HTTP, durably; prints requests a second.

python -m benchmarks.registering [seconds]
"""

from __future__ import annotations

import json
import os
import signal
import sys
from itertools import count

from benchmarks import helpdesk, load, office
from benchmarks.figures import Figure, table
from benchmarks.processor import of_database, of_group, spent

PORT = 8471
CLIENTS = 8
RATE, SLOWEST = 400, 50
TIMES = 4
"""How many times as many as django-helpdesk creates tickets."""
CORES = 2
"""On this many cores, so much processor time for each request allows the rate that is asked."""
TITLES = ("公租房续租", "低保申请", "路灯不亮", "占道经营", "老年证换领", "噪声扰民")


def measure(seconds: float = 8.0, rounds: int = 3) -> list[Figure]:
    """Start the server, register for some seconds, and return the median round's figures."""
    house = office.build()
    server = office.serve(PORT)
    try:
        load.wait_for(PORT)
        serial = count()
        load.drive(PORT, lambda: request(house.token, next(serial)), clients=CLIENTS, seconds=3)
        before = _spent(server.pid)
        runs = [
            load.drive(
                PORT, lambda: request(house.token, next(serial)), clients=CLIENTS, seconds=seconds
            )
            for _ in range(rounds)
        ]
        cost = (_spent(server.pid) - before) / sum(len(run.took) for run in runs)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(40)
    if any(status >= 400 for run in runs for status in run.statuses):
        raise RuntimeError(f"requests failed: {[run.statuses for run in runs]}")
    middle = sorted(runs, key=lambda run: run.rate)[len(runs) // 2]
    return [
        *_beside_peer(middle.rate, seconds),
        Figure("register a matter, HTTP, 8 clients", middle.rate, "/s", RATE),
        Figure("… 99 of 100 answered within", middle.percentile(0.99), "ms", SLOWEST, "less"),
        Figure(
            "… processor time, server and database", 1000 * cost, "ms", 1000 * CORES / RATE, "less"
        ),
    ]


def _beside_peer(rate: float, seconds: float) -> list[Figure]:
    """Return how many times as many we register as the peer creates, in the same run."""
    try:
        peer = helpdesk.measure(CLIENTS, seconds)
    except helpdesk.Missing as why:
        print(f"*** the peer was NOT measured: {why}")
        return []
    finally:
        helpdesk.drop()
    name = f"… beside {peer.rate:.0f} tickets/s of django-helpdesk"
    return [Figure(name, rate / peer.rate, "times", TIMES)]


def _spent(server: int) -> float:
    name = os.environ["DATABASE_URL"].rpartition("/")[2]
    return spent(of_group(server)) + spent(of_database(name))


def request(token: str, serial: int) -> bytes:
    """Return the bytes of one request: a visit with a name, a telephone and an item."""
    body = json.dumps(
        {
            "subject": f"{TITLES[serial % len(TITLES)]},材料都带来了,请问怎么办。第 {serial} 件",
            "channel": "visit",
            "kind": "application",
            "item": "GZF" if serial % 2 else "",
            "applicant": "王小明",
            "phone": f"139{serial % 100_000_000:08d}",
        },
        ensure_ascii=False,
    ).encode()
    head = (
        f"POST /api/v1/matters HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    office.choose()
    print(table(measure(float(sys.argv[1]) if len(sys.argv) > 1 else 8.0)))
