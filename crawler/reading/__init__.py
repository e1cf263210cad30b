"""HTML → facts. Readers are given text and an address; they fetch nothing, store nothing and know no clock.

A reader is loaded by the first who asks for it: all their expressions take a tenth of a second to compile, and a
process that judges what is stored seldom reads a page.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from crawler.reading.decode import Decoded, decode

if TYPE_CHECKING:
    from crawler.reading.columns.column import ColumnReading
    from crawler.reading.columns.script_lists import Dialect, ListRequest, list_request, read_list_answer
    from crawler.reading.links import LinkKind, RawLink
    from crawler.reading.read import (
        READER_ERRORS,
        FastReading,
        HomeReading,
        Reading,
        read_column,
        read_fast,
        read_home,
        read_listed,
        read_page,
        sends_on,
        try_fast,
    )

__all__ = [
    "READER_ERRORS",
    "ColumnReading",
    "Decoded",
    "Dialect",
    "FastReading",
    "HomeReading",
    "LinkKind",
    "ListRequest",
    "RawLink",
    "Reading",
    "decode",
    "list_request",
    "read_column",
    "read_fast",
    "read_home",
    "read_list_answer",
    "read_listed",
    "read_page",
    "sends_on",
    "try_fast",
]
_ELSEWHERE = {
    **dict.fromkeys(("LinkKind", "RawLink"), "links"),
    **dict.fromkeys(("Dialect", "ListRequest", "list_request", "read_list_answer"), "columns.script_lists"),
    "ColumnReading": "columns.column",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'read')}"), name)
    globals()[name] = value
    return value
