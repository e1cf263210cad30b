"""HTML → facts. Readers are given text and an address; they fetch nothing, store nothing and know no clock."""

from crawler.reading.columns import ColumnReading
from crawler.reading.decode import Decoded, decode
from crawler.reading.links import LinkKind, RawLink
from crawler.reading.read import FastReading, HomeReading, Reading, read_column, read_fast, read_home, read_page

__all__ = [
    "ColumnReading",
    "Decoded",
    "FastReading",
    "HomeReading",
    "LinkKind",
    "RawLink",
    "Reading",
    "decode",
    "read_column",
    "read_fast",
    "read_home",
    "read_page",
]
