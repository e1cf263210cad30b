"""一单位一平台一账号: one finding for each account beyond the first."""

from dataclasses import replace
from datetime import date

from ledger.vocabulary import Account, ColumnState, Duty, Outcome
from tests.checks.accounts.account_bench import ACCOUNT, ago, judged, state

CODE = "account-duplicates"
SECOND = replace(ACCOUNT, id="a2", name="望舒招考")


def outcome(account: Account, *registered: Account) -> Outcome:
    return judged(CODE, state(1, account=account), account, accounts=registered).outcome


def test_the_second_of_two_is_the_finding() -> None:
    assert outcome(ACCOUNT, ACCOUNT, SECOND) is Outcome.PASS
    said = judged(CODE, state(1), SECOND, accounts=(ACCOUNT, SECOND))
    assert said.outcome is Outcome.FAIL
    assert said.message == "责任单位在微信平台有2个在用账号：“望舒教育”、“望舒招考”，原则上只保留一个"


def test_another_platform_another_unit_or_a_closed_one_is_none() -> None:
    assert outcome(SECOND, ACCOUNT, replace(SECOND, platform="微博")) is Outcome.PASS
    assert outcome(SECOND, replace(ACCOUNT, unit="qfb"), SECOND) is Outcome.PASS
    assert outcome(SECOND, replace(ACCOUNT, state=ColumnState.ARCHIVED), SECOND) is Outcome.PASS


def test_who_answers_for_it_today_counts() -> None:
    given_away = replace(ACCOUNT, duties=(Duty("jyj", None, ago(10)), Duty("qfb", ago(9))))
    assert outcome(SECOND, given_away, SECOND) is Outcome.PASS
    still = replace(ACCOUNT, duties=(Duty("jyj", date(2020, 1, 1)),))
    assert outcome(SECOND, still, SECOND) is Outcome.FAIL


def test_accounts_of_nobody_are_not_one_units() -> None:
    lost = [replace(one, unit="") for one in (ACCOUNT, SECOND)]
    assert outcome(lost[1], *lost) is Outcome.PASS
