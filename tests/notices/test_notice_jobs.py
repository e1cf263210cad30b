"""The clock's letters: what presses a unit is written on its day and waits; nothing is written twice."""

from datetime import date, datetime
from typing import Any

import pytest

from desk.config.schedule import Job, load_schedule
from desk.correspondence.sending import release
from desk.correspondence.urging import queue_urging
from desk.mail.server_settings import MailSettings
from desk.notices.drafts import write_draft
from desk.notices.issuing import issue
from desk.scheduler.jobs import escalate
from desk.scheduler.jobs.context import Order
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Outcome, State
from ledger.vocabulary.post.outbox import LetterKind, LetterState

GONE = "http://qs.wangshu.gov.cn/gone.html"


def order(book: Any, job: Job, now: str) -> Order:
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    schedule = load_schedule(book.desk.workspace.config / "schedule.toml", book.desk.settings)
    return Order(job, book.desk, schedule, moment, moment)


def letters(book: Any) -> list[tuple[LetterKind, str, str, LetterState]]:
    with Ledger.open_for_reading(book.desk.workspace.ledger) as ledger:
        return [
            (x.kind, x.unit, x.period, x.state) for x in ledger.letters.find() if x.state is not LetterState.WITHDRAWN
        ]


@pytest.fixture
def signed(book: Any) -> Any:
    """September's notice of Monday 28 September: one dead link, to be put right by 8 October (3 working days)."""
    now = datetime(2026, 9, 28, 16, tzinfo=SHANGHAI)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    draft = write_draft(book.desk, book.ledger, "2026-09", book.out, now)[0]
    issue(book.desk, book.ledger, "2026-09", "望府办〔2026〕9号", date(2026, 9, 28), draft, "张三", now)
    settings = book.desk.workspace.config / "mail.toml"
    settings.write_text('sender = "office@wangshu.example"\n', encoding="utf-8")
    book.close()
    return book


def test_without_a_sender_nothing_is_written(signed: Any) -> None:
    (signed.desk.workspace.config / "mail.toml").write_text("", encoding="utf-8")
    for job, work in ((Job.URGE, escalate.urge), (Job.HOLIDAY, escalate.holiday), (Job.ANSWERS, escalate.answers)):
        assert "没有填写" in work(order(signed, job, "2026-09-29T08:20"))
    assert letters(signed) == []


def test_the_reminder_and_the_supervision_come_on_their_working_days(signed: Any) -> None:
    """Due on Thursday 8 October: reminded from the working day before, 30 September. Overdue from the 9th; the third
    working day after the 8th is 9, 10 (worked), 12 October: supervised from Monday the 12th."""
    for day, expected in (
        ("2026-09-29", []),
        ("2026-09-30", [(LetterKind.REMIND, "qs", "2026-09-30", LetterState.HELD)]),
        ("2026-10-09", []),  # nobody released the reminder, and the problem is overdue: it would be untrue
        ("2026-10-10", []),
        ("2026-10-12", [(LetterKind.SUPERVISE, "qs", "2026-10-12", LetterState.HELD)]),
        ("2026-10-13", [(LetterKind.SUPERVISE, "qs", "2026-10-13", LetterState.HELD)]),  # with that day's new date
    ):
        escalate.urge(order(signed, Job.URGE, f"{day}T08:10"))
        assert letters(signed) == expected, day


def test_the_letters_before_national_day_are_written_three_working_days_ahead(signed: Any) -> None:
    """Before 1 October lie 28, 29 and 30 September: Monday 28 is the third working day before it."""
    for now, told in (
        ("2026-09-24T08:20", "中秋的提醒 2 封已写好，等待放行"),
        ("2026-09-27T08:20", "国庆节（2026-10-01）的提醒在 2026-09-28 写"),
        ("2026-09-28T08:20", "国庆节的提醒 2 封已写好，等待放行"),
        ("2026-09-29T08:20", "国庆节的提醒已经写好"),
    ):
        assert escalate.holiday(order(signed, Job.HOLIDAY, now)) == told
    national = [x for x in letters(signed) if x[2] == "2026-10-01"]
    assert sorted(unit for _, unit, _, _ in national) == ["jy", "qs"]


def test_a_year_whose_holidays_are_not_known_is_said_and_no_fault(signed: Any) -> None:
    assert "还不知道 2027 年的放假安排" in escalate.holiday(order(signed, Job.HOLIDAY, "2026-12-28T08:20"))


def test_what_is_no_longer_true_is_not_released_and_holds_up_nothing_else(book: Any) -> None:
    """Two reminders wait; one of the problems is seen fixed before the clerk releases them."""
    fixed = "http://jy.wangshu.gov.cn/old.html"
    now = datetime(2026, 9, 28, 16, tzinfo=SHANGHAI)
    book.seen("2026-09-21T08:30", "link-other", "a", fixed)
    book.seen("2026-09-21T08:31", "link-other", "b", GONE)
    draft = write_draft(book.desk, book.ledger, "2026-09", book.out, now)[0]
    issue(book.desk, book.ledger, "2026-09", "望府办〔2026〕9号", date(2026, 9, 28), draft, "张三", now)
    day = datetime(2026, 9, 30, 8, 10, tzinfo=SHANGHAI)
    mail = MailSettings(sender="office@wangshu.example")
    written, _ = queue_urging(book.desk, book.ledger, LetterKind.REMIND, day, mail=mail)
    book.seen("2026-09-30T09:00", "link-other", "a", fixed, Outcome.PASS)
    chosen = [book.ledger.letters.get(one.number) for one in written]
    (why,) = release(book.ledger, chosen, "张三", day.replace(hour=10))
    assert "已经销号，不能放行" in why
    states = {one.unit: book.ledger.letters.get(one.id).state for one in chosen}
    assert states == {"jy": LetterState.HELD, "qs": LetterState.READY}
    assert [f.state for f in book.ledger.findings.find()] == [State.CLOSED, State.FIXING]
