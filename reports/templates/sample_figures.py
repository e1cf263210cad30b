"""A make-believe district's figures, with every part of every letter in use: what templates are tried with."""

from dataclasses import replace
from datetime import date, datetime

from ledger.vocabulary import ProblemClass, State
from reports.figures.accounts import AccountFigures, AccountLine, AccountWarning
from reports.figures.check import CheckFigures, DeadTarget
from reports.figures.daily import DailyFigures, LookedAt, ReadTask
from reports.figures.messages import MessageFigures
from reports.figures.models import (
    Citation,
    FollowUp,
    NoticeFigures,
    ProblemLine,
    Sender,
    SheetFigures,
    Shot,
    SiteFigures,
    UnitFigures,
    UnknownLine,
)
from reports.figures.text import SHANGHAI
from reports.mail.unit_mail import UnitMail

OFFICE = Sender(
    "望舒区人民政府办公室", "各镇人民政府，区政府各部门", "某某", "000-0000000", "ban@wangshu.example",
    "市人民政府办公室",
)  # fmt: skip
UNIT = "望舒区教育局"
DAY = date(2026, 11, 20)
CHECKED = datetime(2026, 11, 20, 10, 5, tzinfo=SHANGHAI)
CUTOFF = datetime(2026, 11, 28, 18, 0, tzinfo=SHANGHAI)
MADE = datetime(2026, 11, 30, 9, 0, tzinfo=SHANGHAI)
MONTH = date(2026, 11, 1)
DUE = date(2026, 12, 4)
_ADDRESS = "https://jy.wangshu.example/tzgg/"
# the smallest picture: one white point
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000"
    "000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)
_EVIDENCE = Citation(_ADDRESS, CHECKED, "2026-09-28", "0123456789abcdef" * 4)


def line(no: int = 1, kind: ProblemClass = ProblemClass.UPDATE, state: State = State.FIXING) -> ProblemLine:
    return ProblemLine(
        no=no,
        unit=UNIT,
        site="望舒教育网",
        place="“通知公告”栏目",
        problem_class=kind,
        title="栏目不更新",
        clause="第一部分第3项",
        message="最新信息发布于2026年9月28日，至检查时已53天未更新。",
        demand="及时更新栏目，排查同类栏目。",
        address=_ADDRESS,
        checked=CHECKED,
        state=state,
        evidence=_EVIDENCE,
        first_seen=CHECKED,
        due=DUE if state is not State.REOPENED else DAY,
        overdue=state is State.REOPENED,
        veto=kind is ProblemClass.VETO,
        points="扣5分",
        examples=(_ADDRESS,),
        closed=CUTOFF if state is State.CLOSED else None,
        kind="栏目",
        named="通知公告",
        told_as="更新不及时",
        cited="检查指标 第一部分 栏目不更新",
        detail="最近更新2026年9月28日",
    )


UNKNOWN = UnknownLine(UNIT, "望舒教育网", "“曝光台”栏目", "列表由脚本生成", "请人工打开栏目页核对。", _ADDRESS, count=2)
# more than a letter's body holds, so that what it says of the rest is tried too
LINES = tuple(line(number, list(ProblemClass)[number % 6]) for number in range(1, 102))
OLDER = (replace(line(1, state=State.REOPENED), told=date(2026, 9, 30)),)
_ACCOUNT = AccountLine(UNIT, "微信", "望舒教育", _ADDRESS, "合格", DAY, 3, DAY, posts=12)

NOTICE = NoticeFigures(
    office=OFFICE,
    month=MONTH,
    since=datetime(2026, 11, 1, tzinfo=SHANGHAI),
    cutoff=CUTOFF,
    made=MADE,
    follow_up=FollowUp(8, 6, 2, ("银钩镇人民政府",), OLDER * 101, 1),
    sites=SiteFigures(
        5,
        32,
        5,
        30,
        4,
        638,
        1203,
        15678,
        840,
        2,
        2,
        2,
        rounds=30,
        items_by_kind=(("动态要闻", 400), ("通知公告", 238)),
        messages=MessageFigures(("区长信箱",), 35, 30, 28, 4.2, ((UNIT, 20), ("银钩镇人民政府", 15))),
    ),
    problems=LINES,
    unknown=(UNKNOWN,) * 101,
    deadline=DUE,
    deadline_known=False,
    accounts=AccountFigures(
        15, 10, 9, (("微信", 15),), 5, (_ACCOUNT,), opened=(("望舒教育", "微信"),), closed=(("教育快讯", "微博"),)
    ),
    units=(UnitFigures(UNIT, 1, 1, 1, 120),),
    workbook="问题台账-2026-11.xlsx",
    ladder="逾期3个工作日仍未整改的，下发督办单。",
    standards=("《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",),
    holiday="元旦",
    answer_by="17时",
    list_older=True,
)
SHEET = SheetFigures(
    OFFICE,
    UNIT,
    MONTH,
    CUTOFF,
    MADE,
    DUE,
    LINES,
    OLDER,
    deadline_known=False,
    number="2026-11-03",
    unknown=(UNKNOWN,),
    pictures=(Shot(0, "“通知公告”栏目", "2026-11-20 22:00起的检查中由浏览器打开", PNG),),
)
MAIL = UnitMail(replace(SHEET, problems=LINES[:5], older=OLDER * 101), (line(102, state=State.CLOSED),))
DAILY = DailyFigures(
    office=OFFICE,
    day=DAY,
    made=CUTOFF,
    looked=(LookedAt("望舒教育网", UNIT, CHECKED, CUTOFF, 120, 1500, 3, 7, 8),),
    found=LINES[:2],
    urged=OLDER,
    fixed=MAIL.fixed,
    unknown=(UNKNOWN,),
    to_read=(ReadTask(UNIT, "望舒教育网", "“曝光台”栏目", _ADDRESS, "栏目由脚本生成"),),
    waiting=LINES[2:3],
    accounts=(_ACCOUNT,),
    warnings=(AccountWarning(UNIT, "微信", "望舒教育", DAY, 10, DUE),),
)
CHECK = CheckFigures(
    address=_ADDRESS,
    title="望舒教育网",
    started=CHECKED,
    finished=CUTOFF,
    pages=20,
    targets=300,
    fine=299,
    dead=(DeadTarget(f"{_ADDRESS}1.doc", "404，页面不存在", 3, ((_ADDRESS, 2),), _EVIDENCE, outside=True),),
    problems=LINES[:2],
    unknown=(UNKNOWN,),
    skipped=(("超出深度", 3),),
    facts=(("主办单位", UNIT),),
    columns=(("通知公告", "动态要闻", _ADDRESS),),
)
