"""Every decision a clerk can type, on a finding in every state: the change that a hand-written table names, or one
Chinese sentence and exit code 2."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk.config.criteria import load_criteria
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Decision,
    Event,
    Outcome,
    Reason,
    Register,
    State,
    Verdict,
)
from tests.recheck.one_finding import BY_MACHINE, LATER, NOW, Run, bring, finding

# S 待核实 C 已核实 N 已通报 F 整改中 R 待复查 X 已销号 B 重新出现 (b: and confirmed), . refused
STATES = "SCNFRXBb"
BY_HAND = {
    "confirm": "C.....B.",
    "dismiss": "SCNFRXBB",
    "restore": "........",  # none was called a 误报
    "appeal": ".CNFRXBB",
    "rule": "........",  # nobody appealed
    "fixed": ".RRR...R",
    "urge": ".FFF...F",
    "passed": "XXXXX.XX",
}
OPTIONS = {"dismiss": ("--kind", "读错"), "rule": ("--reject",), "passed": ("--seen", "http://www.jia.gov.cn/a.html")}
LETTERS = dict(zip("SCNFRXB", State, strict=True))


@pytest.mark.parametrize("letter", STATES)
@pytest.mark.parametrize("command", BY_HAND)
def test_every_decision_in_every_state(command: str, letter: str, root: Path, run: Run) -> None:
    bring(root, letter)
    before = finding(root)
    expected = BY_HAND[command][STATES.index(letter)]
    code, _, told = run("finding", command, "1", "--why", "理由", "--now", LATER, *OPTIONS.get(command, ()))
    if expected == ".":
        assert code == 2
        assert told.strip().endswith("。")
        assert len(told.strip().splitlines()) == 1
        assert finding(root) == before
    else:
        assert (code, told) == (0, "")
        assert finding(root).state is LETTERS[expected]


def test_a_misjudged_misjudgement_is_taken_back(root: Path, run: Run) -> None:
    bring(root, "C")
    assert run("finding", "dismiss", "1", "--kind", "读错", "--why", "看错了", "--now", LATER)[0] == 0
    assert finding(root).dismissed_on(date(2026, 11, 26))
    assert run("finding", "restore", "1", "--why", "确有其事", "--now", LATER)[0] == 0
    assert (finding(root).dismissed_until, finding(root).state) == (None, State.CONFIRMED)


def test_an_appeal_upheld_is_a_misjudgement_for_a_year(root: Path, run: Run) -> None:
    bring(root, "N")
    run("finding", "appeal", "1", "--why", "栏目已备案归并", "--now", LATER)
    assert run("finding", "rule", "1", "--accept", "--why", "情况属实", "--now", LATER)[0] == 0
    ruled = finding(root)
    assert (ruled.state, ruled.appeal, ruled.dismissed_until) == (State.NOTIFIED, "", date(2027, 11, 25))
    with Ledger.open_for_reading(root / "data" / "ledger.sqlite") as ledger:
        events = [(e.event, e.why) for e in ledger.findings.history(1)][-2:]
    assert events == [(Event.RULE_ON_APPEAL, "申诉成立：情况属实"), (Event.DISMISS, "申诉成立：情况属实")]


def test_an_accepted_appeal_says_until_when_it_mutes_wherever_it_is_shown(root: Path, run: Run) -> None:
    bring(root, "N")
    run("finding", "appeal", "1", "--why", "栏目已备案归并", "--now", LATER)
    until = ("--until", "2026-12-31")
    assert run("finding", "rule", "1", "--accept", "--why", "情况属实", *until, "--now", LATER)[0] == 0
    assert "【误报，至 2026-12-31】" in run("findings", "--all", "--now", LATER)[1]
    (told,) = json.loads(run("findings", "--all", "--json", "--now", LATER)[1])["findings"]
    assert (told["dismissed_until"], told["dismissed_why"]) == ("2026-12-31", "申诉成立：情况属实")
    shown = run("finding", "show", "1", "--now", LATER)[1]
    assert "误报：申诉成立：情况属实（自 2026-11-25 起，有效期至 2026-12-31）" in shown
    assert shown.count("（按误报处理至 2026-12-31）") == 2, "on the ruling and on the 误报 that it is"
    assert "有效期至 2026-12-31，已过期" in run("finding", "show", "1", "--now", "2027-01-02T09:00")[1]


def test_a_misjudgement_holds_the_deadline(root: Path, run: Run) -> None:
    """Due on Monday 30 November; held on Wednesday the 25th and on the 26th."""
    bring(root, "N")
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:
        ledger.decisions.decide(1, Decision(Event.URGE, NOW, "张三", "电话", date(2026, 11, 30)))
    dismissed = (
        "finding",
        "dismiss",
        "1",
        "--kind",
        "读错",
        "--why",
        "看错了",
        "--until",
        "2026-11-26",
        "--now",
        LATER,
    )
    assert run(*dismissed)[0] == 0
    assert (finding(root).due, finding(root).due_told) == (date(2026, 12, 2), date(2026, 11, 30))
    (told,) = json.loads(run("findings", "--all", "--json", "--now", LATER)[1])["findings"]
    assert told["due"] == "2026-12-02"
    assert "整改期限由 2026-11-30 顺延" in run("finding", "show", "1", "--now", LATER)[1]
    assert run("finding", "restore", "1", "--why", "属实", "--now", "2026-11-26T09:00")[0] == 0
    assert (finding(root).due, finding(root).due_told) == (date(2026, 12, 1), None), "only the 25th was held"


def test_an_appeal_rejected_leaves_the_finding(root: Path, run: Run) -> None:
    bring(root, "N")
    run("finding", "appeal", "1", "--why", "栏目已备案归并", "--now", LATER)
    assert run("finding", "rule", "1", "--reject", "--why", "没有备案", "--now", LATER)[0] == 0
    ruled = finding(root)
    assert (ruled.state, ruled.appeal, ruled.dismissed_until) == (State.NOTIFIED, "", None)


def test_a_ruling_that_cannot_be_kept_whole_is_not_kept(root: Path, run: Run) -> None:
    """The dismissal's last day lies in the past: the appeal still waits for its ruling."""
    bring(root, "N")
    run("finding", "appeal", "1", "--why", "栏目已备案归并", "--now", LATER)
    code, _, _ = run("finding", "rule", "1", "--accept", "--why", "属实", "--until", "2026-11-01", "--now", LATER)
    assert (code, finding(root).appeal) == (2, "栏目已备案归并")


def test_what_a_machine_can_see_no_person_closes(root: Path, run: Run) -> None:
    bring(root, "R", BY_MACHINE)
    looked = ("--seen", "http://www.jia.gov.cn/", "--now", LATER)
    code, _, told = run("finding", "passed", "1", "--why", "看过了", *looked)
    assert (code, finding(root).state) == (2, State.RECHECK)
    assert "请用 xuncha recheck 1。" in told


def test_what_the_machine_could_not_see_a_person_may_close(root: Path, run: Run, tmp_path: Path) -> None:
    bring(root, "R", BY_MACHINE)
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:
        at = NOW + timedelta(hours=3)
        ledger.runs.start("blind", "inspect", at, {"sites": "jia"})
        unknown = Verdict(BY_MACHINE, "jia", "首页", Outcome.UNKNOWN, "未能核查", reason=Reason.BLOCKED)
        criteria = load_criteria(root / "config" / "criteria")
        ledger.verdicts.settle("blind", at, [unknown], criteria, Register({}, {}, {}, {}))
    picture = tmp_path / "看到的.png"
    picture.write_bytes(b"picture")
    words = ("--why", "防火墙拦截，人工查看已更新", "--file", str(picture), "--by", "李四", "--now", LATER)
    assert run("finding", "passed", "1", *words)[0] == 0
    assert (finding(root).state, finding(root).unknown_since) == (State.CLOSED, None)
    with Ledger.open_for_reading(root / "data" / "ledger.sqlite") as ledger:
        last = ledger.findings.history(1)[-1]
    assert (last.event, last.by) == (Event.PASSED, "李四")
    (file,) = (root / "data" / "answers").iterdir()
    assert file.read_bytes() == b"picture"
    assert file.name in last.why


@pytest.mark.parametrize(
    "words",
    [(), ("--seen", "http://a.gov.cn/", "--file", "x"), ("--seen", "那个网页"), ("--file", "没有的.png")],
)
def test_a_pass_says_what_was_seen(words: tuple[str, ...], root: Path, run: Run) -> None:
    bring(root, "R")
    code, _, told = run("finding", "passed", "1", "--why", "看过了", "--now", LATER, *words)
    assert (code, finding(root).state) == (2, State.RECHECK)
    assert "请" in told or "用法不对" in told
