"""僵尸账号: three calendar months, only where that much time is known."""

import pytest

from ledger.vocabulary import Outcome, Reason, Source
from tests.checks.accounts.account_bench import judged, state

CODE = "account-dormant"


# 2026-08-23 is three months before 2026-11-23: 92 days
@pytest.mark.parametrize(("age", "outcome"), [(20, "PASS"), (92, "PASS"), (93, "FAIL"), (119, "FAIL")])
def test_three_months(age: int, outcome: str) -> None:
    assert judged(CODE, state(age)).outcome == outcome


def test_a_month_of_knowledge_cannot_tell_three_months_of_silence() -> None:
    said = judged(CODE, state(since=31))
    assert (said.outcome, said.reason) == (Outcome.UNKNOWN, Reason.NOT_READY)


def test_a_person_who_saw_the_last_post_knows_all_since() -> None:
    said = judged(CODE, state(200, since=200, source=Source.PERSON))
    assert said.outcome is Outcome.FAIL
    assert said.message == "账号最近一次发布于2026年5月7日，至2026年11月23日已200天未更新（要求3个月内更新）"


def test_no_source() -> None:
    assert judged(CODE, state(since=None, reason=Reason.NO_SOURCE)).reason is Reason.NO_SOURCE
