"""未登记账号: seen posting, and in no register."""

from dataclasses import replace

from ledger.vocabulary import ColumnState, Outcome, Reason
from tests.checks.accounts.account_bench import ACCOUNT, judged, state

CODE = "account-unregistered"
STRANGER = replace(ACCOUNT, id="微信·望舒新事", name="望舒新事", unit="", state=ColumnState.EXEMPT)


def test_a_registered_account() -> None:
    assert judged(CODE, state(1)).outcome is Outcome.PASS


def test_seen_posting_and_not_registered() -> None:
    said = judged(CODE, state(5, account=STRANGER), STRANGER, accounts=(ACCOUNT,))
    assert said.outcome is Outcome.FAIL
    assert said.message == "账号没有登记，2026年11月18日发布过信息，疑似开设后没有备案"


def test_registered_since_under_an_id_of_its_own() -> None:
    registered = replace(STRANGER, id="wx-9", state=ColumnState.ACTIVE)
    assert judged(CODE, state(5, account=STRANGER), STRANGER, accounts=(registered,)).outcome is Outcome.PASS
    elsewhere = replace(registered, platform="微博")
    assert judged(CODE, state(5, account=STRANGER), STRANGER, accounts=(elsewhere,)).outcome is Outcome.FAIL


def test_never_seen_posting() -> None:
    said = judged(CODE, state(since=None, reason=Reason.NO_SOURCE), STRANGER, accounts=())
    assert (said.outcome, said.reason) == (Outcome.UNKNOWN, Reason.NO_SOURCE)
