"""The Scrapy spider of one site: opens the archive, walks, closes. The frontier is the archive's, not Scrapy's."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import scrapy

from crawler.connect.guard import AddressGuard
from crawler.looking.controls import Controls
from crawler.spiders.columns import FirstPages
from crawler.spiders.fetch import Fetcher
from crawler.spiders.halting import until_halted
from crawler.spiders.progress import Board
from crawler.spiders.task import CrawlSettings, CrawlTask, SiteReport
from crawler.spiders.walk import Walk
from ledger.archive.reader import NARROW
from ledger.archive.writer import Archive, ArchiveError
from ledger.vocabulary import Reason


class SiteSpider(scrapy.Spider):
    """The whole walk is its ``start``: it asks the engine for each answer and waits for it, no callback is used."""

    name = "site"

    def __init__(
        self, task: CrawlTask, shared: CrawlSettings, guard: AddressGuard, controls: Controls, board: Board, **kw: Any
    ) -> None:
        super().__init__(**kw)
        self._task = task
        self._shared = shared
        self._guard = guard
        self._controls = controls
        self._board = board
        self._ended = asyncio.Event()
        self._ended.set()

    async def start(self) -> AsyncIterator[Any]:
        self._ended.clear()
        try:
            for nothing in await self._walk():
                yield nothing
        finally:
            self._ended.set()

    async def closed(self, _reason: str) -> None:
        """Scrapy ends the process when its spiders are closed: not before everything seen is stored."""
        await self._ended.wait()

    async def _walk(self) -> tuple[Any, ...]:
        pages, site = 0, self._task.site.id
        try:
            with Archive(self._task.archive) as archive:
                if archive.finished(self._task.run):
                    self._board.report(SiteReport(site, 0, finished=True))
                    return ()
                fetcher = Fetcher(
                    self.crawler, self._task, self._shared,
                    guard=self._guard, controls=self._controls, now=self._board.now,
                )  # fmt: skip
                scope = "" if self._task.whole_site else NARROW
                archive.start_run(self._task.run, self._board.now(), scope)
                walk = Walk(
                    self._task, archive, fetcher,
                    stop=lambda: self._board.stopped() or fetcher.closing(), moved=self._moved(archive),
                    waits=partial(self._board.waits, site),
                )  # fmt: skip
                try:
                    finished = await _go(walk)
                finally:
                    pages = walk.pages
                    archive.commit()
        except ArchiveError as error:
            self._board.report(SiteReport(site, pages, finished=False, error=str(error)))
        else:
            self._board.report(SiteReport(site, pages, finished=finished))
        return ()

    def _moved(self, archive: Archive) -> Callable[[int], None]:
        return lambda pages: self._board.moved(self._task.site.id, pages, archive.left)


async def _steps(walk: Walk) -> None:
    await walk.prepare()
    if walk.watch.itself:
        await FirstPages(walk).run()
        await walk.run()
    if not walk.halted():
        await walk.watch.ask()
    if not walk.halted():
        await walk.confirm()


async def _go(walk: Walk) -> bool:
    """All of the walk; True when the run is over (also by its deadline), False when a stop cut it short."""
    await until_halted(_steps(walk), walk.halted)
    if walk.stopped() and walk.watch.itself and not walk.late():
        if not walk.fetcher.closing():  # a closed spider can ask nothing; the next start asks before it goes on
            await walk.watch.leave()
        return False
    await walk.watch.finish()
    if walk.late():
        walk.archive.skip_waiting(Reason.DEADLINE)
    walk.archive.finish_run(walk.fetcher.now())
    return True
