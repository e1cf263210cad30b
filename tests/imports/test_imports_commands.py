"""The commands as a clerk types them: what they say, and with which exit code; and a finding entered by hand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from desk.workspace.config_mistakes import ConfigError
from ledger.ledger import AlreadyAnswered, Ledger, NoSuchReport
from ledger.vocabulary import Event, Finding, State
from ledger.vocabulary.post.report import ReportKind

JIA = "甲区人民政府网"
HOME = "http://www.jia.gov.cn/"
NOW = ("--now", "2026-11-06T10:00")


def _findings(office: Any) -> list[Finding]:
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        return ledger.findings.find()


@pytest.fixture
def messages(office: Any, sheet: Callable[..., Path]) -> Any:
    heads = ("留言编号", "留言网站", "问题页面", "留言内容")
    rows = [("ZC20261106001", JIA, HOME, "电话\x1b[31m有误"), ("ZC20261106002", JIA, HOME, "打不开")]
    rows = [tuple(cell.replace("\x1b", "") for cell in row) for row in rows]
    done = office.run("import-findings", str(sheet(*rows, heads=heads)), "--from", "找错平台", "--kind", "找错", *NOW)
    assert done.exit_code == 1  # neither could be placed: a person has to see to them
    return office


def test_messages_are_listed_with_their_line_and_answered(messages: Any) -> None:
    listed = messages.run("reports", "list", "--open", "--now", "2026-11-12T09:00")
    assert listed.exit_code == 1
    assert listed.output.count("办理期限 2026-11-11（已逾期）") == 2
    assert listed.output.endswith("共 2 条线索，其中 2 条逾期。\n")
    done = messages.run("reports", "answer", "1", "--why", "已更正", "--by", "张", "--now", "2026-11-12T09:30")
    assert "2026-11-12 09:30 已更正" in done.output
    assert "办结晚于期限 2026-11-11" in done.output
    left = messages.run("reports", "list", "--overdue", "--now", "2026-11-12T10:00")
    assert "共 1 条线索，其中 1 条逾期。" in left.output
    assert isinstance(messages.run("reports", "answer", "1", "--why", "又").exception, AlreadyAnswered)
    assert isinstance(messages.run("reports", "answer", "9", "--why", "又").exception, NoSuchReport)


def test_due_is_by_working_days_over_the_holiday(office: Any, sheet: Callable[..., Path]) -> None:
    """Received on 2026-09-30: free to 7 October, then Thursday 8, Friday 9, and Saturday 10, a make-up day."""
    file = sheet((JIA, "打不开"), heads=("留言网站", "留言内容"))
    office.run("import-findings", str(file), "--from", "平台", "--kind", "找错", "--now", "2026-09-30T09:00")
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        (report,) = ledger.reports.find(kind=ReportKind.MESSAGE)
    assert report.due == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--received", "2026-12-01"), "--received：2026-12-01 还没有到；请核对收到的日期"),
        (("--map", "none.toml"), "none.toml：读不了这个文件"),
    ],
)
def test_wrong_use_is_told(office: Any, sheet: Callable[..., Path], words: tuple[str, ...], said: str) -> None:
    done = office.run("import-findings", str(sheet()), "--from", "甲", *NOW, *words)
    assert isinstance(done.exception, ConfigError)
    assert str(done.exception).startswith(said)


def _add(office: Any, *words: str) -> Result:
    done: Result = office.run("finding", "add", "--why", "首页标题写错国名", "--by", "张", *words, *NOW)
    return done


def test_a_finding_by_hand_is_confirmed_by_that_clerk(office: Any, tmp_path: Path) -> None:
    (tmp_path / "图.jpg").write_bytes(b"picture")
    file = str(tmp_path / "图.jpg")
    words = ("--criterion", "severe-wording", "--site", "jia", "--address", HOME + "n.html", "--quote", "共合国")
    done = _add(office, *words, "--file", file)
    assert done.output == "已录入并核实，编号 1：严重表述错误：首页标题写错国名\n"
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        finding, history = ledger.findings.get(1), ledger.findings.history(1)
    assert (finding.state, finding.origin, finding.unit) == (State.CONFIRMED, "", "u1")
    assert finding.place == "“共合国”（www.jia.gov.cn/n.html）"
    assert (finding.evidence.address, finding.evidence.quote) == (HOME + "n.html", "共合国")
    assert (office.workspace.data / "evidence" / f"{finding.evidence.body}.jpg").read_bytes() == b"picture"
    assert [(e.event, e.by) for e in history] == [(Event.FOUND, ""), (Event.CONFIRM, "张")]
    again = _add(office, *words)
    assert "台账里已有这个问题，编号 1（已核实）" in str(again.exception)


@pytest.mark.parametrize(
    ("words", "place", "column"),
    [
        (("--criterion", "column-news-stale", "--site", "jia", "--address", HOME, "--column", "dt"), "dt", "dt"),
        (("--criterion", "column-news-stale", "--site", "jia", "--address", HOME + "dt/"), "dt", "dt"),
        (("--criterion", "link-other", "--site", "jia", "--address", HOME + "x.doc"), HOME + "x.doc", None),
        (("--criterion", "home-not-updated", "--site", "jia", "--address", HOME), "首页", None),
        (("--criterion", "account-stale", "--account", "wx"), "账号", None),
        (("--criterion", "page-tags", "--site", "jia", "--address", HOME, "--place", "home:A"), "home:A", None),
    ],
)
def test_by_hand_the_place_is_the_rules_own(
    office: Any, words: tuple[str, ...], place: str, column: str | None
) -> None:
    """Criteria that a machine confirms: the clerk's word is the clerk's all the same."""
    assert _add(office, *words).exit_code == 0
    (finding,) = _findings(office)
    assert (finding.place, finding.column, finding.state) == (place, column, State.CONFIRMED)
    with Ledger.open_for_reading(office.workspace.ledger) as ledger:
        assert [e.by for e in ledger.findings.history(1) if e.event is Event.CONFIRM] == ["张"]


def test_by_hand_confirms_what_only_others_had_said(office: Any, sheet: Callable[..., Path]) -> None:
    heads = ("网站", "页面地址", "问题类型", "错误内容")
    office.run("import-findings", str(sheet((JIA, HOME, "严重表述错误", "共合国"), heads=heads)), "--from", "甲", *NOW)
    words = ("--criterion", "severe-wording", "--site", "jia", "--address", HOME, "--quote", "共合国")
    assert _add(office, *words).exit_code == 0
    (finding,) = _findings(office)
    assert (finding.state, finding.origin) == (State.CONFIRMED, "甲")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--criterion", "none", "--site", "jia", "--address", HOME), "没有启用的指标“none”"),
        (("--criterion", "interview", "--site", "jia", "--address", HOME), "没有启用的指标“interview”"),
        (("--criterion", "severe-wording", "--site", "x", "--address", HOME), "登记册里没有“x”"),
        (("--criterion", "severe-wording", "--site", "jia", "--address", "没有"), "“没有”不是网址"),
        (("--criterion", "column-blank", "--site", "jia", "--address", HOME), "这个栏目"),
        (("--criterion", "column-blank", "--site", "mz", "--address", HOME, "--column", "dt"), "没有栏目“dt”"),
        (("--criterion", "severe-wording", "--site", "mz", "--address", HOME), "地址不属于“甲区民政局网站”"),
        (("--criterion", "site-identity", "--site", "jia", "--address", HOME), "看不出“网站标识”的哪一处"),
        (("--criterion", "link-other", "--account", "wx"), "“其他页面链接不可用”不是账号的指标"),
        (("--criterion", "severe-wording", "--site", "jia", "--address", HOME, "--file", "x.exe"), "不是图片或 PDF"),
    ],
)
def test_by_hand_what_is_wrong_is_told_and_nothing_kept(office: Any, words: tuple[str, ...], said: str) -> None:
    done = _add(office, *words)
    assert isinstance(done.exception, ConfigError)
    assert said in str(done.exception)
    assert not office.workspace.ledger.exists() or _findings(office) == []


def test_by_hand_needs_one_subject_and_an_address(office: Any) -> None:
    assert _add(office, "--criterion", "severe-wording").exit_code == 2
    assert _add(office, "--criterion", "severe-wording", "--site", "jia").exit_code == 2
