"""The vocabulary's dataclasses to JSON and back, so that an old archive can be judged again. No database, no clock."""

import json
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Build = Callable[[object], object]


def dump(value: object) -> str:
    """JSON of one dataclass instance."""
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"not a dataclass instance: {value!r}")
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def load(kind: type[T], text: str) -> T:
    """The instance of ``kind`` that ``dump`` wrote."""
    return cast(T, _builder(cast(Hashable, kind))(json.loads(text)))


def _plain(value: object) -> str | dict[str, object]:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):  # its fields as they are: asdict would copy every tuple in it first
        return vars(value)
    raise TypeError(f"no JSON for {value!r}")


@cache
def _builder(hint: Hashable) -> _Build:
    """What makes a value of that type out of plain JSON; worked out once a type."""
    choices = [a for a in get_args(hint) if a is not NoneType]
    if get_origin(hint) is tuple:
        if choices[-1] is Ellipsis:
            row = _builder(choices[0])
            return lambda rows: tuple(map(row, cast(list[object], rows)))
        parts = [_builder(a) for a in choices]
        return lambda rows: tuple(p(r) for p, r in zip(parts, cast(list[object], rows), strict=True))
    if choices:  # X | None, or datetime | date | None
        some = _moment if datetime in choices else _builder(choices[0])
        return lambda value: None if value is None else some(value)
    if hint is datetime or hint is date:
        return _moment
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _made(hint) if isinstance(hint, type) and is_dataclass(hint) else _same


def _made(kind: type) -> _Build:
    hints = get_type_hints(kind)
    builders = {f.name: _builder(hints[f.name]) for f in fields(kind)}

    def build(value: object) -> object:
        given = cast(dict[str, object], value)
        return kind(**{name: each(given[name]) for name, each in builders.items() if name in given})

    return build


def _same(value: object) -> object:
    return value


def _moment(value: object) -> date:
    text = str(value)
    return date.fromisoformat(text) if len(text) == len("2026-01-01") else datetime.fromisoformat(text)
