"""Cells as people write them: how often, which addresses, which numbers. Pure; says what it does not understand."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from openpyxl.utils.datetime import from_excel

from desk.imports.mapping import squeeze
from desk.register.cells import clean, narrow, parse_day
from desk.register_import.model import KINDS, HeadingCell
from desk.register_import.words import BY_CLAUSE, HeadingWords
from ledger.vocabulary import PROVINCES

_SERIALS = range(18264, 73416)  # Excel's numbers of the days from 1950 to 2100
_BREAK = r"\s、;,"
_HOST = rf"(?:[\w-]++(?:\.[\w-]++)++|localhost)(?::[0-9]++)?+(?:[/{_BREAK}]|$)"
# a comma or a semicolon may stand in an address: it parts two only before http
_PART = re.compile(rf"(?<![{_BREAK}])[{_BREAK}]++(?=https?:)|(?<![.:/\-{_BREAK}])[\s、]++(?={_HOST})", re.IGNORECASE)
_BARE = re.compile(rf"{_HOST}.*", re.IGNORECASE)
_NUMBER = r"(?P<n>[0-9]{1,4}|[一二两三四五六七八九十]{1,3}|半|双)?个?"
_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("天", "日", "自然日"), "day"),
    **dict.fromkeys(("周", "星期", "礼拜"), "week"),
    **dict.fromkeys(("月", "月份"), "month"),
    **dict.fromkeys(("季度", "季"), "quarter"),
    **dict.fromkeys(("年", "年度"), "year"),
}
_BEFORE = r"(?:至少|不超过|最长|≤|<=?|每隔|每|逐|按|超过)*+"
_AFTER = (
    r"(?:以内|之内|内|左右)?+(?:至少|不少于|不低于|更新|发布)*+"
    r"(?:[0-9一二两三四五六七八九十]++(?:次|条|篇|期)(?:以上)?+)?+(?:更新|发布)?+"
)
_PERIOD = re.compile(rf"{_BEFORE}{_NUMBER}(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))}){_AFTER}")
_DIGITS = {sign: n for n, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2, "双": 2}
_ICP = re.compile(rf"[{PROVINCES}](?:[A-Z][0-9]?-)?ICP备.*?(?=[{PROVINCES}]公网安备|$)", re.IGNORECASE)
_POLICE = re.compile(rf"[{PROVINCES}]公网安备案?号?:?\s*[0-9]{{14}}号?")


def days(text: str, words: HeadingWords) -> int | str | None:
    """Days that a frequency allows at most; BY_CLAUSE where it leaves it to the clauses, ``None``: not understood."""
    plain = squeeze(text).strip("。.（）()")
    if plain in words.frequencies:
        return BY_CLAUSE
    if re.fullmatch("[0-9]{1,4}", plain):
        return int(plain) or None
    found = _PERIOD.fullmatch(plain)
    return _length(found["n"] or "", _UNITS[found["unit"]]) if found else None


def _length(number: str, unit: str) -> int | None:
    if number == "半":
        return {"year": longest(6), "month": 16}.get(unit)
    count = int(number) if number.isdigit() else _chinese(number)
    if not count:
        return None
    match unit:
        case "day":
            return count
        case "week":
            return 7 * count
        case _:
            return longest(count * {"month": 1, "quarter": 3, "year": 12}[unit])


def _chinese(text: str) -> int:
    if not text:
        return 1
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 0 if tens else 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def longest(months: int) -> int:
    """The most days that so many months have, leap years counted."""
    firsts = [date(year, month, 1) for year in (2023, 2024) for month in range(1, 13)]
    ends = [date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1) for day in firsts]
    return max((end - day).days for day, end in zip(firsts, ends, strict=True))


def addresses(text: str, link: str = "") -> tuple[list[str], bool]:
    """The addresses of a cell, and whether http:// was left out of one. What is none stays as it stands."""
    parted = re.sub("[，；]", "、", clean(text))  # wide ones part; narrow ones may stand in an address
    plain = re.sub(r"(?<=[0-9A-Za-z])。(?=[0-9A-Za-z])", ".", unicodedata.normalize("NFKC", parted))
    plain = re.sub(r"(?<=:)\s*//\s*", "//", plain)
    if not re.search(r"[./:]", plain) and link.startswith("http"):
        plain = link
    found, completed = [], False
    for part in _PART.split(plain):
        one = part.replace(" ", "").rstrip("、；;，,。")
        if not re.match("https?://", one, re.IGNORECASE):
            bare = _BARE.fullmatch(one) is not None
            completed = completed or bare
            one = f"http://{one}" if bare else one
        found.append(re.sub("^HTTP(S?)://", lambda m: f"http{m[1].lower()}://", one, flags=re.IGNORECASE))
    return list(dict.fromkeys(filter(None, found))), completed


def url_key(url: str) -> str:
    """One spelling for the addresses of one page: scheme, www., case of the host and a default page make no
    difference."""
    rest = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    host, _, path = rest.partition("/")
    return host.lower() + "/" + re.sub(r"(?:^|(?<=/))(?:index|default)\.\w{3,5}$", "", path).rstrip("/")


def filings(text: str) -> tuple[str, str]:
    """The ICP number and the police's, of a cell that may hold both; what is neither stays where it stood."""
    plain = narrow(text)
    police = _POLICE.search(plain)
    if police is None:
        return plain.strip("；;，,、 "), ""
    rest = (plain[: police.start()] + " " + plain[police.end() :]).strip("；;，,、 ")
    icp = _ICP.search(rest)
    return (icp[0].strip("；;，,、 ") if icp else rest), police[0]


def names(text: str) -> list[str]:
    """Several names in one cell."""
    return [part for part in (clean(one) for one in re.split(r"[、；;\n]|\s{2,}", text)) if part]


def person(text: str) -> str:
    """A name without the blanks that pad it: 张 某."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", clean(text))


def day_of(cell: HeadingCell, text: str) -> str:
    """A day that a spreadsheet holds as a number of its own."""
    heading = KINDS[cell.kind].heading(cell.title)
    if heading and heading.is_date and text.isdigit() and int(text) in _SERIALS:
        return f"{from_excel(int(text)):%Y-%m-%d}"
    return text


def whole_day(text: str) -> str:
    """2019-05-06 of a cell that names a whole day, with or without a time; "" of a year, a month, or words."""
    serial = text.isdigit() and int(text) in _SERIALS
    day = from_excel(int(text)).date() if serial else parse_day(text) or parse_day(text.partition(" ")[0])
    return day.isoformat() if day else ""


def lost_zero(text: str) -> bool:
    """A number with an area code that a spreadsheet took the 0 from: 2088880001."""
    return any(part.isdigit() and len(part) == 10 and part[0] in "23456789" for part in text.split("、"))
