"""A re-look at an account: of just that account, and never on what was read before."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.context import Desk, open_desk
from desk.facts.account_judging import archive_path
from desk.inspections.account_inspection import Surroundings, inspect_accounts
from desk.inspections.recheck import recheck
from desk.workspace.workspace import Workspace
from ledger.archive.accounts import AccountArchive
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Account,
    AccountReading,
    Decision,
    Event,
    Outcome,
    Post,
    Reason,
    Register,
    Source,
    State,
    Unit,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = NOW + timedelta(days=1)
NOTHING = Surroundings(sources={})  # no platform is asked: a person's record is what there is
ACCOUNTS = {i: Account(i, "u1", "微博", f"甲区{i}") for i in ("a1", "a2")}


def _seen(desk: Desk, account: str, seen: datetime, newest: datetime) -> None:
    """A person looked and left a record: nothing after ``newest``."""
    reading = AccountReading(
        account, Source.PERSON, seen, (Post(account, newest),), True, date(2026, 9, 1), seen, witness="张三"
    )
    with AccountArchive(archive_path(desk)) as archive:
        archive.save_reading(reading)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two accounts silent since 1 October, found so on 23 November."""
    opened = open_desk(Workspace.init(tmp_path / "office").root)
    desk = replace(opened, register=Register({"u1": Unit("u1", "甲区办公室")}, {}, {}, ACCOUNTS))
    for account in ACCOUNTS:
        _seen(desk, account, NOW - timedelta(minutes=5), datetime(2026, 10, 1, 9, 0, tzinfo=NOW.tzinfo))
    inspect_accounts(desk, NOW, given=NOTHING)
    return desk


def _stale(desk: Desk, subject: str) -> tuple[int, State, datetime | None]:
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        (found,) = ledger.findings.find(subject=subject, criterion="account-stale")
        return found.id, found.state, found.unknown_since


def test_a_new_post_closes_it_and_says_nothing_of_the_other(desk: Desk) -> None:
    other = _stale(desk, "a2")
    for account in ACCOUNTS:
        _seen(desk, account, LATER, LATER - timedelta(hours=1))
    (line,) = recheck(desk, [_stale(desk, "a1")[0]], LATER, given=NOTHING).lines
    assert (line.outcome, line.before, line.after) == (Outcome.PASS, State.SUSPECTED, State.CLOSED)
    assert _stale(desk, "a2") == other


def test_what_was_read_before_proves_nothing_today(desk: Desk) -> None:
    number = _stale(desk, "a1")[0]
    (line,) = recheck(desk, [number], LATER, given=NOTHING).lines
    assert (line.outcome, line.reason) == (Outcome.UNKNOWN, Reason.NOT_READY)
    assert "11月23日08时55分" in line.said
    assert _stale(desk, "a1") == (number, State.SUSPECTED, LATER)


def test_still_silent_by_a_new_record(desk: Desk) -> None:
    _seen(desk, "a1", LATER - timedelta(hours=1), datetime(2026, 10, 1, 9, 0, tzinfo=NOW.tzinfo))
    (line,) = recheck(desk, [_stale(desk, "a1")[0]], LATER, given=NOTHING).lines
    assert (line.outcome, line.after) == (Outcome.FAIL, State.SUSPECTED)


def test_a_record_of_before_it_was_reported_fixed_is_no_word_against_it(desk: Desk) -> None:
    number = _stale(desk, "a1")[0]
    _seen(desk, "a1", LATER - timedelta(hours=3), datetime(2026, 10, 1, 9, 0, tzinfo=NOW.tzinfo))
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        ledger.decisions.decide(number, Decision(Event.CONFIRM, LATER - timedelta(hours=4), "张三", "属实"))
        ledger.decisions.decide(number, Decision(Event.REPORT_FIXED, LATER - timedelta(hours=2), "张三", "来电"))
    (line,) = recheck(desk, [], LATER, given=NOTHING).lines
    assert (line.outcome, line.after) == (Outcome.UNKNOWN, State.RECHECK)
