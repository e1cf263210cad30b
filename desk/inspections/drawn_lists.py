"""Columns whose rows a script draws, read from the page as a browser shows it: after the crawl, before the judging.

What the browser needs is loaded where there is such a column: most runs have none.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.reading import READER_ERRORS, ColumnReading, read_column
from crawler.spiders.row_days.sight import with_first_sight
from desk.context import Desk
from ledger.archive.writer import Archive
from ledger.vocabulary import Column, ColumnList, ListOrder, Reader

if TYPE_CHECKING:
    from crawler.browser import Visit


@dataclass(frozen=True)
class _Wanted:
    site: str
    column: Column
    before: ColumnList


def read_drawn(desk: Desk, run: str, sites: Sequence[str], now: datetime, *, allow_private: bool = False) -> int:
    """Open the columns of which the run read no row because a script draws them; how many could be read so. Nothing
    where no browser may be asked. What the browser shows is kept as the bytes of the list."""
    wanted = [one for site in sites for one in _wanted(desk, site, run)]
    if not wanted:
        return 0
    from crawler.browser import BrowserUnavailable
    from desk.inspections.last_word import DRAWN, usable

    if usable():
        return 0
    try:
        return asyncio.run(_read(desk, run, wanted[:DRAWN], now, allow_private=allow_private))
    except BrowserUnavailable:
        return 0


def _wanted(desk: Desk, site: str, run: str) -> list[_Wanted]:
    path = desk.workspace.archive(site)
    if not path.is_file():
        return []
    with Archive(path) as archive:
        lists = {seen.column: seen for seen in archive.column_lists(run)}
    columns = desk.register.columns
    return [_Wanted(site, columns[key], seen) for key, seen in lists.items() if seen.script_drawn and key in columns]


async def _read(desk: Desk, run: str, wanted: Sequence[_Wanted], now: datetime, *, allow_private: bool) -> int:
    from desk.inspections.last_word import gap, open_visitor

    count = 0
    async with open_visitor(desk, now, allow_private=allow_private) as visitor:
        for one in wanted:
            visit = await visitor.visit(one.column.url, scroll=True, frames=())
            reading = _reading(visit)
            if reading is not None:
                _keep(desk, run, one, visit, reading, now)
                count += 1
            await asyncio.sleep(gap(desk, one.column.url))
    return count


def _reading(visit: "Visit") -> ColumnReading | None:
    """The rows as rendered; None where the page did not come to rest, or shows none that can be dated."""
    from crawler.browser import at_rest

    text = at_rest(visit)
    if text is None:
        return None
    try:
        reading = read_column(text, visit.final_url)
    except READER_ERRORS:
        return None
    return reading if any(item.day for item in reading.items) else None


def _keep(desk: Desk, run: str, one: _Wanted, visit: "Visit", reading: ColumnReading, now: datetime) -> None:
    with Archive(desk.workspace.archive(one.site)) as archive:
        archive.start_run(run, now)
        order = reading.reach.order if reading.reach else ListOrder.UNTOLD
        items = with_first_sight(archive, reading.items, None, now, order)
        seen = max(now, one.before.seen + timedelta(seconds=1))  # it comes after what the crawl read, and replaces it
        sha = archive.store_body(visit.html.encode())
        archive.record_column(
            ColumnList(
                one.column.id, visit.final_url, seen, sha, items, pager=reading.pager, prose=reading.prose,
                reach=reading.reach, content=reading.content, reader=Reader.BROWSER,
            )
        )  # fmt: skip
        archive.commit()
