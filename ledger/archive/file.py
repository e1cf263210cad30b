"""The archive's file, open: its rows, and what is written to it as a whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.archive.errors import typed
from ledger.archive.schema import open_file


class ArchiveFile:
    """Opens the file (makes, migrates it); close when done."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db: sqlite3.Connection = open_file(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def _rows(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        with typed():
            yield from self._db.execute(query, values)

    def _run_number(self, run: str) -> int:
        for (number,) in self._rows("SELECT id FROM run WHERE key = ?", run):
            return int(str(number))
        return -1


@contextmanager
def whole(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction: all of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except sqlite3.Error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
