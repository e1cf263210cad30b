"""Days and times as Chinese pages write them. It reads text only; it never looks at a clock."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
Moment = datetime | date

_WIDE = tuple(zip("０１２３４５６７８９：－／．　〇\xa0", "0123456789:-/. 0 ", strict=True))
_WORDS = 80  # characters of a cell, a title
_SIGN = "[-/.‐‑‒–—―−－]"
_WEEKDAY = r"[(（]?(?:星期|周)[一二三四五六日天][)）]?"
_HALF = r"(?:(?:凌晨|早上|上午|中午|下午|晚上|[AP]M)\s?)?"
_AFTERNOON = re.compile(r"下午|晚上|PM")
_CLOCK = (
    rf"(?:\s{{0,6}}(?:[日号]|T)?\s{{0,6}}(?:{_WEEKDAY}\s{{0,3}})?{_HALF}(\d{{1,2}})\s?[:时点]\s?(\d{{1,2}})"
    r"(?:\s?[:分]\s?(\d{1,2})秒?|分)?)?"
)
FULL = re.compile(
    rf"(?<![\d.])((?:19|20)\d\d)\s{{0,2}}(?:年|{_SIGN})\s{{0,2}}(\d{{1,2}})\s{{0,2}}(?:月|{_SIGN})\s{{0,2}}"
    rf"(\d{{1,2}}(?!\d)|\d\d(?=\d\d:\d\d))\s{{0,2}}[日号]?{_CLOCK}"
)
_SHORT = re.compile(rf"(\d\d)(年|{_SIGN})(\d{{1,2}})(?:月|{_SIGN})(\d{{1,2}})(?![\d./-])[日号]?{_CLOCK}")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_TOLD_BARE = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:([012]\d)([0-5]\d)([0-5]\d))?(?!\d)")
_CHINESE = re.compile(
    r"([一二][九0零○OＯ][一二三四五六七八九0零○OＯ]{2})\s?年\s?([一二三四五六七八九十]{1,2}|1[0-2]|\d)\s?月"
    rf"\s?([一二三四五六七八九十廿卅]{{1,3}}|\d{{1,2}})\s?[日号]{_CLOCK}"
)
_CHINESE_YEARS = ("一九", "二0", "二零", "二○", "二O", "二Ｏ")  # of text made plain
_NUMERAL = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | dict.fromkeys("0○OＯ", 0)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH = (  # where year, month and day stand
    (re.compile(rf"(?<![\w./-]){_ORDINAL}[\s-]{{1,2}}{_NAME},?[\s-]{{1,2}}((?:19|20)\d\d)(?!\d)", re.I), (3, 2, 1)),
    (re.compile(rf"(?<![a-z]){_NAME}\s{{0,2}}{_ORDINAL}\s?,?\s{{1,2}}((?:19|20)\d\d)(?!\d)", re.I), (3, 1, 2)),
    (
        re.compile(rf"(?<![a-z]){_NAME}\s+{_ORDINAL}\s[\d:]{{8}}\s(?:[A-Z]{{3}}\s)?((?:19|20)\d\d)(?!\d)", re.I),
        (3, 1, 2),
    ),
)
_YEAR_AT_END = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d./-])")
_DAY_FIRST = re.compile(r"(?<![\d:.\-/])(\d{1,2})日?\s+((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})月?(?![\d\-/.])")
_DAY_LAST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})月?\s+(\d{1,2})日?(?![\d:.\-/年])")
_YEAR_LAST = re.compile(r"(?<![\d:.\-/年])(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?\s+((?:19|20)\d\d)年?(?![\d\-/.:])")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s+(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?![\d:.\-/年])")
_MONTH_DAY = re.compile(r"(?<![\d\-/.年])(\d{1,2})\s*(?:-|/|月)\s*(\d{1,2})日?(?![\d\-/.])")
_ADDRESS = (
    re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_\d+"),
    re.compile(r"/((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)/(\d\d)/"),
)
_AROUND = " \t\r\n[](){}<>【】（）〔〕［］「」·•|,，;；:"
_REST = re.compile(
    rf"[日号]?\s?(?:{_WEEKDAY})?\s?(?:\d{{1,2}}[时点])?[分秒]?\s?(?:[AP]M)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?", re.I
)
_ENGLISH_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]?\s", re.I)
# What a program writes where nobody wrote a day: the first day of Unix, of Excel, of OLE, of SQL Server, of DOS …
_NOBODY = frozenset({(1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1900, 1, 2), (1904, 1, 1),
                     (1969, 12, 31), (1970, 1, 1), (1970, 1, 2), (1980, 1, 1), (2000, 1, 1)})  # fmt: skip
_BEYOND = 2050  # a day of that year or later is a slip of the hand, or a program's "never"


@dataclass(frozen=True)
class Found:
    """A moment and where it stood in the text."""

    value: Moment
    start: int
    end: int


def plain(text: str) -> str:
    """Full-width digits and signs to ASCII, hard blanks to blanks; the length stays."""
    if text.isascii():
        return text
    return _plain_words(text) if len(text) <= _WORDS else _plain(text)


def _plain(text: str) -> str:
    for wide, narrow in _WIDE:  # ninety times as fast as str.translate on a page that has few of them
        text = text.replace(wide, narrow)
    return text


_plain_words = lru_cache(maxsize=4096)(_plain)  # the readers of a list ask for each of its cells some ten times


def day_of(value: Moment) -> date:
    return value.date() if isinstance(value, datetime) else value


def is_default(value: Moment) -> bool:
    """Whether nobody wrote this day: a program's first day of all, or one far beyond belief."""
    day = day_of(value)
    return (day.year, day.month, day.day) in _NOBODY or day.year < 1900 or day.year >= _BEYOND


def _day(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _clock(day: date | None, match: re.Match[str], at: int) -> Moment | None:
    """The day with the time of day that stands in the groups ``at`` and the two behind it."""
    if day is None or match[at] is None:
        return day
    hour, minute, second = int(match[at]), int(match[at + 1]), int(match[at + 2] or 0)
    before = match.string[max(match.start(at) - 3, match.start()) : match.start(at)]
    after = match.string[match.end() : match.end() + 3].strip()
    if hour < 12 and (_AFTERNOON.search(before) or after[:2].upper() == "PM"):
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return day
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)


def _full(match: re.Match[str]) -> Moment | None:
    return _clock(_day(match[1], match[2], match[3]), match, 4)


def _number(text: str) -> int:
    """十一 → 11, 二十五 → 25, 廿五 → 25, 卅 → 30; digits as they are."""
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    return (_NUMERAL.get(tens, 1) * 10 if ten else 0) + _NUMERAL.get(ones, 0)


def _chinese(match: re.Match[str]) -> Moment | None:
    year = "".join(str(_NUMERAL[sign]) for sign in match[1])
    return _clock(_day(year, _number(match[2]), _number(match[3])), match, 4)


def _english(text: str) -> Iterator[Found]:
    for pattern, (year, month, day) in _ENGLISH:
        for match in pattern.finditer(text):
            value = _day(match[year], _MONTHS.index(match[month].lower()) + 1, match[day])
            if value is not None:
                yield Found(value, match.start(), match.end())


def _year_at_end(text: str) -> Iterator[Found]:
    """``11/25/2026``: only where no other day can be meant."""
    for match in _YEAR_AT_END.finditer(text):
        days = _both_orders(match)
        if len(days) == 1:
            yield Found(days[0], match.start(), match.end())


def _both_orders(match: re.Match[str]) -> tuple[date, ...]:
    """Month first, as Americans write; day first."""
    read = (_day(match[4], match[1], match[3]), _day(match[4], match[3], match[1]))
    return tuple(dict.fromkeys(day for day in read if day))


def either_order(text: str) -> tuple[date, ...]:
    """What ``11/02/2026`` alone may mean, month first and day first: the other rows of a list tell which."""
    match = _YEAR_AT_END.fullmatch(plain(text).strip(_AROUND))
    return _both_orders(match) if match else ()


def _matches(pattern: re.Pattern[str], read: Callable[[re.Match[str]], Moment | None], text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        value = read(match)
        if value is not None:
            yield Found(value, match.start(), match.end())


def moments(text: str) -> Iterator[Found]:
    """All complete days of ``text`` (already ``plain``), in order: with a year of four digits, in digits, in Chinese
    numerals, with an English month, or with the year at the end where only one day can be meant."""
    usual = _matches(FULL, _full, text)
    rare: list[Iterator[Found]] = []
    if any(year in text for year in _CHINESE_YEARS):
        rare.append(_matches(_CHINESE, _chinese, text))
    if any(year in text for year in ("/20", "-20", ".20", " 20", ",20")):
        rare += [_english(text), _year_at_end(text)]
    if not rare:
        return usual
    return iter(sorted(chain(usual, *rare), key=lambda found: found.start))


def day_at(text: str, start: int = 0) -> Found | None:
    """The day that begins at ``start`` of ``text`` (already ``plain``), where something says that it is one: a label
    before it, a place of its own. So ``26-11-25`` and ``20261125`` are days too."""
    match = FULL.match(text, start)
    value = _full(match) if match else None
    if match is None and (match := _SHORT.match(text, start)):
        value = _clock(_day(int(match[1]) + (2000 if match[1] < "70" else 1900), match[3], match[4]), match, 5)
    if match is None and (match := _TOLD_BARE.match(text, start)):
        value = _clock(_day(match[1], match[2], match[3]), match, 4)
    if match is not None:
        return Found(value, match.start(), match.end()) if value is not None else None
    found = next(moments(text[start : start + 45]), None)
    return Found(found.value, start, start + found.end) if found and not found.start else None


@lru_cache(maxsize=4096)  # each cell of a row is asked by several readers
def lone_day(text: str) -> Moment | None:
    """The day of a text that is nothing but a day, in any form, with its time, weekday and brackets."""
    ready = plain(text).strip(_AROUND)
    ready = _ENGLISH_WEEKDAY.sub("", ready, count=1) if ready.isascii() else ready
    found = day_at(ready) if 6 <= len(ready) <= 45 else None
    return found.value if found and _REST.fullmatch(ready, found.end) else None


def in_zone(text: str) -> Moment | None:
    """A moment as machines write it, with its zone; a time of another zone is told in ours."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return first_moment(text)
    return moment.astimezone(SHANGHAI) if moment.tzinfo else first_moment(text)


def compact_day(text: str) -> date | None:
    """``20260325`` and nothing else."""
    match = _COMPACT.fullmatch(text)
    return _day(*match.groups()) if match else None


def first_moment(text: str) -> Moment | None:
    ready = plain(text)
    found = next(moments(ready), None)
    if found:
        return found.value
    compact = _COMPACT.search(ready)
    return _day(*compact.groups()) if compact and len(ready.strip()) <= 14 else None


_SPLIT = (  # where year, month and day stand
    (_DAY_FIRST, (2, 3, 1)),
    (_DAY_LAST, (1, 2, 3)),
    (_YEAR_LAST, (3, 1, 2)),
    (_YEAR_FIRST, (1, 2, 3)),
)


def split_day(text: str) -> date | None:
    """A day written in two pieces: ``10`` and ``2026-07``, ``07-10`` and ``2026``."""
    ready = plain(text)
    for pattern, (year, month, day) in _SPLIT:
        match = pattern.search(ready)
        if match:
            return _day(match[year], match[month], match[day])
    return None


def month_day(text: str) -> tuple[int, int] | None:
    """A day without a year, such as ``03-25``."""
    match = _MONTH_DAY.search(plain(text))
    if not match or not (1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 31):
        return None
    return int(match[1]), int(match[2])


def address_day(url: str) -> date | None:
    """The day an address carries. It is a hint only: it is often the day of creation."""
    for pattern in _ADDRESS:
        match = pattern.search(url)
        if match:
            return _day(*match.groups())
    return None


def show(value: Moment | None) -> str | None:
    """As precisely as the page showed it; a second of :00 is not told apart from none."""
    if value is None:
        return None
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
