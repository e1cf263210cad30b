"""The clerk's side without a box: a form handed over, an answer entered, lists; each with what to do and its code."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from desk.cli.letters.answers import answers
from desk.workspace.config_mistakes import ConfigError
from ledger.ledger import NoSuchFinding
from ledger.vocabulary import AnswerKind, AnswerSource, State
from tests.answers.replies import SENT, Office, filled

FIXED = {"整改情况": "已整改", "整改措施": "已更换链接"}


def run(office: Office, *words: str) -> Result:
    arguments = [*words, "--now", "2026-12-01T09:00"]
    result = CliRunner().invoke(answers, arguments, obj=office.workspace.root)
    expected = SystemExit | ConfigError | NoSuchFinding
    assert result.exception is None or isinstance(result.exception, expected), result.exception
    return result


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "回执.xlsx"


def test_a_form_on_a_stick_is_taken_once(office: Office, stick: Path) -> None:
    stick.write_bytes(filled(office.sheet(1), {1: FIXED, 2: {"整改情况": "申诉", "申诉理由": "能打开"}}))
    result = run(office, "take", str(stick), "--by", "张三", "--no-recheck")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "记入答复 2 条。")
    assert "望舒区教育局" in result.output
    again = run(office, "take", str(stick), "--no-recheck")
    assert (again.exit_code, again.output.splitlines()[-1]) == (0, "这个文件已经收过，没有再记。")
    with office.read() as ledger:
        assert [one.source for one in ledger.answers.find()] == [AnswerSource.CLERK] * 2
        assert ledger.findings.get(1).state is State.RECHECK
    listed = run(office, "list")
    assert listed.exit_code == 1
    assert "问题 2  申诉" in listed.output
    assert "问题 1" not in listed.output
    assert "问题 1  已整改" in run(office, "list", "--all").output
    told = json.loads(run(office, "list", "--all", "--json", "--unit", "u1").output)
    assert [one["finding"] for one in told["answers"]] == [1, 2]


def test_a_form_without_its_mark_needs_the_unit(office: Office, stick: Path) -> None:
    stick.write_bytes(filled(office.sheet(2), {4: FIXED}, mark=False))
    assert "请核对后用 --unit 写明单位编号" in str(run(office, "take", str(stick), "--no-recheck").exception)
    wrong = run(office, "take", str(stick), "--unit", "u1", "--no-recheck")
    assert wrong.exit_code == 1
    assert "编号 4 不是该单位的问题，没有记入" in wrong.output


def test_a_form_of_another_unit_than_said_is_refused(office: Office, stick: Path) -> None:
    stick.write_bytes(filled(office.sheet(2), {4: FIXED}))
    assert "或与 --unit 不符" in str(run(office, "take", str(stick), "--unit", "u1").exception)


def test_a_file_that_is_no_form_is_said(office: Office, stick: Path) -> None:
    stick.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "另存为 .xlsx" in str(run(office, "take", str(stick)).exception)


def test_an_answer_by_telephone_is_entered(office: Office, tmp_path: Path) -> None:
    proof = tmp_path / "照片.JPG"
    proof.write_bytes(b"jpeg")
    words = ("--fixed", "--measure", "已更换", "--done", "2026年12月1日", "--evidence", str(proof), "--by", "李明")
    result = run(office, "enter", "1", *words, "--no-recheck")
    assert result.exit_code == 0, result.output
    with office.read() as ledger:
        (answer,) = ledger.answers.find()
    assert (answer.unit, answer.kind, answer.by, str(answer.done_on)) == ("u1", AnswerKind.FIXED, "李明", "2026-12-01")
    (kept,) = office.workspace.answers.iterdir()
    assert (kept.name, kept.read_bytes()) == (f"{answer.evidence[0]}.jpg", b"jpeg")
    assert run(office, "enter", "1", "--fixed", "--no-recheck").exit_code == 0
    with office.write() as ledger:
        ledger.decisions.pass_by_person(1, SENT + timedelta(days=1), "张三", "看过")
    late = run(office, "enter", "1", "--fixed", "--no-recheck")
    assert late.exit_code == 1
    assert "问题处于“已销号”状态，没有记入“反馈已整改”" in late.output


def test_said_to_be_fixed_it_is_looked_at_again(office: Office) -> None:
    result = run(office, "enter", "1", "--fixed")
    assert "复查 1  未能核查  待复查" in result.output
    assert result.exit_code == 1


def test_wrong_use_is_said(office: Office) -> None:
    assert run(office, "enter", "1").exit_code == 2
    assert "请写 --fixed、--working、--appeal 中的一个" in run(office, "enter", "1").output
    assert "申诉请用 --cause 写明理由" in run(office, "enter", "1", "--appeal").output
    assert "“下周”不是日期" in str(run(office, "enter", "1", "--working", "--done", "下周").exception)
    assert isinstance(run(office, "enter", "99", "--fixed").exception, NoSuchFinding)
    assert "没有编号为 9 的来件" in str(run(office, "done", "9", "--why", "x").exception)


def test_without_a_box_written_down_it_is_said(office: Office) -> None:
    assert "还没有填写收信服务器" in str(run(office, "fetch").exception)


def test_nothing_waits_at_first(office: Office) -> None:
    result = run(office, "list")
    assert (result.exit_code, result.output) == (0, "来件 0 封，答复 0 条。\n")
