"""Others' files (.xlsx, .xls, .et, .ods, .csv, .json) as grids of text. Knows nothing of what a column means."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from desk.imports.other_books import is_other, read_other
from desk.register.cells import clean
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import decode
from ledger.bounded_book import Refused, open_book
from ledger.refusals import refusal

LARGEST = 50_000_000  # bytes of a file
LONGEST = 4_000  # signs of a cell that are kept
WIDEST = 100  # columns of a sheet that are read
BLANK_END = 200  # blank rows after which a sheet has ended: a styled empty one can be a million rows long
_HYPERLINK = re.compile(r'=\s*+HYPERLINK\(\s*+"([^"]*+)"\s*+(?:[,;]\s*+"([^"]*+)")?\s*+\)', re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """What a reader sees in a cell, and where a link behind it leads. ``broken``: a formula that shows no value."""

    text: str = ""
    link: str = ""
    broken: bool = False


@dataclass(frozen=True)
class GridRow:
    """A row as the file numbers it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A sheet (or the whole of a .csv or .json): its rows that are not blank."""

    name: str
    rows: tuple[GridRow, ...]


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Every sheet of the file. ConfigError with what to do where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigError(ConfigMistake(path.name, "文件太大，没有读", "请分成几个文件，再逐个导入"))
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(ConfigMistake(str(path), f"打不开（{refusal(error)}）", "请检查文件名和权限")) from error
    if is_other(raw):
        return tuple(_other(path, raw))
    match path.suffix.lower():
        case _ if raw[:2] == b"PK":
            return tuple(_workbook(path, raw))
        case ".xlsx" | ".xlsm" | ".xls" | ".et" | ".ods":
            return tuple(_workbook(path, raw))
        case ".csv" | ".txt":
            return (Grid("", tuple(_filled(_csv(path, raw)))),)
        case ".json":
            return (Grid("", tuple(_filled(_json(path, raw)))),)
        case _:
            advice = "请用 Excel 或 WPS 打开后另存为 .xlsx，再导入"
            raise ConfigError(ConfigMistake(path.name, "只能读 .xlsx、.xls、.et、.ods、.csv、.json 文件", advice))


def shown(text: str) -> str:
    """A cell's text without invisible characters, cut to what is kept."""
    return clean(text[: 2 * LONGEST])[:LONGEST]


def _filled(rows: Iterator[Sequence[Cell]]) -> Iterator[GridRow]:
    blank = 0
    for number, cells in enumerate(rows, 1):
        blank = 0 if any(c.text or c.link for c in cells) else blank + 1
        if not blank:
            yield GridRow(number, tuple(cells))
        elif blank > BLANK_END:
            return


def _workbook(path: Path, raw: bytes) -> Iterator[Grid]:
    book = _opened(path, raw, values=False)
    has_formulas = any(c.data_type == "f" for s in book.worksheets for row in _cells(s) for c in row)
    values = _opened(path, raw, values=True) if has_formulas else book
    for sheet in book.worksheets:
        yield Grid(shown(sheet.title), tuple(_filled(_sheet(sheet, values[sheet.title]))))


def _other(path: Path, raw: bytes) -> Iterator[Grid]:
    try:
        for name, rows in read_other(raw):
            yield Grid(shown(name), tuple(_filled([Cell(shown(text)) for text in row] for row in rows)))
    except Refused as refused:
        raise ConfigError(ConfigMistake(path.name, refused.why, refused.advice)) from refused


def _opened(path: Path, raw: bytes, *, values: bool) -> Workbook:
    try:
        return open_book(raw, values=values)
    except Refused as refused:
        raise ConfigError(ConfigMistake(path.name, refused.why, refused.advice)) from refused


def _cells(sheet: Worksheet) -> Iterator[tuple[SheetCell | MergedCell, ...]]:
    """Rows of cells up to where the sheet has really ended."""
    blank = 0
    for row in sheet.iter_rows(max_col=min(sheet.max_column, WIDEST)):
        blank = blank + 1 if all(cell.value is None for cell in row) else 0
        if blank > BLANK_END:
            return
        yield row


def _sheet(sheet: Worksheet, values: Worksheet) -> Iterator[list[Cell]]:
    """A merged cell's text stands in every row it covers, in its first column, as a reader sees it."""
    covered = {
        (row, area.min_col): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row + 1, min(area.max_row, area.min_row + 5_000) + 1)
    }
    for number, row in enumerate(_cells(sheet), 1):
        yield [_cell(sheet, values, *covered.get((number, x), (number, x))) for x in range(1, len(row) + 1)]


def _cell(sheet: Worksheet, values: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    link = (cell.hyperlink.target or "") if cell.hyperlink else ""
    value = cell.value
    if cell.data_type == "f":
        made = _HYPERLINK.match(str(value))
        if made:
            return Cell(shown(made[2] or made[1]), shown(made[1]))
        showed = values.cell(row, column)
        if showed.value is None or showed.data_type == "e":
            return Cell(_text(showed.value or value), shown(link), broken=True)
        value = showed.value  # what it showed when saved; never reckoned, it is plain text
    return Cell(_text(value), shown(link), broken=cell.data_type == "e")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    return shown(str(value))


def _csv(path: Path, raw: bytes) -> Iterator[list[Cell]]:
    text = raw.decode("utf-16", "replace") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else decode(raw)
    if text is None:
        advice = "请在 Excel 或 WPS 中另存为 .xlsx，再导入"
        raise ConfigError(ConfigMistake(path.name, "文件的编码认不出来", advice))
    top = text[:2_000]
    comma = max(",\t;", key=top.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=comma):
            yield [Cell(shown(cell)) for cell in cells[:WIDEST]]
    except csv.Error as error:
        advice = "请用 Excel 或 WPS 打开后另存为 .xlsx，再导入"
        raise ConfigError(ConfigMistake(path.name, "表格的格式坏了", advice)) from error


def _json(path: Path, raw: bytes) -> Iterator[list[Cell]]:
    """The first list of objects in it, its keys as headings."""
    try:
        objects = _objects(json.loads(decode(raw) or ""))
    except (ValueError, RecursionError) as error:
        raise ConfigError(ConfigMistake(path.name, "不是可读的 JSON 文件", "请向提供方索取 .xlsx 文件")) from error
    if not objects:
        advice = "请向提供方索取每个问题一项的列表，或 .xlsx 文件"
        raise ConfigError(ConfigMistake(path.name, "没有找到问题的列表", advice))
    keys = list(dict.fromkeys(key for one in objects for key in one))[:WIDEST]
    yield [Cell(shown(key)) for key in keys]
    for one in objects:
        yield [Cell(_json_text(one.get(key))) for key in keys]


def _objects(value: object, depth: int = 3) -> list[dict[str, object]]:
    """The list itself, or the nearest one inside an object ({"data": […]}, {"data": {"list": […]}})."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    if isinstance(value, dict) and depth:
        parts = list(value.values())
        found = (_objects(part, depth - 1) for part in sorted(parts, key=lambda part: not isinstance(part, list)))
        return next(filter(None, found), [])
    return []


def _json_text(value: object) -> str:
    return shown(json.dumps(value, ensure_ascii=False)) if isinstance(value, dict | list) else _text(value)
