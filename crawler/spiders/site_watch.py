"""Asks during a walk whether the site is still itself. What was seen after the last good word is set aside, where the
next word is bad: nothing of it opens or closes anything."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic

from crawler.connect.answer import HttpAnswer
from crawler.likeness.foreign import is_ours
from crawler.likeness.judge import KnownSite, SeenAnswer, good, judge_home, judge_inner, same_as_any
from crawler.likeness.memory import known_of, known_page
from crawler.likeness.portrait import Portrait
from crawler.reading import sends_on
from crawler.spiders.fetch import Fetcher
from crawler.spiders.task import CrawlTask
from ledger.archive.schema import address_id
from ledger.archive.writer import Archive
from ledger.vocabulary import Failure, Look, Reason, Standing
from ledger.vocabulary.site_check import SiteCheck, SiteState

EVERY, SUSPICIOUS = 300.0, 60.0  # seconds between two words: while all is well; while most pages fail
STREAK, BAD = 10, 8  # that many of the last looks at the site's own addresses failing is suspicious
KNOWN, MORE = 3, 12  # known pages asked where the first is not itself; all pages asked before it is said of the site
HOPS = 3
LEAVE = 2.0  # seconds for the last word before a stop
BEFORE_ALL = datetime.fromtimestamp(0, UTC)


class SiteWatch:
    """One a walk. ``itself``: the last word; a walk goes on only while it is True."""

    def __init__(
        self,
        task: CrawlTask,
        archive: Archive,
        fetcher: Fetcher,
        *,
        inside: Callable[[str], bool],
        allowed: Callable[[str], bool],
    ) -> None:
        self.itself = True
        self._task, self._archive, self._fetcher = task, archive, fetcher
        self._inside, self._allowed = inside, allowed
        self._known: KnownSite | None = None
        self._good = BEFORE_ALL
        self._last: SiteCheck | None = None
        self._asked = 0.0
        self._unsaid = 0  # looks since the last word
        self._streak: deque[bool] = deque(maxlen=STREAK)
        self._lock = asyncio.Lock()

    async def begin(self) -> None:
        """The first word, before anything is read. What an earlier start saw after its last good word is looked at
        again, where its last word was bad."""
        checks = [c for c in self._archive.run_checks(self._task.run) if c.itself]
        self._good = max((c.at for c in checks), default=BEFORE_ALL)
        before = self._archive.last_check(self._task.run)
        if before is not None and not before.itself:
            self._archive.set_aside(self._good, again=True)
        await self.ask()

    def noticed(self, url: str, look: Look) -> None:
        """A look was made: it hangs on the next word."""
        self._unsaid += 1
        if self._inside(url):
            self._streak.append(look.standing is not Standing.OK)

    async def due(self) -> None:
        """The next word, where it is time for one."""
        passed = monotonic() - self._asked
        if passed >= EVERY or (passed >= SUSPICIOUS and sum(self._streak) >= BAD):
            await self.ask()

    async def ask(self) -> None:
        """The word now; without a look since the last one that one holds."""
        async with self._lock:
            if not self.itself or (self._last is not None and not self._unsaid):
                return
            if not self._allowed(self._task.site.home):
                return  # robots.txt: it is looked at as little as any other page
            unsaid, self._asked = self._unsaid, monotonic()
            self._streak.clear()
            check, answer = await self._word(fresh=False)
            if not check.itself and check.state is not None:
                await asyncio.sleep(self._task.second_ask.total_seconds())
                check, answer = await self._word(fresh=True)
            self._keep(check, answer)
            self._unsaid -= unsaid  # looks made meanwhile hang on the next word; a word that was cut short is none

    def _keep(self, check: SiteCheck, answer: HttpAnswer | None) -> None:
        if not check.itself and answer is not None and answer.body:
            check = replace(check, body=self._archive.store_body(answer.body))
        self._archive.record_check(check)
        self._archive.commit()
        self._last, self.itself = check, check.itself
        if check.itself:
            self._good = check.at

    async def finish(self) -> None:
        """The last word of the run; where it is bad, what hangs on it is set aside and nothing else is looked at."""
        await self.ask()
        if self.itself:
            return
        self._archive.set_aside(self._good)
        self._archive.skip_waiting(Reason.SITE_NOT_ITSELF)
        if self._last is not None:
            self._tell(self._last)

    def _tell(self, check: SiteCheck) -> None:
        """The home page and the columns could not be read, and why."""
        plain = check.reason if check.state in (None, SiteState.NO_ANSWER) else None
        reason, detail = plain or Reason.SITE_NOT_ITSELF, check.state or check.words
        read = {seen.column for seen in self._archive.column_lists(self._task.run)}
        unread = [column.id for column in self._task.columns if column.id not in read]
        for place in (check.url, *unread):
            self._archive.record_failure(Failure(place, check.at, reason, detail))
        self._archive.commit()

    async def leave(self) -> None:
        """A stop was asked for: what no good word stands behind is looked at again when the run goes on."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.ask(), LEAVE)
            if self.itself and not self._unsaid:
                return
        self._archive.set_aside(self._good, again=True)

    async def _word(self, *, fresh: bool) -> tuple[SiteCheck, HttpAnswer | None]:
        if self._known is None:
            self._known = known_of(self._task.site, self._archive)
        look, answer = await self._home(fresh=fresh)
        check = judge_home(self._known, look, answer)
        page = SeenAnswer(self._task.site.home, look, answer).page
        if not check.itself or page is None:
            return check, answer
        inner = await self._inner(check, page)
        if inner is None and self._known.home is None:
            self._known = replace(self._known, home=page)
        return (check, answer) if inner is None else (inner, None)

    async def _home(self, *, fresh: bool) -> tuple[Look, HttpAnswer | None]:
        url = self._task.site.home
        for _ in range(HOPS):
            ask = self._fetcher.look_fresh if fresh else self._fetcher.look
            look, answer = await ask(url, wanted="home")
            if answer is None or look.standing is not Standing.OK:
                break
            target = sends_on(answer.body, answer.final_url)
            if not target or target in (url, answer.final_url):
                break
            url = target
        return look, answer

    async def _inner(self, home: SiteCheck, page: Portrait) -> SiteCheck | None:
        """The word on pages that were good before, where not one of them, nor any other that the home page leads to,
        is a page of the site; None while one is."""
        led = sorted(filter(self._allowed, page.inner), key=address_id)
        if self._known is not None and self._known.home is None:
            return await self._same_everywhere(home, page, led[:KNOWN])
        known = list(self._shots(led))
        seen: list[SeenAnswer] = []
        for url, before in known if len(known) > 1 else ():
            one = SeenAnswer(url, *await self._fetcher.look(url), before)
            if good(one, page):
                return None
            seen.append(one)
        ours = next((one.look for one in seen if is_ours(one.look)), None)
        if ours is not None:
            return replace(home, itself=False, words=ours.detail[:200], reason=ours.reason)
        if not seen:
            return None
        asked = {one.url for one in seen}
        for url in [u for u in led if u not in asked][: MORE - len(seen)]:
            was = known_page(self._archive, url, self._archive.run, self._good.timestamp())
            one = SeenAnswer(url, *await self._fetcher.look(url), was)
            if good(one, page) and not same_as_any(one, seen):
                return None
            seen.append(one)
        return judge_inner(home, seen)

    async def _same_everywhere(self, home: SiteCheck, page: Portrait, led: list[str]) -> SiteCheck | None:
        """At a first look nothing is known of the pages, but that none of them can be the home page."""
        seen: list[SeenAnswer] = []
        for url in led if len(led) == KNOWN else ():
            one = SeenAnswer(url, *await self._fetcher.look(url))
            if one.page is None or one.page.digest != page.digest:
                return None
            seen.append(one)
        return judge_inner(home, seen) if seen else None

    def _shots(self, led: list[str]) -> Iterator[tuple[str, Portrait]]:
        found = 0
        for url in led:
            before = known_page(self._archive, url, self._archive.run, self._good.timestamp())
            if before is not None:
                yield url, before
                found += 1
            if found == KNOWN:
                return
