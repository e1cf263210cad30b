"""What the daily record (巡查日志) is made from: plain frozen figures, as in ``models``."""

from dataclasses import dataclass
from datetime import date, datetime

from reports.figures.accounts import AccountLine, AccountWarning
from reports.figures.models import ProblemLine, Sender, UnknownLine


@dataclass(frozen=True)
class LookedAt:
    """What a run looked at on one site that day."""

    site: str
    unit: str
    started: datetime
    finished: datetime | None
    pages: int
    targets: int
    bad: int
    columns_read: int
    columns_total: int
    unseen: int = 0


@dataclass(frozen=True)
class ReadTask:
    """What a person must still read today: ``why``, e.g. 栏目由脚本生成, 机器无法判读."""

    unit: str
    site: str
    place: str
    address: str
    why: str


@dataclass(frozen=True)
class DailyFigures:
    """One day's 巡查日志."""

    office: Sender
    day: date
    made: datetime
    looked: tuple[LookedAt, ...]
    found: tuple[ProblemLine, ...]
    urged: tuple[ProblemLine, ...]
    fixed: tuple[ProblemLine, ...]
    unknown: tuple[UnknownLine, ...]
    to_read: tuple[ReadTask, ...]
    waiting: tuple[ProblemLine, ...] = ()  # 待核实
    accounts: tuple[AccountLine, ...] = ()  # looked at that day
    warnings: tuple[AccountWarning, ...] = ()
