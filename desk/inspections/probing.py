"""`xuncha probe`: one visit to each home page, kept in the site's archive for 站点无法访问."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from time import monotonic

from crawler.connect.guard import AddressGuard
from crawler.likeness.judge import KnownSite
from crawler.likeness.memory import known_of
from crawler.looking.controls import Controls
from crawler.probes.home import probe_home_pages
from desk.context import Desk
from desk.inspections.crawling import pins
from ledger.archive.writer import Archive
from ledger.vocabulary import Probe, Site


def ticking(now: datetime) -> Callable[[], datetime]:
    """A clock that starts at ``now`` and runs on, so that --now moves a whole run."""
    began = monotonic()
    return lambda: now + timedelta(seconds=monotonic() - began)


def probe_all(
    desk: Desk, now: datetime, *, allow_private: bool = False, only: Collection[str] | None = None
) -> list[tuple[str, Probe]]:
    """One probe of every registered home page, or of ``only`` those sites; returns (site id, probe)."""
    desk.workspace.prepare()
    sites = [site for site in desk.register.sites.values() if only is None or site.id in only]
    guard = AddressGuard(pins=pins(desk), allow_private=allow_private)
    controls = Controls(desk.settings.controls, guard=guard)

    known = [_known(desk, site) for site in sites]

    async def look() -> list[Probe]:
        return await probe_home_pages(
            [s.home for s in sites],
            known=known,
            controls=controls,
            guard=guard,
            contact=desk.settings.office.phone,
            now_fn=ticking(now),
        )

    made = list(zip(sites, asyncio.run(look()), strict=True))
    for site, seen in made:
        with Archive(desk.workspace.archive(site.id)) as archive:
            archive.record_probe(seen)
            archive.commit()
    return [(site.id, seen) for site, seen in made]


def _known(desk: Desk, site: Site) -> KnownSite:
    with Archive(desk.workspace.archive(site.id)) as archive:
        return known_of(site, archive)
