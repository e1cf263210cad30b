"""“已整改” is looked at at once: what is seen mended is closed by that look, what is not stays, whatever was said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from click.testing import CliRunner

from bench.imap_box import ImapBox
from desk.cli.letters.answers import _look_again, answers
from desk.config.schedule import Job, load_schedule
from desk.correspondence.receipts import receipt
from desk.scheduler.jobs import escalate
from desk.scheduler.jobs.context import Order
from ledger.vocabulary import (
    Answer,
    AnswerKind,
    AnswerSource,
    Decision,
    Event,
    Evidence,
    Outcome,
    Referrer,
    State,
    Verdict,
)
from ledger.vocabulary.post.outbox import Matter
from tests.answers.replies import SENT, Office, filled
from tests.served import Answer as Answered
from tests.served import html, serving

HOME = "http://jy.wangshu.example/"
TEXT = "<p>" + "正文写得足够长，不会被当作空页。" * 30 + "</p>"
PAGES = {
    "/": f'<a href="/a.html">甲</a><a href="/b.html">乙</a>{TEXT}',
    "/a.html": TEXT,  # mended; /b.html is still not there
}


@pytest.fixture
def port() -> Iterator[int]:
    def answer(asked: BaseHTTPRequestHandler) -> Answered:
        inner = PAGES.get(asked.path, "")
        text = f'<html><head><meta charset="utf-8"><title>教育</title></head><body>{inner}</body></html>'
        return html(text, 200 if inner else 404)

    with serving(answer) as port:
        yield port


@pytest.fixture
def dead(office: Office, port: int) -> list[int]:
    """Two dead links of the home page, confirmed: numbers."""
    sites = office.workspace.register / "sites.csv"
    heads, *rows = sites.read_text(encoding="utf-8").splitlines()
    cells = rows[0].split(",")
    cells[heads.split(",").index("指定连接")] = f"127.0.0.1:{port}"
    cells[heads.split(",").index("每秒页数")] = "50"
    sites.write_text("\n".join((heads, ",".join(cells), *rows[1:])) + "\n", encoding="utf-8")
    desk = office.desk()
    with office.write() as ledger:
        ledger.runs.start("r2", "inspect", SENT, {})
        urls = [HOME + name for name in ("a.html", "b.html")]
        seen = [Evidence(url, SENT, quote="404", referrers=(Referrer(HOME, "a", "甲"),)) for url in urls]
        said = [Verdict("link-home", "s1", e.address, Outcome.FAIL, "首页链接打不开。", e) for e in seen]
        ledger.verdicts.settle("r2", SENT, said, desk.at_once().criteria, desk.register)
        numbers = [f.id for f in ledger.findings.find(criterion="link-home")]
        for number in numbers:
            ledger.decisions.decide(number, Decision(Event.CONFIRM, SENT + timedelta(hours=1), "张三", "看过"))
    return numbers


def test_only_what_is_seen_mended_is_closed(office: Office, dead: list[int]) -> None:
    desk, matters = office.desk(), [Matter(n) for n in dead]
    with office.write() as ledger:
        (form,) = receipt(desk, ledger, desk.register.units["u1"], "紧急整改通知", "2026-12-01", matters, SENT)
    file = office.workspace.root / "回执.xlsx"
    file.write_bytes(filled(form.data, {n: {"整改情况": "已整改", "整改措施": "已恢复"} for n in dead}))
    words = ["take", str(file), "--allow-private", "--now", "2026-12-01T15:00"]
    result = CliRunner().invoke(answers, words, obj=office.workspace.root, catch_exceptions=False)
    assert f"复查 {dead[0]}  通过  待复查 → 已销号" in result.output, result.output
    assert f"复查 {dead[1]}  仍存在  待复查 → 整改中" in result.output, result.output
    assert result.exit_code == 1
    with office.read() as ledger:
        assert [ledger.findings.get(n).state for n in dead] == [State.CLOSED, State.FIXING]


@pytest.mark.needs("dovecot")
def test_the_clock_makes_up_a_look_that_was_missed_once(office: Office, dead: list[int], box: ImapBox) -> None:
    """The mail was read, and the job stopped before it looked: no later mail brings that answer again."""
    at = SENT + timedelta(hours=2)
    with office.write() as ledger:
        for number in dead:
            ledger.answers.record(Answer(number, "u1", at, AnswerKind.FIXED, AnswerSource.MAIL, measure="已恢复"))
    schedule = load_schedule(office.workspace.config / "schedule.toml", office.desk().settings)
    order = Order(Job.ANSWERS, office.desk(), schedule, at, at + timedelta(hours=1))
    assert escalate.answers(order) == "新读邮件 0 封，答复 0 条，立即复查 2 个，销号 1 个"
    assert escalate.answers(replace(order, now=at + timedelta(hours=2))) == "新读邮件 0 封，答复 0 条"


def test_an_inspection_leaves_the_look_to_be_made_up_and_says_how(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    with office.write() as ledger, ledger.inspection.running("r", SENT):
        assert _look_again(office.desk(), [1, 3], SENT + timedelta(days=2), allow_private=False)
    said = capsys.readouterr().err
    assert "请等它结束后再试" in said
    assert "答复已记入，请稍后运行 xuncha recheck 1 3" in said


@pytest.mark.needs("dovecot")
def test_the_clocks_job_does_not_wait_for_an_inspection(office: Office, dead: list[int], box: ImapBox) -> None:
    at = SENT + timedelta(hours=2)
    schedule = load_schedule(office.workspace.config / "schedule.toml", office.desk().settings)
    order = Order(Job.ANSWERS, office.desk(), schedule, at, at + timedelta(hours=1))
    with office.write() as ledger:
        for number in dead:
            ledger.answers.record(Answer(number, "u1", at, AnswerKind.FIXED, AnswerSource.MAIL, measure="已恢复"))
        with ledger.inspection.running("r", at):
            told = escalate.answers(order)
    assert told == "新读邮件 0 封，答复 0 条，2 个报来已整改的等正在进行的巡查结束后复查"
    again = escalate.answers(replace(order, now=at + timedelta(hours=2)))
    assert again == "新读邮件 0 封，答复 0 条，立即复查 2 个，销号 1 个"
