"""What the rows of a list tell of time: their order, what an order or a first sight proves, what is yet to be read.

Pure reckoning over what was read; it reads no page and knows no requirement.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from ledger.vocabulary import Item, ListOrder, Provenance

DAY = timedelta(days=1)
PINNED = 5  # rows that may stand on top of a list out of its order (置顶)
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})[-/.月](\d{1,2})(?!\d)")
_AGO = re.compile(r"(\d{1,3})\s{0,2}(天|日|小时|分钟|秒)\s{0,2}前")
_TODAY = {"今": 0, "刚": 0, "昨": 1, "前": 2}
_YEARS = 40


def settled_day(item: Item, seen: datetime) -> date | None:
    """The day on which the row was published, as far as a publish day says so; later than tomorrow is no such day."""
    if item.day is None or item.day > seen.date() + DAY:
        return None
    return item.day if item.provenance is None or item.provenance.publish else None


def order_of(days: Sequence[date]) -> ListOrder:
    """How the days run, from the first row to the last; a few rows on top may be pinned there."""
    if len(set(days)) < 2:
        return ListOrder.UNTOLD
    for pinned in range(min(PINNED, len(days) // 2) + 1):
        rest = days[pinned:]
        if len(set(rest)) < 2:
            break
        if _falling(rest):
            return ListOrder.NEWEST_FIRST
        if _falling(rest[::-1]):
            return ListOrder.OLDEST_FIRST
    return ListOrder.MIXED


def _falling(days: Sequence[date]) -> bool:
    return all(a >= b for a, b in pairwise(days))


def order_in(items: Sequence[Item], seen: datetime, told: ListOrder) -> ListOrder:
    """The order of the rows with all their days; where these tell none, what the page's reader ``told``."""
    days = [day for item in items if (day := settled_day(item, seen))]
    found = order_of(days)
    if any(item.opened and item.day for item in items):
        return found
    return told if told is not ListOrder.UNTOLD else found


def near_day(near: str, seen: datetime) -> date | None:
    """The latest day up to tomorrow that "11-27", "昨天" or "3天前" may mean. It proves nothing: no year is told."""
    today = seen.date()
    if ago := _AGO.search(near):
        return today - int(ago[1]) * DAY if ago[2] in "天日" else today
    if found := _MONTH_DAY.search(near):
        return next(iter(_years(int(found[1]), int(found[2]), today + DAY)), None)
    word = near.strip()[:1]
    return today - _TODAY[word] * DAY if word in _TODAY and len(near) < 12 else None


def _years(month: int, day: int, latest: date) -> Iterable[date]:
    """That day of every year, the latest first."""
    for year in range(latest.year, latest.year - _YEARS, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= latest:
            yield found


def with_years(items: tuple[Item, ...], seen: datetime, told: ListOrder) -> tuple[Item, ...]:
    """Rows that show a day without a year take it from the dated rows beside them, where only one year fits.

    Only in a list that is known to run newest first: a row is not newer than the one above it, nor older than the one
    below. A row that tells its day from today ("3天前") takes nothing: nobody knows when that was written.
    """
    if order_in(items, seen, told) is not ListOrder.NEWEST_FIRST:
        return items
    known = [settled_day(item, seen) for item in items]
    return tuple(
        item if known[i] or not item.near else _with_year(item, known[:i], known[i + 1 :], seen)
        for i, item in enumerate(items)
    )


def _with_year(item: Item, above: Sequence[date | None], below: Sequence[date | None], seen: datetime) -> Item:
    shown = None if _AGO.search(item.near) or not _of_publishing(item) else _MONTH_DAY.search(item.near)
    lowest = max((day for day in below if day), default=None)
    if shown is None or lowest is None:
        return item
    highest = next((day for day in reversed(above) if day and day >= lowest), seen.date() + DAY)
    fitting = [d for d in _years(int(shown[1]), int(shown[2]), highest) if d >= lowest]
    if len(fitting) != 1:
        return item
    return replace(item, day=fitting[0], provenance=item.provenance or Provenance.OWN_PLACE, words=item.near)


def undecided(items: Sequence[Item], order: ListOrder, since: date, seen: datetime) -> tuple[int, ...]:
    """The rows of which nothing says that they are older than ``since``, though they show no such day themselves."""
    known = [settled_day(item, seen) for item in items]
    return tuple(
        i
        for i, item in enumerate(items)
        if known[i] is None and not _old(item, since, seen) and not _beneath(known, i, order, since)
    )


def _old(item: Item, since: date, seen: datetime) -> bool:
    """Seen before ``since``; or its day without a year falls before it in every year; or its own article says that it
    is dated ahead, which is no update."""
    if item.first_seen is not None and item.first_seen < since:
        return True
    if item.opened and item.day is not None and item.day > seen.date() + DAY:
        return True
    shown = near_day(item.near, seen) if item.near and _of_publishing(item) else None
    return shown is not None and shown < since


def _of_publishing(item: Item) -> bool:
    """Whether what the row shows may be a publish day; of 截止 01-05 it is not."""
    return item.provenance is None or item.provenance.publish


def _beneath(known: Sequence[date | None], at: int, order: ListOrder, since: date) -> bool:
    """Beneath a row that is too old in a list that runs newest first. What is pinned on top is no such row: it is older
    than what stands beneath it."""
    if order is not ListOrder.NEWEST_FIRST:
        return False
    above = [day for day in known[:at] if day]
    below = [day for day in known[at + 1 :] if day]
    if not above or above[-1] >= since or any(day > above[-1] for day in below):
        return False
    return bool(below) or (len(above) > 1 and above[-2] >= above[-1])
