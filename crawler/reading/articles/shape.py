"""What a page looks like: one headline with a bar and running text, or rows with days. It reads the shown text only."""

import re
from bisect import bisect
from dataclasses import dataclass
from functools import lru_cache

from crawler.reading.articles.bar import Headline, headline
from crawler.reading.dates import plain
from crawler.reading.labels import Rank
from crawler.reading.page import View

_DAY = r"(?:(?:(?:19|20)\d\d|\d\d)\s?[-/.年–—]\s?)?\d{1,2}\s?[-/.月–—]\s?\d{1,2}\s?日?"
_ALONE = re.compile(
    rf"[^\w\n]{{0,3}}(?:[一-鿿]{{2,6}}[:：]\s?)?(?:{_DAY}|(?:19|20)\d\d\s?[-/.年]\s?\d{{1,2}}月?)(?:\s?\d{{1,2}}:\d\d(?::\d\d)?)?[^\w\n]{{0,3}}"
)
_AT_END = re.compile(
    r"[\s\[(（【](?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}-\d{1,2})(?:\s\d{1,2}:\d\d(?::\d\d)?)?[\])）】]?$"
)
_AT_START = re.compile(
    r"[\[(（【]?(?:[一-鿿]{2,8}[:：]\s?)?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?[\])）】]?"
    r"(?:\s|[^\W\d])"
)
_LAST = frozenset("0123456789日月)]）】〕>")
_GAP = 7  # lines of one row at most: title, category, summary, day
_SENTENCE = 30
_INFO = re.compile(r"来\s{0,4}源|作\s{0,4}者|浏览|点击|阅读|字\s{0,2}[体号]|编辑|打印|访问|发布机构|稿源")
_TITLE, _ROW_LINES, _NEAR = 4, 12, 100
_LONG_DAY = 20
ROWS = 4
TEXT = 80  # characters of sentences that make an article


@dataclass(frozen=True)
class Shape:
    """``rows``: of the longest run of dated lines; ``before``, ``within``, ``after``: characters of sentences there."""

    rows: int
    first: int
    last: int
    before: int
    within: int
    after: int

    @property
    def text(self) -> int:
        return self.before + self.within + self.after


@lru_cache(maxsize=4096)  # the boxes beside the text show the same rows on many pages of a site
def _dated(line: str) -> bool:
    size = len(line)
    if line[-1] in _LAST:
        if size <= 32 and _ALONE.fullmatch(line):
            return True
        if 8 < size <= 120 and _AT_END.search(line, max(size - 24, 0)):
            return True
    return "20" in line[:14] and 8 < size <= 120 and _AT_START.match(line) is not None


@lru_cache(maxsize=2)
def shape_of(view: View) -> Shape:
    lines = view.ascii_digits.split("\n")
    sentences = [(at, len(line)) for at, line in enumerate(lines) if len(line) >= _SENTENCE and "。" in line]
    likely = [at for at, line in enumerate(lines) if line and (line[-1] in _LAST or "20" in line[:14])]
    told = dict(sentences)
    # a dated line, and how many sentences stand before it
    marks = [(at, bisect(sentences, (at,))) for at in likely if at not in told and _dated(lines[at])]
    rows, first, last = _longest(marks)
    begins, ends = bisect(sentences, (first,)), bisect(sentences, (last + 1,))
    before, within, after = (
        sum([size for _, size in part]) for part in (sentences[:begins], sentences[begins:ends], sentences[ends:])
    )
    return Shape(rows, first, last, before, within, after)


def _longest(marks: list[tuple[int, int]]) -> tuple[int, int, int]:
    """Of the runs of dated lines the longest. Two paragraphs between two days part them: a row has one summary."""
    best, start = (0, 0, 0), 0
    last, told = marks[0] if marks else (0, 0)
    for place, (mark, before) in enumerate(marks):
        if mark - last > _GAP or before - told > 1:
            start = place
        if place - start + 1 > best[0]:
            best = (place - start + 1, marks[start][0], mark)
        last, told = mark, before
    return best


def fronted(view: View) -> Headline | None:
    """The headline, where a bar that tells of one article stands beneath it: a labelled day, or a day alone with
    other facts of an article or its text behind it."""
    head = headline(view)
    if head is None or not head.dated:
        return None
    if any(day.rank in (Rank.SAID, Rank.BARE, Rank.UPDATED) for day in head.days):
        return head
    last = max(day.end for day in head.days if day.rank is not Rank.NONE)
    bar = view.ascii_digits[head.end : min(head.bar_end, last + _NEAR)]
    return head if _INFO.search(bar) or shape_of(view).text >= TEXT else None


def is_list(view: View) -> bool:
    """Rows with days and no article: no text stands before them, and no bar of one article."""
    shape = shape_of(view)
    if shape.rows < ROWS or shape.before >= TEXT or shape.after >= 2 * TEXT:
        return False
    lines = view.ascii_digits.split("\n")[shape.first : shape.last + 1]
    told = sum(_INFO.search(line) is not None for line in lines)  # each row may tell its source
    head = fronted(view)
    if head is None:
        return True
    bar_line = view.ascii_digits.count("\n", 0, min(day.start for day in head.days if day.rank is not Rank.NONE))
    if not shape.first <= bar_line < shape.last:
        return False
    if told > shape.rows // 2:
        return True
    first = _first_row(view.ascii_digits[head.end :].split("\n", _ROW_LINES)[1:_ROW_LINES])
    alone = all(len(line) < _TITLE or _dated(line) for line in first)
    return not alone and not any(_INFO.search(line) for line in first)


def _first_row(lines: list[str]) -> list[str]:
    """What stands with the first day, up to the second: nothing else, where that day is a bar of its own."""
    days = [at for at, line in enumerate(lines) if line and _dated(line)]
    return lines[: days[1]] if len(days) > 1 else lines


def leads_on(view: View) -> bool:
    """Whether half of the dated rows are links: rows of a list, and not of a table in an article."""
    shape = shape_of(view)
    links = "\n".join(plain(x.text) for x in view.links if x.tag == "a")
    lines = view.ascii_digits.split("\n")[max(shape.first - 2, 0) : shape.last + 1]
    titles = (line for line in lines if len(line) >= _TITLE and (len(line) > _LONG_DAY or not _dated(line)))
    return sum(line in links for line in titles) * 2 >= shape.rows
