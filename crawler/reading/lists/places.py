"""Where things stand on a page: the line 当前位置, the column's heading, head, foot and side boxes. By place and by the
words people read, never by a class's name."""

import re
from dataclasses import dataclass

from crawler.reading.articles.headline import breadcrumb, column_name
from crawler.reading.dates import lone_day
from crawler.reading.layout.layout import Layout, Piece, Spot
from crawler.reading.layout.leads import MORE
from crawler.reading.page import View

_CRUMB = re.compile(r"(?:当前|现在|您|你|所在)(?:现在|当前)?的?(?:所在)?\s*(?:位置|栏目)")
_START = re.compile(r"(?:网站|本站)?(?:首\s*页|主\s*页|home)", re.I)
_CRUMB_NAMES = re.compile(r"crumb|position|location|weizhi|dqwz|curpos", re.I)
_FOOT = re.compile(
    r"ICP\s*备|公网安备|网站标识码|版权所有|copyright|主\s?办(?:单位)?\s?[:：]|承\s?办单位\s?[:：]", re.I
)
_SIDE = re.compile(
    r"\W*(?:本[月周日年]|一周|相关|热门|今日)?(?:热点|热门|热文|热搜|推荐|点击|浏览|阅读|人气|排行|关注|相关|友情|猜你|图片新闻|图说|专题专栏|快速通道|常用)"
    r"|.{0,8}(?:排行榜?|排名|推荐|链接|TOP\s?\d*)\W*$|\W*最新(?:发布|更新|文章|信息|内容|推荐|动态)?\W*$", re.I
)  # fmt: skip
_ENDS = frozenset({"nav", "header", "footer", "aside"})
_LONGEST_HEADING = 18


@dataclass(frozen=True, eq=False)
class Places:
    """``crumb``: the element of the line 当前位置; ``foot``: the place in document order where the foot begins."""

    name: str
    steps: tuple[str, ...]
    crumb: Spot | None
    foot: int

    @property
    def head(self) -> int:
        return self.crumb.end if self.crumb is not None else 0


def _crumb(layout: Layout, view: View) -> Spot | None:
    for piece in layout.pieces:
        if _CRUMB.search(piece.text) and len(piece.text) < 120:
            return _whole_line(layout, piece.at)
    for spot in layout.spots:
        names = f"{spot.attr('class')} {spot.attr('id')}"
        if spot.tag in {"div", "p", "ul", "span", "td", "ol", "dl"} and _CRUMB_NAMES.search(names):
            texts = layout.texts(spot)
            if texts and len(texts) < 20 and _START.match(texts[0].text):
                return spot
    for piece in layout.pieces:  # 首页 > 政务公开 > 通知公告, without a word before it
        if _START.fullmatch(piece.text) and piece.at.parent is not None:
            line = piece.at.parent
            text = layout.words(line)
            if len(text) < 120 and re.match(r"\S{2,5}\s*(?:>>?|›|»|→|/|-)\s*\S", text):
                return line
    return None


def _whole_line(layout: Layout, at: Spot) -> Spot:
    """The element that holds the whole line: the words 当前位置 may stand in an element of their own."""
    for above in (at, *at.up()):
        texts = layout.texts(above)
        if any(_START.search(p.text) for p in texts) and sum(len(p.text) for p in texts) < 160:
            return above
        if sum(len(p.text) for p in texts) >= 160:
            return at
    return at


def _foot(layout: Layout) -> int:
    """Where the first sign of the foot stands, in the last two thirds of the texts."""
    pieces = layout.pieces
    signs = [n for n, p in enumerate(pieces) if _FOOT.search(p.text) and (n > len(pieces) // 3 or len(pieces) < 60)]
    if not signs:
        return pieces[-1].order + 1 if pieces else 0
    return _begins(layout, pieces[signs[0]])


def _begins(layout: Layout, sign: Piece) -> int:
    """The place of the element around a sign of the foot: links before the words 版权所有 belong to the foot too."""
    for above in (sign.at, *sign.at.up()):
        if above.tag in {"body", "form", "html"} or layout.length(above) > 400:
            break
        if above.tag in {"div", "table", "footer", "td", "section"}:
            return above.order
    return sign.order


def places_of(layout: Layout, view: View) -> Places:
    return Places(column_name(view), breadcrumb(view), _crumb(layout, view), _foot(layout))


def at_the_edge(spot: Spot) -> bool:
    """In an element that says by its tag that it is head, foot, menu or side."""
    return any(above.tag in _ENDS for above in (spot, *spot.up()))


def is_side_heading(heading: str, name: str) -> bool:
    return bool(heading) and heading != name and _SIDE.match(heading) is not None


def _as_heading(layout: Layout, spot: Spot) -> str | None:
    """What a short element says; None where it holds more than a heading."""
    texts = [p.text for p in layout.texts(spot) if not MORE.fullmatch(p.text) and p.text.strip("·|>》 ")]
    links = [s for s in layout.inside(spot) if s.tag == "a" and layout.texts(s) and not MORE.fullmatch(layout.words(s))]
    words = " ".join(texts) if len(links) < 2 else ""
    if not words or len(texts) > 4 or spot.tag in {"tr", "thead"}:
        return None
    return words if len(words) <= _LONGEST_HEADING and lone_day(words) is None else None


def _is_crumb(spot: Spot, places: Places) -> bool:
    return places.crumb is not None and (spot.holds(places.crumb) or places.crumb.holds(spot))


def heading_over(layout: Layout, container: Spot, first: Spot, places: Places) -> str:
    """The few words just above a list: in its own element, or before it up to three elements out."""
    at = first
    for _ in range(4):
        above = at.parent
        if above is None:
            return ""
        before = at.before()
        while before is not None and (not layout.texts(before) or before.unseen or _is_crumb(before, places)):
            before = before.before()
        if before is not None:
            return _as_heading(layout, before) or ""
        if above.tag == "body":
            return ""
        at = above
    return ""
