"""One visit: a window of its own, with its clock, from asking for the address to the picture. Judges nothing."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import TypeVar

from playwright.async_api import BrowserContext, Error, Page

from crawler.browser.failing import why_not
from crawler.browser.outlined import take
from crawler.browser.proxy.bounds import Bounds
from crawler.browser.proxy.guarded_proxy import GuardedProxy, Tally
from crawler.browser.rendered import Drawn, draw
from crawler.browser.visited import Frame, Screenshot, Visit, VisitStep
from crawler.browser.watch import Main, Watch
from crawler.connect.guard import AddressRefused
from crawler.looking.text import title_of, visible
from crawler.looking.words import JUMP
from ledger.vocabulary.reason import Reason

T = TypeVar("T")
STEP = 5.0  # seconds for one word to the page
_HTML = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "")
_TRIES = 3
_GONE = frozenset({404, 410})
_FEW = 200  # characters of a page that is only a step on the way


@dataclass(frozen=True)
class Ask:
    """What is wanted of one visit. ``frames``: a picture for each; ``scroll``: a list is drawn on."""

    url: str
    frames: tuple[Frame, ...] = (Frame(),)
    scroll: bool = False


class OpenPage:
    """``page`` is the only window of ``context``; what the browser fetches goes through ``proxy`` into ``tally``."""

    def __init__(self, page: Page, context: BrowserContext, proxy: GuardedProxy, tally: Tally, bounds: Bounds) -> None:
        self._page, self._tally, self._bounds = page, tally, bounds
        self._begun = monotonic()
        self._watch = Watch(page, context, bounds, lambda: proxy.halt(Reason.BUDGET))
        self._closing: set[asyncio.Future[None]] = set()
        context.on("page", self._close_other)

    async def visit(self, ask: Ask, at: datetime) -> Visit:
        """Never raises for what a page does; raises playwright's ``Error`` where the browser is gone."""
        words, rested = await self._open(ask.url)
        main, drawn = await self._read(ask, words)
        pictures = await self._pictures(ask, main, drawn)
        reason, detail = self._reason(main, drawn, words, late=not rested and not words)
        return Visit(
            asked=ask.url,
            final_url=main.url or ask.url,
            at=at,
            status=main.status,
            reason=reason,
            detail=detail,
            title=title_of(drawn.html),
            content_type=main.kind,
            html=drawn.html,
            step=drawn.step,
            pictures=pictures,
            elapsed=monotonic() - self._begun,
            asked_hosts=frozenset(self._tally.asked),
            blocked_hosts=frozenset(self._tally.blocked),
            refused_hosts=frozenset(
                host for (host, _), error in self._tally.failures.items() if isinstance(error, AddressRefused)
            ),
        )

    async def _open(self, url: str) -> tuple[str, bool]:
        """The browser's words where it did not get there, and whether the page came to rest."""
        watch, until = self._watch, self._begun + self._bounds.loading
        going = self._page.goto(url, wait_until="commit", timeout=self._bounds.loading * 1000)
        try:
            await asyncio.wait_for(going, self._bounds.loading + 1)
        except TimeoutError:
            return "", False
        except Error as error:
            if watch.main.failure or watch.main.number < 2 or "Download" in str(error):
                return watch.main.failure or str(error), False
        return "", await watch.rest(until)

    async def _read(self, ask: Ask, words: str) -> tuple[Main, Drawn]:
        """The page's document as it stands when its text is taken; a page that was on its way elsewhere is read once
        more when it got there."""
        watch, drawn = self._watch, Drawn("", VisitStep.LOADED)
        main = watch.main
        for _ in range(_TRIES):
            main = watch.main
            if main.status is None or main.kind not in _HTML or watch.crashed.is_set() or words:
                break  # what is shown may still be the page before
            try:
                drawn = await self._drawn(ask)
            except TimeoutError:
                break
            except Error:
                drawn = Drawn("", VisitStep.LOADED)
            if drawn.left or (drawn.html and not await self._goes_on(main, drawn.html)):
                break
            drawn = Drawn("", VisitStep.LOADED)
            await watch.rest(self._end() - STEP)
        return main, drawn

    async def _goes_on(self, main: Main, html: str) -> bool:
        """Whether the page went elsewhere; one that looks like it (a firewall's script, a page that refuses) is waited
        for as a visitor would."""
        status = main.status or 0
        refuses = status == 202 or (status >= 400 and status not in _GONE)
        if refuses or (len(visible(html)) < _FEW and JUMP.search(html)):
            return await self._watch.moves_on(main.number, min(monotonic() + self._bounds.patience, self._end() - STEP))
        return self._watch.main.number != main.number

    async def _drawn(self, ask: Ask) -> Drawn:
        if ask.scroll:
            return await draw(self._page, self._watch, self._within, lambda: self._end() - STEP)
        return Drawn(await self._within(self._page.content()), VisitStep.LOADED)

    async def _pictures(self, ask: Ask, main: Main, drawn: Drawn) -> tuple[Screenshot | None, ...]:
        pictures: list[Screenshot | None] = []
        for frame in ask.frames:
            taken = None
            if drawn.html and not drawn.left:
                with suppress(Error, TimeoutError):
                    taken = await take(self._page, frame, self._within, STEP * 1000)
            pictures.append(taken if self._watch.main.number == main.number else None)
        return tuple(pictures)

    def _reason(self, main: Main, drawn: Drawn, words: str, *, late: bool) -> tuple[Reason | None, str]:
        if main.status is None:
            return why_not(main.url, self._tally, words or main.failure, late=late)
        if main.kind not in _HTML or (words and ("Download" in words or main.saved)):
            return Reason.UNSUPPORTED, "该地址给的是文件，不是网页，没有下载"
        if self._watch.crashed.is_set():
            return Reason.UNREADABLE, "网页使浏览器崩溃"
        if self._tally.over is not None:
            return self._tally.over, "网页所取内容超过一次查看的限度，只看了一部分"
        if not drawn.html and (words or main.failure):
            return why_not(main.url, self._tally, words or main.failure, late=late)
        if not drawn.html:
            return Reason.TIMEOUT, "网页的脚本一直不停，在限定时间内无法读取"
        if drawn.left:
            return Reason.PARTLY_READ, "点“更多”后转到别的网页，只读了点之前的内容"
        if main.failure:
            return Reason.TRUNCATED, "网页没有收完"
        return (Reason.PARTLY_READ, "网页在限定时间内没有停下来") if late else (None, "")

    async def _within(self, act: Awaitable[T]) -> T:
        return await asyncio.wait_for(act, max(0.1, min(STEP, self._end() - monotonic())))

    def _end(self) -> float:
        return self._begun + self._bounds.seconds

    def _close_other(self, other: Page) -> None:
        if other is not self._page:
            closing = asyncio.ensure_future(other.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closed_other)

    def _closed_other(self, closing: asyncio.Future[None]) -> None:
        self._closing.discard(closing)
        if not closing.cancelled():
            closing.exception()  # a window that went by itself
