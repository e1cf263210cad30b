"""When a third party says it saw something: dates and times as people, Excel and programs write them."""

import re
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import from_excel

from desk.register.cells import narrow, parse_day
from ledger.calendar import SHANGHAI

_SERIALS = range(36526, 73416)  # Excel's numbers of the days from 2000 to 2100
_TIME = re.compile(r"(\d{1,2})[:时点](\d{1,2})?(?:[:分]\d{0,2}(?:\.\d+)?秒?)?$")
_NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})日")


def read_moment(day_words: str, time_words: str, received: date) -> datetime | None:
    """The moment in a date's cell and a time's; a date without a year is the last such one before it was received."""
    if (exact := _iso(day_words)) is not None:
        return exact
    day, at = _split(day_words)
    if not day_words:
        day, at = _split(time_words)
    elif at is None and time_words:
        at = _split(f"2000-01-01 {time_words}")[1]
    if (short := _NO_YEAR.fullmatch(day.replace(" ", ""))) is not None:
        return _without_year(int(short[1]), int(short[2]), at, received)
    seen = parse_day(day) or _serial(day)
    if isinstance(seen, datetime):
        return seen
    return datetime.combine(seen, at or time(), SHANGHAI) if seen else None


def _iso(words: str) -> datetime | None:
    """A moment with its zone, as programs write it."""
    try:
        seen = datetime.fromisoformat(words)
    except ValueError:
        return None
    return seen.astimezone(SHANGHAI) if seen.tzinfo else None


def _split(words: str) -> tuple[str, time | None]:
    """A date's words and its time of day."""
    plain = narrow(words).replace("T", " ")
    found = _TIME.search(plain)
    if not found:
        return plain, None
    hour, minute = int(found[1]), int(found[2] or 0)
    if "下午" in plain and hour < 12:
        hour += 12
    inside = hour < 24 and minute < 60
    return plain[: found.start()].strip(" 上下午"), time(hour, minute) if inside else None


def _without_year(month: int, day: int, at: time | None, received: date) -> datetime | None:
    for year in (received.year, received.year - 1):
        try:
            seen = date(year, month, day)
        except ValueError:
            continue
        if seen <= received:
            return datetime.combine(seen, at or time(), SHANGHAI)
    return None


def _serial(words: str) -> datetime | None:
    """Excel's number of a day, or seconds (or milliseconds) since 1970."""
    if re.fullmatch(r"\d{5}(?:\.\d+)?", words) and int(float(words)) in _SERIALS:
        seen = from_excel(round(float(words) * 1440) / 1440)
        return seen.replace(second=0, microsecond=0, tzinfo=SHANGHAI) if isinstance(seen, datetime) else None
    if re.fullmatch(r"1\d{9}(?:\d{3})?", words):
        return datetime.fromtimestamp(int(words[:10]), SHANGHAI)
    return None


def is_later(seen: datetime | None, received: date) -> bool:
    """Whether a moment lies after the day on which it was told: then it was written wrong."""
    return seen is not None and seen.astimezone(SHANGHAI) >= datetime.combine(received, time(), SHANGHAI) + timedelta(1)
