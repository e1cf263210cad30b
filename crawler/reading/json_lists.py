"""Rows of a JSON answer: title, address, day by the names that government platforms give them. It knows no address."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.dates import SHANGHAI, day_of, first_moment
from crawler.reading.links import absolute
from crawler.reading.page import squeeze
from ledger.vocabulary import Item

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_TITLES = ("title", "realtitle", "articletitle", "doctitle", "infotitle", "name")
_ADDRESSES = ("url", "infourl", "linkurl", "docpuburl", "articleurl", "href", "linkto")
_DAYS = (  # the publish time first; a day of writing (``date``, 成文日期) never
    "display_publish_time",
    "publishedtimestr",
    "publishtime",
    "publishdate",
    "pubtime",
    "pubdate",
    "docreltime",
    "docpubtime",
    "releasetime",
    "deploytime",
    "noticetime",
    "infodate",
    "create_time",
    "created_at",
    "createtime",
)
_TOTALS = ("total", "totalelements", "totalcount", "totalrecord", "totalrecords", "recordcount")
_CODED = re.compile(r"%u([0-9a-fA-F]{4})|\\u([0-9a-fA-F]{4})")
_MILLISECONDS = 10**11


@dataclass(frozen=True)
class JsonList:
    """``total``: how many rows the whole list has, where the answer says it."""

    name: str
    items: tuple[Item, ...]
    total: int | None


def json_value(text: str) -> Json:
    """The value of a JSON or JSONP text; None when it is neither, or cut off."""
    inner = re.fullmatch(r"\s*[\w$.]+\s*\((.*)\)\s*;?\s*", text, re.S)
    try:
        value: Json = json.loads(inner[1] if inner else text)
    except (ValueError, RecursionError):
        return None
    return value


def _words(value: Json) -> str:
    """A title without its markup, entities and coded characters."""
    if not isinstance(value, str):
        return ""
    plain = _CODED.sub(lambda m: chr(int(m[1] or m[2], 16)), value)
    root = LexborHTMLParser(f"<body>{plain}</body>").body if re.search(r"[<&]", plain) else None
    return squeeze(root.text() if root else plain)


def _day(value: Json) -> date | None:
    if isinstance(value, str) and not value.isdigit():
        moment = first_moment(value)
        return day_of(moment) if moment else None
    try:
        seconds = int(value) if isinstance(value, int | float | str) else 0
        seconds = seconds // 1000 if seconds > _MILLISECONDS else seconds
        return datetime.fromtimestamp(seconds, UTC).astimezone(SHANGHAI).date() if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _first(row: Mapping[str, Json], names: tuple[str, ...]) -> Json:
    lowered = {key.lower(): value for key, value in row.items()}
    return next((lowered[name] for name in names if lowered.get(name) not in (None, "", 0)), None)


def _item(row: Mapping[str, Json], base: str) -> Item:
    address = _first(row, _ADDRESSES)
    url = absolute(base, address) if isinstance(address, str) else None
    days = (_day(_first(row, (name,))) for name in _DAYS)
    return Item(_words(_first(row, _TITLES))[:200], url or "", next((d for d in days if d), None))


def _lists(value: Json, holder: Mapping[str, Json]) -> Iterator[tuple[list[Mapping[str, Json]], Mapping[str, Json]]]:
    """Every list of objects, the outermost first, with the object it stands in."""
    if isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        if len(rows) == len(value):
            yield list(rows), holder
    elif isinstance(value, dict):
        for member in value.values():
            if isinstance(member, list | dict):
                yield from _lists(member, value)


def _total(holder: Mapping[str, Json]) -> int | None:
    value = _first({k: v if v != 0 else "0" for k, v in holder.items()}, _TOTALS)
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def json_list(text: str, base: str) -> JsonList | None:
    """The longest list of titled rows; None when the text is no JSON or holds no list at all."""
    value = json_value(text)
    best: tuple[list[Mapping[str, Json]], Mapping[str, Json]] | None = None
    for rows, holder in _lists(value, {}):
        titled = [row for row in rows if _words(_first(row, _TITLES))]
        if len(titled) == len(rows) and (best is None or len(rows) > len(best[0])):
            best = (titled, holder)
    if best is None:
        return None
    classify = best[1].get("classify")
    name = _words(classify.get("name")) if isinstance(classify, dict) else ""
    return JsonList(name, tuple(_item(row, base) for row in best[0]), _total(best[1]))
