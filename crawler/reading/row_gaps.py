"""What stands between the rows of a list: a day behind a title that stands in no element of its row."""

from collections.abc import Mapping

from crawler.reading.dates import lone_day, moments, plain
from crawler.reading.layout import Layout, Piece, Spot

LINES = frozenset({"li", "tr"})
_WALLS = frozenset({"ul", "ol", "table", "script"})
_GAP = 4


def gaps_of(layout: Layout, spots: list[Spot], held: Mapping[int, object]) -> list[tuple[list[Piece], list[Piece]]]:
    """Of each row what stands behind it and before it, up to the next thing that leads somewhere."""
    container = spots[0].parent
    if container is None:
        return [([], [])] * len(spots)
    walls = [k for k in container.kids if held.get(k.order) or k.tag in _WALLS]
    edges = sorted({(w.order, w.end) for w in [*walls, *spots]})
    alike = {s.tag for s in spots} & (LINES | {"dd"})
    found = []
    for spot in spots:
        low = max((b for a, b in edges if b < spot.order), default=container.order)
        high = min((a for a, b in edges if a > spot.end), default=container.end + 1)
        back = _near_texts(layout, container, spot.end + 1, high - 1, alike)
        front = _near_texts(layout, container, low + 1, spot.order - 1, alike)
        found.append((_to_break(container, back, spot.end, high), _from_break(container, front, low, spot.order)))
    return found


def _near_texts(layout: Layout, container: Spot, first: int, last: int, alike: set[str]) -> list[Piece]:
    pieces = [p for p in layout.within(first, last) if container.order <= p.order <= container.end]
    return [p for p in pieces if not _in_titled(layout, container, p, alike)]


def _to_break(container: Spot, pieces: list[Piece], first: int, last: int) -> list[Piece]:
    breaks = [k.order for k in container.kids if k.tag in {"br", "hr"} and first < k.order < last]
    return [p for p in pieces if not breaks or p.order < breaks[0]][:_GAP]


def _from_break(container: Spot, pieces: list[Piece], first: int, last: int) -> list[Piece]:
    breaks = [k.order for k in container.kids if k.tag in {"br", "hr"} and first < k.order < last]
    return [p for p in pieces if not breaks or p.order > breaks[-1]][-_GAP:]


def _in_titled(layout: Layout, container: Spot, piece: Piece, alike: set[str]) -> bool:
    """Whether a text between rows belongs to a row of its own that leads nowhere."""
    at = piece.at
    while at.parent is not None and at.parent is not container:
        at = at.parent
    if at is container or at.tag not in alike:
        return False
    return any(len(p.text) > 8 and lone_day(p.text) is None and _tells_no_day(p.text) for p in layout.texts(at))


def _tells_no_day(text: str) -> bool:
    return next(moments(plain(text)), None) is None
