"""One look through the engine: paced, capped where the content does not matter, classified. Stores nothing."""

import asyncio
import re
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import monotonic
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)
from scrapy.http import Headers, Response

from crawler.connect.answer import HttpAnswer
from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.connect.settings import visitor
from crawler.looking.classify import classify, classify_address, classify_error, wants_second_look
from crawler.looking.controls import Controls
from crawler.looking.scrapy_bridge import answer_of
from crawler.looking.second_opinion import look_again
from crawler.looking.soft404 import HostProfile, profile, random_url
from crawler.spiders.pace import Pace, retry_after
from crawler.spiders.task import CrawlSettings, CrawlTask
from ledger.vocabulary import Look, Reason, Standing

FAILURES = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    IgnoreRequest,
    OSError,
    ValueError,
    EOFError,
    zlib.error,
)
Form = tuple[tuple[str, str], ...]
Ask = Callable[[], Awaitable[tuple[Look, HttpAnswer | None]]]
CAP = "xuncha_cap"
MAXSIZE = "download_maxsize"  # 0: whatever length is announced, no more than the cap is read
_READ = re.compile(rb"text|html|xml|json|script|form")
RESOURCE_BYTES = 4096
NOWHERE = frozenset({Reason.DNS_NOT_FOUND, Reason.DNS_FAILED, Reason.OFFLINE, Reason.PRIVATE_ADDRESS})
OUTSIDE_BYTES = 65536
TOO_MANY, NOT_NOW = 429, 503
WAITS = (2.0, 4.0, 8.0)  # seconds, where a host that is asked too often does not say how long


def host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _request(url: str, headers: dict[str, str], meta: dict[str, object], form: Form) -> Request:
    if form:
        return FormRequest(url, formdata=list(form), headers=headers, meta=meta, dont_filter=True)
    return Request(url, headers=headers, meta=meta, dont_filter=True)


class Fetcher:
    """One a site."""

    def __init__(
        self,
        crawler: Crawler,
        task: CrawlTask,
        settings: CrawlSettings,
        *,
        guard: AddressGuard,
        controls: Controls,
        now: Callable[[], datetime],
    ) -> None:
        self.now = now
        self.pace = Pace()
        self._crawler = crawler
        self._task = task
        self._settings = settings
        self._guard = guard
        self._controls = controls
        self.home = task.site.home
        self.home_answer: HttpAnswer | None = None
        self.good: dict[str, str] = {}  # host → the first address of it that opened in this run
        self._host = host_of(task.site.home)
        self.pace.begin(self._host, 1 / task.site.rate)
        self._profile: HostProfile | None = None
        crawler.signals.connect(self._cap_file, signals.headers_received)
        crawler.signals.connect(self._cap, signals.bytes_received)

    def _cap_file(self, headers: Headers, request: Request) -> None:
        """A file behind an address that names none (download.jsp?id=5) need not be fetched whole."""
        kind = (headers.get(b"Content-Type") or b"").lower()
        if kind and not _READ.search(kind) and b"Content-Encoding" not in headers:
            request.meta.setdefault(CAP, RESOURCE_BYTES)
            request.meta[MAXSIZE] = 0

    def _cap(self, data: bytes, request: Request) -> None:
        left = request.meta.get(CAP)
        if left is None:
            return
        request.meta[CAP] = left - len(data)
        if left <= len(data):
            raise StopDownload(fail=False)

    async def calibrate(self) -> None:
        """Learn what the site's host says of a page that cannot exist."""
        _, answer = await self.look(random_url(self._task.site.home, self._task.run))
        self._profile = profile(answer, self.home_answer) if answer is not None else None

    async def look(
        self,
        url: str,
        *,
        wanted: str = "page",
        cap: int | None = None,
        headers: dict[str, str] | None = None,
        form: Form = (),
    ) -> tuple[Look, HttpAnswer | None]:
        """One look; when the engine could not read the answer, the lenient client's word counts.

        ``form`` is what the page's own script posts to read its list; nothing else is ever posted.
        """
        known = classify_address(url, now=self.now())
        if known is not None:
            return known, None
        said = {**visitor(wanted, self._referer(url)), **(headers or {})}
        look, answer = await self._patiently(url, partial(self._ask, url, wanted, cap, said, form))
        if wants_second_look(look) and not form:
            return await self.look_fresh(url, wanted=wanted)
        return look, answer

    def _referer(self, url: str) -> str:
        return "" if url == self.home else self.home

    async def _patiently(self, url: str, ask: Ask) -> tuple[Look, HttpAnswer | None]:
        """As the host asks us to: later, for as long as a run waits for a host."""
        look, answer = await ask()
        for unsaid in WAITS:
            if answer is None or answer.status not in (TOO_MANY, NOT_NOW):
                break
            wait = retry_after(answer.header("retry-after"), self.now())
            if wait is None and answer.status == NOT_NOW:
                break
            if not self.pace.rest(host_of(url), unsaid if wait is None else wait):
                break
            look, answer = await ask()
        return look, answer

    async def look_fresh(self, url: str, *, wanted: str = "page", referer: str = "") -> tuple[Look, HttpAnswer | None]:
        """A look over a connection of its own, by another client; ``referer``: the page that uses the address."""
        known = classify_address(url, now=self.now())
        if known is not None:
            return known, None
        return await self._patiently(url, partial(self._ask_fresh, url, wanted, referer or self._referer(url)))

    async def _ask_fresh(self, url: str, wanted: str, referer: str) -> tuple[Look, HttpAnswer | None]:
        await self._turn(url)
        return await look_again(
            url,
            guard=self._guard,
            contact=self._settings.contact,
            now_fn=self.now,
            controls=self._controls,
            limits=Limits(seconds=self._settings.timeout),
            wanted=wanted,
            host=self._profile_of(url),
            referer=referer,
        )

    def _profile_of(self, url: str) -> HostProfile | None:
        return self._profile if host_of(url) == self._host else None

    async def _turn(self, url: str) -> None:
        host = host_of(url)
        await self.pace.turn(host, 1 / (self._task.site.rate if host == self._host else self._task.outside_rate))

    async def _ask(
        self, url: str, wanted: str, cap: int | None, headers: dict[str, str], form: Form
    ) -> tuple[Look, HttpAnswer | None]:
        await self._turn(url)
        started = monotonic()
        meta: dict[str, object] = {} if cap is None else {CAP: cap, MAXSIZE: 0}
        if cap is not None:  # a compressed body cut at the cap could not be read
            headers = {**headers, "Accept-Encoding": "identity"}
        try:
            answer = answer_of(await self._download(_request(url, headers, meta, form)))
        except FAILURES as error:
            now = self.now()
            state = await self._controls.state(now)
            spent = monotonic() - started
            look = classify_error(error, url=url, now=now, elapsed=spent, controls=state, guard=self._guard)
            self.pace.reached(host_of(url), reached=look.reason not in NOWHERE)
            return look, None
        self.pace.reached(host_of(url), reached=True)
        answer = replace(answer, url=url, elapsed=answer.elapsed or monotonic() - started)
        look = classify(answer, now=self.now(), wanted=wanted, host=self._profile_of(url))
        if look.standing is Standing.OK:
            self.good.setdefault(host_of(url), url)
            if url == self.home and answer.status == 200:
                self.home_answer = answer
        return look, answer

    def closing(self) -> bool:
        """Whether Scrapy is closing the spider: an extension (CLOSESPIDER_PAGECOUNT) or a person asked it to."""
        return self._crawler.engine.needs_backout()  # nothing else makes it True: CONCURRENT_REQUESTS is unlimited

    async def _download(self, request: Request) -> Response:
        """Through the engine like any request of a spider. One that closes asks nothing more: the walk ends there."""
        if self.closing():
            raise asyncio.CancelledError
        return await self._crawler.engine.download_async(request)


__all__ = ["OUTSIDE_BYTES", "RESOURCE_BYTES", "Fetcher", "host_of"]
