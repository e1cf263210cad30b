"""账号名称: an account that still bears the former name of its unit."""

import re
from collections.abc import Iterator

from checks.about import About
from checks.accounts import judge_in_use, register_proof
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import ACCOUNT, VerdictFactory
from ledger.vocabulary import AccountState, Criterion, PlaceKind, Unit, Verdict

_AREA = re.compile(r"^.{1,8}?[省市区县旗镇乡]")
_LEAST = 4  # signs: a shorter rest of a name says nothing


@rule(About(PlaceKind.ACCOUNT), AccountState, Unit)
def account_name(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """123号: the account's name is tied to its unit, and is changed when the unit is renamed or merged (机构改革). An
    account that bears a former name, with or without the area before it, is the finding.
    """
    account, today = facts.account, facts.now.date()
    units = list(facts.read(Unit))
    unit = next((u for u in units if u.id == account.unit_on(today)), None)

    def judge(say: VerdictFactory, state: AccountState) -> Verdict:
        if unit is None:
            return say.not_applicable(ACCOUNT, "账号没有责任单位，按无主账号另行检查")
        merged = [u.name for u in units if u.successor == unit.id and u.closed and u.closed <= today]
        former = [name.name for name in unit.former_names if name.until < today] + merged
        for old in former:
            if _bears(account.name, old, unit.name):
                message = f"账号名称“{account.name}”仍用机构改革前的名称“{old}”，现责任单位为{unit.name}"
                return say.failed(ACCOUNT, message, register_proof(account, facts.now, account.name))
        return say.passed(ACCOUNT, f"账号名称“{account.name}”没有使用责任单位的旧名称")

    yield from judge_in_use(facts, criterion, judge)


def _bears(name: str, old: str, new: str) -> bool:
    parts = (old, _AREA.sub("", old))
    return any(len(part) >= _LEAST and part in name and part not in new for part in parts)
