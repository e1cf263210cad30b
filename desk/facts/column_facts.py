"""What a run left of columns and home pages, with all that the archive knows of when their rows were published.

No network. What an older version read of a list is read again from its bytes, as long as these are kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from checks.registry import rule_of
from crawler.spiders.row_days.articles import article_day, is_file, leads_on, with_article
from crawler.spiders.row_days.row_dating import FIRST
from ledger.archive.writer import ArchiveReader
from ledger.row_times import settled_day, with_years
from ledger.vocabulary import (
    Column,
    ColumnList,
    ColumnRecord,
    Criterion,
    DayReading,
    HomePage,
    Item,
    PlaceKind,
    Provenance,
)

ASKED = 30  # rows of a list whose articles are looked up
T = TypeVar("T")
NOTHING: Mapping[str, ColumnList] = MappingProxyType({})


def since_days(criteria: Mapping[str, Criterion], columns: Iterable[Column], now: datetime) -> dict[str, date]:
    """By column the day back to which it matters when its rows were published: the narrowest limit that judges it, or
    else the home page's, which may be judged by its columns."""
    ruled = [(c, rule.about) for c in criteria.values() if c.enabled and (rule := rule_of(c))]
    limited = [(c, about.place, about.limit) for c, about in ruled if about.limit]

    def days(kind: PlaceKind, column: Column | None) -> list[date]:
        asked = (limit(c, column, now.date()) for c, place, limit in limited if place is kind)
        return [day for day in asked if day]

    home = days(PlaceKind.HOME, None)
    limits = {c.id: days(PlaceKind.COLUMN, c) or home for c in columns}
    return {column: max(found) for column, found in limits.items() if found}


def column_lists(
    archive: ArchiveReader, run: str, until: datetime | None = None, shown: Mapping[str, ColumnList] = NOTHING
) -> Iterator[ColumnList]:
    """The run's lists, those of ``shown`` (by column) in their place; then what people saw of columns up to ``until``.
    A person's look counts as a reading."""
    read = (shown.get(seen.column) or _as_read_today(archive, seen) for seen in archive.column_lists(run))
    lists = [_filled(archive, seen) for seen in read]
    homes = [item for home in archive.home_pages(run) for item in home.items]
    records = _newest_records(archive, until)
    for seen in lists:
        own = _own(seen, [one for one in lists if one.column != seen.column], homes)
        record = records.get(seen.column)
        yield own if record is None else _beside(own, record)
    yield from (as_listing(record) for record in records.values())


def once(make: Callable[[], Iterator[T]]) -> Callable[[], Iterator[T]]:
    """The same, gathered at the first asking: several rules read the lists, and articles are looked up for them."""
    gathered: list[T] = []
    asked = False

    def again() -> Iterator[T]:
        nonlocal asked
        if not asked:
            gathered.extend(make())
            asked = True
        return iter(gathered)

    return again


def home_pages(archive: ArchiveReader, run: str, shown: HomePage | None = None) -> Iterator[HomePage]:
    """The run's home page, or ``shown`` in its place. A row without a day that leads to a list is a way to other pages,
    and no news."""
    for seen in [shown] if shown else archive.home_pages(run):
        items = _by_articles(archive, seen.items, seen.seen, len(seen.items))
        news = (i for i in items if i.day or i.near or i.opened or not leads_on(archive, i.url))
        yield replace(seen, items=tuple(news))


def as_listing(record: ColumnRecord) -> ColumnList:
    """A person's look as a reading of the whole column."""
    told = f"人工核看（{record.by}）"
    shown = Item(record.title, record.url, record.newest, provenance=Provenance.LABELLED, words=told)
    items = (shown,) if record.newest else ()
    return ColumnList(record.column, record.url, record.seen, record.picture, items, by=record.by)


def _newest_records(archive: ArchiveReader, until: datetime | None) -> dict[str, ColumnRecord]:
    newest: dict[str, ColumnRecord] = {}
    for record in archive.column_records(until):
        newest[record.column] = record
    return newest


def _beside(seen: ColumnList, record: ColumnRecord) -> ColumnList:
    """A list with what a person saw of the column before: what stood there then was not newer than the newest."""
    if record.newest is None or record.seen > seen.seen:
        return seen
    (known,) = as_listing(record).items
    day, newest = record.seen.date(), record.newest
    rows = (
        replace(i, first_seen=min(i.first_seen, newest)) if i.first_seen and i.first_seen <= day else i
        for i in seen.items
    )
    return replace(seen, items=(*rows, known))


def _as_read_today(archive: ArchiveReader, seen: ColumnList) -> ColumnList:
    """A list that was read before it was kept what of it was read, read again."""
    body = archive.body(seen.body) if seen.reach is None else None
    if body is None:
        return seen
    from crawler.reading import READER_ERRORS, decode, read_column  # few lists are read again, most often none

    try:
        read = read_column(decode(body).text, seen.url)
    except READER_ERRORS:
        return seen
    if not read.items and (seen.items or not body.lstrip().startswith(b"<")):
        return seen  # the answer to a script, which is no page
    days = {(i.title, i.url): i for i in seen.items if i.opened and i.day}
    items = tuple(
        replace(i, day=days[key].day, opened=True) if i.day is None and (key := (i.title, i.url)) in days else i
        for i in read.items
    )
    return replace(
        seen,
        items=items,
        script_drawn=read.script_drawn,
        pager=read.pager,
        prose=read.prose,
        content=read.content,
        reach=read.reach,
        reader=read.reader,
    )


def _filled(archive: ArchiveReader, seen: ColumnList) -> ColumnList:
    """Rows without a day take that of the article behind them; ``opened_read`` and ``opened_total`` follow."""
    told = seen.reach.order if seen.reach else None
    items = with_years(seen.items, seen.seen, told) if told else seen.items
    items = _by_articles(archive, items, seen.seen, ASKED)
    read = sum(item.opened for item in items)
    # of a list without any day the newest articles are wanted, whether or not the walk came by them
    missed = sum(not item.opened for item in items[:FIRST]) if read and not any(item.day for item in items) else 0
    return replace(seen, items=items, opened_read=read, opened_total=max(seen.opened_total, read + missed))


def _by_articles(archive: ArchiveReader, items: tuple[Item, ...], seen: datetime, most: int) -> tuple[Item, ...]:
    filled, asked = [], 0
    for item in items:
        shown = None
        if settled_day(item, seen) is None and not item.opened and item.url and asked < most and not is_file(item.url):
            asked += 1
            shown = article_day(archive, item.url)
        filled.append(with_article(item, shown) if shown else item)
    return tuple(filled)


def _own(seen: ColumnList, others: list[ColumnList], homes: list[Item]) -> ColumnList:
    """Without the later days of blocks that other pages share: those are not the column's own."""
    if seen.reach is None or not seen.reach.later:
        return seen
    elsewhere = {(d.day, d.words) for one in others if one.reach for d in one.reach.later}
    rows = [i for one in others for i in one.items] + homes
    later = tuple(d for d in seen.reach.later if (d.day, d.words) not in elsewhere and not _shared(d, rows))
    return replace(seen, reach=replace(seen.reach, later=later))


def _shared(later: DayReading, rows: list[Item]) -> bool:
    return any(i.day == later.day and i.title and i.title in later.words for i in rows)
