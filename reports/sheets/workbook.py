"""The problem ledger (.xlsx). Every text is stored as text: nothing here is ever a formula."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.documents.letter import save_whole
from reports.figures.groups import problem_texts, whose
from reports.figures.models import ProblemLine, UnknownLine
from reports.figures.phrases import citation, method
from reports.figures.text import is_web, local, plain

Value = str | int | float | date | datetime | None
LONGEST = 32_000  # signs a cell can hold, with room to spare
LONGEST_LINK = 2_000
_FORMULA_SIGNS = ("=", "+", "-", "@")
_EDGE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


@dataclass(frozen=True)
class Linked:
    """A cell that leads somewhere: a web address or a file beside the workbook."""

    words: str
    target: str


@dataclass(frozen=True)
class Sheet:
    """``heads``: (words, width in characters). ``top``: a sentence above them."""

    name: str
    heads: tuple[tuple[str, float], ...]
    rows: tuple[tuple[Value | Linked, ...], ...]
    top: str = ""


@dataclass(frozen=True)
class CellStyle:
    """How a cell shows what it holds."""

    number: str = "General"
    quoted: bool = False
    linked: bool = False


PROBLEM_HEADS = (
    ("序号", 6),
    ("责任单位", 22),
    ("平台类型", 10),
    ("网站或账号名称", 24),
    ("栏目（路径）", 24),
    ("链接", 36),
    ("问题类别", 14),
    ("对应指标", 26),
    ("条款", 20),
    ("是否单项否决", 12),
    ("扣分", 10),
    ("问题描述", 50),
    ("发现时间", 17),
    ("检查时间", 17),
    ("发现方式", 20),
    ("证据", 40),
    ("证据页面", 20),
    ("引用页面", 40),
    ("整改要求", 30),
    ("整改时限", 12),
    ("状态", 10),
    ("是否逾期", 10),
    ("整改完成时间", 17),
    ("备注", 24),
    ("整改情况", 20),
    ("整改责任人", 12),
    ("复查结果", 12),
    ("复查人/时间", 16),
)


def write_workbook(
    problems: Sequence[ProblemLine], unknown: Sequence[UnknownLine], out: Path, more: Sequence[Sheet] = ()
) -> Path:
    """Write the ledger: 问题清单 to be printed, 问题台账 with the evidence, 未能核查, then ``more``. Raises OSError."""
    return write_sheets(
        (list_sheet("问题清单", problems), problem_sheet("问题台账", problems), unknown_sheet(unknown), *more), out
    )


def list_sheet(name: str, lines: Sequence[ProblemLine]) -> Sheet:
    """The problems in the few columns that a sheet of paper holds."""
    heads = (
        ("序号", 6),
        ("责任单位", 24),
        ("网站（账号）", 24),
        ("存在问题", 56),
        ("整改时限", 12),
        ("状态", 10),
        ("编号", 8),
    )
    rows = tuple(
        (line.no, line.unit, whose(line), text, line.due, str(line.state), line.finding or None)
        for line, text in zip(lines, problem_texts(lines), strict=True)
    )
    return Sheet(name, heads, rows)


def problem_sheet(name: str, lines: Iterable[ProblemLine]) -> Sheet:
    """All that is known of each problem; what is the same fact stands below it, with its own evidence."""
    return Sheet(name, PROBLEM_HEADS, tuple(_problem(row) for line in lines for row in _with_parts(line)))


def _with_parts(line: ProblemLine) -> Iterator[ProblemLine]:
    yield line
    yield from (replace(part, no=line.no, note=part.note or f"与第{line.no}项是同一问题") for part in line.parts)


def unknown_sheet(lines: Iterable[UnknownLine]) -> Sheet:
    heads = (("序号", 6), ("责任单位", 22), ("网站或账号", 24), ("位置", 28), ("链接", 40), ("对应指标", 24))
    more = (("原因", 30), ("处数", 8), ("处理建议", 50), ("检查时间", 17))
    rows = tuple(
        (
            no,
            line.unit,
            line.site,
            line.place,
            Linked(line.address, line.address),
            line.criterion,
            line.reason,
            line.count,
            line.advice,
            line.seen,
        )
        for no, line in enumerate(lines, 1)
    )
    return Sheet("未能核查", (*heads, *more), rows)


def write_sheets(sheets: Iterable[Sheet], out: Path) -> Path:
    """Row by row: of a big ledger no more than a row is held in cells."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(cast(Worksheet, book.create_sheet(sheet.name)), sheet)  # it does what is asked of it here
    save_whole(book.save, out)
    return out


def _problem(line: ProblemLine) -> tuple[Value | Linked, ...]:
    return (
        line.no,
        line.unit,
        line.platform,
        line.site,
        line.place,
        Linked(line.address, line.address),
        str(line.problem_class),
        line.title,
        line.clause,
        "是" if line.veto else "否",
        line.points,
        line.message,
        line.first_seen,
        line.checked,
        method(line),
        citation(line.evidence),
        Linked("打开证据" if line.evidence.stored else "", line.evidence.stored),
        " ".join(line.examples[:20]),
        line.demand,
        line.due,
        str(line.state),
        "是" if line.overdue else "否",
        line.closed,
        line.note,
        None,
        None,
        None,
        None,
    )


def _fill(page: Worksheet, sheet: Sheet) -> None:
    head = 2 if sheet.top else 1
    for column, (_, width) in enumerate(sheet.heads, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = f"C{head + 1}"
    page.auto_filter.ref = f"A{head}:{get_column_letter(len(sheet.heads))}{len(sheet.rows) + head}"
    page.print_title_rows = f"1:{head}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.top:
        page.merged_cells.add(f"A1:{get_column_letter(len(sheet.heads))}1")
        page.row_dimensions[1].height = 36
        page.append([_top(page, sheet.top)])
    page.append([_head(page, words) for words, _ in sheet.heads])
    style = _styles(page)
    for row in sheet.rows:
        page.append([_entry(page, value, style) for value in row])


def _entry(page: Worksheet, value: Value | Linked, style: Callable[[CellStyle], StyleArray]) -> Cell:
    entry = WriteOnlyCell(page)
    entry._style = style(_put(entry, value))  # type: ignore[attr-defined]  # no public name for it
    return entry


def _head(page: Worksheet, words: str) -> Cell:
    cell = WriteOnlyCell(page, words)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="DDEBF7")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _BORDER
    return cell


def _top(page: Worksheet, text: str) -> Cell:
    top = WriteOnlyCell(page)
    look = _put_text(top, text)
    top.number_format, top.quotePrefix = look.number, look.quoted
    top.alignment = Alignment(vertical="center", wrap_text=True)
    top.font = Font(bold=True)
    return top


def _styles(page: Worksheet) -> Callable[[CellStyle], StyleArray]:
    """Every cell of a look shares one style: set cell by cell, styles take longer than all the rest."""

    @cache
    def style(look: CellStyle) -> StyleArray:
        model = WriteOnlyCell(page)
        model.alignment = Alignment(vertical="top", wrap_text=True)
        model.border = _BORDER
        model.number_format = look.number
        model.quotePrefix = look.quoted
        if look.linked:
            model.font = Font(color="0563C1", underline="single")
        shared: StyleArray = model._style  # type: ignore[attr-defined]
        return shared

    return style


def _put(cell: Cell, value: Value | Linked) -> CellStyle:
    """Write the value; the look it asks for."""
    if isinstance(value, Linked):
        look = _put_text(cell, value.words)
        if not _linkable(value.target):
            return look
        cell.hyperlink = value.target
        return replace(look, linked=True)
    if isinstance(value, str):
        return _put_text(cell, value)
    if isinstance(value, datetime):
        cell.value = local(value).replace(tzinfo=None, microsecond=0)
        return CellStyle("yyyy-mm-dd hh:mm")
    cell.value = value
    return CellStyle("yyyy-mm-dd" if isinstance(value, date) else "0" if isinstance(value, int) else "General")


def _put_text(cell: Cell, text: str) -> CellStyle:
    risky = text.startswith((*_FORMULA_SIGNS, "\t", "\r", "\n"))
    text = plain(text)[:LONGEST]
    if not text:
        return CellStyle()
    cell.value = text
    cell.data_type = "s"
    return CellStyle("@", quoted=risky or text.startswith(_FORMULA_SIGNS))


def _linkable(target: str) -> bool:
    """A web address, or a relative path that stays beside the workbook."""
    if not target or len(target) > LONGEST_LINK or target != plain(target):
        return False
    return is_web(target) or not (":" in target or target.startswith(("/", "\\", "#")) or ".." in target.split("/"))
