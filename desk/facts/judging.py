"""From one archive to verdicts: gathers the facts a run left behind and lets the rules judge them. No network."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from checks.about import Relook
from checks.registry import rule_of
from checks.runner import judge
from desk.facts.column_facts import column_lists, home_pages, once
from desk.facts.itself import judge_elsewhere, nothing_closed_unseen
from desk.facts.link_facts import links
from desk.facts.site_lifecycle import criteria_on, left_on, more_sources, new_address, while_closing
from desk.register.cells import host_of
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import (
    Column,
    ColumnList,
    Criterion,
    Failure,
    Finding,
    HomePage,
    Link,
    Page,
    Probe,
    Site,
    Verdict,
)
from ledger.vocabulary.site_check import SiteCheck

PROBE_DAYS = 8  # the clause asks for a week; a day more covers a run early in the morning


@dataclass(frozen=True)
class Shown:
    """What was shown of pages later, in place of what the run read of them. ``columns``: by column; ``pages``: then
    these are judged alone."""

    columns: Mapping[str, ColumnList] = field(default_factory=dict)
    home: HomePage | None = None
    pages: tuple[Page, ...] = ()


AS_READ = Shown()


def within_daily(criteria: Mapping[str, Criterion]) -> Mapping[str, Criterion]:
    """Those that the daily scope can judge: a tally over all pages needs a sweep of the whole site."""
    found = {code: rule_of(c) for code, c in criteria.items()}
    return {code: criteria[code] for code, rule in found.items() if not rule or rule.about.relook is not Relook.WHOLE}


def sources(
    archive: ArchiveReader,
    run: str,
    site: Site,
    now: datetime,
    standing: tuple[Finding, ...],
    criteria: Mapping[str, Criterion],
    shown: Shown = AS_READ,
) -> Mapping[type, Callable[[], Iterator[object]]]:
    """What each kind of observation is read from."""
    return {
        Page: lambda: iter(shown.pages) if shown.pages else archive.pages(run),
        Link: lambda: links(archive, run, site, standing, criteria, new_address(site)),
        ColumnList: once(lambda: column_lists(archive, run, now, shown.columns)),
        HomePage: once(lambda: home_pages(archive, run, shown.home)),
        Probe: lambda: iter(archive.probes(now - timedelta(days=PROBE_DAYS), now)),
        Failure: lambda: iter(archive.failures(run)),
        SiteCheck: lambda: iter(archive.checks(run)),
    }


def judge_site(
    archive: ArchiveReader,
    run: str,
    site: Site,
    columns: tuple[Column, ...],
    criteria: Mapping[str, Criterion],
    now: datetime,
    standing: tuple[Finding, ...] = (),
    sites: Iterable[Site] = (),
    shown: Shown = AS_READ,
) -> Iterator[Verdict]:
    """Every verdict of one site on what ``run`` left in its archive, but for what was ``shown`` since. ``sites``: all
    of the register."""
    day = now.date()
    seen = more_sources(
        archive, run, site, sites, criteria, sources(archive, run, site, now, standing, criteria, shown)
    )
    check = archive.last_check(run)
    if check is not None and not check.itself:
        yield from judge_elsewhere(site, check, now, seen, criteria_on(site, criteria, day), standing)
        return
    verdicts = judge(site, while_closing(site, columns, day), now, seen, criteria_on(site, criteria, day))
    left = left_on(site, day)
    # a run from before the site moved, judged again: its findings stand at their new places
    here = (v for v in verdicts if not left or not v.where.address or host_of(v.place) not in left)
    yield from nothing_closed_unseen(archive, run, here, standing, criteria)
