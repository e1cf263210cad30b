"""A notice's month and what it tells, at the first and the last moment of each."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.notices.drafts import frozen, write_draft
from desk.notices.issuing import issue
from desk.notices.notice_period import Period, to_tell, told_before
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import SHANGHAI
from ledger.vocabulary import Decision, Event, Evidence, Finding, State
from ledger.vocabulary.post.answer import Answer, AnswerKind, AnswerSource
from ledger.vocabulary.post.incoming import Incoming, MailKind, MailState

SECOND = timedelta(seconds=1)
MOMENT = timedelta(microseconds=1)
START, LAST = datetime(2026, 10, 1, tzinfo=SHANGHAI), datetime(2026, 10, 31, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "cutoff"),
    [
        (START, START),
        (datetime(2026, 10, 28, 16, tzinfo=SHANGHAI), datetime(2026, 10, 28, 16, tzinfo=SHANGHAI)),
        (LAST, LAST),
        (LAST + SECOND, LAST),
        (datetime(2026, 12, 3, tzinfo=SHANGHAI), LAST),
    ],
)
def test_a_month_and_its_cut_off(now: datetime, cutoff: datetime) -> None:
    assert Period.of("2026-10", now) == Period("2026-10", START, cutoff, START)


def test_a_month_that_has_not_come() -> None:
    with pytest.raises(ConfigError, match="2026-10 还没有到"):
        Period.of("2026-10", START - MOMENT)


SINCE = datetime(2026, 9, 28, 16, tzinfo=SHANGHAI)
CUTOFF = datetime(2026, 10, 28, 16, tzinfo=SHANGHAI)
OCTOBER = Period("2026-10", START, CUTOFF, SINCE)
SHOWN = Evidence("http://s.example/p", SINCE)
FOUND = Finding(1, "c", "s", "p", None, "u", State.CONFIRMED, "坏", SHOWN, SINCE, SINCE)
EARLIER = SINCE - timedelta(days=5)


@pytest.mark.parametrize(
    ("changes", "before", "told"),
    [
        ({"confirmed_at": None, "state": State.SUSPECTED}, {}, False),
        ({"confirmed_at": SINCE}, {}, True),
        ({"confirmed_at": CUTOFF}, {}, True),
        ({"confirmed_at": CUTOFF + SECOND}, {}, False),  # the next month's
        ({"confirmed_at": CUTOFF, "state": State.CLOSED}, {}, True),  # found and put right within it
        ({"confirmed_at": EARLIER}, {}, True),  # told by none and still open
        ({"confirmed_at": EARLIER, "state": State.CLOSED}, {}, False),
        ({"confirmed_at": EARLIER}, {1: SINCE}, False),
        ({"confirmed_at": EARLIER}, {1: EARLIER}, False),
        ({"confirmed_at": EARLIER}, {1: EARLIER - SECOND}, True),  # confirmed anew since it was told
        ({"confirmed_at": EARLIER}, {2: SINCE}, True),  # another one was told
        ({"confirmed_at": SINCE, "dismissed_until": date(2026, 10, 28)}, {}, False),
        ({"confirmed_at": SINCE, "dismissed_until": date(2026, 10, 27)}, {}, True),
        ({"confirmed_at": EARLIER, "dismissed_until": date(2026, 10, 27)}, {}, False),  # until it is seen again
    ],
)
def test_what_a_notice_tells(changes: dict[str, Any], before: dict[int, datetime], told: bool) -> None:
    finding = replace(FOUND, **changes)
    assert to_tell([finding], OCTOBER, before) == ([finding] if told else [])


OLD, GONE = "http://jy.wangshu.gov.cn/old.html", "http://qs.wangshu.gov.cn/gone.html"


def draft(book: Any, month: str, now: datetime) -> Path:
    made: Path = write_draft(book.desk, book.ledger, month, book.out, now)[0]
    return made


@pytest.fixture
def september(book: Any) -> Any:
    """Two problems, told by September's notice of the 28th at 16:00."""
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.seen("2026-09-21T08:30", "link-other", "b", GONE)
    signed = draft(book, "2026-09", SINCE)
    issue(book.desk, book.ledger, "2026-09", "〔2026〕9号", SINCE.date(), signed, "张三", SINCE)
    return book


def test_a_month_begins_after_the_last_notice(september: Any) -> None:
    at = datetime(2026, 11, 2, tzinfo=SHANGHAI)
    assert told_before(september.ledger, "2026-10") == {1: SINCE, 2: SINCE}
    assert told_before(september.ledger, "2026-09") == {}
    for month in ("2026-10", "2026-11"):
        period = Period.of(month, at)
        assert period.after(september.ledger) == replace(period, since=SINCE + MOMENT)
    own = Period.of("2026-09", at)
    assert own.after(september.ledger) == own, "what its own notice told is no earlier notice's"


@pytest.mark.parametrize(("day", "named"), [(10, None), (11, ("望舒区清水镇人民政府",))])
def test_who_sent_nothing_is_named_from_the_day_after_the_answers_were_due(
    september: Any, day: int, named: tuple[str, ...] | None
) -> None:
    """Told on Monday 28 September; five working days, 1 to 7 October being holidays and the 10th a day of work."""
    said = Answer(1, "jy", SINCE + SECOND, AnswerKind.WORKING, AnswerSource.CLERK, cause="换新系统")
    september.ledger.answers.record(said)
    draft(september, "2026-10", datetime(2026, 10, day, 16, tzinfo=SHANGHAI))
    assert frozen(september.ledger, "2026-10").follow_up.unreported == named


CONFIRMED = datetime(2026, 9, 21, 8, 30, tzinfo=SHANGHAI)
MAIL = Incoming(
    "m1", "<a@b.cn>", 7, 3, "qs@wangshu.example", "回执", SINCE, MailKind.RECEIPT, MailState.CLAIM, unit="qs"
)
SAID = Answer(2, "qs", CONFIRMED, AnswerKind.WORKING, AnswerSource.CLERK, cause="换新系统")
DONE = Decision(Event.REPORT_FIXED, SINCE + SECOND, "张三", "已换")


@pytest.mark.parametrize(
    ("heard", "answered"),
    [
        (MAIL, True),  # a clerk has still to read it
        (replace(MAIL, state=MailState.DONE), False),  # a clerk has, and entered no answer
        (replace(MAIL, unit=""), False),
        (replace(MAIL, received=SINCE - SECOND), False),  # before the notice's cut-off
        (SAID, True),  # from the moment on at which the problem was confirmed
        (replace(SAID, at=CONFIRMED - SECOND), False),
        (DONE, True),
        (replace(DONE, event=Event.APPEAL), True),
        (replace(DONE, event=Event.URGE), False),
    ],
)
def test_what_is_an_answer_to_a_notice(september: Any, heard: Incoming | Answer | Decision, answered: bool) -> None:
    ledger = september.ledger
    ledger.answers.record(Answer(1, "jy", SINCE + SECOND, AnswerKind.WORKING, AnswerSource.CLERK, cause="换新系统"))
    if isinstance(heard, Incoming):
        ledger.inbox.keep(heard, [])
    elif isinstance(heard, Answer):
        ledger.answers.record(heard)
    else:
        ledger.decisions.decide(2, heard)
    draft(september, "2026-10", datetime(2026, 10, 28, 16, tzinfo=SHANGHAI))
    named = frozen(ledger, "2026-10").follow_up.unreported
    assert named == (() if answered else ("望舒区清水镇人民政府",))


def test_what_was_told_before_signing_was_kept_here(book: Any) -> None:
    """Of such a notice the ledger knows its month and when it was written."""
    book.seen("2026-09-20T08:30", "link-other", "a", OLD)
    book.ledger.findings.notify([1], "2026-09", SINCE, {})
    assert told_before(book.ledger, "2026-09") == {}
    assert told_before(book.ledger, "2026-10") == {1: SINCE}
