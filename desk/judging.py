"""From one archive to verdicts: gathers the facts a run left behind and lets the rules judge them. No network."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from checks.registry import rules
from checks.runner import judge
from ledger.archive import ArchiveReader
from ledger.vocabulary import (
    Column,
    ColumnList,
    Criterion,
    Failure,
    Finding,
    HomePage,
    Item,
    Link,
    Page,
    Probe,
    Site,
    Verdict,
)

PROBE_DAYS = 8  # the clause asks for a week; a day more covers a run early in the morning
OPENED = 5  # newest articles opened of a list without dates (design)


def _dated(archive: ArchiveReader, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Rows without a date take the publish time of the article behind them, where it was opened."""
    filled = []
    for item in items:
        day = None if item.day else archive.published(item.url)
        filled.append(replace(item, day=day, opened=True) if day else item)
    return tuple(filled)


def column_lists(archive: ArchiveReader, run: str) -> Iterator[ColumnList]:
    """The run's lists; in one without dates the newest articles that were opened give theirs."""
    for seen in archive.column_lists(run):
        if any(item.day for item in seen.items) or not seen.items:
            yield seen
            continue
        chosen = {item.url for item in seen.items[:OPENED]}
        read = {page.url for page in archive.pages(run) if page.url in chosen and "published" not in page.undetermined}
        yield replace(seen, items=_dated(archive, seen.items), opened_read=len(read), opened_total=len(chosen))


def _home_pages(archive: ArchiveReader, run: str) -> Iterator[HomePage]:
    for seen in archive.home_pages(run):
        yield replace(seen, items=_dated(archive, seen.items))


def links(archive: ArchiveReader, run: str, standing: tuple[Finding, ...]) -> Iterator[Link]:
    """The run's targets; then the dead ones of standing findings that the pages read again no longer use."""
    matters: dict[str, list[Finding]] = {}
    for finding in standing:
        if finding.criterion.startswith("link-"):
            matters.setdefault(finding.place, []).append(finding)
    home_read = any(True for _ in archive.home_pages(run))
    for link in archive.links(run):
        known = matters.pop(link.target, [])
        # a home page that was read uses it no more: that settles what was found on the home page
        told = [f for f in known if f.criterion != "link-home" or not home_read]
        yield link if link.uses or not told else _as_used(link, told[0])
    if matters:
        # a page that answered but could not be read (a notice of maintenance) says nothing of what it used
        read = {page.url for page in archive.pages(run)} - {failure.place for failure in archive.failures(run)}
        for place, (finding, *_) in matters.items():
            users, counted = finding.evidence.referrers, sum(r.uses for r in finding.evidence.referrers)
            # all its users are known and were read again, and no page wants it: then it is gone, not unseen
            complete = users and counted == finding.evidence.uses
            if complete and {r.page for r in users} <= read and not archive.wanted(run, place):
                yield Link(place, outside=False, on_home=False, looks=(), referrers=(), uses=0, pages=0)


def _as_used(link: Link, finding: Finding) -> Link:
    """Looked at for the finding's sake, while the pages that use it were not read: its users are those known."""
    evidence = finding.evidence
    pages = int(dict(evidence.figures).get("pages", len(evidence.referrers)))
    on_home = finding.criterion == "link-home"
    return replace(link, on_home=on_home, referrers=evidence.referrers, uses=evidence.uses, pages=pages)


def within_daily(criteria: Mapping[str, Criterion]) -> Mapping[str, Criterion]:
    """Those that the daily scope can judge: a tally over all pages needs a sweep of the whole site."""
    known = rules()
    return {code: c for code, c in criteria.items() if not c.rule or Page not in known[c.rule].kinds}


def sources(
    archive: ArchiveReader, run: str, now: datetime, standing: tuple[Finding, ...]
) -> Mapping[type, Callable[[], Iterator[object]]]:
    """What each kind of observation is read from."""
    return {
        Page: lambda: archive.pages(run),
        Link: lambda: links(archive, run, standing),
        ColumnList: lambda: column_lists(archive, run),
        HomePage: lambda: _home_pages(archive, run),
        Probe: lambda: iter(archive.probes(now - timedelta(days=PROBE_DAYS), now)),
        Failure: lambda: iter(archive.failures(run)),
    }


def judge_site(
    archive: ArchiveReader,
    run: str,
    site: Site,
    columns: tuple[Column, ...],
    criteria: Mapping[str, Criterion],
    now: datetime,
    standing: tuple[Finding, ...] = (),
) -> Iterator[Verdict]:
    """Every verdict of one site on what ``run`` left in its archive."""
    return judge(site, columns, now, sources(archive, run, now, standing), criteria)
