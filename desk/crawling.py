"""Starts the crawl of a run in fresh child processes (Scrapy's reactor runs once a process) and follows it."""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from crawler.spiders.shard import CrawlSettings, CrawlTask, ShardReport, SiteReport, crawl_shard
from desk.office import Desk

Progress = Callable[[list[dict[str, float]]], None]
TICK = 0.5  # seconds between two looks at the shards' progress
WITHIN_RUN = timedelta(minutes=15)  # a longer gap between looks is kept by the next run


def gaps(desk: Desk) -> tuple[timedelta, ...]:
    """Gaps between the looks at a dead target that one run keeps itself."""
    wanted = max((c.looks for c in desk.criteria.values() if c.rule == "dead_link"), key=len, default=())
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
            pool.submit(crawl_shard, tasks[n::workers], settings, file) for n, file in enumerate(files)
        }
        while running:
            done, running = wait(running, timeout=TICK)
            if progress:
                progress(list(_figures(files)))
            for future in done:
                reports.extend(future.result().sites)
    return reports


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


def crawl_tasks(desk: Desk, run: str, sites: tuple[str, ...], pages: int | None) -> tuple[CrawlTask, ...]:
    """One task a site; ``pages`` overrides the office's page budget."""
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
        )
        for site in sites
    )


def crawl_settings(desk: Desk, now: datetime, *, allow_private: bool) -> CrawlSettings:
    """What all sites of a run share."""
    return CrawlSettings(
        contact=desk.settings.office.phone or desk.settings.office.contact,
        allow_private=allow_private,
        controls=desk.settings.controls,
        pins=tuple((host, address, port) for host, (address, port) in pins(desk).items()),
        now=now,
    )
