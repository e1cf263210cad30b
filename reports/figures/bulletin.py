"""What the quarterly bulletin is made of: plain figures in words that may be published, counted by whoever calls."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.vocabulary import ProblemClass
from reports.figures.models import Sender


@dataclass(frozen=True)
class MonthTold:
    """A month of the quarter; ``number`` and ``day`` of its signed notice, empty where none was signed."""

    month: date
    number: str = ""
    day: date | None = None


@dataclass(frozen=True)
class PublicProblem:
    """A told problem in words that may be published: the criterion and the place, never the message."""

    unit: str
    site: str
    place: str
    title: str
    problem_class: ProblemClass
    veto: bool
    fixed: bool


@dataclass(frozen=True)
class Checked:
    """Sites or accounts. ``kinds``: (platform, count). ``inspected`` is None where none was looked at. ``unbound``:
    sites that the 检查指标 do not bind, which ``inspected`` leaves out."""

    registered: int
    inspected: int | None
    qualified: int | None = None
    unseen: int = 0
    columns: int = 0
    kinds: tuple[tuple[str, int], ...] = ()
    unbound: int = 0


@dataclass(frozen=True)
class BulletinFigures:
    """``since``..``until``: what was inspected. ``cutoff``: when it was looked whether problems are fixed.

    ``corrected``: told problems that have since been called a 误报; they are not among ``problems``. ``again``: how
    often a problem of ``problems`` was told once more.
    """

    office: Sender
    year: int
    quarter: int
    since: datetime
    until: datetime
    cutoff: datetime
    months: tuple[MonthTold, ...]
    sites: Checked
    accounts: Checked
    problems: tuple[PublicProblem, ...]
    corrected: int = 0
    again: int = 0
