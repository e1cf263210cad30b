"""The monthly notice and its sheets as figures from the ledger. Writes no file and marks nothing as told."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from desk.account_judging import KIND as ACCOUNTS
from desk.account_judging import account_states
from desk.account_telling import account_figures, account_lines
from desk.clock import SHANGHAI
from desk.inspection import KIND as SITES
from desk.ladder import ladder_sentence
from desk.office import Desk
from desk.problems import ConfigError, Problem
from desk.telling import (
    NOBODY,
    latest_unknowns,
    month_bounds,
    office,
    problem_lines,
    still_open,
    told,
    unit_name,
    unknown_lines,
    with_criterion,
)
from ledger.ledger import Ledger
from ledger.reported import report_figures
from ledger.vocabulary import Coverage, Event, Finding, State
from reports.figures import AccountFigures, FollowUp, NoticeFigures, SheetFigures, SiteFigures, UnitFigures

SECOND = timedelta(seconds=1)  # the ledger's periods leave their end out
LOOKING = (SITES, ACCOUNTS)  # kinds of runs that inspect; a re-look or an import does not


@dataclass(frozen=True)
class Period:
    """A notice's month: its first moment, the cut-off (at most its last second), and from when on problems are told.

    ``since`` is the cut-off of the notice signed last: what was confirmed after it nobody was told of yet.
    """

    month: str
    start: datetime
    cutoff: datetime
    since: datetime

    @classmethod
    def of(cls, month: str, now: datetime) -> "Period":
        try:
            first, last = month_bounds(month)
        except (ValueError, OverflowError) as error:
            advice = "请写成 2026-11 这样的年月"
            raise ConfigError(Problem("--month", f"“{month}”不是年月", advice)) from error
        start = datetime.combine(first, time.min, SHANGHAI)
        if now < start:
            raise ConfigError(Problem("--month", f"{month} 还没有到", "请核对年月"))
        return cls(month, start, min(now, datetime.combine(last, time.max.replace(microsecond=0), SHANGHAI)), start)

    def after(self, ledger: Ledger) -> "Period":
        """The same, with ``since`` as the ledger's signed notices have it."""
        earlier = [one.cutoff for one in ledger.all_issued() if one.period < self.month]
        return replace(self, since=max(earlier) + timedelta(microseconds=1)) if earlier else self


def notice_figures(
    desk: Desk, ledger: Ledger, period: Period, now: datetime, made: datetime | None = None
) -> NoticeFigures:
    """Everything the notice tells, as it stood at the cut-off. ``made``: the day it is written for (成文日期)."""
    made = made or now
    standing = _standing(desk, ledger, period, now)
    mine = told(standing, period.since, period.cutoff)
    lines = problem_lines(desk, ledger, mine, period.cutoff)
    runs = [r.run for r in ledger.runs(period.start, period.cutoff + SECOND) if r.finished and r.kind in LOOKING]
    rectify = desk.settings.rectify
    deadline = desk.calendar.add(made.date(), rectify.answer_days)
    due = {f.id: desk.calendar.add(made.date(), desk.criteria[f.criterion].days_to_fix).day for f in still_open(mine)}
    return NoticeFigures(
        office=office(desk),
        month=period.start.date(),
        since=period.start,
        cutoff=period.cutoff,
        made=made,
        follow_up=_follow_up(desk, ledger, standing, period),
        sites=_sites(desk, ledger, [*still_open(standing), *mine], period),
        problems=tuple(replace(p, due=p.due or due.get(p.finding)) for p in lines),
        unknown=unknown_lines(desk, latest_unknowns(ledger, runs)),
        deadline=deadline.day,
        deadline_known=deadline.known,
        ladder=ladder_sentence(rectify),
        accounts=_accounts(desk, ledger, mine, period),
        units=_units(desk, ledger, mine, period),
        waiting=sum(
            f.confirmed_at is None and f.state is not State.CLOSED and not f.dismissed_on(period.cutoff.date())
            for f in standing
        ),
        workbook=f"问题台账-{period.month}.xlsx",
    )


def _standing(desk: Desk, ledger: Ledger, period: Period, now: datetime) -> list[Finding]:
    """The findings as they stood at the cut-off, but for those that a clerk has since called 误报."""
    false = {f.id for f in ledger.findings() if f.dismissed_on(now.date())}
    return [f for f in with_criterion(desk, ledger.findings_at(period.cutoff)) if f.id not in false]


def _follow_up(desk: Desk, ledger: Ledger, standing: list[Finding], period: Period) -> FollowUp:
    """Told in an earlier notice: how many since fixed; those still open stand here only."""
    notified = {n for one in ledger.all_issued() if one.period < period.month for n in one.told}
    earlier = [f for f in standing if f.id in notified and not f.dismissed_on(period.cutoff.date())]
    # what was closed by the last notice's cut-off has been told as done by it, whatever became of it since
    then = replace(period, cutoff=period.since)
    done_then = {f.id for f in ledger.findings_at(period.since) if _closed(ledger, f, then)}
    counted = [f for f in earlier if f.id not in done_then]
    standing_open = [f for f in counted if _closed(ledger, f, period) is None]
    # what was fixed and came back this month is told anew among this month's problems
    older = [f for f in standing_open if f not in told([f], period.since, period.cutoff)]
    return FollowUp(
        told=len(counted),
        done=len(counted) - len(standing_open),
        not_done=len(standing_open),
        unreported=_unreported(desk, ledger, period) if counted else (),
        open_older=problem_lines(desk, ledger, older, period.cutoff),
        back=len(standing_open) - len(older),
    )


def _unreported(desk: Desk, ledger: Ledger, period: Period) -> tuple[str, ...] | None:
    """Units that the last notice named and that answered nothing by its date; ``None`` (未统计) where that date has
    not passed, or where no answer at all was entered: then answers are kept elsewhere, and nothing can be said."""
    last = max((one for one in ledger.all_issued() if one.period < period.month), key=lambda one: one.period)
    day = period.cutoff.date()
    if day <= desk.calendar.add(last.day, desk.settings.rectify.answer_days).day:
        return None
    # as they were when it was signed: one that came back since may be another unit's
    told_then = [f for f in ledger.findings_at(last.at) if f.id in last.told and f.unit]
    unit_of = {f.id: f.unit for f in told_then if not ledger.finding(f.id).dismissed_on(day)}
    asked = set(unit_of.values())
    answered = {a.unit for a in ledger.answers(since=last.at) if a.at <= period.cutoff}
    answered |= {
        unit_of[e.finding]
        for e in ledger.events(last.at, period.cutoff + SECOND)
        if e.finding in unit_of and e.event in (Event.REPORT_FIXED, Event.APPEAL)
    }
    if not answered & asked:
        return None
    return tuple(unit_name(desk, unit, day) for unit in desk.register.units if unit in asked - answered)


def _closed(ledger: Ledger, finding: Finding, period: Period) -> datetime | None:
    """When it was seen fixed; one that is only suspected to be back was fixed all the same."""
    if finding.state is not State.REOPENED or finding.confirmed_at:
        return finding.closed_at if finding.state is State.CLOSED else None
    events = ledger.history(finding.id)
    return max((e.at for e in events if e.event is Event.PASSED and e.at <= period.cutoff), default=None)


def _sites(desk: Desk, ledger: Ledger, found: list[Finding], period: Period) -> SiteFigures:
    day = period.cutoff.date()
    watched = {i for i, site in desk.register.sites.items() if not site.closed_on(day)}
    covered = [c for c in _looked_at(ledger, period) if c.site in watched]
    inspected = {c.site for c in covered if c.pages}
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
    published = ledger.items_published(period.start.date(), day)
    reported, in_time = report_figures(ledger, period.start.date(), day)
    return SiteFigures(
        sites=len(watched),
        columns=sum(column.site in watched for column in desk.register.columns.values()),
        inspected=len(inspected),
        columns_read=sum(c.columns_read for c in widest.values()) if widest else None,
        qualified=len(inspected - vetoed) if inspected else None,
        items=sum(n for (site, _, _), n in published.items() if site in watched) if inspected else None,
        pages=sum(c.pages for c in widest.values()) if widest else None,
        targets=sum(c.targets for c in widest.values()) if widest else None,
        reported=reported,
        reported_in_time=in_time,
    )


def _looked_at(ledger: Ledger, period: Period) -> list[Coverage]:
    """What the period's inspections of sites covered."""
    runs = [r.run for r in ledger.runs(period.start, period.cutoff + SECOND) if r.finished and r.kind == SITES]
    return [c for run in runs for c in ledger.coverages(run)]


def _accounts(desk: Desk, ledger: Ledger, mine: list[Finding], period: Period) -> AccountFigures | None:
    states = account_states(desk, ledger, period.cutoff, period.start)
    lines = account_lines(desk, ledger, states, period.cutoff, period.start, mine)
    return account_figures(desk, lines, mine, period.cutoff)


def _units(desk: Desk, ledger: Ledger, mine: list[Finding], period: Period) -> tuple[UnitFigures, ...]:
    day = period.cutoff.date()
    published = ledger.items_published(period.start.date(), day)
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
            deadline_known=figures.deadline_known,
            number=f"{figures.month:%Y%m}-{no:02}",
        )
        for no, name in enumerate(names, 1)
    ]
