"""The register's days of an account: before 开设 nothing was asked of it, from 注销 on only that it posts no more."""

from dataclasses import replace

import pytest

from checks.accounts import why_left_out
from ledger.vocabulary import ColumnState
from tests.checks.accounts.account_bench import ACCOUNT, CRITERIA, ago, judged, state

STALE, DORMANT, CLOSING = "account-stale", "account-dormant", "account-closed-posting"


@pytest.mark.parametrize(("code", "last"), [(STALE, 14), (DORMANT, 92)])  # 23 August to 23 November: 92 days
def test_what_did_not_exist_was_not_silent(code: str, last: int) -> None:
    """The twin that is as silent and one day older, or of which no day is registered, fails as before."""
    assert judged(code, state(), replace(ACCOUNT, opened=ago(last))).outcome == "NOT_APPLICABLE"
    assert judged(code, state(), replace(ACCOUNT, opened=ago(last + 1))).outcome == "FAIL"
    assert judged(code, state(), ACCOUNT).outcome == "FAIL"


def test_a_new_one_of_which_nobody_knows_stays_unknown_and_one_that_posts_passes() -> None:
    new = replace(ACCOUNT, opened=ago(5))
    assert judged(STALE, state(since=None), new).outcome == "UNKNOWN"
    assert judged(STALE, state(2), new).outcome == "PASS"
    assert judged(STALE, state(), new).message == "账号于2026年11月18日开设，还没有到要求2周内更新的时候"


def test_a_rhythm_of_four_weeks_needs_four_weeks() -> None:
    weekly = replace(CRITERIA["account-rhythm"], enabled=True, params={"weeks": 4, "per_week": 1, "gap_days": None})
    for age, outcome in ((27, "NOT_APPLICABLE"), (28, "FAIL")):
        young = replace(ACCOUNT, opened=ago(age))
        assert judged("account-rhythm", state(2, 3), young, criterion=weekly).outcome == outcome


@pytest.mark.parametrize("code", [STALE, DORMANT])
def test_a_closed_one_is_not_judged_and_the_day_before_it_is(code: str) -> None:
    assert judged(code, state(200), replace(ACCOUNT, closed=ago(0))).outcome == "NOT_APPLICABLE"
    assert judged(code, state(200), replace(ACCOUNT, closed=ago(-1))).outcome == "FAIL"


@pytest.mark.parametrize(("age", "outcome"), [(61, "PASS"), (60, "PASS"), (59, "FAIL"), (2, "FAIL")])
def test_a_closed_one_posts_no_more(age: int, outcome: str) -> None:
    assert judged(CLOSING, state(age), replace(ACCOUNT, closed=ago(60))).outcome == outcome


def test_its_own_day_goes_before_the_last_of_its_unit() -> None:
    archived = replace(ACCOUNT, state=ColumnState.ARCHIVED, state_reason="已关停", closed=ago(10))
    assert judged(CLOSING, state(12), archived).outcome == "PASS"
    assert judged(CLOSING, state(9), archived).message == "账号已于2026年11月13日注销，2026年11月14日仍在发布信息"


def test_one_that_will_be_closed_may_still_post() -> None:
    assert judged(CLOSING, state(1), replace(ACCOUNT, closed=ago(-10))).outcome == "NOT_APPLICABLE"


def test_why_it_is_left_out() -> None:
    assert why_left_out(ACCOUNT, ago(0)) == ""
    assert why_left_out(replace(ACCOUNT, closed=ago(0)), ago(0)) == "账号已于2026年11月23日注销"
    assert why_left_out(replace(ACCOUNT, opened=ago(-1)), ago(0)) == "账号于2026年11月24日才开设"
    exempt = replace(ACCOUNT, state=ColumnState.EXEMPT, state_reason="改版")
    assert why_left_out(exempt, ago(0)) == "账号登记为免检（改版）"
