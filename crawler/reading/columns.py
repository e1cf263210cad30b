"""The list on a column's page. Menus, side boxes and breadcrumbs are not the list; a year is never guessed."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawler.reading.cells import days_beside
from crawler.reading.headline import column_name
from crawler.reading.identity import LIBRARY
from crawler.reading.islands import island_html, island_total
from crawler.reading.kinds import is_article_address, redirect_of
from crawler.reading.links import base_of, directory
from crawler.reading.page import View, node_text, open_view, prose
from crawler.reading.rows import Row, rows_of
from ledger.vocabulary import Item, ListReach

_SIDE = re.compile(
    r"side|hot|rank|recommend|relat|tuijian|remen|phb|paihang|nav|menu|crumb|foot|link|swiper|banner|header|(?:^|[_\s-])(?:right|top)(?:$|[_\s-])",
    re.I,
)
_SIDE_WORDS = re.compile(r"^(?:热点|热门|推荐|相关|排行|点击|最新|图片|专题|友情|热文|阅读排行)")
_NEVER_LIST = re.compile(r"^(?:热点|热门|推荐|相关|排行|点击|友情|热文|阅读排行)")
_TRS = re.compile(r"createPageHTML\s*\(\s*(?:[\"'][^\"']*[\"']\s*,\s*)?(\d+)\s*,\s*(\d+)")
_TOTAL = re.compile(r"(?:共|/)\s*(\d{1,5})\s*页")
_VSB = re.compile(r"/\w+/\d+\.htm$")
_PLACE = re.compile(r"list|data|news|content|article|app|root|main", re.I)
_ONWARD = {"下一页", "下页", "后一页", "尾页", "末页"}
_DRAWN = re.compile(
    r"page/build/unit|window\._CONFIG|/gkmlpt/|\bng-repeat\s*=|\bv-for\s*=|getMessage\.do|getgovinfolist|dataproxy\.jsp|getFileListByCodeId"
    r"|<(?:li|tr|div|p)\b[^>]*\bonclick\s*=\s*[\"'][^>]*(?:location|window\.open)"
)
_ASKS = re.compile(r"(?:\$\.(?:ajax|post|get|getJSON)|axios(?:\.\w+)?|\bfetch)\s*\(")
_ASKS_LIST = re.compile(r"list|query|search|article|news|channel|column|pageNo|pageIndex|pageSize", re.I)


@dataclass(frozen=True)
class ColumnReading:
    """``pager`` names how the list pages ("" when it does not); ``pages`` and ``total`` are how many pages and
    rows the whole list says it has; ``prose`` is how many characters of text stand on a page without rows.
    ``reach``: what of the list was read; ``onward``: the addresses of its further pages, next first, last last."""

    name: str
    items: tuple[Item, ...]
    pager: str = ""
    pages: int | None = None
    script_drawn: bool = False
    total: int | None = None
    prose: int = 0
    reach: ListReach = field(default_factory=ListReach)
    onward: tuple[str, ...] = ()

    @property
    def newest(self) -> date | None:
        return max((i.day for i in self.items if i.day), default=None)

    @property
    def oldest(self) -> date | None:
        return min((i.day for i in self.items if i.day), default=None)


def _beside(node: LexborNode) -> bool:
    """In a side box, a menu, head or foot, by the names its ancestors bear."""
    at: LexborNode | None = node.parent
    for _ in range(6):
        if at is None or at.tag in {"body", "html"}:
            return False
        names = f"{at.attributes.get('class') or ''} {at.attributes.get('id') or ''}"
        if at.tag in {"nav", "header", "footer", "aside"} or _SIDE.search(names):
            return True
        at = at.parent
    return False


def _heading(node: LexborNode) -> str:
    """The few words just above the list."""
    at: LexborNode | None = node.parent
    for _ in range(3):
        before = at.prev if at else None
        while before is not None and not before.text().strip():
            before = before.prev
        if before is not None:
            words = node_text(before)
            return words if len(words) < 12 else ""
        at = at.parent if at else None
    return ""


def _headed_aside(node: LexborNode) -> bool:
    return _SIDE_WORDS.match(_heading(node)) is not None


def _score(rows: list[Row], home: str) -> float:
    """Rows count; rows under the column's own directory and long titles count more, side boxes far less."""
    under = sum(1 for r in rows if r.item.url.startswith(home)) if urlsplit(home).path != "/" else 0
    words = sum(min(len(r.item.title), 30) for r in rows) / 30
    score = len(rows) + under + words
    if _headed_aside(rows[0].node):
        score *= 0.1
    return score * 0.2 if _beside(rows[0].node) else score


def _grouped(rows: list[Row]) -> list[list[Row]]:
    groups: dict[tuple[str | int, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.group].append(row)
    return list(groups.values())


def _choose(rows: list[Row], home: str) -> list[Row]:
    """The best list with days, unless it stands beside: then the best list without any comes before it."""
    dated = max(_grouped([r for r in rows if r.item.day]), key=lambda g: _score(g, home), default=[])
    if dated and not _beside(dated[0].node) and not _headed_aside(dated[0].node):
        return _with_undated(dated, rows)
    articles = [r for r in rows if is_article_address(r.item.url) and not _beside(r.node)]
    bare = [g for g in _grouped(articles) if len(g) > 1 or g[0].item.url.startswith(home)]
    best = max(bare, key=lambda g: _score(g, home), default=[])
    if not best and len(dated) < 2:
        titled = [r for r in rows if len(r.item.title) >= 8 and not _beside(r.node) and not _headed_aside(r.node)]
        best = max((g for g in _grouped(titled) if len(g) > 3), key=lambda g: _score(g, home), default=[])
    if best or len(dated) < 2 or _NEVER_LIST.match(_heading(dated[0].node)):
        return _dated_beside(best)
    return _with_undated(dated, rows)


def _dated_beside(rows: list[Row]) -> list[Row]:
    """Rows whose days stand in a column of their own beside them."""
    days = days_beside([r.node for r in rows]) if len(rows) > 1 else []
    return [replace(r, item=replace(r.item, day=d)) for r, d in zip(rows, days, strict=True)] if days else rows


def _with_undated(best: list[Row], rows: list[Row]) -> list[Row]:
    """A row of the same list that shows no day is a row too."""
    parents = {r.node.parent.mem_id for r in best if r.node.parent}
    return [
        r for r in rows if r in best or (r.group == best[0].group and r.node.parent and r.node.parent.mem_id in parents)
    ]


def _island(view: View) -> list[Row]:
    """大汉 jpage: the first rows stand in an XML island that no HTML parser shows."""
    markup = island_html(view.raw)
    return rows_of(open_view(markup, view.url), view.url) if markup else []


def _pager(view: View) -> tuple[str, int | None]:
    trs = _TRS.search(view.scripts)
    if trs:
        return "TRS", max(int(trs[1]), 1)
    total = _TOTAL.search(view.text)
    pages = int(total[1]) if total else None
    if "<recordset>" in view.raw or "dataproxy.jsp" in view.raw:
        return "script", pages
    onward = [
        x.url
        for x in view.links
        if x.tag == "a" and x.text.strip(" >»") in {"下一页", "下页", "后一页", "尾页", "末页"}
    ]
    if any(_VSB.search(u) for u in onward) and "index_" not in "".join(onward):
        return "博达", pages
    if any("index_2." in x.url for x in view.links) or "NFCMS_CAT_ID" in view.raw:
        return "NFCMS", pages
    if onward:
        return "numbered", pages
    return ("script", pages) if re.search(r"下一页|laypage|pagination\(", view.raw) else ("", pages)


def drawn_by_script(view: View) -> bool:
    """Whether a list with no rows here may be put in by a script."""
    if _TRS.search(view.scripts):
        return False
    asks = _ASKS.search(view.scripts)
    return bool(_DRAWN.search(view.raw)) or bool(
        asks and _ASKS_LIST.search(view.scripts[asks.start() : asks.start() + 600])
    )


def brought_in(view: View) -> bool:
    """Whether a page without rows may get them from elsewhere: a frame, a script of its own that has an empty place
    to fill, or the real page that a step like this leads to."""
    if _TRS.search(view.scripts):
        return False
    if len(view.text) < 120 and sum(x.tag == "a" for x in view.links) < 3:
        return True
    host = urlsplit(view.url).netloc
    own = [x for x in view.links if urlsplit(x.url).netloc == host]
    if any(x.tag in {"iframe", "frame"} and not _SIDE.search(urlsplit(x.url).path) for x in own):
        return True
    places = [n for n in view.tree.css("[id]") if _PLACE.search(n.attributes["id"] or "")]
    scripted = any(x.tag == "script" and not LIBRARY.search(urlsplit(x.url).path) for x in own)
    return scripted and any(not n.text().strip() and n.css_first("a, img") is None for n in places)


def column_of(view: View) -> ColumnReading:
    if redirect_of(view) is not None and len(view.text) < 300:
        return ColumnReading("", ())
    base = base_of(view.tree, view.url)
    island = _island(view)
    chosen = island or _choose(rows_of(view, base), directory(view.url))
    pager, pages = _pager(view)
    items = tuple(r.item for r in chosen)
    drawn = not items and (drawn_by_script(view) or brought_in(view))
    total = island_total(view.raw) if island else None
    return ColumnReading(column_name(view), items, pager, pages, drawn, total, 0 if items else prose(view))


def list_items(view: View) -> tuple[Item, ...]:
    """All rows that are dated or lead to an article: what a home page offers."""
    rows = rows_of(view, base_of(view.tree, view.url))
    return tuple(r.item for r in rows if r.item.url and (r.item.day or is_article_address(r.item.url)))
