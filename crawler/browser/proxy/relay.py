"""What stands at the head of a request to the proxy and of an answer through it. Pure: bytes to bytes."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"([A-Za-z]{1,20}) (\S+) HTTP/1\.[01]")
_HOP = (b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"proxy-authenticate")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+\d{3}\b")
_INTERIM = re.compile(rb"HTTP/\d(?:\.\d)?\s+1\d\d\b")


class NotHttp(ValueError):
    """Not what our own browser says to a proxy, or not what a web server answers."""


@dataclass(frozen=True)
class ProxyRequest:
    """``tunnel``: CONNECT. ``head``: what is said to the host in its place; ``body``: bytes that follow it."""

    host: str
    port: int
    tunnel: bool
    head: bytes = b""
    body: int = 0
    credential: bytes = b""


def parse_request(head: bytes) -> ProxyRequest:
    """``head`` without the empty line at its end. Raises ``NotHttp``."""
    first, *lines = head.splitlines() or [b""]
    match = _LINE.fullmatch(first)
    if match is None:
        raise NotHttp("request line")
    headers = [(name.strip().lower(), line) for line in lines for name in (line.partition(b":")[0],)]
    said = {name: line.partition(b":")[2].strip() for name, line in headers}
    tunnel = match[1].upper() == b"CONNECT"
    to = _split((b"//" if tunnel else b"") + match[2])
    host, port = to.hostname or "", _port(to)
    if not host or (tunnel and port is None) or (not tunnel and to.scheme != "http"):
        raise NotHttp("target")
    credential = said.get(b"proxy-authorization", b"")
    if tunnel:
        return ProxyRequest(host, port or 0, True, credential=credential)
    if b"transfer-encoding" in said or b"upgrade" in said:
        raise NotHttp("a body without a length, or another protocol, needs a tunnel")
    length = said.get(b"content-length", b"0")
    if not re.fullmatch(rb"\d{1,12}", length):
        raise NotHttp("length")
    kept = [line for name, line in headers if name not in _HOP]
    line = b" ".join((match[1], _origin(match[2]), b"HTTP/1.1"))
    told = b"\r\n".join((line, *kept, b"Connection: close")) + b"\r\n\r\n"
    return ProxyRequest(host, port or 80, False, told, int(length), credential)


def answer_head(head: bytes) -> bytes:
    """The head of a host's answer, saying that the connection ends with it: the browser may not send on it again,
    for what it sends next may be meant for another host. What is no header is handed on as it is. Raises ``NotHttp``
    for what a browser would take for a page without a head (HTTP/0.9)."""
    lines = re.split(rb"\r?\n", head)
    if not _STATUS.match(lines[0]):
        raise NotHttp("status line")
    kept = [line for line in lines[1:] if line.partition(b":")[0].strip().lower() not in _HOP]
    return b"\r\n".join((lines[0], *kept, b"Connection: close")) + b"\r\n\r\n"


def interim(head: bytes) -> bool:
    """Whether another head follows: 100 Continue, 103 Early Hints."""
    return _INTERIM.match(head) is not None


def _split(target: bytes) -> SplitResult:
    try:
        return urlsplit(target.decode("ascii"))
    except ValueError as error:  # UnicodeDecodeError too
        raise NotHttp("target") from error


def _port(to: SplitResult) -> int | None:
    try:
        return to.port
    except ValueError as error:
        raise NotHttp("port") from error


def _origin(target: bytes) -> bytes:
    path = re.sub(rb"^[A-Za-z]+://[^/?#]*", b"", target)
    return path if path.startswith(b"/") else b"/" + path
