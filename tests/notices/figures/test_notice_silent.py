"""When a unit may be called silent: its columns were read in the period's last week, and say so."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.notices.month import Columns
from desk.notices.notice_period import Period
from ledger.calendar import SHANGHAI
from ledger.vocabulary import Coverage

START, END = datetime(2026, 9, 1, tzinfo=SHANGHAI), datetime(2026, 9, 28, 17, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("before", "columns_read", "read"),
    [(timedelta(days=7), 1, {"a"}), (timedelta(days=7, seconds=1), 1, set()), (timedelta(hours=1), 0, set())],
)
def test_only_what_was_read_in_the_last_week_is_known(
    book: Any, before: timedelta, columns_read: int, read: set[str]
) -> None:
    when = END - before
    book.ledger.runs.start("r", "inspect", when, {})
    book.ledger.runs.record_coverage(Coverage("a", "r", when, when, 9, 40, 40, 0, (), columns_read, 2))
    book.ledger.runs.finish("r", when)
    known = Columns.of(book.ledger, Period("2026-09", START, END, START), [], [])
    assert known.read == read
