"""What judging must know of a site that moves (迁址) or closes (关停): gathers facts, judges nothing, no network."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from checks.about import Used
from checks.registry import judges_closed, rule_of, rules
from checks.runner import judge
from crawler.reading.decode import decode
from crawler.reading.page import open_view
from desk.register.cells import host_of
from desk.register.readdress import Addresses
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import (
    Column,
    ColumnState,
    Criterion,
    Finding,
    HomePage,
    HomeText,
    Link,
    Probe,
    Site,
    Standing,
    State,
    Verdict,
)

PROBED = timedelta(days=8)
_CLOSING = "网站正在关停公示"

Sources = Mapping[type, Callable[[], Iterator[object]]]


def former_hosts(site: Site) -> frozenset[str]:
    return frozenset(host_of(h.home) for h in site.former_homes) - {host_of(site.home)}


def left_on(site: Site, day: date) -> frozenset[str]:
    """Hosts that were the site's home on ``day`` or before and are it no more. What was seen there is on record."""
    return frozenset(host_of(h.home) for h in site.former_homes if day <= h.until) - {host_of(site.home)}


def new_address(site: Site) -> Callable[[str], str]:
    """Where what stood under an old home is looked for: at the same path under the new one. Other addresses stay."""
    homes = [h.home for h in site.former_homes]
    moves = [Addresses(old, new) for old, new in zip(homes, [*homes[1:], site.home], strict=False)]

    def now_at(url: str) -> str:
        for move in moves:
            url = move(url) or url
        return url

    return now_at


def places(site: Site, standing: Iterable[Finding]) -> tuple[str, ...]:
    """Addresses to be looked at again for the findings' sake: their places; and the pages that used a dead target,
    where the unit reports it as put right (it may have been taken off them), or before the site moved. What stands at
    an address that the site has left says nothing of it."""
    left, now_at = former_hosts(site), new_address(site)
    mine = [f for f in standing if f.where.address and host_of(f.place) not in left]
    asked = [(f.state is State.RECHECK, r.page) for f in mine for r in f.evidence.referrers]
    users = (page for reported, page in asked if reported or host_of(page) in left)
    return tuple(dict.fromkeys((*(f.place for f in mine), *map(now_at, users))))


def while_closing(site: Site, columns: tuple[Column, ...], day: date) -> tuple[Column, ...]:
    """The columns as they are judged on ``day``: while the notice of closing is up, none has to be updated."""
    if not site.closing_on(day):
        return columns
    return tuple(
        replace(c, state=ColumnState.EXEMPT, state_reason=_CLOSING, state_until=None) if c.inspected_on(day) else c
        for c in columns
    )


def criteria_on(site: Site, criteria: Mapping[str, Criterion], day: date) -> Mapping[str, Criterion]:
    """A site being closed is not judged by counts of columns: a count of none would close what was counted before."""
    if not site.closing_on(day):
        return criteria
    known = rules()
    return {code: c for code, c in criteria.items() if not c.rule or not known[c.rule].counts}


def more_sources(
    archive: ArchiveReader,
    run: str,
    site: Site,
    sites: Iterable[Site],
    criteria: Mapping[str, Criterion],
    seen: Sources,
) -> Sources:
    """``seen`` and what the rules on moving and closing read besides."""
    register, old = tuple(sites), former_hosts(site)
    ruled = [(c, rule.about.users) for c in criteria.values() if c.enabled and (rule := rule_of(c))]
    asked = [users(c, register) for c, users in ruled if users]
    return {
        **seen,
        Site: lambda: iter(register),
        HomeText: lambda: _home_texts(archive, run),
        Link: lambda: _with_users(archive, run, seen[Link](), asked),
        Probe: lambda: (p for p in seen[Probe]() if isinstance(p, Probe) and host_of(p.url) not in old),
    }


def _with_users(archive: ArchiveReader, run: str, links: Iterator[object], asked: Sequence[Used]) -> Iterator[Link]:
    """A link that opens comes without the pages that use it, but for those that a rule asks for."""
    for link in links:
        if isinstance(link, Link):
            fine = asked and link.looks and link.looks[-1].standing is Standing.OK
            wanted = fine and not link.referrers and any(used(link.target) for used in asked)
            yield replace(link, referrers=tuple(archive.users(run, link.target))) if wanted else link


def _home_texts(archive: ArchiveReader, run: str) -> Iterator[HomeText]:
    for home in archive.home_pages(run):
        body = archive.body(home.body)
        if body is not None:
            text = open_view(decode(body).text, home.url).text
            yield HomeText(home.url, home.seen, home.body, text, script_drawn=_drawn(home))


def _drawn(home: HomePage) -> bool:
    return home.script_drawn or bool(home.identity.undetermined)


def judge_closed(site: Site, path: Path, criteria: Mapping[str, Criterion], now: datetime) -> Iterator[Verdict]:
    """A closed site is not looked at, only whether it still opens. ``path``: its archive, which need not be there."""
    chosen = {code: c for code, c in criteria.items() if judges_closed(c)}
    probes: tuple[Probe, ...] = ()
    if path.is_file():
        with ArchiveReader(path) as archive:
            probes = tuple(archive.probes(now - PROBED, now))
    return judge(site, (), now, {Probe: lambda: iter(probes)}, chosen)
