"""A workspace opened: settings, register, criteria and words read, every mistake of all files told at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from desk.config.criteria import load_criteria
from desk.config.holidays import load_holidays
from desk.config.reasons import ReasonWords, load_reasons
from desk.config.settings import Settings, load_settings
from desk.config.trust_start import Beginning, load_start
from desk.register import load_register
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace
from ledger.calendar import Calendar
from ledger.decisions.trust import Trust, trust_of
from ledger.decisions.verdicts import LastWord, no_word
from ledger.ledger import Ledger, Settled
from ledger.vocabulary import Criterion, Manner, Reason, Register, Verdict

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """All that a command needs of its workspace."""

    workspace: Workspace
    settings: Settings
    register: Register
    criteria: Mapping[str, Criterion]
    words: Mapping[Reason, ReasonWords]
    calendar: Calendar = field(default_factory=Calendar)
    pins: Mapping[str, str] = field(default_factory=dict)  # host → "address:port", beyond the register's
    beginning: Beginning = field(default_factory=Beginning)  # the trust that the office began with

    def trust(self, ledger: Ledger) -> Trust:
        """What the machine may confirm now, by what people have said of what they looked at."""
        return trust_of(self.beginning.start, ledger.trust.counted(), ledger.trust.restored())

    def settle(
        self, ledger: Ledger, run: str, now: datetime, verdicts: Iterable[Verdict], last_word: LastWord = no_word
    ) -> Settled:
        """Put a run's verdicts to the findings; the machine confirms what the office trusts it with by then, after
        ``last_word``."""

        @lru_cache(maxsize=1)
        def trust(_: int) -> Trust:
            return self.trust(ledger)

        def trusted(manner: Manner, subject: str) -> bool:
            return trust(ledger.trust.words_said())(manner, subject)

        return ledger.verdicts.settle(
            run,
            now,
            verdicts,
            self.criteria,
            self.register,
            trusted=trusted,
            national=self.beginning.national,
            last_word=last_word,
        )

    def at_once(self) -> "Desk":
        """The same, with no gap between looks: spot checks, the demo and the benches."""
        return replace(self, criteria=without_gaps(self.criteria))


def without_gaps(criteria: Mapping[str, Criterion]) -> Mapping[str, Criterion]:
    """The same number of looks, 0 seconds apart."""
    return {code: replace(c, looks=tuple(gap * 0 for gap in c.looks)) for code, c in criteria.items()}


def open_desk(folder: Path | None) -> Desk:
    """The workspace's desk. Raises ConfigError with the mistakes of every file."""
    workspace = Workspace.find(folder)
    problems: list[ConfigMistake] = []

    def read(load: Callable[[Path], T], path: Path) -> T | None:
        try:
            return load(path)
        except ConfigError as error:
            problems.extend(error.problems)
            return None

    settings = read(load_settings, workspace.settings_file)
    register = read(load_register, workspace.register)
    criteria = read(load_criteria, workspace.criteria)
    words = read(load_reasons, workspace.words / "reasons.toml")
    calendar = read(load_holidays, workspace.config / "holidays.toml")
    start = read(load_start, workspace.config / "trust.toml")
    if settings is None or register is None or criteria is None or words is None or calendar is None or start is None:
        raise ConfigError(*problems)
    return Desk(workspace, settings, register, criteria, words, calendar, beginning=start)


def chosen_sites(register: Register, sites: tuple[str, ...], units: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the sites to inspect: those named, those of the units named, or all. Unknown ids are told at once."""
    problems = [
        ConfigMistake("--site", f"登记册里没有网站“{s}”", "请核对 sites.csv 的编号")
        for s in sites
        if s not in register.sites
    ]
    problems += [
        ConfigMistake("--unit", f"登记册里没有单位“{u}”", "请核对 units.csv 的编号")
        for u in units
        if u not in register.units
    ]
    if problems:
        raise ConfigError(*problems)
    if not register.sites:
        raise ConfigError(
            ConfigMistake("sites.csv", "还没有登记网站", "请先填写，或用 xuncha register import 导入表格")
        )
    if not sites and not units:
        return tuple(register.sites)
    return tuple(i for i, s in register.sites.items() if i in sites or {s.sponsor, s.operator} & set(units))
