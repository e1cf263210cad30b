"""What stands between the rows of a list: a day behind a title that stands in no element of its row."""

from bisect import bisect_left
from collections.abc import Mapping

from crawler.reading.dates import lone_day, moments, plain
from crawler.reading.layout.layout import Layout, Piece, Spot

LINES = frozenset({"li", "tr"})
_WALLS = frozenset({"ul", "ol", "table", "script"})
_GAP = 4


def gaps_of(layout: Layout, spots: list[Spot], held: Mapping[int, object]) -> list[tuple[list[Piece], list[Piece]]]:
    """Of each row what stands behind it and before it, up to the next thing that leads somewhere; where lines are
    broken, up to the break."""
    container = spots[0].parent
    if container is None:
        return [([], [])] * len(spots)
    chosen = {s.order for s in spots}
    walls = [k for k in container.kids if k.order in chosen or held.get(k.order) or k.tag in _WALLS]
    firsts, lasts = [w.order for w in walls], [w.end for w in walls]
    breaks = [k.order for k in container.kids if k.tag in {"br", "hr"}]
    alike = {s.tag for s in spots} & (LINES | {"dd"})
    found = []
    for spot in spots:
        at = bisect_left(firsts, spot.order)
        low = lasts[at - 1] if at else container.order
        high = firsts[at + 1] if at + 1 < len(firsts) else container.end + 1
        ends = bisect_left(breaks, spot.end)
        back_to = min(high, breaks[ends]) if ends < len(breaks) else high
        front_from = (
            max(low, breaks[bisect_left(breaks, spot.order) - 1]) if breaks[:1] and breaks[0] < spot.order else low
        )
        back = _texts(layout, container, spot.end + 1, back_to - 1, alike)[:_GAP]
        front = _texts(layout, container, front_from + 1, spot.order - 1, alike)[-_GAP:]
        found.append((back, front))
    return found


def _texts(layout: Layout, container: Spot, first: int, last: int, alike: set[str]) -> list[Piece]:
    return [p for p in layout.within(first, last) if not _in_titled(layout, container, p, alike)]


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
