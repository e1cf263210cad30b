"""Starts the crawl of a run in fresh child processes (Scrapy's reactor runs once a process) and follows it."""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from checks.registry import judges
from crawler.spiders.start import crawl_in_child
from crawler.spiders.task import CrawlSettings, CrawlTask, ShardReport, SiteReport
from desk.context import Desk
from desk.facts.column_facts import since_days
from desk.workspace.problems import CannotLook
from ledger.vocabulary import PlaceKind

Progress = Callable[[list[dict[str, float]]], None]
TICK = 0.5  # seconds between two looks at the shards' progress
WITHIN_RUN = timedelta(minutes=15)  # a longer gap between looks is kept by the next run


def gaps(desk: Desk) -> tuple[timedelta, ...]:
    """Gaps between the looks at a dead target that one run keeps itself."""
    wanted = max((c.looks for c in desk.criteria.values() if judges(c, PlaceKind.LINK)), key=len, default=())
    return tuple(gap for gap in wanted if gap <= WITHIN_RUN)


def crawl(
    tasks: tuple[CrawlTask, ...], settings: CrawlSettings, folder: Path, progress: Progress | None
) -> list[SiteReport]:
    """Crawl the tasks, sites shared out over the processors; tells ``progress`` of the shards' figures."""
    reports: list[SiteReport] = []
    workers = min(len(tasks), os.cpu_count() or 1)
    files = [folder / f"shard-{n}.json" for n in range(workers)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
        running: set[Future[ShardReport]] = {
            pool.submit(crawl_in_child, tasks[n::workers], settings, file) for n, file in enumerate(files)
        }
        try:
            while running:
                done, running = wait(running, timeout=TICK)
                if progress:
                    progress(list(_figures(files)))
                for future in done:
                    reports.extend(_sites(future))
        except KeyboardInterrupt:
            # Ctrl-C reaches the children by itself, a stop by the system does not
            for child in multiprocessing.active_children():
                child.terminate()
            raise
    return reports


def _sites(future: Future[ShardReport]) -> tuple[SiteReport, ...]:
    try:
        return future.result().sites
    except BrokenProcessPool as error:
        told = "抓取程序被系统中止（多半是内存不足）；看到的都已保存，请关掉别的程序后再运行一次，会接着做"
        raise CannotLook(told) from error


def _figures(files: list[Path]) -> Iterator[dict[str, float]]:
    for file in files:
        if file.is_file():
            yield json.loads(file.read_text(encoding="utf-8"))


def pins(desk: Desk) -> dict[str, tuple[str, int]]:
    """Where hosts are pinned: by the register's sites, and beyond it."""
    pinned = dict(desk.pins)
    for site in desk.register.sites.values():
        if site.connect:
            pinned[urlsplit(site.home).hostname or ""] = site.connect
    split = {host: place.rpartition(":") for host, place in pinned.items()}
    return {host: (address, int(port)) for host, (address, _, port) in split.items()}


def crawl_tasks(
    desk: Desk,
    run: str,
    sites: tuple[str, ...],
    pages: int | None,
    places: Mapping[str, tuple[str, ...]] | None,
    now: datetime,
) -> tuple[CrawlTask, ...]:
    """One task a site; ``pages`` overrides the office's page budget; with ``places`` it is the daily scope."""
    limits = desk.settings.crawl
    return tuple(
        CrawlTask(
            site=desk.register.sites[site],
            columns=desk.register.columns_of(site),
            run=run,
            archive=desk.workspace.archive(site),
            max_pages=pages or limits.pages,
            max_depth=limits.depth,
            deadline=timedelta(minutes=limits.deadline_minutes),
            gaps=gaps(desk),
            whole_site=places is None,
            places=() if places is None else places.get(site, ()),
            since=since_days(desk.criteria, desk.register.columns_of(site), now),
        )
        for site in sites
    )


def crawl_settings(desk: Desk, now: datetime, *, allow_private: bool, until: datetime | None = None) -> CrawlSettings:
    """What all sites of a run share."""
    return CrawlSettings(
        contact=desk.settings.office.phone or desk.settings.office.contact,
        allow_private=allow_private,
        timeout=desk.settings.crawl.timeout,
        controls=desk.settings.controls,
        pins=tuple((host, address, port) for host, (address, port) in pins(desk).items()),
        now=now,
        until=until,
    )
