"""此前通报尚未销号的问题清单: an annex that the office switches on; off, the notice is as it was."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from desk.config.settings import NoticeSettings
from desk.notices.drafts import write_draft
from desk.notices.issuing import issue
from ledger.calendar import SHANGHAI
from ledger.vocabulary import Decision, Event, Outcome

OLD, NEW = "http://jy.wangshu.gov.cn/old.html", "http://jy.wangshu.gov.cn/new.html"
GONE, LAST = "http://qs.wangshu.gov.cn/gone.html", "http://qs.wangshu.gov.cn/last.html"
TOWN, TITLE = "望舒区清水镇人民政府", "此前通报尚未销号的问题清单"


def at(month: int, day: int, hour: int = 16) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def told(book: Any) -> Any:
    """Told by September's notice of the 28th: three dead links, each to be put right by 8 October (3 working days,
    the holidays between). A unit says that it has done one, one was seen done. October found another."""
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    book.seen("2026-09-21T08:35", "link-other", "b", LAST)
    signed = write_draft(book.desk, book.ledger, "2026-09", book.out, at(9, 28))[0]
    issue(book.desk, book.ledger, "2026-09", "望府办〔2026〕9号", at(9, 28).date(), signed, "张三", at(9, 28, 17))
    numbers = {f.place: f.id for f in book.ledger.findings.find()}
    book.ledger.decisions.decide(numbers[GONE], Decision(Event.REPORT_FIXED, at(10, 9), "张三", "单位来电"))
    book.seen("2026-10-09T08:30", "link-other", "b", LAST, Outcome.PASS)
    book.seen("2026-10-20T08:30", "link-other", "a", NEW)
    return book


def switched_on(book: Any) -> Any:
    book.desk = replace(book.desk, settings=replace(book.desk.settings, notice=NoticeSettings(older_annex=True)))
    return book


def october(book: Any) -> Any:
    path: Path = write_draft(book.desk, book.ledger, "2026-10", book.out, at(10, 28))[0]
    return docx.Document(str(path))


def texts(document: Any) -> list[str]:
    return [p.text for p in document.paragraphs]


def test_on_each_stands_with_unit_problem_month_deadline_and_state(told: Any) -> None:
    document = october(switched_on(told))
    numbers = {f.place: str(f.id) for f in told.ledger.findings.find()}
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows == [
        ["编号", "责任单位", "存在问题", "通报", "时限", "状态"],
        [numbers[OLD], "望舒区教育局", f"“望舒教育网”：链接{OLD}无法打开", "9月", "10月8日", "已逾期"],
        [numbers[GONE], TOWN, f"“清水镇门户”网站：链接{GONE}无法打开", "9月", "10月8日", "待复查"],
    ]
    assert texts(document).count(TITLE) == 1
    assert texts(document)[-4:].count(TITLE) == 1  # behind every other annex


def test_on_the_list_of_annexes_names_it_by_its_number(told: Any) -> None:
    told_annexes = [text for text in texts(october(switched_on(told))) if text.startswith(("附件", "2.", "3."))]
    assert told_annexes == ["附件：1.问题清单", "2.各单位情况表", f"3.{TITLE}", "附件1", "附件2", "附件3"]


def test_off_as_it_comes_nothing_of_it_is_there(told: Any) -> None:
    assert not told.desk.settings.notice.older_annex
    document = october(told)
    assert not [text for text in texts(document) if "此前通报" in text]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert not [text for text in cells if OLD in text or GONE in text]
    assert [text for text in cells if NEW in text]


def test_on_with_nothing_left_there_is_no_annex(told: Any) -> None:
    for place, site in ((OLD, "a"), (GONE, "b")):
        told.seen("2026-10-21T08:30", "link-other", site, place, Outcome.PASS)
    assert not [text for text in texts(october(switched_on(told))) if TITLE in text]
