"""What a run has seen and the file does not hold yet.

Rows wait in lists until ``commit`` puts them down in one transaction: what was committed survives kill -9, and a
refused commit (disk full, locked) leaves the file as it was and the rows waiting.
"""

from pathlib import Path

from ledger.archive.errors import typed
from ledger.archive.file import whole
from ledger.archive.reader import ArchiveReader

SQL = {
    "address": "INSERT OR IGNORE INTO address VALUES (?, ?)",
    "word": "INSERT OR IGNORE INTO word VALUES (?, ?)",
    "body": "INSERT OR IGNORE INTO body VALUES (?, ?)",
    "want": "INSERT OR IGNORE INTO want VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "state": "UPDATE want SET state = ?, reason = ? WHERE run = ? AND address = ?",
    "home": "UPDATE want SET on_home = 1 WHERE run = ? AND address = ?",
    "look": "INSERT INTO look (run, address, at, standing, reason, status, final_url, elapsed, body, detail)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "capture": "INSERT INTO capture VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
    "extend": "UPDATE capture SET last_run = ?, last_seen = ? WHERE id = ?",
    "note": "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?, 0)",
}


class PendingRows(ArchiveReader):
    """``run``: the number of the run at work, 0 before one is started."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.run = 0
        self._pending: dict[str, list[tuple[object, ...]]] = {name: [] for name in SQL}

    def commit(self) -> None:
        """Put down everything recorded so far, or nothing (``ArchiveError``; the rows stay waiting)."""
        if not any(self._pending.values()):
            return
        with typed():
            with whole(self._db):
                for name, rows in self._pending.items():
                    if rows:
                        self._db.executemany(SQL[name], rows)
            for rows in self._pending.values():
                rows.clear()
            self._bodies.learn()
