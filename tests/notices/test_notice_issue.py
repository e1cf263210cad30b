"""From the draft to the signed notice: what becomes told, what is listed, and that it is frozen."""

import email
import hashlib
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from desk.correspondence.letters import queue_month
from desk.mail.server_settings import MailSettings
from desk.notices.drafts import write_draft
from desk.notices.issuing import Issuing, issue
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import SHANGHAI
from ledger.ledger import AlreadyIssued, LedgerBroken
from ledger.vocabulary import Decision, DismissalKind, Event, Outcome, State

OLD, GONE = "http://jy.wangshu.gov.cn/old.html", "http://qs.wangshu.gov.cn/gone.html"
NUMBER, DAY = "望府办〔2026〕9号", date(2026, 9, 28)
NOW = datetime(2026, 9, 28, 16, 0, tzinfo=SHANGHAI)
MAIL = MailSettings(sender="a@wangshu.example")


@pytest.fixture
def drafted(book: Any) -> Path:
    """September's draft of 28 September: a dead link each of two units, and a home page not updated."""
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    book.seen("2026-09-22T08:30", "home-not-updated", "b", "首页")
    return write_draft(book.desk, book.ledger, "2026-09", book.out, NOW)[0]


def edit(path: Path, change: Callable[[Any], None]) -> Path:
    """The draft as somebody changed it on its way through the office's own system."""
    document = docx.Document(str(path))
    change(document)
    signed = path.with_name("signed.docx")
    document.save(str(signed))
    return signed


def sign(book: Any, signed: Path, number: str = NUMBER, day: date = DAY, month: str = "2026-09") -> Issuing:
    now = max(NOW, NOW.replace(month=day.month, day=day.day))
    return issue(book.desk, book.ledger, month, number, day, signed, "张三", now)


def states(book: Any) -> list[State]:
    return [f.state for f in book.ledger.findings.find()]


def test_a_draft_tells_nobody(book: Any, drafted: Path) -> None:
    assert states(book) == [State.CONFIRMED] * 3
    assert [f.due for f in book.ledger.findings.find()] == [None] * 3


def test_what_is_signed_is_told_and_due_by_its_kind_over_the_holiday(book: Any, drafted: Path) -> None:
    """From Monday 28 September: 29 and 30 are the 1st and 2nd working day, then the holiday, 8 October is the 3rd,
    9 the 4th, and the worked Saturday 10 the 5th. A dead link has 3 working days, the home page 5."""
    made = sign(book, drafted)
    assert (made.comparison.differences, made.withheld, made.notes) == ((), (), ())
    assert states(book) == [State.NOTIFIED] * 3
    due = {f.place: f.due for f in book.ledger.findings.find()}
    assert due == {OLD: date(2026, 10, 8), GONE: date(2026, 10, 8), "首页": date(2026, 10, 10)}
    assert made.notice.sha256 == hashlib.sha256(drafted.read_bytes()).hexdigest()
    assert book.ledger.notices.signed_bytes("2026-09") == drafted.read_bytes()


def test_figures_changed_on_the_way_are_listed_and_words_only_counted(book: Any, drafted: Path) -> None:
    def change(document: Any) -> None:
        for paragraph in document.paragraphs:
            if "本期核实问题3个" in paragraph.text:
                paragraph.runs[0].text = paragraph.text.replace("3个", "2个")
                for run in paragraph.runs[1:]:
                    run.text = ""
            if "加强读网" in paragraph.text:
                paragraph.add_run("务必落实到人。")
        document.paragraphs[1].insert_paragraph_before(NUMBER)

    made = sign(book, edit(drafted, change))
    (one,) = made.comparison.differences
    assert "本期核实问题3个" in one.drafted
    assert "本期核实问题2个" in one.signed
    assert made.comparison.reworded == 1
    assert states(book) == [State.NOTIFIED] * 3


def test_what_was_struck_out_is_not_told(book: Any, drafted: Path) -> None:
    def strike(document: Any) -> None:
        for paragraph in [p for p in document.paragraphs if GONE in p.text]:
            paragraph._p.getparent().remove(paragraph._p)
        for row in [r for t in document.tables for r in t.rows if any(GONE in c.text for c in r.cells)]:
            row._tr.getparent().remove(row._tr)

    made = sign(book, edit(drafted, strike))
    (number, why), *others = made.withheld
    assert not others
    assert (book.ledger.findings.get(number).place, why.partition("；")[0]) == (GONE, "签发稿里没有这个问题")
    assert [f.place for f in book.ledger.findings.find() if f.state is not State.NOTIFIED] == [GONE]
    queued = [book.ledger.letters.get(n) for n in queue_month(book.desk, book.ledger, "2026-09", NOW, MAIL)]
    said = {one.unit: book.ledger.letters.matters(one.id) for one in queued}
    assert [m.finding for m in said["qs"]] == [f.id for f in book.ledger.findings.find() if f.place == "首页"]


def test_what_was_called_false_after_the_draft_is_not_told(book: Any, drafted: Path) -> None:
    number = next(f.id for f in book.ledger.findings.find() if f.place == OLD)
    book.ledger.decisions.decide(number, Decision(Event.DISMISS, NOW, "张三", "能打开"))
    made = sign(book, drafted)
    assert [n for n, _ in made.withheld] == [number]
    assert book.ledger.findings.get(number).state is State.CONFIRMED


def test_what_went_back_after_the_draft_is_not_told(book: Any, drafted: Path) -> None:
    """The like was misread on that site; on the other one it stands."""
    other = "http://jy.wangshu.gov.cn/other.html"
    book.seen("2026-09-28T15:30", "link-other", "a", other)
    by_place = {f.place: f.id for f in book.ledger.findings.find()}
    said = Decision(Event.DISMISS, NOW, "张三", "能打开", kind=DismissalKind.MISREAD)
    book.ledger.decisions.decide(by_place[other], said)
    assert book.ledger.findings.get(by_place[OLD]).state is State.SUSPECTED
    again = write_draft(book.desk, book.ledger, "2026-09", book.out / "again", NOW)[0]
    texts = [p.text for p in docx.Document(str(again)).paragraphs]
    assert any(GONE in text for text in texts)
    assert not any(OLD in text for text in texts)
    made = sign(book, drafted)
    assert made.withheld == ((by_place[OLD], "写送签稿以后退回待核实（同一种读法读错过）"),)
    assert book.ledger.findings.get(by_place[OLD]).state is State.SUSPECTED
    assert book.ledger.findings.get(by_place[GONE]).state is State.NOTIFIED


def test_a_signed_notice_is_frozen(book: Any, drafted: Path) -> None:
    sign(book, drafted)
    sheet = book.out / "整改通知-2026-09-望舒区教育局.docx"
    before = [p.text for p in docx.Document(str(sheet)).paragraphs]
    book.seen("2026-09-29T08:30", "link-other", "a", OLD, Outcome.PASS)
    made = write_draft(book.desk, book.ledger, "2026-09", book.out, NOW.replace(day=30))
    assert made[0].read_bytes() == drafted.read_bytes()
    assert [p.text for p in docx.Document(str(sheet)).paragraphs] == before
    with pytest.raises(AlreadyIssued, match=r"2026-09 的通报已于 2026-09-28 以 望府办〔2026〕9号 签发"):
        sign(book, drafted, "望府办〔2026〕10号")


def test_a_number_is_used_once(book: Any, drafted: Path) -> None:
    sign(book, drafted)
    october = write_draft(book.desk, book.ledger, "2026-10", book.out, NOW.replace(month=10))[0]
    with pytest.raises(AlreadyIssued, match=r"文号 望府办〔2026〕9号 已经用在 2026-09 的通报上"):
        sign(book, october, NUMBER, date(2026, 10, 28), "2026-10")
    assert book.ledger.notices.issued("2026-10") is None


@pytest.mark.parametrize(
    ("number", "day", "told"),
    [
        ("[2026]9号", DAY, "“[2026]9号”不是文号"),
        ("〔2026〕09号", DAY, "不是文号"),
        (NUMBER, date(2026, 9, 27), "早于这份通报的检查时点 2026-09-28"),
    ],
)
def test_what_cannot_be_right_is_refused(book: Any, drafted: Path, number: str, day: date, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        sign(book, drafted, number, day)
    assert told in "\n".join(map(str, refused.value.problems))
    assert states(book) == [State.CONFIRMED] * 3


def test_a_file_that_is_no_letter_is_refused(book: Any, drafted: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a.docx"
    odd.write_bytes(b"PK\x03\x04 not a letter")
    for file in (odd, tmp_path / "nothing.docx"):
        with pytest.raises(ConfigError):
            sign(book, file)


def test_without_a_draft_nothing_can_be_signed(book: Any, drafted: Path) -> None:
    with pytest.raises(ConfigError, match=r"2026-10 的通报还没有写送签稿"):
        sign(book, drafted, NUMBER, date(2026, 10, 28), "2026-10")


def test_what_was_confirmed_after_the_cut_off_stands_in_the_next_notice(book: Any, drafted: Path) -> None:
    """Found on 29 September, after September's notice: no notice may lose it."""
    sign(book, drafted)
    late = "http://jy.wangshu.gov.cn/late.html"
    book.seen("2026-09-29T08:30", "link-other", "a", late)
    october = write_draft(book.desk, book.ledger, "2026-10", book.out, NOW.replace(month=10))[0]
    text = "\n".join(p.text for p in docx.Document(str(october)).paragraphs)
    assert "本期核实问题1个" in text
    assert late in text
    assert "上期通报问题3个，已整改销号0个，未完成整改3个" in text


def test_a_draft_that_would_tell_twice_is_refused(book: Any, drafted: Path) -> None:
    """October was drafted while September was still unsigned."""
    book.seen("2026-10-20T08:30", "link-other", "a", "http://jy.wangshu.gov.cn/oct.html")
    october = write_draft(book.desk, book.ledger, "2026-10", book.out, NOW.replace(month=10))[0]
    sign(book, drafted)
    with pytest.raises(ConfigError, match="请重写送签稿"):
        sign(book, october, "望府办〔2026〕10号", date(2026, 10, 28), "2026-10")


def test_a_signed_file_that_was_changed_in_the_ledger_is_never_given_out(book: Any, drafted: Path) -> None:
    sign(book, drafted)
    with sqlite3.connect(book.desk.workspace.ledger) as db:
        db.execute("UPDATE issued SET signed = X'00'")
    db.close()
    with pytest.raises(LedgerBroken):
        queue_month(book.desk, book.ledger, "2026-09", NOW, MAIL)


def test_each_unit_gets_the_signed_file_and_not_the_draft(book: Any, drafted: Path) -> None:
    def change(document: Any) -> None:
        document.paragraphs[1].insert_paragraph_before(NUMBER)

    signed = edit(drafted, change)
    sign(book, signed)
    for number in queue_month(book.desk, book.ledger, "2026-09", NOW, MAIL):
        message = email.message_from_bytes(book.ledger.letters.raw(number))
        files = {p.get_filename(): p.get_payload(decode=True) for p in message.walk() if p.get_filename()}
        assert signed.read_bytes() in files.values()
        assert drafted.read_bytes() not in files.values()


@pytest.mark.needs("libreoffice")
def test_a_signed_pdf_is_compared_by_its_body(book: Any, drafted: Path, tmp_path: Path) -> None:
    own = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
    words = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(drafted)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    made = sign(book, tmp_path / f"{drafted.stem}.pdf")
    assert made.comparison.differences == ()
    assert made.notes == ("签发文件是 PDF，只核对了正文，没有核对附件的表格",)
    assert states(book) == [State.NOTIFIED] * 3
