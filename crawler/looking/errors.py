"""From an exception to a reason. The name server's numbers, the guard's refusal and TLS are told apart here."""

import errno
import http.client
import ipaddress
import socket
import ssl
import sys
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit

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
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from crawler.connect.errors import MalformedAnswer, RedirectLoop
from crawler.connect.guard import AddressGuard, AddressRefused, public
from ledger.vocabulary.reason import Reason

_RESERVED = (".invalid", ".test", ".example")
_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_KINDS: tuple[tuple[tuple[type[BaseException], ...], Reason], ...] = (
    ((AddressRefused,), Reason.PRIVATE_ADDRESS),
    ((UnsupportedURLSchemeError,), Reason.UNSUPPORTED),
    ((ssl.SSLError, SSL.Error), Reason.TLS),
    ((ConnectionRefusedError, DownloadConnectionRefusedError, tx.ConnectionRefusedError), Reason.REFUSED),
    ((TimeoutError, DownloadTimeoutError, tx.TimeoutError), Reason.TIMEOUT),
    ((DownloadCancelledError,), Reason.TOO_LARGE),
    ((ResponseDataLossError, http.client.IncompleteRead, EOFError), Reason.TRUNCATED),
    ((MalformedAnswer, zlib.error), Reason.MALFORMED),
    ((ConnectionError, tx.ConnectionLost, tx.ConnectionDone, tx.ConnectError), Reason.RESET),
)


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error, its causes, and what Twisted wraps in lists; each once, outermost first."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, ResponseFailed | ResponseNeverReceived):
            waiting += [reason.value for reason in one.reasons]
        waiting += [one.__cause__, one.__context__]


def reason_of(error: BaseException, url: str) -> Reason:
    """The reason as the network gives it; whether our own network worked is weighed by ``classify_error``."""
    links = list(chain(error))
    for one in links:
        if isinstance(one, RedirectLoop):
            return Reason.CHALLENGE if one.sets_cookie else Reason.REDIRECT_LOOP
        if isinstance(one, IgnoreRequest):
            return _ignored(str(one))
        if isinstance(one, socket.gaierror):
            none = one.errno == socket.EAI_NONAME or reserved(url)
            return Reason.DNS_NOT_FOUND if none else Reason.DNS_FAILED
        if (isinstance(one, OSError) and one.errno in _UNREACHABLE) or _timed_out_in_httpx(one):
            return Reason.TIMEOUT
    for kinds, reason in _KINDS:
        if any(isinstance(one, kinds) for one in links):
            return reason
    return Reason.MALFORMED


def _timed_out_in_httpx(error: BaseException) -> bool:
    """A crawl asks nothing through httpx and need not wait until it is loaded; who has its error has loaded it."""
    httpx = sys.modules.get("httpx")
    return httpx is not None and isinstance(error, httpx.TimeoutException)


def _ignored(words: str) -> Reason:
    if "DOWNLOAD_MAXSIZE" in words:
        return Reason.TOO_LARGE
    return Reason.ROBOTS if "robots" in words else Reason.NOT_LOOKED


def reserved(url: str) -> bool:
    """Names that RFC 6761 and RFC 2606 keep from ever existing: their absence needs no control host."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host.endswith(_RESERVED)


def inside(url: str, guard: AddressGuard) -> bool:
    """Whether only an address of the inner network was asked, so that the outside network had no part in it."""
    return inside_host(urlsplit(url).hostname or "", guard)


def inside_host(host: str, guard: AddressGuard) -> bool:
    host = host.strip("[]").lower().rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    ip = guard.pins[host][0] if host in guard.pins else host
    try:
        ipaddress.ip_address(ip)
    except ValueError:
        return False
    return not public(ip)
