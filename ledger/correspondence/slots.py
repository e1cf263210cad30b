"""The timetable's truth (`ledger.slots`): each slot (job, due_at) once, and what became of it.

``SlotBook`` is the clock's own way in. It writes these two tables only, each step a short transaction like anybody's;
that there is one clock only, a lock file of its own says.
"""

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from ledger.encoding.coding import moment, stamp
from ledger.errors import LedgerError, whole_row
from ledger.locks import Held, hold
from ledger.store import PATIENCE, NoLedger, Store, holder, translated


class SlotState(StrEnum):
    WAITING = "待办"
    RUNNING = "进行中"
    DONE = "完成"
    FAILED = "失败"
    MISSED = "错过"


@dataclass(frozen=True)
class SlotRecord:
    """A slot as the ledger keeps it. ``attempt`` counts its starts."""

    job: str
    due_at: datetime
    state: SlotState
    started: datetime | None
    finished: datetime | None
    attempt: int
    detail: str


class ClockBusy(LedgerError):
    """Another clock keeps this workspace's slots."""

    def __init__(self, pid: int, since: datetime | None) -> None:
        self.pid, self.since = pid, since
        super().__init__(f"另一个定时程序{holder(pid, since)}正在管这个工作区，请先停止它，或不必再启动。")


class Slots:
    """Reads the slots; ``SlotBook`` changes them."""

    def __init__(self, store: Store) -> None:
        self._db = store.db

    @whole_row
    def find(
        self, *, states: Iterable[SlotState] = (), since: datetime | None = None, job: str | None = None
    ) -> list[SlotRecord]:
        """Slots due since then, in the order they are due. What is not named is not asked for."""
        among = sorted(states)
        marks = ", ".join("?" * len(among))
        rows = self._db.query(
            "SELECT * FROM slot WHERE (? IS NULL OR due_at >= ?) AND (? IS NULL OR job = ?)"
            f" AND ({not among:d} OR state IN ({marks})) ORDER BY due_at, job",
            [*[stamp(since) if since else None] * 2, job, job, *among],
        )
        return [
            SlotRecord(
                row["job"],
                moment(row["due_at"]),
                SlotState(row["state"]),
                moment(row["started"]) if row["started"] else None,
                moment(row["finished"]) if row["finished"] else None,
                row["attempt"],
                row["detail"],
            )
            for row in rows
        ]

    def entered_upto(self) -> datetime | None:
        """Up to which moment the slots that fell due were entered; None where no clock ever ran."""
        row = next(iter(self._db.query("SELECT upto FROM clock")), None)
        return moment(row["upto"]) if row and row["upto"] else None


class SlotBook:
    """The clock's hold on the slots. One process at a time; ``close`` it, or use it in a ``with``."""

    def __init__(self, store: Store, clock: Held) -> None:
        self._store, self._writing, self._clock = store, store.writing, clock
        self.slots = Slots(store)

    @classmethod
    def open(cls, path: Path, now: datetime) -> Self:
        """The only clock on the ledger at ``path``, whose tables are there. ``ClockBusy`` where another one runs."""
        if not path.is_file():
            raise NoLedger(f"还没有台账：{path}；请先运行一次巡查。")
        with translated(path):
            lock = clock_lock(path)
            try:
                db = Database(sqlite3.connect(path, timeout=PATIENCE))
            except BaseException:
                lock.lock.release()
                raise
        book = cls(Store(path, db, writes=True), lock)
        with book._writing():
            db.execute("INSERT OR IGNORE INTO clock VALUES (1, 0, '', NULL)")
            # whoever is named here is dead: the lock was free
            db.execute("UPDATE clock SET pid = ?, since = ?", [os.getpid(), stamp(now)])
        return book

    def close(self) -> None:
        try:
            with self._writing() as db:
                db.execute("UPDATE clock SET pid = 0, since = ''")
        finally:
            self._store.close()
            self._clock.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def enter(self, due: Iterable[tuple[str, datetime]], upto: datetime) -> None:
        """These fell due up to that moment. One that is there already stays as it is."""
        with self._writing() as db:
            for job, at in due:
                values = [job, stamp(at), SlotState.WAITING]
                db.execute("INSERT OR IGNORE INTO slot VALUES (?, ?, ?, NULL, NULL, 0, '')", values)
            db.execute("UPDATE clock SET upto = MAX(COALESCE(upto, ''), ?)", [stamp(upto)])

    def recover(self) -> int:
        """What a dead clock was doing waits again (we are the only clock); how many there were."""
        with self._writing() as db:
            done = db.execute(
                "UPDATE slot SET state = ?, detail = ? WHERE state = ?",
                [SlotState.WAITING, "上次没有做完，程序中断", SlotState.RUNNING],
            )
            return int(done.rowcount)

    def claim(self, job: str, due_at: datetime, now: datetime) -> int:
        """Start on a waiting slot: the how many-th start it is. 0: it is not waiting (any more), leave it alone."""
        with self._writing() as db:
            rows = db.execute(
                "UPDATE slot SET state = ?, started = ?, finished = NULL, attempt = attempt + 1, detail = ''"
                " WHERE job = ? AND due_at = ? AND state = ? RETURNING attempt",
                [SlotState.RUNNING, stamp(now), job, stamp(due_at), SlotState.WAITING],
            ).fetchall()
        return int(rows[0][0]) if rows else 0

    def finish(self, job: str, due_at: datetime, now: datetime, detail: str = "") -> None:
        self._end(job, due_at, SlotState.RUNNING, SlotState.DONE, now, detail)

    def fail(self, job: str, due_at: datetime, now: datetime, detail: str) -> None:
        self._end(job, due_at, SlotState.RUNNING, SlotState.FAILED, now, detail)

    def missed(self, job: str, due_at: datetime, now: datetime, detail: str) -> None:
        """It was never started in time, and makes no sense any more."""
        self._end(job, due_at, SlotState.WAITING, SlotState.MISSED, now, detail)

    def put_back(self, job: str, due_at: datetime, detail: str) -> None:
        """The clock is told to stop in the middle of it: the next one goes on, and this start does not count."""
        self._end(job, due_at, SlotState.RUNNING, SlotState.WAITING, None, detail)
        with self._writing() as db:
            values = [job, stamp(due_at)]
            db.execute("UPDATE slot SET attempt = attempt - 1 WHERE job = ? AND due_at = ?", values)

    def _end(
        self, job: str, due_at: datetime, before: SlotState, after: SlotState, now: datetime | None, detail: str
    ) -> None:
        with self._writing() as db:
            done = db.execute(
                "UPDATE slot SET state = ?, finished = ?, detail = ? WHERE job = ? AND due_at = ? AND state = ?",
                [after, stamp(now) if now else None, detail, job, stamp(due_at), before],
            )
            if done.rowcount != 1:
                raise ForbiddenTurn(job, due_at, before, after)


class ForbiddenTurn(LedgerError):
    """The slot is not in the state from which that can happen."""

    def __init__(self, job: str, due_at: datetime, before: SlotState, after: SlotState) -> None:
        super().__init__(f"定时任务 {job}（应于 {due_at:%Y-%m-%d %H:%M:%S}）不是“{before}”，不能改成“{after}”。")


def clock_lock(path: Path) -> Held:
    """The lock of the one clock on the ledger at ``path``, held until it is let go."""
    return hold(path, "clock", lambda: _busy(path))


def _busy(path: Path) -> ClockBusy:
    try:
        with Store.open_for_reading(path) as reader:
            row = next(iter(reader.db.query("SELECT pid, since FROM clock WHERE pid <> 0")), None)
    except LedgerError:
        row = None
    return ClockBusy(row["pid"], moment(row["since"])) if row else ClockBusy(0, None)
