"""What of a column's list was read: its order, its blocks, and later publish days of the column's own area."""

from collections.abc import Iterable
from itertools import pairwise

from crawler.reading.layout.layout import Layout, Ranges, Spot, shared, unseen_within
from crawler.reading.layout.leads import STEP
from crawler.reading.lists.blocks import Block
from crawler.reading.lists.places import Places, at_the_edge
from crawler.reading.lists.row_days import Bit, read_day
from crawler.reading.lists.rows import ListRow
from ledger.vocabulary import DayReading, Item, ListOrder, ListReach

_CLOCKS = ("今天是", "现在是", "当前时间", "系统时间", "更新时间", "更新日期", "更新于")
_MOSTLY = 0.8


def order_shown(rows: Iterable[ListRow | Item]) -> ListOrder:
    """Pinned rows apart: a list of which four of five steps run one way runs that way."""
    days = [row.day for row in rows if row.day is not None]
    steps = [(one, two) for one, two in pairwise(days) if one != two]
    if not steps:
        return ListOrder.UNTOLD
    down = sum(1 for one, two in steps if one > two) / len(steps)
    if down >= _MOSTLY or (len(steps) > 1 and all(one > two for one, two in steps[1:])):
        return ListOrder.NEWEST_FIRST
    return ListOrder.OLDEST_FIRST if down <= 1 - _MOSTLY else ListOrder.MIXED


def reach_of(
    layout: Layout,
    blocks: list[Block],
    main: Block | None,
    rows: list[ListRow],
    places: Places,
    own: list[Block] | None = None,
    doubtful: Iterable[Block] = (),
) -> ListReach:
    """``rows``: all rows read; ``own``: the blocks they stand in; ``doubtful``: blocks that may be the column's too."""
    order = order_shown(list(main.rows) if main is not None else rows)
    if not own or main is None:
        return ListReach(order=order)
    later = (*_doubtful(rows, doubtful), *_later(layout, blocks, own, rows, places))
    return ListReach(order=order, blocks=len(own), later=later)


def _area(own: list[Block]) -> Spot | None:
    """The element that holds all blocks of the column, and what stands around them; not the whole page."""
    holder: Spot | None = own[0].container
    for block in own[1:]:
        holder = shared(holder, block.container) if holder is not None else None
    above = holder.parent if holder is not None else None
    return above if above is not None and above.tag not in {"body", "html"} else holder


def _doubtful(rows: list[ListRow], blocks: Iterable[Block]) -> list[DayReading]:
    """The newest publish day of each of these blocks, where it is later than those of the rows read."""
    newest, found = max((row.day for row in rows if row.day is not None), default=None), []
    for block in blocks:
        told = [row.read.told for row in block.rows if row.read.told is not None and row.read.told.publish]
        best = max(told, key=lambda reading: reading.day, default=None)
        if best is not None and newest is not None and best.day > newest:
            found.append(DayReading(best.value, best.provenance, f"{block.heading} {best.words}"[:80]))
    return found


def _later(
    layout: Layout, blocks: list[Block], own: list[Block], rows: list[ListRow], places: Places
) -> tuple[DayReading, ...]:
    area = _area(own)
    newest = max((row.day for row in rows if row.day is not None), default=None)
    if area is None or newest is None or area.tag in {"body", "html"}:
        return ()
    read = [(row.spot.order, row.last) for row in rows]
    read += [(b.container.order, b.container.end) for b in blocks if b not in own and b.container.tag != "body"]
    read += [(row.spot.order, row.last) for b in blocks if b not in own for row in b.rows]
    taken, found = Ranges(read), []
    for piece in layout.texts(area):
        if piece.order in taken or piece.order > places.foot or not any(c.isdigit() for c in piece.text):
            continue
        told = read_day([Bit(piece.text)], "", "").told
        if told is None or not told.publish or told.day <= newest:
            continue
        if unseen_within(piece.at, None) or at_the_edge(piece.at):
            continue
        around = layout.words(piece.at.parent or piece.at)
        if not any(words in around for words in _CLOCKS) and not STEP.fullmatch(around):
            found.append(DayReading(told.value, told.provenance, around[:80]))
    return tuple(found[:10])
