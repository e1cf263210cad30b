"""An office that has worked with the program for long: config/trust.toml with every manner of reading decided often
enough. The demo plays in one; a new office begins with what ``config/trust.toml`` ships."""

from collections.abc import Iterator
from pathlib import Path

from checks.registry import rules
from ledger.decisions.trust import NEEDED
from ledger.vocabulary import DeadGrade, Manner, Provenance, Source
from ledger.vocabulary.provenance import HARD_REASONS

SOURCE = "示例单位一年来的人工核实"


def manners() -> Iterator[Manner]:
    """Every manner in which a machine may confirm what a rule says."""
    hard = [f"{DeadGrade.HARD}:{reason}" for reason in sorted(HARD_REASONS)]
    bases = ["", *(p.value for p in Provenance if p.publish), *(s.value for s in Source), *hard]
    yield from (Manner(rule, basis) for rule in rules() for basis in bases)


def give_experience(config: Path) -> None:
    """Write it into the workspace's ``config``."""
    rows = (
        f'[[manner]]\nrule = "{m.rule}"\nbasis = "{m.basis}"\nright = {NEEDED}\nsource = "{SOURCE}"\n'
        for m in manners()
    )
    (config / "trust.toml").write_text("\n".join(rows), encoding="utf-8")
