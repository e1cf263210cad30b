"""Finds out when a list's rows were published: the articles behind undated rows, and further pages. Bounded, polite.

It goes only as far as something unread could be newer than the day that matters, and keeps what each article said.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from crawler.spiders.row_days.articles import ArticleDay, article_day, is_file, outranks, with_article
from ledger.archive.writer import Archive
from ledger.row_times import DAY, near_day, order_in, settled_day, undecided, with_years
from ledger.vocabulary import Item, ListOrder, ListReach

if TYPE_CHECKING:
    from crawler.reading import ColumnReading

FIRST = 5  # of a list without any day, where nobody asks since when
OPENED = 20  # articles of a list's first page
OPENED_FURTHER = 10  # of its further pages

Open = Callable[[str], Awaitable[str | None]]  # where the page ended, None where it could not be read
Turn = Callable[[str], "Awaitable[ColumnReading | None]"]


@dataclass(frozen=True)
class Dated:
    """A list with the days that were found. ``read`` of the ``total`` articles chosen were read completely."""

    items: tuple[Item, ...]
    reach: ListReach
    read: int = 0
    total: int = 0


@dataclass
class RowDating:
    """One a list. ``open_`` looks at an article, ``turn`` reads another page of the list."""

    archive: Archive
    inside: Callable[[str], bool]
    open_: Open
    turn: Turn
    seen: datetime
    read: int = 0
    total: int = 0

    async def dated(self, reading: "ColumnReading", items: tuple[Item, ...], since: date | None) -> Dated:
        """The rows of the page, and those of further pages that were read."""
        reach = reading.reach or ListReach()
        if since is None:
            if not any(item.day for item in items):
                items = await self._opened(items, list(range(min(FIRST, len(items)))), date.max)
            return Dated(items, reach, self.read, self.total)
        items = with_years(items, self.seen, reach.order)
        items = await self._opened(items, self._choice(items, reach.order, since)[:OPENED], since)
        order = order_in(items, self.seen, reach.order)
        items = await self._by_their_articles(items, since)
        if items and order is not ListOrder.NEWEST_FIRST and not self._fresh(items, since):
            items, reach = await self._further(reading, items, order, since)
        return Dated(items, reach, self.read, self.total)

    def _fresh(self, items: Sequence[Item], since: date) -> bool:
        return any(day >= since for item in items if (day := settled_day(item, self.seen)))

    def _choice(self, items: Sequence[Item], told: ListOrder, since: date) -> list[int]:
        """What to open, the likeliest first: rows that look new, then those of which nothing is known, then those that
        only their place in the list says to be old. From the top; from the end where the oldest stand on top."""
        order = order_in(items, self.seen, told)
        unsure = set(undecided(items, order, since, self.seen))

        def rank(i: int) -> tuple[int, int, int]:
            near = near_day(items[i].near, self.seen) if items[i].near else None
            recent = near is not None and near >= since
            place = -i if order is ListOrder.OLDEST_FIRST else i
            return (0 if recent and i in unsure else 1 if i in unsure else 2, -near.toordinal() if near else 0, place)

        undated = [i for i, item in enumerate(items) if settled_day(item, self.seen) is None and not item.opened]
        return sorted(undated, key=rank)

    async def _opened(self, items: tuple[Item, ...], chosen: Sequence[int], since: date) -> tuple[Item, ...]:
        """The rows with the days of the chosen articles, opened one by one until one lies in the window."""
        filled = list(items)
        for i in chosen:
            if self._fresh(filled, since):
                break
            url = filled[i].url
            self.total += 1
            if not self._page(url):
                continue
            where = await self.open_(url)
            shown = article_day(self.archive, where) if where else None
            if shown is not None:
                self.read += 1
                filled[i] = with_article(filled[i], shown)
        return tuple(filled)

    async def _by_their_articles(self, items: tuple[Item, ...], since: date) -> tuple[Item, ...]:
        """The newest row's day is its article's, as far as this shows one: where the two differ, that of the next
        newest row too, until one lies in the window. An article that is known already is not opened again for it."""
        filled, latest = list(items), self.seen.date() + DAY
        for _ in range(OPENED):
            days = {i: day for i, item in enumerate(filled) if (day := settled_day(item, self.seen))}
            newest = max(days, key=lambda i: (days[i], filled[i].opened), default=None)
            if newest is None or filled[newest].opened or not self._page(filled[newest].url):
                break
            shown = await self._shown(filled[newest], since)
            if shown is None or not outranks(shown, filled[newest]) or (shown.day or latest) > latest:
                break
            filled[newest] = with_article(filled[newest], shown)
            if shown.day and shown.day >= since:
                break
        return tuple(filled)

    async def _shown(self, item: Item, since: date) -> ArticleDay | None:
        known = article_day(self.archive, item.url)
        if known is not None and known.day is not None and known.day >= since:
            return known
        where = await self.open_(item.url)
        return article_day(self.archive, where) if where else None

    def _page(self, url: str) -> bool:
        """Whether a page of the site stands there that may show a day to us."""
        return bool(url) and not is_file(url) and self.inside(url)

    async def _further(
        self, reading: "ColumnReading", items: tuple[Item, ...], order: ListOrder, since: date
    ) -> tuple[tuple[Item, ...], ListReach]:
        """The last page of a list that begins with its oldest rows; of one without a clear order the next page too."""
        onward, reach = reading.onward, reading.reach or ListReach()
        wanted = onward[-1:] if order is ListOrder.OLDEST_FIRST else tuple(dict.fromkeys((*onward[:1], *onward[-1:])))
        pages, left = 1, OPENED_FURTHER
        for url in wanted:
            page = await self.turn(url)
            if page is None or not page.items:
                continue
            pages += 1
            known = {(item.title, item.url) for item in items}
            more = tuple(replace(i, first_seen=self.seen.date()) for i in page.items if (i.title, i.url) not in known)
            told = page.reach.order if page.reach else ListOrder.UNTOLD
            more = with_years(more, self.seen, told)
            before = self.total
            more = await self._opened(more, self._choice(more, told, since)[:left], since)
            left -= self.total - before
            items = (*items, *more)
            if self._fresh(more, since):
                break
        total = max(reach.pages or 1, 1 + len(onward)) if onward else reach.pages
        return items, replace(reach, pages_read=pages, pages=total)
