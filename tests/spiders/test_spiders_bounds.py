"""What bounds a walk: calendars, a page budget over all its starts, a pace by the clock, open files."""

import asyncio
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.spiders import pace as pace_module
from crawler.spiders.pace import Pace
from crawler.spiders.shard import CrawlTask, ShardReport
from crawler.spiders.traps import MAX_MONTHS, Traps
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Reason, RobotsPolicy

TODAY = date(2026, 11, 2)
WORDS = "本页介绍办事流程和有关政策，供群众查阅。" * 12
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    "path",
    [
        "/events/2027/12/",
        "/events/2031/01",
        "/events/2031/01/15/",
        "/hd/2028-02/",
        "/hd/2028-02-03.html",
        "/hd/2028-02.htm",
    ],
)
def test_months_of_which_nobody_writes_yet_lead_nowhere(path: str) -> None:
    assert Traps(TODAY).springs(f"http://h{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/2026/11/", "/2026-11/30/content_1.htm", "/art/2026/11/30/art_1_2.html", "/2027/11/", "/1921/07/",
        "/content/203512.html", "/info/2035/12.htm", "/203512/", "/2035/", "/guihua/2035/13/", "/zfgb/2035/1/",
    ],
)  # fmt: skip
def test_numbers_of_articles_columns_and_years_are_no_months_to_come(path: str) -> None:
    assert not Traps(TODAY).springs(f"http://h{path}")


def test_a_calendar_by_name_is_followed_for_five_years() -> None:
    traps = Traps(TODAY)
    leaves = [f"http://h/rili/{2026 - n // 12}/{12 - n % 12:02}/" for n in range(1, 2 * MAX_MONTHS + 1)]
    assert [traps.springs(leaf) for leaf in leaves] == [False] * MAX_MONTHS + [True] * MAX_MONTHS
    assert not traps.springs("http://h/news/2010/01/")


def test_the_budget_holds_over_all_starts_of_a_run(
    planted: Any, crawl: Callable[..., ShardReport], tmp_path: Path
) -> None:
    links = "".join(f"<a href=/n{n}.html>第{n}页</a>" for n in range(9))
    page = "<html><head><title>{0}</title></head><body>{0}{1}<p>{2}</p></body></html>"
    planted.pages = {"/": (200, HTML, page.format("测试站", links, WORDS).encode())}
    planted.pages |= {f"/n{n}.html": (200, HTML, page.format(f"第{n}页", "", WORDS * n).encode()) for n in range(9)}
    task = CrawlTask(site=planted.site(robots=RobotsPolicy.AUTHORISED), columns=(), run="r1", archive=tmp_path / "s.db")
    crawl(replace(task, max_pages=3))
    with sqlite3.connect(task.archive) as db:  # as if it had been killed after three pages
        db.execute("UPDATE run SET finished = NULL")
        db.execute("UPDATE want SET state = 0, reason = '' WHERE reason = ?", (Reason.BUDGET.value,))
    crawl(replace(task, max_pages=5))
    with ArchiveReader(tmp_path / "s.db") as reader:
        skipped = {s.reason: s.count for s in reader.coverage("r1", "s").skipped}
    assert skipped == {Reason.BUDGET: 10 - 5 + 1}  # each start looks at the home page, and that counts


class _Clock:
    """Time that passes by sleeping only; each waking is ``late``, as on a busy machine."""

    def __init__(self, late: float = 0.0) -> None:
        self.now = 1000.0
        self.late = late

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds + self.late


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(pace_module, "monotonic", made)
    monkeypatch.setattr(pace_module.asyncio, "sleep", made.sleep)
    return made


def _turns(pace: Pace, clock: _Clock, busy: Sequence[float], gap: float) -> list[float]:
    """When each turn was taken; ``busy``: how long the machine does something else after each."""

    async def run() -> list[float]:
        taken = []
        for spent in busy:
            await pace.turn("h", gap)
            taken.append(clock.now)
            clock.now += spent
        return taken

    return asyncio.run(run())


def test_late_turns_do_not_add_up_and_none_comes_too_soon(clock: _Clock) -> None:
    clock.late = 0.03
    taken = _turns(Pace(), clock, [0.1, 0.62, 0.1, 0.5] * 50, gap=0.5)
    assert taken[-1] - taken[0] < 199 * 0.5 + 0.2
    assert min(later - earlier for earlier, later in pairwise(taken)) >= 0.25
    assert all(sum(start <= at < start + 10 for at in taken) <= 10 / 0.5 + 1 for start in taken)


def test_after_a_silence_nothing_is_caught_up(clock: _Clock) -> None:
    taken = _turns(Pace(), clock, [5.0, 0, 0, 0], gap=0.5)
    assert [round(later - earlier, 6) for earlier, later in pairwise(taken)] == [5.0, 0.5, 0.5]


def test_sites_that_begin_together_do_not_tick_in_step(clock: _Clock) -> None:
    firsts = []
    for _ in range(50):
        pace, began = Pace(), clock.now
        pace.begin("h", 0.5)
        firsts.append(_turns(pace, clock, [0.0], gap=0.5)[0] - began)
    assert max(firsts) <= 0.5
    assert max(firsts) - min(firsts) > 0.1


def test_the_child_may_open_as_many_files_as_the_system_lets_it() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    told = "import resource, crawler.spiders.start as s; s.open_more(); print(resource.getrlimit(7)[0])"
    done = subprocess.run(
        [sys.executable, "-c", f"import resource; resource.setrlimit(7, (256, {hard})); {told}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(done.stdout) > 256
