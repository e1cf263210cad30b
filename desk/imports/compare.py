"""A third party's reports of a time against the ledger: what both saw, what only one did. Writes nothing."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime

from desk.context import Desk
from desk.imports.missed import Missed
from desk.imports.take import KIND
from desk.presenters.place_names import site_name, unit_name
from ledger.ledger import Ledger
from ledger.vocabulary import Event, Finding, Place, State
from ledger.vocabulary.post.report import Report, ReportState
from reports.sheets.compare import ComparedLine, Comparison

_SEEN = (Event.FOUND, Event.STILL_THERE, Event.RETURNED)


def compare(desk: Desk, ledger: Ledger, source: str, since: date, until: date) -> Comparison:
    """Their reports dated within [since, until], each problem once, and our confirmed findings that stood in it."""
    told = [r for r in ledger.reports.find(source=source) if since <= _day(r) <= until]
    findings = {f.id: f for f in ledger.findings.find()}
    imports = frozenset(run.run for run in ledger.runs.find() if run.kind == KIND)
    seen = {f.id: at for f in findings.values() if (at := _we_saw(ledger, f, imports))}
    both, theirs = [], []
    with ExitStack() as stack:
        missed = Missed.of(desk, ledger, stack)
        for report in _once(r for r in told if r.finding or not _is_clear(r)):
            finding = findings.get(report.finding)
            line = _told(desk, report, finding, seen.get(report.finding))
            if finding and finding.id in seen and not finding.dismissed_on(until):
                both.append(line)
            else:
                theirs.append(replace(line, why=missed.why(report, finding)))
    reported = {r.finding for r in told}
    alone = [f for n, f in findings.items() if n in seen and n not in reported and _stood(f, since, until)]
    return Comparison(
        source,
        since,
        until,
        tuple(both),
        tuple(theirs),
        tuple(_own(desk, f, seen[f.id]) for f in alone),
        clear=sum(map(_is_clear, told)),
    )


def _day(report: Report) -> date:
    return report.reported_at.date() if report.reported_at else report.received


def _is_clear(report: Report) -> bool:
    return report.state is ReportState.CLEAR


def _once(reports: Iterable[Report]) -> list[Report]:
    """Each problem once, as it was first reported; what has no place with us stays as often as it was reported."""
    first: dict[object, Report] = {}
    for report in reports:
        first.setdefault(report.finding or ("", report.id), report)
    return list(first.values())


def _we_saw(ledger: Ledger, finding: Finding, imports: frozenset[str]) -> datetime | None:
    """When a look of ours, or a clerk's own, first saw it bad: an import is what others say."""
    events = [e for e in ledger.findings.history(finding.id) if e.event in _SEEN and e.run not in imports]
    return events[0].at if events else None


def _stood(finding: Finding, since: date, until: date) -> bool:
    """Confirmed, no 误报, and there at some time of the period."""
    closed = finding.closed_at.date() if finding.state is State.CLOSED and finding.closed_at else None
    there = finding.first_seen.date() <= until and (closed is None or closed >= since)
    return there and finding.confirmed_at is not None and not finding.dismissed_on(until)


def _told(desk: Desk, report: Report, finding: Finding | None, ours: datetime | None) -> ComparedLine:
    criterion = desk.criteria.get(report.criterion)
    unit = finding.unit if finding else desk.register.answerable(report.subject, None, _day(report))
    return ComparedLine(
        finding=report.finding,
        unit=unit_name(desk, unit, _day(report)) if unit else report.named,
        site=site_name(desk, report.subject) if report.subject else report.named,
        title=criterion.title if criterion else "",
        text=report.text,
        address=Place.read(report.place).address or report.page,
        theirs=_day(report),
        ours=ours,
        state=str(finding.state) if finding else "",
    )


def _own(desk: Desk, finding: Finding, seen: datetime) -> ComparedLine:
    criterion = desk.criteria.get(finding.criterion)
    return ComparedLine(
        finding=finding.id,
        unit=unit_name(desk, finding.unit, finding.first_seen.date()),
        site=site_name(desk, finding.subject),
        title=criterion.title if criterion else finding.criterion,
        text=finding.message,
        address=finding.evidence.address,
        ours=seen,
        state=str(finding.state),
    )
