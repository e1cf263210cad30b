"""The entry into a child process. Scrapy and its reactor are loaded there only: no other command waits for them."""

import gc
import sys
from pathlib import Path

from crawler.spiders.task import CrawlSettings, CrawlTask, ShardReport

FILES = 65_536


def open_more() -> None:
    """Let this process open as many files as it may: a hundred sites hold four hundred archives and connections, and
    many systems allow 1,024 unless asked."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def crawl_in_child(tasks: tuple[CrawlTask, ...], settings: CrawlSettings, progress: Path | None = None) -> ShardReport:
    """``shard.crawl_shard``, for an executor to call in a fresh process."""
    open_more()
    gc.disable()  # loading makes many objects, and what is loaded stays
    try:
        from crawler.spiders.shard import crawl_shard
    finally:
        gc.freeze()
        gc.enable()
    return crawl_shard(tasks, settings, progress)
