"""The daily record (巡查日志): what was looked at, found, urged, fixed, what could not be looked at, what to read."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desk.context import Desk
from desk.facts.account_judging import KIND as ACCOUNTS
from desk.facts.account_judging import account_states
from desk.findings.causes import causes
from desk.findings.site_decisions import undecided as undecided_sites
from desk.notices.notice_figures import LOOKING
from desk.presenters.account_results import account_lines, accounts_to_read, warnings
from desk.presenters.place_names import (
    latest_unknowns,
    office,
    place_name,
    problem_lines,
    site_name,
    unit_name,
    unknown_lines,
)
from desk.presenters.recurrences import TICK
from desk.workspace.clock import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import UNDECIDED, Coverage, Event, Finding, State
from reports.figures.daily import DailyFigures, LookedAt, ReadTask
from reports.figures.models import UnknownLine
from reports.letters.daily import write_daily, write_daily_workbook


def daily_figures(desk: Desk, ledger: Ledger, day: date, now: datetime) -> DailyFigures:
    """One day's record, as it stood at the day's end or now."""
    start = datetime.combine(day, time.min, SHANGHAI)
    end = min(now, start + timedelta(days=1) - timedelta(seconds=1))
    runs = [r for r in ledger.runs.find(start, end + timedelta(seconds=1)) if r.finished]
    happened: dict[Event, set[int]] = {}
    for event in ledger.findings.events(start, end + TICK):
        happened.setdefault(event.event, set()).add(event.finding)
    touched = ledger.findings.find_at(end, numbers=set().union(*happened.values()))
    undecided = ledger.findings.find_at(end, states=UNDECIDED)

    def having(*events: Event) -> list[Finding]:
        ids = set().union(*(happened.get(e, set()) for e in events))
        return [f for f in touched if f.id in ids and not f.dismissed_on(day)]

    # the day's last word on each place
    unknown = unknown_lines(desk, latest_unknowns(ledger, [r.run for r in runs if r.kind in LOOKING]))
    states = account_states(desk, ledger, end, start)
    accounts = account_lines(desk, ledger, states, end, start)
    waiting = [f for f in undecided if f.state is State.SUSPECTED and not f.dismissed_on(day)]
    return DailyFigures(
        office=office(desk),
        day=day,
        made=now,
        looked=tuple(_looked(desk, c, day) for r in runs if r.kind != ACCOUNTS for c in ledger.runs.coverages(r.run)),
        found=problem_lines(desk, ledger, having(Event.FOUND, Event.RETURNED), end),
        urged=problem_lines(desk, ledger, having(Event.URGE, Event.NOTIFY), end),
        fixed=problem_lines(desk, ledger, having(Event.PASSED), end),
        unknown=unknown,
        to_read=(
            *_held(desk, undecided, day, end),
            *_undecided(desk, ledger, day, end),
            *_to_read(desk, unknown, day),
            *accounts_to_read(accounts),
        ),
        waiting=problem_lines(desk, ledger, waiting, end),
        accounts=accounts,
        warnings=warnings(desk, states, end),
    )


def _looked(desk: Desk, c: Coverage, day: date) -> LookedAt:
    return LookedAt(
        site=site_name(desk, c.site),
        unit=_sponsor(desk, c.site, day),
        started=c.started,
        finished=c.finished,
        pages=c.pages,
        targets=c.targets,
        bad=c.bad,
        columns_read=c.columns_read,
        columns_total=c.columns_total,
        unseen=sum(s.count for s in c.skipped),
    )


def _sponsor(desk: Desk, site: str, day: date) -> str:
    known = desk.register.sites.get(site)
    return unit_name(desk, known.sponsor_on(day), day) if known else ""


def _held(desk: Desk, findings: Sequence[Finding], day: date, at: datetime) -> Iterator[ReadTask]:
    """What jumps hold, and nobody has decided: one row a cause."""
    for row in causes(desk, findings, at):
        if row.held:
            first = row.shown[0]
            sites = len({f.subject for f in row.members})
            where = site_name(desk, row.subject) if row.subject else f"{sites}个网站或账号"
            told = f"突增{len(row.members)}处，自{row.since.date()}起暂扣，没有人决定：xuncha finding confirm {row.id}"
            unit = unit_name(desk, first.unit, day) if row.subject else ""
            yield ReadTask(unit, where, place_name(desk, first.subject, first.column, first.place), first.place, told)


def _undecided(desk: Desk, ledger: Ledger, day: date, at: datetime) -> tuple[ReadTask, ...]:
    """Sites that have not been themselves for days, and on which nobody has decided."""
    return tuple(
        ReadTask(
            _sponsor(desk, one.site, day),
            site_name(desk, one.site),
            "首页",
            desk.register.sites[one.site].home,
            f"自{one.since}起显示的不是自己的页面（{one.state}），没有人决定：xuncha site decide {one.site}",
        )
        for one in undecided_sites(desk, ledger, at)
        if one.site in desk.register.sites
    )


def _to_read(desk: Desk, unknown: tuple[UnknownLine, ...], day: date) -> tuple[ReadTask, ...]:
    """Every home page (读网), then the places no machine could judge."""
    homes = [
        ReadTask(_sponsor(desk, site.id, day), site.name, "首页", site.home, "每日读网")
        for site in desk.register.sites.values()
        if not site.closed_on(day)
    ]
    names = {site.name for site in desk.register.sites.values()}
    places = [
        ReadTask(u.unit, u.site, u.place, u.address, f"机器未能核查：{u.reason}")
        for u in unknown
        if u.address and u.site in names
    ]
    return (*homes, *places)


def write_day(desk: Desk, ledger: Ledger, day: date, out: Path, now: datetime) -> list[Path]:
    """The record as .docx and .xlsx."""
    out.mkdir(parents=True, exist_ok=True)
    figures = daily_figures(desk, ledger, day, now)
    return [
        write_daily(figures, desk.workspace.letters / "daily.docx", out / f"巡查日志-{day}.docx"),
        write_daily_workbook(figures, out / f"巡查日志-{day}.xlsx"),
    ]
