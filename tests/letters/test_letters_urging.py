"""Prompt letter, reminder, supervision: whom they tell what, once; what they say is read back out of the .docx."""

import email
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from desk.cli.letters.urging import prompt, remind
from desk.context import Desk
from desk.correspondence.urging import Choice, Written, queue_urging, urging_figures
from desk.workspace.problems import ConfigError
from ledger.calendar import SHANGHAI
from ledger.ledger import ForbiddenChange, Ledger
from ledger.vocabulary import Decision, Event, Outcome, State
from ledger.vocabulary.post.notice import IssuedNotice
from ledger.vocabulary.post.outbox import LetterKind, LetterState, Matter
from reports.documents.layout import new_letter
from reports.letters.urging import FIELDS, UrgingFigures, urging_fields
from reports.templates.blank_urging import LETTERS
from tests.letters.urging_office import CIV, EDU, LINK, TODAY, VETO, at, due, look, make_office, problem, says, words

PROMPT, REMIND, SUPERVISE = LetterKind.PROMPT, LetterKind.REMIND, LetterKind.SUPERVISE
MONDAY = at(9, 21)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_office(tmp_path / "office")


@pytest.fixture
def ledger(desk: Desk) -> Iterator[Ledger]:
    with Ledger.open_for_writing(desk.workspace.ledger) as opened:
        yield opened


def told(desk: Desk, ledger: Ledger, kind: LetterKind, now: datetime) -> dict[str, tuple[int, ...]]:
    written, _ = queue_urging(desk, ledger, kind, now, "李四")
    return {one.unit: tuple(sorted(one.findings)) for one in written}


def write(desk: Desk, ledger: Ledger, kind: LetterKind, now: datetime) -> tuple[Written, Choice]:
    (written,), choice = queue_urging(desk, ledger, kind, now, "李四")
    return written, choice


def mail(ledger: Ledger, number: int) -> EmailMessage:
    message = email.message_from_bytes(ledger.letter_bytes(number), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def test_the_prompt_letter_tells_what_cannot_wait(desk: Desk, ledger: Ledger) -> None:
    veto = problem(desk, ledger, VETO, "jy", MONDAY, "首页最近一条信息发布于2026年9月1日。")
    today = problem(desk, ledger, TODAY, "jy", at(9, 21, 10), "标题中有严重表述错误。")
    problem(desk, ledger, LINK, "jy", at(9, 21, 11), "首页链接打不开。")
    written, choice = write(desk, ledger, PROMPT, at(9, 21, 12))
    assert written.findings == (veto, today)
    assert choice.left_out == []
    # 22, 23, 24, 28 and 29 are the five working days after Monday 21; the other is due the same day
    assert ledger.matters(written.number) == [Matter(veto, date(2026, 9, 29)), Matter(today, date(2026, 9, 21))]
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
    assert ledger.finding(veto).due is None, "a letter that waits has told nobody"
    ledger.release_letter(written.number, at(9, 21, 15), "李四")
    assert (ledger.finding(veto).state, ledger.finding(veto).due) == (State.FIXING, date(2026, 9, 29))
    for later in (at(9, 21, 16), at(9, 22)):
        assert queue_urging(desk, ledger, PROMPT, later) == ([], Choice({}, []))
    assert ledger.letter(written.number).state is LetterState.READY


@pytest.mark.parametrize("day", [21, 23])
def test_a_problem_that_came_back_is_told_again(desk: Desk, ledger: Ledger, day: int) -> None:
    """On the same day too: the same problem with the same deadline, and yet another letter."""
    veto = problem(desk, ledger, VETO, "jy", MONDAY)
    first, _ = write(desk, ledger, PROMPT, MONDAY)
    ledger.release_letter(first.number, at(9, 21, 10), "李四")
    look(desk, ledger, at(9, 21, 11), says(VETO, "jy", at(9, 21, 11), Outcome.PASS))
    look(desk, ledger, at(9, day, 12), says(VETO, "jy", at(9, day, 12), Outcome.FAIL))
    if ledger.finding(veto).confirmed_at is None:
        ledger.decide(veto, Decision(Event.CONFIRM, at(9, day, 13), "张三", "属实"))
    again, _ = write(desk, ledger, PROMPT, at(9, day, 14))
    assert again.findings == (veto,)
    assert again.number != first.number
    assert ledger.letter(again.number).state is LetterState.HELD


def test_what_must_be_put_right_the_same_day_needs_no_veto(desk: Desk, ledger: Ledger) -> None:
    link = problem(desk, ledger, LINK, "jy", MONDAY)
    assert told(desk, ledger, PROMPT, MONDAY) == {}
    at_once = replace(desk, criteria={**desk.criteria, LINK: replace(desk.criteria[LINK], days_to_fix=0)})
    written, _ = write(at_once, ledger, PROMPT, MONDAY)
    text = words(written.document.data)
    assert "你单位有1个问题需要紧急整改。" in text, "nothing is said of vetoes"
    assert "于当日（2026年9月21日）内完成整改" in text
    assert ledger.matters(written.number) == [Matter(link, date(2026, 9, 21))]


def test_written_again_it_holds_all_that_nobody_released(desk: Desk, ledger: Ledger) -> None:
    first = problem(desk, ledger, VETO, "jy", MONDAY)
    old, _ = write(desk, ledger, PROMPT, MONDAY)
    assert write(desk, ledger, PROMPT, at(9, 21, 10))[0].number == old.number, "the same words, the same letter"
    second = problem(desk, ledger, TODAY, "jy", at(9, 21, 11))
    both, _ = write(desk, ledger, PROMPT, at(9, 21, 12))
    assert sorted(both.findings) == [first, second]
    assert ledger.letter(old.number).state is LetterState.WITHDRAWN
    ledger.release_letter(both.number, at(9, 21, 13), "李四")
    third = problem(desk, ledger, TODAY, "mz", at(9, 21, 14))
    fourth = problem(desk, ledger, TODAY, "jy", at(9, 21, 15), place="http://jy.wangshu.example/b")
    assert told(desk, ledger, PROMPT, at(9, 21, 16)) == {EDU: (fourth,), CIV: (third,)}
    assert ledger.letter(both.number).state is LetterState.READY, "what was released has urged, and leaves"


def test_an_earlier_days_letter_that_waits_is_taken_back(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, TODAY, "jy", MONDAY)
    problem(desk, ledger, TODAY, "mz", at(9, 21, 10))
    queue_urging(desk, ledger, PROMPT, at(9, 21, 11))
    ledger.release_letter(1, at(9, 21, 12), "李四")
    queue_urging(desk, ledger, PROMPT, at(9, 22))
    states = [letter.state for letter in ledger.letters(kind=PROMPT)]
    assert states == [LetterState.READY, LetterState.WITHDRAWN, LetterState.HELD]
    assert ledger.matters(3) == [Matter(2, date(2026, 9, 22))]


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
        ledger.decide(veto, Decision(event, at(9, 21, 10), "张三", "电话"))
    with pytest.raises(ForbiddenChange, match=f"信件 {written.number} 所说的问题 {veto} {why}，不能放行"):
        ledger.release_letter(written.number, at(9, 21, 11), "李四")
    assert ledger.letter(written.number).state is LetterState.HELD
    assert told(desk, ledger, PROMPT, at(9, 21, 12)) == {}
    assert ledger.letter(written.number).state is LetterState.WITHDRAWN


def test_a_letter_that_waited_too_long_cannot_be_released(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, VETO, "jy", MONDAY)
    written, _ = write(desk, ledger, PROMPT, MONDAY)  # by 29 September
    with pytest.raises(ForbiddenChange, match="要求的时限 2026-09-29 已过"):
        ledger.release_letter(written.number, at(9, 30), "李四")
    assert ledger.release_letter(written.number, at(9, 29, 23), "李四").state is LetterState.READY


def test_what_is_left_out_and_why(desk: Desk, ledger: Ledger) -> None:
    ours = problem(desk, ledger, VETO, "unknown", MONDAY, "没有人负责的网站。")
    appealed = problem(desk, ledger, VETO, "jy", at(9, 21, 10))
    ledger.decide(appealed, Decision(Event.APPEAL, at(9, 21, 11), "张三", "另有更新"))
    fixed = problem(desk, ledger, VETO, "mz", at(9, 21, 12))
    ledger.decide(fixed, Decision(Event.REPORT_FIXED, at(9, 21, 13), "张三", "电话报来"))
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
    ledger.notify([veto], "2026-09", MONDAY, {veto: date(2026, 9, 23)})
    written, _ = write(desk, ledger, PROMPT, at(9, 22))
    assert ledger.matters(written.number) == [Matter(veto, date(2026, 9, 23))]


def test_the_reminder_comes_once(desk: Desk, ledger: Ledger) -> None:
    link = problem(desk, ledger, LINK, "jy", MONDAY)
    ledger.notify([link], "2026-09", at(9, 22), {link: date(2026, 10, 8)})
    assert told(desk, ledger, REMIND, at(9, 29)) == {}
    written, _ = write(desk, ledger, REMIND, at(9, 30))  # the last working day before 8 October
    text = words(written.document.data)
    assert "政府网站问题整改到期提醒" in text
    assert "你单位有1个问题的整改时限即将到期，尚未复查销号。" in text
    assert "于2026年10月8日前完成整改" in text
    assert "2026年9月通报（文号未统计）" in text
    ledger.release_letter(written.number, at(9, 30, 10), "李四")
    assert ledger.finding(link).due == date(2026, 10, 8)
    assert told(desk, ledger, REMIND, at(10, 8)) == {}


def test_supervision_names_the_notice_the_delay_and_the_new_day(desk: Desk, ledger: Ledger) -> None:
    link = problem(desk, ledger, LINK, "jy", MONDAY)
    matters = (Matter(link, date(2026, 9, 30)),)
    issued = IssuedNotice(
        period="2026-09",
        number="〔2026〕12号",
        day=date(2026, 9, 22),
        at=at(9, 22),
        by="李四",
        cutoff=at(9, 21, 18),
        name="通报.docx",
        sha256="0" * 64,
        draft=0,
        told=(link,),
    )
    ledger.issue(issued, b"signed", matters)
    look(desk, ledger, at(10, 9), replace(says(LINK, "jy", at(10, 9), Outcome.UNKNOWN), evidence=None))
    assert told(desk, ledger, SUPERVISE, at(10, 9)) == {}, "8 and 9 October: two working days"
    written, _ = write(desk, ledger, SUPERVISE, at(10, 10))
    text = words(written.document.data)
    for said in (
        "政府网站问题整改督办单",
        "你单位有1个问题超过整改时限仍未复查销号，现予督办。",
        "〔2026〕12号（2026年9月22日）",
        "逾期1个，最长10天（3个工作日）",
        "原定2026年9月30日，逾期10天（3个工作日）",
        "2026年10月14日前",  # 12, 13, 14: three working days after Saturday 10
        "分管领导批示",
        "（2026年10月9日起未能复查）",
    ):
        assert said in text, said
    assert ledger.matters(written.number) == [Matter(link, date(2026, 10, 14))]
    ledger.release_letter(written.number, at(10, 10, 10), "李四")
    again, choice = queue_urging(desk, ledger, SUPERVISE, at(10, 20))
    assert again == []
    assert choice.left_out == [(ledger.finding(link), "已发过督办单，再次逾期，请报分管领导")]


def test_a_problem_first_told_by_a_prompt_letter_says_so(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, TODAY, "jy", MONDAY)
    ledger.release_letter(write(desk, ledger, PROMPT, MONDAY)[0].number, at(9, 21, 10), "李四")
    written, _ = write(desk, ledger, SUPERVISE, at(9, 24))
    assert "紧急整改通知（2026年9月21日）" in words(written.document.data)
    assert ledger.matters(written.number) == [Matter(1, date(2026, 9, 28))], "the same day will not do a second time"


def test_each_unit_reads_of_its_own_problems_only(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, VETO, "jy", MONDAY, "教育网的问题。")
    problem(desk, ledger, VETO, "mz", at(9, 21, 10), "民政网的问题。")
    written, _ = queue_urging(desk, ledger, PROMPT, at(9, 21, 11))
    assert [one.unit for one in written] == [EDU, CIV]
    for one, own, other in zip(written, ("教育", "民政"), (("民政网", "民政局"), ("教育网", "教育局")), strict=True):
        body = mail(ledger, one.number).get_body(("plain",))
        assert body is not None
        told_it = "\n".join([words(one.document.data), *listed(ledger, one.number), body.get_content()])
        assert f"{own}网的问题" in told_it
        assert not any(name in told_it for name in other)
    with pytest.raises(ValueError, match=f"{EDU}的紧急整改通知混入了其他单位的问题：{CIV}"):
        urging_figures(desk, ledger, PROMPT, "edu", ledger.findings(), at(9, 21, 11))


def listed(ledger: Ledger, number: int) -> list[str]:
    """Every text of the list that goes with the letter."""
    part = next(p for p in mail(ledger, number).iter_attachments() if "清单" in str(p.get_filename()))
    book = load_workbook(BytesIO(part.get_content()))
    return [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]


HOSTILE = {
    "{{7*7}}{% raw %}": "{{7*7}}{% raw %}",
    "=cmd|'/c calc'!A1": "=cmd|'/c calc'!A1",
    "a\x00b\x0bc\x1b[31m红\x1b[0m\u202e": "ab c红",
    "</w:t><script>x</script>": "</w:t><script>x</script>",
    "题" * 10_000: "题" * 299 + "…",
    "x\r\nBcc: all@wangshu.example": "x Bcc: all@wangshu.example",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_crawled_text_is_only_text(desk: Desk, ledger: Ledger, hostile: str) -> None:
    problem(desk, ledger, VETO, "jy", MONDAY, hostile)
    written, _ = write(desk, ledger, PROMPT, MONDAY)
    assert HOSTILE[hostile] in words(written.document.data)
    message = mail(ledger, written.number)
    assert message["Bcc"] is None
    for part in message.iter_attachments():
        if str(part.get_filename()).endswith(".xlsx"):
            cells = [
                c for sheet in load_workbook(BytesIO(part.get_content())) for row in sheet.iter_rows() for c in row
            ]
            assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "nothing is a formula"
            assert not any("\x1b" in str(cell.value) for cell in cells)


def test_a_hundred_rows_and_the_rest_in_the_list(desk: Desk, ledger: Ledger) -> None:
    places = [f"http://jy.wangshu.example/p{n}" for n in range(103)]
    look(desk, ledger, MONDAY, *(says(LINK, "jy", MONDAY, Outcome.FAIL, place=place) for place in places))
    numbers = [f.id for f in ledger.findings()]
    ledger.notify(numbers, "2026-09", at(9, 22), dict.fromkeys(numbers, date(2026, 9, 24)))
    written, _ = write(desk, ledger, REMIND, at(9, 23))
    text = words(written.document.data)
    assert text.count("首页链接打不开") == 100
    assert "你单位有103个问题" in text
    assert "以上列出100个，其余3个见所附问题清单。" in text
    assert listed(ledger, written.number).count("首页链接打不开。") == 103
    assert len(ledger.matters(written.number)) == 103


def test_a_year_without_known_holidays_says_so(desk: Desk, ledger: Ledger) -> None:
    now = datetime(2099, 9, 30, 9, tzinfo=SHANGHAI)
    problem(desk, ledger, VETO, "jy", now)
    written, _ = write(desk, ledger, PROMPT, now)
    assert (
        "（2099年节假日安排尚未公布或尚未载入，期限仅扣除周末和元旦、劳动节、国庆节的法定假日，遇其他节假日顺延，调休以公布的安排为准。）"
        in words(written.document.data)
    )


def test_the_fields_are_the_ones_that_are_told_of(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, VETO, "jy", MONDAY)
    figures = urging_figures(desk, ledger, PROMPT, "edu", ledger.findings(), MONDAY)
    fields = urging_fields(figures)
    rows = fields["问题"]
    assert isinstance(rows, list)
    assert {*fields, *(f"问题.{name}" for name in rows[0])} == set(FIELDS)
    assert isinstance(figures, UrgingFigures)


@pytest.mark.parametrize("name", LETTERS)
def test_the_shipped_templates_are_the_ones_composed(name: str) -> None:
    title, compose = LETTERS[name]
    blank, composed = new_letter(title), BytesIO()
    compose(blank)
    blank.save(composed)
    shipped = Path(__file__).parents[2] / "config" / "letters" / f"{name}.docx"
    assert words(shipped.read_bytes()) == words(composed.getvalue())


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
        assert [change.by for change in ledger.letter_history(1)] == ["李四"]
    assert run(desk, remind, *now) == (0, "共 0 封。\n")


def test_without_a_name_nothing_is_written(desk: Desk) -> None:
    text = desk.workspace.settings_file.read_text(encoding="utf-8").replace("望舒区人民政府办公室", "")
    desk.workspace.settings_file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(prompt, [], obj=desk.workspace.root)
    assert isinstance(result.exception, ConfigError)
    assert "还没有填写办公室名称" in str(result.exception)


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_what_was_written(desk: Desk, ledger: Ledger, tmp_path: Path) -> None:
    problem(desk, ledger, TODAY, "jy", MONDAY)
    ledger.release_letter(write(desk, ledger, PROMPT, MONDAY)[0].number, at(9, 21, 10), "李四")
    written, _ = write(desk, ledger, SUPERVISE, at(9, 24))
    path = tmp_path / "supervise.docx"
    path.write_bytes(written.document.data)
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "政府网站问题整改督办单" in shown
    assert "分管领导批示" in shown
    receipt = shown.split("\f")[-2]
    assert "整改情况回执" in receipt, "the form stands on a page of its own"
