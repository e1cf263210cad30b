"""Between two notices: nothing is told twice, nothing is lost, and nobody is named who had nothing to answer."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from desk.cli.letters.notice import notice
from desk.correspondence.letters import queue_month
from desk.findings.backlog import backlog
from desk.mail.server_settings import MailSettings
from desk.notices.drafts import frozen, write_draft
from desk.notices.issuing import Issuing, issue
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import SHANGHAI
from ledger.ledger import AlreadyIssued
from ledger.vocabulary import Decision, Event, Outcome, State
from ledger.vocabulary.post.answer import Answer, AnswerKind, AnswerSource
from ledger.vocabulary.post.outbox import LetterEvent
from reports.figures.models import FollowUp, NoticeFigures

OLD, GONE = "http://jy.wangshu.gov.cn/old.html", "http://qs.wangshu.gov.cn/gone.html"
MAIL = MailSettings(sender="a@wangshu.example")


def at(month: int, day: int, hour: int = 16) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def draft(book: Any, month: str, now: datetime) -> Path:
    made: Path = write_draft(book.desk, book.ledger, month, book.out, now)[0]
    return made


def sign(book: Any, month: str, signed: Path, now: datetime, why: str = "") -> Issuing:
    number = f"望府办〔2026〕{int(month[-2:])}号"
    return issue(book.desk, book.ledger, month, number, now.date(), signed, "张三", now, why)


def figures(book: Any, month: str, now: datetime) -> NoticeFigures:
    draft(book, month, now)
    return frozen(book.ledger, month)


def number_of(book: Any, place: str) -> int:
    (number,) = (f.id for f in book.ledger.findings.find() if f.place == place)
    return int(number)


@pytest.fixture
def two(book: Any) -> Any:
    """A dead link each of two units, found in September."""
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    return book


@pytest.fixture
def told(two: Any) -> Any:
    """The same, told by September's notice of the 28th; to be answered by 10 October (5 working days)."""
    sign(two, "2026-09", draft(two, "2026-09", at(9, 28)), at(9, 28, 17))
    return two


# ---- what stands in which notice -------------------------------------------------------------------------------------


def test_what_was_struck_out_and_is_still_there_stands_in_the_next_draft(two: Any) -> None:
    signed = draft(two, "2026-09", at(9, 28))
    document: Any = docx.Document(str(signed))
    lines = [p._p for p in document.paragraphs if GONE in p.text]
    rows = [r._tr for t in document.tables for r in t.rows if any(GONE in c.text for c in r.cells)]
    for element in (*lines, *rows):
        element.getparent().remove(element)
    document.save(str(signed))
    sign(two, "2026-09", signed, at(9, 28, 17))
    october = figures(two, "2026-10", at(10, 28))
    assert [p.address for p in october.problems] == [GONE]
    assert (october.follow_up.told, october.follow_up.not_done) == (1, 1)


def test_a_dismissal_taken_back_after_the_notice_is_told_by_the_next(two: Any) -> None:
    number = number_of(two, GONE)
    two.ledger.decisions.decide(number, Decision(Event.DISMISS, at(9, 25), "张三", "能打开"))
    sign(two, "2026-09", draft(two, "2026-09", at(9, 28)), at(9, 28, 17))
    two.ledger.decisions.decide(number, Decision(Event.RESTORE, at(10, 8), "张三", "看错了"))
    assert [p.address for p in figures(two, "2026-10", at(10, 28)).problems] == [GONE]


def test_a_month_without_a_notice_is_told_by_the_next(two: Any) -> None:
    """Nobody wrote September's. What was put right by then is not brought up again."""
    two.seen("2026-10-09T08:30", "link-other", "a", OLD, Outcome.PASS)
    assert [p.address for p in figures(two, "2026-10", at(10, 28)).problems] == [GONE]


def test_a_notice_after_its_successor_is_refused(two: Any) -> None:
    september = draft(two, "2026-09", at(9, 28))
    sign(two, "2026-10", draft(two, "2026-10", at(10, 28)), at(10, 28, 17))
    for again in (lambda: sign(two, "2026-09", september, at(10, 29)), lambda: draft(two, "2026-09", at(10, 29))):
        with pytest.raises(ConfigError, match="2026-10 的通报已经签发"):
            again()
    assert [f.state for f in two.ledger.findings.find()] == [State.NOTIFIED] * 2


def test_a_ledger_from_before_the_signing_knows_what_was_told(two: Any) -> None:
    """The version before marked 已通报 when the notice was written, and kept no signed file."""
    two.ledger.findings.notify([f.id for f in two.ledger.findings.find()], "2026-09", at(9, 28), {})
    two.seen("2026-10-09T08:30", "link-other", "a", OLD, Outcome.PASS)
    october = figures(two, "2026-10", at(10, 28))
    assert october.problems == ()
    follow = october.follow_up
    assert (follow.told, follow.done, follow.not_done, follow.unreported) == (2, 1, 1, None)
    assert [p.address for p in follow.open_older] == [GONE]


def test_fixed_and_suspected_again_before_the_signing_is_told_but_nothing_runs(book: Any) -> None:
    """A wrong word, confirmed by a clerk; after the draft it was put right, and then seen again."""
    book.seen("2026-09-20T08:30", "severe-wording", "b", "首页")
    number = number_of(book, "首页")
    book.ledger.decisions.decide(number, Decision(Event.CONFIRM, at(9, 21), "张三", "属实"))
    signed = draft(book, "2026-09", at(9, 28))
    book.seen("2026-09-29T08:30", "severe-wording", "b", "首页", Outcome.PASS)
    book.seen("2026-09-29T14:30", "severe-wording", "b", "首页")
    with pytest.raises(ConfigError, match="还有1处单项否决没有人核实"):
        sign(book, "2026-09", signed, at(9, 30))
    made = sign(book, "2026-09", signed, at(9, 30), why="领导已签发")
    assert (made.withheld, made.notice.told) == ((), (number,))
    assert any(note.startswith(f"问题 {number} 写送签稿以后整改过、又疑似出现") for note in made.notes)
    finding = book.ledger.findings.get(number)
    assert (finding.state, finding.due) == (State.REOPENED, None)
    october = figures(book, "2026-10", at(10, 28))
    assert (_counts(october.follow_up), october.problems) == ((1, 1, 0), ())
    assert backlog(book.desk, book.ledger.findings.find(), at(10, 28)).waiting == 1


def test_the_same_number_without_its_word_is_the_same_number(told: Any) -> None:
    october = draft(told, "2026-10", at(10, 28))
    with pytest.raises(AlreadyIssued, match="已经用在 2026-09 的通报上"):
        issue(told.desk, told.ledger, "2026-10", "〔2026〕9号", date(2026, 10, 28), october, "张三", at(10, 28, 17))


@pytest.mark.parametrize("month", ["2026-9", "2026-13", "0001-01", "2026-09 ", "２０２６-09"])
def test_a_month_is_written_in_one_way(two: Any, month: str) -> None:
    with pytest.raises(ConfigError, match="不是年月"):
        draft(two, month, at(9, 28))


@pytest.mark.parametrize(("day", "says"), [(date(2026, 9, 27), "早于检查时点"), (date(9999, 12, 31), "60 天以后")])
def test_a_day_that_no_notice_can_bear_is_refused(two: Any, day: date, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        write_draft(two.desk, two.ledger, "2026-09", two.out, at(9, 28), day)


# ---- follow-up over three months -------------------------------------------------------------------------------------


def paper(book: Any, month: str) -> str:
    return "\n".join(p.text for p in docx.Document(str(book.out / f"通报-{month}.docx")).paragraphs)


def test_told_is_done_and_not_done_over_three_months(told: Any) -> None:
    """September told two. In October one is put right, one new is told. November follows up the one of September and
    the one of October: those are not “what the last notice told”."""
    assert _counts(figures(told, "2026-10", at(10, 20)).follow_up) == (2, 0, 2)
    told.seen("2026-10-21T08:30", "link-other", "a", OLD, Outcome.PASS)
    late = "http://jy.wangshu.gov.cn/late.html"
    told.seen("2026-10-22T08:30", "link-other", "a", late)
    october = draft(told, "2026-10", at(10, 28))
    assert "上期通报问题2个，已整改销号1个，未完成整改1个；未整改到位的有清水镇人民政府1个。" in paper(told, "2026-10")
    sign(told, "2026-10", october, at(10, 28, 17))
    told.ledger.decisions.decide(number_of(told, GONE), Decision(Event.REPORT_FIXED, at(11, 2), "张三", "已换"))
    draft(told, "2026-11", at(11, 27))
    says = "上期通报时尚未销号的问题2个，已整改销号0个，尚未销号2个（其中1个已反馈整改、待复查）"
    assert says in paper(told, "2026-11")


def _counts(follow: FollowUp) -> tuple[int, int, int]:
    return follow.told, follow.done, follow.not_done


def test_reported_fixed_in_time_is_not_called_overdue(told: Any) -> None:
    """Due on 8 October, reported fixed on the 7th; nobody has looked since."""
    told.ledger.decisions.decide(number_of(told, GONE), Decision(Event.REPORT_FIXED, at(10, 7), "张三", "已换"))
    draft(told, "2026-10", at(10, 28))
    sheet = docx.Document(str(told.out / "整改通知-2026-10-望舒区清水镇人民政府.docx"))
    (line,) = [row.cells[-1].text for row in sheet.tables[0].rows[1:]]
    assert line == "2026年10月8日（已反馈，待复查）"
    assert "逾期" not in paper(told, "2026-10")


# ---- units that did not answer ---------------------------------------------------------------------------------------


def answer(book: Any, place: str, unit: str, when: datetime) -> None:
    said = Answer(number_of(book, place), unit, when, AnswerKind.WORKING, AnswerSource.CLERK, cause="换新系统")
    book.ledger.answers.record(said)


def silent(book: Any, now: datetime) -> tuple[str, ...] | None:
    return figures(book, "2026-10", now).follow_up.unreported


def test_only_the_unit_that_sent_nothing_is_named(told: Any) -> None:
    assert silent(told, at(10, 28)) is None
    answer(told, OLD, "jy", at(10, 9))
    assert silent(told, at(10, 10)) is None  # its day has not passed
    assert silent(told, at(10, 28)) == ("望舒区清水镇人民政府",)


def test_what_was_answered_before_the_signing_was_entered_here_is_an_answer(two: Any) -> None:
    """Signed on paper on 28 September and sent at once; entered here on 10 October, after both had answered."""
    signed = draft(two, "2026-09", at(9, 28))
    answer(two, OLD, "jy", at(9, 30))
    issue(two.desk, two.ledger, "2026-09", "〔2026〕9号", date(2026, 9, 28), signed, "张三", at(10, 10))
    answer(two, GONE, "qs", at(10, 11))
    assert silent(two, at(10, 28)) == ()


def test_an_answer_entered_after_the_cut_off_is_an_answer(told: Any) -> None:
    answer(told, OLD, "jy", at(10, 9))
    answer(told, GONE, "qs", at(11, 2))
    assert silent(told, at(11, 3)) == ()


def test_who_was_told_of_what_was_already_fixed_has_nothing_to_answer(two: Any) -> None:
    two.seen("2026-09-25T08:30", "link-other", "b", GONE, Outcome.PASS)
    sign(two, "2026-09", draft(two, "2026-09", at(9, 28)), at(9, 28, 17))
    answer(two, OLD, "jy", at(10, 9))
    assert silent(two, at(10, 28)) == ()


def test_a_unit_whose_letter_came_back_is_not_named(told: Any) -> None:
    answer(told, OLD, "jy", at(10, 9))
    for number in queue_month(told.desk, told.ledger, "2026-09", at(9, 29), MAIL):
        if told.ledger.letters.get(number).unit == "qs":
            told.ledger.letters.release(number, at(9, 29), "张三")
            for event in (LetterEvent.START, LetterEvent.HAND_OVER, LetterEvent.ACCEPT, LetterEvent.BOUNCE):
                told.ledger.letters.step(number, event, at(9, 29))
    assert silent(told, at(10, 28)) is None


def test_a_unit_renamed_since_the_notice_still_gets_its_letter(told: Any) -> None:
    units = dict(told.desk.register.units)
    units["qs"] = replace(units["qs"], name="望舒区清水街道办事处")
    desk = replace(told.desk, register=replace(told.desk.register, units=units))
    letters = [told.ledger.letters.get(n) for n in queue_month(desk, told.ledger, "2026-09", at(9, 29), MAIL)]
    assert {one.unit: one.recipients for one in letters}["qs"] == ("qs@wangshu.example",)


def test_two_units_of_one_name_get_each_their_own_sheet(two: Any) -> None:
    """By hand: what the ledger charges each of them with, whatever they are called."""
    units = {key: replace(unit, name="望舒区数据局") for key, unit in two.desk.register.units.items()}
    two.desk = replace(two.desk, register=replace(two.desk.register, units=units))
    figures = draft(two, "2026-09", at(9, 28))
    sign(two, "2026-09", figures, at(9, 28, 17))
    sheets = sorted(path.name for path in two.out.glob("整改通知-2026-09-*.docx"))
    assert sheets == [f"整改通知-2026-09-望舒区数据局（{key}）.docx" for key in sorted(units)]
    charged = {f.id: f.unit for f in two.ledger.findings.find()}
    letters = [two.ledger.letters.get(n) for n in queue_month(two.desk, two.ledger, "2026-09", at(9, 29), MAIL)]
    assert {one.unit: one.recipients for one in letters} == {key: (unit.email,) for key, unit in units.items()}
    for one in letters:
        told = {matter.finding for matter in two.ledger.letters.matters(one.id)}
        assert told
        assert {charged[number] for number in told} == {one.unit}
        assert told == {number for number, unit in charged.items() if unit == one.unit}


def test_a_draft_of_before_tells_whose_each_problem_is_by_the_ledger(two: Any) -> None:
    """Drafts told units by their names only; two of one name are told apart in them too."""
    units = {key: replace(unit, name="望舒区数据局") for key, unit in two.desk.register.units.items()}
    two.desk = replace(two.desk, register=replace(two.desk.register, units=units))
    signed = draft(two, "2026-09", at(9, 28))
    written = two.ledger.notices.draft("2026-09")
    before = re.sub(r'"unit_id":"[^"]*"', '"unit_id":""', written.figures)
    assert before != written.figures
    two.ledger.notices.record_draft(replace(written, figures=before))
    sign(two, "2026-09", signed, at(9, 28, 17))
    charged = {f.id: f.unit for f in two.ledger.findings.find()}
    for one in (two.ledger.letters.get(n) for n in queue_month(two.desk, two.ledger, "2026-09", at(9, 29), MAIL)):
        assert {charged[matter.finding] for matter in two.ledger.letters.matters(one.id)} == {one.unit}


def test_the_clerk_hears_of_a_draft_that_was_never_entered_as_signed(two: Any) -> None:
    settings = two.desk.workspace.settings_file
    words = settings.read_text(encoding="utf-8").replace('name = "" ', 'name = "望舒区人民政府办公室" ', 1)
    settings.write_text(words, encoding="utf-8")
    two.close()
    out = str(two.out)
    for month, now, says in (("2026-09", "2026-09-28T16:00", False), ("2026-10", "2026-10-28T16:00", True)):
        done = CliRunner().invoke(notice, ["--month", month, "--out", out, "--now", now], obj=two.desk.workspace.root)
        assert done.exit_code == 0, done.output
        assert ("2026-09 的送签稿还没有登记签发" in done.stderr) is says
        assert "一个网站、账号也没有查成" in done.stderr  # this ledger was written by hand: nothing was looked at
