"""Rows of a page: anchors with the day their row shows. It groups; which group is the list is not decided here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from crawler.reading.dates import FULL, address_day, day_of, moments, month_day, plain, split_day
from crawler.reading.links import absolute
from crawler.reading.page import View, node_text, squeeze
from ledger.vocabulary import Item

_STOP_TAGS = {"ul", "ol", "tbody", "table", "body", "html", "form", "nav", "header", "footer"}
_WHOLE = re.compile(r"[\W_]*(?:[一-鿿]{1,6}\s*[:：]\s*)?")
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}月?")
_BULLET = re.compile(r"^[\s•·●■▪◆◇►▶»>\-]*(?=\S)")
_MAX_ROW = 1500


@dataclass(frozen=True)
class Row:
    """One row: its item, its node, and the key of the list it stands in."""

    item: Item
    node: LexborNode
    group: tuple[str | int, ...]
    order: int


def _own_days(row: LexborNode, title: str) -> Iterator[date]:
    """Days that stand alone in an element of the row, then days outside the title."""
    for node in row.traverse(include_text=True):
        if node.tag != "-text":
            continue
        text = plain(node.text()).strip()
        if not 8 <= len(text) <= 40 or text == title:
            continue
        found = next(moments(text), None)
        if found and _WHOLE.fullmatch(text[: found.start]) and len(text) - found.end < 8:
            yield day_of(found.value)


def row_day(row: LexborNode, title: str) -> date | None:
    """The day a row shows outside its title. A day in the title is the title's own."""
    alone = next(_own_days(row, title), None)
    if alone:
        return alone
    text = plain(node_text(row))
    rest = text.replace(plain(title), " | ", 1) if title else text
    split = split_day(rest)
    if split:
        return split
    found = [f.value for f in moments(rest)]
    return day_of(found[-1]) if found and len(rest) < 400 else None


def _without_year(row: LexborNode, title: str, url: str) -> date | None:
    """``03-25`` gets the year of the address when both name the same day; a year is never guessed."""
    shown = month_day(plain(node_text(row)).replace(plain(title), " ", 1))
    day = address_day(url)
    return day if day and shown == (day.month, day.day) else None


def _is_day(text: str, in_pieces: bool) -> bool:
    """A whole day, or with ``in_pieces`` its parts: ``23`` and ``2020-12``."""
    if FULL.fullmatch(text):
        return True
    return in_pieces and (_YEAR_MONTH.fullmatch(text) is not None or (text.isdigit() and len(text) <= 2))


def _anchor_title(node: LexborNode) -> str:
    """The words of the anchor without the day it may hold; the full ``title`` where they are cut short."""
    heading = node.css_first("h1,h2,h3,h4,h5,p.title,.title,.tit")
    texts = [n.text() for n in (heading or node).traverse(include_text=True) if n.tag == "-text"]
    in_pieces = any(_YEAR_MONTH.fullmatch(plain(t).strip()) for t in texts)
    shown = squeeze("".join(t for t in texts if not _is_day(plain(t).strip(" []()\n\t\r"), in_pieces)))
    full = squeeze(node.attributes.get("title") or "")
    stem = shown.rstrip(".…· ")
    if full and (not shown or stem != shown or (len(full) > len(shown) and full.startswith(stem[:6]))):
        shown = full
    return _BULLET.sub("", shown).strip()


def _key(row: LexborNode) -> tuple[str | int, ...]:
    parent = row.parent
    grand = parent.parent if parent else None
    kind = (parent.tag or "", parent.attributes.get("class") or "") if parent else ("", "")
    return (row.tag or "", *kind, grand.mem_id if grand else 0)


def _climb(anchor: LexborNode, title: str) -> tuple[LexborNode, date | None]:
    """The smallest ancestor that shows a day, or the nearest row-like one."""
    node: LexborNode | None = anchor
    row_like = anchor
    for _ in range(6):
        if node is None or node.tag in _STOP_TAGS:
            break
        if len(node.text()) > _MAX_ROW * 2 or len(node.css("a[href]")) > 5:
            break
        if node.mem_id != anchor.mem_id:
            day = row_day(node, node_text(anchor))
        else:
            day = row_day(node, title) if anchor.css_first("a *") else None
        if day:
            return _widest(node, anchor), day
        if node.tag in {"li", "tr", "dd", "dl"}:
            row_like = node
            break
        node = node.parent
    return row_like, None


def _widest(row: LexborNode, anchor: LexborNode) -> LexborNode:
    """A dated anchor or cell stands for the li or tr around it."""
    node: LexborNode | None = row
    for _ in range(3):
        if node is None or node.tag in _STOP_TAGS:
            return row
        if node.tag in {"li", "tr", "dd"}:
            return node
        node = node.parent
    return row


def rows_of(view: View, base: str) -> list[Row]:
    """All rows with an anchor, in document order; one row a node, its longest anchor the title."""
    best: dict[int, Row] = {}
    order = 0
    for anchor in view.tree.css("a[href]"):
        title = _anchor_title(anchor)
        if not title or FULL.fullmatch(plain(title)):
            continue
        order += 1
        node, day = _climb(anchor, title)
        if len(title) < (2 if day else 4):
            continue
        url = absolute(base, anchor.attributes.get("href") or "") or ""
        day = day or _without_year(node, title, url)
        known = best.get(node.mem_id)
        if known is None or len(title) > len(known.item.title):
            place = known.order if known else order
            best[node.mem_id] = Row(Item(title[:200], url, day), node, _key(node), place)
    return sorted(best.values(), key=lambda r: r.order)
