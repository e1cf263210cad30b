"""Finds the rules: one file in ``checks/rules/`` each, found by being there. No list of rules is kept anywhere."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType, UnionType

import checks.rules
from checks.facts import Facts
from ledger.vocabulary import AccountState, Criterion, Verdict

Judge = Callable[[Facts, Criterion], Iterator[Verdict]]
Params = Mapping[str, object]
Mistake = Callable[[Params], str]


@dataclass(frozen=True)
class Rule:
    """A judge, the kinds it may read, and the params (with their types) a criterion sets for it.

    ``int`` must be set, ``int | None`` may be. ``mistake`` says in Chinese what types cannot tell: "" is in order.
    """

    name: str
    kinds: frozenset[type]
    params: Mapping[str, type | UnionType]
    mistake: Mistake
    judge: Judge
    text: str

    @property
    def counts(self) -> bool:
        """Whether it reads other criteria's verdicts and so runs after them."""
        return Verdict in self.kinds

    @property
    def of_accounts(self) -> bool:
        """Whether it judges accounts: it reads what was seen of one. Every other rule judges sites."""
        return AccountState in self.kinds

    @property
    def required(self) -> tuple[str, ...]:
        """The params every criterion of this rule must set."""
        return tuple(name for name, wanted in self.params.items() if not isinstance(None, wanted))


def rule(*kinds: type, mistake: Mistake = lambda _: "", **params: type | UnionType) -> Callable[[Judge], Rule]:
    """Make the generator function of a rule file its rule: ``@rule(ColumnList, Failure, days=int)``."""

    def declare(judge: Judge) -> Rule:
        name = judge.__name__
        return Rule(name, frozenset(kinds), MappingProxyType(params), mistake, judge, (judge.__doc__ or "").strip())

    return declare


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by name. A file of checks/rules without a rule of its own name is a mistake of ours: it raises."""
    found = {}
    for module in iter_modules(checks.rules.__path__):
        candidate = getattr(import_module(f"checks.rules.{module.name}"), module.name)
        if not isinstance(candidate, Rule):
            raise TypeError(f"checks/rules/{module.name}.py: {module.name} is not a @rule")
        found[module.name] = candidate
    return MappingProxyType(found)
