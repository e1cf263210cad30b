"""已关停仍发布: an account registered as closed on which somebody still posts."""

from collections.abc import Iterator
from datetime import date, timedelta

from checks.about import About, Proposal
from checks.accounts import proof, unseen
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import ACCOUNT, VerdictFactory, day_words
from ledger.vocabulary import Account, AccountState, ColumnState, Criterion, PlaceKind, Reason, Verdict


@rule(About(PlaceKind.ACCOUNT, proposal=Proposal.CHECK), AccountState, days=int)
def account_closed_posting(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """123号 and practice: an account that was closed (关停、注销, registered as 归档 or by its 注销日期) posts nothing
    more. A post after that day is the finding, or after the last day of its last unit, or, where no such day is
    registered, a post within ``days``.
    """
    say, account, today = VerdictFactory.of(facts, criterion), facts.account, facts.now.date()
    days = criterion.params["days"]
    if not isinstance(days, int):
        raise TypeError("days")
    gone = account.closed is not None and account.closed <= today
    if not gone and (account.state is not ColumnState.ARCHIVED or account.inspected_on(today)):
        yield say.not_applicable(ACCOUNT, "账号没有登记为归档（关停）或注销")
        return
    state = next(facts.read(AccountState), None)
    closed = _closed(account, today)
    since = closed or today - timedelta(days=days)
    if state is None:
        yield say.unknown(ACCOUNT, "账号本轮未检查", Reason.NOT_LOOKED)
    elif state.newest and state.newest.date() > since:
        after = f"于{day_words(closed)}" if closed else ""
        as_what = "注销" if gone else "登记为归档（关停）"
        message = f"账号已{after}{as_what}，{day_words(state.newest.date())}仍在发布信息"
        yield say.failed(ACCOUNT, message, proof(account, state))
    elif state.known_since and state.known_until and state.known_since <= since <= state.known_until.date():
        yield say.passed(ACCOUNT, "账号已登记为归档（关停）或注销，没有再发布信息")
    else:
        yield unseen(say, account, state, "不能判断已归档（关停）或注销的账号是否仍在发布，未能核查")


def _closed(account: Account, today: date) -> date | None:
    """The day the account was closed on: its own, else the last of its last unit, where the register has one."""
    if account.closed and account.closed <= today:
        return account.closed
    ends = [duty.until for duty in account.duties]
    return max((end for end in ends if end), default=None) if all(ends) else None
