"""A page without rows: does it say that it is blank, may a script fill it, does it hold something else?"""

import re
from urllib.parse import urlsplit

from crawler.reading.identity import LIBRARY
from crawler.reading.layout import Layout, Piece, Spot, unseen_within
from crawler.reading.page import View
from crawler.reading.pagers import has_trs_pager
from crawler.reading.places import Places, at_the_edge

_SAYS = re.compile(
    r"(?:此|本|该|当前)?(?:栏目|频道|分类|目录|列表)?(?:下|中|内)?(?:目前|现在|正在)?(?:暂|尚|还|并|目前)?(?:时)?(?:无|没有|未有|未发布)(?:任何|相关|新增|更多|可显示的?|发布)*"
    r"(?:的)?(?:新增|相关)?(?:信息|内容|数据|文章|记录|资料|结果|新闻|公告|文件|条目)(?:发布|内容|信息)?[~！!。.…]*"
    r"|(?:栏目|内容|信息|资料)?(?:正在)?(?:建设|更新|整理|完善)中[~！!。.…,，]*(?:敬请期待)?[~！!。.…]*"
    r"|(?:总)?共(?:有)?0条(?:信息|记录|数据)?"
)
_TEMPLATE = ("v-if", "v-show", "v-else", "ng-if", "ng-show", "ng-hide", "x-show", "*ngif", "wx:if", "ms-if", ":class")
_DRAWN = re.compile(
    r"page/build/unit|window\._CONFIG|/gkmlpt/|\bng-repeat\s{0,9}=|\bv-for\s{0,9}=|getMessage\.do|getgovinfolist|dataproxy\.jsp"
    r"|getFileListByCodeId|easyui-datagrid|lay-data\s{0,9}=|\bms-for\s{0,9}=|\bx-for\s{0,9}=|data-bind\s{0,9}="
)
_ASKS = re.compile(
    r"XMLHttpRequest|\.load\s?\(\s?[\"'`]|(?:\$|jQuery)\s?\.\s?(?:ajax|post|get|getJSON|getScript)\b|\baxios\b|\bfetch\s?\("
    r"|createElement\s?\(\s?[\"']script|ActiveXObject|datagrid\s?\(|bootstrapTable\s?\(|DataTable\s?\(|layui\.(?:use|table)|table\.render"
    r"|new Vue\b|createApp\b|ReactDOM|dwr\.|\.getData\b|EventSource|WebSocket|importScripts|\bimport\s?\("
)
_COUNTER = re.compile(r"count|hits?\b|click|visit|stat|weather|login|log\b|tianqi|session|token|captcha|track", re.I)
_LISTED = re.compile(r"list|query|search|article|news|channel|column|pageNo|pageIndex|pageSize|data", re.I)
_NAMED = re.compile(r"list|data|news|content|article|app|root|main|con|box|page|info|tb|table|grid", re.I)
_ASKED_BY = (
    "data-url", "data-api", "data-source", "data-ajax", "data-action", "data-service", "data-options", "lay-data",
    "url",
)  # fmt: skip
_PLACES = frozenset({"ul", "ol", "table", "tbody", "div", "section", "dl", "article", "main", "span", "p"})
_SMALL = 40


def _area(layout: Layout, places: Places, spot: Spot) -> bool:
    """After the line 当前位置 and before the foot, outside of what the tags call head, menu or foot."""
    return places.head <= spot.order <= places.foot and not at_the_edge(spot)


def says_blank(layout: Layout, view: View, places: Places) -> bool:
    """暂无信息 in the list's place, as words that nobody's script shows or hides."""
    return any(_SAYS.fullmatch("".join(p.text.split())) and _plainly(view, places, p) for p in layout.pieces)


def _plainly(view: View, places: Places, piece: Piece) -> bool:
    if not places.head <= piece.order <= places.foot or at_the_edge(piece.at) or unseen_within(piece.at, None):
        return False
    for level, above in enumerate((piece.at, *piece.at.up())):
        attributes = above.node.attributes
        if any(name in attributes for name in _TEMPLATE):
            return False
        name = attributes.get("id") or ""
        if level < 3 and len(name) > 1 and name in view.scripts and _ASKS.search(view.scripts):
            return False  # words that stand there until a script has its answer
        if level < 3 and any(key in attributes for key in _ASKED_BY):
            return False
    return "{{" not in piece.text


def _empty_places(layout: Layout, places: Places) -> list[Spot]:
    """Elements of the column's area without a word or picture, that something may be put in."""
    found = []
    for spot in layout.spots:
        if spot.tag not in _PLACES or layout.texts(spot) or not _area(layout, places, spot):
            continue
        named = (
            bool(spot.attr("id"))
            or bool(_NAMED.search(spot.attr("class")))
            or spot.tag in {"ul", "ol", "tbody", "table"}
        )
        if named and spot.node.css_first("img, a, input, video, object, embed") is None:
            found.append(spot)
    return found


def _asks(view: View, empty: bool) -> bool:
    """A script of the page that asks for something, and not only for a counter."""
    for asked in _ASKS.finditer(view.scripts):
        words = view.scripts[max(asked.start() - 200, 0) : asked.start() + 400]
        if _LISTED.search(words) and (
            empty or re.search(r"list|query|search|article|news|channel|column|page", words, re.I)
        ):
            return True
        if empty and not _COUNTER.search(words):
            return True
    return False


def drawn_by_script(view: View) -> bool:
    """Whether what is not here may be put in by a script: told by the page's scripts and text, without its layout."""
    return not has_trs_pager(view) and (_DRAWN.search(view.raw) is not None or _asks(view, empty=False))


def _asked_by_attribute(layout: Layout, places: Places) -> bool:
    for spot in layout.spots:
        if spot.tag in {"img", "a", "script", "link", "input"} or not _area(layout, places, spot):
            continue
        attributes = spot.node.attributes
        carried = any(attributes.get(name) for name in _ASKED_BY[:-1]) or (
            spot.tag in {"table", "ul", "div"} and attributes.get("url")
        )
        if carried and len(layout.words(spot)) < _SMALL:
            return True
    return False


def _framed(layout: Layout, view: View, places: Places) -> bool:
    host = urlsplit(view.url).netloc
    own = {x.url for x in view.links if x.tag in {"iframe", "frame"} and urlsplit(x.url).netloc == host}
    if not own:
        return False
    frames = [s for s in layout.spots if s.tag == "iframe" and _area(layout, places, s) and not s.unseen]
    seen = [s for s in frames if s.attr("height") not in {"0", "1"} and s.attr("width") not in {"0", "1"}]
    return bool(seen) or view.tree.css_first("frameset") is not None


def _scripted(view: View) -> bool:
    """A script file of the site's own, no known library."""
    host = urlsplit(view.url).netloc
    files = (urlsplit(x.url) for x in view.links if x.tag == "script")
    return any(f.netloc == host and not LIBRARY.search(f.path) for f in files)


def may_be_filled(layout: Layout, view: View, places: Places) -> bool:
    """Whether the rows that are not here may be put in by a script, a frame, or the page this one leads to."""
    if has_trs_pager(view):
        return False
    if len(view.text) < 120 and sum(x.tag == "a" for x in view.links) < 3 and _anything_runs(view):
        return True
    empty = _empty_places(layout, places)
    return (
        bool(_DRAWN.search(view.raw))
        or _asks(view, bool(empty))
        or _asked_by_attribute(layout, places)
        or _framed(layout, view, places)
        or (bool(empty) and _scripted(view))
        or "{{" in view.text
    )


def _anything_runs(view: View) -> bool:
    return bool(view.scripts.strip()) or any(x.tag in {"script", "iframe", "frame", "meta"} for x in view.links)


def content_of(layout: Layout, view: View, places: Places, taken: list[tuple[int, int]]) -> int:
    """Pictures, files, frames and lines of text of the column's area, outside of menus (``taken``): a page that holds
    some is not blank, though it lists nothing."""

    def outside(order: int) -> bool:
        return places.head < order < places.foot and not any(a <= order <= b for a, b in taken)

    count = 0
    for spot in layout.spots:
        if not outside(spot.order) or at_the_edge(spot) or unseen_within(spot, None):
            continue
        if spot.tag == "img":
            count += _picture(spot)
        elif spot.tag in {"video", "audio", "object", "embed", "canvas", "map"}:
            count += 1
    lines = [p for p in layout.pieces if outside(p.order) and not at_the_edge(p.at) and not unseen_within(p.at, None)]
    return count + sum(1 for p in lines if _telling(p))


def _picture(spot: Spot) -> bool:
    sizes = [spot.attr(name).strip("px ") for name in ("width", "height")]
    small = any(s.isdecimal() and int(s) < _SMALL for s in sizes)
    icon = re.search(r"icon|dot|line|arrow|logo|\bbg|btn|blank|loading|nodata|empty|wu\.", spot.attr("src").lower())
    return bool(spot.attr("src") or spot.attr("data-src")) and not small and not icon


def _telling(piece: Piece) -> bool:
    """A line that tells something: not a link's words, not 暂无, not a pager."""
    text = "".join(piece.text.split())
    if len(text) < 12 or _SAYS.fullmatch(text) or re.search(r"第\d*页|共\d*[页条]|当前位置", text):
        return False
    return not any(above.tag == "a" for above in (piece.at, *piece.at.up()))
