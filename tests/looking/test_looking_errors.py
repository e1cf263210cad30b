"""From an error to a reason, and what our own network must have shown before one of the host's is believed."""

import asyncio
import errno
import http.client
import socket
import ssl
import zlib
from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet import error as tx

from crawler.connect.errors import MalformedAnswer, RedirectLoop, failed_at
from crawler.connect.guard import Address, AddressGuard, AddressRefused
from crawler.looking.classify import classify_address, classify_error
from crawler.looking.controls import Controls, ControlState
from crawler.looking.errors import inside, reason_of
from ledger.vocabulary import Standing

NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
URL = "http://www.jia.gov.cn/a/1.html"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (AddressRefused("x"), "private_address"),
        (UnsupportedURLSchemeError("x"), "unsupported"),
        (ssl.SSLError("x"), "tls"),
        (SSL.Error("x"), "tls"),
        (ConnectionRefusedError(), "refused"),
        (DownloadConnectionRefusedError("x"), "refused"),
        (tx.ConnectionRefusedError(), "refused"),
        (TimeoutError(), "timeout"),
        (DownloadTimeoutError("x"), "timeout"),
        (tx.TimeoutError(), "timeout"),
        (httpx.ReadTimeout("x"), "timeout"),
        (httpx.ReadError("x"), "malformed"),
        (OSError(errno.ENETUNREACH, "x"), "timeout"),
        (OSError(errno.EHOSTUNREACH, "x"), "timeout"),
        (OSError(errno.ENETDOWN, "x"), "timeout"),
        (OSError(errno.ENOENT, "x"), "malformed"),
        (DownloadCancelledError("x"), "too_large"),
        (ResponseDataLossError("x"), "truncated"),
        (http.client.IncompleteRead(b""), "truncated"),
        (EOFError(), "truncated"),
        (MalformedAnswer("x"), "malformed"),
        (zlib.error("x"), "malformed"),
        (ConnectionResetError(), "reset"),
        (tx.ConnectionLost(), "reset"),
        (RedirectLoop((URL,), sets_cookie=True), "challenge"),
        (RedirectLoop((URL,), sets_cookie=False), "redirect_loop"),
        (IgnoreRequest("Response size (9) larger than DOWNLOAD_MAXSIZE (5)"), "too_large"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots"),
        (IgnoreRequest("Filtered"), "not_looked"),
        (socket.gaierror(socket.EAI_NONAME, "x"), "dns_not_found"),
        (socket.gaierror(socket.EAI_AGAIN, "x"), "dns_failed"),
        (ValueError("x"), "malformed"),
    ],
)
def test_each_error_by_what_it_says(error: BaseException, reason: str) -> None:
    assert reason_of(error, URL) == reason
    outer = RuntimeError("outer")
    outer.__cause__ = error
    assert reason_of(outer, URL) == reason


@pytest.mark.parametrize(
    ("host", "kept"),
    [("a.invalid", True), ("a.test", True), ("b.a.example.", True), ("a.example.cn", False), ("invalid.gov.cn", False)],
)
def test_a_name_that_the_norms_keep_from_existing(host: str, kept: bool) -> None:
    """RFC 2606 and RFC 6761: whatever a name server says of it."""
    error = socket.gaierror(socket.EAI_AGAIN, "x")
    assert reason_of(error, f"http://{host}/") == ("dns_not_found" if kept else "dns_failed")


def test_an_error_without_a_host_of_its_own() -> None:
    assert reason_of(socket.gaierror(socket.EAI_AGAIN, "x"), "/a") == "dns_failed"
    assert not inside("/a", AddressGuard())


PINS = {"oa.jia.gov.cn": ("10.0.0.9", 80), "www.jia.gov.cn": ("1.2.4.8", 80)}


@pytest.mark.parametrize(
    ("host", "inner"),
    [
        *(("localhost", True), ("a.localhost", True), ("notlocalhost", False), ("LOCALHOST.", True)),
        *(("10.0.0.1", True), ("[::1]", True), ("1.2.4.8", False), ("[2400:3200::1]", False)),
        *(("oa.jia.gov.cn", True), ("OA.jia.gov.cn", True), ("www.jia.gov.cn", False), ("www.yi.gov.cn", False)),
    ],
)
def test_what_lies_in_the_inner_network(host: str, inner: bool) -> None:
    assert inside(f"http://{host}/", AddressGuard(PINS)) is inner


NAME, PORT, SLOW = socket.gaierror(socket.EAI_NONAME, "x"), ConnectionRefusedError(), TimeoutError()
LOST, ODD = ConnectionResetError(), MalformedAnswer("x")
ALL, NONE = ControlState(True, NOW, True, True, True), ControlState(False, NOW, False, False, False)
# connections are taken, and names are given by none; taken inside only; taken outside only
NAMELESS = ControlState(True, NOW, False, True, None)
INNER, OUTER = ControlState(True, NOW, False, False, True), ControlState(True, NOW, True, True, False)
UNTOLD = ControlState(False, NOW, False, False, None)
OUT, IN = "http://www.jia.gov.cn/", "http://10.0.0.9/"


@pytest.mark.parametrize(
    ("error", "url", "state", "reason"),
    [
        (NAME, OUT, ALL, "dns_not_found"),
        (NAME, OUT, NAMELESS, "dns_failed"),
        (NAME, OUT, NONE, "offline"),
        (NAME, "http://a.invalid/", NONE, "dns_not_found"),
        (PORT, "http://a.invalid/", NONE, "offline"),  # the name is no proof of anything but itself
        (PORT, OUT, ALL, "refused"),
        (PORT, OUT, OUTER, "refused"),
        (PORT, OUT, INNER, "offline"),  # a control inside proves nothing of the way out
        (PORT, IN, INNER, "refused"),
        (PORT, IN, OUTER, "offline"),
        (PORT, IN, UNTOLD, "refused"),  # no control inside is named
        (SLOW, OUT, INNER, "timeout"),
        (SLOW, OUT, NONE, "offline"),
        (SLOW, IN, UNTOLD, "timeout"),
        (LOST, OUT, NONE, "offline"),
        (LOST, OUT, ALL, "reset"),
        (ODD, OUT, NONE, "malformed"),  # that was an answer
        (ssl.SSLError("x"), OUT, NONE, "tls"),
    ],
)
def test_what_our_own_network_may_have_caused(error: BaseException, url: str, state: ControlState, reason: str) -> None:
    look = classify_error(error, url=url, now=NOW, elapsed=1.5, controls=state, guard=AddressGuard())
    assert look.reason == reason
    assert look.standing is (Standing.DEAD if reason in ("dns_not_found", "refused") else Standing.UNKNOWN)
    assert (look.at, look.elapsed) == (NOW, 1.5)


def test_behind_a_redirect_it_is_the_last_host_that_failed() -> None:
    error = ConnectionRefusedError()
    failed_at(error, IN)
    assert classify_error(error, url=OUT, now=NOW, elapsed=0, controls=INNER, guard=AddressGuard()).reason == "refused"


def test_of_an_error_200_signs_are_told() -> None:
    look = classify_error(MalformedAnswer("x" * 300), url=OUT, now=NOW, elapsed=0, controls=ALL, guard=AddressGuard())
    assert look.detail == "x" * 200


@pytest.mark.parametrize(
    ("url", "standing", "reason", "detail"),
    [
        ("file:///C:/x.doc", "dead", "bad_address", "file:///C:/x.doc"),
        ("http:///x", "dead", "bad_address", "http:///x"),
        ("http://", "dead", "bad_address", "http://"),
        ("http:///" + "x" * 300, "dead", "bad_address", "http:///" + "x" * 192),
        ("c:/" + "x" * 300, "dead", "bad_address", "c:/" + "x" * 197),
        ("\\\\server\\x", "dead", "bad_address", "\\\\server\\x"),
        ("http://h.gov.cn:99999/", "dead", "bad_address", "Port out of range 0-65535"),
        ("http://h.gov.cn/{{a}}", "unknown", "script_drawn", "placeholder"),
        ("ftp://h.gov.cn/x", "unknown", "unsupported", "ftp"),
    ],
)
def test_addresses_that_need_no_visit(url: str, standing: str, reason: str, detail: str) -> None:
    look = classify_address(url, now=NOW)
    assert look is not None
    assert (look.standing, look.reason, look.detail, look.at) == (standing, reason, detail, NOW)


@pytest.mark.parametrize("url", ["http://h.gov.cn/", "https://h.gov.cn:8443/x"])
def test_web_addresses_need_one(url: str) -> None:
    assert classify_address(url, now=NOW) is None


class Net(AddressGuard):
    """A network made by hand: which names it knows, and which addresses take a connection."""

    def __init__(self, names: Mapping[str, str], taking: Collection[str]) -> None:
        super().__init__({"oa.jia.gov.cn": ("10.0.0.9", 80), "www.jia.gov.cn": ("1.2.4.8", 80)})
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "taking", taking)
        object.__setattr__(self, "asked", [])

    names: Mapping[str, str]
    taking: Collection[str]
    asked: list[tuple[str, int]]

    def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        if host not in self.names:
            raise socket.gaierror(socket.EAI_AGAIN, "x")
        return ((socket.AF_INET, self.names[host], port),)

    def connect(self, host: str, port: int, deadline: float) -> socket.socket:
        self.asked.append((host, port))
        if host not in self.taking:
            raise ConnectionRefusedError
        ours, theirs = socket.socketpair()
        theirs.close()
        return ours


NAMES = {"ctl.gov.cn": "1.2.4.8", "trap.gov.cn": "10.0.0.1", "1.2.4.8": "1.2.4.8", "www.jia.gov.cn": "1.2.4.8"}


def told(net: Net, *hosts: str) -> tuple[bool, bool, bool, bool | None]:
    state = asyncio.run(Controls(hosts, guard=net).state(NOW))
    assert state.at == NOW
    return state.ok, state.names, state.outside, state.inside


@pytest.mark.parametrize(
    ("hosts", "taking", "ok", "names", "outside", "inside_"),
    [
        (("ctl.gov.cn",), ("ctl.gov.cn",), True, True, True, None),
        (("ctl.gov.cn",), (), False, True, False, None),
        (("lost.gov.cn",), (), False, False, False, None),
        (("trap.gov.cn",), ("trap.gov.cn",), True, False, True, None),  # an address of no public network proves no name
        (("1.2.4.8",), ("1.2.4.8",), True, False, True, None),  # a number was asked of no name server
        (("www.jia.gov.cn",), ("www.jia.gov.cn",), True, False, True, None),  # nor was a pin
        (("10.0.0.9",), ("10.0.0.9",), True, False, False, True),
        (("oa.jia.gov.cn",), (), False, False, False, False),
        (("10.0.0.9", "10.0.0.8"), ("10.0.0.8",), True, False, False, True),
        (("ctl.gov.cn", "10.0.0.9"), ("10.0.0.9",), True, True, False, True),
        (("ctl.gov.cn", "10.0.0.9"), ("ctl.gov.cn",), True, True, True, False),
        ((), (), False, False, False, None),
    ],
)
def test_what_the_controls_prove(
    hosts: tuple[str, ...], taking: tuple[str, ...], ok: bool, names: bool, outside: bool, inside_: bool | None
) -> None:
    assert told(Net(NAMES, taking), *hosts) == (ok, names, outside, inside_)


def test_at_which_port_a_control_is_asked() -> None:
    net = Net({}, ())
    told(net, "a.gov.cn", "b.gov.cn:8443", "::1", "[::2]")
    assert sorted(net.asked) == [("::1", 443), ("[::2]", 443), ("a.gov.cn", 443), ("b.gov.cn", 8443)]


@pytest.mark.parametrize(("every", "asked"), [(60.0, 1), (0.0, 3)])
def test_the_controls_are_asked_once_in_a_while(every: float, asked: int) -> None:
    net = Net({}, ())
    controls = Controls(["a.gov.cn"], guard=net, every=every)

    async def thrice() -> None:
        for _ in range(3):
            await controls.state(NOW)

    asyncio.run(thrice())
    assert len(net.asked) == asked
