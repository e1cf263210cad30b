"""A make-believe district, 望舒区, and its November."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ledger.vocabulary import ProblemClass, State
from reports.figures.models import (
    Citation,
    FollowUp,
    NoticeFigures,
    ProblemLine,
    Sender,
    SiteFigures,
    UnitFigures,
    UnknownLine,
)
from reports.templates.blank_templates import make_templates

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHECKED = datetime(2026, 11, 20, 10, 5, tzinfo=SHANGHAI)
CUTOFF = datetime(2026, 11, 28, 18, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    make_templates(folder)
    return folder


@pytest.fixture
def office() -> Sender:
    return Sender("望舒区人民政府办公室", "各镇人民政府、街道办事处，区政府各部门、各直属机构", "某某", "000-0000000")


@pytest.fixture
def line() -> Callable[..., ProblemLine]:
    def make(**changes: object) -> ProblemLine:
        address = "https://jy.wangshu.example/tzgg/"
        plain_line = ProblemLine(
            no=1,
            unit="望舒区教育局",
            site="望舒教育网",
            place="“通知公告”栏目",
            problem_class=ProblemClass.UPDATE,
            title="栏目不更新",
            clause="第一部分第3项",
            message="最新信息发布于2026年9月28日，至检查时已53天未更新。",
            demand="及时更新栏目，排查同类栏目。",
            address=address,
            checked=CHECKED,
            state=State.FIXING,
            evidence=Citation(address, CHECKED, "2026-09-28", "0123456789abcdef" * 4, "evidence/0123456789ab.html"),
            first_seen=datetime(2026, 11, 13, 9, 0, tzinfo=SHANGHAI),
            due=date(2026, 12, 4),
        )
        return replace(plain_line, **changes)  # type: ignore[arg-type]  # the tests name real fields

    return make


@pytest.fixture
def figures(office: Sender, line: Callable[..., ProblemLine]) -> NoticeFigures:
    dead = "链接 http://yg.wangshu.example/doc/2024.doc 打不开（404，页面不存在），共被引用12次。"
    first = line(no=1, problem_class=ProblemClass.VETO, veto=True, by_person=True, title="首页不更新", place="首页")
    problems = (
        replace(first, unit="望舒区民政局", site="望舒民政网", message="检查时间点前2周内首页栏目未更新。"),
        line(no=2),
        replace(
            line(no=3, problem_class=ProblemClass.LINK, unit="银钩镇人民政府", site="银钩镇门户", state=State.NOTIFIED),
            title="链接不可用",
            place="首页",
            message=dead,
        ),
    )
    board = "https://sw.wangshu.example/bgt/"
    advice = "请人工打开栏目页核对最近更新日期。"
    unknown = (UnknownLine("望舒区水务局", "望舒水务网", "“曝光台”栏目", "列表由脚本生成", advice, board, count=2),)
    return NoticeFigures(
        office=office,
        month=date(2026, 11, 1),
        since=datetime(2026, 11, 1, tzinfo=SHANGHAI),
        cutoff=CUTOFF,
        made=datetime(2026, 11, 30, 9, 0, tzinfo=SHANGHAI),
        follow_up=FollowUp(8, 6, 2, ("银钩镇人民政府",)),
        sites=SiteFigures(5, 32, 5, 30, 4, 638, 1203, 15678, 840, 2, 2, 2),
        problems=problems,
        unknown=unknown,
        deadline=date(2026, 12, 4),
        units=(UnitFigures("望舒区教育局", 1, 1, 0, 120), UnitFigures("望舒区民政局", 1, 1, 1)),
        workbook="问题台账.xlsx",
    )
