"""A small proxy on 127.0.0.1 through which the browser's every connection goes, and each through the address guard.

It resolves no name itself, dials only what the guard passed, and answers nobody without its own random credential.
"""

import asyncio
import secrets
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Self

from crawler.browser.proxy.blocked import BlockedHosts
from crawler.browser.proxy.bounds import Bounds
from crawler.browser.proxy.relay import END, NotHttp, ProxyRequest, answer_head, interim, parse_request
from crawler.connect.guard import AddressGuard
from crawler.connect.threads import in_thread
from ledger.vocabulary.reason import Reason

_PIECE = 64 * 1024
_CHALLENGE = (
    b'HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\nProxy-Connection: close\r\n\r\n'
)
_NO_TUNNEL = b"HTTP/1.1 502 x\r\nContent-Length: 0\r\nProxy-Connection: close\r\n\r\n"
_TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"
Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Tally:
    """What one visit made pass. ``asked``: every host the browser named; ``dialled``: attempts to connect;
    ``failures``: (host, port) → why it was not reached; ``over``: the bound it met, after which nothing passes."""

    carried: int = 0
    dialled: int = 0
    asked: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    failures: dict[tuple[str, int], OSError | NotHttp] = field(default_factory=dict)
    over: Reason | None = None


class GuardedProxy:
    """Async context manager, in the loop that also holds the browser. One visit at a time: ``begin`` … ``end``."""

    def __init__(
        self, guard: AddressGuard, *, blocked: BlockedHosts | None = None, bounds: Bounds | None = None
    ) -> None:
        self._guard, self._blocked, self._bounds = guard, blocked or BlockedHosts(), bounds or Bounds()
        self.username, self.password = "xuncha", secrets.token_urlsafe(24)
        self._credential = b"Basic " + b64encode(f"{self.username}:{self.password}".encode())
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.tally = Tally(over=Reason.NOT_LOOKED)  # before the first visit and between visits nothing passes

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=self._bounds.header)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            await self.end()
            await self._server.wait_closed()

    @property
    def address(self) -> str:
        """``http://127.0.0.1:<port>``, for the browser's setting. Only while it is open."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def begin(self) -> Tally:
        """Lets connections pass, and counts them anew."""
        self.tally = Tally()
        return self.tally

    def halt(self, why: Reason) -> None:
        """Cuts every connection and lets no other begin until the next ``begin``."""
        self.tally.over = self.tally.over or why
        for task in self._open:
            task.cancel()

    async def end(self) -> None:
        """Cuts what is still open and waits for it. The tally that ``begin`` gave stays as it is."""
        self.tally = Tally(over=Reason.NOT_LOOKED)
        open_ = list(self._open)
        for task in open_:
            task.cancel()
        if open_:
            await asyncio.wait(open_)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if len(self._open) <= self._bounds.connections and self.tally.over is None:
                async with asyncio.timeout(self._bounds.seconds * 2):
                    await self._answer(reader, writer)
        except (OSError, EOFError, asyncio.LimitOverrunError, NotHttp, asyncio.CancelledError):
            pass  # closed without a word: the browser says so to the page, the tally says why to us
        finally:
            self._open.discard(task)
            _drop(writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await _head(reader, self._bounds.header)
        asked = parse_request(head[0])
        if not secrets.compare_digest(asked.credential, self._credential):
            await _send(writer, _CHALLENGE)
            return
        there = await self._dial(asked)
        if there is None:
            if asked.tunnel:
                await _send(writer, _NO_TUNNEL)
            return
        try:
            if asked.tunnel:
                await _send(writer, _TUNNEL)
                await _send(there[1], head[1])
                await self._both_ways((reader, writer), there)
            else:
                await self._once(asked, head[1], (reader, writer), there)
        except NotHttp as error:
            self.tally.failures[asked.host.lower(), asked.port] = error
        finally:
            _drop(there[1])

    async def _dial(self, asked: ProxyRequest) -> Pipe | None:
        """Connected to an address that the guard passed, by its number; ``None`` and a word in the tally if not."""
        tally, deadline = self.tally, monotonic() + self._bounds.loading
        tally.asked.add(asked.host.lower())
        if self._blocked.blocks(asked.host):
            tally.blocked.add(asked.host.lower())
            return None
        last: OSError = TimeoutError("deadline passed")
        try:
            found = await in_thread(partial(self._guard.resolve, asked.host, asked.port))
        except OSError as error:
            tally.failures[asked.host.lower(), asked.port] = error
            return None
        for family, ip, port in found:
            tally.dialled += 1
            try:
                async with asyncio.timeout(max(0.0, deadline - monotonic())):
                    return await asyncio.open_connection(ip, port, family=family)
            except OSError as error:
                last = error
        tally.failures[asked.host.lower(), asked.port] = last
        return None

    async def _both_ways(self, ours: Pipe, theirs: Pipe) -> None:
        ways = [
            asyncio.ensure_future(self._pour(theirs[0], ours[1])),
            asyncio.ensure_future(self._pour(ours[0], theirs[1])),
        ]
        await _first_of(ways)

    async def _once(self, asked: ProxyRequest, begun: bytes, ours: Pipe, theirs: Pipe) -> None:
        """One request and its answer. Nothing of what the browser sends behind its request goes to this host."""
        self._count(len(asked.head) + asked.body)
        await _send(theirs[1], asked.head + begun[: asked.body])
        ways = [
            asyncio.ensure_future(self._hand_back(theirs[0], ours[1])),
            asyncio.ensure_future(_pass_on(ours[0], theirs[1], asked.body - len(begun[: asked.body]))),
        ]
        await _first_of(ways)

    async def _hand_back(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        rest = b""
        while True:
            head, rest = await _head(source, self._bounds.header, rest)
            await _send(sink, answer_head(head))
            if not interim(head):
                break
        self._count(len(head) + len(rest))
        await _send(sink, rest)
        await self._pour(source, sink)

    async def _pour(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(_PIECE):
            self._count(len(piece))
            await _send(sink, piece)

    def _count(self, size: int) -> None:
        self.tally.carried += size
        if self.tally.carried > self._bounds.carried:
            self.halt(Reason.TOO_LARGE)


async def _head(reader: asyncio.StreamReader, most: int, taken: bytes = b"") -> tuple[bytes, bytes]:
    """The lines before the empty one, and what came behind it. Raises ``NotHttp`` where they do not end."""
    while (end := END.search(taken)) is None:
        piece = await reader.read(_PIECE) if len(taken) <= most else b""
        if not piece:
            raise NotHttp("the head does not end")
        taken += piece
    return taken[: end.start()], taken[end.end() :]


async def _first_of(ways: Sequence[asyncio.Future[None]]) -> None:
    """Until one way has ended, whichever; the others end with it."""
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
    for way in ways:
        if not way.cancelled() and (error := way.exception()) is not None:
            raise error


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter, size: int) -> None:
    """The body of a request; then waits until the browser goes, or says more, which is for nobody."""
    while size > 0 and (piece := await source.read(min(size, _PIECE))):
        size -= len(piece)
        with suppress(OSError):  # a host that has read enough may answer all the same
            await _send(sink, piece)
    await source.read(1)


async def _send(writer: asyncio.StreamWriter, data: bytes) -> None:
    if data:
        writer.write(data)
        await writer.drain()


def _drop(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, RuntimeError):
        writer.close()
