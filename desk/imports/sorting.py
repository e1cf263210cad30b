"""Sorts a third party's rows: new, known, repeated, not matched. Each row comes out as one line; writes nothing."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path

from desk.imports.mapping import WHAT, WHERE, Field, ReportRow
from desk.imports.match import Match, Matcher
from desk.imports.moments import is_later, read_moment
from ledger.calendar import SHANGHAI, Calendar
from ledger.vocabulary import Finding, State
from ledger.vocabulary.post.report import Report, ReportKind, ReportState

MESSAGE_DAYS = 3  # working days in which a 找错 message is to be dealt with
Identity = tuple[str, str, str]


class RowOutcome(StrEnum):
    """What became of a row."""

    NEW = "新问题"
    RETURNED = "重新出现"
    KNOWN = "台账已有"
    REPEATED = "文件内重复"
    BEFORE = "以前收过"
    CLEAR = "未发现问题"
    UNMATCHED = "未对上"
    INVALID = "无法读取"


@dataclass(frozen=True)
class SortedRow:
    where: str
    outcome: RowOutcome
    note: str = ""


@dataclass(frozen=True)
class Parcel:
    """What is taken in: the file, whose it is, what it is, when it came."""

    file: Path
    source: str
    kind: ReportKind
    received: date
    columns: Path | None = None


@dataclass
class Fresh:
    """What becomes a finding: its first report, and the pages that all rows on it name."""

    match: Match
    report: Report
    shot: str = ""
    pages: list[str] = field(default_factory=list)


@dataclass
class Sorter:
    """Sorts rows, in order; remembers what the ledger and the file had before."""

    calendar: Calendar
    parcel: Parcel
    findings: Mapping[Identity, Finding]
    marks: frozenset[str]
    matcher: Matcher
    stamp: str  # of what the file says: an undated row is the same only in the same file
    lines: list[SortedRow] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    fresh: dict[Identity, Fresh] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def sort(self, row: ReportRow) -> None:
        named_by_sheet = bool(self.matcher.words.kinds_in(row.sheet))
        if not any(f in row.cells for f in WHERE):
            self._line(row, RowOutcome.INVALID, "没有写明单位、网站、账号或地址")
        elif not named_by_sheet and not any(f in row.cells for f in WHAT):
            self._line(row, RowOutcome.INVALID, "没有写明是什么问题")
        else:
            self._sort_readable(row)

    def _sort_readable(self, row: ReportRow) -> None:
        match = self.matcher.match(row)
        report = self._report(row, match)
        if report.mark in self.marks:
            self._line(row, RowOutcome.BEFORE)
        elif report.mark in self.seen:
            self._again(match)
            self._line(row, RowOutcome.REPEATED)
        else:
            self.seen.add(report.mark)
            self._keep(row, match, report)

    def _keep(self, row: ReportRow, match: Match, report: Report) -> None:
        outcome, known = self._outcome(row, match, report)
        if known is not None:
            note = _note_of(known, report.received)
            report = replace(report, finding=known.id, note="；".join(filter(None, (report.note, note))))
        if outcome in (RowOutcome.NEW, RowOutcome.RETURNED):
            identity = (report.criterion, report.subject, report.place)
            if identity in self.fresh:  # another report of what this very file brought
                outcome, report = RowOutcome.KNOWN, replace(report, state=ReportState.MATCHED)
                self._again(match)
            else:
                pages = [match.page] if match.page else []
                self.fresh[identity] = Fresh(match, report, row.text(Field.SHOT), pages)
        self.reports.append(report)
        self._line(row, outcome, report.note)

    def _outcome(self, row: ReportRow, match: Match, report: Report) -> tuple[RowOutcome, Finding | None]:
        if report.state is ReportState.CLEAR:
            return RowOutcome.CLEAR, None
        if report.state is ReportState.UNMATCHED:
            return RowOutcome.UNMATCHED, None
        known = self._known(match)
        if known is None:
            return RowOutcome.NEW, None
        return (RowOutcome.KNOWN if report.state is ReportState.MATCHED else RowOutcome.RETURNED), known

    def _known(self, match: Match) -> Finding | None:
        found = (self.findings.get((code, match.subject, match.place)) for code in match.criteria)
        return next(filter(None, found), None)

    def _again(self, match: Match) -> None:
        """A further row on what this file brought: the page it names is kept as well."""
        for code in match.criteria:
            held = self.fresh.get((code, match.subject, match.place))
            if held and match.page and match.page not in held.pages:
                held.pages.append(match.page)

    def _line(self, row: ReportRow, outcome: RowOutcome, note: str = "") -> None:
        self.lines.append(SortedRow(row.where, outcome, note))

    def _report(self, row: ReportRow, match: Match) -> Report:
        parcel = self.parcel
        seen, note = self._seen(row)
        known = self._known(match)
        state = _state(row, match, known, seen or datetime.combine(parcel.received, time(), SHANGHAI))
        sure = bool(match.criteria) and not match.note
        message = parcel.kind is ReportKind.MESSAGE
        report = Report(
            source=parcel.source,
            kind=parcel.kind,
            mark="",
            received=parcel.received,
            state=state,
            external=row.text(Field.EXTERNAL),
            reported_at=seen,
            named=_named(row),
            subject=match.subject,
            criterion=(known.criterion if known else match.criteria[0]) if sure else "",
            place=match.place if sure else "",
            page=match.page or match.link,
            text=_text(row),
            reader=row.text(Field.READER) if parcel.kind is ReportKind.READING else "",
            due=self.calendar.add(parcel.received, MESSAGE_DAYS).day if message else None,
            note="；".join(filter(None, (match.note if state is ReportState.UNMATCHED else "", note))),
            row=row.where,
        )
        return replace(report, mark=self._mark(row, report))

    def _seen(self, row: ReportRow) -> tuple[datetime | None, str]:
        """When they say they saw it, and what is to be said of that."""
        given = f"{row.text(Field.DAY)} {row.text(Field.TIME)}".strip()
        seen = read_moment(row.text(Field.DAY), row.text(Field.TIME), self.parcel.received)
        if given and (seen is None or is_later(seen, self.parcel.received)):
            return None, f"发现时间“{given[:30]}”看不懂或晚于收到的日期，按收到的日期记"
        return seen, ""

    def _mark(self, row: ReportRow, report: Report) -> str:
        """Their own number, where it is more than the number of a line; else what, where and when."""
        if report.external and not re.fullmatch(r"\d{1,4}", report.external):
            return hashlib.sha256(f"{report.external}#{row.part}".encode("utf-8", "replace")).hexdigest()
        # who reads twice on one day and sees nothing has read twice; a problem named twice is one
        form = "%Y-%m-%d %H:%M" if report.state is ReportState.CLEAR else "%Y-%m-%d"
        day = report.reported_at.strftime(form) if report.reported_at else self.stamp
        what = (report.criterion, report.subject, report.place)
        if not report.criterion:
            what = (report.named, row.address(Field.PAGE), f"{row.address(Field.LINK)}\n{report.text}")
        return hashlib.sha256("\n".join((*what, day)).encode("utf-8", "replace")).hexdigest()


def _state(row: ReportRow, match: Match, known: Finding | None, seen: datetime) -> ReportState:
    if row.clear:
        return ReportState.CLEAR
    if match.note:
        return ReportState.UNMATCHED
    return ReportState.MATCHED if known and not _returned(known, seen) else ReportState.NEW


def _returned(known: Finding, seen: datetime) -> bool:
    """Whether they saw it after it had been closed: then it may be back."""
    return known.state is State.CLOSED and known.closed_at is not None and seen > known.closed_at


def _note_of(known: Finding, day: date) -> str:
    if known.dismissed_on(day):
        return f"台账中的问题 {known.id} 已判为误报，至 {known.dismissed_until}"
    return f"台账中的问题 {known.id}（{known.state}）"


def _named(row: ReportRow) -> str:
    """Whom and what they name, in their words."""
    name = row.text(Field.NAME) or row.text(Field.CODE) or row.text(Field.UNIT)
    return " ".join(filter(None, (name, row.text(Field.READ))))


def _text(row: ReportRow) -> str:
    """What they say of it, in one line."""
    quote, advice = row.text(Field.QUOTE), row.text(Field.ADVICE)
    parts = [row.text(Field.TEXT), f"“{quote}”" if quote else "", f"建议：{advice}" if advice else ""]
    return "；".join(filter(None, parts)) or row.text(Field.KIND) or row.sheet
