"""What a page without rows holds instead: pictures, files, forms, words. A page that holds something is not blank."""

import re

from crawler.reading.drawn.emptiness import in_area, says_nothing
from crawler.reading.drawn.unsure import dress_of
from crawler.reading.layout.layout import Layout, Piece, Ranges, Spot, unseen_within
from crawler.reading.layout.leads import MORE
from crawler.reading.lists.places import Places

_SHOWN = frozenset({"video", "audio", "object", "embed", "canvas", "map", "textarea"})
_DECOR = re.compile(r"icon|dot|line|arrow|logo|\bbg|btn|blank|loading|nodata|empty|wu\.|kong\.|none", re.I)
_PAGES = re.compile(r"第\s{0,9}\d{0,9}\s{0,9}页|共\s{0,9}\d{1,9}\s{0,9}[页条]|当前位置|检索|搜索|分享|字号|字体|打印")
_MAP = re.compile(r"地图|导航|目录|索引|大全")
_SMALL = 40  # pixels
_FEW = 6
_WORDS = 24


def content_of(layout: Layout, places: Places, menus: Ranges) -> int:
    """How many pictures, files, forms and telling texts stand in the column's area, outside of its menus; of a
    site map, its links."""
    spots = [s for s in layout.spots if _own(places, menus, s.order) and in_area(layout, places, s)]
    spots = [s for s in spots if s.parent is None or not unseen_within(s.parent, None)]
    pictures = [s for s in spots if s.tag == "img" and _picture(s)]
    count = len(pictures) - len(dress_of(layout, places, pictures)) + sum(s.tag in _SHOWN for s in spots)
    count += sum(1 for s in spots if s.tag in {"input", "select"} and s.attr("type") not in _UNSEEN) > 2
    texts = [p for p in layout.pieces if _own(places, menus, p.order) and _telling(layout, places, p)]
    if len(texts) >= _FEW or sum(len(p.text) for p in texts) >= _WORDS:
        count += len(texts)
    links = sum(1 for s in layout.spots if s.tag == "a" and in_area(layout, places, s) and layout.texts(s))
    return count + links * (links >= 3 and _MAP.search(places.name) is not None)


_UNSEEN = frozenset({"hidden", "submit", "button", "image", "reset"})


def _own(places: Places, menus: Ranges, order: int) -> bool:
    return places.head < order < places.foot and order not in menus


def _picture(spot: Spot) -> bool:
    sizes = [spot.attr(name).strip("px ") for name in ("width", "height")]
    small = any(s.isdecimal() and int(s) < _SMALL for s in sizes)
    return bool(spot.attr("src") or spot.attr("data-src")) and not small and not _DECOR.search(spot.attr("src"))


def _telling(layout: Layout, places: Places, piece: Piece) -> bool:
    """A text that tells something: not a link's words, the column's name, 暂无, a pager, a table's line of headings."""
    text = "".join(piece.text.split())
    if len(text) < 2 or text in {places.name, *places.steps} or says_nothing(text):
        return False
    if _PAGES.search(text) or MORE.fullmatch(text) or not in_area(layout, places, piece.at):
        return False
    if unseen_within(piece.at, None) or any(above.tag == "a" for above in (piece.at, *piece.at.up())):
        return False
    return not _lone_line(piece.at)


def _lone_line(spot: Spot) -> bool:
    """In the only line of a table: the headings of a table without rows."""
    line = next((above for above in (spot, *spot.up()) if above.tag == "tr"), None)
    if line is None or line.parent is None or len(line.kids) < 2:
        return False
    table = next((above for above in line.up() if above.tag == "table"), line.parent)
    return (
        all(len(part.kids) <= 1 for part in table.kids if part.tag in {"tbody", "thead"}) and len(line.parent.kids) == 1
    )
