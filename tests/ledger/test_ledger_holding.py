"""A 误报 holds the deadline: reckoned by hand on November 2026, whose Mondays are the 2nd, 9th, 16th, 23rd and 30th."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI, Calendar, OwnYear
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Criterion,
    Decision,
    Event,
    Evidence,
    Finding,
    Outcome,
    ProblemClass,
    Register,
    Ruling,
    Site,
    State,
    Verdict,
)

CRITERIA = {"c": Criterion("c", "c", "s", "c", "w", "r", ProblemClass.LINK, "请整改。")}
REGISTER = Register({}, {"s": Site("s", "站", "http://s.example/", sponsor="u1")}, {}, {})


def on(day: int, month: int = 11) -> date:
    return date(2026, month, day)


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open_for_writing(tmp_path / "ledger.db") as opened:
        see(opened, at(2))
        yield opened


def see(ledger: Ledger, when: datetime, outcome: Outcome = Outcome.FAIL) -> None:
    run = f"r{when:%m%d%H}"
    ledger.runs.start(run, "inspect", when, {})
    evidence = Evidence("http://s.example/p", when, "原文")
    ledger.verdicts.settle(run, when, [Verdict("c", "s", "p", outcome, "坏", evidence)], CRITERIA, REGISTER)


def told(ledger: Ledger, due: date) -> None:
    ledger.findings.notify([1], "2026-10", at(3), {1: due})


def dismiss(ledger: Ledger, when: datetime, until: date, calendar: Calendar | None = None) -> Finding:
    return ledger.decisions.decide(
        1, Decision(Event.DISMISS, when, "甲", "暂不计", until), calendar=calendar or Calendar()
    )


def test_what_was_left_is_left_when_it_has_run_out(ledger: Ledger) -> None:
    told(ledger, on(13))  # five working days from the 9th
    held = dismiss(ledger, at(9), on(18))
    assert (held.dismissed_from, held.dismissed_until, held.due, held.due_told) == (on(9), on(18), on(25), on(13))
    assert not any(held.overdue_on(on(day)) for day in range(9, 26)), "the 19th to the 25th are its five days"
    assert held.overdue_on(on(26))


def test_what_was_late_already_is_late_again_the_day_after(ledger: Ledger) -> None:
    told(ledger, on(6))
    assert ledger.findings.get(1).overdue_on(on(9))
    held = dismiss(ledger, at(9), on(18))
    assert [held.overdue_on(on(day)) for day in (9, 18, 19)] == [False, False, True]
    assert Calendar().between(held.due or on(1), on(19)) == Calendar().between(on(6), on(9)), "and by as much"


@pytest.mark.parametrize(("back", "due"), [(9, 13), (10, 16), (12, 18), (18, 24), (19, 25), (30, 25)])
def test_taken_back_only_the_days_before_were_held(ledger: Ledger, back: int, due: int) -> None:
    told(ledger, on(13))
    dismiss(ledger, at(9), on(18))
    free = ledger.decisions.decide(1, Decision(Event.RESTORE, at(back, 10), "甲", "属实"))
    assert (free.due, free.due_told, free.dismissed_from, free.dismissed_until) == (on(due), None, None, None)


@pytest.mark.parametrize(("until", "due"), [(on(24), on(1, 12)), (on(13), on(20))])
def test_said_again_while_it_holds_it_holds_from_the_first_day_to_the_new_last(
    ledger: Ledger, until: date, due: date
) -> None:
    told(ledger, on(13))
    dismiss(ledger, at(9), on(18))
    again = dismiss(ledger, at(12), until)
    assert (again.dismissed_from, again.due, again.due_told) == (on(9), due, on(13))


def test_a_second_one_after_the_first_holds_days_of_its_own(ledger: Ledger) -> None:
    told(ledger, on(13))
    assert dismiss(ledger, at(9), on(10)).due == on(17)
    second = dismiss(ledger, at(16), on(16))
    assert (second.dismissed_from, second.due, second.due_told) == (on(16), on(18), on(17))


def test_an_urging_meanwhile_sets_its_own_day(ledger: Ledger) -> None:
    told(ledger, on(13))
    dismiss(ledger, at(9), on(18))
    urged = ledger.decisions.decide(1, Decision(Event.URGE, at(10), "甲", "电话", on(30)))
    assert (urged.due, urged.due_told) == (on(30), None)
    assert ledger.decisions.decide(1, Decision(Event.RESTORE, at(11), "甲", "属实")).due == on(30)


def test_the_working_days_are_the_offices_own(ledger: Ledger) -> None:
    told(ledger, on(13))
    own = Calendar({2026: OwnYear({on(10): "区庆"}, frozenset())})
    assert dismiss(ledger, at(9), on(11), own).due == on(17), "the 9th and the 11th"


def test_one_that_nobody_was_told_of_has_no_deadline_to_hold(ledger: Ledger) -> None:
    held = dismiss(ledger, at(9), on(18))
    assert (held.due, held.due_told) == (None, None)
    assert not held.overdue_on(on(30))


def test_an_accepted_appeal_holds_it_too_and_says_until_when(ledger: Ledger) -> None:
    told(ledger, on(13))
    ledger.decisions.decide(1, Decision(Event.APPEAL, at(5), "乙", "另有栏目"))
    ruled = ledger.decisions.rule_on_appeal(1, Decision(Event.RULE_ON_APPEAL, at(9), "甲", "属实", on(18)), accept=True)
    assert (ruled.due, ruled.dismissed_until) == (on(25), on(18))
    events = ledger.findings.history(1)[-2:]
    assert [(e.event, e.ruling, e.until) for e in events] == [
        (Event.RULE_ON_APPEAL, Ruling.ACCEPTED, on(18)),
        (Event.DISMISS, Ruling.ACCEPTED, on(18)),
    ]


def test_a_rejected_appeal_mutes_nothing(ledger: Ledger) -> None:
    told(ledger, on(13))
    ledger.decisions.decide(1, Decision(Event.APPEAL, at(5), "乙", "另有栏目"))
    ruled = ledger.decisions.rule_on_appeal(
        1, Decision(Event.RULE_ON_APPEAL, at(9), "甲", "不成立", on(18)), accept=False
    )
    last = ledger.findings.history(1)[-1]
    assert (ruled.due, ruled.dismissed_until, last.ruling, last.until) == (on(13), None, Ruling.REJECTED, None)


@pytest.mark.parametrize(("seen", "counts"), [(18, False), (19, True)])
def test_one_that_ran_out_untold_counts_from_the_first_day_after_its_last(
    ledger: Ledger, seen: int, counts: bool
) -> None:
    dismiss(ledger, at(9), on(18))
    see(ledger, at(seen, 0))
    finding = ledger.findings.get(1)
    assert finding.confirmed_at == (at(seen, 0) if counts else at(2))
    assert (finding.dismissed_until is None, finding.dismissed_from is None) == (counts, counts)


def test_one_confirmed_after_it_ran_out_keeps_that_day(ledger: Ledger) -> None:
    dismiss(ledger, at(3), on(4))
    see(ledger, at(4), Outcome.PASS)
    see(ledger, at(5))  # back, and confirmed by the machine on the day after the last
    assert (ledger.findings.get(1).state, ledger.findings.get(1).confirmed_at) == (State.REOPENED, at(5))
    see(ledger, at(6))
    assert ledger.findings.get(1).confirmed_at == at(5)


def test_one_confirmed_on_its_last_day_was_confirmed_within_it(ledger: Ledger) -> None:
    dismiss(ledger, at(2, 10), on(2))
    see(ledger, at(3))
    assert ledger.findings.get(1).confirmed_at == at(3)


def test_one_that_came_back_owes_a_deadline_of_its_own(ledger: Ledger) -> None:
    told(ledger, on(13))
    dismiss(ledger, at(9), on(18))
    see(ledger, at(19), Outcome.PASS)
    see(ledger, at(20))
    assert (ledger.findings.get(1).due, ledger.findings.get(1).due_told) == (None, None)
