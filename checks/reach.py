"""What of a list is unread and could change what is said of its newest day. Pure; shared by the rules on updating."""

from collections.abc import Iterator
from datetime import date, timedelta

from checks.verdicts import day_words
from ledger.row_times import order_in, settled_day, undecided
from ledger.vocabulary import ColumnList, DayReading, Item, ListOrder, ListReach

TOMORROW = timedelta(days=1)
SHOWN = 24  # characters of a title in a message


def gaps(listing: ColumnList, since: date) -> tuple[str, ...]:
    """Everything not read that could show a day on or after ``since``, each as a phrase. Empty: it was read in full."""
    reach = listing.reach or ListReach()
    order = order_in(listing.items, listing.seen, reach.order)
    return (
        *_rows(listing, order, since),
        *_blocks(reach),
        *_pages(listing, reach, order),
        *_later(listing, since),
        *_backdated(listing, since),
    )


def rows_phrase(items: list[Item]) -> str:
    return f"有{len(items)}条信息没有读到发布时间（如“{items[0].title[:SHOWN]}”）"


def _rows(listing: ColumnList, order: ListOrder, since: date) -> Iterator[str]:
    rows = [listing.items[i] for i in undecided(listing.items, order, since, listing.seen)]
    if listing.reach is None:  # nobody opened what was dated ahead then
        rows = [item for item in rows if item.day is None]
    if rows:
        yield rows_phrase(rows)


def _blocks(reach: ListReach) -> Iterator[str]:
    if reach.left:
        yield f"栏目页上另有{reach.left}处列表没有读"


def _pages(listing: ColumnList, reach: ListReach, order: ListOrder) -> Iterator[str]:
    """A list that begins with its newest rows shows them on its first page. Of any other, the last page was read, or as
    much as the walk reads of a list without an order."""
    further = reach.pages > 1 if reach.pages is not None else bool(listing.pager) and listing.reach is not None
    if order is not ListOrder.NEWEST_FIRST and further and reach.pages_read < 2 and listing.items:
        told = f"列表共{reach.pages}页" if reach.pages else "列表不止一页"
        yield f"{told}、不是最新的在前，只读了{reach.pages_read}页"


def later_day(listing: ColumnList) -> DayReading | None:
    """The latest publish day in the column's own area outside the rows read."""
    reach, latest = listing.reach or ListReach(), listing.seen.date() + TOMORROW
    return max((d for d in reach.later if d.publish and d.day <= latest), key=lambda d: d.day, default=None)


def _later(listing: ColumnList, since: date) -> Iterator[str]:
    found = later_day(listing)
    if found and found.day >= since:
        yield f"栏目页上列表以外另有较晚的日期{day_words(found.day)}"


def _backdated(listing: ColumnList, since: date) -> Iterator[str]:
    """Rows that came within the window and are dated to a day after which the list was read without them: one of the
    two is not as it looks. A row dated to the time between the two looks is."""
    new = [
        item
        for item in listing.items
        if item.appeared and item.appeared >= since and (day := settled_day(item, listing.seen))
        if item.absent is None or day < item.absent
    ]
    if new:
        yield f"有{len(new)}条所标日期较早的信息是{day_words(since)}以后才出现的（如“{new[0].title[:SHOWN]}”）"


def newly_seen(listing: ColumnList, since: date) -> Item | None:
    """A row that came on or after ``since`` by our own sight, and shows no day of its own that says otherwise."""
    new = (i for i in listing.items if i.absent and i.absent >= since and i.day is None)
    return next(new, None)
