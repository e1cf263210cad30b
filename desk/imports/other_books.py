"""Spreadsheets that are no .xlsx (.xls, .et, .ods, by content): read by calamine in a child with limits.

calamine makes a sheet as large as its farthest cell; the child is ended when that asks for too much.
"""

import os
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from ledger.bounded_book import AGAIN, BROKEN, SMALLER, Refused
from reports.documents.bounded import ForwardedError, TooMuch, bounded

OLE = b"\xd0\xcf\x11\xe0"
ROWS, WIDE, UNPACKED = 20_000, 100, 50_000_000  # of a sheet; bytes of an .ods unpacked
Sheets = list[tuple[str, list[list[str]]]]


class Unreadable(ForwardedError):
    """Why it is not read."""


def is_other(data: bytes) -> bool:
    """Whether it is one of these, and not an .xlsx."""
    if data[:4] == OLE:
        return True
    if data[:2] != b"PK":
        return False
    try:
        with ZipFile(BytesIO(data)) as packed:
            return "content.xml" in packed.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_other(data: bytes) -> Sheets:
    """Each sheet's name and rows, a merged cell's text in every row it covers. Raises Refused."""
    try:
        return bounded(sheets_of, data)
    except Unreadable as error:
        raise Refused(str(error), AGAIN) from error
    except TooMuch as error:
        raise Refused("里面的内容太多或延伸得太远，没有读", SMALLER) from error


def sheets_of(data: bytes) -> Sheets:
    """What the child does."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # where memory ends, the library tells so at length
    try:
        if data[:2] == b"PK":
            with ZipFile(BytesIO(data)) as packed:
                if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                    raise Unreadable("展开后太大，没有读")
                with packed.open("content.xml") as content:
                    ParserCreate().ParseFile(content)  # calamine never ends on XML that is cut off
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return [(name, _rows(book, name)) for name in book.sheet_names]
    except PasswordError as error:
        raise Unreadable("表格加了密码") from error
    except (CalamineError, ExpatError, *BROKEN) as error:
        raise Unreadable("不是可读的表格") from error


def _rows(book: CalamineWorkbook, name: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > ROWS:
        raise Unreadable(f"“{name}”表一直延伸到第 {sheet.total_height} 行，没有读")
    rows = [[_text(value) for value in row[:WIDE]] for row in sheet.to_python(skip_empty_area=False)]
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or []:
        for y in range(top + 1, min(bottom + 1, len(rows))):
            if column < len(rows[y]):
                rows[y][column] = rows[top][column]
    return rows


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    return str(value)
