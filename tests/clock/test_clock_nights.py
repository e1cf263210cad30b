"""A whole sweep over several nights: paused when a night ends, gone on with in the next."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bench.soak import office
from demo.sample.plan import Phase
from demo.sample.server import District
from demo.sample.server import serve as serve_district
from desk.config.schedule import Job, load_schedule
from desk.context import Desk, open_desk
from desk.inspections.inspection import RunPlan, inspect_desk
from desk.scheduler.jobs import inspect
from desk.scheduler.jobs.context import Order
from ledger.archive.writer import Archive, ArchiveReader, Use
from ledger.ledger import Ledger
from ledger.vocabulary import Look, Page, PageKind, Standing

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2026, 11, 27, 1, tzinfo=ZONE)
SITE = "qingshui"
SCHEDULE = 'sweep = { at = ["01:00"], rest_days = 3 }\nrecheck = { every = "1h" }\ninspect = { at = ["00:10"] }'


@pytest.fixture
def district() -> Iterator[District]:
    with serve_district(NIGHT, Phase.LAST) as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path, district: District) -> Desk:
    return open_desk(office(tmp_path / "office", district.port, SCHEDULE, only=[SITE]).root)


def order(desk: Desk, job: Job, due: datetime, now: datetime | None = None) -> Order:
    schedule = load_schedule(desk.workspace.config / "schedule.toml", desk.settings)
    return Order(job, desk, schedule, due, now or due)


def seen(desk: Desk, run: str) -> tuple[set[str], bool]:
    """The pages of the run, and whether it is over."""
    with ArchiveReader(desk.workspace.archive(SITE)) as archive:
        return {page.url for page in archive.pages(run)}, any(r.key == run and r.finished for r in archive.runs())


def findings(desk: Desk) -> set[tuple[str, str, str]]:
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        return {(f.criterion, f.place, f.state.value) for f in ledger.findings.find()}


def test_a_sweep_goes_on_the_next_night_and_sees_all(tmp_path: Path, district: District, desk: Desk) -> None:
    whole = open_desk(office(tmp_path / "other", district.port, SCHEDULE, only=[SITE]).root)
    inspect_desk(whole, RunPlan("whole", NIGHT, (SITE,)))
    district.set(NIGHT, Phase.LAST)  # the count of visits begins anew
    slow = {key: replace(site, rate=10.0) for key, site in desk.register.sites.items()}
    drowsy = replace(desk, register=replace(desk.register, sites=slow))

    run = f"{NIGHT:%Y%m%dT%H%M%S}-sweep"
    late = NIGHT + timedelta(hours=4, minutes=59, seconds=57)  # three seconds of the night are left
    told = inspect.sweep(order(drowsy, Job.SWEEP, NIGHT, late))
    assert told.startswith("夜间时段结束，没看完的下一夜接着看")
    pages, over = seen(desk, run)
    assert not over
    assert 0 < len(pages) < len(seen(whole, "whole")[0])

    inspect.inspect(order(desk, Job.INSPECT, NIGHT + timedelta(hours=23, minutes=10)))  # another run in between
    second = NIGHT + timedelta(days=1)
    inspect.sweep(order(desk, Job.SWEEP, second))
    pages, over = seen(desk, run)
    assert over
    assert pages == seen(whole, "whole")[0]
    assert findings(desk) == findings(whole)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        assert {r.run for r in ledger.runs.find() if r.run.endswith("sweep")} == {run}

    assert inspect.sweep(order(desk, Job.SWEEP, second + timedelta(days=2))) == (
        "上一遍在 2026-11-28 看完，还没有到下一遍的时候"
    )


def test_a_run_gone_on_with_sees_what_was_seen_last(tmp_path: Path) -> None:
    """Two runs in turn on one page: a link that it lost in between is no longer used in the first."""
    url, dead = "http://a.gov.cn/", "http://a.gov.cn/dead"

    def visit(archive: Archive, sha: str, uses: list[Use]) -> None:
        archive.want(url, 0, "page", outside=False)
        archive.record_look(url, Look(NIGHT, Standing.OK))
        known = archive.known(url)
        if known and known.sha == sha:
            archive.record_unchanged(known, NIGHT)
        else:
            archive.record_page(Page(url, NIGHT, PageKind.HOME, 0, "甲", sha), uses)
        for use in uses:
            archive.want(use.url, 1, "page", outside=False)
            archive.record_look(use.url, Look(NIGHT, Standing.DEAD))
        archive.commit()

    with Archive(tmp_path / "a.sqlite") as archive:
        archive.start_run("sweep", NIGHT)
        visit(archive, "one", [Use(dead, "a", "", "page")])
    with Archive(tmp_path / "a.sqlite") as archive:
        archive.start_run("daily", NIGHT)
        visit(archive, "two", [])
    with Archive(tmp_path / "a.sqlite") as archive:
        assert archive.start_run("sweep", NIGHT)
        archive.finish_run(NIGHT)
        assert [page.body for page in archive.pages("sweep")] == ["two"]
        assert [page.body for page in archive.pages("daily")] == ["two"]
        assert [(link.target, link.uses) for link in archive.links("sweep")] == [(url, 0), (dead, 0)]
        assert [run.key for run in archive.runs()] == ["daily", "sweep"]


def test_what_waits_for_a_further_look_is_looked_at_again(desk: Desk) -> None:
    """The dead link's looks lie ten minutes and six hours apart: one run keeps the first gap, a re-look the second."""
    gaps = (timedelta(0), timedelta(hours=6))
    criteria = {c: replace(k, looks=gaps if len(k.looks) == 2 else k.looks) for c, k in desk.criteria.items()}
    desk = replace(desk, criteria=criteria)
    inspect.inspect(order(desk, Job.INSPECT, NIGHT))
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        waiting = {f.id for f in ledger.findings.find() if f.criterion.startswith("link-") and not f.confirmed_at}
    assert waiting
    soon = NIGHT + timedelta(hours=5)
    assert inspect.recheck(order(desk, Job.RECHECK, soon)) == "没有到时间的"
    then = NIGHT + timedelta(hours=7)
    assert inspect.recheck(order(desk, Job.RECHECK, then)).startswith("现有问题")
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        assert all(ledger.findings.get(number).confirmed_at for number in waiting)
    assert inspect.recheck(order(desk, Job.RECHECK, then)) == "已经做完"
