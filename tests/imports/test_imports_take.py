"""A file taken in: every row accounted for, nobody's word confirming anything, nothing doubled."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desk.imports.sorting import RowOutcome
from desk.presenters.place_names import problem_lines
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import SHANGHAI
from ledger.encoding.packing import pack, unpack
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event, State
from ledger.vocabulary import Outcome as Said
from ledger.vocabulary.post.report import ReportState
from reports.letters.sheet import _row as sheet_row
from reports.letters.urging import Urged
from reports.letters.urging import _row as urging_row
from tests.imports.taking import DEAD, GONE, HOME, HOUR, JIA, NOW, findings_of, look, reading


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
        RowOutcome.NEW: 2,
        RowOutcome.REPEATED: 1,
        RowOutcome.CLEAR: 1,
        RowOutcome.UNMATCHED: 2,
        RowOutcome.INVALID: 3,
    }
    assert sum(taken.counts().values()) == len(taken.lines) == 9
    assert taken.unused == ("序号",)
    with reading(office) as ledger:
        kept = ledger.reports.find()
    assert [(r.state, r.finding) for r in kept] == [
        (ReportState.NEW, 1),
        (ReportState.NEW, 2),
        (ReportState.UNMATCHED, 0),
        (ReportState.UNMATCHED, 0),
        (ReportState.CLEAR, 0),
    ]


def test_a_new_finding_waits_and_says_whose_word_it_is(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD, (2, "", JIA, HOME + "b.html", GONE, "死链", "", "2026-11-03")))
    (finding,) = findings_of(office)
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
    (finding,) = findings_of(office)
    assert (finding.place, finding.state) == (place, State.SUSPECTED)


def test_our_own_looks_confirm_by_themselves(office: Any, sheet: Callable[..., Path]) -> None:
    """Three looks, ten minutes and six hours apart: the contractor's is none of them."""
    office.take(sheet(DEAD))
    for after, state in ((HOUR, State.SUSPECTED), (2 * HOUR, State.SUSPECTED), (9 * HOUR, State.CONFIRMED)):
        look(office, NOW + after, Said.FAIL)
        (finding,) = findings_of(office)
        assert finding.state is state
    assert finding.origin == "某某公司"
    assert finding.message == "其他页面链接无法打开"


def test_seen_good_by_us_it_is_closed(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD))
    look(office, NOW + HOUR, Said.PASS)
    assert findings_of(office)[0].state is State.CLOSED


def test_the_same_file_twice_adds_nothing(office: Any, sheet: Callable[..., Path]) -> None:
    rows = [DEAD, (2, "", JIA, HOME, "", "错别字", "甲", ""), (3, "", JIA, HOME, "", "无", "无", "2026-11-03")]
    office.take(sheet(*rows))
    before = findings_of(office)
    taken = office.take(sheet(*rows), now=NOW + timedelta(days=1))
    assert taken.counts()[RowOutcome.BEFORE] == 3
    assert findings_of(office) == before
    with reading(office) as ledger:
        assert len(ledger.reports.find()) == 3


def test_what_the_ledger_has_is_matched_and_stays_ours(office: Any, sheet: Callable[..., Path]) -> None:
    look(office, NOW - HOUR, Said.FAIL, code="link-home")
    before = findings_of(office)
    assert office.take(sheet(DEAD)).counts()[RowOutcome.KNOWN] == 1
    assert findings_of(office) == before  # found on the home page: the same target, and not doubled
    with reading(office) as ledger:
        (report,) = ledger.reports.find(finding=1)
    assert (report.state, report.criterion, report.note) == (
        ReportState.MATCHED,
        "link-home",
        "台账中的问题 1（待核实）",
    )


@pytest.mark.parametrize(
    ("reported", "outcome", "state"),
    [("2026-11-06 09:30", RowOutcome.RETURNED, State.REOPENED), ("2026-11-06 08:30", RowOutcome.KNOWN, State.CLOSED)],
)
def test_reported_after_it_was_closed_it_may_be_back(
    office: Any, sheet: Callable[..., Path], reported: str, outcome: RowOutcome, state: State
) -> None:
    look(office, NOW - 3 * HOUR, Said.FAIL)
    look(office, NOW - HOUR, Said.PASS)  # at nine
    assert office.take(sheet((*DEAD[:7], reported))).counts()[outcome] == 1
    (finding,) = findings_of(office)
    assert (finding.state, finding.confirmed_at, finding.origin) == (state, None, "")


def test_a_false_alarm_is_not_brought_back_by_others(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD))
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        ledger.decisions.decide(1, Decision(Event.DISMISS, NOW + HOUR, "张", "核对无误"))
    taken = office.take(sheet((*DEAD[:7], "2026-11-05")), now=NOW + 2 * HOUR)
    assert [(line.outcome, line.note) for line in taken.lines] == [
        (RowOutcome.KNOWN, "台账中的问题 1 已判为误报，至 2027-11-06")
    ]


def test_their_number_tells_a_report_again_and_a_line_number_does_not(office: Any, sheet: Callable[..., Path]) -> None:
    heads = ("问题编号", "网站", "页面地址", "问题类型", "错误内容")
    first = ("W2026110301", JIA, HOME + "1.html", "严重表述错误", "共合国")
    assert office.take(sheet(first, heads=heads)).counts()[RowOutcome.NEW] == 1
    again = ("W2026110301", JIA, HOME + "1.html", "严重表述错误", "改过的说法")
    assert office.take(sheet(again, heads=heads)).counts()[RowOutcome.BEFORE] == 1
    for number, word in (("1", "大和国"), ("1", "人大和国")):
        row = (number, JIA, HOME + "1.html", "严重表述错误", word)
        assert office.take(sheet(row, heads=heads)).counts()[RowOutcome.NEW] == 1
    assert len(findings_of(office)) == 3


def test_a_day_they_did_not_write_is_not_said(office: Any, sheet: Callable[..., Path]) -> None:
    """The file came on 6 November; when they looked nobody knows."""
    office.take(sheet((1, "甲区办公室", JIA, HOME + "a.html", GONE, "死链", "打不开", "")))
    (found,) = findings_of(office)
    assert found.message.endswith("（据某某公司2026年11月6日送来的检查）")


def test_the_notice_gives_no_time_of_a_look_that_was_not_ours(office: Any, sheet: Callable[..., Path]) -> None:
    """A contractor's day has no hour: 0时00分 nobody saw anything. Seen by ourselves, it has."""
    office.take(sheet((1, "甲区办公室", JIA, HOME + "a.html", GONE, "死链", "打不开", "2026-11-03")))
    with reading(office) as ledger:
        (line,) = problem_lines(office.desk(), ledger, ledger.findings.find(), NOW)
    assert "；由某某公司发现；" in sheet_row(1, "本期", line, shown=False)["依据"]  # and no hour behind it
    assert "检查时间" not in urging_row(Urged(line, NOW.date()))["描述"]
    look(office, NOW, Said.FAIL)
    with reading(office) as ledger:
        (line,) = problem_lines(office.desk(), ledger, ledger.findings.find(), NOW)
    assert "由某某公司发现，" not in sheet_row(1, "本期", line, shown=False)["依据"]
    assert "2026-11-06 10:00" in sheet_row(1, "本期", line, shown=False)["依据"]


def test_a_time_that_has_not_come_is_not_believed(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet((*DEAD[:7], "2027-11-03")))
    (finding,) = findings_of(office)
    assert finding.first_seen == datetime(2026, 11, 6, tzinfo=SHANGHAI)
    with reading(office) as ledger:
        assert ledger.reports.find()[0].note == "发现时间“2027-11-03”看不懂或晚于收到的日期，按收到的日期记"


def test_hostile_cells_do_no_harm(office: Any, sheet: Callable[..., Path]) -> None:
    heads = ("网站", "页面地址", "问题类型", "问题描述")
    office.take(sheet((JIA, HOME + "1.html", "严重表述错误", "=cmd|' /C calc'!A0" + "长" * 10_000), heads=heads))
    (finding,) = findings_of(office)
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
    with reading(office) as ledger:
        (run,) = ledger.runs.find()
        assert (run.kind, dict(run.settings)) == ("import", {"from": "某某公司", "file": "结果.xlsx"})
        assert run.finished
        assert ledger.runs.coverages(run.run) == []
        assert ledger.verdicts.unknowns(run.run) == []


def test_older_findings_load_without_an_origin(office: Any, sheet: Callable[..., Path]) -> None:
    office.take(sheet(DEAD))
    with Ledger.open_for_writing(office.workspace.ledger) as ledger:
        wanted = replace(ledger.findings.get(1), origin="")
        (packed,) = ledger._store.db.execute("SELECT doc FROM finding").fetchone()
        older = {name: value for name, value in unpack(packed).items() if name != "origin"}
        assert len(older) == len(unpack(packed)) - 1
        ledger._store.db.execute("UPDATE finding SET doc = ?", [pack(older)])
        assert ledger.findings.get(1) == wanted


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
        ("“死链”表第4行之1", RowOutcome.NEW),
        ("“死链”表第4行之2", RowOutcome.NEW),
        ("“死链”表第5行", RowOutcome.INVALID),
        ("“栏目”表第2行", RowOutcome.NEW),
    ]
    assert (taken.unused, taken.unread) == (("序号", "状态码"), ("说明",))
    assert [f.place for f in findings_of(office)] == [HOME + "1.html", HOME + "2.html", "dt"]


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_the_same_rows_from_csv_and_json(office: Any, tmp_path: Path, name: str) -> None:
    row = {"网站名称": JIA, "页面地址": HOME, "问题链接": GONE, "问题类型": "死链", "发现时间": "2026-11-03"}
    lines = "\n".join(",".join(values) for values in (row, row.values()))
    text = lines if name == "a.csv" else json.dumps({"code": 0, "data": [row]}, ensure_ascii=False)
    (tmp_path / name).write_text(text, encoding="gb18030" if name == "a.csv" else "utf-8")
    office.take(tmp_path / name)
    assert [(f.criterion, f.place) for f in findings_of(office)] == [("link-home", GONE)]
