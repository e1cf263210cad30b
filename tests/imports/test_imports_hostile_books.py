"""Workbooks made to fill memory or time are refused by every door, in one sentence; untidy honest ones are read."""

import os
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from crawler.accounts.viewing_record import read_record
from desk.correspondence.duty_roster import load_duty
from desk.correspondence.receipts import NoReceipt, read_receipt
from desk.imports.read import read_grids
from desk.workspace.config_mistakes import ConfigError
from ledger.bounded_book import Refused, open_book

CASES = Path(os.environ.get("XUNCHA_CASES") or Path(__file__).parents[2] / ".." / "shared" / "cases")
NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c></row>'


def book(sheet: str, head: str = "", more: dict[str, str] | None = None) -> bytes:
    """A workbook of one sheet, whose XML is ``head`` and ``sheet``, in the parts that Excel would write."""
    made = openpyxl.Workbook()
    plain, out = BytesIO(), BytesIO()
    made.save(plain)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one == "xl/worksheets/sheet1.xml":
                new.writestr(one, f'<?xml version="1.0"?>{head}<worksheet {space}>{sheet}</worksheet>')
            else:
                new.writestr(one, old.read(one))
        for name, text in (more or {}).items():
            new.writestr(name, text)
    return out.getvalue()


def data(rows: str, behind: str = "") -> str:
    return f"<sheetData>{rows}</sheetData>{behind}"


def merged(ref: str) -> str:
    return data(ROW, f'<mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells>')


FAR = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>x</t></is></c></row>'
LAUGH = '<!DOCTYPE x [<!ENTITY a "haaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOMBS: dict[str, Callable[[], bytes]] = {
    "rows": lambda: book(data("<row/>" * 2_000_000)),
    "rows of one sign": lambda: book(data("<row><c><v>1</v></c></row>" * 450_000)),
    "merge": lambda: book(merged("A2:XFD1048576")),
    "merges": lambda: book(data(ROW, "<mergeCells>" + '<mergeCell ref="A2:J9999"/>' * 4 + "</mergeCells>")),
    "link": lambda: book(data(ROW, '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>')),
    "far": lambda: book(data(ROW + FAR.format(1_048_576, "XFD"))),
    "far column of a long sheet": lambda: book(data(ROW + FAR.format(2, "XFD") + FAR.format(9_000, "A"))),
    "spaces": lambda: book(data(ROW) + " " * 60_000_000),
    "deep": lambda: book("<a>" * 5_000 + "</a>" * 5_000),
    "entities": lambda: book(data("<row><c t='inlineStr'><is><t>&b;</t></is></c></row>"), LAUGH),
    "a file of ours": lambda: book(data(ROW), '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
    "parts": lambda: book(data(ROW), more={f"x/{n}": "" for n in range(4_000)}),
    "a picture": lambda: book(data(ROW), more={"xl/media/image1.png": "\0" * 220_000_000}),
    "cut": lambda: book(data(ROW))[:900],
    "old": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 900,
}


@pytest.mark.parametrize("name", BOMBS)
def test_each_door_refuses_it_at_once(name: str, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(BOMBS[name]())
    start = time.thread_time()
    for door in (read_grids, load_duty):
        with pytest.raises(ConfigError) as refused:
            door(path)
        assert str(refused.value).count("\n") == 0
        assert "表.xlsx" in str(refused.value)
    assert isinstance(read_receipt(path.read_bytes()), NoReceipt)
    record = read_record(path, {}, NOW)
    assert (record.readings, len(record.mistakes)) == ((), 1)
    assert time.thread_time() - start < 5 * 2, "seconds: four doors"
    assert [one.name for one in tmp_path.iterdir()] == ["表.xlsx"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("entities", "DOCTYPE"),
        ("a file of ours", "DOCTYPE"),
        ("merge", "合并的单元格太大"),
        ("link", "合并的单元格太大"),
        ("far", "第 1048576 行、第 16384 列"),
        ("rows", "没有读"),
        ("spaces", "展开后太大"),
        ("parts", "展开后太大"),
        ("a picture", "展开后太大"),
        ("old", "旧格式"),
    ],
)
def test_the_sentence_says_why(name: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        open_book(BOMBS[name]())


@pytest.mark.parametrize(
    ("sheet", "reach"),
    [
        (merged("A1:XFD1"), (1, 16384)),
        (merged("A1:A3000"), (3000, 1)),
        (data(ROW + FAR.format(60_000, "Z")), (60_000, 26)),
        (data(ROW + FAR.format(40, "XFD")), (40, 16384)),
        (data(ROW + "<row/>" * 100_000), (1, 1)),
        (data(ROW + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'), (1_048_576, 16384)),
    ],
)
def test_what_an_untidy_hand_makes_is_read(sheet: str, reach: tuple[int, int]) -> None:
    page = open_book(book(sheet)).worksheets[0]
    assert (page.max_row, page.max_column) == reach
    assert page["A1"].value == "编号"


def test_a_styled_cell_far_below_does_not_hold_up_any_door(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(book(data(ROW + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')))
    assert [[one.text for one in row.cells][:1] for row in read_grids(path)[0].rows] == [["编号"]]
    assert {one.text for one in read_record(path, {}, NOW).mistakes} == {"没有这一列"}


@pytest.mark.skipif(not CASES.is_dir(), reason="the folder of cases is not here")
def test_the_hostile_books_of_the_cases_are_refused_and_the_honest_one_is_read() -> None:
    hostile = sorted((CASES / "hostile").glob("x-*.xlsx"))
    assert hostile
    for one in hostile:
        with pytest.raises(Refused):
            open_book(one.read_bytes())
    assert len(read_grids(CASES / "我的台账.xlsx")) >= 4
