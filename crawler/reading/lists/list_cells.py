"""Lists laid out as tables: what the list's headings call each cell, and days in a column of their own."""

from collections.abc import Callable, Iterator
from datetime import date

from crawler.reading.dates import day_of, lone_day
from crawler.reading.layout.layout import Layout, Spot
from crawler.reading.layout.leads import MORE

_LONGEST_LABEL = 14


def _headings(row: Spot) -> Iterator[Spot]:
    """What may be the line of headings: the first line of the list, and what stands just above the list."""
    parent = row.parent
    if parent is None:
        return
    if parent.kids and parent.kids[0] is not row:
        yield parent.kids[0]
    above = parent.before()
    for _ in range(3):
        if above is None:
            return
        yield above
        above = above.kids[-1] if above.kids else None


def _spans(cells: list[Spot], labels: list[str]) -> list[str]:
    """A heading over two cells names both."""
    wide: list[str] = []
    for cell, label in zip(cells, labels, strict=True):
        count = cell.attr("colspan")
        wide.extend([label] * (int(count) if count.isdecimal() and 0 < int(count) < 20 else 1))
    return wide


def cell_names(layout: Layout, row: Spot, leading: Callable[[Spot], bool]) -> dict[int, str]:
    """What the headings call the cells of ``row``, by the cell's place; empty where the list has no headings. A
    line that is ``leading`` somewhere is a row itself, no line of headings."""
    cells = row.kids
    if len(cells) < 2:
        return {}
    for heading in _headings(row):
        if leading(heading) and not all(cell.tag == "th" for cell in heading.kids):
            continue
        labels = [layout.words(cell) for cell in heading.kids]
        if len(labels) < 2 or any(len(label) > _LONGEST_LABEL or any(c.isdecimal() for c in label) for label in labels):
            continue
        if not any(labels) or any(MORE.fullmatch(label) for label in labels if label):
            continue
        labels = labels if len(labels) == len(cells) else _spans(heading.kids, labels)
        if len(labels) == len(cells):
            return {cell.order: label for cell, label in zip(cells, labels, strict=True)}
    return {}


def _days(layout: Layout, spot: Spot) -> list[date]:
    """The days of an element that holds a heading at most besides."""
    texts = [p.text for p in layout.texts(spot)]
    days = [day_of(value) for value in (lone_day(text) for text in texts) if value is not None]
    return days if len(texts) - len(days) <= 1 else []


def days_beside(layout: Layout, rows: list[Spot]) -> list[date]:
    """As many days as there are rows, in the element just before or after the one that holds the rows."""
    holder = rows[0].parent
    for _ in range(3):
        if holder is None or holder.parent is None or holder.tag == "body":
            return []
        kids, at = holder.parent.kids, holder.place
        for beside in (*kids[at + 1 : at + 2], *kids[max(at - 1, 0) : at]):
            days = _days(layout, beside)
            if len(days) == len(rows):
                return days
        holder = holder.parent
    return []
