"""The lenient client: reads what strict clients refuse. For second looks and probes; blocks, so run it in a thread.

Its own are only the status line and the sorting out of header lines nobody can read; the body (length, chunks) is
http.client's. One deadline holds for a whole look, all hops and rungs included.
"""

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from crawler.connect.answer import HttpAnswer
from crawler.connect.coding import undo
from crawler.connect.errors import MalformedAnswer, RedirectLoop, failed_at
from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.connect.location import as_browsers_read
from crawler.connect.settings import visitor

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})(?:\s|$)")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_FRAMING = {b"content-length", b"transfer-encoding"}  # all that http.client needs to know to read the body
_REDIRECTS = {301, 302, 303, 307, 308}
_LEGACY_CONNECT = 0x4  # OP_LEGACY_SERVER_CONNECT has no name before Python 3.12


@dataclass(frozen=True)
class _Visitor:
    guard: AddressGuard
    limits: Limits
    said: Mapping[str, str]
    deadline: float


def fetch(
    url: str, *, guard: AddressGuard, limits: Limits, agent: str, said: Mapping[str, str] | None = None
) -> HttpAnswer:
    """One GET with its redirects; ``said``: the headers of ``settings.visitor``. Raises OSError (ssl, DNS, guard,
    time-out too), MalformedAnswer, RedirectLoop."""
    started = time.monotonic()
    headers = {"User-Agent": agent, **(visitor() if said is None else said)}
    who = _Visitor(guard, limits, headers, started + limits.seconds)
    cookies: dict[str, dict[str, str]] = {}
    hops: list[str] = []
    here = url
    while True:
        host = urlsplit(here).hostname or ""
        try:
            answer = _one_hop(here, who, cookies.setdefault(host, {}))
        except OSError as error:
            failed_at(error, here)
            raise
        fresh = _cookies(answer)
        cookies[host].update(fresh)
        there = _location(answer)
        if there is None:
            return replace(answer, url=url, hops=tuple(hops), elapsed=time.monotonic() - started)
        hops.append(here)
        if len(hops) > limits.hops:
            raise RedirectLoop((*hops, there), sets_cookie=bool(fresh))
        here = there


def _one_hop(url: str, who: _Visitor, cookies: dict[str, str]) -> HttpAnswer:
    if urlsplit(url).scheme != "https":
        return _ask(url, who, cookies, None, "")
    last: ssl.SSLError | None = None
    for flag, context in _ladder():
        # The next rung is another way of refusing the same thing: only a certificate error is helped by not verifying.
        if flag == "tls_unverified" and not isinstance(last, ssl.SSLCertVerificationError):
            continue
        try:
            return _ask(url, who, cookies, context, flag)
        except ssl.SSLError as error:
            last = error
    assert last is not None
    raise last


def _ladder() -> Iterator[tuple[str, ssl.SSLContext]]:
    yield "", ssl.create_default_context()
    careless = ssl.create_default_context()
    careless.check_hostname = False
    careless.verify_mode = ssl.CERT_NONE
    yield "tls_unverified", careless
    legacy = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    legacy.check_hostname = False
    legacy.verify_mode = ssl.CERT_NONE
    legacy.set_ciphers("DEFAULT:@SECLEVEL=0")
    legacy.options |= _LEGACY_CONNECT
    legacy.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    yield "tls_legacy", legacy


def _ask(url: str, who: _Visitor, cookies: dict[str, str], context: ssl.SSLContext | None, flag: str) -> HttpAnswer:
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    port = parts.port or (443 if context else 80)
    sock = who.guard.connect(host, port, who.deadline)
    try:
        if context:
            sock.settimeout(_left(who.deadline))
            sock = context.wrap_socket(sock, server_hostname=host)
        sock.sendall(_request(parts.path, parts.query, parts.netloc.rpartition("@")[2], who.said, cookies))
        return _read(url, sock, who, flag)
    finally:
        sock.close()


def _request(path: str, query: str, netloc: str, said: Mapping[str, str], cookies: dict[str, str]) -> bytes:
    target = quote(urlunsplit(("", "", path or "/", query, "")), safe="!#$%&'()*+,/:;=?@[]~")
    lines = [f"GET {target} HTTP/1.1", f"Host: {netloc.encode('idna').decode()}"]
    lines += [f"{name}: {value}" for name, value in said.items()]
    lines += ["Accept-Encoding: identity", "Connection: close"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


class _Wire(io.RawIOBase):
    """The socket as a stream that keeps the deadline at every read, with bytes put back in front of it."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline
        self.front = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.front:
            count = min(len(buffer), len(self.front))
            buffer[:count] = self.front[:count]
            self.front = self.front[count:]
            return count
        self._sock.settimeout(_left(self._deadline))
        return self._sock.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client asks of a socket."""
        return io.BufferedReader(self)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("deadline passed")
    return left


def _read(url: str, sock: socket.socket, who: _Visitor, flag: str) -> HttpAnswer:
    wire = _Wire(sock, who.deadline)
    status, headers = _head(wire, who.limits.header)
    flags = {flag} - {""}
    raw = b""
    response = http.client.HTTPResponse(cast(socket.socket, wire), method="GET")
    if 100 <= status <= 999:
        clean = b"".join(n + b": " + v + b"\r\n" for n, v in headers if n.lower() in _FRAMING)
        wire.front = b"HTTP/1.1 %d x\r\n%sConnection: close\r\n\r\n" % (status, clean) + wire.front
        try:
            response.begin()
            raw = _body(response, who.limits.body, flags)
        except (http.client.HTTPException, ValueError) as error:
            raise MalformedAnswer(str(error)) from error
    answer = HttpAnswer(url, url, status, headers, raw, 0.0, frozenset(flags))
    body, told = undo(raw, answer.header("content-encoding"), who.limits.body)
    return replace(answer, body=body, flags=answer.flags | told)


def _head(wire: _Wire, limit: int) -> tuple[int, tuple[tuple[bytes, bytes], ...]]:
    """Status and readable header lines of the final answer; what came after them is put back in front."""
    taken = b""
    while True:
        end = re.search(rb"\r?\n\r?\n", taken)
        if end is None:
            chunk = wire.read(16384) if len(taken) <= limit else b""
            if not chunk:
                if not taken:
                    raise ConnectionResetError("closed without an answer")
                raise MalformedAnswer("header does not end" if len(taken) <= limit else "header too long")
            taken += chunk
            continue
        lines = taken[: end.start()].splitlines()
        taken = taken[end.end() :]
        match = _STATUS.match(lines[0]) if lines else None
        if match is None:
            raise MalformedAnswer(f"status line {lines[:1]!r}"[:120])
        if not 100 <= int(match[1]) < 200:
            wire.front = taken
            split = (line.split(b":", 1) for line in lines[1:] if _HEADER.match(line))
            return int(match[1]), tuple((name.strip(), value.strip()) for name, value in split)


def _body(response: http.client.HTTPResponse, limit: int, flags: set[str]) -> bytes:
    if response.length is None and not response.chunked:
        flags.add("partial")
    parts: list[bytes] = []
    size = 0
    try:
        while size <= limit and (part := response.read1(65536)):
            parts.append(part)
            size += len(part)
    except http.client.IncompleteRead as error:
        flags.add("truncated")
        parts.append(error.partial)
    if size > limit:
        flags.add("too_large")
    elif response.length:
        flags.add("truncated")
    return b"".join(parts)[:limit]


def _cookies(answer: HttpAnswer) -> dict[str, str]:
    found = {}
    for name, value in answer.headers:
        if name.lower() == b"set-cookie":
            key, _, rest = value.decode("latin-1").partition(";")[0].partition("=")
            found[key.strip()] = rest.strip()
    return found


def _location(answer: HttpAnswer) -> str | None:
    """Where it sends us, bytes above 0x7F percent-encoded as they are; ``None`` unless a web address."""
    raw = as_browsers_read(answer.header("location").encode("latin-1"))
    if answer.status not in _REDIRECTS or not raw:
        return None
    there = urljoin(answer.url, quote(raw, safe="!#$%&'()*+,/:;=?@[]~").partition("#")[0])
    parts = urlsplit(there)
    if parts.scheme not in {"http", "https"}:
        return None
    return there if parts.hostname else urlunsplit(parts._replace(netloc=urlsplit(answer.url).netloc))
