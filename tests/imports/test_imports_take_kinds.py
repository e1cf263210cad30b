"""Messages to their deadline, the reading log and screenshots, taken in: what is kept of each."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from desk.imports.sorting import RowOutcome
from ledger.calendar import SHANGHAI
from ledger.correspondence.reports import report_figures
from ledger.ledger import Ledger
from ledger.vocabulary.post.report import ReportKind, ReportState
from reports.figures.models import SiteFigures
from reports.letters.notice_words import messages
from tests.imports.taking import HOME, JIA, findings_of, reading


def test_an_undated_message_counts_once_in_whatever_shape_it_comes(
    office: Any, sheet: Callable[..., Path], tmp_path: Path
) -> None:
    heads, row = ("网站名称", "所在页面", "问题类型", "问题描述"), (JIA, HOME + "a.html", "有人投诉", "电话打不通")
    file = sheet(row, heads=heads)
    (tmp_path / "b.csv").write_bytes("\n".join(map(",".join, (heads, row))).encode("gbk"))
    (tmp_path / "c.json").write_text(json.dumps([dict(zip(heads, row, strict=True))]), encoding="utf-8")
    for one in (file, tmp_path / "b.csv", tmp_path / "c.json"):
        office.take(one, ReportKind.MESSAGE)
    with reading(office) as ledger:
        assert report_figures(ledger.reports, date(2026, 11, 1), date(2026, 11, 30)) == (1, 1, 0)
    office.take(sheet((JIA, HOME + "b.html", "有人投诉", "电话打不通"), heads=heads), ReportKind.MESSAGE)
    with reading(office) as ledger:
        assert len(ledger.reports.find()) == 2  # another one


def test_messages_have_three_working_days(office: Any, sheet: Callable[..., Path], tmp_path: Path) -> None:
    """Friday 2026-09-25 to 09-27 is Mid-Autumn; received on Thursday the 24th: Monday 28, Tuesday 29, Wednesday 30."""
    heads = ("留言编号", "留言网站", "问题页面", "留言类型", "留言内容", "留言时间", "留言人", "联系电话")
    row = ("ZC20260924001", JIA, HOME, "信息不准确", "电话有误，请打13812345678", "2026-09-23", "某甲", "13912345678")
    now = datetime(2026, 9, 24, 9, 0, tzinfo=SHANGHAI)
    office.take(sheet(row, heads=heads), ReportKind.MESSAGE, now)
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        (message,) = ledger.reports.find(kind=ReportKind.MESSAGE)
        assert (message.due, message.state) == (date(2026, 9, 30), ReportState.UNMATCHED)
        assert message.text == "电话有误，请打138****5678"
        assert "某甲" not in repr(message)
        assert not message.overdue_on(date(2026, 9, 30))
        assert message.overdue_on(date(2026, 10, 8))
        done = ledger.reports.answer(message.id, datetime(2026, 9, 30, 17, 0, tzinfo=SHANGHAI), "张", "已更正")
        assert done.state is ReportState.ANSWERED
        assert ledger.reports.find() == [done]


def test_the_figures_of_the_messages(office: Any, sheet: Callable[..., Path]) -> None:
    heads = ("留言编号", "留言网站", "留言内容")
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        assert report_figures(ledger.reports, date(2026, 11, 1), date(2026, 11, 30)) == (None, None, None)
    rows = [(f"ZC2026110{n}", JIA, f"第{n}条") for n in range(4)]
    for day, two in ((date(2026, 10, 30), rows[:1]), (date(2026, 11, 6), rows[1:])):
        at = datetime(day.year, day.month, day.day, 9, 0, tzinfo=SHANGHAI)
        office.take(sheet(*two, heads=heads), ReportKind.MESSAGE, at)
    # due on Wednesday 2026-11-11: one in time, one a day late, one not at all; October's is due on 4 November
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.reports.answer(2, datetime(2026, 11, 11, 23, 0, tzinfo=SHANGHAI), "张", "已办")
        ledger.reports.answer(3, datetime(2026, 11, 12, 0, 30, tzinfo=SHANGHAI), "张", "已办")
        assert report_figures(ledger.reports, date(2026, 11, 1), date(2026, 11, 30)) == (3, 4, 1)
        assert report_figures(ledger.reports, date(2026, 10, 1), date(2026, 10, 31)) == (1, 0, 0)
        # on the last day itself nobody can say that the third one is late
        assert report_figures(ledger.reports, date(2026, 11, 1), date(2026, 11, 11)) == (3, 1, 0)


@pytest.mark.parametrize(
    ("came", "due", "in_time", "said"),
    [
        (2, None, 1, "留言2条，按期办结1条，按期办结率50.0%"),
        (5, 4, 3, "留言5条，到办理期限的4条，按期办结3条，按期办结率75.0%"),
        (3, 0, 0, "留言3条，均未到办理期限。"),
        (0, 1, 1, "留言0条，到办理期限的1条，按期办结1条，按期办结率100%"),
        (0, 0, 0, "留言0条。"),
    ],
)
def test_a_message_that_can_still_be_answered_is_not_told_as_late(
    came: int, due: int | None, in_time: int | None, said: str
) -> None:
    figures = SiteFigures(1, 1, 1, reported=came, reported_in_time=in_time, reported_due=due)
    assert said in messages(figures)
    assert messages(SiteFigures(1, 1, 1)) == "", "what nobody counted is not spoken of"


def test_the_reading_log_keeps_who_read_and_what_was_seen(office: Any, sheet: Callable[..., Path]) -> None:
    heads = ("日期", "时间", "读网人", "网站", "读网内容", "读网情况")
    rows = [
        ("2026-11-05", "09:10", "王五", JIA, "首页、栏目", "未发现问题"),
        ("2026-11-05", "15:40", "王五", JIA, "首页、栏目", "未发现问题。"),
        ("2026-11-05", "15:45", "王五", JIA, "首页", "首页不更新"),
        ("2026-11-05", "15:50", "王五", JIA, "首页", "有一处排版不齐"),
    ]
    taken = office.take(sheet(*rows, heads=heads), ReportKind.READING)
    assert [line.outcome for line in taken.lines] == [
        RowOutcome.CLEAR,
        RowOutcome.CLEAR,
        RowOutcome.NEW,
        RowOutcome.UNMATCHED,
    ]
    with reading(office) as ledger:
        read = ledger.reports.find(kind=ReportKind.READING)
    assert [(r.reported_at, r.reader, r.named) for r in read[:2]] == [
        (datetime(2026, 11, 5, 9, 10, tzinfo=SHANGHAI), "王五", f"{JIA} 首页、栏目"),
        (datetime(2026, 11, 5, 15, 40, tzinfo=SHANGHAI), "王五", f"{JIA} 首页、栏目"),
    ]
    assert [f.place for f in findings_of(office)] == ["首页"]


def test_a_screenshot_beside_the_file_is_evidence_and_one_elsewhere_is_not(
    office: Any, sheet: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "图.png").write_bytes(b"\x89PNG one")
    heads = ("网站", "页面地址", "问题类型", "错误内容", "截图")
    rows = [
        (JIA, HOME + "1.html", "严重表述错误", "甲", "图.png"),
        (JIA, HOME + "2.html", "严重表述错误", "乙", "../../etc/passwd"),
        (JIA, HOME + "3.html", "严重表述错误", "丙", "没有.png"),
    ]
    office.take(sheet(*rows, heads=heads))
    bodies = [f.evidence.body for f in findings_of(office)]
    assert bodies[1:] == ["", ""]
    (kept,) = (office.workspace.data / "evidence").iterdir()
    assert (kept.stem, kept.suffix, kept.read_bytes()) == (bodies[0], ".png", b"\x89PNG one")
    assert kept.stat().st_mode & 0o077 == 0
