"""A small loopback site with one of each problem, inspected once; every test works on a copy of that workspace."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from demo.sample.experience import give_experience
from desk.context import Desk, open_desk
from desk.inspections.inspection import inspect_desk, plan_run
from desk.inspections.recheck import Rechecked, RecheckResult, recheck
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Column,
    ColumnKind,
    Decision,
    Event,
    Finding,
    Register,
    Site,
    State,
    Unit,
)
from tests.program import typed
from tests.recheck.one_finding import Run
from tests.served import Answer, html, serving

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)
LATER = FIRST + timedelta(days=1)
ROOT = "http://www.jia.gov.cn"
COLUMNS = tuple(f"c{n}" for n in range(1, 6))
_TEXT = "<p>" + "正文写得足够长，不会被当作空页。" * 30 + "</p>"


def page(title: str, body: str) -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}{_TEXT}</body></html>'


def rows(*items: tuple[str, str, str]) -> str:
    """A list of articles: (address, title, date as shown)."""
    lines = "".join(f'<li><a href="{url}">{title}</a><span>{day}</span></li>' for url, title, day in items)
    return f'<ul class="list">{lines}</ul>'


def article(day: str) -> str:
    return page("一篇文章", f"<h1>一篇文章</h1><div>发布时间：{day} 来源：甲区办公室</div>")


OLD = tuple((f"/old{n}.html", f"甲区召开第{n}次工作会议部署重点任务", f"2026-09-{n + 10}") for n in range(1, 7))
NEW = ("/new.html", "甲区召开第七次工作会议部署年终任务", "2026-11-22")


@dataclass
class Served:
    """Pages by path; ``status`` of the paths that answer something else than 200; what was asked for."""

    pages: dict[str, str] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0


def planted() -> dict[str, str]:
    """Dead links on the home page and below it, five stale columns, a stale home page."""
    ways = "".join(f'<a href="/p{n}.html">第{n}页</a>' for n in range(1, 8))
    dead = '<a href="/home-gone.html">旧专题</a>'
    return {
        "/": page("甲区", ways + dead + rows(*OLD)),
        **{f"/p{n}.html": page(f"第{n}页", "") for n in range(1, 8)},
        "/p1.html": page("第一页", '<a href="/gone.html">旧文</a>'),
        "/p2.html": page("第二页", '<a href="/gone.html">旧文</a><a href="/lost.html">又一篇旧文</a>'),
        "/p6.html": page("第六页", '<a href="/form.doc">申请表</a>'),
        "/form.doc": page("网页", ""),  # a web page where a document was promised
        **{f"/{c}/": page(f"栏目{c}", rows(*OLD)) for c in COLUMNS},
        **{url: article(day) for url, _, day in OLD},
    }


@contextmanager
def _serving() -> Iterator[Served]:
    served = Served()

    def answer(asked: BaseHTTPRequestHandler) -> Answer:
        served.asked.append(asked.path)
        body = served.pages.get(asked.path, "")
        return html(body, served.status.get(asked.path, 200 if body else 404))

    with serving(answer) as served.port:
        yield served


def _desk(root: Path, port: int) -> Desk:
    columns = {c: Column(c, "jia", f"要闻{c}", f"{ROOT}/{c}/", ColumnKind.NEWS, first_level=True) for c in COLUMNS}
    site = Site("jia", "甲区网", f"{ROOT}/", "u1", rate=200.0, connect=f"127.0.0.1:{port}")
    opened = open_desk(root).at_once()
    settings = replace(opened.settings, controls=(f"127.0.0.1:{port}",))
    return replace(
        opened, settings=settings, register=Register({"u1": Unit("u1", "甲区办公室")}, {"jia": site}, columns, {})
    )


@dataclass(frozen=True)
class World:
    """The site and the office that looks at it."""

    served: Served
    desk: Desk

    def findings(self) -> dict[tuple[str, str], Finding]:
        """By criterion and place, the place without the site's address."""
        with Ledger.open_for_reading(self.desk.workspace.ledger) as ledger:
            return {(f.criterion, f.place.removeprefix(ROOT)): f for f in ledger.findings.find()}

    def finding(self, criterion: str, place: str) -> Finding:
        return self.findings()[criterion, place]

    def decide(self, criterion: str, place: str, event: Event, at: datetime = FIRST + timedelta(hours=2)) -> None:
        with Ledger.open_for_writing(self.desk.workspace.ledger) as ledger:
            ledger.decisions.decide(self.finding(criterion, place).id, Decision(event, at, "张三", "来电"))

    def recheck(self, *asked: tuple[str, str], now: datetime = LATER) -> RecheckResult:
        self.served.asked.clear()
        ids = [self.finding(*one).id for one in asked]
        return recheck(self.desk, ids, now, allow_private=True)

    def one(self, criterion: str, place: str, now: datetime = LATER) -> Rechecked:
        (line,) = self.recheck((criterion, place), now=now).lines
        return line


@pytest.fixture(scope="session")
def _inspected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    root = Workspace.init(tmp_path_factory.mktemp("recheck") / "office").root
    give_experience(root / "config")
    with _serving() as served:
        served.pages = planted()
        desk = _desk(root, served.port)
        inspect_desk(desk, plan_run(desk, ("jia",), FIRST, allow_private=True))
        yield served, root


@pytest.fixture
def world(_inspected: tuple[Served, Path], tmp_path: Path) -> World:
    served, root = _inspected
    served.pages, served.status = planted(), {}
    served.asked.clear()
    return World(served, _desk(shutil.copytree(root, tmp_path / "office"), served.port))


@pytest.fixture
def fixing(world: World) -> World:
    """The dead link /gone.html was reported fixed: 待复查."""
    world.decide("link-other", "/gone.html", Event.REPORT_FIXED)
    assert world.finding("link-other", "/gone.html").state is State.RECHECK
    return world


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Workspace.init(tmp_path_factory.mktemp("decided") / "office").root


@pytest.fixture
def root(office: Path) -> Path:
    """A workspace with one registered site and without any finding."""
    register = office / "config" / "register"
    (register / "units.csv").write_text("编号,名称\nu1,甲区办公室\n", encoding="utf-8")
    row = "编号,名称,首页地址,主办单位\njia,甲区网,http://www.jia.gov.cn/,u1\n"
    (register / "sites.csv").write_text(row, encoding="utf-8")
    for file in office.glob("data/ledger.sqlite*"):
        file.unlink()
    return office


@pytest.fixture
def run(root: Path) -> Run:
    """The program as it is typed: exit code, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        done = typed(root, *words)
        return done.returncode, done.stdout, done.stderr

    return run
