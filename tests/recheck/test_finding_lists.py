"""What a clerk is shown of findings: the list and how it is narrowed, one finding's whole story, and a re-look."""

import json
from pathlib import Path

from ledger.ledger import Ledger
from ledger.vocabulary import (
    Answer,
    AnswerKind,
    AnswerSource,
    State,
)
from tests.recheck.one_finding import LATER, NOW, Run, bring, finding


def test_an_urging_sets_the_day_and_the_list_tells_who_is_late(root: Path, run: Run) -> None:
    bring(root, "C")
    assert run("finding", "urge", "1", "--why", "催办", "--until", "2026-11-27", "--now", LATER)[0] == 0
    assert "期限 2026-11-27" in run("findings", "--now", "2026-11-27T18:00")[1]
    assert "逾期" not in run("findings", "--now", "2026-11-27T18:00")[1]
    late = run("findings", "--overdue", "--now", "2026-11-28T08:00")[1]
    assert "期限 2026-11-27（逾期）" in late
    assert run("findings", "--overdue", "--now", "2026-11-27T18:00")[1].startswith("共 0 个")


def test_the_list_can_be_narrowed(root: Path, run: Run) -> None:
    bring(root, "X")
    assert run("findings", "--now", LATER)[1].startswith("共 0 个")
    assert run("findings", "--state", "已销号", "--now", LATER)[1].startswith("    1  已销号")
    assert run("findings", "--all", "--unit", "u9", "--now", LATER)[1].startswith("共 0 个")
    assert run("findings", "--state", "没有的", "--now", LATER)[0] == 2


def test_the_whole_story_is_harmless_on_a_terminal(root: Path, run: Run) -> None:
    bring(root, "N")
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:
        said = "服务器\x1b[31m故障\x1b]0;title\x07\n第二行"
        answer = Answer(1, "u1", NOW, AnswerKind.WORKING, AnswerSource.CLERK, by="王五", cause=said)
        ledger.answers.record(answer)
    code, out, _ = run("finding", "show", "1", "--now", LATER)
    assert code == 0
    assert "\x1b" not in out
    assert "\x07" not in out
    for told in ("问题 1：", "严重表述错误", "首页有错误", "原文：原文", "待核实 → 已核实 张三", "服务器故障 第二行"):
        assert told in out
    assert run("finding", "show", "2")[0] == 2


def test_a_re_look_says_what_it_cannot_see(root: Path, run: Run) -> None:
    bring(root, "R")
    code, out, _ = run("recheck", "1", "--now", LATER)
    assert (code, finding(root).state, finding(root).unknown_since) == (3, State.RECHECK, None)
    assert "未能核查  待复查" in out
    assert "finding passed" in out
    code, out, _ = run("recheck", "--json", "--now", LATER)
    assert [one["finding"] for one in json.loads(out)["findings"]] == [1]
    assert run("recheck", "7", "--now", LATER)[0] == 2


def test_nothing_to_look_at_again_is_said(root: Path, run: Run) -> None:
    bring(root, "N")
    assert run("recheck", "--now", LATER) == (0, "没有待复查的问题。\n", "")


def test_what_no_unit_is_pressed_for_says_so_in_its_line(root: Path, run: Run) -> None:
    bring(root, "N")
    assert "【申诉待裁定】" in run("finding", "appeal", "1", "--why", "不属实", "--now", LATER)[1]
    assert "【申诉待裁定】" in run("findings", "--now", LATER)[1]
    said = run("finding", "rule", "1", "--accept", "--why", "属实", "--until", "2027-03-31", "--now", LATER)[1]
    assert "【误报，至 2027-03-31】" in said
    assert "申诉待裁定" not in said
    assert "期限" not in said
