"""What a crawl is asked to do: a task a site, and what all sites share."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from checks.registry import judges
from crawler.spiders.task import CrawlSettings, CrawlTask
from desk.context import Desk
from desk.facts.column_facts import since_days
from ledger.vocabulary import PlaceKind, Site

WITHIN_RUN = timedelta(minutes=15)  # a longer gap between looks is kept by the next run


def gaps(desk: Desk) -> tuple[timedelta, ...]:
    """Gaps between the looks at a dead target that one run keeps itself."""
    wanted = max((c.looks for c in desk.criteria.values() if judges(c, PlaceKind.LINK)), key=len, default=())
    return tuple(gap for gap in wanted if gap <= WITHIN_RUN)


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
            site=_slowed(desk.register.sites[site], limits.fastest),
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
            outside_rate=min(limits.outside_rate, limits.fastest),
        )
        for site in sites
    )


def _slowed(site: Site, fastest: float) -> Site:
    return replace(site, rate=min(site.rate, fastest))


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
        scrapy=desk.settings.scrapy,
    )
