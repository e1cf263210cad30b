"""The comparison of a contractor's results with ours: a small world of one round, and what a person would write."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desk.imports.compare import compare
from ledger.archive.writer import Archive
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import (
    ColumnList,
    Coverage,
    Decision,
    Event,
    Evidence,
    Item,
    Look,
    Outcome,
    Reason,
    Standing,
    Verdict,
)
from reports.sheets.compare import Comparison, sentence

AT = datetime(2026, 11, 3, 9, 0, tzinfo=SHANGHAI)
LATER = AT + timedelta(days=2)
HOME = "http://www.jia.gov.cn/"
JIA = "甲区人民政府网"
SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)


def _archive(office: Any) -> None:
    office.workspace.prepare()
    with Archive(office.workspace.archive("jia")) as archive:
        archive.start_run("r1", AT)
        looks = {
            "ok.html": Look(AT, Standing.OK, status=200),
            "slow.html": Look(AT, Standing.UNKNOWN, Reason.TIMEOUT),
            "both.html": Look(AT, Standing.DEAD, Reason.NOT_FOUND, 404),
        }
        for name, look in looks.items():
            archive.want(HOME + name, 1, "page", outside=False)
            archive.record_look(HOME + name, look)
        items = (Item("一条要闻", HOME + "dt/1.html", date(2026, 11, 2)),)
        archive.record_column(ColumnList("dt", HOME + "dt/", AT, "", items))
        archive.finish_run(AT)
        archive.start_run("r2", LATER)
        archive.want(HOME + "later.html", 1, "page", outside=False)
        archive.record_look(HOME + "later.html", Look(LATER, Standing.OK, status=200))
        archive.finish_run(LATER)


def _round(office: Any, *, judged: bool = True) -> None:
    """Our own round: two bad places, one column that a script draws."""
    desk = office.desk()
    ours = Verdict(
        "site-identity", "jia", "网站地图", Outcome.FAIL, "首页底部未见网站地图入口", Evidence(HOME, AT, quote="甲区")
    )
    both = Verdict("link-other", "jia", HOME + "both.html", Outcome.FAIL, "打不开", Evidence(HOME + "both.html", AT))
    drawn = Verdict("column-policy-stale", "jia", "tz", Outcome.UNKNOWN, "未能核查", reason=Reason.SCRIPT_DRAWN)
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.runs.start("r1", "inspect", AT, {"sites": "jia"})
        ledger.runs.record_coverage(Coverage("jia", "r1", AT, AT, pages=12, targets=40, fine=38, bad=2))
        fresh = Verdict("column-news-stale", "jia", "dt", Outcome.PASS, "更新及时") if judged else drawn
        ledger.verdicts.settle("r1", AT, [ours, both, drawn, fresh], desk.criteria, desk.register)
        ledger.runs.finish("r1", AT)


def _rows() -> list[tuple[str, ...]]:
    names = ("both", "ok", "slow", "later", "never")
    return [
        *[("", JIA, HOME, HOME + f"{name}.html", "死链", "", "2026-11-04") for name in names],
        ("", JIA, HOME + "dt/", "", "栏目不更新", "", "2026-11-04"),
        ("", JIA, HOME + "tz/", "", "栏目不更新", "", "2026-11-04"),
        ("", JIA, HOME + "n.html", "", "严重表述错误", "共合国", "2026-11-04"),
        ("", JIA, HOME + "n.html", "", "错别字", "秸杆", "2026-11-04"),
        ("乙局", "乙局网", "http://www.yi.gov.cn/", "", "死链", "", "2026-11-04"),
        ("", "甲区民政局网站", "", "http://mz.jia.gov.cn/x", "死链", "", "2026-11-04"),
        ("", JIA, HOME, "", "正常", "未发现", "2026-11-04"),
        ("", JIA, HOME, HOME + "old.html", "死链", "", "2026-10-04"),  # not of the time
    ]


HEADS = ("责任单位", "网站", "页面地址", "问题链接", "问题类型", "问题描述", "发现时间")


@pytest.fixture
def compared(office: Any, sheet: Callable[..., Path]) -> Comparison:
    _archive(office)
    _round(office)
    office.take(sheet(*_rows(), heads=HEADS))
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        return compare(office.desk(), ledger, "某某公司", SINCE, UNTIL)


def test_who_saw_what(compared: Comparison) -> None:
    assert [(line.address, line.ours) for line in compared.both] == [(HOME + "both.html", AT)]
    assert [line.text for line in compared.ours] == ["首页底部未见网站地图入口"]
    assert (len(compared.theirs), compared.clear) == (10, 1)
    assert sentence(compared) == (
        "2026年11月1日至2026年11月30日，某某公司报来问题11个（另有1条记录为未发现问题），"
        "其中双方都发现1个，对方发现而我方未发现10个；我方发现而对方未报1个。"
    )


def test_why_we_do_not_have_it(compared: Comparison) -> None:
    assert [line.why for line in compared.theirs] == [
        "我方看过判为正常：2026-11-03 09:00 查看，HTTP 200",
        "未能核查：2026-11-03 09:00 超时",
        "对方所述已不存在：2026-11-05 09:00 查看，HTTP 200",
        "当时未检查该页：最近一轮（2026-11-03 09:00）看了12个页面，不含此处",
        "我方看过判为正常：2026-11-03 09:00 查看，最近一条信息发布于2026-11-02，列表共1条",
        "未能核查：2026-11-03 09:00 由脚本生成",
        "由人检查的指标，系统不自动判定",
        "收到时未对上：没有对应的指标",
        "收到时未对上：登记册里没有这个网站或账号，或者写得不清楚",
        "当时未检查该页：我方没有检查过该网站或账号",
    ]


def test_a_column_that_was_read_and_not_judged_is_not_called_normal(office: Any, sheet: Callable[..., Path]) -> None:
    """A daily round, say, or one while the column was exempt."""
    _archive(office)
    _round(office, judged=False)
    office.take(sheet(_rows()[5], heads=HEADS))
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        (line,) = compare(office.desk(), ledger, "某某公司", SINCE, UNTIL).theirs
    assert line.why == "当时未检查该页：最近一轮（2026-11-03 09:00）没有判定这项指标"


def test_two_registered_sites_in_one_row_are_not_called_unregistered(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(("", JIA, "http://mz.jia.gov.cn/a.html", "", "死链", "", "2026-11-04"), heads=HEADS))
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        (line,) = compare(office.desk(), ledger, "某某公司", SINCE, UNTIL).theirs
    assert line.why == f"收到时未对上：地址属于“甲区民政局网站”，所写的网站是“{JIA}”"


def test_closed_and_dismissed_since(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(*_rows()[:2], heads=HEADS))
    at = datetime(2026, 11, 7, 9, 0, tzinfo=SHANGHAI)
    desk = office.desk()
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.runs.start("r9", "inspect", at, {})
        passed = Verdict("link-home", "jia", HOME + "both.html", Outcome.PASS, "可以打开")
        ledger.verdicts.settle("r9", at, [passed], desk.criteria, desk.register)
        ledger.decisions.decide(2, Decision(Event.DISMISS, at, "张", "核对无误"))
        told = compare(desk, ledger, "某某公司", SINCE, UNTIL)
    assert [line.why for line in told.theirs] == [
        "对方所述已不存在：我方2026-11-07 09:00复查通过",
        "我方判为误报（至 2027-11-07）：核对无误",
    ]


def test_the_table_has_three_sheets_with_the_counts_on_top(
    office: Any, sheet: Callable[..., Path], compared: Comparison, tmp_path: Path
) -> None:
    out = tmp_path / "比对.xlsx"
    words = ("compare-findings", "--from", "某某公司", "--since", "2026-11-01", "--until", "2026-11-30")
    done = office.run(*words, "--out", str(out))
    assert done.exit_code == 0
    book = load_workbook(out)
    assert book.sheetnames == ["双方都发现", "对方发现我方未发现", "我方发现对方未报"]
    for page, rows in zip(book.worksheets, (1, 10, 1), strict=True):
        assert page["A1"].value == sentence(compared)
        assert page["A2"].value == "序号"
        assert page.max_row == 2 + rows
        assert (page.freeze_panes, page.auto_filter.ref.split(":")[0]) == ("C3", "A2")
    assert book.worksheets[1].cell(3, 7).hyperlink.target == HOME + "ok.html"
