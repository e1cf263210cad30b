"""The form a unit fills in and sends back (回执, .xlsx): a row a problem, grey what is ours, white what is theirs.

Everything told is stored as text; a hidden sheet carries the mark by which the form is known again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledger.vocabulary import AnswerKind
from reports.documents.letter import save_whole
from reports.figures.text import han_date, shorten

FORM, MARK = "回执", "回执标记"  # names of the two sheets
NUMBER, KIND, CAUSE, MEASURE = "编号", "整改情况", "原因", "整改措施"
DONE, ADDRESS, APPEAL = "完成时间", "整改后地址", "申诉理由"
OURS = ((NUMBER, 7.0), ("网站与位置", 20.0), ("问题", 34.0), ("整改时限", 15.0))
THEIRS = ((KIND, 10.0), (CAUSE, 18.0), (MEASURE, 20.0), (DONE, 12.0), (ADDRESS, 20.0), (APPEAL, 18.0))
LIKEWISE, FILLER, PHONE, REVIEWER, RECEIVED = "举一反三情况", "填报人", "电话", "审核人", "收到时间"
FOOT = (LIKEWISE, FILLER, PHONE, REVIEWER, RECEIVED)
HELP = (
    "请只填写白色的格子，灰色的格子不要改动。每个问题先选“整改情况”：已整改的写整改措施和完成时间，地址有变化的写整改后地址；"
    "整改中的写原因和预计完成时间；认为不属实的选“申诉”并写明理由，证明材料作为附件一起发来。填好后请直接回复原邮件，附上本表。"
)
_SIGNS = ("=", "+", "-", "@")
_GREY = PatternFill("solid", fgColor="EDEDED")
_EDGE = Side(style="thin", color="808080")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_WIDTH = len(OURS) + len(THEIRS)
_HEAD_ROW = 3


@dataclass(frozen=True)
class ReceiptLine:
    """A problem as the form tells it. ``finding``: its number in the ledger."""

    finding: int
    where: str
    problem: str
    due: date | None = None


@dataclass(frozen=True)
class ReceiptForm:
    """``about``: what it answers, as 2026年10月问题整改通知单. ``mark``: by which the form is known again."""

    unit: str
    about: str
    lines: tuple[ReceiptLine, ...]
    mark: str


def write_receipt(form: ReceiptForm, out: Path) -> Path:
    """Write the form. Raises OSError where ``out`` cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    page: Worksheet = book.create_sheet(FORM)
    _top(page, form)
    style = _styles(page)
    for row, line in enumerate(form.lines, _HEAD_ROW + 1):
        _line(page, row, line, style)
    last = _HEAD_ROW + len(form.lines)
    _foot(page, last + 1)
    _helped(page, last)
    _printed(page, last)
    hidden: Worksheet = book.create_sheet(MARK)
    hidden["A1"] = form.mark
    hidden.sheet_state = "veryHidden"
    save_whole(book.save, out)
    return out


def _top(page: Worksheet, form: ReceiptForm) -> None:
    _merged(page, 1, 1, _WIDTH, f"{shorten(form.about, 60)}整改情况回执（{shorten(form.unit, 40)}）", height=30)
    page["A1"].font = Font(bold=True, size=16)
    page["A1"].alignment = Alignment(horizontal="center", vertical="center")
    _merged(page, 2, 1, _WIDTH, HELP, height=34)
    page["A2"].alignment = Alignment(vertical="center", wrap_text=True)
    for column, (words, width) in enumerate((*OURS, *THEIRS), 1):
        cell = _cell(page, _HEAD_ROW, column)
        cell.value = words
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        cell.border = _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center")
        page.column_dimensions[get_column_letter(column)].width = width


def _line(page: Worksheet, row: int, line: ReceiptLine, style: Callable[[bool, bool], StyleArray]) -> None:
    due = han_date(line.due) if line.due else ""
    told: tuple[int | str, ...] = (line.finding, line.where, line.problem, due)
    for column in range(1, _WIDTH + 1):
        cell = _cell(page, row, column)
        ours = column <= len(OURS)
        if ours:
            _put(cell, told[column - 1])
        quoted = isinstance(cell.value, str) and cell.value.startswith(_SIGNS)
        cell._style = style(ours, quoted)  # type: ignore[attr-defined]  # no public name for it
    # a locked sheet is not fitted to its text by every program; and there is room to write in
    needed = max(_width(words) / (width * 0.9) for words, (_, width) in zip(told, OURS, strict=True))
    page.row_dimensions[row].height = 15 * max(3, min(ceil(needed), 25))


def _styles(page: Worksheet) -> Callable[[bool, bool], StyleArray]:
    """Cells of one look share one style: set cell by cell, styles take longer than all the rest."""

    @cache
    def style(ours: bool, quoted: bool) -> StyleArray:
        model = Cell(page, 1, 1)
        model.border = _BORDER
        model.alignment = Alignment(vertical="top", wrap_text=True)
        model.number_format = "@"
        model.quotePrefix = quoted
        if ours:
            model.fill = _GREY
        else:
            model.protection = Protection(locked=False)
        shared: StyleArray = model._style  # type: ignore[attr-defined]
        return shared

    return style


def _width(value: int | str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in str(value))


def _foot(page: Worksheet, first: int) -> None:
    for row, words in enumerate(FOOT, first):
        _merged(page, row, 1, 2, words, height=46 if words == LIKEWISE else 24)
        _merged(page, row, 3, _WIDTH, "")
        for column in range(1, _WIDTH + 1):
            page.cell(row, column).border = _BORDER
        page.cell(row, 1).fill = _GREY
        answer = page.cell(row, 3)
        answer.protection = Protection(locked=False)
        answer.alignment = Alignment(vertical="center", wrap_text=True)
        answer.number_format = "@"


def _helped(page: Worksheet, last: int) -> None:
    """The list to choose from; and locked what is ours, without a password: it stops a slip, not a person."""
    choice = DataValidation("list", formula1=f'"{",".join(AnswerKind)}"', allow_blank=True, showErrorMessage=True)
    choice.error, choice.errorTitle = f"请从{'、'.join(AnswerKind)}中选一个", KIND
    letter = get_column_letter(len(OURS) + 1)
    choice.add(f"{letter}{_HEAD_ROW + 1}:{letter}{max(last, _HEAD_ROW + 1)}")
    page.add_data_validation(choice)
    page.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(page.protection, allowed, False)  # False is "not forbidden" here


def _printed(page: Worksheet, last: int) -> None:
    page.freeze_panes = f"C{_HEAD_ROW + 1}"
    page.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(_WIDTH)}{last}"
    page.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _merged(page: Worksheet, row: int, first: int, last: int, words: str, height: float = 0) -> None:
    page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    _text(_cell(page, row, first), words)
    page.cell(row, first).alignment = Alignment(vertical="center")
    if height:
        page.row_dimensions[row].height = height


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)  # never inside a merged area
    return cell


def _text(cell: Cell, words: str) -> None:
    """As text, whatever it looks like."""
    _put(cell, words)
    cell.number_format = "@"
    cell.quotePrefix = words.startswith(_SIGNS)


def _put(cell: Cell, value: int | str) -> None:
    if isinstance(value, str):
        if words := shorten(value, 600):
            cell.value = words
            cell.data_type = "s"
    else:
        cell.value = value
