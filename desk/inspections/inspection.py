"""One run: crawl the sites in child processes, judge what was seen, settle it in the ledger. Safe to start again.

It keeps other inspections off the archives, and nobody off the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk.context import Desk
from desk.facts import account_judging
from desk.facts.column_facts import column_lists
from desk.facts.judging import judge_site, within_daily
from desk.facts.run_result import Result
from desk.facts.site_lifecycle import judge_closed, left_on, places
from desk.inspections.browser_switch import allowed, word_of_browser
from desk.inspections.crawling import crawl_settings, crawl_tasks
from desk.inspections.shards import Progress, crawl
from desk.register.cells import host_of
from desk.workspace.config_mistakes import CannotLook, ConfigError, ConfigMistake
from ledger.archive.writer import ArchiveError, ArchiveReader
from ledger.decisions.verdicts import LastWord, no_word
from ledger.ledger import Ledger
from ledger.vocabulary import STANDING, Coverage, Site, Verdict, open_findings

KIND = "inspect"


@dataclass(frozen=True)
class RunPlan:
    """What a run is to do. ``now`` is the run's clock; ``sites`` are register ids."""

    run: str
    now: datetime
    sites: tuple[str, ...]
    allow_private: bool = False
    pages: int | None = None  # page budget of a spot check
    daily: bool = False  # the daily scope; otherwise the whole sites
    until: datetime | None = None  # the end of the night window: what is not seen by then waits for the next one

    @property
    def settings(self) -> dict[str, str]:
        """What the ledger keeps of it: enough to go on with it, and to judge it again."""
        return {"sites": " ".join(self.sites), "scope": "daily" if self.daily else "whole"}


def plan_run(
    desk: Desk, sites: tuple[str, ...], now: datetime, *, allow_private: bool = False, daily: bool = False
) -> RunPlan:
    """A new run, or the stopped one of the same sites and scope, which goes on where it was."""
    plan = RunPlan(f"{now:%Y%m%dT%H%M%S}", now, sites, allow_private, daily=daily)
    if desk.workspace.ledger.is_file():
        # for writing, which finishes what an older version or a full disk left unmade
        with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
            stopped = ledger.runs.unfinished(KIND)
            if stopped and dict(stopped.settings) == plan.settings:
                return replace(plan, run=stopped.run)
    return plan


def settle(
    desk: Desk, ledger: Ledger, plan: RunPlan, seen_by: datetime | None = None, last_word: LastWord = no_word
) -> Result:
    """Judge what the run left in the archives, as of ``seen_by`` (its now unless told), and put it into the ledger.
    No network, but for the browser's ``last_word``."""
    coverage: list[Coverage] = []
    unread: list[str] = []

    def verdicts() -> Iterator[Verdict]:
        for site_id in plan.sites:
            try:
                yield from _judged(desk, ledger, plan, desk.register.sites[site_id], seen_by or plan.now, coverage)
            except ArchiveError as error:  # of one site: the others are judged all the same
                unread.append(f"{desk.register.sites[site_id].name}：{error}")

    desk.settle(ledger, plan.run, plan.now, verdicts(), last_word)
    if unread:
        raise CannotLook(f"没有判定完，其余网站已判定。{'；'.join(unread)}")
    found = [f for f in ledger.findings.find(states=STANDING) if f.subject in plan.sites]
    unknown = tuple(ledger.verdicts.unknowns(plan.run))
    return Result(plan.run, tuple(coverage), open_findings(found, plan.now), unknown)


def _judged(
    desk: Desk, ledger: Ledger, plan: RunPlan, site: Site, as_of: datetime, coverage: list[Coverage]
) -> Iterator[Verdict]:
    """The verdicts of one site, while its coverage and what its columns published are put down."""
    day = as_of.date()
    if site.closed_on(day):
        yield from judge_closed(site, desk.workspace.archive(site.id), desk.criteria, as_of)
        return
    standing = open_findings(ledger.findings.find(subject=site.id, states=STANDING), plan.now)
    with ArchiveReader(desk.workspace.archive(site.id)) as archive:
        covered = _coverage(archive, plan, site.id)
        coverage.append(covered)
        ledger.runs.record_coverage(covered)
        for seen in column_lists(archive, plan.run):
            new = [
                i for i in seen.items if i.day and i.url and not seen.by and host_of(i.url) not in left_on(site, day)
            ]
            ledger.published.record(site.id, [(seen.column, i.url, i.title, i.day) for i in new], seen.seen)
        columns = desk.register.columns_of(site.id)
        criteria = within_daily(desk.criteria) if plan.daily else desk.criteria
        sites = tuple(desk.register.sites.values())
        yield from judge_site(archive, plan.run, site, columns, criteria, as_of, standing, sites)


def _coverage(archive: ArchiveReader, plan: RunPlan, site: str) -> Coverage:
    """The site's coverage; nothing at all where its walk broke off before it began."""
    if any(r.key == plan.run for r in archive.runs()):
        return archive.coverage(plan.run, site)
    return Coverage(site, plan.run, plan.now, None, pages=0, targets=0, fine=0, bad=0)


def inspect_desk(desk: Desk, plan: RunPlan, progress: Progress | None = None) -> Result:
    """The whole run: crawl, judge, settle. One that reached its ``until`` stays unfinished, and is not broken."""
    desk.workspace.prepare()
    with (
        Ledger.open_for_writing(desk.workspace.ledger) as ledger,
        ledger.inspection.running(plan.run, plan.now, plan.sites),
    ):
        ledger.runs.start(plan.run, KIND, plan.now, plan.settings)
        folder = desk.workspace.run / plan.run
        folder.mkdir(exist_ok=True)
        walked = tuple(s for s in plan.sites if not desk.register.sites[s].closed_on(plan.now.date()))
        again = _places(desk, ledger, plan) if plan.daily else None
        tasks = crawl_tasks(desk, plan.run, walked, plan.pages, again, plan.now)
        if plan.until:  # the night's end, not the site's deadline, bounds the walk
            tasks = tuple(replace(task, deadline=timedelta(days=1)) for task in tasks)
        shared = crawl_settings(desk, plan.now, allow_private=plan.allow_private, until=plan.until)
        reports = crawl(tasks, shared, folder, progress) if tasks else []
        refused = {report.site for report in reports if report.error}
        _read_drawn(desk, plan, tuple(site for site in walked if site not in refused))
        word = word_of_browser(desk, plan.now, allow_private=plan.allow_private)
        result = settle(desk, ledger, plan, last_word=word)
        if plan.until and any(not r.finished for r in reports) and not any(r.error for r in reports):
            return result
        if broken := [r for r in reports if not r.finished]:
            sites = "、".join(r.site for r in broken)
            why = "；".join(dict.fromkeys(r.error or "中途停止" for r in broken))
            raise CannotLook(f"没有看完 {sites}：{why}；看到的都已保存，再次运行会接着做")
        ledger.runs.finish(plan.run, plan.now)
    return result


def _read_drawn(desk: Desk, plan: RunPlan, sites: tuple[str, ...]) -> None:
    """Columns that scripts draw, where a browser may be asked."""
    if allowed():
        from desk.inspections.drawn_lists import read_drawn  # loads what no run without a browser needs

        read_drawn(desk, plan.run, sites, plan.now, allow_private=plan.allow_private)


def _places(desk: Desk, ledger: Ledger, plan: RunPlan) -> dict[str, tuple[str, ...]]:
    """The addresses of the open findings, by site: what is to be looked at again every day."""
    standing = {site: ledger.findings.find(subject=site, states=STANDING) for site in plan.sites}
    return {site: places(desk.register.sites[site], open_findings(of, plan.now)) for site, of in standing.items()}


def judge_again(desk: Desk, run: str | None, now: datetime) -> Result:
    """Stored observations of a run judged under today's criteria: nothing is fetched."""
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger, ledger.inspection.running("judge", now):
        known = {r.run: r for r in ledger.runs.find() if r.kind in (KIND, account_judging.KIND)}
        chosen = run or next(reversed(known), "")
        if chosen not in known:
            raise ConfigError(ConfigMistake("--run", f"没有轮次“{chosen}”", f"现有轮次：{'、'.join(known) or '无'}"))
        if known[chosen].kind == account_judging.KIND:
            return account_judging.settle_again(desk, ledger, chosen, now)
        sites = tuple(s for s in known[chosen].settings["sites"].split() if s in desk.register.sites)
        daily = known[chosen].settings.get("scope") == "daily"
        # as of the run's end: what has happened since it did not see
        return settle(desk, ledger, RunPlan(chosen, now, sites, daily=daily), known[chosen].finished)
