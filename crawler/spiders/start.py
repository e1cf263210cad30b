"""The entry into a child process. Scrapy and its reactor are loaded there only: no other command waits for them."""

import gc
from pathlib import Path

from crawler.spiders.task import CrawlSettings, CrawlTask, ShardReport


def crawl_in_child(tasks: tuple[CrawlTask, ...], settings: CrawlSettings, progress: Path | None = None) -> ShardReport:
    """``shard.crawl_shard``, for an executor to call in a fresh process."""
    gc.disable()  # loading makes many objects, and what is loaded stays
    try:
        from crawler.spiders.shard import crawl_shard
    finally:
        gc.freeze()
        gc.enable()
    return crawl_shard(tasks, settings, progress)
