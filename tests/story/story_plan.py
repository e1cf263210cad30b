"""What the make-believe district is and what goes wrong in it on which day, written by hand. Data only.

All dates are of 2026. A span is from its first day to its last day, both included.
"""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST, LAST = date(2026, 9, 1), date(2026, 10, 31)
MOVED, OLD_HOST, NEW_HOST = date(2026, 10, 27), "jiaoyu.wangshu.gov.cn", "jy.wangshu.gov.cn"
EVER, END = date(2026, 1, 1), date(2026, 12, 31)


def d(text: str) -> date:
    """A day written as 09-01."""
    return date.fromisoformat(f"2026-{text}")


def on(text: str) -> tuple[date, ...]:
    """Days written one after the other, 09-01 or with another year."""
    return tuple(date.fromisoformat(one) if len(one) == 10 else d(one) for one in text.split())


DAYS = tuple(FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
# Nobody inspects on these weekends. On 中秋 (25–27 Sep) and 国庆 (1–7 Oct) the one on duty does, once a day; 20 Sep
# (Sunday) and 10 Oct (Saturday) are worked.
RESTED = frozenset(on("09-05 09-06 09-12 09-13 09-19 10-11 10-17 10-18 10-24 10-25 10-31"))
INSPECTED = tuple(day for day in DAYS if day not in RESTED)
HOLIDAYS = frozenset(on("09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07"))
WORKED = tuple(day for day in INSPECTED if day not in HOLIDAYS)
SWEPT = frozenset(on("09-01 09-07 09-14 09-21 09-28 10-05 10-12 10-19 10-26"))  # Mondays: the whole sites


@dataclass(frozen=True)
class Site:
    id: str
    name: str
    sponsor: str
    sponsor_name: str
    serial: int

    def host_on(self, day: date) -> str:
        return NEW_HOST if self.id == "jiaoyu" and day >= MOVED else f"{self.id}.wangshu.gov.cn"

    @property
    def code(self) -> str:
        return f"440199{self.serial:04}"

    @property
    def icp(self) -> str:
        return f"粤ICP备0000000{self.serial}号"

    @property
    def police(self) -> str:
        return f"粤公网安备4401990200000{self.serial}号"


@dataclass(frozen=True)
class StoryColumn:
    """``days``: when something was, or will be, published."""

    id: str
    name: str
    kind: str
    days: tuple[date, ...]
    first_level: bool = False
    allowed: int | None = None
    unit: str = ""
    late: frozenset[date] = frozenset()  # published only after noon of that day

    @property
    def site(self) -> str:
        return self.id.partition("-")[0]

    @property
    def path(self) -> str:
        return f"/{self.id}/index.html"


@dataclass(frozen=True)
class Link:
    """An address that a page uses. ``where``: "home", a column's id, or "column/0909", an article of that day."""

    site: str
    where: str
    path: str
    text: str
    broken: tuple[tuple[date, date], ...]
    status: int = 404
    since: date = EVER
    until: date = END

    def used(self, day: date) -> bool:
        return self.since <= day <= self.until

    def dead(self, day: date) -> int:
        return self.status if any(a <= day <= b for a, b in self.broken) else 0


UNITS = (
    ("qfb", "望舒区人民政府办公室", "部门"),
    ("jyj", "望舒区教育局", "部门"),
    ("wtj", "望舒区文化体育局", "部门"),
    ("zsj", "望舒区政务服务和数据管理局", "部门"),
    ("qsz", "望舒区清水镇人民政府", "镇街"),
    ("whg", "望舒区文化馆", "事业单位"),
)
SITES = (
    Site("portal", "望舒区人民政府门户网站", "qfb", "望舒区人民政府办公室", 1),
    Site("jiaoyu", "望舒教育信息网", "jyj", "望舒区教育局", 2),
    Site("wenhua", "望舒文化体育网", "wtj", "望舒区文化体育局", 3),
    Site("qingshui", "清水镇人民政府网站", "qsz", "望舒区清水镇人民政府", 4),
)
# account: id, unit, platform, name
ACCOUNTS = (("wx-jyj", "jyj", "微信", "望舒教育"), ("wx-wtj", "wtj", "微信", "望舒区文化体育局"))


def every(step: int, first: str) -> tuple[date, ...]:
    start = d(first)
    return tuple(start + timedelta(days=n) for n in range(0, (LAST - start).days + 1, step))


NEWS, NOTICE, OTHER = "动态要闻", "通知公告", "其他"
COLUMNS = (
    StoryColumn("portal-wsyw", "望舒要闻", NEWS, every(3, "08-19"), True),  # one of them on 09-09
    StoryColumn("portal-tzgg", "通知公告", NOTICE, every(9, "08-20"), True),
    StoryColumn(
        "portal-zjdt",
        "镇街动态",
        NEWS,
        on("08-20 08-27 09-02 09-08 10-09"),
        unit="qsz",
        late=frozenset({d("10-09")}),
    ),
    StoryColumn(
        *("jiaoyu-jydt", "教育动态", NEWS),
        on("08-24 08-30 09-03 09-23 09-30 10-09 10-16 10-23 10-30"),
        True,
    ),
    StoryColumn("jiaoyu-tzgg", "通知公告", NOTICE, every(10, "08-28"), True),
    StoryColumn("jiaoyu-zskx", "招生快讯", OTHER, on("07-10 07-20")),
    StoryColumn("wenhua-whdt", "文体动态", NEWS, on("08-28 09-08 09-18 09-30 10-21 10-28"), True),
    StoryColumn("wenhua-tzgg", "通知公告", NOTICE, on("06-10 08-14 09-14"), True),
    StoryColumn("wenhua-hdyg", "活动预告", OTHER, on("07-15 08-20"), allowed=30),
    StoryColumn("wenhua-fyzt", "非遗专题", OTHER, on("07-02 08-12"), allowed=30, unit="whg"),
    StoryColumn(*("qingshui-qsdt", "清水动态", NEWS), on("08-25 09-05 09-15 09-22 10-01 10-18 10-27"), True),
    StoryColumn("qingshui-tzgg", "通知公告", NOTICE, on("2025-12-01 02-10 04-08 10-21"), True),
    StoryColumn("qingshui-bmfw", "便民服务", OTHER, on("06-05 08-06")),
)


def published(column: StoryColumn, day: date, *, noon: bool = False) -> tuple[date, ...]:
    """What the visitor sees in the morning, or after noon; newest first."""
    seen = (one for one in column.days if one < day or (one == day and (noon or day not in column.late)))
    return tuple(sorted(seen, reverse=True))


LINKS = (
    Link("portal", "home", "/zt/2025.html", "往年专题", ((d("09-02"), d("09-03")), (d("10-13"), END))),
    Link("portal", "home", "/fw.html", "办事大厅", ((d("10-09"), d("10-15")),), status=410),
    Link("portal", "portal-wsyw/0909", "/files/0909.pdf", "会议材料", ((EVER, d("09-28")),)),
    Link("jiaoyu", "home", "/xuexiao.html", "学校名录", ((d("09-28"), END),)),
    Link("jiaoyu", "jiaoyu-tzgg", "/files/zsjz.pdf", "招生简章下载", ((d("09-16"), END),)),
    Link("wenhua", "home", "/huodong/old.html", "往期活动", ((d("09-03"), END),)),
    Link("wenhua", "wenhua-tzgg", "/files/tz.pdf", "通知附件", ((d("10-19"), d("10-22")),)),
    Link("qingshui", "home", "/zmhd.html", "政民互动", ((d("09-21"), d("10-14")),)),
    Link("qingshui", "home", "/bianmin.html", "便民地图", ((d("09-10"), d("09-10")),)),
    Link("qingshui", "qingshui-tzgg", "/files/dhb.pdf", "电话簿", ((d("09-03"), END),), until=d("09-06")),
)
# a column's list without any row
EMPTIED = (
    ("jiaoyu-zskx", d("09-08"), d("10-13")),
    ("qingshui-bmfw", d("09-10"), END),
    ("portal-zjdt", d("10-20"), d("10-22")),
    ("wenhua-tzgg", d("10-30"), END),
)
# what a site's pages lack: element, pages, span
LACKS = {
    "qingshui": (("公安备案号", "foot", d("09-14"), END),),
    "jiaoyu": (("ColumnKeywords", "column", d("09-12"), d("10-10")),),
}
# a firewall's page in place of everything
WALLED = (("qingshui", d("10-13"), d("10-19")),)
# account: (day of the look, newest post shown)
LOOKED = {
    "wx-jyj": (
        *(("09-07", "09-02"), ("09-14", "09-02"), ("09-21", "09-02"), ("09-28", "09-02"), ("09-30", "09-29")),
        *(("10-12", "10-09"), ("10-19", "10-16"), ("10-26", "10-23")),
    ),
    "wx-wtj": (
        *(("09-07", "09-04"), ("09-14", "09-11"), ("09-21", "09-18"), ("09-28", "09-25"), ("09-30", "09-25")),
        *(("10-12", "10-09"), ("10-19", "10-16"), ("10-26", "10-23")),
    ),
}
