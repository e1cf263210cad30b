"""A long list stays a list that is read: what is alike is one row, and what is left out stands where it says so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from ledger.vocabulary import ProblemClass
from reports.figures.daily import DailyFigures, ReadTask
from reports.figures.groups import problem_text
from reports.figures.models import NoticeFigures, ProblemLine, SheetFigures, UnknownLine
from reports.letters.daily import write_daily, write_daily_workbook
from reports.letters.notice import write_notice
from reports.letters.sheet import write_sheet
from reports.sheets.workbook import write_workbook

Make = Callable[..., ProblemLine]
MARKS = ("找错入口", "网站地图", "联系方式", "备案编号")


def lacking(line: Make, count: int) -> ProblemLine:
    """One site's foot, without so many of its marks."""
    foot = [
        line(title="网站标识", problem_class=ProblemClass.IDENTITY, message=f"首页底部未见{mark}", finding=n)
        for n, mark in enumerate(MARKS[:count], 1)
    ]
    return replace(foot[0], parts=tuple(foot[1:]))


def all_text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_a_notice_names_one_of_many_marks_and_says_how_many(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    told = replace(figures, problems=(lacking(line, 4),))
    text = all_text(write_notice(told, templates / "notice.docx", tmp_path / "n.docx"))
    assert text.count("首页底部未见找错入口等4项") == 2  # in the body and in the annex
    assert not [mark for mark in MARKS[1:] if mark in text]


def test_of_two_both_are_named(figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path) -> None:
    told = replace(figures, problems=(lacking(line, 2),))
    text = all_text(write_notice(told, templates / "notice.docx", tmp_path / "n.docx"))
    assert text.count("首页底部未见找错入口、首页底部未见网站地图") == 2


def test_the_unit_reads_all_of_them_and_so_does_the_workbook(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    one = lacking(line, 4)
    months = (figures.month, figures.cutoff, figures.made, figures.deadline)
    sheet = SheetFigures(figures.office, one.unit, *months, (one,))
    text = all_text(write_sheet(sheet, templates / "sheet.docx", tmp_path / "s.docx"))
    book = load_workbook(write_workbook([one], [], tmp_path / "b.xlsx"))
    cells = "\n".join(str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row)
    for words in (text, cells):
        assert not [mark for mark in MARKS if f"首页底部未见{mark}" not in words]


def test_a_silent_account_is_a_short_row_and_a_whole_sentence_elsewhere(line: Make) -> None:
    sentence = "账号最近一次发布于2026年8月2日，至2026年11月20日已110天未更新"
    asleep = line(title="僵尸", told_as="属“僵尸”账号", finding=2)
    account = line(
        platform="抖音", site="望舒招考", title="账号内容不更新", message=sentence, detail="最近更新2026年8月2日",
        parts=(asleep,),
    )  # fmt: skip
    assert problem_text(account, 1) == "内容不更新（最近更新2026年8月2日），属“僵尸”账号"
    assert problem_text(account) == f"{sentence}，属“僵尸”账号"


@pytest.fixture
def day(figures: NoticeFigures) -> DailyFigures:
    made = figures.cutoff
    return DailyFigures(figures.office, date(2026, 11, 20), made, (), (), (), (), (), ())


def unseen(site: str, count: int, reason: str = "需要登录") -> tuple[UnknownLine, ...]:
    return tuple(
        UnknownLine("区教育局", site, "链接", reason, "请核对", f"https://a/{n}", count=2) for n in range(count)
    )


def rows(day: DailyFigures, templates: Path, tmp_path: Path, heading: str) -> list[list[str]]:
    document = docx.Document(str(write_daily(day, templates / "daily.docx", tmp_path / "d.docx")))
    (table,) = (t for t in document.tables if heading in [cell.text for cell in t.rows[0].cells])
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def test_many_unknown_places_of_one_site_and_reason_are_one_row(
    day: DailyFigures, templates: Path, tmp_path: Path
) -> None:
    told = replace(day, unknown=(*unseen("甲网", 9), *unseen("乙网", 3), *unseen("甲网", 1, "打不开")))
    assert [(row[0].split()[-2:], row[1]) for row in rows(told, templates, tmp_path, "原因")] == [
        (["https://a/0", "等9处，详见电子表格"], "需要登录（18处）"),
        (["https://a/0", "等3处，详见电子表格"], "需要登录（6处）"),
        (["“甲网”链接", "https://a/0"], "打不开（2处）"),
    ]
    book = load_workbook(write_daily_workbook(told, tmp_path / "d.xlsx"))
    (page,) = (p for p in book.worksheets if p.title == "未能核查")
    assert page.max_row == 1 + 13


def test_a_dozen_are_a_row_each(day: DailyFigures, templates: Path, tmp_path: Path) -> None:
    assert len(rows(replace(day, unknown=unseen("甲网", 12)), templates, tmp_path, "原因")) == 12


def test_what_a_machine_could_not_read_of_a_site_is_one_row_beside_its_home_page(
    day: DailyFigures, templates: Path, tmp_path: Path
) -> None:
    whys = (
        "每日读网",
        *("机器未能核查：被拦截",) * 7,
        *("机器未能核查：没有日期",) * 5,
        "没有人决定：xuncha site decide a",
    )
    tasks = tuple(ReadTask("区教育局", "甲网", "首页", f"https://a/{n}", why) for n, why in enumerate(whys))
    told = rows(replace(day, to_read=tasks), templates, tmp_path, "须人工阅读的原因")
    assert [row[1] for row in told] == [
        "每日读网",
        "机器未能核查：被拦截、没有日期",
        "没有人决定：xuncha site decide a",
    ]
    assert [row[0].endswith("https://a/1 等12处，详见电子表格") for row in told] == [False, True, False]


@pytest.mark.parametrize(("count", "shown"), [(12, 12), (13, 1)])
def test_and_so_is_what_is_to_be_read(
    count: int, shown: int, day: DailyFigures, templates: Path, tmp_path: Path
) -> None:
    tasks = tuple(ReadTask("区教育局", "甲网", "链接", f"https://a/{n}", "机器未能核查") for n in range(count))
    told = rows(replace(day, to_read=tasks), templates, tmp_path, "须人工阅读的原因")
    assert len(told) == shown
    assert ("等13处，详见电子表格" in told[0][0]) == (shown == 1)
