"""The monthly notice and its sheets as figures from the ledger. Writes no file and marks nothing as told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from desk.account_judging import KIND as ACCOUNTS
from desk.account_judging import account_states
from desk.account_telling import account_figures, account_lines
from desk.followup import Period, follow_up, to_tell, told_before
from desk.inspection import KIND as SITES
from desk.ladder import ladder_sentence
from desk.office import Desk
from desk.telling import (
    NOBODY,
    latest_unknowns,
    office,
    problem_lines,
    still_open,
    unknown_lines,
    with_criterion,
)
from ledger.ledger import Ledger
from ledger.reported import report_figures
from ledger.vocabulary import Coverage, Finding, State
from reports.figures import AccountFigures, NoticeFigures, SheetFigures, SiteFigures, UnitFigures

SECOND = timedelta(seconds=1)  # the ledger's periods leave their end out
LOOKING = (SITES, ACCOUNTS)  # kinds of runs that inspect; a re-look or an import does not


def notice_figures(
    desk: Desk, ledger: Ledger, period: Period, now: datetime, made: datetime | None = None
) -> NoticeFigures:
    """Everything the notice tells, as it stood at the cut-off. ``made``: the day it is written for (成文日期)."""
    made = made or now
    standing = _standing(desk, ledger, period, now)
    mine = to_tell(standing, period, told_before(ledger, period.month))
    lines = problem_lines(desk, ledger, mine, period.cutoff)
    runs = [r.run for r in ledger.runs(period.since, period.cutoff + SECOND) if r.finished and r.kind in LOOKING]
    rectify = desk.settings.rectify
    deadline = desk.calendar.add(made.date(), rectify.answer_days)
    due = {f.id: desk.calendar.add(made.date(), desk.criteria[f.criterion].days_to_fix).day for f in still_open(mine)}
    return NoticeFigures(
        office=office(desk),
        month=period.start.date(),
        since=period.since,
        cutoff=period.cutoff,
        made=made,
        follow_up=follow_up(desk, ledger, standing, mine, period),
        sites=_sites(desk, ledger, [*still_open(standing), *mine], period),
        problems=tuple(replace(p, due=p.due or due.get(p.finding)) for p in lines),
        unknown=unknown_lines(desk, latest_unknowns(ledger, runs)),
        deadline=deadline.day,
        deadline_known=_known(desk, deadline.day, due.values()),
        ladder=ladder_sentence(rectify),
        accounts=_accounts(desk, ledger, mine, period),
        units=_units(desk, ledger, mine, period),
        waiting=sum(
            f.confirmed_at is None and f.state is not State.CLOSED and not f.dismissed_on(period.cutoff.date())
            for f in standing
        ),
        workbook=f"问题台账-{period.month}.xlsx",
    )


def _known(desk: Desk, deadline: date, dues: Iterable[date]) -> bool:
    """Whether the holidays of all these days' years are known."""
    return desk.calendar.working_day(max((deadline, *dues)))[1]


def _standing(desk: Desk, ledger: Ledger, period: Period, now: datetime) -> list[Finding]:
    """The findings as they stood at the cut-off, but for those that a clerk has since called 误报."""
    false = {f.id for f in ledger.findings() if f.dismissed_on(now.date())}
    return [f for f in with_criterion(desk, ledger.findings_at(period.cutoff)) if f.id not in false]


def _sites(desk: Desk, ledger: Ledger, found: list[Finding], period: Period) -> SiteFigures:
    day = period.cutoff.date()
    watched = {i for i, site in desk.register.sites.items() if not site.closed_on(day)}
    covered = [c for c in _looked_at(ledger, period) if c.site in watched]
    bound = {i for i in watched if desk.register.sites[i].bound}
    inspected = {c.site for c in covered if c.pages} & bound
    vetoed = {
        f.subject
        for f in found
        if f.confirmed_at
        and not f.dismissed_on(day)
        and f.criterion in desk.criteria
        and desk.criteria[f.criterion].veto
    }
    # a short daily look after the sweep does not make the sweep smaller
    widest = {c.site: c for c in sorted(covered, key=lambda c: c.pages)}
    published = ledger.items_published(period.since, day)
    # messages bear a day only: that of the last cut-off was counted then
    counted = period.since.date() + timedelta(days=period.since.time() != time.min)
    reported, due, in_time = report_figures(ledger, counted, day)
    return SiteFigures(
        sites=len(watched),
        columns=sum(column.site in watched for column in desk.register.columns.values()),
        inspected=len(inspected),
        columns_read=sum(c.columns_read for c in widest.values()) if widest else None,
        unbound=len(watched - bound),
        qualified=len(inspected - vetoed) if inspected else None,
        items=sum(n for (site, _, _), n in published.items() if site in watched) if inspected else None,
        pages=sum(c.pages for c in widest.values()) if widest else None,
        targets=sum(c.targets for c in widest.values()) if widest else None,
        reported=reported,
        reported_in_time=in_time,
        reported_due=due,
    )


def _looked_at(ledger: Ledger, period: Period) -> list[Coverage]:
    """What the period's inspections of sites covered."""
    runs = [r.run for r in ledger.runs(period.since, period.cutoff + SECOND) if r.finished and r.kind == SITES]
    return [c for run in runs for c in ledger.coverages(run)]


def _accounts(desk: Desk, ledger: Ledger, mine: list[Finding], period: Period) -> AccountFigures | None:
    states = account_states(desk, ledger, period.cutoff, period.since)
    lines = account_lines(desk, ledger, states, period.cutoff, period.since, mine)
    return account_figures(desk, lines, mine, period.cutoff)


def _units(desk: Desk, ledger: Ledger, mine: list[Finding], period: Period) -> tuple[UnitFigures, ...]:
    day = period.cutoff.date()
    published = ledger.items_published(period.since, day)
    read = {c.site for c in _looked_at(ledger, period) if c.columns_read}
    columns = [c for c in desk.register.columns.values() if c.site in read]
    rows = []
    for unit in desk.register.units.values():
        sites = sum(s.sponsor_on(day) == unit.id and not s.closed_on(day) for s in desk.register.sites.values())
        own = [f for f in mine if f.unit == unit.id]
        items = [n for (s, c, on), n in published.items() if desk.register.answerable(s, c, on) == unit.id]
        # none of its columns was read: then nothing is known, which is not 0
        known = items or any(desk.register.answerable(c.site, c.id, day) == unit.id for c in columns)
        if sites or own or items:
            veto = sum(desk.criteria[f.criterion].veto for f in own if f.criterion in desk.criteria)
            rows.append(UnitFigures(unit.name_on(day), sites, len(own), veto, sum(items) if known else None))
    return tuple(rows)


def sheets(desk: Desk, figures: NoticeFigures) -> list[SheetFigures]:
    """One a unit, with only its own problems; what nobody answers for is the office's own to settle."""
    names = dict.fromkeys(p.unit for p in (*figures.problems, *figures.follow_up.open_older) if p.unit != NOBODY)
    return [
        SheetFigures(
            office=figures.office,
            unit=name,
            month=figures.month,
            cutoff=figures.cutoff,
            made=figures.made,
            deadline=figures.deadline,
            problems=tuple(p for p in figures.problems if p.unit == name),
            older=tuple(p for p in figures.follow_up.open_older if p.unit == name),
            deadline_known=_known(
                desk, figures.deadline, (p.due for p in figures.problems if p.unit == name and p.due)
            ),
            number=f"{figures.month:%Y%m}-{no:02}",
        )
        for no, name in enumerate(names, 1)
    ]
