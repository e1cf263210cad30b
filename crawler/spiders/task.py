"""What a shard is asked to do and what it reports. Plain data that crosses a process border."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from ledger.vocabulary import Column, Site

# settings of Scrapy's that are not an office's to change: by them every connection passes the address guard, the walk
# is bounded and its order kept
_OURS = """ADDONS ASYNCIO_EVENT_LOOP CONCURRENT_REQUESTS DNS_RESOLVER DOWNLOADER DOWNLOADER_MIDDLEWARES_BASE
DOWNLOAD_HANDLERS DOWNLOAD_HANDLERS_BASE DUPEFILTER_CLASS EXTENSIONS_BASE HTTPPROXY_ENABLED ITEM_PIPELINES_BASE
SCHEDULER SPIDER_MIDDLEWARES_BASE TWISTED_REACTOR TWISTED_REACTOR_ENABLED XUNCHA_GUARD"""
RESERVED = frozenset(_OURS.split())


@dataclass(frozen=True)
class CrawlTask:
    """One site in one run. ``gaps``: waits between the first look at a dead candidate and its further looks.

    ``whole_site`` False: only the home page, what it uses, the columns, ``places``, and what is new two clicks away
    with what it loads or leads out to.
    ``lists``: a re-look (复查): the home page, the lists of these columns, ``places`` and nothing they lead to, but for
    the home page's new articles where ``home_articles`` asks for their dates.
    ``since``: by column the day back to which it matters when its rows were published: of a list that shows no day so
    late, the articles behind its rows without a day are opened.
    ``deadline`` counts from the start of the walk.
    """

    site: Site
    columns: tuple[Column, ...]
    run: str
    archive: Path
    max_pages: int = 20_000
    max_depth: int = 12
    deadline: timedelta = timedelta(hours=8)
    gaps: tuple[timedelta, ...] = (timedelta(0),)
    whole_site: bool = True
    places: tuple[str, ...] = ()
    lists: frozenset[str] | None = None
    home_articles: bool = False
    since: Mapping[str, date] = field(default_factory=dict)
    second_ask: timedelta = timedelta(seconds=2)  # before it is said that a site is not itself, it is asked again
    workers: int = 8
    outside_rate: float = 2.0


@dataclass(frozen=True)
class CrawlSettings:
    """What all sites of a shard share. ``controls``: hosts that prove our own network works.

    ``pins``: (host, address, port) beyond those of the sites' own ``connect``. ``now``: the run's clock starts
    there instead of at the real time. ``until``: the end of the night window, at which every walk is paused.
    ``scrapy``: an office's own settings of Scrapy's, none of them ``RESERVED``.
    """

    contact: str
    allow_private: bool = False
    controls: tuple[str, ...] = ()
    timeout: float = 30.0
    pins: tuple[tuple[str, str, int], ...] = ()
    now: datetime | None = None
    until: datetime | None = None
    scrapy: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SiteReport:
    """``finished`` False: stopped before the end; the next start of the same run goes on."""

    site: str
    pages: int
    finished: bool
    error: str = ""


@dataclass(frozen=True)
class ShardReport:
    sites: tuple[SiteReport, ...]
    seconds: float
