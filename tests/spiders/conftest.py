"""A small planted site on loopback, and a crawl of it in a child process as the product does it."""

import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from time import monotonic, sleep
from types import MappingProxyType

import pytest

from crawler.spiders.shard import CrawlSettings, CrawlTask, ShardReport, crawl_shard
from ledger.vocabulary import Site
from tests.crawlers import context
from tests.served import Server

BREAK_OFF, DRIP = -1, 298  # in place of a status: the connection is reset; the body never ends
WORDS = "本页介绍办事流程和有关政策，供群众查阅。" * 12
Answer = tuple[int, dict[str, str], bytes]


def html(inner: str, title: str = "测试页") -> Answer:
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{inner}<p>{WORDS}</p></body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8", "ETag": f'"{hash(inner)}"'}, text.encode()


def answer(status: int, text: str = "x", **headers: str) -> Answer:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "text/html; charset=utf-8", **given}, text.encode()


@dataclass
class Planted:
    """``pages``: path → an answer, or a function from (times asked, If-None-Match) to one."""

    pages: dict[str, Answer | Callable[[int, str], Answer]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    posted: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)  # of the last request
    port: int = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def site(self, **changes: object) -> Site:
        values: dict[str, object] = {"rate": 1000.0, **changes}
        return Site(id="s", name="测试站", home=self.root + "/", sponsor="u", **values)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    planted: Planted

    def do_GET(self) -> None:
        self.planted.asked[self.path] += 1
        self.planted.heads = {name.lower(): value for name, value in self.headers.items()}
        found = self.planted.pages.get(self.path, answer(404, "没有"))
        if callable(found):
            found = found(self.planted.asked[self.path], self.headers.get("If-None-Match", ""))
        status, headers, body = found
        if status == BREAK_OFF:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        self.send_response(200 if status == DRIP else status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(100_000 if status == DRIP else len(body)))
        self.end_headers()
        if status == DRIP:
            with suppress(OSError):
                self._drip()
            return
        self.wfile.write(b"" if status == 304 else body)

    def _drip(self) -> None:
        """A byte now and then, longer than anybody waits; bounded all the same."""
        until = monotonic() + 8
        while monotonic() < until:
            self.wfile.write(b"x")
            sleep(0.2)
        self.close_connection = True

    def do_POST(self) -> None:
        self.planted.posted[self.path] = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.do_GET()

    def do_HEAD(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def serving() -> Iterator[Planted]:
    """A planted site on a port of its own, until the block ends."""
    site = Planted()
    handler = type("Handler", (_Handler,), {"planted": site})
    server = Server(("127.0.0.1", 0), handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def planted() -> Iterator[Planted]:
    with serving() as site:
        yield site


@pytest.fixture
def plant() -> Iterator[Callable[[], Planted]]:
    """Makes further planted sites."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(serving())


@pytest.fixture
def dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def crawl() -> Callable[..., ShardReport]:
    def run(
        *tasks: CrawlTask,
        allow_private: bool = True,
        progress: Path | None = None,
        timeout: float = 5.0,
        scrapy: Mapping[str, object] = MappingProxyType({}),
    ) -> ShardReport:
        settings = CrawlSettings("test@localhost", allow_private=allow_private, timeout=timeout, scrapy=dict(scrapy))
        with ProcessPoolExecutor(1, mp_context=context(), max_tasks_per_child=1) as pool:
            return pool.submit(crawl_shard, tasks, settings, progress).result(timeout=90)

    return run
