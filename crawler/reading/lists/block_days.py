"""Days that only the whole list tells: which number of 11/02/2026 is the month, days at one end of every title, days in
a column beside the rows."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from crawler.reading.layout.layout import Layout
from crawler.reading.lists.blocks import Block
from crawler.reading.lists.list_cells import days_beside
from crawler.reading.lists.row_days import RowDay
from crawler.reading.lists.rows import ListRow
from ledger.vocabulary import DayReading, Provenance

_ENOUGH = 3


def settle_days(layout: Layout, block: Block) -> Block:
    rows = list(block.rows)
    if any(row.read.either for row in rows):
        rows = _one_order(rows)
    if not any(row.read.shown for row in rows):
        rows = _at_the_edge(rows)
    if len(rows) > 1 and not any(row.read.shown for row in rows):
        rows = _beside(layout, rows)
    return replace(block, rows=tuple(rows))


def _with(row: ListRow, told: DayReading) -> ListRow:
    return replace(row, read=RowDay(told))


def _one_order(rows: list[ListRow]) -> list[ListRow]:
    """Month first or day first, as the rows that can mean one day only have it; else as the rows run in one order."""
    sure = {row.day for row in rows if row.day is not None and not row.read.either}
    runs: list[tuple[int, list[date | None]]] = []
    for order in (0, 1):
        days = [row.read.either[order] if row.read.either else row.day for row in rows]
        known = [d for d in days if d is not None]
        breaks = min(_breaks(known), _breaks(known[::-1]))
        runs.append((breaks, days))
    if runs[0][0] == runs[1][0] or (not sure and len(rows) < _ENOUGH):
        return rows
    days = min(runs, key=lambda run: run[0])[1]
    return [
        _with(row, DayReading(day, Provenance.OWN_PLACE, day.isoformat())) if row.read.either and day else row
        for row, day in zip(rows, days, strict=True)
    ]


def _breaks(days: list[date]) -> int:
    return sum(1 for one, two in pairwise(days) if two > one)


def _at_the_edge(rows: list[ListRow]) -> list[ListRow]:
    """A day at one end of every title is the rows' day; of one title only it is the title's own."""
    leading = [row.read.leading for row in rows]
    if len(rows) < _ENOUGH or sum(1 for one in leading if one) < 0.8 * len(rows):
        return rows
    return [_with(row, one) if one else row for row, one in zip(rows, leading, strict=True)]


def _beside(layout: Layout, rows: list[ListRow]) -> list[ListRow]:
    days = days_beside(layout, [row.spot for row in rows])
    if not days:
        return rows
    told = [DayReading(day, Provenance.OWN_PLACE, day.isoformat()) for day in days]
    return [_with(row, one) for row, one in zip(rows, told, strict=True)]
