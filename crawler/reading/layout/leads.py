"""What leads from a page to something else and may be a row's title: links, and what a script opens. No row is made."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.reading.dates import lone_day, plain
from crawler.reading.layout.layout import Layout, Spot
from crawler.reading.links import absolute
from crawler.reading.page import squeeze

MORE = re.compile(
    r"(?<![\W_])[\W_]*+(?:查看|点击|浏览|阅读|加载|展开|显示)?(?:更\s*多|more)(?:内容|信息|新闻|文章|公告|\w{2,4})?[\W_]*",
    re.I,
)
_PAGER = re.compile(
    r"[\W_]*(?:首\s*页|上一?页|下一?页|前一?页|后一?页|尾\s*页|末\s*页|最后一?页|第一页|last|first|prev(?:ious)?|next|go|跳转|确定"
    r"|第?\s*\d{1,4}\s*页?|共\s*\d+\s*[页条].{0,30}|\d+\s*/\s*\d+|返回.{0,6}|打印.{0,6}|关闭.{0,6}|TOP|RSS(?:订阅)?)?[\W_]*",
    re.I,
)  # fmt: skip
STEP = re.compile(
    r"(?<!\s)\s*+(?:[\[【(（]\s*+)?(?:上一?|下一?|前一?|后一?)(?:篇|条)(?:\s*+[\]】)）])?(?:[:：\s].*)?", re.S
)
_DETAIL = re.compile(
    r"[\W_]*(?:点击|查看|阅读|了解)?(?:详细|详情|全文|查看|阅读|detail)(?:内容|信息|全文|详情)?[\W_]*", re.I
)
_MINOR = re.compile(
    r"附(?:件|表)?\s?\d{0,2}\s?[:：.、].{1,60}|附件\d{0,2}|[\[【(（〔].{1,10}[\]】)）〕]|\|?.{1,4}|(?:附件|下载|点击下载|图解|一图|视频|音频|在线|关联|政策|文字|图文|图片|查看|专家|媒体)?"
    r"(?:附件|下载|解读|阅读|视频|音频|图解|读懂|文件|问答|原文)\d{0,2}"
)
_TOLD = re.compile(
    r"^(?:文章)?标\s{0,9}题\s{0,9}[:：]\s{0,99}+(\S.{0,600}?)\s*(?:(?:点击|作者|发表|更新|发布|来源)\S{0,3}[:：].*)?$",
    re.S,
)
_DAY_BEHIND = re.compile(r"(?<![\s,，;；(（【\[])[\s,，;；(（【\[]*+(?:发布|更新|发表|添加)?(?:时间|日期)\s{0,20}[:：]")
_BULLET = re.compile(r"^[\s•·●■▪◆◇►▶»>\-※★☆◎○]*(?=\S)")
_QUOTED = re.compile(r"[\"']([^\"'\s<>(){};,]{2,300})[\"']")
_PATH = re.compile(
    r"^(?:https?:/|\.{0,2}/)|\.(?:s?html?|jsp|aspx?|php|action|do|pdf|docx?)\b|[?&]\w+=|^[\w-]+/[\w/-]+$", re.I
)
_CARRIED = ("data-url", "data-href", "data-link", "data-src-url", "data-path")
_OPENED = frozenset({"li", "tr", "div", "p", "dd", "dt", "span", "td", "h2", "h3", "h4", "h5", "section", "article"})
_NOTHING = re.compile(r"\s*+(?:#.*|javascript\s*+:.*)?", re.I | re.S)
_LONGEST = 400
# a day without a year, or told from today
NEAR = re.compile(
    r"\d{1,2}\s?[-/.月–]\s?\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?|今[天日](?:\s?\d{1,2}:\d\d)?|昨[天日](?:\s?\d{1,2}:\d\d)?|前[天日]|刚刚|刚才|半小时前"
    r"|[\d一二两三四五六七八九十半]{1,3}\s?(?:秒钟?|分钟?|个?小时|天|日|周|个?星期|个?月)(?:之|以)?前|\d{1,2}:\d\d"
)
_PARTS = (
    re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}月?"),
    re.compile(r"(?:19|20)\d\d年?"),
    re.compile(r"\d{1,2}[-/.月]\d{1,2}日?"),
    re.compile(r"\d{1,2}[日月]?"),
)


@dataclass(frozen=True, eq=False, slots=True)
class Lead:
    """``kind``: ``row``, ``detail`` (a word such as 详细, its row's title stands elsewhere) or ``other`` (更多, a page
    number: never a row, but no row reaches across it). ``scripted``: a script opens it. ``minor``: may stand beside a
    row's title (a category, a file)."""

    spot: Spot
    title: str
    url: str
    kind: str
    minor: bool
    scripted: bool = False
    picture: bool = False

    @property
    def key(self) -> str:
        return self.url or f"#{self.spot.order}"


def in_parts(texts: list[str]) -> bool:
    """Whether these texts hold a day in two pieces: ``23`` and ``2020-12``, ``12-23`` and ``2020``."""
    year_month, year, month_day, _ = _PARTS
    if any(year_month.fullmatch(t) for t in texts):
        return True
    return any(year.fullmatch(t) for t in texts) and any(month_day.fullmatch(t) for t in texts)


def is_part(text: str) -> bool:
    return any(p.fullmatch(text) for p in _PARTS)


def _is_day(text: str, parts: bool) -> bool:
    """A whole day, one without a year, or with ``parts`` a part of one."""
    whole = len(text) <= 45 and (lone_day(text) is not None or NEAR.fullmatch(text) is not None)
    return whole or (parts and is_part(text))


def is_day(text: str) -> bool:
    """Whether a text is nothing but a day, with a year or without one."""
    return _is_day(plain(text).strip(" []()\n\t\r"), parts=False)


def title_node(node: LexborNode) -> LexborNode:
    """Of a link that holds a whole row: the heading in it."""
    return node.css_first("h1,h2,h3,h4,h5,p.title,.title,.tit,.bt") or node


def _told(node: LexborNode) -> str:
    """The title that the attribute tells, without the day it may tell besides."""
    full = _TOLD.sub(r"\1", squeeze(node.attributes.get("title") or "")[:_LONGEST])
    cut = _DAY_BEHIND.search(full)
    full = full[: cut.start()] if cut else full
    return "" if lone_day(full) else full


def title_of(node: LexborNode) -> str:
    """The words without the day that may stand among them; the full ``title`` where they are cut short."""
    texts = [n.text() for n in title_node(node).traverse(include_text=True) if n.tag == "-text"]
    bare = [plain(t).strip(" []()\n\t\r") for t in texts]
    parts = in_parts(bare)
    shown = squeeze("".join(t for t, b in zip(texts, bare, strict=True) if not _is_day(b, parts)))
    full = _told(node) if len(shown) < _LONGEST else ""
    stem = shown.rstrip(".…· ")
    if full and (not shown or stem != shown or (len(full) > len(shown) and full.startswith(stem[:6]))):
        shown = full
    return _BULLET.sub("", shown).strip()


def _handler_address(node: LexborNode, base: str) -> str:
    """Where a script takes the visitor, as far as its words tell."""
    attributes = node.attributes
    carried = [attributes.get(name) or "" for name in _CARRIED]
    quoted = [m[1] for name in ("onclick", "href") for m in _QUOTED.finditer((attributes.get(name) or "")[:1000])]
    for raw in [c for c in carried if c] + [q for q in quoted if _PATH.search(q)]:
        url = absolute(base, raw)
        if url:
            return url
    return ""


def _kind(title: str) -> str:
    if not title or MORE.fullmatch(title) or _PAGER.fullmatch(title) or STEP.fullmatch(title):
        return "other"
    return "detail" if _DETAIL.fullmatch(title) else "row"


def _lead(spot: Spot, base: str) -> Lead | None:
    node = spot.node
    raw = node.attributes.get("href") or "" if spot.tag == "a" else ""
    scripted = bool(_NOTHING.fullmatch(raw))
    url = _handler_address(node, base) if scripted else (absolute(base, raw) or "")
    title = title_of(node) if len(node.text()) < _LONGEST * 4 else ""
    picture = node.css_first("img") if not title and spot.tag == "a" else None
    if picture is not None:
        alt = squeeze(picture.attributes.get("alt") or "")
        title = alt if len(alt) >= 4 else ""
    title = "" if len(title) <= 45 and lone_day(title) is not None else title
    opened = scripted and bool(url or _acts(node, raw))
    return Lead(spot, title[:200], url, _kind(title), bool(_MINOR.fullmatch(title)), opened, picture is not None)


def _acts(node: LexborNode, raw: str) -> bool:
    """Whether a script does something: ``javascript:;`` does not, ``openItem(3)`` does."""
    called = node.attributes.get("onclick") or raw.partition(":")[2]
    return "(" in called and not re.fullmatch(r"\s*+(?:return\s++)?void\s*+\(\s*+(?:0\s*+)?\)\s*+(?:;\s*+)?", called)


def _opens(spot: Spot) -> bool:
    """Whether a click on the element itself, which is no link, opens something."""
    attributes = spot.node.attributes
    if "onclick" not in attributes and not any(name in attributes for name in _CARRIED[:3]):
        return False
    return spot.node.css_first("a[href]") is None and len(spot.node.text()) < _LONGEST * 4


def leads_of(layout: Layout, base: str) -> list[Lead]:
    """All leads, in document order."""
    found: list[Lead] = []
    inside = -1
    for spot in layout.spots:
        if spot.order <= inside:
            continue
        attributes = spot.node.attributes
        if spot.tag == "a" and ("href" in attributes or "onclick" in attributes):
            lead = _lead(spot, base)
        elif spot.tag in _OPENED and _opens(spot):
            lead = _lead(spot, base)
            inside = spot.end
        else:
            continue
        if lead is not None:
            found.append(lead)
    return found
