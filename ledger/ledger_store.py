"""The file under the ledger: opened, locked to one writer, its errors made into sentences. Knows no finding."""

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Self

from sqlite_utils import Database

from ledger.errors import RESTORE
from ledger.errors import LedgerBroken as LedgerBroken
from ledger.errors import LedgerError as LedgerError
from ledger.ledger_coding import moment, stamp
from ledger.ledger_schema import migrations
from ledger.refusals import refusal


class LedgerBusy(LedgerError):
    """Another process is writing. ``pid`` is 0 and ``since`` None while it is only just starting."""

    def __init__(self, pid: int, since: datetime | None) -> None:
        self.pid, self.since = pid, since
        super().__init__(f"另一个巡查程序{holder(pid, since)}正在使用这个工作区，请等它结束后再试。")


def holder(pid: int, since: datetime | None) -> str:
    """Who holds a lock and since when, as far as is known."""
    return (f"（进程号 {pid}）" if pid else "") + (f"自 {since:%Y-%m-%d %H:%M} 起" if since else "")


class NoLedger(LedgerError):
    """There is no ledger to read yet."""


class LedgerFull(LedgerError):
    """The disk is full."""


class LedgerUnwritable(LedgerError):
    """The folder or the file cannot be opened or written."""


class ClockWentBack(LedgerError):
    """An event earlier than the last one: kept, it would make the past read differently each time."""


_GONE = re.compile(r"no such (table|column)|malformed")
_KINDS: dict[int, tuple[type[LedgerError], str]] = {
    sqlite3.SQLITE_FULL: (LedgerFull, "磁盘已满，本步没有写入，此前的记录完好；请清理磁盘后重新运行"),
    sqlite3.SQLITE_NOTADB: (LedgerBroken, "这个文件不是台账，或已损坏；请从备份恢复，或改名移开"),
    sqlite3.SQLITE_CORRUPT: (LedgerBroken, "台账文件已损坏；请从备份恢复"),
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """What SQLite and the file system refuse, as a typed ``LedgerError``; other database errors are bugs."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or (code == sqlite3.SQLITE_ERROR and _GONE.search(str(error))):
            # a text that is none, a table that is not there: damage that SQLite has no number for
            raise LedgerBroken(f"台账文件已损坏；{RESTORE}：{path}") from error
        code &= 0xFF
        if code == sqlite3.SQLITE_ERROR:
            raise
        kind, words = _KINDS.get(code, (LedgerUnwritable, _unwritable(error)))
        raise kind(f"{words}：{path}") from error
    except OSError as error:
        raise LedgerUnwritable(f"{_unwritable(error)}：{path}") from error


def _unwritable(error: OSError | sqlite3.Error) -> str:
    return f"台账无法打开或写入（{refusal(error)}），请检查文件夹和文件的权限"


def _lock(path: Path) -> IO[str]:
    """The workspace's one-writer lock, held until the file is closed. ``LedgerBusy`` where another one has it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return locked(path.with_name(path.name + ".lock"), lambda: _busy(path))


def locked(file: Path, busy: Callable[[], LedgerError]) -> IO[str]:
    """A lock file held until it is closed; where another process holds it, what ``busy`` gives is raised."""
    lock = file.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise busy() from None
    return lock


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Keep every other writer away from the workspace of the ledger at ``path``, which need not be there yet."""
    with translated(path):
        lock = _lock(path)
    with lock:
        yield


class File(Database):
    """The database, whose refusals are ours also where a row is only read."""

    path: Path

    def __init__(self, source: Path | sqlite3.Connection) -> None:
        self.path = source if isinstance(source, Path) else Path()  # asked for while it is being made
        super().__init__(source)

    def query(
        self, sql: str, params: Sequence[Any] | dict[str, Any] | None = None
    ) -> Generator[dict[str, Any], None, None]:
        with translated(self.path):
            rows = super().query(sql, params)
        return self._fetched(rows)

    def _fetched(self, rows: Generator[dict[str, Any], None, None]) -> Generator[dict[str, Any], None, None]:
        with translated(self.path):
            yield from rows

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        with translated(self.path):
            return super().execute(sql, parameters)


def _refuse_foreign(path: Path) -> None:
    """A file that is there and holds nothing, or another program's tables, must not be begun anew in silence: what
    stood in it would be forgotten."""
    if not path.is_file():
        return
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        told = "台账文件是空的，可能已损坏；请从备份恢复（从未做过巡查的，删除它即可）"
        raise LedgerBroken(f"{told}：{path}")
    if "_sqlite_migrations" not in tables:
        raise LedgerBroken(f"这个文件不是台账；请改名移开，或从备份恢复：{path}")


class Store:
    """One open ledger file. ``close`` it, or use it in a ``with``."""

    def __init__(self, path: Path, db: Database, lock: IO[str] | None) -> None:
        self._path, self._db, self._lock = path, db, lock

    @classmethod
    def open_for_writing(cls, path: Path, now: datetime) -> Self:
        """The only writer on ``path``; makes the file and its tables. ``LedgerBusy`` where another one writes."""
        with translated(path):
            lock = _lock(path)
            db: Database | None = None
            try:
                _refuse_foreign(path)
                db = File(path)
                db.execute("PRAGMA journal_mode=WAL").fetchall()
                migrations.apply(db)
                # whoever is named here is dead: the lock was free
                with db.atomic():
                    db.execute("INSERT OR REPLACE INTO lease VALUES (1, ?, ?)", [os.getpid(), stamp(now)])
            except BaseException:
                if db is not None:
                    db.close()
                lock.close()
                raise
        return cls(path, db, lock)

    @classmethod
    def open_for_reading(cls, path: Path) -> Self:
        """Always possible beside a writer; sees what was committed."""
        if not path.exists():
            raise NoLedger(f"还没有台账：{path}；请先运行一次巡查。")
        with translated(path):
            _refuse_foreign(path)
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            try:
                db = File(connection)
                db.path = path
                waiting = migrations.pending(db)
            except BaseException:
                connection.close()
                raise
        if waiting:
            connection.close()
            raise LedgerError(f"台账是旧版本的：{path}；请先运行一次巡查，它会自动升级。")
        return cls(path, db, None)

    def close(self) -> None:
        if self._lock is not None:
            try:
                with self._writing():
                    self._db.execute("DELETE FROM lease")
            finally:
                self._db.close()
                self._lock.close()
        else:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        """One transaction: all of it or nothing."""
        if self._lock is None:
            raise LedgerUnwritable(f"台账是以只读方式打开的：{self._path}。")
        with translated(self._path):
            outermost = not self._db.conn.in_transaction
            if outermost:
                # the clock writes its slots beside us: a step that reads first must not find them written meanwhile
                self._db.conn.execute("BEGIN IMMEDIATE")
            try:
                with self._db.atomic():
                    yield self._db
                if outermost:
                    self._db.conn.execute("COMMIT")
            except BaseException:
                if outermost:
                    self._db.rollback()
                raise


def _busy(path: Path) -> LedgerBusy:
    """Who writes, from the lease; it may not be there yet."""
    try:
        with Store.open_for_reading(path) as reader:
            row = next(iter(reader._db.query("SELECT pid, since FROM lease")), None)
    except LedgerError:
        row = None
    return LedgerBusy(row["pid"], moment(row["since"])) if row else LedgerBusy(0, None)
