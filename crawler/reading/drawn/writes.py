"""Rows that ``document.write`` puts where the column's list stands. Counters, clocks, menus, pagers and shared
scripts write no rows."""

import re

from crawler.reading.drawn.fills import commented
from crawler.reading.layout.layout import Layout
from crawler.reading.lists.places import Places
from crawler.reading.page import View

_WRITE = "document.write"
_ROW_TAGS = re.compile(r"<(?:li|a|tr|td|dd|dt|p|h[1-6])[\s>]", re.I)
_HREF = re.compile(r"href\s{0,9}=\s{0,9}\\?[\"']?([^\"'<>\s\\]{0,200})", re.I)
_MENU = re.compile(r"/$|/index\.\w{3,5}$|^#|^javascript:", re.I)
_OF_MENU = re.compile(r"nav|menu", re.I)
_INSIDE = re.compile(r"(?:<(?:ul|ol|dl|tbody|table|tr)(?:\s[^<>]{0,200})?|</(?:li|tr|dd))>$", re.I)
_BESIDE = re.compile(
    r"<scr|%3Cscr|访问|浏览|点击|阅读|位访客|计数|次数|count|hits?\b|visit|stat\.|cnzz|conac|jiucuo|exposure|share|weather|tianqi"
    r"|设为首页|加入收藏|收藏本站|addfavorite|sethome|版权|copyright",
    re.I,
)
_PAGER = re.compile(r"下一?页|上一?页|尾页|末页|首页|nextPage|prevPage", re.I)
_CLOCK = re.compile(r"new Date|getFullYear|getDay|星期|农历")
_CLOSE, _LONG, _MOST = 400, 4000, 40


def _span(layout: Layout, view: View, places: Places) -> tuple[int, int]:
    """Where in the page's raw text the column's area begins and ends, as far as its words can be found there."""
    raw = view.raw
    start = max(raw.find("<body"), 0)
    for piece in layout.texts(places.crumb) if places.crumb is not None else ():
        found = raw.find(piece.text, start)
        start = found if found >= 0 else start
    foot = next((p for p in layout.pieces if p.order >= places.foot), None)
    stop = raw.rfind(foot.text) if foot is not None else -1
    return start, stop if stop > start else len(raw)


def writes_rows(layout: Layout, view: View, places: Places) -> bool:
    """Whether a script of the column's area writes rows there."""
    if _WRITE not in view.scripts:
        return False
    start, stop = _span(layout, view, places)
    at = view.raw.find(_WRITE, start, stop)
    for _ in range(_MOST):
        if at < 0:
            return False
        if _row(view, at):
            return True
        at = view.raw.find(_WRITE, at + 1, stop)
    return False


def _row(view: View, at: int) -> bool:
    raw = view.raw
    opened = raw.rfind("<script", 0, at)
    closed = raw.find("</script", at)
    if opened < 0 or closed < 0 or raw[at : min(at + 40, closed)] not in view.scripts or commented(raw, at):
        return False
    words, script = raw[at : min(closed, at + _CLOSE)], raw[max(opened, at - _LONG) : min(closed, at + _LONG)]
    script = script.partition(">")[2]
    if _BESIDE.search(words) or _PAGER.search(script) or (_CLOCK.search(script) and "<li" not in script):
        return False
    if _menu(script):
        return False
    inside = _INSIDE.search(raw[max(opened - 300, 0) : opened].rstrip()) is not None
    return inside or _ROW_TAGS.search(script) is not None


def _menu(script: str) -> bool:
    """A menu that marks the column the visitor is in: its links are written out, and all lead to folders."""
    links = [link for link in _HREF.findall(script) if link]
    named = any(_OF_MENU.search(piece) for piece in script.split("class=")[1:3])
    return bool(links) and (named or all(_MENU.search(link) for link in links))
