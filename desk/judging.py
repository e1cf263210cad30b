"""From one archive to verdicts: gathers the facts a run left behind and lets the rules judge them. No network."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from checks.registry import rules
from checks.runner import judge
from desk.column_facts import column_lists, home_pages
from desk.leaving import criteria_on, left_on, more_sources, new_address, while_closing
from desk.register.cells import host_of
from ledger.archive import ArchiveReader
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
    Reason,
    Site,
    Standing,
    State,
    Verdict,
)

NewAddress = Callable[[str], str]
PROBE_DAYS = 8  # the clause asks for a week; a day more covers a run early in the morning
TAKEN_DOWN = frozenset((Reason.NOT_FOUND, Reason.GONE))


def links(archive: ArchiveReader, run: str, standing: tuple[Finding, ...], now_at: NewAddress = str) -> Iterator[Link]:
    """The run's targets; then the dead ones of standing findings that the pages read again no longer use. ``now_at``:
    where a page known by its old address stands since the site moved."""
    matters: dict[str, list[Finding]] = {}
    for finding in standing:
        if finding.criterion.startswith("link-"):
            matters.setdefault(finding.place, []).append(finding)
    home_read = any(True for _ in archive.home_pages(run))
    # a page that answered but could not be read (a notice of maintenance) says nothing of what it used
    read: set[str] = set()
    if matters:
        read = {page.url for page in archive.pages(run)} - {failure.place for failure in archive.failures(run)}
    narrow = archive.narrow(run)
    doubted: list[tuple[Link, Finding]] = []
    for link in archive.links(run):
        known = matters.pop(link.target, [])
        # a home page that was read uses it no more: that settles what was found on the home page
        told = [f for f in known if f.criterion != "link-home" or not home_read]
        if link.looks and link.looks[-1].reason in TAKEN_DOWN:
            read.add(link.target)  # nobody meets a link on a page that is no more
        if told and (narrow or not link.uses):
            doubted.append((link, told[0]))
        else:
            yield link
    for link, finding in doubted:
        if not link.uses and _gone_from(read, finding, now_at):
            yield link
        else:
            users = link.referrers or tuple(archive.users(run, link.target))
            yield _as_used(replace(link, referrers=users), finding, read, now_at)
    for place, (finding, *_) in matters.items():
        # all its users are known and were read again, and no page wants it: then it is gone, not unseen
        if _gone_from(read, finding, now_at) and not archive.wanted(run, place):
            yield Link(place, outside=False, on_home=False, looks=(), referrers=(), uses=0, pages=0)


def _gone_from(read: set[str], finding: Finding, now_at: NewAddress) -> bool:
    """Whether every page that used the finding's target is known and was read again; no page read uses it."""
    users = finding.evidence.referrers
    complete = users and sum(r.uses for r in users) == finding.evidence.uses
    return bool(complete) and {now_at(r.page) for r in users} <= read


def _as_used(link: Link, finding: Finding, read: set[str], now_at: NewAddress) -> Link:
    """Looked at for the finding's sake, while not all pages that use it were read: those not read use it as before."""
    evidence, seen = finding.evidence, {r.page for r in link.referrers}
    known = [r for r in evidence.referrers if now_at(r.page) not in seen]
    unread = [r for r in known if now_at(r.page) not in read]
    dropped = [r for r in known if now_at(r.page) in read]
    pages = int(dict(evidence.figures).get("pages", len(evidence.referrers)))
    used = replace(
        link,
        on_home=link.on_home if link.uses else finding.criterion == "link-home",
        referrers=(*link.referrers, *unread),
        uses=max(1, link.uses + sum(r.uses for r in unread), evidence.uses - sum(r.uses for r in dropped)),
        pages=max(1, link.pages + len(unread), pages - len(dropped)),
    )
    if link.uses:
        return used
    # only others say that a page uses it: that it is dead does not confirm them, that it opens settles it
    hearsay = "from" in dict(evidence.figures) and (finding.confirmed_at is None or not evidence.referrers)
    # and where the unit reports it as put right, it may have taken the link off: only a page that was read can tell
    unsure = hearsay or finding.state is State.RECHECK
    if not unsure or link.looks[-1].standing is not Standing.DEAD:
        return used
    return replace(used, looks=(replace(link.looks[-1], standing=Standing.UNKNOWN, reason=Reason.USE_UNSEEN),))


def within_daily(criteria: Mapping[str, Criterion]) -> Mapping[str, Criterion]:
    """Those that the daily scope can judge: a tally over all pages needs a sweep of the whole site."""
    known = rules()
    return {code: c for code, c in criteria.items() if not c.rule or Page not in known[c.rule].kinds}


def sources(
    archive: ArchiveReader, run: str, now: datetime, standing: tuple[Finding, ...], now_at: NewAddress = str
) -> Mapping[type, Callable[[], Iterator[object]]]:
    """What each kind of observation is read from."""
    return {
        Page: lambda: archive.pages(run),
        Link: lambda: links(archive, run, standing, now_at),
        ColumnList: lambda: column_lists(archive, run, now),
        HomePage: lambda: home_pages(archive, run),
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
    sites: Iterable[Site] = (),
) -> Iterator[Verdict]:
    """Every verdict of one site on what ``run`` left in its archive. ``sites``: all of the register."""
    day = now.date()
    seen = more_sources(archive, run, site, sites, sources(archive, run, now, standing, new_address(site)))
    verdicts = judge(site, while_closing(site, columns, day), now, seen, criteria_on(site, criteria, day))
    left = left_on(site, day)
    # a run from before the site moved, judged again: its findings stand at their new places
    return (v for v in verdicts if "://" not in v.place or host_of(v.place) not in left)
