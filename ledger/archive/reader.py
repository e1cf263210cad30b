"""The reading half of the archive: streams what runs saw. Writes nothing, judges nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from ledger.archive.bodies import Bodies
from ledger.archive.checks import DONE
from ledger.archive.errors import damaged, loaded, typed
from ledger.archive.opened import OpenArchives
from ledger.archive.schema import SAME, address_id
from ledger.archive.users import UserReader
from ledger.vocabulary import (
    ColumnList,
    ColumnRecord,
    Coverage,
    Failure,
    HomePage,
    Link,
    Look,
    Page,
    Probe,
    Reason,
    Skipped,
    Standing,
)

ZONE = ZoneInfo("Asia/Shanghai")
EXAMPLES = 5
NARROW = "narrow"  # the settings of a run that walks a part of the site only
T = TypeVar("T")
_LOOK = "at, standing, reason, status, final_url, elapsed, body, detail"


@dataclass(frozen=True)
class Run:
    """One run over the site, as the archive knows it."""

    id: int
    key: str
    started: datetime
    finished: datetime | None
    settings: str


def moment(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, ZONE)


def _look(row: tuple[Any, ...], url: str) -> Look:
    """A row of ``_LOOK``. Most looks end where they were sent: then the row does not repeat the address."""
    at, standing, reason, status, final, *rest = row
    try:
        said = Reason(reason) if reason else None
        return Look(moment(at), Standing(standing), said, status, url if final == SAME else final, *rest)
    except (ValueError, TypeError) as error:
        raise damaged("no Look") from error


class ArchiveReader(UserReader):
    """Open an archive to read. Iterators stream."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._opened = OpenArchives(self._db)
        self._bodies = Bodies(self._db)

    def runs(self) -> tuple[Run, ...]:
        with typed():
            rows = self._db.execute("SELECT id, key, started, finished, settings FROM run ORDER BY id").fetchall()
        return tuple(Run(i, k, moment(s), None if f is None else moment(f), c) for i, k, s, f, c in rows)

    def narrow(self, run: str) -> bool:
        """Whether the run walked a part of the site only: what it counts is not all there is."""
        return any(True for _ in self._rows("SELECT 1 FROM run WHERE key = ? AND settings = ?", run, NARROW))

    def pages(self, run: str) -> Iterator[Page]:
        """The pages the run looked at, as they were then."""
        query = (
            "SELECT c.facts, c.last_seen, c.last_run = w.run FROM want w JOIN capture c ON c.address = w.address"
            " AND c.first_run <= w.run AND c.last_run >= w.run WHERE w.run = ? AND w.state = ? ORDER BY w.seq"
        )
        for facts, seen, latest in self._rows(query, self._run_number(run), DONE):
            page = loaded(Page, facts)
            yield replace(page, seen=moment(float(str(seen)))) if latest else page

    def wanted(self, run: str, url: str) -> bool:
        """Whether any page of the run uses the address, be it looked at, skipped or still waiting."""
        query = "SELECT 1 FROM want WHERE run = ? AND address = ?"
        return any(True for _ in self._rows(query, self._run_number(run), address_id(url)))

    def home_targets(self) -> frozenset[str]:
        """What the home page used when it was last read."""
        query = (
            "SELECT a.url FROM want w JOIN address a ON a.id = w.address WHERE w.on_home = 1"
            " AND w.run = (SELECT MAX(run) FROM want WHERE on_home = 1)"
        )
        return frozenset(str(url) for (url,) in self._rows(query))

    def looks_at(self, url: str) -> tuple[Look, ...]:
        """Every look at the address, oldest first."""
        query = f"SELECT {_LOOK} FROM look WHERE address = ? AND aside = 0 ORDER BY at, id"
        with typed():
            return tuple(_look(row, url) for row in self._db.execute(query, (address_id(url),)))

    def links(self, run: str) -> Iterator[Link]:
        """Each target of the run with its looks; of one that is not fine the pages that use it, most uses first.

        A fine target comes without referrers (its uses and pages are counted all the same): nothing is told of it.
        """
        number = self._run_number(run)
        used, pages = self._counted(number)
        users = self._users(number, self._not_fine(number))
        query = (
            "SELECT t.address, a.url, t.outside, t.on_home FROM want t JOIN address a ON a.id = t.address"
            " WHERE t.run = ? AND t.state = ? ORDER BY t.seq"
        )
        for row, target, outside, home in self._rows(query, number, DONE):
            address = int(str(row))
            looks = tuple(self._looks(address, number, str(target)))
            if looks:
                fine = looks[-1].standing is Standing.OK
                told = () if fine else tuple(users.get(address, ()))
                yield Link(str(target), bool(outside), bool(home), looks, told, used[address], pages[address])

    def _not_fine(self, run: int) -> set[int]:
        """The addresses of the run that not every look found fine."""
        query = "SELECT DISTINCT address FROM look WHERE run <= ? AND standing <> ? AND aside = 0"
        return {int(str(address)) for (address,) in self._rows(query, run, Standing.OK.value)}

    def _looks(self, address: int, run: int, url: str) -> Iterator[Look]:
        """The run's looks; before them the earlier looks that ended in the same bad standing without a break: dead, or
        in error while the host's other pages opened."""
        query = f"SELECT {_LOOK}, run FROM look WHERE address = ? AND run <= ? AND aside = 0 ORDER BY at, id"
        with typed():
            rows = self._db.execute(query, (address, run)).fetchall()
            looks = [_look(row[:-1], url) for row in rows]
        first = next((i for i, row in enumerate(rows) if row[-1] == run), len(rows))
        start = first
        errs = first < len(looks) and looks[first].reason is Reason.SERVER_ERROR and self._opened.beside(url, run)
        while 0 < start < len(looks) and (errs or looks[first].standing is Standing.DEAD):
            if errs and not self._opened.beside(url, int(rows[start - 1][-1])):
                break
            if (looks[start - 1].standing, looks[start - 1].reason) != (looks[first].standing, looks[first].reason):
                break
            start -= 1
        yield from looks[start:]

    def _notes(self, kind: type[T], run: str) -> Iterator[T]:
        query = "SELECT data FROM note WHERE kind = ? AND run = ? AND aside = 0 ORDER BY at, place"
        for (data,) in self._rows(query, kind.__name__, self._run_number(run)):
            yield loaded(kind, data)

    def column_lists(self, run: str) -> Iterator[ColumnList]:
        return self._notes(ColumnList, run)

    def home_pages(self, run: str) -> Iterator[HomePage]:
        return self._notes(HomePage, run)

    def failures(self, run: str) -> Iterator[Failure]:
        return self._notes(Failure, run)

    def probes(self, since: datetime, until: datetime) -> Iterator[Probe]:
        """Probes from ``since`` up to and including ``until``, oldest first."""
        query = "SELECT data FROM note WHERE kind = 'Probe' AND at BETWEEN ? AND ? ORDER BY at, place"
        for (data,) in self._rows(query, since.timestamp(), until.timestamp()):
            yield loaded(Probe, data)

    def column_records(self, until: datetime | None = None) -> Iterator[ColumnRecord]:
        """What people saw of columns up to ``until``, oldest first."""
        query = "SELECT data FROM note WHERE kind = 'ColumnRecord' AND at <= ? ORDER BY at, place"
        for (data,) in self._rows(query, until.timestamp() if until else float("inf")):
            yield loaded(ColumnRecord, data)

    def newest_note(self, kind: type[T], place: str) -> T | None:
        """The latest stored list or home page of that place, of any run."""
        query = "SELECT data FROM note WHERE kind = ? AND place = ? AND aside = 0 ORDER BY run DESC, at DESC LIMIT 1"
        for (data,) in self._rows(query, kind.__name__, place):
            return loaded(kind, data)
        return None

    def coverage(self, run: str, site: str) -> Coverage:
        number = self._run_number(run)
        with typed():
            started, finished = self._db.execute("SELECT started, finished FROM run WHERE id = ?", (number,)).fetchone()
            pages, targets = self._db.execute(
                "SELECT COALESCE(SUM(state = 1 AND EXISTS (SELECT 1 FROM capture c WHERE c.address = want.address"
                " AND c.first_run <= want.run AND c.last_run >= want.run)), 0), COUNT(*) FROM want WHERE run = ?",
                (number,),
            ).fetchone()
            # An address that answered once in the run is fine, whatever its other looks said.
            looked, fine = self._db.execute(
                "SELECT COUNT(*), COALESCE(SUM(fine), 0) FROM (SELECT MAX(standing = 'ok') AS fine FROM look"
                " WHERE run = ? AND aside = 0 GROUP BY address)",
                (number,),
            ).fetchone()
        ends = None if finished is None else moment(finished)
        skipped = tuple(self._skipped(number, stopped=finished is not None))
        read = sum(1 for _ in self._notes(ColumnList, run))
        lost = sum(1 for failure in self.failures(run) if not failure.place.startswith(("http:", "https:")))
        return Coverage(
            site, run, moment(started), ends, pages, targets, fine, looked - fine, skipped, read, read + lost
        )

    def _skipped(self, run: int, *, stopped: bool) -> Iterator[Skipped]:
        """What was not looked at by reason; what still waits was interrupted, unless the run has ended."""
        waiting = Reason.NOT_LOOKED if stopped else Reason.INTERRUPTED
        query = (
            "SELECT CASE state WHEN 0 THEN ? ELSE reason END AS why, COUNT(*) FROM want WHERE run = ? AND state <> 1"
            " GROUP BY why ORDER BY why"
        )
        sample = (
            "SELECT a.url FROM want w JOIN address a ON a.id = w.address WHERE w.run = ? AND w.state <> 1"
            " AND CASE w.state WHEN 0 THEN ? ELSE w.reason END = ? ORDER BY w.seq LIMIT ?"
        )
        for why, count in self._rows(query, waiting.value, run):
            found = tuple(str(row[0]) for row in self._rows(sample, run, waiting.value, why, EXAMPLES))
            yield Skipped(Reason(str(why)), int(str(count)), found)

    def body(self, sha: str) -> bytes | None:
        with typed():
            row = self._db.execute("SELECT data FROM body WHERE sha = ?", (sha,)).fetchone()
            return None if row is None else self._bodies.unpack(row[0])

    def page(self, url: str) -> Page | None:
        """The newest capture of that page."""
        query = "SELECT facts FROM capture WHERE address = ? AND aside = 0 ORDER BY id DESC LIMIT 1"
        return next((loaded(Page, facts) for (facts,) in self._rows(query, address_id(url))), None)

    def published(self, url: str) -> date | None:
        """The publish date of the newest capture of that page."""
        page = self.page(url)
        shown = page.published if page else None
        return shown.date() if isinstance(shown, datetime) else shown

    def first_on_list(self, kind: type, place: str, url: str, before: datetime) -> date | None:
        """The day of the first reading of that list or home page, earlier than ``before``, that shows the address."""
        query = "SELECT MIN(at) FROM note WHERE kind = ? AND place = ? AND at < ? AND aside = 0 AND instr(data, ?) > 0"
        told = json.dumps(url, ensure_ascii=False)
        for (at,) in self._rows(query, kind.__name__, place, before.timestamp(), told):
            return None if at is None else moment(float(str(at))).date()
        return None
