"""Rows of a page: anchors with the day their row shows. It groups; which group is the list is not decided here."""

import re
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from crawler.reading.cells import PUBLISHED, publish_cell
from crawler.reading.dates import (
    FULL,
    address_day,
    compact_day,
    day_of,
    first_moment,
    moments,
    month_day,
    plain,
    split_day,
)
from crawler.reading.links import absolute
from crawler.reading.page import View, node_text, squeeze
from ledger.vocabulary import Item

_STOP_TAGS = {"ul", "ol", "tbody", "table", "body", "html", "form", "nav", "header", "footer"}
_WHOLE = re.compile(r"[\W_]*(?:[一-鿿]{1,6}\s*[:：]\s*)?")
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}月?")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_DAY = re.compile(r"\d{1,2}日?")
_MONTH_DAY = re.compile(r"\d{1,2}[-/.月]\d{1,2}日?")
_OTHER_DAY = re.compile(
    r"成文|发文|印发|生成|形成|施行|实施|生效|失效|截止|截至|结束|有效|来信|提交|开标|活动|会议|举办|开庭|报名|考试"
)
_TOLD = re.compile(r"^(?:文章)?标\s*题\s*[:：]\s*(.+?)\s*(?:(?:点击|作者|发表|更新|发布|来源)\S{0,3}[:：].*)?$", re.S)
_BULLET = re.compile(r"^[\s•·●■▪◆◇►▶»>\-]*(?=\S)")
_MAX_ROW = 1500


@dataclass(frozen=True)
class Row:
    """One row: its item, its node, and the key of the list it stands in."""

    item: Item
    node: LexborNode
    group: tuple[str | int, ...]
    order: int


def _own_days(row: LexborNode, title: str) -> list[date]:
    """Days that stand alone in an element of the row: those named as the publish day, else those not named as another
    day of the document (成文, 截止 …), the latest first: nothing is published before it is written."""
    named: list[date] = []
    bare: list[date] = []
    before = ""
    for node in row.traverse(include_text=True):
        text = plain(node.text()).strip() if node.tag == "-text" else ""
        if not text or text == title:
            continue
        found = next(moments(text), None) if 8 <= len(text) <= 40 else None
        alone = found and _WHOLE.fullmatch(text[: found.start]) and len(text) - found.end < 8
        day = day_of(found.value) if found and alone else compact_day(text)
        if day:
            label = text[: found.start] if found else ""
            if PUBLISHED.search(label or before):
                named.append(day)
            elif not _OTHER_DAY.search(label or before):
                bare.append(day)
        before = text if len(text) < 12 else ""
    return named or sorted(bare, reverse=True)


def row_day(row: LexborNode, title: str) -> date | None:
    """The day a row shows outside its title. A day in the title is the title's own."""
    alone = _own_days(row, title)
    if len(set(alone)) > 1:
        cell = publish_cell(row)
        alone = (_own_days(cell, title) if cell else []) or alone
    if alone:
        return alone[0]
    text = plain(node_text(row))
    rest = text.replace(plain(title), " | ", 1) if title else text
    split = split_day(rest)
    if split:
        return split
    found = [f.value for f in moments(rest)]
    return day_of(found[-1]) if found and len(rest) < 400 else None


def _without_year(row: LexborNode, title: str, url: str) -> date | None:
    """``03-25`` gets its year from an attribute of the row or from the address, when that names the same day; a year
    is never guessed."""
    shown = month_day(plain(node_text(row)).replace(plain(title), " ", 1))
    if not shown:
        return None
    hints = [n.attributes.get("datetime") or n.attributes.get("title") for n in row.css("[datetime],[title]")]
    days = [day_of(m) for m in (first_moment(h) for h in hints if h and len(h) < 30) if m]
    return next((d for d in (*days, address_day(url)) if d and shown == (d.month, d.day)), None)


def _in_pieces(texts: list[str]) -> bool:
    """Whether these texts hold a day in two pieces: ``23`` and ``2020-12``, ``12-23`` and ``2020``."""
    if any(_YEAR_MONTH.fullmatch(t) for t in texts):
        return True
    return any(_YEAR.fullmatch(t) for t in texts) and any(_MONTH_DAY.fullmatch(t) for t in texts)


def _is_day(text: str, in_pieces: bool) -> bool:
    """A whole day, or with ``in_pieces`` one of its parts."""
    if FULL.fullmatch(text):
        return True
    return in_pieces and any(p.fullmatch(text) for p in (_YEAR_MONTH, _YEAR, _MONTH_DAY, _DAY))


def _anchor_title(node: LexborNode) -> str:
    """The words of the anchor without the day it may hold; the full ``title`` where they are cut short."""
    heading = node.css_first("h1,h2,h3,h4,h5,p.title,.title,.tit")
    texts = [n.text() for n in (heading or node).traverse(include_text=True) if n.tag == "-text"]
    in_pieces = _in_pieces([plain(t).strip() for t in texts])
    shown = squeeze("".join(t for t in texts if not _is_day(plain(t).strip(" []()\n\t\r"), in_pieces)))
    full = _TOLD.sub(r"\1", squeeze(node.attributes.get("title") or ""))
    stem = shown.rstrip(".…· ")
    if full and (not shown or stem != shown or (len(full) > len(shown) and full.startswith(stem[:6]))):
        shown = full
    return _BULLET.sub("", shown).strip()


def _alone_in_table(row: LexborNode) -> LexborNode:
    """A row that is all of its table stands for the table: such lists are a pile of tables of one row each."""
    at = row
    while row.tag == "tr" and at.parent is not None and len(list(at.parent.iter())) == 1:
        at = at.parent
    return at


def _key(row: LexborNode) -> tuple[str | int, ...]:
    at = _alone_in_table(row)
    parent = at.parent
    grand = parent.parent if parent else None
    kind = (parent.tag or "", parent.attributes.get("class") or "") if parent else ("", "")
    return (row.tag or "", at.tag or "", *kind, grand.mem_id if grand else 0)


def _line(anchor: LexborNode) -> str | None:
    """What stands on the anchor's line, where ``<br>`` makes the rows; None where it does not."""
    inner = list(anchor.parent.iter()) if anchor.parent else []
    hrefs = {n.attributes.get("href") for n in inner if n.tag == "a"}
    if len(hrefs) < 2 or sum(n.tag == "br" for n in inner) < len(hrefs) - 1:
        return None
    words = []
    for side in ("prev", "next"):
        at = getattr(anchor, side)
        while at is not None and at.tag not in {"br", "a"}:
            words.append(at.text())
            at = getattr(at, side)
    return plain(" ".join(words))


def _day_after(node: LexborNode) -> date | None:
    """The day in the next element, when it holds nothing but a day: ``<dt>title</dt><dd>day</dd>``."""
    at = node.next
    while at is not None and at.tag == "-text" and not at.text().strip():
        at = at.next
    if at is None or at.tag in {"a", "-text", "-comment"} or at.css_first("a") or len(at.text()) > 60:
        return None
    return next(iter(_own_days(at, "")), None)


def _many(node: LexborNode) -> bool:
    """Whether ``node`` holds more than one row: more addresses than a row has (category, title, file)."""
    anchors = node.css("a[href]")
    return len(anchors) > 5 or len({a.attributes.get("href") for a in anchors}) > 3


def _climb(anchor: LexborNode, title: str) -> tuple[LexborNode, date | None]:
    """The smallest ancestor that shows a day, or the nearest row-like one."""
    line = _line(anchor)
    if line is not None:
        found = next(moments(line), None)
        return anchor, day_of(found.value) if found else None
    node: LexborNode | None = anchor
    row_like = anchor
    for _ in range(6):
        if node is None or node.tag in _STOP_TAGS or len(node.text()) > _MAX_ROW * 2 or _many(node):
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
        day = _day_after(node) if node.parent and _many(node.parent) else None
        if day:
            return node, day
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
