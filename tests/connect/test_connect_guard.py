"""The address guard: what counts as public, what a name may lead to, and that httpx goes through it."""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.connect.guard import AddressGuard, AddressRefused, _lookup, public
from crawler.connect.transport import guarded_client
from crawler.looking.errors import reason_of
from ledger.vocabulary.reason import Reason

INNER = (
    *("10.0.0.1", "172.16.5.4", "192.168.1.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "x"),
    # whose translator or relay decides where it leads, though the address within is a public one
    *("::223.5.5.5", "64:ff9b::df05:505", "64:ff9b:1::df05:505", "2002:df05:505::1", "2001:0:df05:505::20fa:fafa"),
)
OUTER = ("1.2.4.8", "223.5.5.5", "202.96.134.133", "2400:3200::1", "::ffff:223.5.5.5")


@pytest.mark.parametrize("ip", INNER)
def test_inner_addresses_are_not_public(ip: str) -> None:
    assert not public(ip)


@pytest.mark.parametrize("ip", OUTER)
def test_outer_addresses_are_public(ip: str) -> None:
    assert public(ip)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8"))
def test_no_wrapping_makes_an_inner_address_public(ip: ipaddress.IPv4Address) -> None:
    assert not public(str(ip))
    assert not public(f"::ffff:{ip}")
    assert not public(f"64:ff9b::{ip}")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "localhost", "localhost."])
def test_odd_forms_of_loopback_are_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        AddressGuard().resolve(host, 80)


def test_a_pin_decides_address_and_port() -> None:
    guard = AddressGuard({"www.some.gov.cn": ("10.1.2.3", 8080)})
    assert guard.resolve("WWW.some.gov.cn.", 80) == ((socket.AF_INET, "10.1.2.3", 8080),)
    assert guard.pinned("www.some.gov.cn")


def test_the_number_of_the_name_server_is_kept() -> None:
    with pytest.raises(socket.gaierror) as told:
        AddressGuard().resolve("a" * 70 + ".gov.cn", 80)
    assert told.value.errno == socket.EAI_NONAME


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_connect_keeps_the_deadline(port: int) -> None:
    with pytest.raises(TimeoutError):
        AddressGuard(allow_private=True).connect("127.0.0.1", port, time.monotonic() - 1)


def test_connect_takes_the_first_address_that_answers(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The resolver is the outside world: of two addresses on loopback, nothing listens at the first."""
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("127.0.0.2", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    guard = AddressGuard(allow_private=True)
    with guard.connect("two.example", port, time.monotonic() + 9) as taken:
        assert taken.getpeername() == ("127.0.0.1", port)
        assert 8 < (taken.gettimeout() or 0) <= 9, "what is left until the deadline"
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows[:1])
    with pytest.raises(ConnectionRefusedError):
        guard.connect("one.example", port, time.monotonic() + 9)


@pytest.mark.parametrize(("left", "taken"), [(-0.1, False), (0.0, False), (0.5, True)])
def test_connect_begins_nothing_at_the_deadline(
    port: int, monkeypatch: pytest.MonkeyPatch, left: float, taken: bool
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    guard = AddressGuard(allow_private=True)
    if taken:
        guard.connect("127.0.0.1", port, 100.0 + left).close()
    else:
        with pytest.raises(TimeoutError):
            guard.connect("127.0.0.1", port, 100.0 + left)


@pytest.mark.parametrize(
    ("host", "addresses", "refused"),
    [
        ("in.example", ("10.0.0.1",), True),
        ("both.example", ("1.2.4.8", "10.0.0.1"), True),
        ("out.example", ("1.2.4.8", "223.5.5.5"), False),
        ("pinned.example", ("10.0.0.1",), False),
    ],
)
def test_where_a_name_may_lead(
    monkeypatch: pytest.MonkeyPatch, host: str, addresses: tuple[str, ...], refused: bool
) -> None:
    def rows(name: str, port: int, **_: object) -> list[object]:
        found = (name,) if name[0].isdigit() else addresses
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", rows)
    guard = AddressGuard({"pinned.example": ("10.9.9.9", 8080)})
    if refused:
        with pytest.raises(AddressRefused, match=rf"{host} -> 10\.0\.0\.1"):
            guard.resolve(host, 80)
    elif guard.pinned(host):
        assert guard.resolve(host, 80) == ((socket.AF_INET, "10.9.9.9", 8080),)
    else:
        assert [ip for _, ip, _ in guard.resolve(host, 80)] == list(addresses)
    if host != "pinned.example":
        assert not guard.pinned(host)
        free = AddressGuard(allow_private=True).resolve(host, 80)
        assert [ip for _, ip, _ in free] == list(addresses)


async def _get(guard: AddressGuard, url: str) -> httpx.Response:
    async with guarded_client(contact="a@b", guard=guard) as client:
        return await client.get(url)


def test_httpx_refuses_loopback(port: int) -> None:
    with pytest.raises(httpx.ConnectError) as told:
        asyncio.run(_get(AddressGuard(), f"http://127.0.0.1:{port}/"))
    assert reason_of(told.value, "http://127.0.0.1/") is Reason.PRIVATE_ADDRESS


def test_httpx_reaches_a_pinned_host() -> None:
    async def serve() -> str:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            pins = {"api.example": ("127.0.0.1", server.sockets[0].getsockname()[1])}
            return (await _get(AddressGuard(pins), "http://api.example/x")).text

    assert asyncio.run(serve()) == "hi"


def test_of_a_name_with_both_kinds_of_address_the_older_kind_is_dialled_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The resolver is the outside world: it may give them in any order."""
    rows = [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2001:db8::1", 80, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.7", 80)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.7", 80)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    assert _lookup("both.example", 80) == (
        (socket.AF_INET, "203.0.113.7", 80),
        (socket.AF_INET6, "2001:db8::1", 80),
    )
