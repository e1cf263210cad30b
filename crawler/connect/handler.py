"""The engine in use: two ways to ask behind one Scrapy handler, both guarded. Decides nothing about an answer.

The fast way is aiohttp, which costs far less than the patient way, Scrapy's Twisted handler. Alone, aiohttp would not
do: on what servers really send it fails (a header line without colon, two equal Content-Length, CL with TE,
a 9 KB header), where the patient way reads on. So whatever aiohttp does not read cleanly is asked again the patient
way, within the same look, and that host only so from then on: truth first, speed second. An answer with any status,
a time-out, a refusal and a name that leads nowhere are answers, and are never asked again here. Runs on the asyncio
reactor in a child process.
"""

from time import monotonic
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.connect.aiohttp_client import FastClient, Unclean, suits
from crawler.connect.coding import ACCEPTED, undo
from crawler.connect.errors import RedirectLoop, failed_at
from crawler.connect.location import as_browsers_read
from crawler.connect.resolver import GUARD_SETTING, GuardedResolver

if TYPE_CHECKING:
    from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

ELAPSED = "xuncha_elapsed"


class GuardedHandler(BaseDownloadHandler):
    """Installs the guarded resolver itself, so no way of starting Scrapy leaves the guard out."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        GuardedResolver(reactor, crawler.settings[GUARD_SETTING]).install_on_reactor()
        self._resolver = cast(GuardedResolver, reactor.nameResolver)
        self._fast = FastClient(crawler, self._resolver)
        self._patient: HTTP11DownloadHandler | None = None
        self._hosts_to_be_patient_with: set[str] = set()

    async def download_request(self, request: Request) -> Response:
        """Adds to the request's meta the seconds to the last byte (all hops), and to a DNS failure its number."""
        before = request.meta.get(ELAPSED, 0.0) if request.meta.get("redirect_times") else 0.0
        started = monotonic()
        try:
            return await self._ask(request)
        except CannotResolveHostError as error:
            why = self._resolver.failures.get(urlsplit(request.url).hostname or "")
            if why is None:
                raise
            failed_at(why, request.url)
            raise why from error
        except OSError as error:
            failed_at(error, request.url)
            raise
        finally:
            request.meta[ELAPSED] = before + monotonic() - started

    async def _ask(self, request: Request) -> Response:
        host = urlsplit(request.url).netloc
        if host not in self._hosts_to_be_patient_with and suits(request):
            meta = dict(request.meta)  # a signal's receiver may count in it while an answer comes
            ends = monotonic() + meta["download_timeout"]
            try:
                return await self._fast.get(request, meta["download_timeout"])
            except Unclean:
                self._hosts_to_be_patient_with.add(host)
            request = request.replace(meta={**meta, "download_timeout": max(1.0, ends - monotonic())})
        return await self._patiently().download_request(request)

    def _patiently(self) -> "HTTP11DownloadHandler":
        if self._patient is None:
            # loaded for the first who needs it: most crawls never do, and it takes a fifth of a second
            from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

            self._patient = HTTP11DownloadHandler(self.crawler)
        return self._patient

    async def close(self) -> None:
        await self._fast.close()
        if self._patient is not None:
            await self._patient.close()


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
        if told := response.headers.get(b"Location"):
            response.headers[b"Location"] = as_browsers_read(told)
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            chain = (*request.meta.get("redirect_urls", ()), request.url)
            raise RedirectLoop(chain, sets_cookie=b"Set-Cookie" in response.headers) from error
