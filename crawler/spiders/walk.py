"""The walk over one site: the archive's frontier, worked off by a few workers. Knows no requirement."""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from urllib.parse import urljoin

from crawler.connect.answer import HttpAnswer
from crawler.likeness.portrait import site_host
from crawler.reading import READER_ERRORS, FastReading, LinkKind, decode, read_fast
from crawler.spiders.fetch import OUTSIDE_BYTES, RESOURCE_BYTES, Fetcher, host_of
from crawler.spiders.robots import Robots
from crawler.spiders.site_watch import SiteWatch
from crawler.spiders.task import CrawlTask
from crawler.spiders.traps import Traps
from crawler.spiders.witness import Witness
from ledger.archive.writer import Archive, ArchiveError, Candidate, FrontierRow, KnownPage, Use
from ledger.vocabulary import Failure, Look, Page, PageKind, Reason, RobotsPolicy, Standing

COMMIT_SECONDS = 1.0
BATCH = 200  # addresses taken from the archive at once
PAGE = "page"
_NAMED = {LinkKind.ATTACHMENT: "attachment", LinkKind.IMAGE: "image", LinkKind.FORM: "form"}
_OPENED = frozenset({LinkKind.PAGE, LinkKind.FRAME, LinkKind.REFRESH})
WANTED_AS = {kind: PAGE if kind in _OPENED else _NAMED.get(kind, "other") for kind in LinkKind}
_PAGE_NUMBER = re.compile(r"_\d+(?=\.\w+$)")


class Walk:
    """One run over one site. ``stop`` is asked between visits; ``moved`` is told after each, ``waits`` until when the
    next look at what was not there must wait."""

    def __init__(
        self,
        task: CrawlTask,
        archive: Archive,
        fetcher: Fetcher,
        *,
        stop: Callable[[], bool],
        moved: Callable[[int], None],
        waits: Callable[[datetime], None],
    ) -> None:
        self.task = task
        self.archive = archive
        self.fetcher = fetcher
        self.pages = 0
        self._stop = stop
        self._moved = moved
        self._waits = waits
        self._host = site_host(task.site.home)
        self._traps = Traps(fetcher.now().date())
        self._before = archive.visited()
        self.watch = SiteWatch(task, archive, fetcher, inside=self.inside, allowed=self.allowed)
        self._robots = Robots()
        self._witness = Witness(fetcher, task.run, allowed=lambda url: not self.inside(url) or self.allowed(url))
        self._buffer: deque[FrontierRow] = deque()
        self._after = 0
        self._busy = 0
        self._done = asyncio.Event()
        self._ends = monotonic() + task.deadline.total_seconds()
        self._committed = monotonic()

    def inside(self, url: str) -> bool:
        return site_host(url) == self._host

    def late(self) -> bool:
        return monotonic() >= self._ends

    def stopped(self) -> bool:
        return self._stop()

    def halted(self) -> bool:
        return self._stop() or self.late() or not self.watch.itself

    async def prepare(self) -> None:
        """Robots, whether the site is itself, and then the host's soft 404."""
        if self.task.site.robots is RobotsPolicy.OBEY:
            place = urljoin(self.task.site.home, "/robots.txt")
            self._robots = Robots(*await self.fetcher.look(place, wanted="other"))
            self.fetcher.pace.slow_to(host_of(place), self._robots.delay)
            if self._robots.told:
                self.archive.record_failure(Failure(place, self.fetcher.now(), Reason.ROBOTS, self._robots.told))
        await self.watch.begin()
        if self.watch.itself and not self._robots.closed:
            await self.fetcher.calibrate()

    def offer(self, use: Use, depth: int) -> None:
        """Put what a page uses in the frontier, unless it is known, or a rule leaves it alone."""
        if self.archive.wants(use.url):
            return
        outside = use.url.startswith(("http:", "https:")) and not self.inside(use.url)
        skip = self._leaves(use, depth, outside)
        self.archive.want(use.url, depth, use.role, outside=outside, skip=skip)

    def _leaves(self, use: Use, depth: int, outside: bool) -> Reason | None:
        if not self._in_scope(use, depth, outside):
            return Reason.NOT_LOOKED
        if outside:
            return None
        if use.role == PAGE and depth > self.task.max_depth:
            return Reason.BUDGET
        if not self.allowed(use.url):
            return Reason.ROBOTS
        return Reason.TRAP if self._traps.springs(use.url) else None

    def allowed(self, url: str) -> bool:
        """Whether the site's robots.txt, where it is kept, lets us ask for the address."""
        return self._robots.allowed(url)

    def _in_scope(self, use: Use, depth: int, outside: bool) -> bool:
        if self.task.lists is not None:
            wanted = self.task.home_articles and depth == 1 and not outside and use.role == PAGE
            return wanted and self.archive.known(use.url) is None
        return self.task.whole_site or self._daily(use, depth, outside)

    def _daily(self, use: Use, depth: int, outside: bool) -> bool:
        """The daily scope: what the home page uses, one click further what has never been stored (new articles),
        and what those load or lead out to."""
        if depth == 2:
            return not outside and self.archive.known(use.url) is None
        return depth < 2 or (depth == 3 and (outside or use.role != PAGE))

    async def run(self) -> None:
        """Work off the frontier until it is empty, the deadline passes or a stop is asked for."""
        await self._all(self._worker)

    async def _all(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """All workers side by side; what the archive refuses comes out as it is."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self.task.workers):
                    group.create_task(work())
        except ExceptionGroup as errors:
            refused = errors.subgroup(ArchiveError)
            if refused is None:
                raise
            raise refused.exceptions[0] from errors

    async def _worker(self) -> None:
        while (wanted := await self._next()) is not None:
            try:
                await self.visit(wanted)
            finally:
                self._busy -= 1
                self._done.set()
            self.settle()

    async def _next(self) -> FrontierRow | None:
        while not self.halted():
            if not self._buffer:
                self._buffer.extend(self.archive.waiting(self._after, BATCH))
                if self._buffer:
                    self._after = self._buffer[-1].seq
            if self._buffer:
                self._busy += 1
                return self._buffer.popleft()
            if not self._busy:
                return None
            self._done.clear()
            await self._done.wait()
        return None

    def settle(self) -> None:
        """Commit about once a second, and tell how far we are."""
        if monotonic() - self._committed >= COMMIT_SECONDS:
            self.archive.commit()
            self._committed = monotonic()
        self._moved(self.pages)

    async def visit(self, wanted: FrontierRow) -> tuple[Look, HttpAnswer | None]:
        """One look at one address of the frontier, stored; a page of the site is read and its links wanted."""
        await self.watch.due()
        follows = wanted.role == PAGE and not wanted.outside
        if follows and self._before + self.pages >= self.task.max_pages:
            self.archive.record_skip(wanted.url, Reason.BUDGET)
            return Look(self.fetcher.now(), Standing.UNKNOWN, Reason.BUDGET), None
        if not wanted.outside and not self.allowed(wanted.url):
            self.archive.record_skip(wanted.url, Reason.ROBOTS)
            return Look(self.fetcher.now(), Standing.UNKNOWN, Reason.ROBOTS, detail=self._robots.closed), None
        if not follows:
            cap = OUTSIDE_BYTES if wanted.role == PAGE else RESOURCE_BYTES
            look, answer = await self.fetcher.look(wanted.url, wanted=wanted.role, cap=cap)
            self.archive.record_look(wanted.url, look)
            self.watch.noticed(wanted.url, look)
            return look, answer
        self.pages += 1
        known, headers = self.archive.known(wanted.url), {}
        if known is not None:
            pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.modified))
            headers = {name: value for name, value in pairs if value}
        look, answer = await self.fetcher.look(wanted.url, headers=headers)
        self.archive.record_look(wanted.url, look)
        self.watch.noticed(wanted.url, look)
        if answer is not None and look.standing is Standing.OK:
            self._store(wanted, look, answer, known)
        return look, answer

    def _store(self, wanted: FrontierRow, look: Look, answer: HttpAnswer, known: KnownPage | None) -> None:
        """``known``: of the address that was asked for."""
        if not self.inside(answer.final_url):
            return
        url = wanted.url
        if answer.final_url != url:
            if not self.archive.want(answer.final_url, wanted.depth, PAGE, outside=False):
                return  # where it leads has, or will have, a visit of its own
            url = answer.final_url
            self.archive.record_look(url, look)
            known = self.archive.known(url)
        if known is not None and answer.status == 304:
            self._unchanged(wanted, known, url)
            return
        if not _html(answer):
            return
        sha = self.archive.store_body(answer.body)
        if known is not None and known.sha == sha:
            self._unchanged(wanted, known, url)
            return
        self._read(wanted, url, answer, sha)

    def _unchanged(self, wanted: FrontierRow, known: KnownPage, url: str) -> None:
        self.archive.record_unchanged(known, self.fetcher.now())
        uses = self.archive.uses_of(known, new=not self._leads_home(url, wanted.depth))
        self._met(uses, uses, url, wanted.depth)

    def _read(self, wanted: FrontierRow, url: str, answer: HttpAnswer, sha: str) -> None:
        decoded = decode(answer.body, answer.header("content-type"))
        try:
            fast = read_fast(decoded.text, url, decoded.charset)
        except READER_ERRORS as error:
            self.archive.record_failure(Failure(url, self.fetcher.now(), Reason.UNREADABLE, str(error)[:200]))
            return
        page = Page(
            url=url, seen=self.fetcher.now(), kind=self._kind(url, fast), depth=wanted.depth,
            title=fast.title, body=sha,
            status=answer.status, published=fast.published, source=fast.source, tags=fast.tags,
            charset=decoded.charset, charset_conflict=decoded.conflict, undetermined=fast.undetermined,
            published_from=fast.published_from, published_words=fast.published_words,
        )  # fmt: skip
        uses = [Use(link.url, link.used_as, link.text, WANTED_AS[link.kind]) for link in fast.links]
        if fast.kind is PageKind.REDIRECT and fast.redirect and fast.redirect not in {u.url for u in uses}:
            uses.append(Use(fast.redirect, "script", "", PAGE))
        etag, modified = answer.header("etag"), answer.header("last-modified")
        new = self.archive.record_page(page, uses, etag=etag, modified=modified)
        self._met(new, uses, url, wanted.depth)

    def _kind(self, url: str, fast: FastReading) -> PageKind:
        """What the register says a page is stands above what it looks like."""
        read = fast.kind
        if fast.bare:
            return PageKind.OTHER if read is PageKind.HOME else read
        if url == self.task.site.home and read is not PageKind.REDIRECT:
            return PageKind.HOME
        first = _PAGE_NUMBER.sub("", url)  # dtyw_2.html is the second page of dtyw.html
        registered = any(column.url in (url, first) for column in self.task.columns)
        return PageKind.COLUMN if registered and read is PageKind.ARTICLE else read

    def _leads_home(self, url: str, depth: int) -> bool:
        return url == self.task.site.home or depth == 0

    def _met(self, new: list[Use], uses: list[Use], url: str, depth: int) -> None:
        """``new``: what of the ``uses`` may be new to the run."""
        for use in new:
            self.offer(use, depth + 1)
        if self._leads_home(url, depth):
            self.archive.mark_home(use.url for use in uses)

    async def confirm(self) -> bool:
        """Look again at what every look found dead, each time after the next gap. False: stopped before the end."""
        for count, gap in enumerate(self.task.gaps, start=2):
            places = iter(self.archive.candidates(count))
            await self._all(partial(self._look_again, places, gap))
            for url in await self._witness.withdrawn():
                said = "该网站后来没有打开任何页面，不能作准"
                self.archive.record_look(url, Look(self.fetcher.now(), Standing.UNKNOWN, Reason.BLOCKED, detail=said))
            if self.halted():
                return False
        return True

    async def _look_again(self, places: Iterator[Candidate], gap: timedelta) -> None:
        for wanted, last, user in places:
            while (left := (last + gap - self.fetcher.now()).total_seconds()) > 0 and not self.halted():
                self._waits(last + gap)
                await asyncio.sleep(min(left, 0.5))
            await self.watch.due()
            if self.halted():
                return
            look, answer = await self.fetcher.look_fresh(wanted.url, wanted=wanted.role, referer=user)
            look = await self._witness.weigh(wanted.url, wanted.role, look, answer, user)
            self.archive.record_look(wanted.url, look)
            self.watch.noticed(wanted.url, look)
            self.settle()


def _html(answer: HttpAnswer) -> bool:
    kind = answer.header("content-type").lower()
    return "html" in kind or (not kind and answer.body.lstrip()[:1] == b"<")
