"""Where an article's headline stands in the text of its page, and the bar beneath it: the few short lines that tell
its day, source, author, views. It finds them by what stands there, not by the names of classes alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from crawler.reading.dates import plain
from crawler.reading.hidden_text import is_hidden
from crawler.reading.labels import Day, Rank, days_of
from crawler.reading.page import View, lines_of, squeeze
from crawler.reading.tags import tag

_BAR, _BAR_LINES, _LINE = 700, 30, 150
_FEW = 3  # more bare days than that are the rows of a list or of a table
_JOINTS = re.compile(r"\s*[_|丨｜—–-]+\s*|\s{2,}|\s?[>»]+\s?")
_SITE = re.compile(r"(?:网|网站|门户|人民政府|办公室|委员会|局|厅|委|官网|平台|中心|学校)$")
_HEADS = "h1,h2,[class*=title i],[id*=title i],[class*=tit i],.bt,.zwbt,.headline,h3"
_MOST = 12  # headings looked at
_STOP = re.compile(r"上一[篇条页则]|下一[篇条页则]|相关(?:文章|信息|链接|新闻|阅读)|附件\s?[:：]|版权所有|主办")
_WELCOME = re.compile(r"欢迎|今天|今日|星期|\d{4}")
_LONG_SENTENCE = re.compile(r"[^\n。]{20,400}。")
_DAY_LINE = 60
_GOES_ON = re.compile("[，。；]")
_BLOCK = re.compile(r"</?(?:p|div|td|tr|table|li|ul|ol|h\d|br|hr|dl|dd|dt|center|section|article)\b", re.I)
_PIECE, _LONGER, _OWN_WORDS = 8, 6, 12
_OWN_TAGS = frozenset({"h1", "h2"})
_AT_LEAST, _ROW, _BEFORE, _SHARE = 4, 12, 6, 0.6


@dataclass(frozen=True)
class Headline:
    """``words`` as shown, where they stand in the page's plain text, where the bar ends, and the days of the bar."""

    words: str
    start: int
    end: int
    bar_end: int
    days: tuple[Day, ...] = ()

    @property
    def dated(self) -> bool:
        return any(day.rank is not Rank.NONE for day in self.days)


@lru_cache(maxsize=2)
def linked(view: View) -> str:
    """The words that lead elsewhere and are too long for a name: the rows of the page's lists."""
    return plain("\n".join(x.text for x in view.links if x.tag == "a" and len(x.text) >= _ROW))


def leads_elsewhere(line: str, rows: str) -> bool:
    """Whether a line is a row of a list, or a piece of one; a day alone is none."""
    return len(line) >= _PIECE and line in rows and not line[0].isdecimal()


def line_at(text: str, at: int) -> str:
    stop = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : stop if stop >= 0 else len(text)].strip()


def of_a_row(view: View, start: int, end: int) -> bool:
    """Whether a line beside the day leads elsewhere: a row of a list, not the article's own bar."""
    text, rows = view.ascii_digits, linked(view)
    first, last = text.rfind("\n", 0, start), text.find("\n", end)
    above = line_at(text, first - 1) if first > 0 else ""
    below = line_at(text, last + 1) if last >= 0 else ""
    beside = (above, below, text[text.rfind("\n", 0, start) + 1 : start].strip(), text[end:last].strip())
    return any(leads_elsewhere(line, rows) for line in beside)


def bar_end(text: str, start: int, rows: str = "") -> int:
    """The end of the short lines that follow ``start``: the first sentence ends them, or the first row of a list."""
    at = start
    for _ in range(_BAR_LINES):
        if at >= len(text) or at - start > _BAR:
            break
        stop = text.find("\n", at + 1)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop].strip()
        if "。" in line or len(line) > _LINE or _STOP.match(line) or leads_elsewhere(line, rows):
            break
        at = stop
    return at


def _spots(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where ``words`` (one line, or a block of lines) begin and end in ``text``, also where a ``<br>`` parts them."""
    key = words.split("\n")[0][:16]
    at = text.find(key)
    for _ in range(8):
        if at < 0:
            return
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        first = text.rfind("\n", 0, at) + 1
        if at - first <= _BEFORE and "。" not in text[first:stop]:  # else a sentence that names the title
            stop = at + len(words) if text.startswith(words, at) else _pieces_end(text, words, stop)
            if stop - at >= _SHARE * len(words):
                yield at, stop
        at = text.find(key, at + len(key))


def _pieces_end(text: str, words: str, stop: int) -> int:
    for _ in range(6):
        follows = text.find("\n", stop + 1)
        piece = text[stop + 1 : follows if follows >= 0 else len(text)].strip()
        if len(piece) < 2 or piece not in words:
            return stop
        stop = follows if follows >= 0 else len(text)
    return stop


def _of_title(view: View) -> list[str]:
    """The parts of ``<title>`` that may be the headline, the longest first; never the site's own name."""
    site = tag(view.tags, "SiteName")
    parts = [view.title, *(part.strip() for part in _JOINTS.split(view.title))]
    parts = [p for p in dict.fromkeys(parts) if len(p) >= _AT_LEAST and p != site]
    own = [p for p in parts if len(parts) == 1 or not _SITE.search(p)]
    return sorted(own, key=len, reverse=True)


def _no_headline(view: View, words: str) -> bool:
    """The name of a field, the site's own name."""
    return words[-1] in ":：" or (words in view.title and words != view.title and _SITE.search(words) is not None)


def _candidates(view: View) -> Iterator[str]:
    named = tag(view.tags, "ArticleTitle")
    if len(named) >= _AT_LEAST:
        yield named
    parts = _of_title(view)
    yield from (part for part in parts if len(part) >= 10)
    for node in view.tree.css(_HEADS)[:_MOST]:
        words = lines_of(node) if len(node.text()) <= 400 else ""
        enough = len(words) >= (_AT_LEAST if node.tag in _OWN_TAGS else _LONGER)
        if enough and len(words) <= 160 and words.count("\n") < 5 and not _no_headline(view, words):
            yield words
    yield from (part for part in parts if len(part) < 10)


def _of_the_text(view: View, day: Day) -> bool:
    """Whether a day that stands alone on its line is hidden, or begins a paragraph that a style cuts into pieces."""
    text = view.ascii_digits
    if is_hidden(view, text[text.rfind("\n", 0, day.start) + 1 : day.end]):
        return True
    follows = view.text[day.end : day.end + 200].lstrip().partition("\n")[0]
    if day.rank is Rank.SAID or not _GOES_ON.search(follows):
        return False
    at = view.raw.find(view.text[day.start : day.end].strip())
    stop = view.raw.find(follows[:8], at, at + 600) if at >= 0 else -1
    return stop >= 0 and not _BLOCK.search(view.raw, at, stop)


def _standing(view: View, words: str) -> Iterator[Headline]:
    text = view.ascii_digits
    for start, end in _spots(text, plain(words)):
        stop = bar_end(text, end, linked(view))
        days = tuple(
            day for day in days_of(text, end, stop, bar=True) if day.rank is Rank.NONE or not _of_the_text(view, day)
        )
        bare = {day.reading.day for day in days if day.rank is Rank.ALONE}
        if len(bare) > _FEW:
            days = tuple(day for day in days if day.rank is not Rank.ALONE)
        yield Headline(squeeze(words), start, end, stop, days)


def _own_line(view: View, spot: Headline) -> bool:
    """Whether a headline without a dated bar is a line of its own that leads nowhere: none other need be looked for."""
    text = view.ascii_digits
    first, last = text.rfind("\n", 0, spot.start) + 1, text.find("\n", spot.end)
    line = text[first : last if last >= 0 else len(text)].strip()
    return len(line) < spot.end - spot.start + 4 and not leads_elsewhere(line.replace("\n", ""), linked(view))


def _unnamed(view: View) -> Headline | None:
    """Where neither ``<title>`` nor a heading names the article: the first line that leads nowhere, with a day alone
    or labelled just beneath it and a sentence further on."""
    text, rows = view.ascii_digits, linked(view)
    names = {plain(x.text) for x in view.links if x.tag == "a"}
    start = end = 0
    for line in text.split("\n"):
        first, last = end and end + 1, (end and end + 1) + len(line)
        above = text[start:end].strip()
        if "20" in line and len(line) <= _DAY_LINE and _may_name(above) and above not in names:
            stop = bar_end(text, end, rows)
            days = tuple(days_of(text, end, stop, bar=True))
            sure = any(d.rank is not Rank.NONE and d.start < last for d in days)
            if sure and not leads_elsewhere(above, rows) and _LONG_SENTENCE.search(text, stop, stop + 2 * _BAR):
                return Headline(above, start, end, stop, days)
        start, end = first, last
    return None


def _may_name(line: str) -> bool:
    return (
        _PIECE <= len(line) <= _LINE
        and not _GOES_ON.search(line)
        and line[-1] not in ":："
        and not _SITE.search(line)
        and not _WELCOME.search(line)
    )


@lru_cache(maxsize=2)
def headline(view: View) -> Headline | None:
    """The first words that may be the headline and have a dated bar beneath them; else the first that stand at all."""
    first: Headline | None = None
    tried: set[str] = set()
    for words in _candidates(view):
        if words in tried:
            continue
        tried.add(words)
        for spot in _standing(view, words):
            if spot.dated:
                return spot
            first = first or spot
            if len(words) >= _OWN_WORDS and _own_line(view, spot):
                return spot
    if first is None or _SITE.search(first.words):
        return _unnamed(view) or first
    return first
