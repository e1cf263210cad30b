"""What reports tell of accounts (政务新媒体): plain frozen figures, counted by whoever calls."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AccountLine:
    """One account as it stands. ``result``: 合格, 不合格, 未能核查 or 不检查. ``silent``: days up to ``known_until``.

    ``posts``: published in the period, up to ``known_until``. ``silent_months``: for how many months running nothing
    was, ``None`` where something was or nobody knows.
    ``per_week`` and ``longest_gap`` are of the last four weeks, ``None`` where not all posts of them are known.
    """

    unit: str
    platform: str
    name: str
    address: str
    result: str
    newest: date | None = None
    silent: int | None = None
    known_until: date | None = None
    per_week: float | None = None
    longest_gap: int | None = None
    source: str = ""
    note: str = ""
    posts: int | None = None
    silent_months: int | None = None

    @property
    def inspected(self) -> bool:
        """Whether it is one of those to be inspected at all (不检查: closed, or exempt)."""
        return self.result != "不检查"


@dataclass(frozen=True)
class AccountFigures:
    """政务新媒体. ``platforms``: (platform, count), e.g. (("微信", 12), ("微博", 3)).

    ``unknown``: could not be inspected; ``lines``: each account, for the workbook. ``opened``, ``filed``
    (备案), ``closed``: (name, platform) of those of which the register has such a day in the period.
    """

    accounts: int
    inspected: int
    qualified: int | None = None
    platforms: tuple[tuple[str, int], ...] = ()
    unknown: int = 0
    lines: tuple[AccountLine, ...] = ()
    opened: tuple[tuple[str, str], ...] = ()
    filed: tuple[tuple[str, str], ...] = ()
    closed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AccountWarning:
    """预警: silent for long, and no problem yet. ``before``: the last day on which a post still keeps the line."""

    unit: str
    platform: str
    name: str
    newest: date
    silent: int
    before: date


@dataclass(frozen=True)
class CensusLine:
    """One account in the census. ``proposal``: 保留, 归并, 关停 or 人工核定; ``why``: what it rests on."""

    account: AccountLine
    proposal: str
    why: str
    problems: int = 0
