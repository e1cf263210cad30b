"""HTML → facts. Readers are given text and an address; they fetch nothing, store nothing and know no clock."""

from crawler.reading.decode import Decoded, decode
from crawler.reading.drawn.script_lists import Dialect, ListRequest, list_request, read_list_answer
from crawler.reading.links import LinkKind, RawLink
from crawler.reading.lists.columns import ColumnReading
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
