"""What is watched and who answers for it: the register (config/register)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# the short names that filing numbers (备案号) begin with
PROVINCES = "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼"


class RobotsPolicy(StrEnum):
    OBEY = "obey"  # robots.txt is kept
    AUTHORISED = "authorised"  # the unit has allowed the inspection in writing


class ColumnKind(StrEnum):
    """栏目类别. The kinds the clauses name, and 其他."""

    NEWS = "动态要闻"
    NOTICE = "通知公告"
    POLICY = "政策文件"
    PLAN = "规划计划"  # kept up by the year, as is the next
    PERSONNEL = "人事信息"
    INTERACTION = "互动"
    SURVEY = "征集调查"  # no clause takes points for how seldom it and the next are held
    INTERVIEW = "互动访谈"
    GUIDE = "办事指南"
    OTHER = "其他"


class ColumnState(StrEnum):
    ACTIVE = "在用"
    ARCHIVED = "归档"
    EXEMPT = "免检"


@dataclass(frozen=True)
class FormerName:
    """A name a unit bore up to and including ``until`` (机构改革)."""

    name: str
    until: date


@dataclass(frozen=True)
class FormerHome:
    """A home page address a site had up to and including ``until`` (迁址)."""

    home: str
    until: date


@dataclass(frozen=True)
class Unit:
    """单位: a body answerable for sites and accounts. ``group`` is the group it is scored in (镇街, 部门 …)."""

    id: str
    name: str
    group: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    former_names: tuple[FormerName, ...] = ()
    closed: date | None = None
    successor: str = ""  # unit that took over when this one was merged

    def name_on(self, day: date) -> str:
        """The name in use on ``day``."""
        past = sorted((n for n in self.former_names if day <= n.until), key=lambda n: n.until)
        return past[0].name if past else self.name


@dataclass(frozen=True)
class Duty:
    """Who answered for a column or account, from–to (both included; ``None`` is open)."""

    unit: str
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Site:
    """网站. ``sponsor`` is the 主办 unit's id, ``operator`` the 承办 unit's.

    ``rate`` is pages a second at most. ``connect`` pins where the host is reached ("10.1.2.3:8080"), for
    split DNS and for test servers; a pinned address may be private.
    """

    id: str
    name: str
    home: str
    sponsor: str
    operator: str = ""
    kind: str = "部门网站"
    site_code: str = ""
    icp: str = ""
    police: str = ""
    rate: float = 2.0
    robots: RobotsPolicy = RobotsPolicy.OBEY
    connect: str = ""
    former_sponsors: tuple[Duty, ...] = ()  # earlier 主办 units, each with its last day (机构改革)
    former_homes: tuple[FormerHome, ...] = ()  # earlier home pages, oldest first (迁址)
    closing: date | None = None  # day the notice of its closing (关停公告) was put up
    closed: date | None = None  # day from which it is closed
    approval: str = ""  # number of the superior's approval of the closing
    bound: bool = True  # whether the 检查指标 bind it; of a body's site that they do not, nothing is a 单项否决

    def sponsor_on(self, day: date) -> str:
        """Id of the 主办 unit on ``day``."""
        return next((duty.unit for duty in self.former_sponsors if duty.covers(day)), self.sponsor)

    def closed_on(self, day: date) -> bool:
        return self.closed is not None and day >= self.closed

    def closing_on(self, day: date) -> bool:
        """Whether the notice of its closing is up and it still stands (关停公示期)."""
        return self.closing is not None and day >= self.closing and not self.closed_on(day)


@dataclass(frozen=True)
class Column:
    """栏目. ``allowed_days`` is the office's own limit of silence in days; ``None`` leaves it to the clauses."""

    id: str
    site: str
    name: str
    url: str
    kind: ColumnKind = ColumnKind.OTHER
    first_level: bool = False
    allowed_days: int | None = None
    state: ColumnState = ColumnState.ACTIVE
    state_reason: str = ""
    state_until: date | None = None
    duties: tuple[Duty, ...] = ()

    def inspected_on(self, day: date) -> bool:
        """Whether the column is to be judged on ``day``: an archived or exempt state ends with its ``until``."""
        if self.state is ColumnState.ACTIVE:
            return True
        return self.state_until is not None and day > self.state_until


@dataclass(frozen=True)
class Account:
    """账号 (政务新媒体) on a third-party platform, or an app.

    ``opened`` (开设), ``closed`` (注销、关停), ``filed`` (备案): ``None`` where the register does not say on which day.
    """

    id: str
    unit: str
    platform: str
    name: str
    address: str = ""
    state: ColumnState = ColumnState.ACTIVE
    state_reason: str = ""
    state_until: date | None = None
    duties: tuple[Duty, ...] = ()
    opened: date | None = None
    closed: date | None = None
    filed: date | None = None

    def exists_on(self, day: date) -> bool:
        """Whether it is open on ``day``, as far as the register knows its days: from ``closed`` on it is not."""
        return (self.opened is None or self.opened <= day) and (self.closed is None or day < self.closed)

    def inspected_on(self, day: date) -> bool:
        """Whether the account is to be judged on ``day``: closed (归档) or exempt (免检) ends with its ``until``."""
        in_use = self.state is ColumnState.ACTIVE or (self.state_until is not None and day > self.state_until)
        return in_use and self.exists_on(day)

    def unit_on(self, day: date) -> str:
        """Id of the unit that answers for it on ``day``: by its duties, else the one it was registered by."""
        return next((duty.unit for duty in self.duties if duty.covers(day)), self.unit)


@dataclass(frozen=True)
class Register:
    """The whole register, by id."""

    units: Mapping[str, Unit]
    sites: Mapping[str, Site]
    columns: Mapping[str, Column]
    accounts: Mapping[str, Account]

    def columns_of(self, site: str) -> tuple[Column, ...]:
        return tuple(c for c in self.columns.values() if c.site == site)

    def answerable(self, subject: str, column: str | None, day: date) -> str:
        """Id of the unit charged on ``day``: the column's, else the site's sponsor or the account's unit, or ""."""
        if column and column in self.columns:
            for duty in self.columns[column].duties:
                if duty.covers(day):
                    return duty.unit
        if subject in self.sites:
            return self.sites[subject].sponsor_on(day)
        return self.accounts[subject].unit_on(day) if subject in self.accounts else ""
