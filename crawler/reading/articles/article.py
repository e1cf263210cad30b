"""The publish day of an article, with what it rests on. A day in the address alone is never its publish day."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawler.reading.articles.bar import Headline, headline, line_at, of_a_row
from crawler.reading.articles.divided import divided_day
from crawler.reading.articles.wechat import wechat_page
from crawler.reading.dates import in_zone, is_default, lone_day, plain
from crawler.reading.hidden_text import hidden_text, is_hidden
from crawler.reading.labels import Day, Rank, days_of
from crawler.reading.layout.cells import publish_cell
from crawler.reading.page import View, node_text
from crawler.reading.scripted import named_reading, written_day
from ledger.vocabulary import DayReading, Provenance

_META = {"pubdate", "publishdate", "pubtime", "publishtime", "article:published_time", "og:release_date"}
_PROPERTIES = (
    "meta[property='article:published_time'],meta[property='og:release_date'],meta[itemprop=datePublished i],"
    "time[datetime]"
)
_SAID = re.compile(
    r"(?:发\s?布|发\s?表|公\s?开|公布|上传|上网|刊登|录入|发稿|推送)[^\n:：]{0,3}(?:时\s{0,4}间|日\s{0,4}期)"
)
_EMPTY_LABEL = re.compile(rf"{_SAID.pattern}\s{{0,3}}[】\])]?\s{{0,3}}[:：]\s{{0,3}}[\[【]?\s{{0,3}}(?=[^\d\s二一]|$)")
# the day as a picture, or as the value of a field that nobody types into
_PAINTED = re.compile(
    rf"{_SAID.pattern}[^<\d]{{0,12}}(?:<(?:/|b|em|font|i|p|span|strong|td|div)\b[^<>]{{0,200}}>\s{{0,20}}){{0,4}}<(?:img|input|canvas|svg|embed|object)\b",
    re.I,
)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,60}\}\}")
_EMPTY_PLACES = ",".join(
    f"[id*={word} i],[class*={word} i]" for word in ("pubdate", "pubtime", "publish", "fbsj", "fbrq")
)
_WITHOUT_WORDS = {"input", "img", "script", "meta", "a"}
_HEADS = tuple(verb + day for verb in ("发布", "公开", "发表", "上网") for day in ("日期", "时间"))
_PLACES = ",".join(f"[class*={word} i],[id*={word} i]" for word in ("time", "date", "info", "source", "laiyuan"))
_ASIDE = {"li", "dl", "footer", "header", "nav", "aside"}
_WEEKDAY = re.compile(r"星期|今天|今日|周[一二三四五六日]")
_REACH = 40  # from a label to its day
_WORDS = 80


def _best(days: tuple[Day, ...] | list[Day], ranks: frozenset[Rank]) -> DayReading | None:
    found = [day for day in days if day.rank in ranks]
    return min(found, key=lambda day: day.rank).reading if found else None


_SURE = frozenset({Rank.SAID, Rank.BARE})
_NOWHERE = Headline("", 0, 0, 0)
_ALONE, _UPDATED = frozenset({Rank.ALONE}), frozenset({Rank.UPDATED})


@lru_cache(maxsize=2)
def _said(view: View) -> tuple[Day, ...]:
    """The days under a label that says "published", wherever they stand, but in a list's rows or out of sight."""
    text = view.ascii_digits
    found = []
    for match in _SAID.finditer(text):
        stop = min(match.end() + _REACH, len(text))
        first = next(days_of(text, max(text.rfind("\n", 0, match.start()), 0), stop, bar=False), None)
        if first and first.start >= match.end() and first.rank is Rank.SAID:
            found.append(first)
    return tuple(found)


def _elsewhere(view: View, head: Headline | None) -> tuple[DayReading | None, DayReading | None]:
    """The labelled day of the box of facts above the headline, and that behind the article: an article has one, the
    rows of a list have many."""
    own = [d for d in _said(view) if not of_a_row(view, d.start, d.end) and not _unseen(view, d)]
    above = [d.reading for d in own if head and d.start < head.start]
    behind = [d.reading for d in own if not head or d.start > head.start]
    return above[-1] if above else None, behind[0] if len({r.day for r in behind}) == 1 else None


def _unseen(view: View, day: Day) -> bool:
    text = view.ascii_digits
    return is_hidden(view, text[text.rfind("\n", 0, day.start) + 1 : day.end])


def _above(view: View, head: Headline | None) -> DayReading | None:
    """A day alone on one of the two lines just above the headline."""
    if head is None:
        return None
    text, first = view.ascii_digits, head.start
    for _ in range(3):
        first = max(text.rfind("\n", 0, first), 0)
    found = [d for d in days_of(text, max(first - _REACH, 0), head.start, bar=True) if d.start >= first]
    own = [d for d in found if d.rank is Rank.ALONE and lone_day(line_at(text, d.start)) is not None]
    own = [d for d in own if not _WEEKDAY.search(line_at(text, d.start)) and not _unseen(view, d)]
    return own[-1].reading if own else None


def _from_table(view: View) -> DayReading | None:
    """Below the heading 发布日期 of a table of the document's facts."""
    if not any(f"\n{name}\n" in view.text for name in _HEADS):
        return None
    for table in view.tree.css("table"):
        rows = table.css("tr")
        cell = publish_cell(rows[1]) if len(rows) == 2 else None
        value = lone_day(node_text(cell)) if cell else None
        if value is not None and not is_default(value):
            return DayReading(value, Provenance.LABELLED, node_text(table)[:_WORDS])
    return None


def _machine(contents: Iterable[tuple[str, str]]) -> DayReading | None:
    """The most precise of what the page says to machines, as (name, content)."""
    read = ((name, content, in_zone(content)) for name, content in contents if content)
    found = [
        DayReading(value, Provenance.MARKUP, f"{name} {content}"[:_WORDS])
        for name, content, value in read
        if value is not None and not is_default(value)
    ]
    return next((r for r in found if isinstance(r.value, datetime)), found[0] if found else None)


def _from_meta(view: View) -> DayReading | None:
    return _machine((name, content) for name, content in view.tags if name.lower() in _META)


def _from_properties(view: View) -> DayReading | None:
    """What the page says to other sites, and ``<time>``; of many ``<time>`` none is known to be the article's."""
    nodes = view.tree.css(_PROPERTIES)
    if sum(node.tag == "time" for node in nodes) > 2:
        nodes = [node for node in nodes if node.tag != "time"]
    given = (
        (node.tag or "", node.attributes.get("content") or node.attributes.get("datetime") or "") for node in nodes
    )
    return _machine(given)


def _named_place(view: View) -> DayReading | None:
    """The one element whose name speaks of a time and that holds little else, outside of lists, head and foot."""
    found: list[DayReading] = []
    for node in view.tree.css(_PLACES):
        shown = plain(node_text(node))
        if 6 <= len(shown) < 90 and not _aside(node) and not _WEEKDAY.search(shown) and shown not in hidden_text(view):
            reading = _best(
                list(days_of(shown, 0, len(shown), bar=True)), frozenset({Rank.SAID, Rank.BARE, Rank.ALONE})
            )
            found += [reading] if reading else []
    return found[0] if len({r.day for r in found}) == 1 else None


def _aside(node: LexborNode) -> bool:
    at: LexborNode | None = node
    for _ in range(8):
        if at is None or at.tag in {"body", "html"}:
            return False
        names = f"{at.attributes.get('class') or ''} {at.attributes.get('id') or ''}".lower()
        if at.tag in _ASIDE or "foot" in names or "header" in names or "list" in names:
            return True
        at = at.parent
    return False


def _shown(view: View) -> DayReading | None:
    """What a visitor reads: labelled before alone, the bar before what stands elsewhere."""
    head = headline(view)
    bar = head.days if head else ()
    sure = _best(bar, _SURE)
    if sure is not None:
        return sure
    above, behind = _elsewhere(view, head)
    return (
        above
        or _best(bar, _ALONE)
        or divided_day(view, head)
        or behind
        or _from_table(view)
        or _above(view, head)
        or _best(bar, _UPDATED)
        or written_day(view)
    )


def _unsure(view: View) -> DayReading | None:
    return _best((headline(view) or _NOWHERE).days, frozenset({Rank.UNSURE}))


@lru_cache(maxsize=2)
def published_reading(view: View) -> DayReading | None:
    """The publish day, what it rests on and the words around it.

    What a visitor reads comes before what the page says to machines; the latter may add the time of that day.
    """
    wechat = wechat_page(view)
    if wechat:
        value = wechat.published
        return DayReading(value, Provenance.MARKUP, "create_time") if value is not None else None
    shown = _shown(view)
    meta = _from_meta(view)
    chosen = shown or meta or named_reading(view) or _named_place(view) or _from_properties(view) or _unsure(view)
    if chosen is None or isinstance(chosen.value, datetime):
        return chosen
    finer = [day.reading for day in (headline(view) or _NOWHERE).days if day.rank is not Rank.NONE]
    finer += [reading for reading in (meta, _from_properties(view)) if reading]
    exact = (r.value for r in finer if isinstance(r.value, datetime) and r.day == chosen.day)
    return replace(chosen, value=next(exact, chosen.value))


def brought_in_later(view: View) -> bool:
    """Whether a page without a publish day has an empty place for one: filled by a script of its own, or by something
    that is no text."""
    empty = _EMPTY_LABEL.search(view.ascii_digits) is not None
    if empty and _PAINTED.search(view.raw):
        return True
    if not view.scripts and not any(x.tag == "script" for x in view.links):
        return False
    if empty or _TEMPLATE.search(view.text):
        return True
    return any(
        not n.text().strip() and n.tag not in _WITHOUT_WORDS and not _aside(n) for n in view.tree.css(_EMPTY_PLACES)
    )
