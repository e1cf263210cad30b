"""Spreadsheets as offices really keep them: a caption above the headings, one cell merged over several rows."""

from pathlib import Path

from openpyxl import load_workbook

from desk.register import save_register
from desk.register.workbook import export_workbook
from ledger.vocabulary import Column, Register, Site, Unit
from tests.register.taking import take_in

KEPT = Register(
    {"u1": Unit("u1", "甲局")},
    {"s1": Site("s1", "甲网", "http://www.jia.gov.cn/", "u1")},
    {f"c{n}": Column(f"c{n}", "s1", f"栏目{n}", f"http://www.jia.gov.cn/{n}/") for n in range(3)},
    {},
)


def test_a_caption_and_a_merged_cell_read_as_a_clerk_reads_them(tmp_path: Path) -> None:
    save_register(KEPT, tmp_path)
    export_workbook(tmp_path, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    columns = book["栏目"]
    for sheet in book:
        sheet.insert_rows(1)
        sheet["A1"] = "甲区政府网站登记表"
    columns.merge_cells("B3:B5")  # 网站
    assert columns["B4"].value is None
    book.save(tmp_path / "r.xlsx")
    assert take_in(tmp_path / "r.xlsx", tmp_path) == KEPT
