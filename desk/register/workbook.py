"""The register as one .xlsx: a sheet a table, how to fill it, and the 内容保障责任表 as the office prints it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desk.problems import CannotLook, ConfigError, Problem
from desk.register.cells import Mistakes, Sheet, clean, narrow
from desk.register.load import load_register
from desk.register.parse import parse
from desk.register.save import register_rows, save_register
from desk.register.sources import to_sheet
from desk.register.tables import TABLES, Table
from desk.textfiles import write_all
from ledger.bounded_book import Refused, open_book
from ledger.refusals import refusal
from ledger.vocabulary import ColumnState, Duty, Register

LARGEST = 50_000_000  # bytes of a file
WIDEST, BLANK_END = 200, 1_000  # columns that are read; blank rows after which a sheet has ended, styled or not
DUTY_SHEET = "内容保障责任表"
_DUTY_TITLES = ("责任单位", "网站", "栏目", "栏目地址", "一级栏目", "允许间隔天数", "责任自", "责任至")
_SERIALS = range(18264, 73416)  # Excel's numbers of the days from 1950 to 2100


def import_workbook(xlsx: Path, folder: Path) -> Register:
    """Replace the register in ``folder`` by the one in ``xlsx``; ConfigError, and nothing written, on any mistake."""
    book = _open(xlsx)
    mistakes = Mistakes()
    register = parse([_read(book, table, xlsx.name, mistakes) for table in TABLES], mistakes)
    save_register(register, folder)
    return register


def export_workbook(folder: Path, xlsx: Path) -> None:
    """Write the register in ``folder`` to ``xlsx``."""
    register = load_register(folder)
    book = Workbook()
    book.remove(book.worksheets[0])
    for table, rows in register_rows(register).items():
        sheet = _sheet(book, table.sheet, table.titles, rows)
        for i, heading in enumerate(table.headings, 1):
            if heading.words:
                choice = DataValidation("list", formula1=f'"{",".join(heading.words)}"', allow_blank=True)
                letter = get_column_letter(i)
                choice.add(f"{letter}2:{letter}5000")
                sheet.add_data_validation(choice)
    _sheet(book, DUTY_SHEET, _DUTY_TITLES, _duties(register))
    helps = [(t.sheet, h.title, "必填" if h.required else "", h.help) for t in TABLES for h in t.headings]
    _sheet(book, "填写说明", ("表", "列", "必填", "怎样填"), helps)
    try:
        whole = BytesIO()
        book.save(whole)
        write_all({xlsx: whole.getvalue()})
    except OSError as error:
        text = (
            f"{xlsx} 写不进去（{refusal(error)}）；请检查文件是否正在 Excel 或 WPS 中打开、文件夹能否写入、磁盘是否已满"
        )
        raise CannotLook(text) from error


def _duties(register: Register) -> list[tuple[str, ...]]:
    """Who answers, and answered, for each column that is not archived; by unit."""
    found = []
    for column in register.columns.values():
        site = register.sites[column.site]
        if column.state is ColumnState.ARCHIVED:
            continue
        for duty in column.duties or (*site.former_sponsors, _now_sponsor(site.sponsor, site.former_sponsors)):
            since, until = (day.isoformat() if day else "" for day in (duty.since, duty.until))
            days = str(column.allowed_days or "")
            level = "是" if column.first_level else "否"
            unit = register.units[duty.unit].name
            found.append((unit, site.name, column.name, column.url, level, days, since, until))
    return sorted(found)


def _now_sponsor(unit: str, former: Sequence[Duty]) -> Duty:
    last = former[-1].until if former else None
    return Duty(unit, date.fromordinal(last.toordinal() + 1) if last else None)


def _sheet(book: Workbook, name: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Worksheet:
    """A sheet of text cells under a frozen heading with filters, ready to print across one page."""
    sheet: Worksheet = book.create_sheet(name)
    for y, row in enumerate((titles, *rows), 1):
        for x, text in enumerate(row, 1):
            cell = sheet.cell(y, x)
            if text or y == 1:
                cell.value = text
                cell.data_type = "s"  # "=…" is text here, never a formula
                cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
            cell.number_format = "@"  # a 标识码 must not become 4.4E+09
            cell.alignment = Alignment(vertical="center", wrap_text=y > 1)
    for x, title in enumerate(titles, 1):
        heading = sheet.cell(1, x)
        heading.font = Font(bold=True)
        heading.fill = PatternFill("solid", fgColor="DDEBF7")
        sheet.column_dimensions[get_column_letter(x)].width = 36 if title.endswith(("地址", "怎样填")) else 16
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _open(xlsx: Path) -> Workbook:
    try:
        if xlsx.stat().st_size > LARGEST:
            raise ConfigError(Problem(xlsx.name, "文件太大，没有读", "请删去表里的图片，或者分成几个文件"))
        return open_book(xlsx.read_bytes())
    except OSError as error:
        raise ConfigError(Problem(str(xlsx), f"打不开（{refusal(error)}）", "请检查文件名和权限")) from error
    except Refused as refused:
        raise ConfigError(Problem(xlsx.name, refused.why, refused.advice)) from refused


def _read(book: Workbook, table: Table, file: str, mistakes: Mistakes) -> Sheet:
    name = f"{file}“{table.sheet}”表"
    if table.sheet not in book.sheetnames:
        mistakes.add(name, "没有这张工作表", "请补上；用 xuncha register export 可得到样表")
        return Sheet(table, name, whole=False)
    return to_sheet(table, name, _texts(book[table.sheet], table, name, mistakes), mistakes)


def _texts(sheet: Worksheet, table: Table, name: str, mistakes: Mistakes) -> Iterator[tuple[int, list[str]]]:
    titles: list[str] = []
    covered = _covered(sheet)
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, WIDEST)), 1):
        blank = blank + 1 if all(cell.value is None for cell in cells) else 0
        if blank > BLANK_END:
            return
        if not titles and _is_caption([_text(c, is_date=False) for c in cells], table):
            continue
        texts = []
        for x, shown in enumerate(cells):
            cell = covered.get(shown.coordinate, shown)
            title = titles[x] if x < len(titles) else ""
            heading = table.heading(title)
            if cell.data_type in {"f", "e"}:
                what = "公式" if cell.data_type == "f" else "计算错误的公式"
                mistakes.add(name, f"这一格是{what}", "请复制后“选择性粘贴”为数值", number, title)
            texts.append(_text(cell, is_date=heading is not None and heading.is_date))
        titles = titles or ([narrow(text) for text in texts] if any(map(clean, texts)) else [])
        yield number, texts


def _covered(sheet: Worksheet) -> dict[str, Cell | MergedCell]:
    """What a clerk reads in each cell of a column that was merged downwards: what stands in its first cell."""
    return {
        sheet.cell(row, area.min_col).coordinate: sheet.cell(area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        if area.min_col == area.max_col
        for row in range(area.min_row, area.max_row + 1)
    }


def _is_caption(texts: list[str], table: Table) -> bool:
    """A line above the headings that names the table: one cell written, and it is no heading."""
    written = [narrow(text) for text in texts if clean(text)]
    return len(written) == 1 and table.heading(written[0]) is None


def _text(cell: Cell | MergedCell, *, is_date: bool) -> str:
    """A cell as the clerk sees it: Excel makes dates and numbers of what was typed."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and is_date and value in _SERIALS:
        value = from_excel(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)
