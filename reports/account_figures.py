"""What reports tell of accounts (政务新媒体): plain frozen figures, counted by whoever calls."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PlatformFigures:
    """One platform. ``qualified``: of the inspected; ``None`` where none could be inspected."""

    name: str
    accounts: int
    inspected: int
    qualified: int | None


@dataclass(frozen=True)
class AccountLine:
    """One account as it stands. ``result``: 合格, 不合格, 未能核查 or 不检查. ``silent``: days up to ``known_until``.

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
