"""The home page and the registered columns of a site: visited first, read by the careful readers."""

from dataclasses import replace

from crawler.looking.answer import Answer
from crawler.reading import (
    ColumnReading,
    decode,
    list_request,
    read_column,
    read_fast,
    read_home,
    read_list_answer,
)
from crawler.spiders.walk import PAGE, READER_ERRORS, Walk, barely
from ledger.archive import Wanted
from ledger.vocabulary import Column, ColumnList, Failure, HomePage, Item, Look, Reason, Standing

OPENED = 5
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
            await self._walk.visit(Wanted(0, url, 1, role, outside))
            self._walk.settle()

    async def _open(self, url: str, depth: int) -> tuple[Look, str, bytes]:
        """Look at a page and return where it ended and its bytes; stubs are followed a few hops."""
        if url not in self._seen:
            seen = await self._look(url, depth)
            for _ in range(HOPS):
                target = _hop(seen[1], seen[2]) if seen[0].standing is Standing.OK else None
                if not target or target in (url, seen[1]) or not self._walk.inside(target):
                    break
                seen = await self._look(target, depth)
            self._seen[url] = seen
        return self._seen[url]

    async def _look(self, url: str, depth: int) -> tuple[Look, str, bytes]:
        archive = self._archive
        archive.want(url, depth, PAGE, outside=not self._walk.inside(url))
        look, answer = await self._walk.visit(Wanted(0, url, depth, PAGE, not self._walk.inside(url)))
        where = answer.final_url if answer is not None else url
        archive.commit()
        return look, where, self._bytes(answer, where)

    def _bytes(self, answer: Answer | None, url: str) -> bytes:
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
        if _shell(url, body):  # nothing is known of the home page, least of all that it uses a link no more
            self._archive.record_failure(Failure(home, now, Reason.SCRIPT_DRAWN, "首页几乎没有内容"))
            return
        before = self._archive.newest_note(HomePage, url)
        if before is not None and before.body == sha:
            self._archive.record_home(replace(before, seen=now))
            return
        try:
            read = read_home(decode(body).text, url)
        except READER_ERRORS as error:
            self._archive.record_failure(Failure(home, now, Reason.UNREADABLE, str(error)[:200]))
            return
        self._archive.record_home(
            HomePage(url, now, sha, read.title, read.identity, read.items, read.navigation_only, read.script_drawn)
        )

    async def _column(self, column: Column) -> None:
        look, url, body = await self._open(column.url, 1)
        now = self._walk.fetcher.now()
        if look.standing is not Standing.OK:
            self._fail(column.id, look)
            return
        sha = self._sha(url, body)
        if column.url.partition("#")[0] == url:
            url = column.url  # some scripts take the column from behind the #
        before = self._archive.newest_note(ColumnList, column.id)
        if before is not None and before.body == sha and before.url == url and not before.opened_total:
            self._archive.record_column(replace(before, seen=now))
            return
        if (away := _hop(url, body)) and not self._walk.inside(away):
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
        items, opened_read, opened_total = await self._dated(read)
        drawn = read.script_drawn
        self._archive.record_column(
            ColumnList(column.id, url, now, sha, items, drawn, read.pager, opened_read, opened_total, read.prose)
        )

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

    async def _dated(self, read: ColumnReading) -> tuple[tuple[Item, ...], int, int]:
        """A list that shows no date: its newest articles are opened for theirs."""
        items = list(read.items)
        if not items or any(item.day for item in items):
            return read.items, 0, 0
        chosen, complete = min(OPENED, len(items)), 0
        for i, item in enumerate(items[:chosen]):
            look, url, _ = await self._open(item.url, 2)
            if look.standing is Standing.OK:
                complete += 1
                items[i] = replace(item, day=self._archive.published(url), opened=True)
        return tuple(items), complete, chosen

    def _fail(self, place: str, look: Look) -> None:
        reason = look.reason or Reason.UNREADABLE
        self._archive.record_failure(Failure(place, look.at, reason, look.detail))


def _shell(url: str, body: bytes) -> bool:
    try:
        return barely(read_fast(decode(body).text, url))
    except READER_ERRORS:
        return False


def _hop(url: str, body: bytes) -> str | None:
    try:
        return read_fast(decode(body).text, url).redirect
    except READER_ERRORS:
        return None
