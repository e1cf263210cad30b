"""The proxy: every notation of an inner address ends at the guard, and nothing passes that was not asked for."""

import asyncio
import socket
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.browser.proxy.blocked import BlockedHosts
from crawler.browser.proxy.bounds import Bounds
from crawler.browser.proxy.guarded_proxy import GuardedProxy, Tally
from crawler.browser.proxy.relay import NotHttp, ProxyRequest, answer_head, parse_request
from crawler.connect.guard import Address, AddressGuard, AddressRefused
from ledger.vocabulary.reason import Reason
from tests.browser.loopback import Said, Sites, answer

T = TypeVar("T")
# the notations of tests/connect/test_connect_guard.py and test_connect_fast.py, and what only a proxy is told
LOOPBACK = ("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "localhost.", "2130706433", "0x7f.1", "127.1")
INNER = (
    *LOOPBACK,
    *("0177.0.0.1", "LOCALHOST", "0", "0.0.0.0", "127.8.8.8", "[::]", "[::ffff:7f00:1]", "[::127.0.0.1]"),
    *("10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255"),
    *("192.0.2.1", "198.18.0.1", "240.0.0.1", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fec0::1]", "[ff02::1]"),
    *("[64:ff9b::7f00:1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[2001:db8::1]", "x.invalid"),
)
BOUNDS = Bounds(seconds=5, loading=3, carried=200_000, connections=8)


def _over(
    guard: AddressGuard,
    use: Callable[[GuardedProxy, Sites], Awaitable[T]],
    sites: Sites | None = None,
    blocked: frozenset[str] = frozenset(),
) -> T:
    """A proxy and a server on loopback, while ``use`` runs; the guard's pins of port 0 lead to the server."""

    async def run() -> T:
        here = sites or Sites(other=answer(b"hello"))
        server = await asyncio.start_server(here.serve, "127.0.0.1", 0)
        here.port = server.sockets[0].getsockname()[1]
        pins = {host: (ip, port or here.port) for host, (ip, port) in guard.pins.items()}
        changed = guard if not pins else AddressGuard(pins, allow_private=guard.allow_private)
        async with server, GuardedProxy(changed, blocked=BlockedHosts(blocked), bounds=BOUNDS) as proxy:
            return await asyncio.wait_for(use(proxy, here), 30)

    return asyncio.run(run())


def _key(proxy: GuardedProxy) -> str:
    told = b64encode(f"{proxy.username}:{proxy.password}".encode()).decode()
    return f"Proxy-Authorization: Basic {told}\r\n"


async def _say(proxy: GuardedProxy, request: str, more: bytes = b"") -> bytes:
    """All that comes back until the proxy closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rpartition(":")[2]))
    writer.write(request.encode() + more)
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def _get(proxy: GuardedProxy, url: str, extra: str = "") -> str:
    return f"GET {url} HTTP/1.1\r\nHost: x\r\n{_key(proxy)}{extra}\r\n"


def _connect(proxy: GuardedProxy, to: str) -> str:
    return f"CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n{_key(proxy)}\r\n"


PINNED = AddressGuard({"site.example": ("127.0.0.1", 0)})


@pytest.mark.parametrize("host", INNER)
def test_no_inner_address_is_dialled_in_any_notation(host: str) -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> tuple[Tally, bytes, bytes, int]:
        tally = proxy.begin()
        got = await _say(proxy, _get(proxy, f"http://{host}:{sites.port}/x"))
        tunnel = await _say(proxy, _connect(proxy, f"{host}:{sites.port}"))
        return tally, got, tunnel, len(sites.said)

    tally, got, tunnel, arrived = _over(AddressGuard(), use)
    assert (tally.dialled, arrived, got) == (0, 0, b"")
    assert not tunnel.startswith(b"HTTP/1.1 200")
    if host in LOOPBACK:
        assert {type(error) for error in tally.failures.values()} == {AddressRefused}
        assert tunnel.startswith(b"HTTP/1.1 502")


@pytest.mark.parametrize("host", LOOPBACK)
def test_the_same_notations_pass_where_private_is_allowed(host: str) -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> int:
        proxy.begin()
        await _say(proxy, _get(proxy, f"http://{host}:{sites.port}/x"))
        return proxy.tally.dialled

    assert _over(AddressGuard(allow_private=True), use) >= 1


def test_a_pin_opens_its_own_name_only() -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> tuple[bytes, bytes, list[str]]:
        proxy.begin()
        own = await _say(proxy, _get(proxy, "http://site.example/a?b=1"))
        number = await _say(proxy, _get(proxy, f"http://127.0.0.1:{sites.port}/a"))
        return own, number, [one.path for one in sites.said]

    own, number, asked = _over(PINNED, use)
    assert own.endswith(b"hello")
    assert (number, asked) == (b"", ["/a?b=1"])


@dataclass(frozen=True)
class _Turning(AddressGuard):
    """A name server that first says one thing and then another: what is dialled is what was judged."""

    judged: tuple[Address, ...] = ()

    def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        assert host == "turning.invalid"
        return self.judged


def test_nothing_is_resolved_a_second_time() -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> bytes:
        proxy.begin()
        proxy._guard = _Turning(judged=((socket.AF_INET, "127.0.0.1", sites.port),))
        return await _say(proxy, _get(proxy, "http://turning.invalid/"))

    assert _over(AddressGuard(), use).endswith(b"hello")


@pytest.mark.parametrize("extra", ["", "Proxy-Authorization: Basic eDp5\r\n", "Proxy-Authorization: \r\n"])
def test_nobody_else_may_use_it(extra: str) -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> tuple[bytes, bytes, int]:
        tally = proxy.begin()
        got = await _say(proxy, f"GET http://site.example/ HTTP/1.1\r\n{extra}\r\n")
        tunnel = await _say(proxy, f"CONNECT site.example:80 HTTP/1.1\r\n{extra}\r\n")
        return got[:12], tunnel[:12], tally.dialled

    assert _over(PINNED, use) == (b"HTTP/1.1 407", b"HTTP/1.1 407", 0)


def test_the_host_is_told_nothing_of_the_proxy_and_gets_one_request() -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> tuple[bytes, list[Said]]:
        proxy.begin()
        first = _get(proxy, "http://site.example/one", "Proxy-Connection: keep-alive\r\nCookie: a=b\r\n")
        return await _say(proxy, first, _get(proxy, "http://other.example/two").encode()), sites.said

    got, said = _over(PINNED, use)
    assert got.count(b"HTTP/1.1") == 1
    assert b"Connection: close\r\n" in got
    assert [one.path for one in said] == ["/one"]
    assert said[0].headers == {"host": "x", "cookie": "a=b", "connection": "close"}


def test_the_body_of_a_form_goes_with_it() -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> list[Said]:
        proxy.begin()
        head = f"POST http://site.example/f HTTP/1.1\r\nContent-Length: 5\r\n{_key(proxy)}\r\n"
        await _say(proxy, head, b"a=1&b and what is for nobody")
        return sites.said

    assert [(one.method, one.body) for one in _over(PINNED, use)] == [("POST", b"a=1&b")]


def test_a_tunnel_carries_both_ways() -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> bytes:
        proxy.begin()
        return await _say(proxy, _connect(proxy, "site.example:443"), b"GET /t HTTP/1.1\r\n\r\n")

    got = _over(PINNED, use)
    assert got.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK")
    assert got.endswith(b"hello")


def test_statistics_are_never_reached() -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> tuple[Tally, list[bytes], int]:
        tally = proxy.begin()
        got = [await _say(proxy, _get(proxy, "http://s4.counter.example/x"))]
        got.append(await _say(proxy, _connect(proxy, "COUNTER.example:443")))
        return tally, got, len(sites.said)

    guard = AddressGuard({"s4.counter.example": ("127.0.0.1", 0), "counter.example": ("127.0.0.1", 0)})
    tally, got, arrived = _over(guard, use, blocked=frozenset({"counter.example"}))
    assert (tally.dialled, arrived, got[0], got[1][:12]) == (0, 0, b"", b"HTTP/1.1 502")
    assert tally.blocked == {"s4.counter.example", "counter.example"}


@pytest.mark.parametrize("tunnel", [False, True])
def test_bytes_have_a_bound(tunnel: bool) -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> tuple[int, Reason | None, bytes]:
        tally = proxy.begin()
        sites.other = answer(b"x" * 5_000_000)
        ask = _connect(proxy, "site.example:80") if tunnel else _get(proxy, "http://site.example/")
        got = await _say(proxy, ask, b"GET / HTTP/1.1\r\n\r\n" if tunnel else b"")
        return len(got), tally.over, await _say(proxy, _get(proxy, "http://site.example/again"))

    size, over, again = _over(PINNED, use)
    assert size < BOUNDS.carried + 2 * 64 * 1024
    assert (over, again) == (Reason.TOO_LARGE, b"")


def test_connections_have_a_bound_and_end_with_the_visit() -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> tuple[int, list[bytes]]:
        sites.other = b""
        proxy.begin()
        asked = [asyncio.ensure_future(_say(proxy, _get(proxy, "http://site.example/"))) for _ in range(20)]
        await asyncio.sleep(0.5)
        arrived = len(sites.said)
        await proxy.end()
        return arrived, await asyncio.gather(*asked)

    arrived, got = _over(PINNED, use)
    assert arrived == BOUNDS.connections
    assert set(got) == {b""}


def test_between_visits_nothing_passes() -> None:
    async def use(proxy: GuardedProxy, sites: Sites) -> int:
        await _say(proxy, _get(proxy, "http://site.example/before"))
        proxy.begin()
        await proxy.end()
        await _say(proxy, _get(proxy, "http://site.example/after"))
        return len(sites.said)

    assert _over(PINNED, use) == 0


@pytest.mark.parametrize(
    "line",
    [
        "GET /x HTTP/1.1",
        "GET https://site.example/ HTTP/1.1",
        "GET ftp://site.example/ HTTP/1.1",
        "GET http:///x HTTP/1.1",
        "GET http://site.example:99999/ HTTP/1.1",
        "CONNECT site.example HTTP/1.1",
        "CONNECT [::1:80 HTTP/1.1",
        "GET http://site.example/ HTTP/2",
        "hello",
        "",
    ],
)
def test_what_is_no_request_is_refused(line: str) -> None:
    with pytest.raises(NotHttp):
        parse_request(line.encode() + b"\r\nA: b")


@pytest.mark.parametrize("extra", ["Transfer-Encoding: chunked", "Content-Length: -1", "Upgrade: websocket"])
def test_a_request_whose_end_is_not_known_is_refused(extra: str) -> None:
    with pytest.raises(NotHttp):
        parse_request(f"POST http://a.cn/ HTTP/1.1\r\n{extra}".encode())


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda told: f"GET {told} HTTP/1.1\r\n{told}".encode()))
def test_no_bytes_bring_it_down(told: bytes) -> None:
    with suppress(NotHttp):
        assert isinstance(parse_request(told), ProxyRequest)


def test_an_answer_says_that_it_is_the_last() -> None:
    told = answer_head(b"HTTP/1.0 200 OK\r\nKeep-Alive: 5\nConnection: keep-alive\r\nnonsense\r\nA: b")
    assert told == b"HTTP/1.0 200 OK\r\nnonsense\r\nA: b\r\nConnection: close\r\n\r\n"
