"""A wrong file entered as the month's notice is taken back, for as long as no letter has left; and stays on record."""

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.correspondence.letters import queue_month
from desk.mail.server_settings import MailSettings
from desk.notices.drafts import write_draft
from desk.notices.issuing import issue
from desk.notices.notice_period import Period, told_before
from desk.notices.withdrawing import withdraw
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import SHANGHAI
from ledger.ledger import NoSuchNotice
from ledger.vocabulary import Event, Outcome, State
from ledger.vocabulary.post.outbox import LetterState

OLD, GONE = "http://jy.wangshu.gov.cn/old.html", "http://qs.wangshu.gov.cn/gone.html"
NOW = datetime(2026, 9, 28, 17, tzinfo=SHANGHAI)
LATER = NOW + timedelta(hours=1)


def sign(book: Any, draft: Path, number: str = "望府办〔2026〕9号", at: datetime = NOW) -> None:
    issue(book.desk, book.ledger, "2026-09", number, at.date(), draft, "张三", at)


@pytest.fixture
def signed(book: Any) -> Path:
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    draft = write_draft(book.desk, book.ledger, "2026-09", book.out, NOW)[0]
    sign(book, draft)
    return draft


def test_it_is_as_if_it_had_not_been_entered(book: Any, signed: Path) -> None:
    withdraw(book.ledger, "2026-09", LATER, "张三", "登记成了上一稿")
    assert book.ledger.notices.issued("2026-09") is None
    assert [(f.state, f.due) for f in book.ledger.findings.find()] == [(State.CONFIRMED, None)] * 2
    assert told_before(book.ledger, "2026-10") == {}
    assert book.ledger.notices.told_unsigned() == []
    last = book.ledger.findings.history(1)[-1]
    assert (last.event, last.by, last.why, last.period) == (Event.UNTELL, "张三", "登记成了上一稿", "2026-09")


def test_what_was_entered_stays_on_record(book: Any, signed: Path) -> None:
    withdraw(book.ledger, "2026-09", LATER, "张三", "登记成了上一稿")
    with sqlite3.connect(book.desk.workspace.ledger) as db:
        ((number, by, why, kept),) = db.execute('SELECT number, "by", why, signed FROM withdrawn_notice').fetchall()
    assert (number, by, why, kept) == ("望府办〔2026〕9号", "张三", "登记成了上一稿", signed.read_bytes())


def test_the_right_file_is_entered_afterwards_under_the_same_number(book: Any, signed: Path) -> None:
    withdraw(book.ledger, "2026-09", LATER, "张三", "登记成了上一稿")
    sign(book, signed, at=LATER)
    assert {f.state for f in book.ledger.findings.find()} == {State.NOTIFIED}
    assert {f.due for f in book.ledger.findings.find()} == {date(2026, 10, 8)}


def test_what_happened_meanwhile_stays(book: Any, signed: Path) -> None:
    """One was seen fixed after the wrong file had been entered."""
    book.seen("2026-09-28T17:30", "link-other", "a", OLD, Outcome.PASS)
    withdraw(book.ledger, "2026-09", LATER, "张三", "登记成了上一稿")
    assert {f.place: f.state for f in book.ledger.findings.find()} == {OLD: State.CLOSED, GONE: State.CONFIRMED}


def test_its_letters_are_taken_back(book: Any, signed: Path) -> None:
    mail = MailSettings(sender="ban@wangshu.example")
    numbers = queue_month(book.desk, book.ledger, "2026-09", NOW, mail)
    withdraw(book.ledger, "2026-09", LATER, "张三", "登记成了上一稿")
    assert {book.ledger.letters.get(n).state for n in numbers} == {LetterState.WITHDRAWN}


def test_once_a_letter_is_released_it_stands(book: Any, signed: Path) -> None:
    mail = MailSettings(sender="ban@wangshu.example")
    first, *_ = queue_month(book.desk, book.ledger, "2026-09", NOW, mail)
    book.ledger.letters.release(first, NOW, "张三")
    with pytest.raises(ConfigError, match="已有 1 封信件放行"):
        withdraw(book.ledger, "2026-09", LATER, "张三", "登记成了上一稿")
    assert book.ledger.notices.issued("2026-09") is not None
    assert {f.state for f in book.ledger.findings.find()} == {State.NOTIFIED}


@pytest.mark.parametrize(("month", "why", "says"), [("2026-08", "错", "还没有签发"), ("2026-09", " ", "没有写理由")])
def test_what_cannot_be_taken_back(book: Any, signed: Path, month: str, why: str, says: str) -> None:
    with pytest.raises((NoSuchNotice, ConfigError), match=says):
        withdraw(book.ledger, month, LATER, "张三", why)


def test_one_on_which_a_later_notice_rests_stands(book: Any, signed: Path) -> None:
    at = datetime(2026, 10, 30, 17, tzinfo=SHANGHAI)
    october = write_draft(book.desk, book.ledger, "2026-10", book.out, at)[0]
    issue(book.desk, book.ledger, "2026-10", "〔2026〕10号", at.date(), october, "张三", at)
    assert Period.of("2026-10", at).after(book.ledger).since > NOW - timedelta(seconds=1)
    with pytest.raises(Exception, match="不能再撤回"):
        withdraw(book.ledger, "2026-09", at, "张三", "登记成了上一稿")
