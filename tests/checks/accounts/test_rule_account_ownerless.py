"""无主账号: no unit, an unknown one, or one that is no more."""

from dataclasses import replace

from ledger.vocabulary import ColumnState, Duty, Outcome
from tests.checks.accounts.account_bench import ACCOUNT, TODAY, UNIT, ago, judged, state

CODE = "account-ownerless"


def test_no_unit_and_an_unknown_one() -> None:
    assert judged(CODE, state(1)).outcome is Outcome.PASS
    assert judged(CODE, state(1), replace(ACCOUNT, unit="")).outcome is Outcome.FAIL
    assert judged(CODE, state(1), replace(ACCOUNT, unit="gone")).message == "账号没有责任单位"


def test_a_dissolved_unit_from_its_last_day_on() -> None:
    gone = replace(UNIT, closed=TODAY)
    said = judged(CODE, state(1), units=(gone,))
    assert said.outcome is Outcome.FAIL
    assert said.message == "账号的责任单位“望舒区教育局”已于2026年11月23日撤并，账号没有移交"
    later = replace(UNIT, closed=ago(-1))
    assert judged(CODE, state(1), units=(later,)).outcome is Outcome.PASS


def test_handed_over_by_duty() -> None:
    account = replace(ACCOUNT, unit="old", duties=(Duty("old", None, ago(30)), Duty("jyj", ago(29))))
    assert judged(CODE, state(1), account).outcome is Outcome.PASS


def test_a_closed_account_needs_no_unit() -> None:
    closed = replace(ACCOUNT, unit="", state=ColumnState.ARCHIVED)
    assert judged(CODE, state(1), closed).outcome is Outcome.NOT_APPLICABLE
