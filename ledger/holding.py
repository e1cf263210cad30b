"""What a 误报 does to a deadline: the working days on which it holds do not run against the unit. Pure."""

from dataclasses import replace
from datetime import date

from ledger.calendar import DAY, Calendar
from ledger.vocabulary import DismissalKind, Finding


def held(
    finding: Finding, since: date, until: date, why: str, calendar: Calendar, kind: DismissalKind | None = None
) -> Finding:
    """A 误报 from ``since`` to ``until``. One said while another still holds takes its place, from when that held."""
    prolongs = finding.dismissed_on(since) and finding.dismissed_from is not None
    first = finding.dismissed_from if prolongs and finding.dismissed_from else since
    told = finding.due_told if prolongs and finding.due_told else finding.due
    return replace(
        finding,
        dismissed_from=first,
        dismissed_until=until,
        dismissed_why=why,
        dismissed_kind=kind,
        due=_later(told, first, until, calendar),
        due_told=told,
    )


def let_go(finding: Finding, day: date, calendar: Calendar) -> Finding:
    """The 误报 is taken back on ``day``: only the days before it were held."""
    due, first, until = finding.due, finding.dismissed_from, finding.dismissed_until
    if finding.due_told is not None and first is not None and until is not None:
        due = _later(finding.due_told, first, min(until, day - DAY), calendar)
    return replace(forgotten(finding), due=due)


def forgotten(finding: Finding) -> Finding:
    """It is no 误报 any more; its deadline stays as it is."""
    return replace(
        finding,
        dismissed_from=None,
        dismissed_until=None,
        dismissed_why="",
        due_told=None,
        dismissed_kind=None,
        doubted=False,
    )


def _later(due: date | None, first: date, last: date, calendar: Calendar) -> date | None:
    """``due`` moved on by the working days in [first, last]: what was left to the unit, or what it was late by, on
    the day before ``first`` is so still on the day after ``last``."""
    days = calendar.between(first - DAY, last)
    return calendar.add(due, days).day if due is not None and days else due
