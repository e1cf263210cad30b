"""僵尸、睡眠账号: an account that nobody has posted on for months and nobody has closed."""

from collections.abc import Iterator

from checks.about import About, Proposal
from checks.accounts import judge_in_use, updated_within
from checks.columns import months_before
from checks.facts import Facts
from checks.registry import rule
from ledger.vocabulary import AccountState, Criterion, PlaceKind, Verdict


@rule(About(PlaceKind.ACCOUNT, proposal=Proposal.CLOSE), AccountState, months=int)
def account_dormant(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """123号 and practice, “僵尸”“睡眠”账号: not updated for more than 3 months and not being closed. An account
    registered as closed (归档) or exempt (免检) is left out.
    """
    months = criterion.params["months"]
    if not isinstance(months, int):
        raise TypeError("months")
    today = facts.now.date()
    days = (today - months_before(today, months)).days
    words = f"{months}个月内"
    yield from judge_in_use(facts, criterion, lambda say, state: updated_within(say, facts.account, state, days, words))
