"""The register as one .xlsx: a sheet a table, how to fill it, and the 内容保障责任表 as the office prints it."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desk.register.load import load_register
from desk.register.save import register_rows
from desk.register.tables import TABLES
from desk.workspace.config_mistakes import CannotLook
from desk.workspace.textfiles import write_all
from ledger.refusals import refusal
from ledger.vocabulary import ColumnState, Duty, Register

DUTY_SHEET = "内容保障责任表"
_DUTY_TITLES = ("责任单位", "网站", "栏目", "栏目地址", "一级栏目", "允许间隔天数", "责任自", "责任至")


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
