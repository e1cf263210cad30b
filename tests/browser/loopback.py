"""Sites on loopback for the browser: a server that answers by path and remembers who asked, and a sentinel inside."""

import asyncio
import base64
import hashlib
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from crawler.browser import BlockedHosts, Bounds, Visitor
from crawler.connect.guard import AddressGuard

T = TypeVar("T")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@dataclass(frozen=True)
class Said:
    """One request as it came."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


def page(body: str, *, status: str = "200 OK", title: str = "某区人民政府", extra: str = "", kind: str = "") -> bytes:
    """A whole answer, whose body is a page."""
    html = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    return answer(html.encode(), status=status, extra=extra, kind=kind or "text/html; charset=utf-8")


def answer(body: bytes, *, status: str = "200 OK", extra: str = "", kind: str = "text/plain") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    return head.encode() + body


Route = Callable[[Said], bytes]
NOT_FOUND = page("<p>您访问的页面不存在</p>", status="404 Not Found", title="404")


@dataclass
class Sites:
    """``routes``: path without query → what is answered, ``b""`` is silence; every host's name leads here."""

    routes: dict[str, Route | bytes] = field(default_factory=dict)
    other: Route | bytes = NOT_FOUND
    said: list[Said] = field(default_factory=list)
    port: int = 0

    def asked(self, path: str) -> int:
        return sum(one.path.partition("?")[0] == path for one in self.said)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError):
            await self._serve(reader, writer)
        with suppress(OSError):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        method, path, _ = first.split(" ")
        said = Said(method, headers.get("host", ""), path, headers, body)
        self.said.append(said)
        if "sec-websocket-key" in headers:
            key = base64.b64encode(hashlib.sha1((headers["sec-websocket-key"] + _ACCEPT).encode()).digest()).decode()
            writer.write(
                "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Accept: {key}\r\n\r\n".encode()
                + b"\x81\x05hello"
            )
            await reader.read()
            return
        route = self.routes.get(path.partition("?")[0], self.other)
        told = route(said) if callable(route) else route
        writer.write(told)
        await writer.drain()
        if not told or b"xuncha-stay" in told:  # silent, or an answer that does not end
            await reader.read()


@dataclass
class Sentinel:
    """Stands for what is inside the office's network: counts who comes, by TCP on both families and by UDP."""

    came: list[bytes] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came.append(b"tcp")
        with suppress(OSError):
            self.came.append(await reader.read(2000))
            writer.write(answer(b"inside"))
            await writer.drain()
            writer.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, sentinel: Sentinel) -> None:
        self._sentinel = sentinel

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._sentinel.came.append(b"udp " + data[:40])


class Loop:
    """A loop in a thread of its own, for servers and the browser beside tests that wait."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def run(self, work: Coroutine[Any, Any, T] | Awaitable[T], seconds: float = 120) -> T:
        async def whole() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(whole(), self._loop).result(seconds)

    def __exit__(self, *_: object) -> None:
        async def tidy() -> None:
            rest = asyncio.all_tasks() - {asyncio.current_task()}
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
            await self._loop.shutdown_asyncgens()

        self.run(tidy())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@contextmanager
def serving(loop: Loop, sites: Sites, secured: ssl.SSLContext | None = None) -> Iterator[Sites]:
    server = loop.run(asyncio.start_server(sites.serve, "127.0.0.1", 0, ssl=secured))
    sites.port = server.sockets[0].getsockname()[1]
    yield sites
    loop.run(_stop(server))


@contextmanager
def watching(loop: Loop, sentinel: Sentinel) -> Iterator[Sentinel]:
    server = loop.run(asyncio.start_server(sentinel.serve, "127.0.0.1", 0))
    sentinel.port = server.sockets[0].getsockname()[1]
    servers = [server]
    with suppress(OSError):  # a machine without IPv6
        servers.append(loop.run(asyncio.start_server(sentinel.serve, "::1", sentinel.port, family=socket.AF_INET6)))
    transport = loop.run(_datagrams(sentinel))
    yield sentinel
    transport.close()
    for one in servers:
        loop.run(_stop(one))


async def _datagrams(sentinel: Sentinel) -> asyncio.BaseTransport:
    running = asyncio.get_running_loop()
    made = await running.create_datagram_endpoint(lambda: _Datagrams(sentinel), local_addr=("127.0.0.1", sentinel.port))
    return made[0]


async def _stop(server: asyncio.Server) -> None:
    server.close()


HOSTS = ("site.example", "other.example", "counter.example", "a.counter.example")
BOUNDS = Bounds(seconds=10, loading=4, quiet=0.4, patience=2, requests=80, carried=3_000_000, restart=5)


def visitor(sites: Sites, *hosts: str, allow_private: bool = False, blocked: frozenset[str] = frozenset()) -> Visitor:
    """``hosts`` lead to the server; nothing else of loopback is named to the guard."""
    guard = AddressGuard(dict.fromkeys(hosts, ("127.0.0.1", sites.port)), allow_private=allow_private)
    return Visitor(
        guard=guard, contact="office@some.gov.cn", now=lambda: NOW, blocked=BlockedHosts(blocked), bounds=BOUNDS
    )
