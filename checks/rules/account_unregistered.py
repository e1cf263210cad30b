"""未登记账号: an account that was seen in use and stands in no register."""

from collections.abc import Iterator

from checks.about import About, Proposal
from checks.accounts import proof
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import ACCOUNT, VerdictFactory, day_words
from ledger.vocabulary import Account, AccountState, Criterion, PlaceKind, Reason, Verdict


@rule(About(PlaceKind.ACCOUNT, proposal=Proposal.CHECK), AccountState, Account)
def account_unregistered(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """123号: opening, changing and closing an account is filed (备案). An account that posts, seen in a record or a
    feed, and is not in the register is the finding, for a person to confirm: a wrong name in a record looks the same.
    """
    say, account = VerdictFactory.of(facts, criterion), facts.account
    if any(_same(other, account) for other in facts.read(Account)):
        yield say.passed(ACCOUNT, "账号已登记")
        return
    state = next(facts.read(AccountState), None)
    if state is None or state.newest is None:
        reason = state.why_unknown if state else Reason.NOT_LOOKED
        yield say.unknown(ACCOUNT, "登记册里没有这个账号，也没有见到它发布信息，未能核查", reason)
        return
    message = f"账号没有登记，{day_words(state.newest.date())}发布过信息，疑似开设后没有备案"
    yield say.failed(ACCOUNT, message, proof(account, state))


def _same(registered: Account, seen: Account) -> bool:
    """By id, or, where it was registered after it had been seen, by platform and name."""
    return registered.id == seen.id or (registered.platform, registered.name) == (seen.platform, seen.name)
