"""The engine in use: Scrapy's Twisted download handler, guarded. Decides nothing about an answer.

Why this engine and not Scrapy's asyncio (aiohttp) one, which is a quarter faster: on what servers really send, the
aiohttp handler fails on a header line without colon, on two equal Content-Length, on CL with TE and on a 9 KB header,
and ends a raw GBK ``Location`` or ``Set-Cookie`` in a bare UnicodeEncodeError; this one reads all of them. Truth
first, speed second. It runs on the asyncio reactor in a child process.
"""

from time import monotonic
from typing import Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.connect.coding import ACCEPTED, undo
from crawler.connect.errors import RedirectLoop
from crawler.connect.resolver import GUARD_SETTING, GuardedResolver

ELAPSED = "xuncha_elapsed"


class GuardedHandler(HTTP11DownloadHandler):
    """Installs the guarded resolver itself, so no way of starting Scrapy leaves the guard out."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        GuardedResolver(reactor, crawler.settings[GUARD_SETTING]).install_on_reactor()
        self._resolver = cast(GuardedResolver, reactor.nameResolver)

    async def download_request(self, request: Request) -> Response:
        """Adds to the request's meta the seconds to the last byte (all hops), and to a DNS failure its number."""
        before = request.meta.get(ELAPSED, 0.0) if request.meta.get("redirect_times") else 0.0
        started = monotonic()
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            why = self._resolver.failures.get(urlsplit(request.url).hostname or "")
            if why is None:
                raise
            raise why from error
        finally:
            request.meta[ELAPSED] = before + monotonic() - started


class CodingMiddleware:
    """Undoes gzip and deflate, in place of Scrapy's own; what went wrong is told in the response's flags."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        request.headers.setdefault(b"Accept-Encoding", ACCEPTED.encode())

    def process_response(self, request: Request, response: Response) -> Response:
        coding = response.headers.get(b"Content-Encoding")
        if coding is None:
            return response
        body, flags = undo(response.body, coding.decode("latin-1"), self._limit)
        headers = response.headers.copy()
        if "undecoded" not in flags:
            del headers[b"Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(body=body, headers=headers, flags=[*response.flags, *flags], cls=kind)


class ChainMiddleware(RedirectMiddleware):
    """Scrapy's redirects, with the chain told when they never arrive."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """No Referer is sent on any request."""

    def _engine_started(self) -> None:
        """Nothing to look up: see ``handle_referer``."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            chain = (*request.meta.get("redirect_urls", ()), request.url)
            raise RedirectLoop(chain, sets_cookie=b"Set-Cookie" in response.headers) from error
