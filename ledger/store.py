"""The file under the ledger: opened, written in short transactions, its errors made into sentences. Knows no finding.

Any number of processes may have it open for writing: SQLite puts their transactions in order. Nobody holds one while
something is looked at, read or asked.
"""

import re
import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database

from ledger.errors import RESTORE
from ledger.errors import LedgerBroken as LedgerBroken
from ledger.errors import LedgerError as LedgerError
from ledger.locks import Held, hold
from ledger.migrations import migrations
from ledger.refusals import refusal

PATIENCE = 60.0  # seconds a step waits for the others' steps to end


class LedgerBusy(LedgerError):
    """Another process does what only one may do at a time. ``pid`` is 0 and ``since`` None where nobody knows more."""

    def __init__(self, pid: int = 0, since: datetime | None = None, doing: str = "正在使用这个工作区") -> None:
        self.pid, self.since = pid, since
        super().__init__(f"另一个巡查程序{holder(pid, since)}{doing}，请等它结束后再试。")


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
    """What SQLite and the file system refuse, as a typed ``LedgerError``."""
    try:
        with _sql(path):
            yield
    except OSError as error:
        raise LedgerUnwritable(f"{_unwritable(error)}：{path}") from error


@contextmanager
def _sql(path: Path) -> Iterator[None]:
    """What SQLite refuses, as a typed ``LedgerError``; other database errors are bugs."""
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


def _unwritable(error: OSError | sqlite3.Error) -> str:
    return f"台账无法打开或写入（{refusal(error)}），请检查文件夹和文件的权限"


def _door(path: Path) -> Held:
    """Held while a ledger is opened for writing: whoever comes next finds its tables made and moved on, all of them."""
    return hold(path, "", LedgerBusy, PATIENCE)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else has the ledger at ``path`` open, or opens it for writing, meanwhile. ``LedgerBusy`` where somebody
    has; a file that is none, or damaged, is nobody's."""
    with translated(path), _door(path):
        if path.is_file():
            with closing(sqlite3.connect(path)) as db:
                try:
                    db.execute("PRAGMA journal_mode = DELETE").fetchall()  # refused while others have it open
                except sqlite3.DatabaseError as error:
                    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                        raise LedgerBusy from None
        yield


class LedgerDatabase(Database):
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
    """One open ledger file, shared by the parts of the ledger. ``close`` it, or use it in a ``with``."""

    def __init__(self, path: Path, db: Database, *, writes: bool) -> None:
        self.path, self.db, self._writes = path, db, writes

    @classmethod
    def open_for_writing(cls, path: Path) -> Self:
        """Beside any others; makes the file and its tables."""
        with translated(path), _door(path):
            _refuse_foreign(path)
            db = LedgerDatabase(sqlite3.connect(path, timeout=PATIENCE))
            db.path = path
            try:
                db.execute("PRAGMA journal_mode=WAL").fetchall()
                if migrations.pending(db):
                    migrations.apply(db)
            except BaseException:
                db.close()
                raise
        return cls(path, db, writes=True)

    @classmethod
    def open_for_reading(cls, path: Path) -> Self:
        """Always possible beside a writer; sees what was committed."""
        if not path.exists():
            raise NoLedger(f"还没有台账：{path}；请先运行一次巡查。")
        with translated(path):
            _refuse_foreign(path)
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
            try:
                db = LedgerDatabase(connection)
                db.path = path
                waiting = migrations.pending(db)
            except BaseException:
                connection.close()
                raise
        if waiting:
            connection.close()
            raise LedgerError(f"台账是旧版本的：{path}；请先运行一次巡查，它会自动升级。")
        return cls(path, db, writes=False)

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read in it is of one moment, whatever others enter meanwhile; nobody waits for its end. Nothing is
        written in it."""
        with _sql(self.path):
            self.db.conn.execute("BEGIN")
            try:
                yield
            finally:
                self.db.conn.commit()

    @contextmanager
    def alone_at(self, what: str, doing: str) -> Iterator[None]:
        """This process only does that, until it ends. ``LedgerBusy`` says in Chinese what another one is ``doing``."""
        with translated(self.path):
            held = hold(self.path, what, lambda: LedgerBusy(doing=doing))
        with held:
            yield

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction, all of it or nothing; within another one it is a part of that. What is read in it stands
        until what is written in it is kept. Others wait for its end: nothing is looked at or asked in it."""
        if not self._writes:
            raise LedgerUnwritable(f"台账是以只读方式打开的：{self.path}。")
        with _sql(self.path):
            outermost = not self.db.conn.in_transaction
            if outermost:
                # for writing from its beginning: what a step reads first nobody changes before it writes
                self.db.conn.execute("BEGIN IMMEDIATE")
            try:
                with self.db.atomic():
                    yield self.db
                if outermost:
                    self.db.conn.execute("COMMIT")
            except BaseException:
                if outermost:
                    self.db.rollback()
                raise
