"""What a report is made from: plain frozen figures. No database, no clock, no counting: whoever calls has counted.

``None`` always means "nothing is known" and prints 未统计; it is never the same as 0.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from ledger.vocabulary import ProblemClass, State
from reports.figures.accounts import AccountFigures
from reports.figures.messages import MessageFigures

UNCOUNTED = "未统计"
_WITHIN = re.compile(r"省|自治区|[市州](?=..)")  # what stands before the region's own name, but not 自治州, 杭州市
_REGION = re.compile(r"(.{1,20}[市区县旗])(?=人民政府|政府|党|政务|办)")
BODY_ROWS = 100  # a letter's body holds at most so many rows; the rest stands in the workbook


@dataclass(frozen=True)
class Sender:
    """Who sends. ``addressees``: 主送, without the colon. ``region``: 望舒区; "" where only the name tells."""

    name: str
    addressees: str
    contact: str = ""
    phone: str = ""
    email: str = ""
    copy_to: str = ""  # 抄送, without the full stop
    region: str = ""

    @property
    def home(self) -> str:
        """The region whose office it is: what units' names begin with; "" where nothing tells it."""
        told = _REGION.match(self.name)
        return told[1] if told else _WITHIN.split(self.region)[-1]

    @property
    def area(self) -> str:
        """How the titles call it: 全区, 全县."""
        return f"全{self.home[-1:] or '区'}"


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
    note: str = ""  # 申诉：…, 不予列入的理由 …
    appealed: bool = False  # and not ruled on yet
    origin: str = ""  # the third party that found it, "" where we did
    finding: int = 0  # its number in the ledger (编号); ``no`` is only its place in this letter
    kind: str = ""  # what its place is counted as: 栏目, 链接; "" of others
    named: str = ""  # how the place is called: the column's name, the link's words
    cited: str = ""  # the clause as a notice cites it, its words apart: 检查指标 第一部分 单项否决
    told_as: str = ""  # what a notice says after the place; "" where it says the message
    detail: str = ""  # the fact in a few words: 最近更新2026年10月11日, 页面不存在
    parts: tuple["ProblemLine", ...] = ()  # other findings that say the same fact: told and counted with this one
    picture: str = ""  # file of what a browser showed, kept as evidence
    told: date | None = None  # a day of the month whose notice told it last; None where none has
    pictured: datetime | None = None  # when the run began that took it; None where nobody knows
    record: str = ""  # the site or account of which a person's record is kept; its screenshot is the evidence's body
    unit_id: str = ""  # of the register: two units may bear one name; "" in drafts of before

    @property
    def whose(self) -> str:
        """Whose it is, told apart also from a unit of the same name."""
        return self.unit_id or self.unit

    @property
    def findings(self) -> tuple[int, ...]:
        """Its number in the ledger and those of its parts."""
        return self.finding, *(part.finding for part in self.parts)


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
    unit_id: str = ""

    @property
    def whose(self) -> str:
        return self.unit_id or self.unit


@dataclass(frozen=True)
class FollowUp:
    """上期问题整改情况. ``unreported``: units that sent no answer, by name; ``None`` where answers are not kept.

    ``promptly``: of this month's problems, fixed by its cut-off (经提醒后已完成整改).
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
    promptly: int = 0


@dataclass(frozen=True)
class SiteFigures:
    """政府网站. ``inspected``: sites looked at in the period; ``qualified``: of them without a 单项否决 problem.
    ``unbound``: sites that the 检查指标 do not bind, which neither of the two counts.

    ``items``: published in the period. ``reported``: 找错 messages that came. ``reported_due``: those whose days to
    answer ended in the period, ``None`` where that is all that came; of these ``reported_in_time`` were in time.
    ``rounds``: how many inspections there were. ``items_by_kind``: ``items`` by the kind of column, most first.
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
    rounds: int | None = None
    items_by_kind: tuple[tuple[str, int], ...] = ()
    messages: MessageFigures | None = None  # of 网民留言, but for 找错


@dataclass(frozen=True)
class UnitFigures:
    """A unit's month. ``silent``: for how many months running nothing new was published, ``None`` where something was
    or nobody knows; 0 where it is not known since when."""

    name: str
    sites: int
    problems: int
    veto: int = 0
    items: int | None = None
    silent: int | None = None


@dataclass(frozen=True)
class NoticeFigures:
    """Everything a monthly notice tells. ``month``: its first day; ``since``..``cutoff``: what was looked at.

    ``problems``: all of the month, numbered from 1 in the order told (severe first). ``deadline_known`` is False
    where the calendar does not know the year's holidays: then working days left out weekends only, and the
    letter says so. ``standards``: the documents that are inspected by, as a letter cites them. ``holiday``: the next
    one, where it is near. ``answer_by``: the hour of the deadline. ``list_older``: open_older is an annex.
    """

    office: Sender
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
    workbook: str = ""  # file name of the problem ledger, named in the letter
    ladder: str = ""  # 催办: what follows a deadline, one sentence
    standards: tuple[str, ...] = ()
    holiday: str = ""
    answer_by: str = ""
    list_older: bool = False
    redated: bool = False


@dataclass(frozen=True)
class Shot:
    """One screenshot. ``finding``: the number in the ledger of the line it belongs to; ``place``: what it shows;
    ``taken``: when and by whom, in words."""

    finding: int
    place: str
    taken: str
    data: bytes


@dataclass(frozen=True)
class SheetFigures:
    """One unit's rectification sheet: only its own problems. ``number``: 编号, e.g. "2026-11-03", or ""."""

    office: Sender
    unit: str
    month: date
    cutoff: datetime
    made: datetime
    deadline: date
    problems: tuple[ProblemLine, ...]
    older: tuple[ProblemLine, ...] = ()
    deadline_known: bool = True
    number: str = ""
    unknown: tuple["UnknownLine", ...] = ()  # its own places that could not be looked at
    pictures: tuple[Shot, ...] = ()  # vetoes first
    redated: bool = False  # signed after a day that the notice sets: the sheet sets another one
    unit_id: str = ""

    @property
    def whose(self) -> str:
        return self.unit_id or self.unit
