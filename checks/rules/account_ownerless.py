"""无主账号: an account in use that no standing unit answers for."""

from collections.abc import Iterator

from checks.about import About, Proposal
from checks.accounts import judge_in_use, register_proof
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import ACCOUNT, VerdictFactory, day_words
from ledger.vocabulary import AccountState, Criterion, PlaceKind, Unit, Verdict


@rule(About(PlaceKind.ACCOUNT, proposal=Proposal.CHECK), AccountState, Unit)
def account_ownerless(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """123号: every account has the unit that runs it (主办单位) and answers for it. An account in use whose unit is not
    registered, or was dissolved without handing it over, belongs to nobody.
    """
    account, today = facts.account, facts.now.date()
    unit = next((u for u in facts.read(Unit) if u.id == account.unit_on(today)), None)

    def judge(say: VerdictFactory, state: AccountState) -> Verdict:
        if unit is None:
            return say.failed(ACCOUNT, "账号没有责任单位", register_proof(account, facts.now, account.name))
        if unit.closed and unit.closed <= today:
            message = f"账号的责任单位“{unit.name}”已于{day_words(unit.closed)}撤并，账号没有移交"
            return say.failed(ACCOUNT, message, register_proof(account, facts.now, account.name))
        return say.passed(ACCOUNT, f"账号由{unit.name}负责")

    yield from judge_in_use(facts, criterion, judge)
