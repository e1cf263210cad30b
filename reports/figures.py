"""What a report is made from: plain frozen figures. No database, no clock, no counting: whoever calls has counted.

``None`` always means "nothing is known" and prints 未统计; it is never the same as 0.
"""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.vocabulary import ProblemClass, State
from reports.account_figures import AccountLine, AccountWarning, PlatformFigures

UNCOUNTED = "未统计"
BODY_ROWS = 100  # a letter's body holds at most so many rows; the rest stands in the workbook


@dataclass(frozen=True)
class Office:
    """Who sends. ``addressees``: 主送, without the colon. ``area``: how the titles call the area (全区, 全市)."""

    name: str
    addressees: str
    area: str = "全区"
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Citation:
    """Evidence as a report cites it. ``body``: full SHA-256 (reports print 12 signs).

    ``stored``: the kept page, as a path relative to the report's folder, or "".
    """

    address: str
    seen: datetime
    quote: str = ""
    body: str = ""
    stored: str = ""

    @property
    def short(self) -> str:
        return self.body[:12]


@dataclass(frozen=True)
class ProblemLine:
    """One problem as told. ``unit`` and ``site`` are names, ``place`` is readable (栏目名, 首页 …).

    ``address``: what to open to see it. ``checked``: the last look that agreed. ``state``: at the cut-off.
    ``by_person``: a clerk confirmed it (only then 人工核实 is written). ``by_record``: a person's record shows it.
    ``points``: "扣5分", or "" where no verified number is known. ``examples``: pages that use a dead target, most
    used first.
    """

    no: int
    unit: str
    site: str
    place: str
    problem_class: ProblemClass
    title: str  # the criterion's
    clause: str
    message: str
    demand: str
    address: str
    checked: datetime
    state: State
    evidence: Citation
    first_seen: datetime | None = None
    due: date | None = None
    overdue: bool = False
    veto: bool = False
    by_person: bool = False
    by_record: bool = False
    points: str = ""
    platform: str = "网站"
    examples: tuple[str, ...] = ()
    closed: datetime | None = None
    note: str = ""  # 申诉, 不予列入的理由 …
    origin: str = ""  # the third party that found it, "" where we did
    finding: int = 0  # its number in the ledger (编号); ``no`` is only its place in this letter


@dataclass(frozen=True)
class UnknownLine:
    """One thing that could not be looked at. ``reason``: its Chinese word; ``advice``: what a clerk can do."""

    unit: str
    site: str
    place: str
    reason: str
    advice: str
    address: str = ""
    criterion: str = ""
    seen: datetime | None = None
    count: int = 1


@dataclass(frozen=True)
class FollowUp:
    """上期问题整改情况. ``unreported``: units that sent no answer, by name; ``None`` where answers are not kept.

    ``open_older``: told in earlier notices and still open at the cut-off. ``back``: of those not done, how many were
    fixed and came back, and so stand among this month's problems. ``of_last``: these are exactly what the last notice
    told, none older, none struck. ``waiting``, ``unseen``: of those not done, reported fixed and not looked at again
    (待复查), and those whose place could not be looked at.
    """

    told: int
    done: int
    not_done: int
    unreported: tuple[str, ...] | None = None
    open_older: tuple[ProblemLine, ...] = ()
    back: int = 0
    of_last: bool = True
    waiting: int = 0
    unseen: int = 0


@dataclass(frozen=True)
class SiteFigures:
    """政府网站. ``inspected``: sites looked at in the period; ``qualified``: of them without a 单项否决 problem.
    ``unbound``: sites that the 检查指标 do not bind, which neither of the two counts.

    ``items``: published in the period. ``reported``: 找错 messages that came. ``reported_due``: those whose days to
    answer ended in the period, ``None`` where that is all that came; of these ``reported_in_time`` were in time.
    """

    sites: int
    columns: int
    inspected: int
    columns_read: int | None = None
    qualified: int | None = None
    items: int | None = None
    pages: int | None = None
    targets: int | None = None
    probes: int | None = None
    probes_failed: int | None = None
    reported: int | None = None
    reported_in_time: int | None = None
    reported_due: int | None = None
    unbound: int = 0


@dataclass(frozen=True)
class AccountFigures:
    """政务新媒体. ``platforms``: (platform, count), e.g. (("微信", 12), ("微博", 3)).

    ``unknown``: could not be inspected; ``by_unit``: (unit, problems of its accounts told in the period).
    ``lines``: each account, for the workbook.
    """

    accounts: int
    inspected: int
    qualified: int | None = None
    platforms: tuple[tuple[str, int], ...] = ()
    by_platform: tuple[PlatformFigures, ...] = ()
    unknown: int = 0
    by_unit: tuple[tuple[str, int], ...] | None = None
    lines: tuple[AccountLine, ...] = ()


@dataclass(frozen=True)
class UnitFigures:
    name: str
    sites: int
    problems: int
    veto: int = 0
    items: int | None = None


@dataclass(frozen=True)
class NoticeFigures:
    """Everything a monthly notice tells. ``month``: its first day; ``since``..``cutoff``: what was looked at.

    ``problems``: all of the month, numbered from 1 in the order told (severe first). ``deadline_known`` is False
    where the calendar does not know the year's holidays: then working days left out weekends only, and the
    letter says so. ``sample``: marked as made from the sample district.
    """

    office: Office
    month: date
    since: datetime
    cutoff: datetime
    made: datetime
    follow_up: FollowUp
    sites: SiteFigures
    problems: tuple[ProblemLine, ...]
    unknown: tuple[UnknownLine, ...]
    deadline: date
    deadline_known: bool = True
    accounts: AccountFigures | None = None
    units: tuple[UnitFigures, ...] = ()
    waiting: int = 0  # 待核实 at the cut-off: counted, never told as problems
    workbook: str = ""  # file name of the problem ledger, named in the letter
    ladder: str = ""  # 催办: what follows a deadline, one sentence


@dataclass(frozen=True)
class SheetFigures:
    """One unit's rectification sheet: only its own problems. ``number``: 编号, e.g. "2026-11-03", or ""."""

    office: Office
    unit: str
    month: date
    cutoff: datetime
    made: datetime
    deadline: date
    problems: tuple[ProblemLine, ...]
    older: tuple[ProblemLine, ...] = ()
    deadline_known: bool = True
    number: str = ""


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

    office: Office
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


@dataclass(frozen=True)
class DeadTarget:
    """A dead address of a spot check, with the pages that use it, most uses first: (page, uses)."""

    address: str
    reason: str
    uses: int
    users: tuple[tuple[str, int], ...]
    evidence: Citation
    outside: bool = False


@dataclass(frozen=True)
class CheckFigures:
    """A spot check of one address (`xuncha check`). ``problems``: those that are not dead targets."""

    address: str
    title: str
    started: datetime
    finished: datetime
    pages: int
    targets: int
    fine: int
    dead: tuple[DeadTarget, ...]
    problems: tuple[ProblemLine, ...]
    unknown: tuple[UnknownLine, ...]
    skipped: tuple[tuple[str, int], ...] = ()  # reason's word, how many
    facts: tuple[tuple[str, str], ...] = ()  # what the home page shows: (标识码, …), (主办单位, …)
    columns: tuple[tuple[str, str, str], ...] = ()  # 推断的栏目: name, kind, address; nobody registered them
