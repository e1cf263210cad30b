"""Lists laid out as tables: the cell under 发布日期, and days in a column of their own. It decides no list."""

import re
from collections.abc import Iterator
from datetime import date

from selectolax.lexbor import LexborNode

from crawler.reading.dates import day_of, moments, plain
from crawler.reading.page import node_text

PUBLISHED = re.compile(r"(?<!主动)(?<!申请)(?:发布|公开|发表|上网|公布)\s*(?:时\s*间|日\s*期|[:：]|$)")
_LONGEST_LABEL = 12


def _elements(node: LexborNode | None) -> list[LexborNode]:
    return list(node.iter()) if node else []


def _headings(row: LexborNode) -> Iterator[LexborNode]:
    """What may be the line of headings: the first line of the list, and what stands just above the list."""
    parent = row.parent
    inner = _elements(parent)
    if inner and inner[0].mem_id != row.mem_id:
        yield inner[0]
    above = parent.prev if parent else None
    while above is not None and above.tag == "-text":
        above = above.prev
    if above is not None:
        yield above
        yield from _elements(above)[:1]


def publish_cell(row: LexborNode) -> LexborNode | None:
    """The cell of ``row`` that the list's headings name as the publish day."""
    cells = _elements(row)
    for heading in _headings(row):
        labels = [node_text(cell) for cell in _elements(heading)]
        if len(labels) != len(cells) or any(len(label) > _LONGEST_LABEL for label in labels):
            continue
        named = next((c for label, c in zip(labels, cells, strict=True) if PUBLISHED.search(label)), None)
        if named is not None:
            return named
    return None


def _days(node: LexborNode) -> list[date]:
    """The days of a node that holds a heading at most besides."""
    pieces = [plain(piece).strip(" []()") for piece in node.text(separator="\n").split("\n") if piece.strip()]
    found = [(piece, next(moments(piece), None)) for piece in pieces]
    days = [day_of(f.value) for piece, f in found if f and f.start == 0 and f.end >= len(piece) - 1]
    return days if len(pieces) - len(days) <= 1 else []


def days_beside(rows: list[LexborNode]) -> list[date]:
    """As many days as there are rows, in the element just before or after the one that holds the rows."""
    holder = rows[0].parent
    for _ in range(3):
        if holder is None or holder.tag in {"body", "html"}:
            return []
        for side in ("next", "prev"):
            at = getattr(holder, side)
            while at is not None and at.tag == "-text":
                at = getattr(at, side)
            days = _days(at) if at is not None and at.tag != "-comment" else []
            if len(days) == len(rows):
                return days
        holder = holder.parent
    return []
