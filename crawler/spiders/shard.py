"""A shard: some sites, side by side, in one process with one reactor. Call it in a fresh child process.

``concurrent.futures.ProcessPoolExecutor(mp_context=spawn, max_tasks_per_child=1)`` will do: a reactor starts once.
"""

import gc
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.downloadermiddlewares import cookies
from scrapy.utils.misc import load_object
from tldextract import TLDExtract

from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.connect.settings import scrapy_settings
from crawler.looking.controls import Controls
from crawler.spiders.progress import Board
from crawler.spiders.site import SiteSpider
from crawler.spiders.task import CrawlSettings, CrawlTask, ShardReport, SiteReport

__all__ = ["CrawlSettings", "CrawlTask", "ShardReport", "SiteReport", "crawl_shard"]

ZONE = ZoneInfo("Asia/Shanghai")
# objects made, less freed, before circles among them are looked for: a page makes hundreds, most of them kept for a
# while, and no circle
GARBAGE = 100_000
_PARTS = {"DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "SPIDER_MIDDLEWARES"}  # name classes
_QUIET = {"LOG_LEVEL": "ERROR", "LOG_INSTALL_ROOT_HANDLER": False}


def _clock(start: datetime | None) -> Callable[[], datetime]:
    """The real time, or a clock that runs on from ``start`` (--now)."""
    if start is None:
        return lambda: datetime.now(ZONE)
    began = monotonic()
    return lambda: start + timedelta(seconds=monotonic() - began)


def guard_of(tasks: tuple[CrawlTask, ...], settings: CrawlSettings) -> AddressGuard:
    """Sites the register pins are reached where it says."""
    pins = {host: (ip, port) for host, ip, port in settings.pins}
    for task in tasks:
        if task.site.connect:
            ip, _, port = task.site.connect.rpartition(":")
            pins[urlsplit(task.site.home).hostname or ""] = (ip.strip("[]"), int(port))
    return AddressGuard(pins, allow_private=settings.allow_private)


def _not_loaded(settings: CrawlSettings) -> str:
    """Which class that the office names in Scrapy's settings is not there; "" where all are."""
    for name in sorted(_PARTS & settings.scrapy.keys()):
        named = settings.scrapy[name]
        for path in named if isinstance(named, dict) else ():
            try:
                load_object(path)
            except (ImportError, NameError, ValueError) as error:
                return f"config/xuncha.toml 的 [scrapy.{name}] 中“{path}”未能载入：{error}"
    return ""


def crawl_shard(tasks: tuple[CrawlTask, ...], settings: CrawlSettings, progress: Path | None = None) -> ShardReport:
    """Walk all the sites. A first SIGINT or SIGTERM stops the walks with everything seen committed."""
    began = monotonic()
    if wrong := _not_loaded(settings):
        return ShardReport(tuple(SiteReport(t.site.id, 0, finished=False, error=wrong) for t in tasks), 0.0)
    gc.set_threshold(GARBAGE)
    board = Board(_clock(settings.now), progress, sites=len(tasks), until=settings.until)
    guard = guard_of(tasks, settings)
    limits = Limits(seconds=settings.timeout)
    per_host = max((task.workers for task in tasks), default=1)
    scrapy = scrapy_settings(contact=settings.contact, guard=guard, limits=limits, per_host=per_host)
    # Scrapy's cookies would fetch the public suffix list from the open network; the packaged one does.
    cookies._split_domain = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
    process = AsyncCrawlerProcess({**scrapy, **_QUIET, **settings.scrapy})
    controls = Controls(settings.controls, guard=guard)
    for task in tasks:
        process.crawl(SiteSpider, task, settings, guard, controls, board)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, board.stop)
    process.start(install_signal_handlers=False)
    told = {report.site for report in board.reports}
    missing = tuple(
        SiteReport(t.site.id, 0, finished=False, error="抓取程序意外停止") for t in tasks if t.site.id not in told
    )
    return ShardReport((*board.reports, *missing), monotonic() - began)
