"""The date of a feed's item, from its own text. Pure.

Read by us: feedparser takes dates without a zone as UTC, reads 2026年09月10日 as this month and an epoch as 1789.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from crawler.accounts.asking.fields import epoch
from crawler.reading.dates import FULL, SHANGHAI, plain

MONTHS = {
    name: n
    for n, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_MAIL = re.compile(
    r"(?:[a-z]{3,9}\s*+(?:,\s*+)?)?(\d{1,2})\s+([a-z]{3})[a-z]*\.?\s+(\d{4})"
    r"(?:\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(gmt|utc|ut|z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(z|utc|gmt|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}|\d{13}")
_CHINESE = re.compile(r"[\d年月日时分秒: .T/-]+")

Dated = tuple[datetime, bool]


def feed_time(words: str, zone: tzinfo) -> Dated | None:
    """The moment in Beijing time's zone, and whether only the day is told; ``None`` rather than a guess."""
    text = " ".join(plain(words).split())
    if _EPOCH.fullmatch(text):
        at = epoch(int(text) / (1000 if len(text) == 13 else 1))
        return (at, False) if at else None
    mail = _MAIL.fullmatch(text)
    if mail:
        month = MONTHS.get(mail[2].lower())
        return _moment((mail[3], str(month), mail[1], *mail.groups()[3:6]), mail[7], zone) if month else None
    iso = _ISO.fullmatch(text)
    if iso:
        return _moment(iso.groups()[:6], iso[7], zone)
    full = FULL.match(text) if _CHINESE.fullmatch(text) else None
    return _moment(full.groups(), None, zone) if full else None


def _moment(parts: tuple[str | None, ...], offset: str | None, zone: tzinfo) -> Dated | None:
    year, month, day, hour, minute, second = (int(p) if p else None for p in parts)
    try:
        on = date(year or 0, month or 0, day or 0)
        if on.year < 2000:
            return None
        if hour is None:
            return datetime.combine(on, time(), SHANGHAI), True
        at = datetime.combine(on, time(hour, minute or 0, min(second or 0, 59)), _zone(offset) or zone)
        return at.astimezone(SHANGHAI), False
    except (ValueError, OverflowError):
        return None


def _zone(offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    if offset[0] not in "+-":
        return UTC
    digits = offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=minutes if offset[0] == "+" else -minutes))
