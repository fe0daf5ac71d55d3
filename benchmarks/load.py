"""A load generator: a few keep-alive connections in one thread, each with one request under way.

It costs little processor time beside the server that it measures on the same machine.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass(slots=True)
class Run:
    """What a run found: answers by status, and how long each took, in seconds."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return the good answers a second."""
        good = sum(count for status, count in self.statuses.items() if status < 400)
        return good / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the time in milliseconds that this share of the answers kept."""
        ordered = sorted(self.took)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass(slots=True)
class _Line:
    """One connection."""

    socket: socket.socket
    sent: float = 0.0
    buffer: bytearray = field(default_factory=bytearray)


def drive(
    port: int,
    request: Callable[[], bytes],
    *,
    clients: int,
    seconds: float,
    host: str = "127.0.0.1",
) -> Run:
    """Send requests over `clients` connections for some seconds; each waits for its answer."""
    run, chosen = Run(), selectors.DefaultSelector()
    for _ in range(clients):
        line = _Line(socket.create_connection((HOST, port)))
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chosen.register(line.socket, selectors.EVENT_READ, line)
        _send(line, request)
    began = time.perf_counter()
    stop, waiting = began + seconds, clients
    while waiting:
        for key, _ in chosen.select(30):
            line = key.data
            received = line.socket.recv(65536)
            if not received:
                raise ConnectionError("the server closed a connection that was to be kept open")
            line.buffer += received
            status = _complete(line.buffer)
            if status is None:
                continue
            now = time.perf_counter()
            run.took.append(now - line.sent)
            run.statuses[status] = run.statuses.get(status, 0) + 1
            line.buffer.clear()
            if now < stop:
                _send(line, request)
            else:
                chosen.unregister(line.socket)
                line.socket.close()
                waiting -= 1
    run.seconds = time.perf_counter() - began
    return run


def _send(line: _Line, request: Callable[[], bytes]) -> None:
    line.sent = time.perf_counter()
    line.socket.sendall(request())


def _complete(buffer: bytearray) -> int | None:
    """Return the status once the whole answer is there."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end]).lower()
    place = head.find(b"content-length:")
    length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
    return int(head[9:12]) if len(buffer) >= end + 4 + length else None


def wait_for(port: int, *, seconds: float = 60) -> None:
    """Wait until something listens on the port."""
    stop = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((HOST, port), 1).close()
            return
        except OSError:
            if time.monotonic() > stop:
                raise
            time.sleep(0.1)
