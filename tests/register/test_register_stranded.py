"""Findings that the register has left behind are listed for a person, each with its reason; none else is."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from desk.cli.taking_in.register import register as command
from desk.config.criteria import load_criteria
from desk.findings.orphaned_findings import stranded
from desk.register import save_register
from desk.workspace.workspace import Workspace, shipped_config
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Account,
    Column,
    ColumnState,
    Evidence,
    Finding,
    Outcome,
    Register,
    Site,
    State,
    Unit,
    Verdict,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = NOW.date()
HOME = "http://a.example/"
REGISTER = Register(
    {"u": Unit("u", "甲局")},
    {"s": Site("s", "甲网", HOME, "u"), "shut": Site("shut", "乙网", "http://b.example/", "u", closed=DAY)},
    {
        "c1": Column("c1", "s", "要闻", f"{HOME}1/"),
        "c2": Column("c2", "s", "专题", f"{HOME}2/", state=ColumnState.ARCHIVED, state_reason="专项结束"),
        "c3": replace(Column("c3", "s", "应急", f"{HOME}3/"), state=ColumnState.EXEMPT, state_until=date(2026, 11, 22)),
    },
    {"w": Account("w", "u", "微信", "甲号", state=ColumnState.ARCHIVED, state_reason="已注销")},
)


def standing(subject: str, column: str | None = None, criterion: str = "column-news-stale") -> Finding:
    evidence = Evidence(HOME, NOW)
    place = column or "网站"
    return Finding(1, criterion, subject, place, column, "u", State.CONFIRMED, "未更新", evidence, NOW, NOW)


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (standing("s", "c1"), ""),
        (standing("s", "c2"), "栏目“专题”登记为归档（专项结束）"),
        (standing("s", "c3"), ""),  # exempt up to yesterday
        (standing("s", "c9"), "栏目 c9 已不在登记册中"),
        (standing("s"), ""),
        (standing("shut"), "网站已于 2026-11-23 关停"),
        (standing("shut", criterion="site-closed-open"), ""),
        (standing("gone"), "已不在登记册中"),
        (standing("w"), "账号登记为归档（已注销）"),
        (standing("微博·随手拍"), ""),
    ],
)
def test_why_a_finding_is_no_longer_looked_at(finding: Finding, why: str) -> None:
    assert [said for _, said in stranded(REGISTER, load_criteria(shipped_config() / "criteria"), [finding], DAY)] == (
        [why] if why else []
    )


def test_the_check_lists_them(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "w")
    save_register(
        replace(REGISTER, columns={i: c for i, c in REGISTER.columns.items() if i != "c3"}), workspace.register
    )
    criteria = load_criteria(workspace.criteria)
    with Ledger.open_for_writing(workspace.ledger) as ledger:
        ledger.runs.start("r", "inspect", NOW, {})
        fails = [
            Verdict("column-news-stale", "s", c, Outcome.FAIL, f"栏目{c}未更新", Evidence(HOME, NOW), column=c)
            for c in ("c1", "c2")
        ]
        ledger.verdicts.settle("r", NOW, fails, criteria, REGISTER)
    words = ["check", "--now", "2026-11-23T10:00"]
    result = CliRunner().invoke(command, words, obj=workspace.root, catch_exceptions=False)
    assert result.exit_code == 0
    assert "问题 2 不再检查：栏目“专题”登记为归档（专项结束）。栏目c2未更新" in result.output
    assert "以上 1 个问题" in result.output
