"""Reads the four CSV files into sheets: bytes, headings and rows. Knows nothing of what the cells mean."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from desk.register.cells import GivenTable, Mistakes, TableRow, clean, narrow
from desk.register.tables import TABLES, Table
from desk.workspace.textfiles import decode
from ledger.refusals import refusal


def read_folder(folder: Path, mistakes: Mistakes) -> tuple[GivenTable, ...]:
    """The four tables of ``folder``, in the order of TABLES."""
    return tuple(_read_csv(folder / table.file, table, mistakes) for table in TABLES)


def _read_csv(path: Path, table: Table, mistakes: Mistakes) -> GivenTable:
    broken = GivenTable(table, path.name, whole=False)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        mistakes.add(
            path.name, f"找不到这个文件（应在 {path.parent}）", "请用 xuncha init 另建一个工作区，把它复制过来"
        )
        return broken
    except OSError as error:
        mistakes.add(path.name, f"读不了这个文件（{refusal(error)}）", "请检查文件权限")
        return broken
    text = decode(raw)
    if text is None:
        mistakes.add(path.name, "文件的编码认不出来", "请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”")
        return broken
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            rows.append((number, cells))
    except csv.Error:
        advice = "请检查这一行的英文双引号是否成对，或用 Excel、WPS 打开后另存为 CSV"
        mistakes.add(path.name, "这一行的格式坏了", advice, len(rows) + 1)
        return broken
    return to_sheet(table, path.name, rows, mistakes)


def to_sheet(table: Table, name: str, rows: Iterable[tuple[int, Sequence[str]]], mistakes: Mistakes) -> GivenTable:
    """Numbered rows of cells as a sheet: the first that is not blank is the heading."""
    filled = [(number, cells) for number, cells in rows if any(map(clean, cells))]
    if not filled:
        mistakes.add(name, "是空的，没有列标题", f"第一行请写：{'、'.join(table.titles)}", 1)
        return GivenTable(table, name, whole=False)
    top, given = filled[0]
    titles = [narrow(title) for title in given]
    whole = _check_titles(table, name, top, titles, mistakes)
    made = []
    for number, cells in filled[1:]:
        if any(clean(cell) for i, cell in enumerate(cells) if i >= len(titles) or not titles[i]):
            mistakes.add(
                name, "有内容写在没有列标题的格子里", "请移到正确的列，或删去；内容里有逗号的要加双引号", number
            )
        made.append(TableRow(number, {t: c for t, c in zip(titles, cells, strict=False) if t in table.titles}))
    return GivenTable(table, name, tuple(made), tuple(titles), whole)


def _check_titles(table: Table, name: str, row: int, titles: Sequence[str], mistakes: Mistakes) -> bool:
    whole = True
    for title in dict.fromkeys(filter(None, titles)):
        if title not in table.titles:
            mistakes.add(name, "不认识这个列标题", f"请删去或改成：{'、'.join(table.titles)}", row, title)
        elif titles.count(title) > 1:
            mistakes.add(name, "列标题重复", "请只留一列", row, title)
    for heading in table.headings:
        if heading.required and heading.title not in titles:
            mistakes.add(name, "缺少这一列", f"请补上（{heading.help}）", row, heading.title)
            whole = False
    return whole
