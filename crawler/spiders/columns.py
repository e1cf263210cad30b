"""The home page and the registered columns of a site: visited first, read by the careful readers."""

from dataclasses import replace
from datetime import date, datetime

from crawler.connect.answer import HttpAnswer
from crawler.reading import (
    READER_ERRORS,
    ColumnReading,
    decode,
    list_request,
    read_column,
    read_home,
    read_list_answer,
    sends_on,
    try_fast,
)
from crawler.spiders.row_days.row_dating import RowDating
from crawler.spiders.row_days.sight import with_first_sight
from crawler.spiders.walk import PAGE, Walk
from ledger.archive.writer import FrontierRow
from ledger.vocabulary import Column, ColumnList, Failure, HomePage, Item, ListOrder, Look, Reason, Standing

HOPS = 3


class FirstPages:
    """Visits go through the walk, so each address is looked at once a run, whoever asks for it."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._archive = walk.archive
        self._seen: dict[str, tuple[Look, str, bytes]] = {}

    async def run(self) -> None:
        """Home, columns, then the places asked for. What an earlier start has noted already is not read again."""
        await self._home(self._walk.task.site.home)
        task = self._walk.task
        lists = {c.column for c in self._archive.column_lists(task.run)}
        for column in task.columns:
            if self._walk.halted():
                return
            if column.id not in lists and (task.lists is None or column.id in task.lists):
                await self._column(column)
            self._walk.settle()
        for place in task.places:
            if not self._walk.halted():
                await self._place(place)

    async def _place(self, url: str) -> None:
        """Looked at as what pages want of it: a document that gave way to a web page has not come back."""
        role, outside = self._archive.role_of(url), not self._walk.inside(url)
        if role in ("", PAGE):
            await self._open(url, 1)
        else:
            self._archive.want(url, 1, role, outside=outside)
            await self._walk.visit(FrontierRow(0, url, 1, role, outside))
            self._walk.settle()

    async def _open(self, url: str, depth: int) -> tuple[Look, str, bytes]:
        """Look at a page and return where it ended and its bytes; stubs are followed a few hops."""
        if url not in self._seen:
            seen = await self._look(url, depth)
            for _ in range(HOPS):
                target = sends_on(seen[2], seen[1]) if seen[0].standing is Standing.OK else None
                if not target or target in (url, seen[1]) or not self._walk.inside(target):
                    break
                seen = await self._look(target, depth)
            self._seen[url] = seen
        return self._seen[url]

    async def _look(self, url: str, depth: int) -> tuple[Look, str, bytes]:
        archive = self._archive
        archive.want(url, depth, PAGE, outside=not self._walk.inside(url))
        look, answer = await self._walk.visit(FrontierRow(0, url, depth, PAGE, not self._walk.inside(url)))
        where = answer.final_url if answer is not None else url
        archive.commit()
        return look, where, self._bytes(answer, where)

    def _bytes(self, answer: HttpAnswer | None, url: str) -> bytes:
        """Of an unchanged page (304) the stored bytes."""
        if answer is None:
            return b""
        known = self._archive.known(url)
        return (self._archive.body(known.sha) or b"") if answer.status == 304 and known else answer.body

    def _sha(self, url: str, body: bytes) -> str:
        known = self._archive.known(url)
        return known.sha if known is not None else self._archive.store_body(body)

    async def _home(self, home: str) -> None:
        look, url, body = await self._open(home, 0)
        now = self._walk.fetcher.now()
        if look.standing is not Standing.OK:
            self._fail(home, look)
            return
        sha = self._sha(url, body)
        fast = try_fast(body, url)
        if fast is not None and fast.bare:
            # nothing is known of the home page, least of all that it uses a link no more
            self._archive.record_failure(Failure(home, now, Reason.SCRIPT_DRAWN, "首页几乎没有内容"))
            return
        try:
            read = read_home(decode(body).text, url)
        except READER_ERRORS as error:
            self._archive.record_failure(Failure(home, now, Reason.UNREADABLE, str(error)[:200]))
            return
        before = self._archive.newest_note(HomePage, url)
        items = with_first_sight(self._archive, read.items, before, now, ListOrder.MIXED)
        self._archive.record_home(
            HomePage(url, now, sha, read.title, read.identity, items, read.navigation_only, read.script_drawn)
        )

    async def _column(self, column: Column) -> None:
        look, url, body = await self._open(column.url, 1)
        now = self._walk.fetcher.now()
        if look.standing is not Standing.OK:
            self._fail(column.id, look)
            return
        if self._is_home(url) and not self._is_home(column.url):
            # nothing is known of the column, least of all that what the home page shows was published in it
            self._archive.record_failure(Failure(column.id, now, Reason.SENT_HOME, f"栏目转到首页 {url}"))
            return
        sha = self._sha(url, body)
        if column.url.partition("#")[0] == url:
            url = column.url  # some scripts take the column from behind the #
        if (away := sends_on(body, url)) and not self._walk.inside(away):
            # the list stands on another site: nothing is known of it, least of all that it is blank
            self._archive.record_failure(Failure(column.id, now, Reason.NOT_LOOKED, f"栏目转到站外 {away}"))
            return
        try:
            text = decode(body).text
            read = read_column(text, url)
            if read.script_drawn and (asked := await self._drawn(text, url)):
                read, sha = asked
        except READER_ERRORS as error:
            self._archive.record_failure(Failure(column.id, now, Reason.UNREADABLE, str(error)[:200]))
            return
        self._archive.record_column(await self._dated(column, read, url, sha, now))

    def _is_home(self, url: str) -> bool:
        home = self._walk.task.site.home
        ended = self._seen[home][1] if home in self._seen else home
        return url.partition("#")[0].rstrip("/") in (home.rstrip("/"), ended.rstrip("/"))

    async def _drawn(self, text: str, url: str) -> tuple[ColumnReading, str] | None:
        """The list that a script of the page draws, read from what the page itself asks for; its bytes are kept."""
        request = list_request(text, url)
        if request is None or not self._walk.inside(request.url) or not self._walk.allowed(request.url):
            return None
        look, answer = await self._walk.fetcher.look(
            request.url, wanted="other", headers={"Referer": request.referer}, form=request.form
        )
        read = read_list_answer(answer.body, request) if answer and look.standing is Standing.OK else None
        return (read, self._archive.store_body(answer.body)) if answer and read else None

    async def _dated(self, column: Column, read: ColumnReading, url: str, sha: str, now: datetime) -> ColumnList:
        """The list with when its rows were first seen and, as far as it matters, when they were published."""
        before = self._archive.newest_note(ColumnList, column.id)
        same = before is not None and before.body == sha and before.url == url and before.reach is not None
        kept = {(i.title, i.url): i for i in before.items if i.opened} if before and same else {}
        order = read.reach.order if read.reach else ListOrder.UNTOLD
        items = with_first_sight(self._archive, read.items, before, now, order)
        rows = RowDating(self._archive, self._walk.inside, self._article, self._turned, now)
        found = await rows.dated(read, tuple(_kept(i, kept.get((i.title, i.url))) for i in items), self._since(column))
        opened = sum(item.opened for item in found.items)
        return ColumnList(
            column.id, url, now, sha, found.items, read.script_drawn, read.pager,
            opened_read=opened, opened_total=opened + found.total - found.read, prose=read.prose, reach=found.reach,
            content=read.content, reader=read.reader,
        )  # fmt: skip

    def _since(self, column: Column) -> date | None:
        return self._walk.task.since.get(column.id)

    async def _article(self, url: str) -> str | None:
        if self._walk.halted():
            return None
        look, where, _ = await self._open(url, 2)
        return where if look.standing is Standing.OK else None

    async def _turned(self, url: str) -> ColumnReading | None:
        """Another page of a list. One that no page links to is a guess of the reader's: where it is not there, nobody
        has met a dead link."""
        walk = self._walk
        if not walk.inside(url) or walk.halted() or not walk.allowed(url):
            return None
        if self._archive.wants(url):
            look, where, body = await self._open(url, 2)
        else:
            look, answer = await walk.fetcher.look(url, headers={"Referer": walk.task.site.home})
            where, body = (answer.final_url, answer.body) if answer else (url, b"")
        if look.standing is not Standing.OK:
            return None
        try:
            return read_column(decode(body).text, where)
        except READER_ERRORS:
            return None

    def _fail(self, place: str, look: Look) -> None:
        reason = look.reason or Reason.UNREADABLE
        self._archive.record_failure(Failure(place, look.at, reason, look.detail))


def _kept(item: Item, before: Item | None) -> Item:
    """With the day that its article gave when the same list was read before."""
    if before is None or item.day is not None:
        return item
    return replace(item, day=before.day, provenance=before.provenance, words=before.words, opened=True)
