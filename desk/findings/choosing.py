"""Which findings a decision covers: numbers, ranges, a cause, or all that wait of a site, unit or criterion."""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.context import Desk
from desk.findings.causes import SHOWN, Cause, causes, waiting
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import Ledger
from ledger.vocabulary import UNDECIDED, Finding

_RANGE = re.compile(r"([0-9]{1,12})(?:-([0-9]{1,12}))?")
_MOST = 10_000  # numbers that one range may span


@dataclass(frozen=True)
class Asked:
    """What a clerk typed. ``numbers``: "3", "5-9", or a cause's name ("C1a2b3c")."""

    numbers: tuple[str, ...] = ()
    site: str = ""
    unit: str = ""
    criterion: str = ""

    @property
    def words(self) -> str:
        """How they were picked, for the record."""
        named = (("网站", self.site), ("单位", self.unit), ("指标", self.criterion))
        return " ".join((*self.numbers, *(f"{name}={value}" for name, value in named if value)))


@dataclass(frozen=True)
class Chosen:
    """``shown``: the members that somebody looks at before all are decided; a draw, where they are many."""

    findings: tuple[Finding, ...]
    shown: tuple[Finding, ...]
    asked: Asked

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(f.id for f in self.findings)


def units_named(desk: Desk, unit: str) -> frozenset[str]:
    """Ids of the units of that id or name; of one that the register does not know, the word itself."""
    return frozenset(i for i, u in desk.register.units.items() if unit in (i, u.name)) or frozenset({unit})


def narrowed(desk: Desk, findings: Iterable[Finding], asked: Asked) -> list[Finding]:
    """Those of the site, unit and criterion asked for; what is not named is not asked for."""
    units = units_named(desk, asked.unit) if asked.unit else None
    return [
        f
        for f in findings
        if (not asked.site or f.subject == asked.site)
        and (units is None or f.unit in units)
        and (not asked.criterion or f.criterion == asked.criterion)
    ]


def choose(desk: Desk, ledger: Ledger, asked: Asked, now: datetime) -> Chosen:
    """The findings asked for; a filter and a cause take only what waits. ConfigError names what there is not."""
    if asked.unit and not units_named(desk, asked.unit) & desk.register.units.keys():
        raise ConfigError(ConfigMistake("--unit", f"登记册里没有单位“{asked.unit}”", "请核对 units.csv 的编号或名称"))
    undecided = ledger.findings.find(states=UNDECIDED)
    named = _named(desk, ledger, undecided, asked, now) if asked.numbers else waiting(undecided, now)
    found = narrowed(desk, named, asked)
    if not found:
        raise ConfigError(ConfigMistake("选择", "没有符合条件的问题", "请用 xuncha causes 或 xuncha findings 核对"))
    whole = _whole(desk, undecided, asked, found, now)
    return Chosen(tuple(found), whole.shown if whole else _drawn(found, now), asked)


def _whole(desk: Desk, undecided: Sequence[Finding], asked: Asked, found: list[Finding], now: datetime) -> Cause | None:
    """The one cause that was named, where all of it is decided: its draw has been shown already."""
    named = [c for c in causes(desk, undecided, now) if asked.numbers == (c.id,)]
    return named[0] if named and len(named[0].members) == len(found) else None


def _drawn(found: Sequence[Finding], now: datetime) -> tuple[Finding, ...]:
    draw = random.Random(f"{now.date()} {[f.id for f in found]}")
    return tuple(sorted(draw.sample(list(found), min(SHOWN, len(found))), key=lambda f: f.id))


def _named(desk: Desk, ledger: Ledger, undecided: Sequence[Finding], asked: Asked, now: datetime) -> list[Finding]:
    by_cause = {c.id: c.members for c in causes(desk, undecided, now)}
    found: dict[int, Finding] = {}
    for text in asked.numbers:
        members: Iterable[Finding] = by_cause[text] if text in by_cause else ranged(text, ledger)
        found |= {f.id: f for f in members}
    return list(found.values())


def ranged(text: str, ledger: Ledger) -> list[Finding]:
    """The findings of "3" or "5-9". ConfigError where there is none."""
    said = _RANGE.fullmatch(text)
    if said is None:
        advice = "请写成 3、5-9 或 xuncha causes 列出的成因编号"
        raise ConfigError(ConfigMistake("编号", f"“{text}”不是问题编号，也不是现有的成因", advice))
    first, last = int(said[1]), int(said[2] or said[1])
    if not first <= last < first + _MOST:
        raise ConfigError(ConfigMistake("编号", f"“{text}”的范围不对", f"请从小到大写，一次不超过{_MOST}个"))
    found = ledger.findings.find(numbers=range(first, last + 1))
    if not found:
        raise ConfigError(
            ConfigMistake("编号", f"台账里没有编号为 {text} 的问题", "请先用 xuncha findings --all 查看编号")
        )
    return found
