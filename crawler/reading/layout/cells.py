"""Tables of which a line of headings names the cells: the cell under 发布日期."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

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
