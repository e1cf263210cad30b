"""The monthly notice and its sheets as figures from the ledger. Writes no file and marks nothing as told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from checks.registry import judges
from desk.context import Desk
from desk.facts.account_judging import KIND as ACCOUNTS
from desk.facts.account_judging import account_states
from desk.inspections.inspection import KIND as SITES
from desk.notices.escalation import ladder_sentence
from desk.notices.month import Columns, changed_accounts, sites_of_month, units_of_month, with_posts
from desk.notices.notice_period import Period, follow_up, to_tell, told_before
from desk.notices.pressing import deadline as of_day
from desk.notices.sheet_shots import shots
from desk.presenters.account_results import account_figures, account_lines
from desk.presenters.place_names import (
    NOBODY,
    latest_unknowns,
    office,
    problem_lines,
    still_open,
    unknown_lines,
    with_criterion,
)
from ledger.ledger import Ledger
from ledger.vocabulary import STANDING, Event, Finding, PlaceKind, ProblemClass, State
from reports.figures.accounts import AccountFigures
from reports.figures.models import NoticeFigures, ProblemLine, SheetFigures, UnknownLine

Line = TypeVar("Line", ProblemLine, UnknownLine)
NEAR = timedelta(days=15)  # so long before a holiday a notice speaks of it
ACCOUNT = ProblemClass.ACCOUNT
LOOKING = (SITES, ACCOUNTS)  # kinds of runs that inspect; a re-look or an import does not


def notice_figures(
    desk: Desk, ledger: Ledger, period: Period, now: datetime, made: datetime | None = None
) -> NoticeFigures:
    """Everything the notice tells, as it stood at the cut-off. ``made``: the day it is written for (成文日期)."""
    made = made or now
    standing = _standing(desk, ledger, period, now)
    mine = _fixed_since(ledger, to_tell(standing, period, told_before(ledger, period.month)), period.cutoff)
    lines = problem_lines(desk, ledger, mine, period.cutoff)
    runs = [r.run for r in ledger.runs.find(period.since, period.end) if r.finished and r.kind in LOOKING]
    accounts = _accounts(desk, ledger, mine, period)
    unknown = latest_unknowns(ledger, runs)
    columns = Columns.of(ledger, period, unknown, standing)
    rectify = desk.settings.rectify
    deadline = desk.calendar.add(made.date(), rectify.answer_days)
    due = {f.id: _due(desk, f, made.date()) for f in still_open(mine)}
    return NoticeFigures(
        office=office(desk),
        month=period.start.date(),
        since=period.since,
        cutoff=period.cutoff,
        made=made,
        follow_up=follow_up(desk, ledger, standing, mine, period),
        sites=sites_of_month(desk, ledger, [*still_open(standing), *mine], period),
        problems=tuple(_dated(p, due) for p in lines),
        unknown=unknown_lines(desk, unknown),
        deadline=deadline.day,
        deadline_known=_known(desk, deadline.day, due.values()),
        ladder=ladder_sentence(rectify),
        accounts=accounts,
        units=units_of_month(desk, ledger, lines, {f.id: f.unit for f in mine}, period, columns),
        workbook=f"问题台账-{period.month}.xlsx",
        list_older=desk.settings.notice.older_annex,
        standards=standards(desk, accounts=accounts is not None),
        holiday=_holiday_near(desk, made.date()),
        answer_by=f"{rectify.answer_by.hour}时"
        + (f"{rectify.answer_by.minute:02}分" if rectify.answer_by.minute else ""),
    )


def _due(desk: Desk, f: Finding, day: date) -> date:
    """What the unit was told, however long ago; else from the notice's day."""
    return f.due or of_day(f, desk.criteria[f.criterion], desk.calendar, day).day


def _dated(line: ProblemLine, due: Mapping[int, date]) -> ProblemLine:
    """With its day; what says the same fact has the same one."""
    own = line.due or due.get(line.finding)
    return replace(line, due=own, parts=tuple(replace(part, due=own) for part in line.parts))


def standards(desk: Desk, *, accounts: bool) -> tuple[str, ...]:
    """The documents of the criteria that are switched on, as a letter cites them; those that only ask something of
    accounts where there are any."""
    found: dict[str, None] = {}
    for one in desk.criteria.values():
        of_accounts = judges(one, PlaceKind.ACCOUNT)
        if one.enabled and one.standard_name and (accounts or not (of_accounts or one.problem_class is ACCOUNT)):
            found[f"{one.standard_name}（{one.standard}）"] = None
    return tuple(found)


def _holiday_near(desk: Desk, day: date) -> str:
    """The next holiday, where it begins within half a month."""
    return next((one.name for one in desk.calendar.holidays(day + timedelta(days=1), day + NEAR)), "")


def _known(desk: Desk, deadline: date, dues: Iterable[date]) -> bool:
    """Whether the holidays of all these days' years are known."""
    return desk.calendar.working_day(max((deadline, *dues)))[1]


def _fixed_since(ledger: Ledger, found: list[Finding], cutoff: datetime) -> list[Finding]:
    """The same, those seen fixed between the cut-off and now as fixed: nobody is asked to put them right."""
    numbers = {f.id for f in found} & ledger.findings.changed_since(cutoff)
    now = {f.id: f for f in ledger.findings.find(states=[State.CLOSED], numbers=numbers, pages=False)}
    return [replace(f, state=State.CLOSED, closed_at=now[f.id].closed_at) if f.id in now else f for f in found]


def _standing(desk: Desk, ledger: Ledger, period: Period, now: datetime) -> list[Finding]:
    """The findings that stood in the period, as they stood at the cut-off, each due as the unit was told since; but for
    those since called 误报 by a clerk, those of which the machine's word was taken back since, and those of a wrongly
    registered address."""
    passed = {e.finding for e in ledger.findings.events(period.since, period.end) if e.event is Event.PASSED}
    then = ledger.findings.find_at(period.cutoff, states=STANDING)
    then += ledger.findings.find_at(period.cutoff, states=[State.CLOSED], numbers=passed)
    changed = ledger.findings.changed_since(period.cutoff)
    since = {f.id: f for f in then} | {f.id: f for f in ledger.findings.find(numbers=changed, pages=False)}
    taken_back = ledger.findings.unconfirmed_since(period.cutoff)
    misregistered = ledger.terms.misregistered((since[f.id] for f in then), desk.register)
    found = []
    for f in with_criterion(desk, sorted(then, key=lambda f: f.id)):
        is_now = since[f.id]
        if is_now.dismissed_on(now.date()) or f.id in taken_back or f.id in misregistered:
            continue
        found.append(replace(f, due=is_now.due or f.due))
    return found


def _accounts(desk: Desk, ledger: Ledger, mine: list[Finding], period: Period) -> AccountFigures | None:
    states = account_states(desk, ledger, period.cutoff, period.since)
    lines = account_lines(desk, ledger, states, period.cutoff, period.since, mine)
    found = account_figures(desk, with_posts(lines, states, period, desk.register), period.cutoff)
    if found is None:
        return None
    opened, filed, closed = changed_accounts(desk.register, states, period)
    return replace(found, opened=opened, filed=filed, closed=closed)


def _by_unit(lines: Iterable[Line]) -> Mapping[str, tuple[Line, ...]]:
    """The lines of each unit, in their order, and none of any other."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.whose, []).append(line)
    return defaultdict(tuple, {unit: tuple(of) for unit, of in found.items()})


def sheets(desk: Desk, figures: NoticeFigures) -> list[SheetFigures]:
    """One a unit, with only its own problems; what nobody answers for is the office's own to settle."""
    problems, older = _by_unit(figures.problems), _by_unit(figures.follow_up.open_older)
    unknown = _by_unit(figures.unknown)
    first = {line.whose: line for line in reversed((*figures.problems, *figures.follow_up.open_older))}
    units = [unit for unit in dict.fromkeys((*problems, *older)) if first[unit].unit != NOBODY]
    return [
        SheetFigures(
            office=figures.office,
            unit=first[unit].unit,
            unit_id=first[unit].unit_id,
            month=figures.month,
            cutoff=figures.cutoff,
            made=figures.made,
            deadline=figures.deadline,
            problems=problems[unit],
            older=older[unit],
            deadline_known=_known(desk, figures.deadline, (p.due for p in problems[unit] if p.due)),
            number=f"{figures.month:%Y%m}-{no:02}",
            redated=figures.redated,
            unknown=unknown[unit],
            pictures=shots(desk, problems[unit]),
        )
        for no, unit in enumerate(units, 1)
    ]
