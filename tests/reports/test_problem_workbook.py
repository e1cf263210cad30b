"""The ledger and the daily record, read back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.cell.cell import Cell, MergedCell

from reports.figures.daily import DailyFigures, LookedAt, ReadTask
from reports.figures.models import Citation, NoticeFigures, ProblemLine
from reports.letters.daily import write_daily, write_daily_workbook
from reports.sheets.workbook import write_workbook

Make = Callable[..., ProblemLine]


def target(cell: Cell | MergedCell) -> str | None:
    return cell.hyperlink.target if cell.hyperlink else None


def test_the_ledger_reads_back(figures: NoticeFigures, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_workbook(figures.problems, figures.unknown, tmp_path / "a" / "book.xlsx"))
    assert book.sheetnames == ["问题清单", "问题台账", "未能核查"]
    printed = [[cell.value for cell in row] for row in book["问题清单"].iter_rows()]
    assert printed[0] == ["序号", "责任单位", "网站（账号）", "存在问题", "整改时限", "状态", "编号"]
    assert printed[1][:4] == [1, "望舒区民政局", "“望舒民政网”", "检查时间点前2周内首页栏目未更新"]
    setup = book["问题清单"].page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
    page = book["问题台账"]
    rows = [dict(zip((c.value for c in page[1]), row, strict=True)) for row in page.iter_rows(min_row=2)]
    assert [row["责任单位"].value for row in rows] == ["望舒区民政局", "望舒区教育局", "银钩镇人民政府"]
    assert rows[0]["是否单项否决"].value == "是"
    assert rows[0]["发现方式"].value == "经技术监测并人工核实"
    assert rows[1]["检查时间"].value == datetime(2026, 11, 20, 10, 5)  # noqa: DTZ001 -- a cell has no zone
    assert str(rows[1]["整改时限"].value).startswith("2026-12-04")
    assert target(rows[1]["链接"]) == "https://jy.wangshu.example/tzgg/"
    assert target(rows[1]["证据页面"]) == "evidence/0123456789ab.html"
    assert "0123456789ab" in str(rows[1]["证据"].value)
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref.endswith("4")
    assert book["未能核查"]["G2"].value == "列表由脚本生成"


def test_what_is_the_same_fact_stands_below_it(line: Make, tmp_path: Path) -> None:
    whole = line(no=3, message="首页底部未见找错入口", parts=(line(message="首页底部未见网站地图"),))
    page = openpyxl.load_workbook(write_workbook((whole,), (), tmp_path / "b.xlsx"))["问题台账"]
    rows = [
        dict(zip((c.value for c in page[1]), (c.value for c in row), strict=True)) for row in page.iter_rows(min_row=2)
    ]
    assert [(row["序号"], row["问题描述"], row["备注"]) for row in rows] == [
        (3, "首页底部未见找错入口", None),
        (3, "首页底部未见网站地图", "与第3项是同一问题"),
    ]


@pytest.mark.parametrize(
    "hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '\r=cmd|"/c calc"!A1', "\x00=1+1", '=HYPERLINK("http://x")']
)
def test_no_text_becomes_a_formula(hostile: str, line: Make, tmp_path: Path) -> None:
    out = write_workbook((line(message=hostile, unit=hostile),), (), tmp_path / "book.xlsx")
    page = openpyxl.load_workbook(out)["问题台账"]
    for cell in (page["B2"], page["L2"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert cell.value == hostile.strip("\t\r\x00")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "../../x", "/etc/x", "\\\\host\\x", "http://x/" + "a" * 3000],
)
def test_only_the_web_and_files_beside_are_links(address: str, line: Make, tmp_path: Path) -> None:
    row = line(address=address)
    row = replace(row, evidence=Citation("https://a.example/", row.checked, stored=address))
    page = openpyxl.load_workbook(write_workbook((row,), (), tmp_path / "book.xlsx"))["问题台账"]
    assert not [cell for cell in page[2] if cell.hyperlink]
    assert page["F2"].value == address


def test_a_very_long_text_fits_a_cell(line: Make, tmp_path: Path) -> None:
    out = write_workbook((line(message="长" * 100_000),), (), tmp_path / "book.xlsx")
    assert len(openpyxl.load_workbook(out)["问题台账"]["L2"].value) == 32_000


def test_an_unwritable_place_leaves_the_old_file(figures: NoticeFigures, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").mkdir()
    with pytest.raises(OSError, match=r"book\.xlsx"):
        write_workbook(figures.problems, (), tmp_path / "book.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_the_daily_record(figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path) -> None:
    morning = figures.since.replace(day=20, hour=6, minute=30)
    task = ReadTask("望舒区水务局", "望舒水务网", "“曝光台”栏目", "https://sw.wangshu.example/bgt/", "列表由脚本生成")
    day = DailyFigures(
        figures.office, date(2026, 11, 20), figures.made,
        (LookedAt("望舒教育网", "望舒区教育局", morning, None, 120, 980, 3, 6, 7),),
        figures.problems[:2], (), (line(no=7),), figures.unknown, (task,),
    )  # fmt: skip
    document = docx.Document(str(write_daily(day, templates / "daily.docx", tmp_path / "daily.docx")))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text[0] == "政府网站巡查日志"
    assert "发现问题2个，待人工核实0个，催办0个，整改销号1个；未能核查2处，须人工读网1处。" in "".join(text)
    assert text[text.index("四、今日催办") + 1] == "无。"
    looked, found, fixed, unseen, reading = (
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    )
    assert looked[1] == ["望舒教育网", "06:30—未完成", "120", "980", "3", "6/7"]
    assert [row[0] for row in found] == ["序号", "1", "2"]
    assert fixed[1][0] == "7"
    assert unseen[1][1] == "列表由脚本生成（2处）"
    assert reading[0][2:] == ["上午（时间、签字）", "下午（时间、签字）"]
    assert reading[1][2:] == ["", ""]
    book = openpyxl.load_workbook(write_daily_workbook(day, tmp_path / "daily.xlsx"))
    assert book.sheetnames == ["今日检查", "今日发现", "待人工核实", "今日催办", "已整改销号", "未能核查", "今日读网"]
    assert book["今日读网"]["C2"].value == "“曝光台”栏目"


def test_a_long_list_of_the_daily_record_is_told_by_site(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    """Of thirteen stale columns of one site a row; twelve stand one by one."""
    column = {"kind": "栏目", "told_as": "更新不及时"}
    lines = tuple(line(no=n, named=f"栏{n}", **column) for n in range(1, 14))
    day = DailyFigures(figures.office, date(2026, 11, 20), figures.made, (), lines, (), (), (), (), lines[:12])
    document = docx.Document(str(write_daily(day, templates / "daily.docx", tmp_path / "daily.docx")))
    found, waiting = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
    assert found[1:] == [["1", "望舒区教育局“望舒教育网”", "“栏1”等13个栏目更新不及时。", "共13个，详见电子表格"]]
    assert [row[0] for row in waiting[1:]] == [str(n) for n in range(1, 13)]
