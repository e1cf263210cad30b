"""The one inspection of the workspace (`ledger.inspection`): who inspects, and what it has not settled."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger.encoding.coding import moment, stamp
from ledger.errors import LedgerError
from ledger.locks import Held, hold
from ledger.store import LedgerBusy, Store, translated


@dataclass(frozen=True)
class Unsettled:
    """What a run that began at ``since`` was to look at, and of which it has said nothing yet."""

    since: datetime
    subjects: tuple[str, ...]


class Inspection:
    """The one inspection of the workspace."""

    def __init__(self, store: Store) -> None:
        self._path, self._db, self._writing = store.path, store.db, store.writing

    @contextmanager
    def running(self, run: str, now: datetime, subjects: Iterable[str] = ()) -> Iterator[None]:
        """The one inspection of the workspace, of these ``subjects``: it alone writes the archives. ``LedgerBusy``
        where another one goes on. The ledger is free meanwhile."""
        rows = [(run, subject) for subject in subjects]
        with translated(self._path):
            held = _inspection(self._path)
        with held:
            with self._writing() as db:
                # whoever is named here is dead: the lock was free
                db.execute("INSERT OR REPLACE INTO lease VALUES (1, ?, ?)", [os.getpid(), stamp(now)])
                if rows:
                    db.execute("DELETE FROM unsettled")
                db.conn.executemany("INSERT INTO unsettled VALUES (?, ?)", rows)
            try:
                yield
            finally:
                with self._writing() as db:
                    db.execute("DELETE FROM lease")
            # only here: what a run that broke off has not settled is still to be told
            with self._writing() as db:
                db.execute("DELETE FROM unsettled WHERE run = ?", [run])

    def unsettled(self) -> Unsettled | None:
        """Of the run that goes on, or that broke off last: what is not in the ledger yet."""
        rows = list(
            self._db.query("SELECT r.started, u.subject FROM unsettled u JOIN run r ON r.run = u.run ORDER BY u.rowid")
        )
        return Unsettled(moment(rows[0]["started"]), tuple(row["subject"] for row in rows)) if rows else None


@contextmanager
def no_inspection(path: Path) -> Iterator[None]:
    """Nobody inspects the workspace of the ledger at ``path`` meanwhile, which need not be there yet."""
    with translated(path):
        held = _inspection(path)
    with held:
        yield


def _inspection(path: Path) -> Held:
    return hold(path, "inspect", lambda: _busy(path))


def _busy(path: Path) -> LedgerBusy:
    """Who inspects, from the lease; it may not be there yet."""
    try:
        with Store.open_for_reading(path) as reader:
            row = next(iter(reader.db.query("SELECT pid, since FROM lease")), None)
    except LedgerError:
        row = None
    return LedgerBusy(row["pid"], moment(row["since"])) if row else LedgerBusy()
