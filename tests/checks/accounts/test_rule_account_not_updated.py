"""账号内容不更新: the two-week line, what is known up to yesterday only, and what no source can say."""

from dataclasses import replace
from datetime import datetime

import pytest

from checks.registry import rules
from ledger.vocabulary import ColumnState, Outcome, Reason, Source
from tests.checks.accounts.account_bench import ACCOUNT, SHANGHAI, ago, judged, state

CODE = "account-stale"
YESTERDAY = datetime(2026, 11, 22, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(("age", "outcome"), [(0, "PASS"), (13, "PASS"), (14, "PASS"), (15, "FAIL"), (40, "FAIL")])
def test_the_last_day_of_the_line_still_passes(age: int, outcome: str) -> None:
    assert judged(CODE, state(age, age + 10)).outcome == outcome


def test_known_up_to_yesterday_the_silence_is_told_as_of_yesterday() -> None:
    """15 days ago is 14 days before yesterday: no finding yet, although no post is within 14 days of today."""
    assert judged(CODE, state(15, until=YESTERDAY)).outcome is Outcome.UNKNOWN
    found = judged(CODE, state(16, until=YESTERDAY))
    assert found.outcome is Outcome.FAIL
    assert found.message == "账号最近一次发布于2026年11月7日，至2026年11月22日已15天未更新（要求2周内更新）"


def test_a_recent_post_of_any_source_is_enough() -> None:
    assert judged(CODE, state(3, since=None, reason=Reason.SOURCE_PARTIAL)).outcome is Outcome.PASS


def test_an_incomplete_source_never_makes_it_stale() -> None:
    said = judged(CODE, state(60, since=None, reason=Reason.IP_NOT_ALLOWED, detail="203.0.113.9"))
    assert (said.outcome, said.reason) == (Outcome.UNKNOWN, Reason.IP_NOT_ALLOWED)
    assert said.evidence is not None
    assert said.evidence.quote == "203.0.113.9"


def test_a_complete_source_that_does_not_reach_back_far_enough() -> None:
    said = judged(CODE, state(since=5))
    assert (said.outcome, said.reason) == (Outcome.UNKNOWN, Reason.NOT_READY)


def test_never_posted() -> None:
    said = judged(CODE, state(since=31))
    assert said.outcome is Outcome.FAIL
    assert said.message == "账号自2026年10月23日至2026年11月23日没有发布任何信息（要求2周内更新）"
    assert said.evidence is not None
    assert said.evidence.address == "账号登记表：a1"


def test_the_evidence_names_the_last_post_and_who_saw_it() -> None:
    said = judged(CODE, state(20, since=20, source=Source.PERSON))
    assert said.evidence is not None
    assert (said.evidence.quote, said.evidence.body) == ("第20期 2026-11-03", "ab12")
    assert ("source", "person") in said.evidence.figures


@pytest.mark.parametrize("kind", [ColumnState.ARCHIVED, ColumnState.EXEMPT])
def test_closed_and_exempt_accounts_are_left_out_until_their_state_ends(kind: ColumnState) -> None:
    closed = replace(ACCOUNT, state=kind, state_reason="说明")
    assert judged(CODE, state(40), closed).outcome is Outcome.NOT_APPLICABLE
    ended = replace(closed, state_until=ago(1))
    assert judged(CODE, state(40), ended).outcome is Outcome.FAIL


def test_not_looked_at() -> None:
    assert judged(CODE, None).reason is Reason.NOT_LOOKED


def test_a_warning_later_than_the_line_is_a_mistake_of_the_file() -> None:
    known = rules()["account_not_updated"]
    assert known.mistake({"days": 14, "warn_days": 14}) == "warn_days 要小于 days"
    assert known.mistake({"days": 14, "warn_days": 10}) == known.mistake({"days": 14}) == ""
