"""A day's record and a month's notice read what stands and what their time brought, not all that was ever found."""

import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from desk.notices.daily_record import daily_figures
from desk.notices.notice_figures import notice_figures
from desk.notices.notice_period import Period
from ledger.ledger import LedgerBroken
from ledger.vocabulary import Outcome
from tests.notices.conftest import at

OLD, DONE, STANDS, NEW = (f"http://jy.wangshu.gov.cn/{name}.html" for name in ("old", "done", "stands", "new"))
NOW = at("2026-11-12T18:00")


@pytest.fixture
def half_a_year(book: Any) -> Any:
    """One was fixed in June and one in November; one stands since June and one since today. Of the first nothing can
    be read any more, of the third not what it was before."""
    for place in (OLD, STANDS):
        book.seen("2026-06-02T09:00", "link-other", "a", place)
    book.seen("2026-06-05T09:00", "link-other", "a", OLD, Outcome.PASS)
    book.seen("2026-11-03T09:00", "link-other", "a", DONE)
    book.seen("2026-11-09T09:00", "link-other", "a", DONE, Outcome.PASS)
    book.seen("2026-11-12T09:00", "link-other", "a", NEW)
    with closing(sqlite3.connect(book.desk.workspace.ledger)) as db:
        db.execute("UPDATE finding SET doc = x'00' WHERE place = ?", [OLD])
        both = "SELECT id FROM finding WHERE place IN (?, ?)"
        db.execute(f"UPDATE change SET patch = x'00' WHERE finding IN ({both})", [OLD, STANDS])
        db.commit()
    with pytest.raises(LedgerBroken):
        book.ledger.findings.find()
    return book


def test_a_day_is_written_without_what_was_closed_before(half_a_year: Any) -> None:
    told = daily_figures(half_a_year.desk, half_a_year.ledger, date(2026, 11, 12), NOW)
    assert ([p.address for p in told.found], told.fixed, told.waiting) == ([NEW], (), ())


def test_a_month_is_told_without_what_was_closed_before(half_a_year: Any) -> None:
    period = Period.of("2026-11", NOW).after(half_a_year.ledger)
    told = notice_figures(half_a_year.desk, half_a_year.ledger, period, NOW)
    assert {p.address: p.closed and p.closed.date() for p in told.problems} == {
        DONE: date(2026, 11, 9),
        STANDS: None,
        NEW: None,
    }
