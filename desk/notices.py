"""The monthly notice and its enclosures: figures from the ledger, then the letters, one sheet a unit, the workbook."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from desk.account_judging import KIND as ACCOUNTS
from desk.account_judging import account_states
from desk.account_telling import account_figures, account_lines
from desk.clock import SHANGHAI
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
    unknown_lines,
    with_criterion,
)
from ledger.ledger import Ledger
from ledger.vocabulary import Event, Finding, State
from reports.account_sheets import account_sheet
from reports.figures import AccountFigures, FollowUp, NoticeFigures, SheetFigures, SiteFigures, UnitFigures
from reports.notice import write_notice
from reports.sheet import write_sheet
from reports.workbook import write_workbook

SECOND = timedelta(seconds=1)  # the ledger's periods leave their end out
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # what file names on Windows cannot hold


@dataclass(frozen=True)
class Period:
    """A notice's month: its bounds and the cut-off, at most the month's last second."""

    month: str
    start: datetime
    cutoff: datetime

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
        return cls(month, start, min(now, datetime.combine(last, time.max.replace(microsecond=0), SHANGHAI)))


def notice_figures(desk: Desk, ledger: Ledger, period: Period, now: datetime) -> NoticeFigures:
    """Everything the notice tells, as it stood at the cut-off."""
    standing = _standing(desk, ledger, period, now)
    mine = told(standing, period.start, period.cutoff)
    lines = problem_lines(desk, ledger, mine, period.cutoff)
    runs = [r.run for r in ledger.runs(period.start, period.cutoff + SECOND) if r.finished]
    deadline = desk.calendar.add(now.date(), desk.settings.rectify.answer_days)
    return NoticeFigures(
        office=office(desk),
        month=period.start.date(),
        since=period.start,
        cutoff=period.cutoff,
        made=now,
        follow_up=_follow_up(desk, ledger, standing, period),
        sites=_sites(desk, ledger, standing, period),
        problems=tuple(replace(p, due=p.due or deadline.day) for p in lines),
        unknown=unknown_lines(desk, latest_unknowns(ledger, runs)),
        deadline=deadline.day,
        deadline_known=deadline.known,
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
    notified = {f.id: _told_before(ledger, f, period.month) for f in standing}
    last_cutoff = max((at for times in notified.values() for at in times), default=period.start)
    earlier = [f for f in standing if notified[f.id] and not f.dismissed_on(period.cutoff.date())]
    # what was closed by the last notice's cut-off has been told as done by it
    counted = [f for f in earlier if (closed := _closed(ledger, f, period)) is None or closed > last_cutoff]
    standing_open = [f for f in counted if _closed(ledger, f, period) is None]
    # what was fixed and came back this month is told anew among this month's problems
    older = [f for f in standing_open if f not in told([f], period.start, period.cutoff)]
    return FollowUp(
        told=len(counted),
        done=len(counted) - len(standing_open),
        not_done=len(standing_open),
        open_older=problem_lines(desk, ledger, older, period.cutoff),
        back=len(standing_open) - len(older),
    )


def _told_before(ledger: Ledger, finding: Finding, month: str) -> list[datetime]:
    """Cut-offs of the earlier months' notices that told it (the ledger keeps the month as the event's reason)."""
    events = ledger.history(finding.id)
    return [Period.of(e.why, e.at).cutoff for e in events if e.event is Event.NOTIFY and e.why < month]


def _closed(ledger: Ledger, finding: Finding, period: Period) -> datetime | None:
    """When it was seen fixed; one that is only suspected to be back was fixed all the same."""
    if finding.state is not State.REOPENED or finding.confirmed_at:
        return finding.closed_at if finding.state is State.CLOSED else None
    events = ledger.history(finding.id)
    return max((e.at for e in events if e.event is Event.PASSED and e.at <= period.cutoff), default=None)


def _sites(desk: Desk, ledger: Ledger, standing: list[Finding], period: Period) -> SiteFigures:
    runs = [r.run for r in ledger.runs(period.start, period.cutoff + SECOND) if r.finished and r.kind != ACCOUNTS]
    covered = [c for run in runs for c in ledger.coverages(run)]
    inspected = {c.site for c in covered if c.pages}
    vetoed = {
        f.subject
        for f in still_open(standing)
        if f.confirmed_at
        and not f.dismissed_on(period.cutoff.date())
        and f.criterion in desk.criteria
        and desk.criteria[f.criterion].veto
    }
    # a short daily look after the sweep does not make the sweep smaller
    widest = {c.site: c for c in sorted(covered, key=lambda c: c.pages)}
    published = ledger.items_published(period.start.date(), period.cutoff.date())
    return SiteFigures(
        sites=len(desk.register.sites),
        columns=len(desk.register.columns),
        inspected=len(inspected),
        columns_read=sum(c.columns_read for c in widest.values()) if widest else None,
        qualified=len(inspected - vetoed) if inspected else None,
        items=sum(published.values()) if inspected else None,
        pages=sum(c.pages for c in widest.values()) if widest else None,
        targets=sum(c.targets for c in widest.values()) if widest else None,
    )


def _accounts(desk: Desk, ledger: Ledger, mine: list[Finding], period: Period) -> AccountFigures | None:
    states = account_states(desk, ledger, period.cutoff, period.start)
    lines = account_lines(desk, ledger, states, period.cutoff, period.start)
    return account_figures(desk, lines, mine, period.cutoff)


def _units(desk: Desk, ledger: Ledger, mine: list[Finding], period: Period) -> tuple[UnitFigures, ...]:
    day = period.cutoff.date()
    published = ledger.items_published(period.start.date(), day)
    rows = []
    for unit in desk.register.units.values():
        sites = sum(s.sponsor_on(day) == unit.id for s in desk.register.sites.values())
        own = [f for f in mine if f.unit == unit.id]
        items = [n for (s, c), n in published.items() if desk.register.answerable(s, c, day) == unit.id]
        if sites or own or items:
            veto = sum(desk.criteria[f.criterion].veto for f in own if f.criterion in desk.criteria)
            rows.append(UnitFigures(unit.name_on(day), sites, len(own), veto, sum(items) if items else None))
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
        )
        for name in names
    ]


def write_all(desk: Desk, ledger: Ledger, month: str, out: Path, now: datetime) -> list[Path]:
    """The notice, the sheets and the workbook in ``out``; what the notice told is marked 已通报."""
    if not desk.settings.office.name:
        advice = "请在 [office] 里填上 name（发通报的单位全称）"
        raise ConfigError(Problem(str(desk.workspace.settings_file), "还没有填写办公室名称", advice))
    period = Period.of(month, now)
    figures = notice_figures(desk, ledger, period, now)
    out.mkdir(parents=True, exist_ok=True)
    letters = desk.workspace.letters
    made = [write_notice(figures, letters / "notice.docx", out / f"通报-{month}.docx")]
    for sheet in sheets(desk, figures):
        name = _NOT_IN_NAMES.sub("_", sheet.unit)
        made.append(write_sheet(sheet, letters / "sheet.docx", out / f"整改通知-{month}-{name}.docx"))
    lines = (*figures.problems, *figures.follow_up.open_older)
    more = [account_sheet("政务新媒体", figures.accounts.lines)] if figures.accounts else []
    made.append(write_workbook(lines, figures.unknown, out / figures.workbook, more))
    standing = told(_standing(desk, ledger, period, now), period.start, period.cutoff)
    mine = [f.id for f in standing if ledger.finding(f.id).confirmed_at]
    ledger.notify(mine, month, now, dict.fromkeys(mine, figures.deadline))
    return made
