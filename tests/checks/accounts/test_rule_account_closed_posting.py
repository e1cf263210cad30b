"""已关停仍发布: posts after the day of closing, or within two weeks where no such day is registered."""

from dataclasses import replace

import pytest

from ledger.vocabulary import ColumnState, Duty, Outcome, Reason
from tests.checks.accounts.account_bench import ACCOUNT, ago, judged, state

CODE = "account-closed-posting"
CLOSED = replace(ACCOUNT, state=ColumnState.ARCHIVED, state_reason="已关停")
DATED = replace(CLOSED, duties=(Duty("jyj", None, ago(60)),))


@pytest.mark.parametrize(("age", "outcome"), [(61, "PASS"), (60, "PASS"), (59, "FAIL"), (2, "FAIL")])
def test_after_the_day_of_closing(age: int, outcome: str) -> None:
    assert judged(CODE, state(age), DATED).outcome == outcome


@pytest.mark.parametrize(("age", "outcome"), [(100, "PASS"), (14, "PASS"), (13, "FAIL")])
def test_without_such_a_day_the_last_two_weeks_count(age: int, outcome: str) -> None:
    assert judged(CODE, state(age), CLOSED).outcome == outcome


def test_the_message_names_both_days() -> None:
    said = judged(CODE, state(2), DATED)
    assert said.message == "账号已于2026年9月24日登记为归档（关停），2026年11月21日仍在发布信息"


def test_accounts_in_use_and_exempt_ones_are_left_out() -> None:
    assert judged(CODE, state(2)).outcome is Outcome.NOT_APPLICABLE
    exempt = replace(CLOSED, state=ColumnState.EXEMPT)
    assert judged(CODE, state(2), exempt).outcome is Outcome.NOT_APPLICABLE


def test_nobody_can_say() -> None:
    said = judged(CODE, state(100, since=None, reason=Reason.NO_SOURCE), CLOSED)
    assert (said.outcome, said.reason) == (Outcome.UNKNOWN, Reason.NO_SOURCE)
