"""A page without rows: does it say that it is blank, may a script fill it, does it hold something else?"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.reading.drawn.fills import touched
from crawler.reading.drawn.names import beside_name
from crawler.reading.drawn.writes import writes_rows
from crawler.reading.layout.layout import Layout, Piece, Spot, unseen_within
from crawler.reading.layout.pagers import has_trs_pager
from crawler.reading.links import any_own
from crawler.reading.lists.places import Places, at_the_edge
from crawler.reading.page import View

_NOTHING = re.compile(
    r"(?:很?(?:对不起|抱歉|不好意思)[,，！!:：]?)?(?:此|本|该|当前|这个)?(?:栏目|频道|分类|目录|列表|页面|版块)?(?:下|中|内|里)?"
    r"(?:目前|现在|正在|暂时|还|尚|并){0,2}"
    r"(?:暂无[一-鿿]{0,12}"
    r"|(?:暂未|暂没有|没有|没|未有|未|无)(?:找到|查到|添加|发布|公布|查询到){0,2}(?:任何|相关|新增|更多|可显示|符合条件|您要查询|的){0,4}"
    r"(?:信息|内容|数据|文章|记录|资料|结果|新闻|公告|通知|文件|条目|稿件|消息){1,2}(?:发布|显示)?)"
    r"(?:[,，。.~！!…]{0,6}敬请期待)?"
    r"|(?:该|本|此)?(?:栏目|内容|信息|资料|页面|数据){0,2}(?:正在)?(?:建设|更新|整理|完善|筹备)中(?:[,，。.~！!…]{0,6}敬请期待)?"
    r"|(?:该|本|此)?(?:栏目|内容|列表|数据|信息)为空|(?:总)?共(?:有)?0(?:条|篇)(?:信息|记录|数据|内容)?|no\s?(?:data|records?|content)(?:found)?",
    re.I,
)
_FRAME = " \t-—~·.。!！…,，()（）[]【】<>《》*"
_LONGEST = 40
_TEMPLATE = ("v-if", "v-show", "v-else", "ng-if", "ng-show", "ng-hide", "x-show", "*ngif", "wx:if", "ms-if", ":class")
_DRAWN = re.compile(
    r"page/build/unit|\sv-(?:if|show|html|text)\s{0,9}=|window\._CONFIG|/gkmlpt/|\bng-repeat\s{0,9}=|\bv-for\s{0,9}=|getMessage\.do|getgovinfolist|dataproxy\.jsp"
    r"|getFileListByCodeId|easyui-datagrid|lay-data\s{0,9}=|\bms-for\s{0,9}=|\bx-for\s{0,9}=|data-bind\s{0,9}="
)
_ASKS = re.compile(
    r"XMLHttpRequest|\.load\s?\(\s?[\"'`]|(?:\$|jQuery)\s?\.\s?(?:ajax|post|get|getJSON|getScript)\b|\baxios\b|\bfetch\s?\("
    r"|createElement\s?\(\s?[\"']script|ActiveXObject|datagrid\s?\(|bootstrapTable\s?\(|DataTable\s?\(|layui\.(?:use|table)|table\.render"
    r"|new Vue\b|createApp\b|ReactDOM|dwr\.|\.getData\b|document\.write(?:ln)?\s?\(\s?[\"'`]\s?<scr|EventSource"
    r"|WebSocket|importScripts|\bimport\s?\("
)
# what a page asks for that is no list: counters, weather, sign-on, shared heads and feet, statistics of others
BESIDE = re.compile(
    r"count|hits?\b|click|visit|stat|weather|login|tianqi|session|token|captcha|track|foot|head|bottom|share|baidu|cnzz"
    r"|\bhm\b|conac|jiucuo|exposure|gtag|analytics|jiathis|bdimg|wza|barrier|dcs\.|slh|font|sso",
    re.I,
)
LISTED = re.compile(r"list|query|search|article|news|channel|column|pageNo|pageIndex|pageSize", re.I)
_TARGET = re.compile(r"[\"'`]([^\"'`\s<>(){};]{0,300}[/.][^\"'`\s<>(){};]{0,300})[\"'`]")
_WAITING = re.compile(
    r"(?:数据|内容|信息)?(?:正在)?(?:努力|拼命|玩命)?(?:加载|载入|读取)中?(?:数据)?[.。…，,]*+(?:请稍[候后等])?[.。…!！]*+|loading[.…]*",
    re.I,
)
_NAMED = re.compile(r"list|data|news|content|article|app|root|main|con|box|page|info|tb|table|grid", re.I)
_ASKED_BY = (
    "data-url", "data-api", "data-source", "data-ajax", "data-action", "data-service", "data-options", "lay-data",
    "url",
)  # fmt: skip
_PLACES = frozenset({"ul", "ol", "table", "tbody", "div", "section", "dl", "article", "main", "span", "p"})
_SMALL = 40
_MANY = 200


def says_nothing(text: str) -> bool:
    """Whether a text is nothing but 暂无信息 or the like."""
    bare = "".join(text.split()).strip(_FRAME)
    return len(bare) <= _LONGEST and _NOTHING.fullmatch(bare) is not None


def in_area(layout: Layout, places: Places, spot: Spot) -> bool:
    """After the line 当前位置 and before the foot, outside of what the tags call head, menu or foot."""
    return places.head <= spot.order <= places.foot and not at_the_edge(spot)


def says_blank(layout: Layout, view: View, places: Places) -> bool:
    """暂无信息 in the list's place, as words that nobody's script shows or hides."""
    return any(says_nothing(p.text) and _plainly(view, places, p) for p in layout.pieces)


def _plainly(view: View, places: Places, piece: Piece) -> bool:
    if not places.head <= piece.order <= places.foot or at_the_edge(piece.at) or unseen_within(piece.at, None):
        return False
    for level, above in enumerate((piece.at, *piece.at.up())):
        if above.tag == "a":
            return False  # a link's words are some row's
        attributes = above.node.attributes
        if any(name in attributes for name in _TEMPLATE):
            return False
        name = attributes.get("id") or ""
        if level < 3 and len(name) > 1 and name in view.scripts and _ASKS.search(view.scripts):
            return False  # words that stand there until a script has its answer
        if level < 3 and any(key in attributes for key in _ASKED_BY):
            return False
    return "{{" not in piece.text


@lru_cache(maxsize=4)
def empty_places(layout: Layout, places: Places) -> list[Spot]:
    """Elements of the column's area without a word or picture, that something may be put in."""
    found = []
    for spot in layout.spots:
        if spot.tag not in _PLACES or layout.texts(spot) or not in_area(layout, places, spot):
            continue
        named = (
            bool(spot.attr("id"))
            or bool(_NAMED.search(spot.attr("class")))
            or spot.tag in {"ul", "ol", "tbody", "table"}
        )
        if named and spot.node.css_first("img, a, input, video, object, embed") is None:
            found.append(spot)
    return found


def asks(view: View, empty: bool) -> bool:
    """A script of the page that asks for something which may be the list. ``empty``: there is a place to put it."""
    for number, asked in enumerate(_ASKS.finditer(view.scripts)):
        if number == _MANY:
            return True
        target = _TARGET.search(view.scripts[asked.start() : asked.start() + 500])
        words = target[1] if target else view.scripts[asked.start() : asked.start() + 200]
        if target and BESIDE.search(words) and not LISTED.search(words):
            continue
        if empty or LISTED.search(words):
            return True
    return False


def drawn_by_script(view: View) -> bool:
    """Whether what is not here may be put in by a script: told by the page's scripts and text, without its layout."""
    return not has_trs_pager(view) and (_DRAWN.search(view.raw) is not None or asks(view, empty=False))


def _asked_by_attribute(layout: Layout, places: Places) -> bool:
    for spot in layout.spots:
        if spot.tag in {"img", "a", "script", "link", "input"} or not in_area(layout, places, spot):
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
    frames = [s for s in layout.spots if s.tag == "iframe" and in_area(layout, places, s) and not s.unseen]
    seen = [s for s in frames if s.attr("height") not in {"0", "1"} and s.attr("width") not in {"0", "1"}]
    return bool(seen) or view.tree.css_first("frameset") is not None


def own_script(view: View) -> bool:
    """A script file of the site's own, no known library."""
    return any_own((x.url for x in view.links if x.tag == "script"), view.url)


def may_be_filled(layout: Layout, view: View, places: Places, *, holds: bool = False) -> bool:
    """Whether the rows that are not here may be put in by a script, a frame, or the page this one leads to. Of a page
    that ``holds`` something else an empty element and some script file say nothing."""
    if has_trs_pager(view):
        return False
    if len(view.text) < 120 and sum(x.tag == "a" for x in view.links) < 3 and _anything_runs(view):
        return True
    empty = [] if holds else empty_places(layout, places)
    return (
        bool(_DRAWN.search(view.raw))
        or asks(view, bool(empty))
        or _asked_by_attribute(layout, places)
        or _framed(layout, view, places)
        or (bool(empty) and own_script(view))
        or any(touched(view, s) for s in empty[:_MANY] if not beside_name(s))
        or (not holds and writes_rows(layout, view, places))
        or "{{" in view.text
        or (_anything_runs(view) and any(waits(p, layout, places) for p in layout.pieces))
    )


def waits(piece: Piece, layout: Layout, places: Places) -> bool:
    """加载中, or a 暂无 that a script shows or hides: says_blank did not take it for a plain word."""
    said = says_nothing(piece.text) and in_area(layout, places, piece.at)
    return said or _WAITING.fullmatch(piece.text) is not None


def hollow_after(layout: Layout, places: Places) -> int:
    """The place of the first empty list element of the column's area; 0 without one."""
    lists = (
        s
        for s in empty_places(layout, places)
        if (s.tag in {"ul", "ol", "tbody", "table", "dl"} or "list" in f"{s.attr('id')} {s.attr('class')}".lower())
        and not beside_name(s)
    )
    return next((spot.order for spot in lists), 0)


def _anything_runs(view: View) -> bool:
    return bool(view.scripts.strip()) or any(x.tag in {"script", "iframe", "frame", "meta"} for x in view.links)
