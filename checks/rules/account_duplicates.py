"""一单位一平台一账号: several accounts in use of one unit on one platform."""

from collections.abc import Iterator

from checks.about import About, Proposal
from checks.accounts import judge_in_use, register_proof
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import ACCOUNT, VerdictFactory
from ledger.vocabulary import Account, AccountState, Criterion, PlaceKind, Verdict


@rule(About(PlaceKind.ACCOUNT, proposal=Proposal.MERGE), AccountState, Account)
def account_duplicates(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """123号: a unit opens in principle one account on a platform; similar ones are merged or closed. Of several in use
    the first in the register's order passes, so that each of the others is one finding, for a person to confirm.
    """
    account, today = facts.account, facts.now.date()
    unit = account.unit_on(today)
    same = [
        other
        for other in facts.read(Account)
        if unit and other.unit_on(today) == unit and other.inspected_on(today) and other.platform == account.platform
    ]

    def judge(say: VerdictFactory, state: AccountState) -> Verdict:
        if len(same) < 2:
            return say.passed(ACCOUNT, f"责任单位在{account.platform}平台没有其他在用账号")
        names = "、".join(f"“{other.name}”" for other in same)
        if same[0].id == account.id:
            return say.passed(ACCOUNT, f"责任单位在{account.platform}平台有{len(same)}个在用账号，本账号登记在前")
        message = f"责任单位在{account.platform}平台有{len(same)}个在用账号：{names}，原则上只保留一个"
        return say.failed(ACCOUNT, message, register_proof(account, facts.now, names))

    yield from judge_in_use(facts, criterion, judge)
