"""Typed reading of other people's JSON: a field of the wrong type is a field that is not there. Pure."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from crawler.accounts.asking.failing import LookFailed
from crawler.reading.dates import SHANGHAI
from ledger.vocabulary import Reason

JsonObject = Mapping[str, object]
_FIRST, _LAST = 946_684_800, 4_102_444_800  # the years 2000 to 2100


def number(data: JsonObject, name: str) -> int | None:
    """An int, also where it came as text."""
    value = data.get(name)
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value):
        return int(value)
    return None


def text(data: JsonObject, name: str) -> str:
    value = data.get(name)
    # half a character (\ud83d alone) is valid JSON, and can be stored nowhere
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else ""


def inner(data: JsonObject, name: str) -> JsonObject:
    value = data.get(name)
    return value if isinstance(value, Mapping) else {}


def rows(data: JsonObject, name: str) -> list[JsonObject] | None:
    """The objects of a list; ``None`` where the field is not a list."""
    value = data.get(name)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else None


def must(found: list[JsonObject] | None) -> list[JsonObject]:
    """The list that the interface always gave so far."""
    if found is None:
        raise LookFailed(Reason.INTERFACE, "平台的答复缺少内容")
    return found


def json_rows(body: bytes) -> list[JsonObject]:
    """The objects of a JSON list; none where it is no such thing."""
    try:
        value = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return []
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def epoch(seconds: float | None) -> datetime | None:
    """Unix seconds as Beijing time; a figure outside 2000–2100 is none (milliseconds, 1970)."""
    if seconds is None or not _FIRST <= seconds < _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(SHANGHAI)


def short(words: str, most: int = 80) -> str:
    """One line of at most ``most`` characters."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"
