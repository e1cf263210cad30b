"""Files as they come: the shapes of .xlsx, .csv and .json that contractors deliver, read cell by cell by a person."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from desk.imports.read import LONGEST, Cell, read_grids
from desk.workspace.config_mistakes import ConfigError


def _texts(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read_grids(path)[0].rows]


def _saved(book: Workbook, folder: Path) -> Path:
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def test_a_cell_is_what_a_reader_sees(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    day, moment = datetime(2026, 11, 3), datetime(2026, 11, 3, 9, 5)  # noqa: DTZ001  Excel knows no zones
    page.append(["文字", 3, 3.5, True, day, moment, None, "末"])
    assert _texts(_saved(book, tmp_path)) == [["文字", "3", "3.5", "是", "2026-11-03", "2026-11-03 09:05:00", "", "末"]]


def test_a_link_behind_words_is_kept(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page["A1"], page["B1"] = "点击查看", '=HYPERLINK("http://www.jia.gov.cn/a.html","甲")'
    page["A1"].hyperlink = "http://www.jia.gov.cn/b.html"
    (row,) = read_grids(_saved(book, tmp_path))[0].rows
    assert row.cells == (Cell("点击查看", "http://www.jia.gov.cn/b.html"), Cell("甲", "http://www.jia.gov.cn/a.html"))


def test_a_cell_merged_downwards_stands_in_every_row(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    for row in (["题目"], ["甲局", 1], [None, 2], ["乙局", 3]):
        page.append(row)
    page.merge_cells("A1:D1")
    page.merge_cells("A2:A3")
    assert _texts(_saved(book, tmp_path)) == [
        ["题目", "", "", ""],
        ["甲局", "1", "", ""],
        ["甲局", "2", "", ""],
        ["乙局", "3", "", ""],
    ]


def test_a_formula_that_was_never_reckoned_is_its_own_text(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "=cmd|' /C calc'!A0"
    assert _texts(_saved(book, tmp_path)) == [["=cmd|' /C calc'!A0"]]


def test_hostile_text_comes_out_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('甲\x1b[31m红\u202e,"一\n二",@SUM(1),' + "长" * 10_000, encoding="utf-8")
    ((first, second, third, fourth),) = _texts(path)
    assert (first, second, third) == ("甲[31m红", "一 二", "@SUM(1)")
    assert fourth == "长" * LONGEST


def test_a_styled_empty_sheet_ends_where_its_rows_end(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["甲", "乙"])
    page["XFD1048576"].font = Font(bold=True)
    assert [row[:2] for row in _texts(_saved(book, tmp_path))] == [["甲", "乙"]]


def test_rows_keep_the_numbers_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("甲\n\n\n乙\n", encoding="utf-8")
    assert [(row.number, row.cells[0].text) for row in read_grids(path)[0].rows] == [(1, "甲"), (4, "乙")]


@pytest.mark.parametrize(
    ("encoding", "comma"), [("gb18030", ","), ("utf-8-sig", ","), ("utf-16", "\t"), ("utf-8", ";")]
)
def test_csv_of_any_office_program(tmp_path: Path, encoding: str, comma: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"单位{comma}网址\n甲局{comma}http://a/\n", encoding=encoding)
    assert _texts(path) == [["单位", "网址"], ["甲局", "http://a/"]]


def test_commas_of_the_text_part_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("单位,描述\n甲局,一，二，三，四\n", encoding="utf-8")
    assert _texts(path) == [["单位", "描述"], ["甲局", "一，二，三，四"]]


@pytest.mark.parametrize(
    "shape", ["[%s]", '{"code": 0, "data": [%s]}', '{"code": 0, "data": {"total": 1, "list": [%s]}}']
)
def test_json_of_any_depth(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(shape % '{"单位": "甲局", "次数": 2, "页面": null}', encoding="utf-8")
    assert _texts(path) == [["单位", "次数", "页面"], ["甲局", "2", ""]]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"not a zip", "不是可读的 .xlsx 文件；请用 Excel 或 WPS 打开"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "不是可读的表格；请用 Excel 或 WPS 打开"),
        ("a.json", b"{", "不是可读的 JSON 文件"),
        ("a.json", b"[" * 100_000, "不是可读的 JSON 文件"),
        ("a.json", json.dumps({"message": "ok"}).encode(), "没有找到问题的列表"),
        ("a.csv", b"\xff" * 4, "文件的编码认不出来"),
        ("none.csv", None, "打不开"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError) as refused:
        read_grids(tmp_path / name)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
