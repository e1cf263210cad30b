"""The office's table of who is on duty (值班安排表), from a .csv or .xlsx file: every mistake at once."""

from pathlib import Path

from desk.imports.read import read_grids
from desk.register.cells import Cells, Mistakes
from desk.register.sources import to_sheet
from desk.register.tables import Heading, Table
from desk.workspace.config_mistakes import ConfigError
from reports.letters.holiday import DutyRow

DUTY = Table(
    "",
    "值班安排表",
    (
        Heading("日期", "写成 2026-10-01 的样子", required=True, is_date=True),
        Heading("值班人", "姓名", required=True),
        Heading("带班领导", "姓名和职务"),
        Heading("电话", "值班电话"),
    ),
)


def load_duty(path: Path) -> tuple[DutyRow, ...]:
    """The rows of the file's first sheet, in its order."""
    mistakes = Mistakes()
    rows = [(row.number, [cell.text for cell in row.cells]) for row in read_grids(path)[0].rows]
    sheet = to_sheet(DUTY, path.name, rows, mistakes)
    found = []
    for row in sheet.rows if sheet.whole else ():
        cells = Cells(sheet, row, mistakes)
        day = cells.day("日期")
        words = [cells.text(title) for title in ("值班人", "带班领导", "电话")]
        if day:
            found.append(DutyRow(day, *words))
    if mistakes.found:
        raise ConfigError(*mistakes.found)
    return tuple(found)
