"""Every decision a clerk can type, on a finding in every state: the change that a hand-written table names, or one
Chinese sentence and exit code 2."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.cli.main import main
from desk.config.criteria import load_criteria
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Answer,
    AnswerKind,
    AnswerSource,
    Decision,
    Event,
    Evidence,
    Finding,
    Outcome,
    Reason,
    Register,
    State,
    Unit,
    Verdict,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = "2026-11-25T09:00"
BY_PEOPLE, BY_MACHINE = "severe-wording", "column-news-stale"
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


def _fail(ledger: Ledger, root: Path, at: datetime, criterion: str) -> None:
    run = f"{at:%Y%m%dT%H%M%S}"
    ledger.start_run(run, "inspect", at, {"sites": "jia"})
    evidence = Evidence("http://www.jia.gov.cn/", at, quote="原文")
    verdict = Verdict(criterion, "jia", "首页", Outcome.FAIL, "首页有错误", evidence)
    register = Register({"u1": Unit("u1", "甲区办公室")}, {}, {}, {})
    ledger.settle(run, at, [verdict], load_criteria(root / "config" / "criteria"), register)
    ledger.finish_run(run, at)


def _bring(root: Path, letter: str, criterion: str = BY_PEOPLE) -> None:
    """One finding, number 1, in the state of that letter."""
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:

        def decide(event: Event) -> None:
            ledger.decide(1, Decision(event, NOW, "张三", "理由"))

        _fail(ledger, root, NOW, criterion)
        if letter != "S" and criterion == BY_PEOPLE:  # the machine's own is confirmed by its look
            decide(Event.CONFIRM)
        if letter == "N":
            ledger.notify([1], "2026-11", NOW, {})
        if letter == "F":
            decide(Event.URGE)
        if letter == "R":
            decide(Event.REPORT_FIXED)
        if letter in "XBb":
            ledger.pass_by_person(1, NOW, "张三", "看过")
        if letter in "Bb":
            _fail(ledger, root, NOW + timedelta(hours=1), criterion)
        if letter == "b":
            ledger.decide(1, Decision(Event.CONFIRM, NOW + timedelta(hours=1), "张三", "理由"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Workspace.init(tmp_path_factory.mktemp("decided") / "office").root


@pytest.fixture
def root(office: Path) -> Path:
    """A workspace with one registered site and without any finding."""
    register = office / "config" / "register"
    (register / "units.csv").write_text("编号,名称\nu1,甲区办公室\n", encoding="utf-8")
    row = "编号,名称,首页地址,主办单位\njia,甲区网,http://www.jia.gov.cn/,u1\n"
    (register / "sites.csv").write_text(row, encoding="utf-8")
    for file in office.glob("data/ledger.sqlite*"):
        file.unlink()
    return office


def _finding(root: Path) -> Finding:
    with Ledger.open_for_reading(root / "data" / "ledger.sqlite") as ledger:
        return ledger.finding(1)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program as it is typed: exit code, stdout, stderr."""

    def typed(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xuncha", "--workspace", str(root), *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return typed


@pytest.mark.parametrize("letter", STATES)
@pytest.mark.parametrize("command", BY_HAND)
def test_every_decision_in_every_state(command: str, letter: str, root: Path, run: Run) -> None:
    _bring(root, letter)
    before = _finding(root)
    expected = BY_HAND[command][STATES.index(letter)]
    code, _, told = run("finding", command, "1", "--why", "理由", "--now", LATER, *OPTIONS.get(command, ()))
    if expected == ".":
        assert code == 2
        assert told.strip().endswith("。")
        assert len(told.strip().splitlines()) == 1
        assert _finding(root) == before
    else:
        assert (code, told) == (0, "")
        assert _finding(root).state is LETTERS[expected]


def test_a_misjudged_misjudgement_is_taken_back(root: Path, run: Run) -> None:
    _bring(root, "C")
    assert run("finding", "dismiss", "1", "--kind", "读错", "--why", "看错了", "--now", LATER)[0] == 0
    assert _finding(root).dismissed_on(date(2026, 11, 26))
    assert run("finding", "restore", "1", "--why", "确有其事", "--now", LATER)[0] == 0
    assert (_finding(root).dismissed_until, _finding(root).state) == (None, State.CONFIRMED)


def test_an_appeal_upheld_is_a_misjudgement_for_a_year(root: Path, run: Run) -> None:
    _bring(root, "N")
    run("finding", "appeal", "1", "--why", "栏目已备案归并", "--now", LATER)
    assert run("finding", "rule", "1", "--accept", "--why", "情况属实", "--now", LATER)[0] == 0
    ruled = _finding(root)
    assert (ruled.state, ruled.appeal, ruled.dismissed_until) == (State.NOTIFIED, "", date(2027, 11, 25))
    with Ledger.open_for_reading(root / "data" / "ledger.sqlite") as ledger:
        events = [(e.event, e.why) for e in ledger.history(1)][-2:]
    assert events == [(Event.RULE_ON_APPEAL, "申诉成立：情况属实"), (Event.DISMISS, "申诉成立：情况属实")]


def test_an_accepted_appeal_says_until_when_it_mutes_wherever_it_is_shown(root: Path, run: Run) -> None:
    _bring(root, "N")
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
    _bring(root, "N")
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:
        ledger.decide(1, Decision(Event.URGE, NOW, "张三", "电话", date(2026, 11, 30)))
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
    assert (_finding(root).due, _finding(root).due_told) == (date(2026, 12, 2), date(2026, 11, 30))
    (told,) = json.loads(run("findings", "--all", "--json", "--now", LATER)[1])["findings"]
    assert told["due"] == "2026-12-02"
    assert "整改期限由 2026-11-30 顺延" in run("finding", "show", "1", "--now", LATER)[1]
    assert run("finding", "restore", "1", "--why", "属实", "--now", "2026-11-26T09:00")[0] == 0
    assert (_finding(root).due, _finding(root).due_told) == (date(2026, 12, 1), None), "only the 25th was held"


def test_an_appeal_rejected_leaves_the_finding(root: Path, run: Run) -> None:
    _bring(root, "N")
    run("finding", "appeal", "1", "--why", "栏目已备案归并", "--now", LATER)
    assert run("finding", "rule", "1", "--reject", "--why", "没有备案", "--now", LATER)[0] == 0
    ruled = _finding(root)
    assert (ruled.state, ruled.appeal, ruled.dismissed_until) == (State.NOTIFIED, "", None)


def test_a_ruling_that_cannot_be_kept_whole_is_not_kept(root: Path, run: Run) -> None:
    """The dismissal's last day lies in the past: the appeal still waits for its ruling."""
    _bring(root, "N")
    run("finding", "appeal", "1", "--why", "栏目已备案归并", "--now", LATER)
    code, _, _ = run("finding", "rule", "1", "--accept", "--why", "属实", "--until", "2026-11-01", "--now", LATER)
    assert (code, _finding(root).appeal) == (2, "栏目已备案归并")


def test_what_a_machine_can_see_no_person_closes(root: Path, run: Run) -> None:
    _bring(root, "R", BY_MACHINE)
    looked = ("--seen", "http://www.jia.gov.cn/", "--now", LATER)
    code, _, told = run("finding", "passed", "1", "--why", "看过了", *looked)
    assert (code, _finding(root).state) == (2, State.RECHECK)
    assert "请用 xuncha recheck 1。" in told


def test_what_the_machine_could_not_see_a_person_may_close(root: Path, run: Run, tmp_path: Path) -> None:
    _bring(root, "R", BY_MACHINE)
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:
        at = NOW + timedelta(hours=3)
        ledger.start_run("blind", "inspect", at, {"sites": "jia"})
        unknown = Verdict(BY_MACHINE, "jia", "首页", Outcome.UNKNOWN, "未能核查", reason=Reason.BLOCKED)
        criteria = load_criteria(root / "config" / "criteria")
        ledger.settle("blind", at, [unknown], criteria, Register({}, {}, {}, {}))
    picture = tmp_path / "看到的.png"
    picture.write_bytes(b"picture")
    words = ("--why", "防火墙拦截，人工查看已更新", "--file", str(picture), "--by", "李四", "--now", LATER)
    assert run("finding", "passed", "1", *words)[0] == 0
    assert (_finding(root).state, _finding(root).unknown_since) == (State.CLOSED, None)
    with Ledger.open_for_reading(root / "data" / "ledger.sqlite") as ledger:
        last = ledger.history(1)[-1]
    assert (last.event, last.by) == (Event.PASSED, "李四")
    (file,) = (root / "data" / "answers").iterdir()
    assert file.read_bytes() == b"picture"
    assert file.name in last.why


@pytest.mark.parametrize(
    "words",
    [(), ("--seen", "http://a.gov.cn/", "--file", "x"), ("--seen", "那个网页"), ("--file", "没有的.png")],
)
def test_a_pass_says_what_was_seen(words: tuple[str, ...], root: Path, run: Run) -> None:
    _bring(root, "R")
    code, _, told = run("finding", "passed", "1", "--why", "看过了", "--now", LATER, *words)
    assert (code, _finding(root).state) == (2, State.RECHECK)
    assert "请" in told or "用法不对" in told


def test_an_urging_sets_the_day_and_the_list_tells_who_is_late(root: Path, run: Run) -> None:
    _bring(root, "C")
    assert run("finding", "urge", "1", "--why", "催办", "--until", "2026-11-27", "--now", LATER)[0] == 0
    assert "期限 2026-11-27" in run("findings", "--now", "2026-11-27T18:00")[1]
    assert "逾期" not in run("findings", "--now", "2026-11-27T18:00")[1]
    late = run("findings", "--overdue", "--now", "2026-11-28T08:00")[1]
    assert "期限 2026-11-27（逾期）" in late
    assert run("findings", "--overdue", "--now", "2026-11-27T18:00")[1].startswith("共 0 个")


def test_the_list_can_be_narrowed(root: Path, run: Run) -> None:
    _bring(root, "X")
    assert run("findings", "--now", LATER)[1].startswith("共 0 个")
    assert run("findings", "--state", "已销号", "--now", LATER)[1].startswith("    1  已销号")
    assert run("findings", "--all", "--unit", "u9", "--now", LATER)[1].startswith("共 0 个")
    assert run("findings", "--state", "没有的", "--now", LATER)[0] == 2


def test_the_whole_story_is_harmless_on_a_terminal(root: Path, run: Run) -> None:
    _bring(root, "N")
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:
        said = "服务器\x1b[31m故障\x1b]0;title\x07\n第二行"
        answer = Answer(1, "u1", NOW, AnswerKind.WORKING, AnswerSource.CLERK, by="王五", cause=said)
        ledger.record_answer(answer)
    code, out, _ = run("finding", "show", "1", "--now", LATER)
    assert code == 0
    assert "\x1b" not in out
    assert "\x07" not in out
    for told in ("问题 1：", "严重表述错误", "首页有错误", "原文：原文", "待核实 → 已核实 张三", "服务器故障 第二行"):
        assert told in out
    assert run("finding", "show", "2")[0] == 2


def test_a_re_look_says_what_it_cannot_see(root: Path, run: Run) -> None:
    _bring(root, "R")
    code, out, _ = run("recheck", "1", "--now", LATER)
    assert (code, _finding(root).state, _finding(root).unknown_since) == (3, State.RECHECK, None)
    assert "未能核查  待复查" in out
    assert "finding passed" in out
    code, out, _ = run("recheck", "--json", "--now", LATER)
    assert [one["finding"] for one in json.loads(out)["findings"]] == [1]
    assert run("recheck", "7", "--now", LATER)[0] == 2


def test_nothing_to_look_at_again_is_said(root: Path, run: Run) -> None:
    _bring(root, "N")
    assert run("recheck", "--now", LATER) == (0, "没有待复查的问题。\n", "")


def test_what_no_unit_is_pressed_for_says_so_in_its_line(root: Path, run: Run) -> None:
    _bring(root, "N")
    assert "【申诉待裁定】" in run("finding", "appeal", "1", "--why", "不属实", "--now", LATER)[1]
    assert "【申诉待裁定】" in run("findings", "--now", LATER)[1]
    said = run("finding", "rule", "1", "--accept", "--why", "属实", "--until", "2027-03-31", "--now", LATER)[1]
    assert "【误报，至 2027-03-31】" in said
    assert "申诉待裁定" not in said
    assert "期限" not in said
