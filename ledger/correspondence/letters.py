"""The outbox (发件箱; `ledger.letters`): letters frozen as released, and what became of each.

A step is committed to the disk before its caller goes on: what was handed to a server is known after any end.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time

from sqlite_utils import Database

from ledger.calendar import DAY, SHANGHAI, day_of
from ledger.correspondence import urging
from ledger.correspondence.letter_rows import (
    FIELDS,
    change_of,
    insert,
    journal,
    keep_matters,
    letter_of,
    matter_of,
    rewrite,
)
from ledger.correspondence.letter_states import TABLE, after, withdrawable
from ledger.decisions.clerk import Decisions
from ledger.encoding.coding import dump, stamp
from ledger.errors import LedgerBroken, LedgerError
from ledger.findings.repository import Findings
from ledger.findings.states import ForbiddenChange
from ledger.store import LedgerBusy, Store
from ledger.vocabulary import Decision, Event, Finding
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

_GONE = (LetterState.SENT, LetterState.MAYBE)
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


class Letters:
    """Letters by number. One that presses a unit leaves only while what it says is true (``urging``)."""

    def __init__(self, store: Store, findings: Findings, decisions: Decisions) -> None:
        self._store, self._db, self._writing = store, store.db, store.writing
        self._findings, self._decisions = findings, decisions

    def queue(
        self, kind: LetterKind, period: str, drafts: Sequence[Draft], now: datetime, by: str = ""
    ) -> list[LetterId]:
        """These are the period's letters: what is new is queued, what they replace and has not left is taken back,
        but for a released one that urges.

        A letter that says what one in the box already says is that one: it is never queued twice. Its bytes are
        the newest writing's until it is released, and frozen from then on.
        """
        self.recover(now)
        with self._writing() as db:
            numbers = [self._queue(db, draft, now, by) for draft in drafts]
            for old in self.find(kind=kind, period=period):
                urged = old.kind.urges and old.state in urging.RELEASED  # said to the findings, cannot be unsaid
                if old.id not in numbers and withdrawable(old.state) and not urged:
                    self._step(db, old, LetterEvent.WITHDRAW, now, by=by, why="本期信件已重新写过")
        return numbers

    def _queue(self, db: Database, draft: Draft, now: datetime, by: str) -> LetterId:
        event = LetterEvent.QUEUE if draft.recipients else LetterEvent.QUEUE_UNADDRESSED
        key = [draft.kind, draft.unit, draft.period, draft.mark]
        rows = db.query(f"SELECT {FIELDS} FROM letter WHERE kind = ? AND unit = ? AND period = ? AND mark = ?", key)
        if known := next(map(letter_of, rows), None):
            if (known.state, event) in TABLE:
                self._step(db, known, event, now, by=by)
                rewrite(db, known.id, draft, now)
                keep_matters(db, known.id, draft)
            return known.id
        gone = [o for o in self.find(kind=draft.kind, period=draft.period) if o.unit == draft.unit]
        earlier = [f"本期已有一封“{o.state}”（编号 {o.id}）" for o in gone if o.state in _GONE]
        number = insert(db, draft, now, "；".join([*filter(None, [draft.note]), *earlier]))
        keep_matters(db, number, draft)
        journal(db, LetterChange(number, now, event, None, after(None, event), by))
        db.execute("UPDATE letter SET state = ? WHERE id = ?", [after(None, event), number])
        return number

    def matters(self, number: int) -> list[Matter]:
        """What the letter tells."""
        rows = self._db.query("SELECT * FROM letter_matter WHERE letter = ? ORDER BY finding", [number])
        return [matter_of(r) for r in rows]

    def find(
        self, *, states: Iterable[LetterState] = (), kind: LetterKind | None = None, period: str | None = None
    ) -> list[Letter]:
        """Letters by number, without their bytes. What is not named is not asked for."""
        wanted = {"kind": kind, "period": period}
        where = {name: value for name, value in wanted.items() if value is not None}
        clause = " AND ".join(f"{name} = :{name}" for name in where) or "1"
        among = frozenset(states)
        rows = self._db.query(f"SELECT {FIELDS} FROM letter WHERE {clause} ORDER BY id", where)
        return [one for one in map(letter_of, rows) if not among or one.state in among]

    def telling(self, finding: int) -> list[tuple[Letter, Matter]]:
        """The letters that tell a finding, by number, each with how it does."""
        rows = list(self._db.query("SELECT * FROM letter_matter WHERE finding = ? ORDER BY letter", [finding]))
        return [(self.get(row["letter"]), matter_of(row)) for row in rows]

    def get(self, number: int) -> Letter:
        rows = self._db.query(f"SELECT {FIELDS} FROM letter WHERE id = ?", [number])
        for row in rows:
            return letter_of(row)
        raise NoSuchLetter(number)

    def by_message_id(self, message_ids: Iterable[str]) -> Letter | None:
        """The outbox letter that one of these Message-IDs names."""
        for one in message_ids:
            for row in self._db.query("SELECT id FROM letter WHERE message_id = ?", [one]):
                return self.get(row["id"])
        return None

    def raw(self, number: int) -> bytes:
        """The message as it was frozen. ``LedgerBroken`` where the file no longer holds what was queued."""
        letter = self.get(number)
        row = self._db.execute("SELECT raw FROM letter WHERE id = ?", [number]).fetchone()
        if hashlib.sha256(row[0]).hexdigest() != letter.sha256:
            raise LedgerBroken(f"编号为 {number} 的信件与写好时不一致，没有发送；请从备份恢复台账。")
        return bytes(row[0])

    def history(self, number: int) -> list[LetterChange]:
        self.get(number)
        rows = self._db.query("SELECT * FROM letter_change WHERE letter = ? ORDER BY id", [number])
        return [change_of(r) for r in rows]

    def told_on(self, day: date, beside: int | None = None) -> dict[int, list[Letter]]:
        """By finding, the letters that press a unit for it on ``day``: released, tried or handed over that day, or
        written that day and waiting. What came back (退信) or was taken back has told nobody, and what a letter told
        before the problem was fixed and came back was another matter. ``beside``: only the findings of that letter."""
        found: dict[int, list[Letter]] = {}
        asked = {matter.finding for matter in self.matters(beside)} if beside is not None else None
        for letter in self._of_day(day, beside):
            for matter in self.matters(letter.id):
                if (asked is None or matter.finding in asked) and not self._came_back(matter.finding, letter):
                    found.setdefault(matter.finding, []).append(letter)
        return found

    def _of_day(self, day: date, beside: int | None) -> list[Letter]:
        """Letters that press and stand on that day; of those ``beside`` one only what shares a finding with it."""
        begin = datetime.combine(day, time.min, SHANGHAI)
        bounds = {"begin": stamp(begin), "end": stamp(begin + DAY), "beside": beside}
        left = {f"left{n}": event.value for n, event in enumerate(urging.LEFT)}
        shares = (
            " AND id <> :beside AND id IN (SELECT letter FROM letter_matter WHERE finding IN"
            " (SELECT finding FROM letter_matter WHERE letter = :beside))"
        )
        rows = self._db.query(
            "SELECT id FROM letter WHERE ((created >= :begin AND created < :end) OR id IN (SELECT letter FROM"
            f" letter_change WHERE event IN ({', '.join(f':{name}' for name in left)}) AND at >= :begin AND at < :end))"
            f"{shares if beside is not None else ''} ORDER BY id",
            bounds | left,
        )
        letters = [self.get(row["id"]) for row in rows]
        return [one for one in letters if one.kind.presses and urging.left_on(one, self.history(one.id), day)]

    def _came_back(self, number: int, letter: Letter) -> bool:
        events = self._findings.events_of(number)
        return any(e.event is Event.RETURNED and e.at > letter.created for e in events)

    def release(self, number: int, now: datetime, by: str, why_not: urging.WhyNot = urging.nowhere) -> Letter:
        """A person's word that the letter may leave. One that urges is an urging of each finding it tells.

        ``ForbiddenChange`` where what it says of a problem is no longer true, or its deadline has passed, or another
        letter presses the unit for it today. ``why_not``: what the register says against a finding's place.
        """
        with self._writing() as db:
            letter = self.get(number)
            if letter.kind.presses and (wrong := self._no_longer(letter, now, why_not)):
                finding, why = wrong
                advice = f"请运行 {urging.drawn_anew(letter)} 重新写"
                told = f"信件 {number} 所说的问题 {finding.id} {why}，不能放行；{advice}。"
                raise ForbiddenChange(finding.state, Event.URGE, told)
            if letter.kind.urges:
                for matter in self.matters(number):
                    self._urge(letter, matter, now, by)
            self._step(db, letter, LetterEvent.RELEASE, now, by=by)
        return self.get(number)

    def start(self, number: int, now: datetime) -> Letter:
        """It is about to be sent: 发送中. One that was true when it was released and is no longer waits again (待放行),
        with why; nothing of it has left."""
        self._db.execute("PRAGMA synchronous = FULL")  # as in step: a server acts on what comes next
        with self._writing() as db:
            letter = self.get(number)
            wrong = self._no_longer(letter, now, urging.nowhere) if letter.kind.presses else None
            if wrong and letter.state in urging.RELEASED:
                why = f"所说的问题 {wrong[0].id} {wrong[1]}；请运行 {urging.drawn_anew(letter)} 重新写"
                self._step(db, letter, LetterEvent.HOLD, now, why=why)
            else:
                self._step(db, letter, LetterEvent.START, now)
        return self.get(number)

    def _urge(self, letter: Letter, matter: Matter, now: datetime, by: str) -> None:
        if any(e.letter == letter.id for e in self._findings.events_of(matter.finding)):
            return  # it urged when it was first released
        why = f"{letter.kind.word}（信件 {letter.id}）"
        self._decisions.decide(matter.finding, Decision(Event.URGE, now, by, why, matter.due), letter=letter.id)

    def _no_longer(self, letter: Letter, now: datetime, why_not: urging.WhyNot) -> tuple[Finding, str] | None:
        """The first finding of which the letter may not speak so today, and why."""
        day, others = day_of(now), self.told_on(day_of(now), letter.id)
        for matter in self.matters(letter.id):
            finding = self._findings.get(matter.finding)
            beside = [one for one in others.get(finding.id, ()) if urging.goes_first(one, letter)]
            back = "写信以后销号过，又再次出现" if self._came_back(finding.id, letter) else ""
            if why := urging.stale(letter, finding, matter, day) or back or why_not(finding) or urging.pressed(beside):
                return finding, why
        return None

    def step(
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
            self._step(db, self.get(number), event, now, by=by, why=why, again=again)
            if event in _HEARD:
                db.execute("UPDATE letter SET left_out = ? WHERE id = ?", [dump(list(left_out)), number])
        return self.get(number)

    @contextmanager
    def sending(self, now: datetime) -> Iterator[list[Letter]]:
        """The one sender. Gives the letters that a dead one was sending: 待重试, or 可能已发 once handed over.
        ``LedgerBusy`` where another one sends."""
        with self._store.alone_at("send", "正在发信"):
            left = self.find(states=(LetterState.SENDING, LetterState.HANDED))
            yield [self.step(one.id, LetterEvent.BREAK, now, why=INTERRUPTED) for one in left]

    def recover(self, now: datetime) -> list[Letter]:
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
        journal(db, LetterChange(letter.id, now, event, letter.state, state, by, why))
