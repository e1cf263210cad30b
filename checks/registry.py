"""Finds the rules: one file in ``checks/rules/`` each, found by being there. No list of rules is kept anywhere.

Rules of an office's own come as a package of such files, which it names in the entry-point group ``xuncha.rules``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import MappingProxyType, UnionType

from checks.about import About, Params
from checks.facts import Facts
from ledger.vocabulary import Criterion, PlaceKind, Verdict

Judge = Callable[[Facts, Criterion], Iterator[Verdict]]
Mistake = Callable[[Params], str]
OURS = "checks.rules"
GROUP = "xuncha.rules"


# what the files of others raise when they are loaded
_BROKEN = (ImportError, SyntaxError, NameError, AttributeError, TypeError, ValueError, LookupError, ArithmeticError,
           RuntimeError, OSError)  # fmt: skip


class RuleError(Exception):
    """A package of rules that cannot be used, in one sentence: nothing is judged as if it were not there."""

    def __init__(self, package: str, why: str) -> None:
        super().__init__(f"规则包{package}不能使用：{why}；请改正或卸载这个包后再运行")


@dataclass(frozen=True)
class Rule:
    """A judge, what it says of itself, the kinds it may read, and the params a criterion sets for it, with their types.

    ``int`` must be set, ``int | None`` may be. ``mistake`` says in Chinese what types cannot tell: "" is in order.
    """

    name: str
    about: About
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
        """Whether it judges accounts. Every other rule judges sites."""
        return self.about.place is PlaceKind.ACCOUNT

    @property
    def required(self) -> tuple[str, ...]:
        """The params every criterion of this rule must set."""
        return tuple(name for name, wanted in self.params.items() if not isinstance(None, wanted))


def rule(
    about: About, /, *kinds: type, mistake: Mistake = lambda _: "", **params: type | UnionType
) -> Callable[[Judge], Rule]:
    """Make the generator function of a rule file its rule: ``@rule(About(PlaceKind.COLUMN), ColumnList, days=int)``."""

    def declare(judge: Judge) -> Rule:
        text = (judge.__doc__ or "").strip()
        return Rule(judge.__name__, about, frozenset(kinds), MappingProxyType(params), mistake, judge, text)

    return declare


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by name. Raises RuleError where a package cannot be loaded, holds a file without a rule of its own
    name, or a name that is taken."""
    found: dict[str, Rule] = {}
    for package in (OURS, *sorted({point.value for point in entry_points(group=GROUP)})):
        try:
            for name, candidate in _rules_in(package):
                if name in found:
                    raise RuleError(package, f"{name}.py与已有的规则重名")
                found[name] = candidate
        except _BROKEN as error:
            raise RuleError(package, f"载入时出错（{type(error).__name__}: {error}）") from error
    return MappingProxyType(found)


def _rules_in(package: str) -> Iterator[tuple[str, Rule]]:
    for module in iter_modules(import_module(package).__path__):
        candidate = getattr(import_module(f"{package}.{module.name}"), module.name, None)
        if not isinstance(candidate, Rule):
            raise RuleError(package, f"{module.name}.py里没有同名的@rule")
        yield module.name, candidate


def rule_of(criterion: Criterion | None) -> Rule | None:
    """The rule that judges by it; ``None`` where a person does."""
    return rules().get(criterion.rule) if criterion and criterion.rule else None


def judges_closed(criterion: Criterion | None) -> bool:
    """Whether it is about sites that are closed: all else is asked of sites in use."""
    found = rule_of(criterion)
    return found is not None and found.about.after_closing


def judges(criterion: Criterion | None, *kinds: PlaceKind) -> bool:
    """Whether a rule judges by it, of places of these kinds."""
    found = rule_of(criterion)
    return found is not None and found.about.place in kinds
