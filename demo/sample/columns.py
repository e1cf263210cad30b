"""The columns of 望舒区 with the ages of their rows in each phase, and the register made of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from demo.sample.accounts import registered
from demo.sample.district import SITES, UNITS, aging, column_path, steady
from demo.sample.plan import ColumnPlan, ListShape, Phase
from ledger.vocabulary import Column, ColumnKind, ColumnState, Duty, Register

NEWS, NOTICE, RULES, OTHER = ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.OTHER
FRESH = steady(1, 4, 7, 11, 16, 20, 27, 33)
RARE = steady(18, 40, 75, 110, 160)
BLANK = steady()
_PLANS = {plan.site.id: plan for plan in SITES}

Ages = Mapping[Phase, tuple[int, ...]]


def _column(
    number: int, site: str, folder: str, name: str, kind: ColumnKind, ages: Ages, shape: ListShape = ListShape.DATED
) -> ColumnPlan:
    """A folder without a slash is a first-level column (一级栏目)."""
    plan = _PLANS[site]
    column = Column(
        id=f"{site}-{folder.rpartition('/')[2]}",
        site=site,
        name=name,
        url=plan.site.home.rstrip("/") + column_path(plan.make, folder),
        kind=kind,
        first_level="/" not in folder,
    )
    return ColumnPlan(column, folder, number, ages, shape)


def _allowed(plan: ColumnPlan, days: int) -> ColumnPlan:
    return replace(plan, column=replace(plan.column, allowed_days=days))


def _state(plan: ColumnPlan, state: ColumnState, reason: str) -> ColumnPlan:
    return replace(plan, column=replace(plan.column, state=state, state_reason=reason))


def _duty(plan: ColumnPlan, *duties: Duty) -> ColumnPlan:
    return replace(plan, column=replace(plan.column, duties=duties))


_PORTAL = (
    _column(11, "portal", "wsyw", "望舒要闻", NEWS, FRESH),
    _column(12, "portal", "wsyw/bmdt", "部门动态", NEWS, steady(14, 18, 25, 31)),
    _duty(
        _column(
            13,
            "portal",
            "wsyw/zjdt",
            "镇街动态",
            NEWS,
            {Phase.LAST: (3, 8, 17), Phase.MIDDLE: (5, 9, 18, 23), Phase.THIS: (20, 24, 33, 38)},
        ),
        Duty("qfb", None, date(2020, 12, 31)),
        Duty("qsz", date(2021, 1, 1)),
    ),
    _column(14, "portal", "tzgg", "通知公告", NOTICE, FRESH),
    _column(15, "portal", "zcwj", "政策文件", RULES, RARE),
    _duty(_column(16, "portal", "zwgk/sjfb", "数据发布", OTHER, RARE), Duty("zsj")),
    _column(17, "portal", "zwgk/zfgb", "政府公报", OTHER, RARE, ListShape.STUB),
    _state(
        _column(18, "portal", "zwgk/yjxx", "应急信息", OTHER, BLANK),
        ColumnState.EXEMPT,
        "突发事件专用栏目，平时无信息发布，经区政府办公室同意免检",
    ),
)
_JIAOYU = (
    _column(
        21,
        "jiaoyu",
        "jydt",
        "教育动态",
        NEWS,
        {Phase.LAST: (21, 26, 35), Phase.MIDDLE: (2, 6, 13, 36), Phase.THIS: (3, 8, 17, 21)},
    ),
    _column(22, "jiaoyu", "tzgg", "通知公告", NOTICE, FRESH),
    _column(23, "jiaoyu", "zcwj", "教育政策", RULES, RARE),
    _column(24, "jiaoyu", "xxgk/xxml", "学校名录", OTHER, {Phase.LAST: (), Phase.MIDDLE: (6, 7), Phase.THIS: (21, 22)}),
    _column(25, "jiaoyu", "xxgk/bxts", "办学特色", OTHER, RARE, ListShape.UNDATED),
    _column(26, "jiaoyu", "xxgk/zskx", "招生快讯", NEWS, BLANK, ListShape.SCRIPT),
    replace(
        _column(27, "jiaoyu", "xxgk/jszp", "教师招聘", OTHER, RARE),
        tag_missing=frozenset({Phase.LAST}),
    ),
)
_ZHUJIAN = (
    replace(_column(31, "zhujian", "gzdt", "工作动态", NEWS, steady(300, 3, 6, 10, 19, 24, 30, 34)), pinned=True),
    _column(32, "zhujian", "tzgg", "通知公告", NOTICE, steady(9, 2, 15, 5, 28, 21, 40)),
    _column(33, "zhujian", "zcfg", "政策法规", RULES, aging(190, 230, 270)),
    _column(34, "zhujian", "xxgk/xmgs", "项目公示", OTHER, FRESH),
    _column(35, "zhujian", "xxgk/ysba", "预售公示", OTHER, RARE),
)
_QINGSHUI = (
    _column(41, "qingshui", "qsdt", "清水动态", NEWS, FRESH),
    _column(42, "qingshui", "tzgg", "通知公告", NOTICE, steady(2, 5, 9, 13, 22, 29, 36), ListShape.SHORT),
    _column(43, "qingshui", "zcwj", "政策文件", RULES, RARE),
    _allowed(_column(44, "qingshui", "fw/bmfw", "便民服务", OTHER, aging(100, 140)), 90),
    _state(
        _column(45, "qingshui", "zt/zt2020", "美丽乡村专题", OTHER, steady(900, 910, 930)),
        ColumnState.ARCHIVED,
        "专项工作已结束，专题整体归档",
    ),
)
_POOR_NEWS = ("馆内动态", "群文要闻", "非遗动态", "培训动态", "志愿动态")
_POOR_BLANK = ("数字展厅", "视频资源", "文艺创作", "理论研究", "场地预约")
_POOR_OVERDUE = (
    *("艺术普及", "公益演出", "展览信息", "读书活动", "送戏下乡"),
    *("乡土文化", "馆办团队", "分馆建设", "免费开放", "志愿招募"),
)
_WENHUA = (
    *(_column(51 + n, "wenhua", f"dt{n + 1}", name, NEWS, aging(20 + n, 28 + n)) for n, name in enumerate(_POOR_NEWS)),
    *(_column(56 + n, "wenhua", f"zy/kb{n + 1}", name, OTHER, BLANK) for n, name in enumerate(_POOR_BLANK)),
    *(
        # the last two pass their 60 days only after last month's inspection
        _allowed(_column(61 + n, "wenhua", f"hd/hd{n + 1}", name, OTHER, aging(100 + n if n < 8 else 40, 150 + n)), 60)
        for n, name in enumerate(_POOR_OVERDUE)
    ),
    _column(71, "wenhua", "bg/fwzn", "服务指南", OTHER, RARE, ListShape.UNDATED),
)
COLUMNS: tuple[ColumnPlan, ...] = (*_PORTAL, *_JIAOYU, *_ZHUJIAN, *_QINGSHUI, *_WENHUA)


def register(port: int) -> Register:
    """The district's register, every site pinned to the loopback ``port``."""
    sites = {plan.site.id: replace(plan.site, connect=f"127.0.0.1:{port}") for plan in SITES}
    return Register(
        units={unit.id: unit for unit in UNITS},
        sites=sites,
        columns={plan.column.id: plan.column for plan in COLUMNS},
        accounts=registered(),
    )
