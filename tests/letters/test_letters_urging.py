"""Prompt letter, reminder, supervision: whom they tell what, once; what they say is read back out of the .docx."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.cli.letters.urging import prompt, remind
from desk.context import Desk
from desk.correspondence.urging import Choice, queue_urging
from desk.workspace.config_mistakes import ConfigError
from ledger.ledger import ForbiddenChange, Ledger
from ledger.vocabulary import Decision, Event, Outcome, State
from ledger.vocabulary.post.outbox import LetterState, Matter
from tests.letters.urging_office import (
    CIV,
    EDU,
    LINK,
    MONDAY,
    PROMPT,
    REMIND,
    TODAY,
    VETO,
    at,
    due,
    look,
    mail,
    problem,
    says,
    told,
    words,
    write,
)


def test_the_prompt_letter_tells_what_cannot_wait(desk: Desk, ledger: Ledger) -> None:
    veto = problem(desk, ledger, VETO, "jy", MONDAY, "首页最近一条信息发布于2026年9月1日。")
    today = problem(desk, ledger, TODAY, "jy", at(9, 21, 10), "标题中有严重表述错误。")
    problem(desk, ledger, LINK, "jy", at(9, 21, 11), "首页链接打不开。")
    written, choice = write(desk, ledger, PROMPT, at(9, 21, 12))
    assert written.findings == (veto, today)
    assert choice.left_out == []
    # 22, 23, 24, 28 and 29 are the five working days after Monday 21; the other is due the same day
    assert ledger.letters.matters(written.number) == [Matter(veto, date(2026, 9, 29)), Matter(today, date(2026, 9, 21))]
    text = words(written.document.data)
    for said in (
        "政府网站问题紧急整改通知",
        f"{EDU}：",
        "截至2026年9月21日12时00分，你单位有2个问题需要紧急整改，其中“单项否决”类问题2个。",
        "首页最近一条信息发布于2026年9月1日。首页不更新（国办秘函〔2019〕19号",
        "经技术监测并人工核实，检查时间2026-09-21 10:00",
        "2026年9月29日",
        "于所列时限（最早为当日）前完成整改",
        "望舒区人民政府办公室",
        "整改情况回执",
        "（电话：000-0000000）",
    ):
        assert said in text, said
    assert "首页链接打不开" not in text
    message = mail(ledger, written.number)
    assert message["Subject"] == f"紧急整改通知：2个问题，所列时限（最早为当日）前整改（{EDU}）"
    assert message["To"] == f"{EDU} <jy@wangshu.example>"
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == ["紧急整改通知2026-09-21.docx", "问题清单2026-09-21.xlsx", "整改回执2026-09-21.xlsx"]


def test_its_release_urges_and_is_told_once(desk: Desk, ledger: Ledger) -> None:
    veto = problem(desk, ledger, VETO, "jy", MONDAY)
    written, _ = write(desk, ledger, PROMPT, MONDAY)
    assert ledger.findings.get(veto).due is None, "a letter that waits has told nobody"
    ledger.letters.release(written.number, at(9, 21, 15), "李四")
    assert (ledger.findings.get(veto).state, ledger.findings.get(veto).due) == (State.FIXING, date(2026, 9, 29))
    for later in (at(9, 21, 16), at(9, 22)):
        assert queue_urging(desk, ledger, PROMPT, later) == ([], Choice({}, []))
    assert ledger.letters.get(written.number).state is LetterState.READY


@pytest.mark.parametrize("day", [21, 23])
def test_a_problem_that_came_back_is_told_again(desk: Desk, ledger: Ledger, day: int) -> None:
    """On the same day too: the same problem with the same deadline, and yet another letter."""
    veto = problem(desk, ledger, VETO, "jy", MONDAY)
    first, _ = write(desk, ledger, PROMPT, MONDAY)
    ledger.letters.release(first.number, at(9, 21, 10), "李四")
    look(desk, ledger, at(9, 21, 11), says(VETO, "jy", at(9, 21, 11), Outcome.PASS))
    look(desk, ledger, at(9, day, 12), says(VETO, "jy", at(9, day, 12), Outcome.FAIL))
    if ledger.findings.get(veto).confirmed_at is None:
        ledger.decisions.decide(veto, Decision(Event.CONFIRM, at(9, day, 13), "张三", "属实"))
    again, _ = write(desk, ledger, PROMPT, at(9, day, 14))
    assert again.findings == (veto,)
    assert again.number != first.number
    assert ledger.letters.get(again.number).state is LetterState.HELD


def test_what_must_be_put_right_the_same_day_needs_no_veto(desk: Desk, ledger: Ledger) -> None:
    link = problem(desk, ledger, LINK, "jy", MONDAY)
    assert told(desk, ledger, PROMPT, MONDAY) == {}
    at_once = replace(desk, criteria={**desk.criteria, LINK: replace(desk.criteria[LINK], days_to_fix=0)})
    written, _ = write(at_once, ledger, PROMPT, MONDAY)
    text = words(written.document.data)
    assert "你单位有1个问题需要紧急整改。" in text, "nothing is said of vetoes"
    assert "于当日（2026年9月21日）内完成整改" in text
    assert ledger.letters.matters(written.number) == [Matter(link, date(2026, 9, 21))]


def test_written_again_it_holds_all_that_nobody_released(desk: Desk, ledger: Ledger) -> None:
    first = problem(desk, ledger, VETO, "jy", MONDAY)
    old, _ = write(desk, ledger, PROMPT, MONDAY)
    assert write(desk, ledger, PROMPT, at(9, 21, 10))[0].number == old.number, "the same words, the same letter"
    second = problem(desk, ledger, TODAY, "jy", at(9, 21, 11))
    both, _ = write(desk, ledger, PROMPT, at(9, 21, 12))
    assert sorted(both.findings) == [first, second]
    assert ledger.letters.get(old.number).state is LetterState.WITHDRAWN
    ledger.letters.release(both.number, at(9, 21, 13), "李四")
    third = problem(desk, ledger, TODAY, "mz", at(9, 21, 14))
    fourth = problem(desk, ledger, TODAY, "jy", at(9, 21, 15), place="http://jy.wangshu.example/b")
    assert told(desk, ledger, PROMPT, at(9, 21, 16)) == {EDU: (fourth,), CIV: (third,)}
    assert ledger.letters.get(both.number).state is LetterState.READY, "what was released has urged, and leaves"


def test_an_earlier_days_letter_that_waits_is_taken_back(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, TODAY, "jy", MONDAY)
    problem(desk, ledger, TODAY, "mz", at(9, 21, 10))
    queue_urging(desk, ledger, PROMPT, at(9, 21, 11))
    ledger.letters.release(1, at(9, 21, 12), "李四")
    queue_urging(desk, ledger, PROMPT, at(9, 22))
    states = [letter.state for letter in ledger.letters.find(kind=PROMPT)]
    assert states == [LetterState.READY, LetterState.WITHDRAWN, LetterState.HELD]
    assert ledger.letters.matters(3) == [Matter(2, date(2026, 9, 22))]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (Event.DISMISS, "已判为误报"),
        (Event.PASSED, "已经销号"),
        (Event.REPORT_FIXED, "单位已反馈整改，待复查"),
        (Event.APPEAL, "单位已申诉，尚未裁定"),
    ],
)
def test_what_is_no_longer_true_cannot_be_released(desk: Desk, ledger: Ledger, event: Event, why: str) -> None:
    veto = problem(desk, ledger, VETO, "jy", MONDAY)
    written, _ = write(desk, ledger, PROMPT, MONDAY)
    if event is Event.PASSED:
        look(desk, ledger, at(9, 21, 10), says(VETO, "jy", at(9, 21, 10), Outcome.PASS))
    else:
        ledger.decisions.decide(veto, Decision(event, at(9, 21, 10), "张三", "电话"))
    with pytest.raises(ForbiddenChange, match=f"信件 {written.number} 所说的问题 {veto} {why}，不能放行"):
        ledger.letters.release(written.number, at(9, 21, 11), "李四")
    assert ledger.letters.get(written.number).state is LetterState.HELD
    assert told(desk, ledger, PROMPT, at(9, 21, 12)) == {}
    assert ledger.letters.get(written.number).state is LetterState.WITHDRAWN


def test_a_letter_that_waited_too_long_cannot_be_released(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, VETO, "jy", MONDAY)
    written, _ = write(desk, ledger, PROMPT, MONDAY)  # by 29 September
    with pytest.raises(ForbiddenChange, match="要求的时限 2026-09-29 已过"):
        ledger.letters.release(written.number, at(9, 30), "李四")
    assert ledger.letters.release(written.number, at(9, 29, 23), "李四").state is LetterState.READY


def test_what_is_left_out_and_why(desk: Desk, ledger: Ledger) -> None:
    ours = problem(desk, ledger, VETO, "unknown", MONDAY, "没有人负责的网站。")
    appealed = problem(desk, ledger, VETO, "jy", at(9, 21, 10))
    ledger.decisions.decide(appealed, Decision(Event.APPEAL, at(9, 21, 11), "张三", "另有更新"))
    fixed = problem(desk, ledger, VETO, "mz", at(9, 21, 12))
    ledger.decisions.decide(fixed, Decision(Event.REPORT_FIXED, at(9, 21, 13), "张三", "电话报来"))
    late = problem(desk, ledger, TODAY, "mz", at(9, 21, 14))
    due(ledger, late, at(9, 21, 15), date(2026, 9, 21))
    written, choice = queue_urging(desk, ledger, PROMPT, at(9, 22))
    assert written == []
    assert [(f.id, why) for f, why in choice.left_out] == [
        (ours, "没有登记责任单位，由办公室自行落实"),
        (appealed, "单位已申诉，尚未裁定"),
        (fixed, "单位已反馈整改，待复查"),
        (late, "此前已告知并且逾期，按督办办理"),
    ]


def test_a_letter_never_gives_more_time_than_the_notice_gave(desk: Desk, ledger: Ledger) -> None:
    veto = problem(desk, ledger, VETO, "jy", MONDAY)
    ledger.findings.notify([veto], "2026-09", MONDAY, {veto: date(2026, 9, 23)})
    written, _ = write(desk, ledger, PROMPT, at(9, 22))
    assert ledger.letters.matters(written.number) == [Matter(veto, date(2026, 9, 23))]


def test_the_reminder_comes_once(desk: Desk, ledger: Ledger) -> None:
    link = problem(desk, ledger, LINK, "jy", MONDAY)
    ledger.findings.notify([link], "2026-09", at(9, 22), {link: date(2026, 10, 8)})
    assert told(desk, ledger, REMIND, at(9, 29)) == {}
    written, _ = write(desk, ledger, REMIND, at(9, 30))  # the last working day before 8 October
    text = words(written.document.data)
    assert "政府网站问题整改到期提醒" in text
    assert "你单位有1个问题的整改时限即将到期，尚未复查销号。" in text
    assert "于2026年10月8日前完成整改" in text
    assert "2026年9月通报（文号未统计）" in text
    ledger.letters.release(written.number, at(9, 30, 10), "李四")
    assert ledger.findings.get(link).due == date(2026, 10, 8)
    assert told(desk, ledger, REMIND, at(10, 8)) == {}


def run(desk: Desk, command: object, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(options), obj=desk.workspace.root)  # type: ignore[arg-type]
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_command_says_what_it_wrote_and_what_not(desk: Desk, tmp_path: Path) -> None:
    now = ["--now", "2026-09-21T12:00"]
    with Ledger.open_for_writing(desk.workspace.ledger):
        pass
    assert run(desk, prompt, *now) == (0, "共 0 封。\n")
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        problem(desk, ledger, VETO, "jy", MONDAY)
        problem(desk, ledger, VETO, "unknown", at(9, 21, 10), "没人管。")
    code, output = run(desk, prompt, *now, "--by", "李四", "--out", str(tmp_path / "out"))
    path = tmp_path / "out" / f"0001-紧急整改通知-2026-09-21-{EDU}.docx"
    assert code == 1
    assert output.splitlines() == [
        f"    1  待放行  {EDU}  紧急整改通知  问题 1 个（编号 1）",
        str(path),
        "共 1 封。看过后运行 xuncha letters release 1。",
        "没有写进信件：问题 2（没人管。）：没有登记责任单位，由办公室自行落实。",
    ]
    assert f"{EDU}：" in words(path.read_bytes())
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        assert [change.by for change in ledger.letters.history(1)] == ["李四"]
    assert run(desk, remind, *now) == (0, "共 0 封。\n")


def test_without_a_name_nothing_is_written(desk: Desk) -> None:
    text = desk.workspace.settings_file.read_text(encoding="utf-8").replace("望舒区人民政府办公室", "")
    desk.workspace.settings_file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(prompt, [], obj=desk.workspace.root)
    assert isinstance(result.exception, ConfigError)
    assert "还没有填写办公室名称" in str(result.exception)
