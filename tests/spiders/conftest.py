"""A small planted site on loopback, and a crawl of it in a child process as the product does it."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path

import pytest

from crawler.spiders.shard import CrawlSettings, CrawlTask, ShardReport, crawl_shard
from ledger.vocabulary import Site

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
        found = self.planted.pages.get(self.path, answer(404, "没有"))
        if callable(found):
            found = found(self.planted.asked[self.path], self.headers.get("If-None-Match", ""))
        status, headers, body = found
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if status == 304 else body)

    def do_HEAD(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def planted() -> Iterator[Planted]:
    site = Planted()
    handler = type("Handler", (_Handler,), {"planted": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def crawl() -> Callable[..., ShardReport]:
    def run(task: CrawlTask, *, allow_private: bool = True, progress: Path | None = None) -> ShardReport:
        settings = CrawlSettings("test@localhost", allow_private=allow_private, timeout=5.0)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
            return pool.submit(crawl_shard, (task,), settings, progress).result(timeout=90)

    return run
