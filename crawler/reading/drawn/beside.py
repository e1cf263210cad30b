"""Beside rows that were read: where newer ones may come in by a script, a template or a frame. Nothing is asked for.

Shapes: an empty ``<ul id=new>`` above a list of older rows, filled from an array of the page, from a template or by a
request; an empty tab pane that a click fills; an ``<iframe>`` of the same site; rows that ``document.write`` puts in;
rows put before those of the list itself. Beside them stand, without being lists: counters, clocks, the weather, shared
buttons, page numbers, friend links, boxes of other columns. Those say nothing of the column.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

from crawler.reading.drawn.emptiness import asks, empty_places, in_area, own_script, waits
from crawler.reading.drawn.fills import AHEAD, INSTEAD, Touch, said_of, touched
from crawler.reading.drawn.names import beside_name, likely_name, listed_name, takes_a_list, words_in
from crawler.reading.drawn.writes import writes_rows
from crawler.reading.layout.layout import Layout, Ranges, Spot, shared, step_below
from crawler.reading.links import absolute, base_of
from crawler.reading.lists.blocks import Block
from crawler.reading.lists.places import Places, heading_over, is_side_heading
from crawler.reading.page import View

_TAGS = frozenset({"ul", "ol", "tbody", "table", "dl", "div", "section"})
_REPEATS = ("v-for", "ng-repeat", "ms-for", "x-for", "*ngfor", "wx:for")
_ASKED_BY = (
    "data-url",
    "data-api",
    "data-source",
    "data-ajax",
    "lay-data",
    "data-include",
    "w3-include-html",
    "hx-get",
)
_MOUNTS = frozenset({"app", "root", "__nuxt", "q-app"})  # where a script puts a whole application
_NO_LIST = frozenset((
    "search", "sou", "so", "ss", "banner", "video", "player", "map", "ditu", "menu", "nav", "left", "right", "link",
    "links", "yqlj", "top", "head", "header", "foot", "footer", "bottom", "ad", "comment", "calendar", "date",
    "rili", "time", "clock", "chat", "kefu", "hit", "hits", "stat", "login", "share", "captcha", "track", "form",
))  # fmt: skip
_OF_USE = frozenset(
    ("robot", "weather", "tianqi", "tq", "count", "counter", "visit", "sso", "jiucuo", "conac", "exposure", "wza")
)
_HTML = re.compile(r"\.(?:s?html?|jsp|aspx?|php)(?:$|[?#])", re.I)
_NO_PAGE = re.compile(r"\.(?:pdf|mp4|swf|jpe?g|png|gif)$", re.I)
_PANES = ("href=", "data-target=", "data-bs-target=", "data-id=", "rel=")
_SHORT, _MOST = 40, 200
_LOW, _NARROW = 80, 150  # pixels: lower or narrower no frame shows a list
_NEWEST = re.compile(r"\W*(?:最新|最近|今日|近期|新)")
_MORE = re.compile(r"加载更多|查看更多|点击更多|上拉|load\s?more", re.I)


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _low(spot: Spot) -> bool:
    """Whether a frame is too small to show a list, or is for the page's own use."""
    for name, least in (("height", _LOW), ("width", _NARROW)):
        size = spot.attr(name).strip().removesuffix("px")
        if size.isdecimal() and int(size) < least:
            return True
    return False


def _of_use(path: str) -> bool:
    """Whether the file's name says that it shows no list: a search box, the weather, a film."""
    name, _, _ = path.rpartition("/")[2].partition(".")
    words = words_in(path.replace("/", " "))
    return bool(words_in(name) & _NO_LIST or words & _OF_USE) or _NO_PAGE.search(path) is not None


def _framed_address(spot: Spot) -> str:
    """What a frame shows, or an object that is a page. A frame in a tab that is not shown yet counts too."""
    if spot.tag == "iframe":
        return spot.attr("src") or spot.attr("data-src")
    source = spot.attr("data") or spot.attr("src") if spot.tag in {"object", "embed"} else ""
    return source if spot.attr("type") == "text/html" or _HTML.search(source) else ""


def frames_in(layout: Layout, view: View, places: Places) -> list[tuple[Spot, str]]:
    """The frames of the column's area that show a page of the same site, each with its address."""
    found: list[tuple[Spot, str]] = []
    base = base_of(view.tree, view.url)
    for spot in layout.spots:
        source = _framed_address(spot) if len(found) < _MOST else ""
        if not source or _low(spot) or not in_area(layout, places, spot) or spot.unseen:
            continue
        url = absolute(base, source)
        if url and _host(url) == _host(view.url) and not _of_use(urlsplit(url).path) and not beside_name(spot):
            found.append((spot, url))
    return found


def _with_handlers(layout: Layout, view: View) -> View:
    """The page with what its elements do when they are clicked among its scripts."""
    if "onclick" not in view.raw and "onmouseover" not in view.raw:
        return view
    said = [spot.attr(name) for spot in layout.spots for name in ("onclick", "onmouseover") if spot.attr(name)]
    return replace(view, scripts="\n".join((view.scripts, *said)))


class UnreadRows:
    """What is unread beside the rows of one page. ``main``: the column's list; None on a home page, of which every
    list is its own."""

    def __init__(self, layout: Layout, view: View, places: Places, blocks: list[Block], main: Block | None) -> None:
        self.layout, self.places, self.main, self.blocks = layout, places, main, blocks
        self.view = _with_handlers(layout, view)
        self._rows = Ranges((row.spot.order, row.last) for block in blocks for row in block.rows)

    @cached_property
    def _asks(self) -> bool:
        return asks(self.view, True)

    @cached_property
    def _own_script(self) -> bool:
        return own_script(self.view)

    def unread(self, own: list[Block]) -> int:
        """How many places there are in which newer rows may be shown."""
        others = [b.container for b in self.blocks if b not in own and b.container.tag != "body"]
        holders = [] if self.main is None else [spot for spot in others if not spot.holds(self.main.first)]
        foreign = Ranges((spot.order, spot.end) for spot in holders)
        places = [s for s in self._fillable() if s.order not in foreign and self._may_be_own(s)]
        frames = [s for s, _ in frames_in(self.layout, self.view, self.places) if self._may_be_own(s)]
        count = len(places) + len(frames) + self._repeated()
        count += self.main is not None and any(self._put_ahead(b.container) for b in own)
        return count + (not count and writes_rows(self.layout, self.view, self.places))

    def _fillable(self) -> list[Spot]:
        """The innermost empty elements that a script fills."""
        found: list[Spot] = []
        empty = (s for s in empty_places(self.layout, self.places) if s.tag in _TAGS or listed_name(s))
        for spot in (*islice(empty, _MOST), *islice(self._waiting(), _MOST)):
            if spot.order not in self._rows and not beside_name(spot) and self._filled(spot):
                found = [s for s in found if not s.holds(spot)] + [spot]
        return found

    def _waiting(self) -> Iterator[Spot]:
        """Elements that say 加载中, or 暂无 as long as a script has no answer."""
        if not self.view.scripts:
            return
        for piece in self.layout.pieces:
            if len(piece.text) < _SHORT and waits(piece, self.layout, self.places):
                holders = (piece.at, *islice(piece.at.up(), 2))
                yield from (s for s in holders if s.tag in _TAGS and len(self.layout.texts(s)) == 1)

    def _named_by_a_tab(self, spot: Spot) -> bool:
        """``<a href="#t2" data-url="/t2.html">``: a tab whose pane is empty until it is clicked."""
        name, raw = spot.attr("id"), self.view.raw
        return bool(name) and any(f"{key}{quote}#{name}{quote}" in raw for key in _PANES for quote in "\"'")

    def _filled(self, spot: Spot) -> bool:
        touch = touched(self.view, spot) if self.view.scripts else Touch.NONE
        if touch is Touch.FILLED:
            return True
        if any(spot.attr(name) for name in _ASKED_BY):
            return True
        if spot.attr("id") in _MOUNTS:
            return touch is Touch.UNCLEAR or self._own_script
        if not takes_a_list(spot):
            named = touch is Touch.UNCLEAR and likely_name(spot)
            return named or (self._named_by_a_tab(spot) and (self._asks or self._own_script))
        named = bool(spot.attr("id")) or listed_name(spot)
        return self._asks or (named and (touch is Touch.UNCLEAR or self._own_script))

    def _may_be_own(self, spot: Spot) -> bool:
        """Not a box of another column: one headed otherwise across the page from a list that is not."""
        heading = heading_over(self.layout, spot, spot, self.places)
        newest = _NEWEST.match(heading) is not None
        main = self.main
        if main is None:
            return newest or not is_side_heading(heading, self.places.name)
        before = spot.order < main.first.order
        if is_side_heading(heading, self.places.name) and not (newest and before):
            return False
        if heading in {"", self.places.name} or main.heading not in {"", self.places.name} or (newest and before):
            return True
        return self._beside_main(spot, main)

    @staticmethod
    def _beside_main(spot: Spot, main: Block) -> bool:
        """In the element of the list itself, or in one alike."""
        holder = shared(spot, main.container)
        if holder is None or holder.tag in {"body", "html"}:
            return False
        mine, its = step_below(holder, main.container), step_below(holder, spot)
        return its is spot or (mine.signature == its.signature and mine.attr("class") == its.attr("class"))

    def _repeated(self) -> int:
        """Rows of a template, ``<li v-for=…>``, that no row read came of."""
        if "{{" not in self.view.raw and "v-" not in self.view.raw and "repeat" not in self.view.raw:
            return 0
        spots = [s for s in self.layout.spots if any(name in s.node.attributes for name in _REPEATS)]
        return sum(1 for s in spots if in_area(self.layout, self.places, s) and self._may_be_own(s))

    def _put_ahead(self, holder: Spot) -> bool:
        """Whether a script puts rows before those of the list, or others in their place; not what 更多 adds, and not
        what another page of the list shows."""
        if not self.view.scripts:
            return False
        above = [s for s in islice(holder.up(), 2) if s.tag not in {"body", "html"}]
        said = [words for spot in (holder, *above) for words in said_of(self.view.scripts, spot)]
        if any(AHEAD.search(words) for words in said):
            return True
        turned = _MORE.search(self.view.text) is not None or "下一页" in self.view.raw or "pag" in self.view.scripts
        return not turned and any(INSTEAD.search(words) for words in said_of(self.view.scripts, holder))
