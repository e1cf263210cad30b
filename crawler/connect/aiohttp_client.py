"""The fast way to ask for a page: aiohttp, guarded. What it cannot read cleanly it leaves to the patient way.

It never guesses: an answer is returned as the server sent it, or ``Unclean`` is raised. Judges nothing.
"""

import asyncio
import socket
import ssl
from contextvars import ContextVar
from functools import partial
from time import monotonic

from aiohttp import (
    AddrInfoType,
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    ServerDisconnectedError,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.http import HttpProcessingError
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Headers, Response
from scrapy.utils._download_handlers import check_stop_download
from scrapy.utils.httpobj import urlparse_cached
from yarl import URL

from crawler.connect.guard import Address, AddressRefused
from crawler.connect.resolver import GuardedResolver

_OURS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")  # Scrapy's middlewares set them
_FRAMED = {b"Content-Length", b"Transfer-Encoding"}
_DISCONNECTED = ServerDisconnectedError().message
# What the guard said of the host of the request at hand: all that may be dialled for it.
_PASSED: ContextVar[tuple[Address, ...]] = ContextVar("passed", default=())


class Unclean(Exception):
    """Not read, for a reason that does not trouble the patient way."""


class _Passed(AbstractResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=ip, port=to, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, ip, to in _PASSED.get()
        ]

    async def close(self) -> None:
        """Nothing is kept."""


def _dial(info: AddrInfoType) -> socket.socket:
    """Every socket is made here, also for a host that is a number and so is never resolved."""
    for family, ip, port in _PASSED.get():
        if info[4][:2] == (ip, port):
            return socket.socket(family, socket.SOCK_STREAM)
    raise AddressRefused(f"{info[4][0]} is not what the guard passed")


def _context(ciphers: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers(ciphers)
    return context


def suits(request: Request) -> bool:
    """Forms and addresses with a name and password are few: they take the patient way, which knows what to do."""
    parts = urlparse_cached(request)
    return request.method == "GET" and bool(parts.hostname) and parts.username is None


class FastClient:
    """One a handler. Make it, and close it, in the running loop."""

    def __init__(self, crawler: Crawler, resolver: GuardedResolver) -> None:
        self._crawler = crawler
        self._resolver = resolver
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._session = ClientSession(
            connector=TCPConnector(
                resolver=_Passed(),
                use_dns_cache=False,
                socket_factory=_dial,
                ssl=_context(crawler.settings["DOWNLOADER_CLIENT_TLS_CIPHERS"]),
                limit=0,  # the walk's workers hold the limits
            ),
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=_OURS,
            timeout=ClientTimeout(total=None),
        )

    async def close(self) -> None:
        await self._session.close()

    async def get(self, request: Request, seconds: float) -> Response:
        """Raises what the patient way would, of the network and of limits; and ``Unclean``."""
        try:
            async with asyncio.timeout(seconds):
                return await self._get(request)
        except ClientSSLError as error:  # the patient way has another OpenSSL, which may agree with the server
            raise Unclean from error
        except ClientConnectorError as error:
            if error.os_error.errno is None:
                raise Unclean from error
            raise error.os_error from error
        except (ClientOSError, ServerDisconnectedError) as error:
            if getattr(error, "message", _DISCONNECTED) != _DISCONNECTED:  # in the midst of its header
                raise Unclean from error
            raise ConnectionResetError(str(error)) from error
        except TimeoutError as error:
            raise DownloadTimeoutError(f"{request.url} took longer than {seconds} s") from error
        except (ClientError, HttpProcessingError, ValueError) as error:
            raise Unclean from error

    async def _get(self, request: Request) -> Response:
        url = URL(request.url, encoded=True)  # asked for as it is written
        assert url.raw_host is not None
        assert url.port is not None
        _PASSED.set(await self._resolver.addresses(url.raw_host, url.port))
        headers = request.headers.to_tuple_list()
        started = monotonic()
        async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
            request.meta["download_latency"] = monotonic() - started  # AutoThrottle goes by it
            return await self._read(request, answer)

    async def _read(self, request: Request, answer: ClientResponse) -> Response:
        headers = Headers(answer.raw_headers)
        length = answer.content_length
        told = partial(check_stop_download, crawler=self._crawler, request=request)
        stopped = told(signals.headers_received, headers=headers, body_length=length)
        # after the signal, whose receiver may have lifted the limit for this one request
        most = request.meta.get("download_maxsize", self._most) or float("inf")
        if stopped is None and length is not None and length > most:
            raise DownloadCancelledError(f"{length} bytes told, DOWNLOAD_MAXSIZE is {most}")
        parts: list[bytes] = []
        size = 0
        while stopped is None and (part := await answer.content.readany()):
            parts.append(part)
            size += len(part)
            stopped = told(signals.bytes_received, data=part)
            if stopped is None and size > most:
                raise DownloadCancelledError(f"{size} bytes received, DOWNLOAD_MAXSIZE is {most}")
        flags = ["download_stopped"] if stopped else []
        if parts and not stopped and not _FRAMED & headers.keys():
            flags.append("partial")
        return Response(request.url, answer.status, headers, b"".join(parts), flags)
