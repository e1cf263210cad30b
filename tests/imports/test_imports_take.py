"""A file taken in: every row accounted for, nobody's word confirming anything, nothing doubled."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desk.imports.sorting import Outcome
from desk.presenters.telling import problem_lines
from desk.workspace.problems import ConfigError
from ledger.calendar import SHANGHAI
from ledger.correspondence.reported import report_figures
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event, Evidence, Finding, State, Verdict
from ledger.vocabulary import Outcome as Said
from ledger.vocabulary.post.report import ReportKind, ReportState
from reports.figures.figures import SiteFigures
from reports.letters.notice_words import messages
from reports.letters.sheet import _row as sheet_row
from reports.letters.urging import Urged
from reports.letters.urging import _row as urging_row

NOW = datetime(2026, 11, 6, 10, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
HOME = "http://www.jia.gov.cn/"
GONE = HOME + "gone.html"
JIA = "甲区人民政府网"
DEAD = (1, "甲区办公室", JIA, HOME + "a.html", GONE, "死链", "打不开", "2026-11-03 09:05")


def _ledger(office: Any) -> Ledger:
    return Ledger.open_for_reading(office.workspace.ledger)


def _findings(office: Any) -> list[Finding]:
    with _ledger(office) as ledger:
        return ledger.findings()


def _look(office: Any, at: datetime, said: Said, *, place: str = GONE, code: str = "link-other") -> None:
    """A look of our own at the place."""
    evidence = Evidence(place, at, quote="404", looks=(at,)) if said is Said.FAIL else None
    desk = office.desk()
    desk.workspace.prepare()
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.start_run(f"{at:%m%dT%H%M}", "inspect", at, {})
        verdict = Verdict(code, "jia", place, said, "其他页面链接无法打开", evidence)
        ledger.settle(f"{at:%m%dT%H%M}", at, [verdict], desk.criteria, desk.register)


def test_every_row_is_accounted_for(office: Any, sheet: Callable[..., Path]) -> None:
    file = sheet(
        DEAD,
        (2, "甲区办公室", JIA, HOME + "b.html", GONE, "死链", "", datetime(2026, 11, 3)),  # noqa: DTZ001  the same
        (3, "甲区办公室", JIA, HOME + "c.html", HOME + "x.html", "死链", "", "2026-11-03"),
        (4, "乙局", "乙局网", "http://www.yi.gov.cn/", "http://www.yi.gov.cn/x", "死链", "", "2026-11-03"),
        (5, "甲区办公室", JIA, HOME + "d.html", "", "错别字", "秸杆", "2026-11-03"),
        (6, "甲区办公室", JIA, HOME, "", "正常", "未发现问题", "2026-11-03"),
        (7, "", "", "", "", "死链", "", ""),
        ("", "甲区办公室", JIA, "", "", "", "", ""),
        ("合计", "", "", "", "", "", "", ""),
    )
    taken = office.take(file)
    assert {o: n for o, n in taken.counts().items() if n} == {
        Outcome.NEW: 2,
        Outcome.REPEATED: 1,
        Outcome.CLEAR: 1,
        Outcome.UNMATCHED: 2,
        Outcome.INVALID: 3,
    }
    assert sum(taken.counts().values()) == len(taken.lines) == 9
    assert taken.unused == ("序号",)
    with _ledger(office) as ledger:
        kept = ledger.reports()
    assert [(r.state, r.finding) for r in kept] == [
        (ReportState.NEW, 1),
        (ReportState.NEW, 2),
        (ReportState.UNMATCHED, 0),
        (ReportState.UNMATCHED, 0),
        (ReportState.CLEAR, 0),
    ]


def test_a_new_finding_waits_and_says_whose_word_it_is(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD, (2, "", JIA, HOME + "b.html", GONE, "死链", "", "2026-11-03")))
    (finding,) = _findings(office)
    assert (finding.state, finding.confirmed_at, finding.origin) == (State.SUSPECTED, None, "某某公司")
    assert (finding.criterion, finding.subject, finding.place, finding.unit) == ("link-other", "jia", GONE, "u1")
    assert finding.message == f"其他页面链接{GONE}无法打开（据某某公司2026年11月3日检查）"
    evidence = finding.evidence
    assert (evidence.address, evidence.seen, evidence.quote) == (
        GONE,
        datetime(2026, 11, 3, 9, 5, tzinfo=SHANGHAI),
        "打不开",
    )
    assert dict(evidence.figures) == {"source": "person", "from": "某某公司", "pages": "2"}
    assert ([r.page for r in evidence.referrers], evidence.uses) == ([HOME + "a.html", HOME + "b.html"], 2)


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        ("死链", "", GONE),
        ("栏目不更新", "超过14天", "dt"),
        ("首页不更新", "", "首页"),
        ("页面标签", "SiteName", "home:SiteName"),
    ],
)
def test_no_word_of_others_confirms(office: Any, sheet: Callable[..., Path], kind: str, text: str, place: str) -> None:
    """These criteria are confirmed by machine, two of them at the first look."""
    link = GONE if kind == "死链" else ""
    page = HOME + "dt/" if kind == "栏目不更新" else HOME + "a.html" if link else HOME
    office.take(sheet((1, "", JIA, page, link, kind, text, "2026-11-03")))
    (finding,) = _findings(office)
    assert (finding.place, finding.state) == (place, State.SUSPECTED)


def test_our_own_looks_confirm_by_themselves(office: Any, sheet: Callable[..., Path]) -> None:
    """Three looks, ten minutes and six hours apart: the contractor's is none of them."""
    office.take(sheet(DEAD))
    for after, state in ((HOUR, State.SUSPECTED), (2 * HOUR, State.SUSPECTED), (9 * HOUR, State.CONFIRMED)):
        _look(office, NOW + after, Said.FAIL)
        (finding,) = _findings(office)
        assert finding.state is state
    assert finding.origin == "某某公司"
    assert finding.message == "其他页面链接无法打开"


def test_seen_good_by_us_it_is_closed(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD))
    _look(office, NOW + HOUR, Said.PASS)
    assert _findings(office)[0].state is State.CLOSED


def test_the_same_file_twice_adds_nothing(office: Any, sheet: Callable[..., Path]) -> None:
    rows = [DEAD, (2, "", JIA, HOME, "", "错别字", "甲", ""), (3, "", JIA, HOME, "", "无", "无", "2026-11-03")]
    office.take(sheet(*rows))
    before = _findings(office)
    taken = office.take(sheet(*rows), now=NOW + timedelta(days=1))
    assert taken.counts()[Outcome.BEFORE] == 3
    assert _findings(office) == before
    with _ledger(office) as ledger:
        assert len(ledger.reports()) == 3


def test_what_the_ledger_has_is_matched_and_stays_ours(office: Any, sheet: Callable[..., Path]) -> None:
    _look(office, NOW - HOUR, Said.FAIL, code="link-home")
    before = _findings(office)
    assert office.take(sheet(DEAD)).counts()[Outcome.KNOWN] == 1
    assert _findings(office) == before  # found on the home page: the same target, and not doubled
    with _ledger(office) as ledger:
        (report,) = ledger.reports(finding=1)
    assert (report.state, report.criterion, report.note) == (
        ReportState.MATCHED,
        "link-home",
        "台账中的问题 1（待核实）",
    )


@pytest.mark.parametrize(
    ("reported", "outcome", "state"),
    [("2026-11-06 09:30", Outcome.RETURNED, State.REOPENED), ("2026-11-06 08:30", Outcome.KNOWN, State.CLOSED)],
)
def test_reported_after_it_was_closed_it_may_be_back(
    office: Any, sheet: Callable[..., Path], reported: str, outcome: Outcome, state: State
) -> None:
    _look(office, NOW - 3 * HOUR, Said.FAIL)
    _look(office, NOW - HOUR, Said.PASS)  # at nine
    assert office.take(sheet((*DEAD[:7], reported))).counts()[outcome] == 1
    (finding,) = _findings(office)
    assert (finding.state, finding.confirmed_at, finding.origin) == (state, None, "")


def test_a_false_alarm_is_not_brought_back_by_others(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD))
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.decide(1, Decision(Event.DISMISS, NOW + HOUR, "张", "核对无误"))
    taken = office.take(sheet((*DEAD[:7], "2026-11-05")), now=NOW + 2 * HOUR)
    assert [(line.outcome, line.note) for line in taken.lines] == [
        (Outcome.KNOWN, "台账中的问题 1 已判为误报，至 2027-11-06")
    ]


def test_their_number_tells_a_report_again_and_a_line_number_does_not(office: Any, sheet: Callable[..., Path]) -> None:
    heads = ("问题编号", "网站", "页面地址", "问题类型", "错误内容")
    first = ("W2026110301", JIA, HOME + "1.html", "严重表述错误", "共合国")
    assert office.take(sheet(first, heads=heads)).counts()[Outcome.NEW] == 1
    again = ("W2026110301", JIA, HOME + "1.html", "严重表述错误", "改过的说法")
    assert office.take(sheet(again, heads=heads)).counts()[Outcome.BEFORE] == 1
    for number, word in (("1", "大和国"), ("1", "人大和国")):
        row = (number, JIA, HOME + "1.html", "严重表述错误", word)
        assert office.take(sheet(row, heads=heads)).counts()[Outcome.NEW] == 1
    assert len(_findings(office)) == 3


def test_a_day_they_did_not_write_is_not_said(office: Any, sheet: Callable[..., Path]) -> None:
    """The file came on 6 November; when they looked nobody knows."""
    office.take(sheet((1, "甲区办公室", JIA, HOME + "a.html", GONE, "死链", "打不开", "")))
    (found,) = _findings(office)
    assert found.message.endswith("（据某某公司2026年11月6日送来的检查）")


def test_the_notice_gives_no_time_of_a_look_that_was_not_ours(office: Any, sheet: Callable[..., Path]) -> None:
    """A contractor's day has no hour: 0时00分 nobody saw anything. Seen by ourselves, it has."""
    office.take(sheet((1, "甲区办公室", JIA, HOME + "a.html", GONE, "死链", "打不开", "2026-11-03")))
    with _ledger(office) as ledger:
        (line,) = problem_lines(office.desk(), ledger, ledger.findings(), NOW)
    assert "；由某某公司发现；" in sheet_row(1, "本期", line, shown=False)["依据"]  # and no hour behind it
    assert "检查时间" not in urging_row(Urged(line, NOW.date()))["描述"]
    _look(office, NOW, Said.FAIL)
    with _ledger(office) as ledger:
        (line,) = problem_lines(office.desk(), ledger, ledger.findings(), NOW)
    assert "由某某公司发现，" not in sheet_row(1, "本期", line, shown=False)["依据"]
    assert "2026-11-06 10:00" in sheet_row(1, "本期", line, shown=False)["依据"]


def test_an_undated_message_counts_once_in_whatever_shape_it_comes(
    office: Any, sheet: Callable[..., Path], tmp_path: Path
) -> None:
    heads, row = ("网站名称", "所在页面", "问题类型", "问题描述"), (JIA, HOME + "a.html", "有人投诉", "电话打不通")
    file = sheet(row, heads=heads)
    (tmp_path / "b.csv").write_bytes("\n".join(map(",".join, (heads, row))).encode("gbk"))
    (tmp_path / "c.json").write_text(json.dumps([dict(zip(heads, row, strict=True))]), encoding="utf-8")
    for one in (file, tmp_path / "b.csv", tmp_path / "c.json"):
        office.take(one, ReportKind.MESSAGE)
    with _ledger(office) as ledger:
        assert report_figures(ledger, date(2026, 11, 1), date(2026, 11, 30)) == (1, 1, 0)
    office.take(sheet((JIA, HOME + "b.html", "有人投诉", "电话打不通"), heads=heads), ReportKind.MESSAGE)
    with _ledger(office) as ledger:
        assert len(ledger.reports()) == 2  # another one


def test_a_time_that_has_not_come_is_not_believed(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet((*DEAD[:7], "2027-11-03")))
    (finding,) = _findings(office)
    assert finding.first_seen == datetime(2026, 11, 6, tzinfo=SHANGHAI)
    with _ledger(office) as ledger:
        assert ledger.reports()[0].note == "发现时间“2027-11-03”看不懂或晚于收到的日期，按收到的日期记"


def test_messages_have_three_working_days(office: Any, sheet: Callable[..., Path], tmp_path: Path) -> None:
    """Friday 2026-09-25 to 09-27 is Mid-Autumn; received on Thursday the 24th: Monday 28, Tuesday 29, Wednesday 30."""
    heads = ("留言编号", "留言网站", "问题页面", "留言类型", "留言内容", "留言时间", "留言人", "联系电话")
    row = ("ZC20260924001", JIA, HOME, "信息不准确", "电话有误，请打13812345678", "2026-09-23", "某甲", "13912345678")
    now = datetime(2026, 9, 24, 9, 0, tzinfo=SHANGHAI)
    office.take(sheet(row, heads=heads), ReportKind.MESSAGE, now)
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        (message,) = ledger.reports(kind=ReportKind.MESSAGE)
        assert (message.due, message.state) == (date(2026, 9, 30), ReportState.UNMATCHED)
        assert message.text == "电话有误，请打138****5678"
        assert "某甲" not in repr(message)
        assert not message.overdue_on(date(2026, 9, 30))
        assert message.overdue_on(date(2026, 10, 8))
        done = ledger.answer_report(message.id, datetime(2026, 9, 30, 17, 0, tzinfo=SHANGHAI), "张", "已更正")
        assert done.state is ReportState.ANSWERED
        assert ledger.reports() == [done]


def test_the_figures_of_the_messages(office: Any, sheet: Callable[..., Path]) -> None:
    heads = ("留言编号", "留言网站", "留言内容")
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        assert report_figures(ledger, date(2026, 11, 1), date(2026, 11, 30)) == (None, None, None)
    rows = [(f"ZC2026110{n}", JIA, f"第{n}条") for n in range(4)]
    for day, two in ((date(2026, 10, 30), rows[:1]), (date(2026, 11, 6), rows[1:])):
        at = datetime(day.year, day.month, day.day, 9, 0, tzinfo=SHANGHAI)
        office.take(sheet(*two, heads=heads), ReportKind.MESSAGE, at)
    # due on Wednesday 2026-11-11: one in time, one a day late, one not at all; October's is due on 4 November
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.answer_report(2, datetime(2026, 11, 11, 23, 0, tzinfo=SHANGHAI), "张", "已办")
        ledger.answer_report(3, datetime(2026, 11, 12, 0, 30, tzinfo=SHANGHAI), "张", "已办")
        assert report_figures(ledger, date(2026, 11, 1), date(2026, 11, 30)) == (3, 4, 1)
        assert report_figures(ledger, date(2026, 10, 1), date(2026, 10, 31)) == (1, 0, 0)
        # on the last day itself nobody can say that the third one is late
        assert report_figures(ledger, date(2026, 11, 1), date(2026, 11, 11)) == (3, 1, 0)


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
        Outcome.CLEAR,
        Outcome.CLEAR,
        Outcome.NEW,
        Outcome.UNMATCHED,
    ]
    with _ledger(office) as ledger:
        read = ledger.reports(kind=ReportKind.READING)
    assert [(r.reported_at, r.reader, r.named) for r in read[:2]] == [
        (datetime(2026, 11, 5, 9, 10, tzinfo=SHANGHAI), "王五", f"{JIA} 首页、栏目"),
        (datetime(2026, 11, 5, 15, 40, tzinfo=SHANGHAI), "王五", f"{JIA} 首页、栏目"),
    ]
    assert [f.place for f in _findings(office)] == ["首页"]


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
    bodies = [f.evidence.body for f in _findings(office)]
    assert bodies[1:] == ["", ""]
    (kept,) = (office.workspace.data / "evidence").iterdir()
    assert (kept.stem, kept.suffix, kept.read_bytes()) == (bodies[0], ".png", b"\x89PNG one")
    assert kept.stat().st_mode & 0o077 == 0


def test_hostile_cells_do_no_harm(office: Any, sheet: Callable[..., Path]) -> None:
    heads = ("网站", "页面地址", "问题类型", "问题描述")
    office.take(sheet((JIA, HOME + "1.html", "严重表述错误", "=cmd|' /C calc'!A0" + "长" * 10_000), heads=heads))
    (finding,) = _findings(office)
    assert len(finding.message) < 300
    assert finding.place.startswith("“=cmd|")
    assert len(finding.place) < 100


def test_nothing_is_kept_of_a_dry_run(office: Any, sheet: Callable[..., Path]) -> None:
    file = sheet(DEAD)
    words = ("import-findings", str(file), "--from", "某某公司", "--now", "2026-11-06T10:00", "--dry-run")
    done = office.run(*words)
    assert "试读，没有记入：共读出 1 行：新问题 1。" in done.output
    assert not office.workspace.ledger.exists()
    assert office.run(*words[:-1]).exit_code == 0
    assert "以前收过 1" in office.run(*words).output


def test_a_file_without_headings_is_told_with_its_first_line(office: Any, sheet: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError) as refused:
        office.take(sheet(("甲", "乙"), heads=("列一", "列二")))
    assert str(refused.value) == (
        "结果.xlsx：前20行里没有认出列标题；请核对文件，或用 --map 指明列标题；看到的第一行是：列一、列二"
    )


def test_an_import_is_no_inspection(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD))
    with _ledger(office) as ledger:
        (run,) = ledger.runs()
        assert (run.kind, dict(run.settings)) == ("import", {"from": "某某公司", "file": "结果.xlsx"})
        assert run.finished
        assert ledger.coverages(run.run) == []
        assert ledger.unknowns(run.run) == []


def test_older_findings_load_without_an_origin(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD))
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        wanted = replace(ledger.finding(1), origin="")
        ledger._db.execute("UPDATE finding SET doc = json_remove(doc, '$.origin')")
        assert ledger.finding(1) == wanted


def test_a_workbook_as_contractors_make_it(office: Any, tmp_path: Path) -> None:
    """Headings in two lines with merged cells, a sheet named for its kind, two links in a cell, a caption between."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "死链"
    for row in (
        ("一、链接检查结果",),
        ("序号", "网站", "问题信息", None, None, "检查时间"),
        (None, None, "所在页面", "链接地址", "状态码", None),
        (1, JIA, HOME + "a.html", HOME + "1.html " + HOME + "2.html", 404, "2026-11-03"),
        ("（一）小计",),
    ):
        page.append(row)
    for area in ("A1:F1", "C2:E2", "A2:A3", "B2:B3", "F2:F3", "A5:F5"):
        page.merge_cells(area)
    book.create_sheet("栏目").append(["栏目地址", "类型"])
    book["栏目"].append(["查看", "栏目不更新"])
    book["栏目"]["A2"].hyperlink = HOME + "dt/"
    book.create_sheet("说明").append(["本表由系统生成"])
    book.save(tmp_path / "结果.xlsx")
    taken = office.take(tmp_path / "结果.xlsx")
    assert [(line.where, line.outcome) for line in taken.lines] == [
        ("“死链”表第4行之1", Outcome.NEW),
        ("“死链”表第4行之2", Outcome.NEW),
        ("“死链”表第5行", Outcome.INVALID),
        ("“栏目”表第2行", Outcome.NEW),
    ]
    assert (taken.unused, taken.unread) == (("序号", "状态码"), ("说明",))
    assert [f.place for f in _findings(office)] == [HOME + "1.html", HOME + "2.html", "dt"]


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_the_same_rows_from_csv_and_json(office: Any, tmp_path: Path, name: str) -> None:
    row = {"网站名称": JIA, "页面地址": HOME, "问题链接": GONE, "问题类型": "死链", "发现时间": "2026-11-03"}
    lines = "\n".join(",".join(values) for values in (row, row.values()))
    text = lines if name == "a.csv" else json.dumps({"code": 0, "data": [row]}, ensure_ascii=False)
    (tmp_path / name).write_text(text, encoding="gb18030" if name == "a.csv" else "utf-8")
    office.take(tmp_path / name)
    assert [(f.criterion, f.place) for f in _findings(office)] == [("link-home", GONE)]
