"""The vocabulary's dataclasses to JSON and back, so that an old archive can be judged again. No database, no clock."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: object) -> str:
    """JSON of one dataclass instance."""
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"not a dataclass instance: {value!r}")
    return json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"), default=_plain)


def load(kind: type[T], text: str) -> T:
    """The instance of ``kind`` that ``dump`` wrote."""
    return cast(T, _build(kind, json.loads(text)))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {value!r}")


@cache
def _hints(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind)


def _build(hint: object, value: object) -> object:
    if value is None:
        return None
    choices = [a for a in get_args(hint) if a is not NoneType]
    if get_origin(hint) is tuple:
        rows = cast(list[object], value)
        if choices[-1] is Ellipsis:
            return tuple(_build(choices[0], row) for row in rows)
        return tuple(_build(a, row) for a, row in zip(choices, rows, strict=True))
    if choices:  # X | None, or datetime | date | None
        return _moment(str(value)) if datetime in choices else _build(choices[0], value)
    if hint is datetime or hint is date:
        return _moment(str(value))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and is_dataclass(hint):
        given = cast(dict[str, object], value)
        hints = _hints(hint)
        return hint(**{f.name: _build(hints[f.name], given[f.name]) for f in fields(hint) if f.name in given})
    return value


def _moment(text: str) -> date:
    return date.fromisoformat(text) if len(text) == len("2026-01-01") else datetime.fromisoformat(text)
