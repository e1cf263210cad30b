"""Runs with their coverage (`ledger.runs`), and what columns published (`ledger.published`)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from ledger.calendar import SHANGHAI, day_of
from ledger.encoding.coding import dump, load_coverage, moment, stamp
from ledger.encoding.masking import mask
from ledger.encoding.packing import pack
from ledger.errors import LedgerError, whole_row
from ledger.store import Store
from ledger.vocabulary import Coverage


class NoSuchRun(LedgerError, KeyError):
    def __init__(self, run: str) -> None:
        super().__init__(f"台账里没有轮次 {run}；请核对轮次的写法。")

    __str__ = LedgerError.__str__


@dataclass(frozen=True)
class RunRecord:
    run: str
    kind: str
    started: datetime
    finished: datetime | None
    settings: Mapping[str, str]


class Runs:
    """Inspections: when they began and ended, with what settings, and what they looked at."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing = store.db, store.writing
        self.begun: int | None = None  # the journal's newest row when a run was started here

    def start(self, run: str, kind: str, started: datetime, settings: Mapping[str, str]) -> None:
        """Started again under its own key (after a power cut) a run goes on as it was. What others enter from now on
        came while it went on."""
        with self._writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO run VALUES (?, ?, ?, NULL, ?)", [run, kind, stamp(started), dump(dict(settings))]
            )
            self.begun = int(db.execute("SELECT COALESCE(MAX(id), 0) FROM change").fetchone()[0])

    def finish(self, run: str, finished: datetime) -> None:
        self.get(run)
        with self._writing() as db:
            db.execute("UPDATE run SET finished = ? WHERE run = ?", [stamp(finished), run])

    def get(self, run: str) -> RunRecord:
        found = self._runs("run = ?", [run])
        if not found:
            raise NoSuchRun(run)
        return found[0]

    def find(self, since: datetime | None = None, until: datetime | None = None) -> list[RunRecord]:
        """Runs started in [since, until), oldest first."""
        return self._runs(
            "(:s IS NULL OR started >= :s) AND (:u IS NULL OR started < :u)",
            {"s": stamp(since) if since else None, "u": stamp(until) if until else None},
        )

    def unfinished(self, kind: str) -> RunRecord | None:
        """The newest run of that kind that has not ended."""
        found = self._runs("kind = ? AND finished IS NULL", [kind])
        return found[-1] if found else None

    @whole_row
    def _runs(self, where: str, values: list[str] | dict[str, str | None]) -> list[RunRecord]:
        rows = self._db.query(f"SELECT * FROM run WHERE {where} ORDER BY started, rowid", values)
        return [
            RunRecord(
                r["run"],
                r["kind"],
                moment(r["started"]),
                moment(r["finished"]) if r["finished"] else None,
                json.loads(r["settings"]),
            )
            for r in rows
        ]

    def record_coverage(self, coverage: Coverage) -> None:
        """A site's later coverage in the same run takes the place of its earlier one."""
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO coverage VALUES (?, ?, ?)",
                [coverage.run, coverage.site, pack(json.loads(dump(asdict(coverage))))],
            )

    def coverages(self, run: str, site: str | None = None) -> list[Coverage]:
        """Of all sites of the run, by id, or of that one."""
        where, values = ("run = ?", [run]) if site is None else ("run = ? AND site = ?", [run, site])
        rows = self._db.query(f"SELECT doc FROM coverage WHERE {where} ORDER BY site", values)
        return [load_coverage(r["doc"]) for r in rows]


class Published:
    """The items that columns list: each address once, with the day it shows and when it was first seen."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing = store.db, store.writing

    def record(self, site: str, items: Iterable[tuple[str, str, str, date | None]], seen: datetime) -> None:
        """``items``: (column id, url, title, day). First seen and first shown day stay: a re-dated row is not news."""
        rows = [
            (site, column, url, mask(title), day.isoformat() if day else None, stamp(seen))
            for column, url, title, day in items
        ]
        with self._writing() as db:
            db.conn.executemany(
                'INSERT INTO item (site, "column", url, title, day, first_seen) VALUES (?, ?, ?, ?, ?, ?)'
                ' ON CONFLICT (site, "column", url) DO UPDATE SET title = excluded.title,'
                " day = COALESCE(item.day, excluded.day)",
                rows,
            )

    def newest(self, until: date) -> dict[str, date]:
        """The newest day up to ``until`` that each column showed."""
        query = 'SELECT "column", max(day) AS day FROM item WHERE day <= ? GROUP BY "column"'
        return {r["column"]: date.fromisoformat(r["day"]) for r in self._db.query(query, [until.isoformat()])}

    def count(self, since: datetime, until: date) -> dict[tuple[str, str, date], int]:
        """Distinct addresses whose day lies in [since, until], by (site, column, day).

        Where ``since`` is no midnight, those of its own day count that were not seen before it.
        """
        first = day_of(since)
        whole = since.astimezone(SHANGHAI).time() == time.min
        rows = self._db.query(
            'SELECT site, "column", day, COUNT(*) AS n FROM item'
            " WHERE day <= ? AND (day > ? OR (day = ? AND (? OR first_seen >= ?)))"
            ' GROUP BY site, "column", day',
            [until.isoformat(), first.isoformat(), first.isoformat(), whole, stamp(since)],
        )
        return {(r["site"], r["column"], date.fromisoformat(r["day"])): r["n"] for r in rows}
