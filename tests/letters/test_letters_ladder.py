"""The ladder over National Day 2026, reckoned by hand on the State Council's calendar.

25 to 27 September and 1 to 7 October are free; Sunday 20 September and Saturday 10 October are worked.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.config.settings import Rectify
from desk.notices.escalation import Rung, ladder_sentence, resting, rung
from ledger.calendar import SHANGHAI, Calendar
from ledger.holding import held
from ledger.vocabulary import Evidence, Finding, State

SEEN = datetime(2026, 9, 1, 9, tzinfo=SHANGHAI)
FINDING = Finding(
    id=1,
    criterion="link-home",
    subject="jy",
    place="http://jy.wangshu.example/a",
    column=None,
    unit="edu",
    state=State.NOTIFIED,
    message="打不开",
    evidence=Evidence("http://jy.wangshu.example/a", SEEN),
    first_seen=SEEN,
    last_seen=SEEN,
    confirmed_at=SEEN,
)
CLIMB = tuple(Rung)


def standing(finding: Finding, day: date, rectify: Rectify | None = None) -> Rung | None:
    return rung(finding, day, Calendar(), rectify or Rectify())


def on(month: int, day: int) -> date:
    return date(2026, month, day)


@pytest.mark.parametrize(
    ("due", "near", "supervised"),
    [
        (on(9, 21), on(9, 20), on(9, 24)),  # Monday; the Sunday before is worked
        (on(9, 24), on(9, 23), on(9, 30)),  # 28, 29, 30 after the Mid-Autumn days
        (on(9, 30), on(9, 29), on(10, 10)),  # 8, 9 and the worked Saturday
        (on(10, 8), on(9, 30), on(10, 12)),  # reminded on the last day before the holiday; 9, 10, 12
        (on(10, 9), on(10, 8), on(10, 13)),
        (on(10, 10), on(10, 9), on(10, 14)),  # 12, 13, 14
    ],
)
def test_over_the_holiday(due: date, near: date, supervised: date) -> None:
    finding, one = replace(FINDING, due=due), timedelta(days=1)
    assert standing(finding, near - one) is Rung.AHEAD
    assert standing(finding, near) is Rung.NEAR
    assert standing(finding, due) is Rung.NEAR
    assert standing(finding, due + one) is Rung.OVERDUE
    assert standing(finding, supervised - one) is Rung.OVERDUE
    assert standing(finding, supervised) is Rung.SUPERVISE
    assert standing(finding, supervised + 60 * one) is Rung.SUPERVISE


def test_the_offices_own_steps() -> None:
    finding = replace(FINDING, due=on(10, 9))
    two = Rectify(remind_days=2, supervise_days=1)
    assert standing(finding, on(9, 29), two) is Rung.AHEAD
    assert standing(finding, on(9, 30), two) is Rung.NEAR
    assert standing(finding, on(10, 10), two) is Rung.SUPERVISE
    assert standing(finding, on(10, 9), Rectify(remind_days=0)) is Rung.AHEAD, "0: no reminders"


@pytest.mark.parametrize(
    "changes",
    [
        {"due": None},
        {"confirmed_at": None, "state": State.SUSPECTED},
        {"confirmed_at": None, "state": State.REOPENED},
        {"state": State.CLOSED, "closed_at": SEEN},
        {"dismissed_until": on(10, 20)},
    ],
)
def test_on_no_rung(changes: dict[str, object]) -> None:
    finding = replace(replace(FINDING, due=on(9, 30)), **changes)  # type: ignore[arg-type]  # real fields
    assert standing(finding, on(10, 20)) is None


def test_a_dismissal_that_ran_out_is_none_but_a_day_that_fell_in_it_presses_nobody() -> None:
    """Held from October 9th (a Friday) to the 20th, nine working days, for the 10th is worked."""

    def after(due: date) -> Finding:
        return held(replace(FINDING, due=due), on(10, 9), on(10, 20), "暂不计", Calendar())

    assert standing(after(on(9, 30)), on(10, 20)) is None
    assert standing(after(on(9, 30)), on(10, 21)) is Rung.OVERDUE, "late by two working days, as on the 9th"
    assert after(on(10, 12)).due == on(10, 23), "the 9th, 10th and 12th were left: they are the 21st to the 23rd"
    assert standing(after(on(10, 12)), on(10, 23)) is Rung.NEAR
    assert standing(after(on(10, 12)), on(10, 24)) is Rung.OVERDUE


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"appeal": "另有栏目"}, "单位已申诉，尚未裁定"), ({"state": State.RECHECK}, "单位已反馈整改，待复查")],
)
def test_while_it_rests_it_is_overdue_but_not_pressed(changes: dict[str, object], why: str) -> None:
    finding = replace(replace(FINDING, due=on(9, 30)), **changes)  # type: ignore[arg-type]  # real fields
    assert resting(finding) == why
    days = (on(9, 29), on(9, 30), on(10, 1), on(10, 10))
    assert [standing(finding, day) for day in days] == [Rung.AHEAD, Rung.AHEAD, Rung.OVERDUE, Rung.OVERDUE]
    assert resting(FINDING) == ""


@given(
    due=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    before=st.integers(0, 30),
    remind=st.integers(0, 10),
    supervise=st.integers(1, 10),
)
def test_it_only_climbs(due: date, before: int, remind: int, supervise: int) -> None:
    finding, rectify = replace(FINDING, due=due), Rectify(remind_days=remind, supervise_days=supervise)
    rungs = [standing(finding, due + timedelta(days=n - before), rectify) for n in range(before + 40)]
    steps = [CLIMB.index(one) for one in rungs if one]
    assert len(steps) == len(rungs)
    assert steps == sorted(steps)
    assert rungs[-1] is Rung.SUPERVISE


def test_the_sentence_of_the_notice() -> None:
    assert ladder_sentence(Rectify(remind_days=2, supervise_days=5)) == (
        "整改时限到期前2个工作日予以提醒；逾期未整改的，予以通报；逾期5个工作日仍未整改的，下发督办单。"
    )
    assert ladder_sentence(Rectify(remind_days=0)).startswith("逾期未整改的，予以通报")
