"""An office that has worked with the program for long: config/trust.toml with every manner of reading decided often
enough. The demo plays in one; a new office begins with what ``config/trust.toml`` ships."""

from collections.abc import Iterator
from pathlib import Path

from checks.registry import rules
from ledger.decisions.trust import NEEDED
from ledger.vocabulary import ColumnList, DeadGrade, Manner, Provenance, Reader, Source
from ledger.vocabulary.provenance import HARD_REASONS

SOURCE = "示例单位一年来的人工核实"


def manners() -> Iterator[Manner]:
    """Every manner in which a machine may confirm what a rule says."""
    days = ["", *(p.value for p in Provenance if p.publish)]
    hard = [f"{DeadGrade.HARD}:{reason}" for reason in sorted(HARD_REASONS)]
    for name, rule in rules().items():
        yield from (Manner(name, basis) for basis in (*days, *hard))
        if rule.of_accounts:
            yield from (Manner(name, reader=source) for source in Source if source is not Source.PERSON)
        elif ColumnList in rule.kinds:
            yield from (Manner(name, basis, reader) for reader in Reader for basis in days if reader is not Reader.HTML)


def give_experience(config: Path) -> None:
    """Write it into the workspace's ``config``."""
    rows = (
        f'[[manner]]\nrule = "{m.rule}"\nreader = "{m.reader}"\nbasis = "{m.basis}"\n'
        f'right = {NEEDED}\nsource = "{SOURCE}"\n'
        for m in manners()
    )
    (config / "trust.toml").write_text("\n".join(rows), encoding="utf-8")
