"""What third parties reported (线索; `ledger.reports`). It opens and closes no finding."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

from ledger.encoding.coding import moment, stamp
from ledger.encoding.masking import mask
from ledger.errors import LedgerError, whole_row
from ledger.store import Store
from ledger.vocabulary.post.report import Report, ReportKind, ReportState

DAY = timedelta(days=1)
_FREE_TEXT = ("external", "named", "text", "reader", "note", "answer", "answered_by")


class NoSuchReport(LedgerError, KeyError):
    def __init__(self, number: int) -> None:
        super().__init__(f"没有编号为 {number} 的线索；请先用 xuncha reports list 查看编号。")

    __str__ = LedgerError.__str__


class AlreadyAnswered(LedgerError):
    def __init__(self, report: Report) -> None:
        when = f"{report.answered_at:%Y-%m-%d %H:%M}" if report.answered_at else ""
        super().__init__(f"线索 {report.id} 已于 {when} 办结，没有改动；请核对编号。")


class Reports:
    """Reports of third parties, each kept once and answered once."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing = store.db, store.writing

    def record(self, reports: Iterable[Report]) -> list[Report]:
        """Keep those not kept before (same source, same mark), all or none; what was kept, numbered."""
        kept = []
        with self._writing() as db:
            for one in reports:
                row = _row(one)
                done = db.execute(
                    f"INSERT OR IGNORE INTO report ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
                    list(row.values()),
                )
                if done.rowcount:
                    kept.append(replace(one, id=int(done.lastrowid or 0)))
        return kept

    def find(
        self,
        *,
        source: str | None = None,
        kind: ReportKind | None = None,
        finding: int | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> list[Report]:
        """Reports by number, received from ``since`` to ``until``. What is not named is not asked for."""
        wanted = {"source": source, "kind": kind, "finding": finding}
        where = {name: value for name, value in wanted.items() if value is not None}
        clauses = [f"{name} = :{name}" for name in where]
        bounds = {"since": (">=", since), "until": ("<=", until)}
        for name, (sign, day) in bounds.items():
            if day is not None:
                clauses.append(f"received {sign} :{name}")
                where[name] = day.isoformat()
        rows = self._db.query(f"SELECT * FROM report WHERE {' AND '.join(clauses) or '1'} ORDER BY id", where)
        return [_report(row) for row in rows]

    def known_marks(self, source: str) -> frozenset[str]:
        return frozenset(row["mark"] for row in self._db.query("SELECT mark FROM report WHERE source = ?", [source]))

    def answer(self, number: int, at: datetime, by: str, why: str) -> Report:
        """It is dealt with (办结), once."""
        with self._writing() as db:
            found = [_report(row) for row in db.query("SELECT * FROM report WHERE id = ?", [number])]
            if not found:
                raise NoSuchReport(number)
            if found[0].answered_at is not None:
                raise AlreadyAnswered(found[0])
            done = replace(found[0], state=ReportState.ANSWERED, answered_at=at, answered_by=by, answer=why)
            db.execute(
                "UPDATE report SET state = ?, answered_at = ?, answered_by = ?, answer = ? WHERE id = ?",
                [done.state, stamp(at), mask(by), mask(why), number],
            )
        return done


def report_figures(reports: Reports, since: date, until: date) -> tuple[int | None, int | None, int | None]:
    """找错 messages in [since, until]: how many came, how many were to be answered, how many of these were in time.

    Each is counted once as it comes and once as its last day is over (on the day after: on ``until`` itself it can
    still be answered), whichever notice that falls to. ``None`` three times where the office has never taken in any.
    """
    messages = reports.find(kind=ReportKind.MESSAGE, until=until)
    if not messages:
        return None, None, None
    came = sum(m.received >= since for m in messages)
    due = [m for m in messages if m.due and since <= m.due + DAY <= until]
    in_time = sum(m.answered_at is not None and not m.answered_late for m in due)
    return came, len(due), in_time


def _row(report: Report) -> dict[str, Any]:
    """As the table keeps it: free text masked, addresses as they are."""
    row = {name: value for name, value in asdict(report).items() if name != "id"}
    row |= {name: mask(row[name]) for name in _FREE_TEXT}
    for name in ("received", "due"):
        row[name] = row[name].isoformat() if row[name] else None
    for name in ("reported_at", "answered_at"):
        row[name] = stamp(row[name]) if row[name] else None
    return row


@whole_row
def _report(row: Mapping[str, Any]) -> Report:
    known = dict(row)
    for name in ("received", "due"):
        known[name] = date.fromisoformat(known[name]) if known[name] else None
    for name in ("reported_at", "answered_at"):
        known[name] = moment(known[name]) if known[name] else None
    known["kind"], known["state"] = ReportKind(known["kind"]), ReportState(known["state"])
    return Report(**known)
