"""What was seen of the accounts, one SQLite file for all: readings, final days, bodies, and how often was asked.

It keeps no credential: there is nowhere to put one. One writing process at a time.
"""

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database, Migrations

from ledger.archive.errors import loaded, typed
from ledger.codec import dump
from ledger.vocabulary import AccountReading, Post

migrations = Migrations("accounts")

TABLES = """
CREATE TABLE reading (account TEXT NOT NULL, seen TEXT NOT NULL, source TEXT NOT NULL, address TEXT NOT NULL,
  data TEXT NOT NULL, PRIMARY KEY (account, seen, source, address)) WITHOUT ROWID;
CREATE TABLE day (account TEXT NOT NULL, day TEXT NOT NULL, posts TEXT NOT NULL, PRIMARY KEY (account, day))
  WITHOUT ROWID;
CREATE TABLE body (sha TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE asked (key TEXT NOT NULL, day TEXT NOT NULL, times INTEGER NOT NULL, last TEXT NOT NULL,
  PRIMARY KEY (key, day)) WITHOUT ROWID;
CREATE TABLE stop (key TEXT PRIMARY KEY, until TEXT NOT NULL) WITHOUT ROWID;
"""


@migrations()
def m001_first(db: Database) -> None:
    for statement in TABLES.strip().rstrip(";").split(";\n"):
        db.execute(statement)


class AccountArchive(AbstractContextManager["AccountArchive"]):
    """Open the archive. Every call is one small transaction: what was said to be kept survives kill -9."""

    def __init__(self, path: Path) -> None:
        self._name = f" {path} "
        with self._typed():
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                migrations.apply(Database(self._db))
            except sqlite3.Error:
                self._db.close()
                raise

    def _typed(self) -> AbstractContextManager[None]:
        return typed(self._name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def keep(self, body: bytes) -> str:
        """Store an answer's bytes; their SHA-256."""
        sha = hashlib.sha256(body).hexdigest()
        with self._typed():
            self._db.execute("INSERT OR IGNORE INTO body VALUES (?, ?)", (sha, zlib.compress(body)))
        return sha

    def body(self, sha: str) -> bytes | None:
        with self._typed():
            row = self._db.execute("SELECT data FROM body WHERE sha = ?", (sha,)).fetchone()
        return zlib.decompress(row[0]) if row else None

    def save_day(self, account: str, day: date, posts: tuple[Post, ...]) -> None:
        """One publishing day whose list is final."""
        text = json.dumps([dump(post) for post in posts], ensure_ascii=False)
        with self._typed():
            self._db.execute("INSERT OR REPLACE INTO day VALUES (?, ?, ?)", (account, day.isoformat(), text))

    def days(self, account: str) -> Mapping[date, tuple[Post, ...]]:
        with self._typed():
            rows = self._db.execute("SELECT day, posts FROM day WHERE account = ?", (account,)).fetchall()
        return {date.fromisoformat(day): tuple(loaded(Post, text) for text in json.loads(posts)) for day, posts in rows}

    def save_reading(self, reading: AccountReading) -> None:
        row = (reading.account, reading.seen.isoformat(), reading.source.value, reading.address, dump(reading))
        with self._typed():
            self._db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?)", row)

    def readings(self, account: str, since: datetime) -> tuple[AccountReading, ...]:
        """The readings seen at or after ``since``, oldest first."""
        sql = "SELECT data FROM reading WHERE account = ? AND seen >= ? ORDER BY seen, source"
        with self._typed():
            rows = self._db.execute(sql, (account, since.isoformat())).fetchall()
        return tuple(loaded(AccountReading, text) for (text,) in rows)

    def accounts(self, since: datetime) -> tuple[str, ...]:
        """Ids of all that something was read of at or after ``since``, registered or not."""
        sql = "SELECT DISTINCT account FROM reading WHERE seen >= ? ORDER BY account"
        with self._typed():
            return tuple(row[0] for row in self._db.execute(sql, (since.isoformat(),)))

    def count(self, key: str, now: datetime) -> int:
        """One more question under ``key``; how many there are on that day now."""
        sql = (
            "INSERT INTO asked VALUES (?, ?, 1, ?) ON CONFLICT (key, day)"
            " DO UPDATE SET times = times + 1, last = excluded.last RETURNING times"
        )
        with self._typed():
            return int(self._db.execute(sql, (key, now.date().isoformat(), now.isoformat())).fetchall()[0][0])

    def last(self, key: str) -> datetime | None:
        """When ``key`` was last asked."""
        with self._typed():
            row = self._db.execute("SELECT max(last) FROM asked WHERE key = ?", (key,)).fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def stop(self, key: str, until: datetime) -> None:
        """Ask nothing under ``key`` before ``until``."""
        with self._typed():
            self._db.execute("INSERT OR REPLACE INTO stop VALUES (?, ?)", (key, until.isoformat()))

    def stopped_until(self, key: str) -> datetime | None:
        with self._typed():
            row = self._db.execute("SELECT until FROM stop WHERE key = ?", (key,)).fetchone()
        return datetime.fromisoformat(row[0]) if row else None
