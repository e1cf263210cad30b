"""Serves the district on loopback over real HTTP. Only 127.0.0.1 is bound; nothing outside is asked."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from demo.loopback import LoopbackServer, QuietHandler, running
from demo.sample.plan import Phase
from demo.sample.planted import CLOSED_HOST, CONTROL_HOSTS, OUTSIDE_HOSTS
from demo.sample.website import PageAnswer, Site, district

_HELLO = PageAnswer(b"<html><head><title>ok</title></head><body>" + b"ok " * 60 + b"</body></html>")
_MISSING = PageAnswer(
    "<html><head><title>页面不存在</title></head><body>您访问的页面不存在或已删除</body></html>".encode(),
    "text/html; charset=utf-8",
    404,
)


class District:
    """The running district: its port, what it serves, and how often each address was asked for."""

    def __init__(self, now: datetime, phase: Phase) -> None:
        self._hosts: dict[str, Site] = {}
        self.requests: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.set(now, phase)
        self.server = LoopbackServer(_handler(self))
        self._closed = socket.socket()  # bound and never listening: who connects is refused
        self._closed.bind(("127.0.0.1", 0))
        self.port: int = self.server.server_address[1]
        self.closed_port: int = self._closed.getsockname()[1]

    def set(self, now: datetime, phase: Phase) -> None:
        """Turn to another day. Articles published before stay where they were; counts start anew."""
        fresh = district(now, phase)
        with self._lock:
            self._hosts = {host: {**self._hosts.get(host, {}), **site} for host, site in fresh.items()}
            self.requests.clear()

    def mend(self, host: str, now: datetime, phase: Phase) -> None:
        """Turn this host alone to another phase."""
        fresh = district(now, phase)[host]
        with self._lock:
            self._hosts = {**self._hosts, host: {**self._hosts[host], **fresh}}

    def pins(self) -> dict[str, str]:
        """Where every host of the district is reached, those outside the register and the closed one included."""
        names = {*self._hosts, *OUTSIDE_HOSTS, *CONTROL_HOSTS}
        return dict.fromkeys(sorted(names), f"127.0.0.1:{self.port}") | {CLOSED_HOST: f"127.0.0.1:{self.closed_port}"}

    def answer(self, host: str, path: str) -> PageAnswer:
        with self._lock:
            self.requests[f"http://{host}{path}"] += 1
            visits = self.requests[f"http://{host}{path}"]
            found = self._hosts.get(host, {}).get(path)
        if found is None:
            return _HELLO if host in (*OUTSIDE_HOSTS, *CONTROL_HOSTS) and path != "/robots.txt" else _MISSING
        return PageAnswer(_MISSING.body, _MISSING.mime, found.first) if found.first and visits == 1 else found

    def close(self) -> None:
        self._closed.close()


def _handler(served: District) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0].lower()
            answer = served.answer(host, urlsplit(self.path).path)
            time.sleep(answer.delay)
            where = [("Location", answer.location)] if answer.location else []
            self.reply(answer.status, answer.mime, answer.body, [*where, *answer.headers])

        do_HEAD = do_GET

    return Handler


@contextmanager
def serve(now: datetime, phase: Phase) -> Iterator[District]:
    """The district as it stands at ``now``, until the block ends."""
    served = District(now, phase)
    with closing(served), running(served.server):
        yield served
