"""The child processes of a crawl, one a shard of sites: Scrapy's reactor runs once a process. Each is followed to its
end."""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from crawler.spiders.start import crawl_in_child
from crawler.spiders.task import CrawlSettings, CrawlTask, ShardReport, SiteReport

Progress = Callable[[list[dict[str, float]]], None]
TICK = 0.5  # seconds between two looks at the shards' progress
ATTEMPTS = 2  # a child that the system kills is followed by another, which goes on with what was stored
KILLED = "抓取程序被系统中止（多半是内存不足），请关掉别的程序"


class _Shard:
    """Some sites in a child of their own, so that what the system does to it ends no other site."""

    def __init__(self, tasks: tuple[CrawlTask, ...], settings: CrawlSettings, file: Path) -> None:
        self.file = file
        self._tasks = tasks
        self._settings = settings
        self._attempts = 0
        self._begin()

    def _begin(self) -> None:
        self._attempts += 1
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1)
        self.running: Future[ShardReport] = self._pool.submit(crawl_in_child, self._tasks, self._settings, self.file)

    def ended(self) -> tuple[SiteReport, ...] | None:
        """What its sites say when ``running`` is done; None where another child goes on."""
        try:
            return self.running.result().sites
        except BrokenProcessPool:
            if self._attempts < ATTEMPTS:
                self._begin()
                return None
            return tuple(SiteReport(task.site.id, 0, finished=False, error=KILLED) for task in self._tasks)

    def close(self) -> None:
        self._pool.shutdown()


def crawl(
    tasks: tuple[CrawlTask, ...], settings: CrawlSettings, folder: Path, progress: Progress | None
) -> list[SiteReport]:
    """Crawl the tasks, sites shared out over the processors; tells ``progress`` of the shards' figures."""
    workers = min(len(tasks), os.cpu_count() or 1)
    shards = [_Shard(tasks[n::workers], settings, folder / f"shard-{n}.json") for n in range(workers)]
    reports: list[SiteReport] = []
    left = list(shards)
    try:
        while left:
            done, _ = wait([shard.running for shard in left], timeout=TICK)
            if progress:
                progress(list(_figures([shard.file for shard in shards])))
            for shard in [shard for shard in left if shard.running in done]:
                told = shard.ended()
                if told is not None:
                    reports.extend(told)
                    left.remove(shard)
    except KeyboardInterrupt:
        # Ctrl-C reaches the children by itself, a stop by the system does not
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        for shard in shards:
            shard.close()
    return reports


def _figures(files: list[Path]) -> Iterator[dict[str, float]]:
    for file in files:
        if file.is_file():
            yield json.loads(file.read_text(encoding="utf-8"))
