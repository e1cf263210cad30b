"""Orders of events that a notice once got wrong: a return confirmed by old looks, a 误报 that ran out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Criterion,
    Decision,
    Event,
    Evidence,
    Outcome,
    ProblemClass,
    Register,
    Site,
    State,
    Verdict,
)

T0 = datetime(2026, 10, 20, 9, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
CRITERIA = {
    code: Criterion(code, code, "s", "c", "w", "r", ProblemClass.LINK, "请整改。", looks=looks)
    for code, looks in (("once", ()), ("spaced", (6 * HOUR,)))
}
REGISTER = Register({}, {"s": Site("s", "站", "http://s.example/", sponsor="u1")}, {}, {})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open_for_writing(tmp_path / "ledger.db") as opened:
        yield opened


def _settle(ledger: Ledger, at: datetime, code: str, *looks: datetime) -> None:
    run = f"r{at:%m%d%H%M}"
    ledger.runs.start(run, "inspect", at, {})
    bad = Verdict(code, "s", "p", Outcome.FAIL, "坏", Evidence("http://s.example/p", at, looks=looks))
    ledger.verdicts.settle(run, at, [bad if looks else Verdict(code, "s", "p", Outcome.PASS, "好")], CRITERIA, REGISTER)


def test_looks_from_before_the_closing_do_not_confirm_a_return(ledger: Ledger) -> None:
    first, second, fixed, back = T0, T0 + 7 * HOUR, T0 + timedelta(days=5), T0 + timedelta(days=30)
    _settle(ledger, first, "spaced", first)
    _settle(ledger, second, "spaced", first, second)
    assert ledger.findings.get(1).confirmed_at == second
    _settle(ledger, fixed, "spaced")
    _settle(ledger, back, "spaced", first, second, back)
    assert ledger.findings.get(1).state is State.REOPENED
    assert ledger.findings.get(1).confirmed_at is None
    _settle(ledger, back + 6 * HOUR, "spaced", first, second, back, back + 6 * HOUR)
    assert ledger.findings.get(1).confirmed_at == back + 6 * HOUR


def test_a_dismissal_that_ran_out_untold_counts_from_the_day_it_is_seen_again(ledger: Ledger) -> None:
    _settle(ledger, T0, "once", T0)
    why = Decision(Event.DISMISS, T0 + HOUR, "某甲", "暂不计", until=date(2026, 11, 10))
    ledger.decisions.decide(1, why)
    within, later = datetime(2026, 11, 5, 9, tzinfo=SHANGHAI), datetime(2026, 11, 15, 9, tzinfo=SHANGHAI)
    _settle(ledger, within, "once", within)
    assert ledger.findings.get(1).confirmed_at == T0
    _settle(ledger, later, "once", later)
    assert ledger.findings.get(1).confirmed_at == later
    assert ledger.findings.get(1).dismissed_until is None
