"""Accounts in the notice, the sheet, the daily record and the workbooks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from reports.figures import phrases
from reports.figures.accounts import AccountFigures, AccountLine, AccountWarning, CensusLine
from reports.figures.daily import DailyFigures
from reports.figures.models import NoticeFigures, ProblemLine, SheetFigures
from reports.letters.daily import write_daily, write_daily_workbook
from reports.letters.notice import write_notice
from reports.letters.sheet import write_sheet
from reports.sheets.accounts import account_sheet, write_census
from reports.sheets.workbook import write_workbook

Make = Callable[..., ProblemLine]
MONTH = AccountFigures(
    15,
    10,
    9,
    (("微信", 12), ("抖音", 3)),
    unknown=5,
)
LINE = AccountLine(
    *("望舒区教育局", "微信", "望舒教育", "", "不合格", date(2026, 11, 3), 19, date(2026, 11, 22), 0.5, 19),
    "公众号接口",
    "=1+1",
)
WARNING = AccountWarning("望舒区教育局", "微信", "望舒招考", date(2026, 11, 11), 11, date(2026, 11, 25))


def rows(document: docx.document.Document, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_the_notice_tells_platforms_rates_and_what_was_not_seen(
    figures: NoticeFigures, templates: Path, tmp_path: Path
) -> None:
    month = replace(MONTH, lines=(replace(LINE, posts=0, silent_months=1), replace(LINE, name="号", result="不检查")))
    out = write_notice(replace(figures, accounts=month), templates / "notice.docx", tmp_path / "n.docx")
    document = docx.Document(str(out))
    (told,) = [p.text for p in document.paragraphs if "）政务新媒体。" in p.text]
    assert told == (
        "（三）政务新媒体。全区登记政务新媒体账号15个（微信12个、抖音3个）；本期检查10个，合格9个，合格率90.0%；"
        "5个未能核查，不计入。没有发布信息的账号1个：“望舒教育”（微信）。"
    )
    assert rows(document, 1)[1:] == [["1", "望舒区教育局", "望舒教育", "微信", "0", "11月3日", "不合格"]]


def test_without_accounts_there_is_no_table_of_them(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    document = docx.Document(str(write_notice(figures, templates / "notice.docx", tmp_path / "n.docx")))
    assert not any("新媒体名称" in row for n in range(len(document.tables)) for row in rows(document, n))


@pytest.mark.parametrize(
    ("platforms", "title"),
    [
        (["网站"], ["2026年11月政府网站问题整改通知单"]),
        (["微信"], ["2026年11月政务新媒体问题整改通知单"]),
        (["网站", "微信"], ["2026年11月政府网站和政务新媒体", "问题整改通知单"]),
    ],
)
def test_the_sheet_is_titled_by_what_it_holds(
    platforms: list[str], title: list[str], figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    lines = tuple(line(no=n, platform=platform) for n, platform in enumerate(platforms, 1))
    sheet = SheetFigures(
        figures.office, "望舒区教育局", figures.month, figures.cutoff, figures.made, figures.deadline, lines
    )
    out = write_sheet(sheet, templates / "sheet.docx", tmp_path / "s.docx")
    assert [p.text for p in docx.Document(str(out)).paragraphs][: len(title)] == title


def test_what_a_person_saw_is_not_called_technical(line: Make) -> None:
    assert phrases.method(line(by_record=True)) == "经人工查看"
    assert phrases.method(line(by_record=True, by_person=True)) == "经人工查看并核实"


def test_the_daily_record_counts_and_warns(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    looked = (LINE, replace(LINE, name="望舒招考", result="合格"), replace(LINE, name="望舒文旅", result="未能核查"))
    bare = DailyFigures(figures.office, date(2026, 11, 23), figures.made, (), (), (), (), (), ())
    day = replace(bare, accounts=looked, warnings=(WARNING,))
    document = docx.Document(str(write_daily(day, templates / "daily.docx", tmp_path / "d.docx")))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text[0] == "政府网站和政务新媒体巡查日志"
    assert text[text.index("八、政务新媒体") + 1] == (
        "今日检查账号3个：合格1个、不合格1个、未能核查1个。即将超过更新期限的账号如下，请提醒责任单位："
    )
    assert rows(document, -1)[1] == ["望舒区教育局 “望舒招考”微信账号", "2026年11月11日", "11", "2026年11月25日"]
    book = load_workbook(write_daily_workbook(day, tmp_path / "d.xlsx"))
    assert book.sheetnames[-2:] == ["今日账号", "账号预警"]
    assert [cell.value for cell in book["账号预警"][2]][2] == "望舒招考"
    quiet = docx.Document(str(write_daily(bare, templates / "daily.docx", tmp_path / "q.docx")))
    assert not any("政务新媒体" in paragraph.text for paragraph in quiet.paragraphs)


def test_the_workbook_and_the_census_hold_text_and_no_formula(tmp_path: Path) -> None:
    out = write_workbook((), (), tmp_path / "b.xlsx", [account_sheet("政务新媒体", (LINE,))])
    heads, row = load_workbook(out)["政务新媒体"].iter_rows()
    cells = dict(zip((cell.value for cell in heads), row, strict=True))
    assert (cells["账号名称"].value, cells["未更新天数"].value, cells["近4周每周条数"].value) == ("望舒教育", 19, "0.5")
    assert (cells["说明"].value, cells["说明"].data_type) == ("=1+1", "s")
    census = write_census((CensusLine(LINE, "归并", "理由", 2),), tmp_path / "c.xlsx")
    heads, row = load_workbook(census)["账号普查"].iter_rows()
    cells = dict(zip((cell.value for cell in heads), row, strict=True))
    assert [cells[name].value for name in ("处置建议", "理由", "检查结果", "未销号问题", "来源", "办公室意见")] == [
        *("归并", "理由", "不合格", 2, "公众号接口"),
        None,
    ]
