"""What a person decides on findings, entered: on one, on what was chosen, on appeals. The same for every door."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from desk.context import Desk
from desk.findings.appeals import Covered
from desk.findings.choosing import Chosen
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.findings.states import WORDS
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Finding

TOLD = 5  # changes that are named


@dataclass(frozen=True)
class Decided:
    """``act``: the number of a decision on many, 0 of one on one by itself; ``back``: how many findings the machine's
    word was taken back of, because it misread the like."""

    findings: tuple[Finding, ...]
    act: int = 0
    back: int = 0


def decide_one(desk: Desk, now: datetime, decide: Callable[[Ledger], Finding]) -> Decided:
    """What ``decide`` enters on one finding, by ``now``."""
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        item = decide(ledger)
        return Decided((item,), 0, len(ledger.findings.unconfirmed_since(now)))


def as_shown(ledger: Ledger, chosen: Chosen, row: int) -> Chosen:
    """What was chosen, if nothing of it has changed, and nothing has come to it, since the page that shows it was made,
    when the journal had come to ``row``: decided is what was looked at. ConfigError else."""
    since = ledger.findings.deeds_after(row, chosen.numbers)
    if since:
        told = "、".join(f"问题 {e.finding} {WORDS[e.event]}" for e in since[:TOLD])
        raise ConfigError(
            ConfigMistake("决定", f"打开页面以后有变化（{told}），没有作出决定", "请刷新页面，看过再决定")
        )
    return chosen


def decide_chosen(desk: Desk, chosen: Chosen, decision: Decision) -> Decided:
    """The same decision on all that was chosen, or on none; ``ForbiddenChange`` where one has changed since."""
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        act = ledger.acts.decide(
            chosen.numbers,
            decision,
            shown=[f.id for f in chosen.shown],
            chosen=chosen.asked.words,
            saw=chosen.findings,
            calendar=desk.calendar,
        )
        return _entered(ledger, act.id, act.numbers, decision.at)


def rule_on(desk: Desk, covered: Covered, ruling: Decision, *, accept: bool) -> Decided:
    """The ruling on all appeals that it covers. Only what was appealed against by itself was looked at."""
    numbers = [one.id for one in covered.ruled]
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        act = ledger.acts.rule_on_appeals(
            numbers,
            ruling,
            accept=accept,
            along=covered.along,
            shown=[n for n in numbers if n not in covered.along],
            chosen=covered.asked.words,
            saw=covered.ruled,
            calendar=desk.calendar,
        )
        return _entered(ledger, act.id, act.numbers, ruling.at)


def _entered(ledger: Ledger, act: int, numbers: tuple[int, ...], at: datetime) -> Decided:
    found = ledger.findings.find(numbers=numbers, pages=False)
    return Decided(tuple(found), act, len(ledger.findings.unconfirmed_since(at)))


def expiry(asked: date | None, now: datetime) -> date:
    """A dismissal always expires: after a year unless the clerk says otherwise."""
    return asked or date(now.year + 1, now.month, min(now.day, 28))


def taken_back(count: int) -> str:
    """What a misreading did to others."""
    return f"同一种读法由机器核实、还没有通报的 {count} 个问题退回待核实"
