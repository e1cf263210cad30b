"""The part of the ledger that keeps the outbox (发件箱): letters frozen as released, and what became of each.

A step is committed to the disk before its caller goes on: what was handed to a server is known after any end.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from ledger.correspondence.outbox_states import TABLE, after, withdrawable
from ledger.encoding.coding import dump, moment, stamp
from ledger.errors import LedgerBroken, LedgerError, whole_row
from ledger.store import LedgerBusy, Store
from ledger.vocabulary.post.outbox import (
    Draft,
    Letter,
    LetterChange,
    LetterEvent,
    LetterId,
    LetterKind,
    LetterState,
    Matter,
)

_FIELDS = (
    "id, kind, unit, unit_name, period, created, message_id, recipients, subject, sha256, state, attempts,"
    " next_try, answer, left_out, note"
)
_INSERT = (
    "INSERT INTO letter (kind, unit, unit_name, period, mark, created, message_id, recipients, subject, raw, sha256,"
    " state, attempts, answer, left_out, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, '', '[]', ?)"
)
_GONE = (LetterState.SENT, LetterState.MAYBE)
_RELEASED = (LetterState.READY, LetterState.RETRY)
_FRESH = frozenset({LetterEvent.RELEASE, LetterEvent.SETTLE_NOT_SENT})  # attempts are counted anew
_HEARD = frozenset(
    {
        *(LetterEvent.ACCEPT, LetterEvent.DEFER, LetterEvent.REFUSE, LetterEvent.BREAK),
        *(LetterEvent.BOUNCE, LetterEvent.BOUNCE_PART, LetterEvent.HOLD),
    }
)
INTERRUPTED = "发信程序中断，没有收到对方的答复"


class NoSuchLetter(LedgerError, KeyError):
    def __init__(self, number: int) -> None:
        super().__init__(f"发件箱里没有编号为 {number} 的信件。")

    __str__ = LedgerError.__str__


class OutboxPart(Store):
    def queue_letters(
        self, kind: LetterKind, period: str, drafts: Sequence[Draft], now: datetime, by: str = ""
    ) -> list[LetterId]:
        """These are the period's letters: what is new is queued, what they replace and has not left is taken back,
        but for a released one that urges.

        A letter that says what one in the box already says is that one: it is never queued twice. Its bytes are
        the newest writing's until it is released, and frozen from then on.
        """
        self.recover_letters(now)
        with self._writing() as db:
            numbers = [self._queue(db, draft, now, by) for draft in drafts]
            for old in self.letters(kind=kind, period=period):
                urged = old.kind.urges and old.state in _RELEASED  # said to the findings, cannot be unsaid
                if old.id not in numbers and withdrawable(old.state) and not urged:
                    self._step(db, old, LetterEvent.WITHDRAW, now, by=by, why="本期信件已重新写过")
        return numbers

    def _queue(self, db: Database, draft: Draft, now: datetime, by: str) -> LetterId:
        event = LetterEvent.QUEUE if draft.recipients else LetterEvent.QUEUE_UNADDRESSED
        key = [draft.kind, draft.unit, draft.period, draft.mark]
        rows = db.query(f"SELECT {_FIELDS} FROM letter WHERE kind = ? AND unit = ? AND period = ? AND mark = ?", key)
        if known := next(map(_letter, rows), None):
            if (known.state, event) in TABLE:
                self._step(db, known, event, now, by=by)
                self._rewrite(db, known.id, draft, now)
                self._keep_matters(db, known.id, draft)
            return known.id
        gone = [o for o in self.letters(kind=draft.kind, period=draft.period) if o.unit == draft.unit]
        earlier = [f"本期已有一封“{o.state}”（编号 {o.id}）" for o in gone if o.state in _GONE]
        values = [
            *(draft.kind, draft.unit, draft.unit_name, draft.period, draft.mark, stamp(now), draft.message_id),
            *(dump(list(draft.recipients)), draft.subject, draft.raw, hashlib.sha256(draft.raw).hexdigest()),
            "；".join([*filter(None, [draft.note]), *earlier]),
        ]
        number = LetterId(int(db.execute(_INSERT, values).lastrowid or 0))
        self._keep_matters(db, number, draft)
        self._journal(db, LetterChange(number, now, event, None, after(None, event), by))
        db.execute("UPDATE letter SET state = ? WHERE id = ?", [after(None, event), number])
        return number

    def _rewrite(self, db: Database, number: LetterId, draft: Draft, now: datetime) -> None:
        """Frozen is what was released; until then the newest writing counts (another template, a later deadline)."""
        db.execute(
            "UPDATE letter SET created = ?, subject = ?, raw = ?, sha256 = ? WHERE id = ?",
            [stamp(now), draft.subject, draft.raw, hashlib.sha256(draft.raw).hexdigest(), number],
        )

    def _keep_matters(self, db: Database, number: LetterId, draft: Draft) -> None:
        db.execute("DELETE FROM letter_matter WHERE letter = ?", [number])
        rows = [(number, m.finding, _day(m.due), m.told, _day(m.was)) for m in draft.matters]
        db.conn.executemany("INSERT INTO letter_matter (letter, finding, due, told, was) VALUES (?, ?, ?, ?, ?)", rows)

    def matters(self, number: int) -> list[Matter]:
        """What the letter tells."""
        rows = self._db.query("SELECT * FROM letter_matter WHERE letter = ? ORDER BY finding", [number])
        return [_matter(r) for r in rows]

    def letters(
        self, *, states: Iterable[LetterState] = (), kind: LetterKind | None = None, period: str | None = None
    ) -> list[Letter]:
        """Letters by number, without their bytes. What is not named is not asked for."""
        wanted = {"kind": kind, "period": period}
        where = {name: value for name, value in wanted.items() if value is not None}
        clause = " AND ".join(f"{name} = :{name}" for name in where) or "1"
        among = frozenset(states)
        rows = self._db.query(f"SELECT {_FIELDS} FROM letter WHERE {clause} ORDER BY id", where)
        return [one for one in map(_letter, rows) if not among or one.state in among]

    def letter(self, number: int) -> Letter:
        rows = self._db.query(f"SELECT {_FIELDS} FROM letter WHERE id = ?", [number])
        for row in rows:
            return _letter(row)
        raise NoSuchLetter(number)

    def letter_bytes(self, number: int) -> bytes:
        """The message as it was frozen. ``LedgerBroken`` where the file no longer holds what was queued."""
        letter = self.letter(number)
        row = self._db.execute("SELECT raw FROM letter WHERE id = ?", [number]).fetchone()
        if hashlib.sha256(row[0]).hexdigest() != letter.sha256:
            raise LedgerBroken(f"编号为 {number} 的信件与写好时不一致，没有发送；请从备份恢复台账。")
        return bytes(row[0])

    @whole_row
    def letter_history(self, number: int) -> list[LetterChange]:
        self.letter(number)
        rows = self._db.query("SELECT * FROM letter_change WHERE letter = ? ORDER BY id", [number])
        return [
            LetterChange(
                LetterId(r["letter"]),
                moment(r["at"]),
                LetterEvent(r["event"]),
                LetterState(r["before"]) if r["before"] else None,
                LetterState(r["after"]),
                r["by"],
                r["why"],
            )
            for r in rows
        ]

    def step_letter(
        self,
        number: int,
        event: LetterEvent,
        now: datetime,
        *,
        by: str = "",
        why: str = "",
        again: datetime | None = None,
        left_out: Sequence[str] = (),
    ) -> Letter:
        """What happened to a letter, on the disk when this returns. ``again``: when it is tried next."""
        # a power cut must not undo a step that a server has acted on
        self._db.execute("PRAGMA synchronous = FULL")
        with self._writing() as db:
            self._step(db, self.letter(number), event, now, by=by, why=why, again=again)
            if event in _HEARD:
                db.execute("UPDATE letter SET left_out = ? WHERE id = ?", [dump(list(left_out)), number])
        return self.letter(number)

    @contextmanager
    def sending(self, now: datetime) -> Iterator[list[Letter]]:
        """The one sender. Gives the letters that a dead one was sending: 待重试, or 可能已发 once handed over.
        ``LedgerBusy`` where another one sends."""
        with self.alone_at("send", "正在发信"):
            left = self.letters(states=(LetterState.SENDING, LetterState.HANDED))
            yield [self.step_letter(one.id, LetterEvent.BREAK, now, why=INTERRUPTED) for one in left]

    def recover_letters(self, now: datetime) -> list[Letter]:
        """What a dead sender left is set right; what a live one is at is left to it."""
        try:
            with self.sending(now) as left:
                return left
        except LedgerBusy:
            return []

    def _step(
        self,
        db: Database,
        letter: Letter,
        event: LetterEvent,
        now: datetime,
        *,
        by: str = "",
        why: str = "",
        again: datetime | None = None,
    ) -> None:
        state = after(letter.state, event, letter.id)
        attempts = 0 if event in _FRESH else letter.attempts + (event is LetterEvent.START)
        db.execute(
            "UPDATE letter SET state = ?, attempts = ?, next_try = ?, answer = ? WHERE id = ?",
            [
                state,
                attempts,
                stamp(again) if again and state is LetterState.RETRY else None,
                why if event in _HEARD else letter.answer,
                letter.id,
            ],
        )
        self._journal(db, LetterChange(letter.id, now, event, letter.state, state, by, why))

    def _journal(self, db: Database, change: LetterChange) -> None:
        db.execute(
            'INSERT INTO letter_change (letter, at, event, before, after, "by", why) VALUES (?, ?, ?, ?, ?, ?, ?)',
            [
                *(change.letter, stamp(change.at), change.event, change.before or ""),
                *(change.after, change.by, change.why),
            ],
        )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@whole_row
def _matter(row: dict[str, Any]) -> Matter:
    due, was = (date.fromisoformat(row[name]) if row[name] else None for name in ("due", "was"))
    return Matter(row["finding"], due, row["told"], was)


@whole_row
def _letter(row: dict[str, Any]) -> Letter:
    return Letter(
        id=LetterId(row["id"]),
        kind=LetterKind(row["kind"]),
        unit=row["unit"],
        unit_name=row["unit_name"],
        period=row["period"],
        created=moment(row["created"]),
        message_id=row["message_id"],
        recipients=tuple(json.loads(row["recipients"])),
        subject=row["subject"],
        sha256=row["sha256"],
        state=LetterState(row["state"]),
        attempts=row["attempts"],
        next_try=moment(row["next_try"]) if row["next_try"] else None,
        answer=row["answer"],
        left_out=tuple(json.loads(row["left_out"])),
        note=row["note"],
    )
