"""The vocabulary's dataclasses to JSON and back, so that an old archive can be judged again. No database, no clock."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


def dump(value: object) -> str:
    """JSON of one dataclass instance."""
    return adapter(type(value)).dump_json(value).decode()


def load(kind: type[T], text: str) -> T:
    """The instance of ``kind`` that ``dump`` wrote; keys that it does not know any more are left out. ValueError on
    what is none."""
    return adapter(kind).validate_json(text)


def adapter(kind: type[T]) -> TypeAdapter[T]:
    """What reads and writes that type, worked out once."""
    return _adapter(cast(Hashable, kind))


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(type[Any], kind))
