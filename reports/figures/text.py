"""Small words: crawled text made harmless, Chinese dates, counts that may be unknown. Knows no file format."""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.figures.models import UNCOUNTED

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUOTED = 40  # signs of a site's own words in a letter
_LONG_NUMBER = re.compile(r"[0-9０-９]{8,}")
_LOWER = re.compile(r".{1,6}(?:镇|乡|街道|苏木)(?:人民政府|政府|办事处|党|$)")
_INNER = str.maketrans("“”", "‘’")  # quotation within a quotation
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b.")
# C0, C1, marks that turn the direction of reading, lone surrogates, and what XML 1.0 forbids
CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def plain(text: str) -> str:
    """One line of printable text: no terminal escapes, no control characters, no line ends."""
    if not text.isprintable():  # of what is, which is nearly all, nothing is taken away
        text = CONTROLS.sub("", _ESCAPES.sub("", text))
    return " ".join(text.split())


def shorten(text: str, limit: int) -> str:
    """``text`` made plain and cut to ``limit`` signs, with … where something was cut."""
    text = plain(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def quoted(text: str) -> str:
    """What a site or an account says of itself, as a signed letter may repeat it: at most 40 signs, no sign that shows
    nothing, no long number."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return shorten(_LONG_NUMBER.sub("…", shown).translate(_INNER), QUOTED)


def within(area: str, unit: str) -> str:
    """A unit's name as said within the area: 区教育局 of 望舒区教育局, 清水镇人民政府 of 望舒区清水镇人民政府."""
    name = shorten(unit, 40)
    rest = name.removeprefix(area)
    if not area or rest == name or rest.startswith("人民政府") or len(rest) < 2:
        return name
    return rest if _LOWER.match(rest) else area[-1] + rest


def sentence(text: str, limit: int = 300) -> str:
    """A message without its closing mark, so that another clause can follow."""
    return shorten(text, limit).rstrip("。.;,\uff0c\uff1b")


def han_date(day: date) -> str:
    day = local(day) if isinstance(day, datetime) else day
    return f"{day.year}年{day.month}月{day.day}日"


def han_time(moment: datetime) -> str:
    moment = local(moment)
    return f"{han_date(moment)}{moment.hour}时{moment.minute:02}分"


def stamp(moment: datetime | None) -> str:
    """The short form for tables."""
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def counted(value: int | None, unit: str) -> str:
    return UNCOUNTED if value is None else f"{value}{unit}"


def rate(part: int | None, whole: int | None) -> str:
    """ "92.3%"; 未统计 where a figure is unknown or nothing was counted."""
    if part is None or not whole:
        return UNCOUNTED
    return f"{part / whole:.1%}".replace(".0%", "%") if part in (0, whole) else f"{part / whole:.1%}"


def is_web(address: str) -> bool:
    """Whether the address may stand as a link in a report."""
    return bool(re.match(r"https?://[^\s]+\Z", address, re.IGNORECASE))
