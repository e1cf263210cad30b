"""The part of the ledger that keeps what units answer (回执) and the mails that brought it.

An answer closes nothing: it is what a unit says, and only a look that passes closes a problem.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from ledger.correspondence.outbox import OutboxPart
from ledger.decisions.deciding import DecidingPart
from ledger.encoding.coding import dump, moment, stamp
from ledger.encoding.masking import mask
from ledger.errors import LedgerError, whole_row
from ledger.findings.states import WORDS, ForbiddenChange
from ledger.vocabulary import Answer, AnswerKind, AnswerSource, Decision, Event, State
from ledger.vocabulary.post.incoming import Incoming, MailKind, MailState
from ledger.vocabulary.post.outbox import Letter

_EVENTS = {AnswerKind.FIXED: Event.REPORT_FIXED, AnswerKind.APPEAL: Event.APPEAL}


class NoSuchMail(LedgerError, KeyError):
    def __init__(self, number: int) -> None:
        super().__init__(f"没有编号为 {number} 的来件；请先用 xuncha answers list --all 查看编号。")

    __str__ = LedgerError.__str__


class NotWaiting(ValueError):
    """The mail does not wait for anybody."""

    def __init__(self, mail: Incoming) -> None:
        super().__init__(f"来件 {mail.id} 是“{mail.state}”，不需要再处理。")


class AnswersPart(DecidingPart, OutboxPart):
    def record_answer(self, answer: Answer) -> Answer:
        """Keep the answer, masked, and do what it says to its finding where the finding's state allows it.

        Where it does not, the answer is kept all the same and its ``note`` says why. Gives it as it was kept.
        """
        with self._writing() as db:
            kept = _masked(replace(answer, note="；".join(filter(None, (answer.note, self._acted(answer))))))
            row = asdict(kept) | {
                "at": stamp(kept.at),
                "done_on": kept.done_on.isoformat() if kept.done_on else None,
                "evidence": dump(list(kept.evidence)),
            }
            _insert(db, "answer", row)
        return kept

    def _acted(self, answer: Answer) -> str:
        """What could not be done to the finding, or ""."""
        event = _EVENTS.get(answer.kind)
        before = self.finding(answer.finding)  # NoSuchFinding, whatever it says
        if event is None or (event is Event.REPORT_FIXED and before.state is State.RECHECK):
            return ""  # said once more, it waits for the look all the same
        why = answer.cause if event is Event.APPEAL else answer.measure or answer.cause
        try:
            self.decide(answer.finding, Decision(event, answer.at, answer.by or answer.unit, why))
        except ForbiddenChange:
            return f"问题处于“{before.state}”状态，没有记入“{WORDS[event]}”"
        return ""

    def answers(
        self, finding: int | None = None, unit: str | None = None, since: datetime | None = None
    ) -> list[Answer]:
        """Answers in the order they came: of two for one finding the later counts. What is not named is not asked."""
        wanted = {"finding = :finding": finding, "unit = :unit": unit, "at >= :at": stamp(since) if since else None}
        clause = " AND ".join(part for part, value in wanted.items() if value is not None) or "1"
        values = {"finding": finding, "unit": unit, "at": wanted["at >= :at"]}
        rows = self._db.query(f"SELECT * FROM answer WHERE {clause} ORDER BY id", values)
        return [_answer(row) for row in rows]

    def receipt_token(self, unit: str, period: str) -> str:
        """The mark of this unit's 回执 for this period; made when it is first asked for."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO receipt_token VALUES (?, ?, ?)", [secrets.token_hex(16), unit, period])
            where = [unit, period]
            row = db.execute("SELECT token FROM receipt_token WHERE unit = ? AND period = ?", where).fetchone()
        return str(row[0])

    def receipt_of(self, token: str) -> tuple[str, str] | None:
        """Unit and period of a 回执 by the mark inside it."""
        row = self._db.execute("SELECT unit, period FROM receipt_token WHERE token = ?", [token]).fetchone()
        return (row[0], row[1]) if row else None

    def letter_by_message_id(self, message_ids: Iterable[str]) -> Letter | None:
        """The outbox letter that one of these Message-IDs names."""
        for one in message_ids:
            for row in self._db.query("SELECT id FROM letter WHERE message_id = ?", [one]):
                return self.letter(row["id"])
        return None

    def keep_incoming(self, mail: Incoming, answers: Sequence[Answer] = ()) -> tuple[Incoming, list[Answer]]:
        """The mail and the answers it brought, all or nothing: a mail read twice brings them once."""
        with self._writing() as db:
            if known := self.incoming_by_mark(mail.mark):
                where = [mail.validity, mail.uid, known.id]
                db.execute("UPDATE incoming SET validity = ?, uid = ? WHERE id = ?", where)
                return replace(known, validity=mail.validity, uid=mail.uid), []
            kept = [self.record_answer(one) for one in answers]
            mail = replace(mail, sender=mask(mail.sender), subject=mask(mail.subject), note=mask(mail.note))
            row = asdict(mail) | {"received": stamp(mail.received), "files": dump(list(mail.files))}
            row.pop("id")
            return replace(mail, id=_insert(db, "incoming", row)), kept

    def incoming_by_mark(self, mark: str) -> Incoming | None:
        for row in self._db.query("SELECT * FROM incoming WHERE mark = ?", [mark]):
            return _incoming(row)
        return None

    def incoming(self, since: datetime | None = None) -> list[Incoming]:
        """Mails in the order they were read."""
        at = stamp(since) if since else ""
        return [
            _incoming(row) for row in self._db.query("SELECT * FROM incoming WHERE received >= ? ORDER BY id", [at])
        ]

    def incoming_mail(self, number: int) -> Incoming:
        for row in self._db.query("SELECT * FROM incoming WHERE id = ?", [number]):
            return _incoming(row)
        raise NoSuchMail(number)

    def last_uid(self, validity: int) -> int:
        """The highest number that was read of the box as it is now, or 0."""
        row = self._db.execute("SELECT max(uid) FROM incoming WHERE validity = ?", [validity]).fetchone()
        return int(row[0] or 0)

    def settle_incoming(self, number: int, by: str, why: str, now: datetime) -> Incoming:
        """A person saw to a mail that waited. ``NotWaiting`` where it did not wait."""
        with self._writing() as db:
            mail = self.incoming_mail(number)
            if not mail.state.waits:
                raise NotWaiting(mail)
            note = mask("；".join(filter(None, (mail.note, f"{now:%Y-%m-%d %H:%M} {by}：{why}"))))
            db.execute("UPDATE incoming SET state = ?, note = ? WHERE id = ?", [MailState.DONE, note, number])
        return self.incoming_mail(number)


def _masked(answer: Answer) -> Answer:
    return replace(
        answer,
        by=mask(answer.by),
        reviewer=mask(answer.reviewer),
        cause=mask(answer.cause),
        measure=mask(answer.measure),
        likewise=mask(answer.likewise),
        received=mask(answer.received),
        note=mask(answer.note),
    )


def _insert(db: Database, table: str, row: dict[str, Any]) -> int:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" for _ in row)
    return int(db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values())).lastrowid or 0)


@whole_row
def _answer(row: dict[str, Any]) -> Answer:
    known = dict(row)
    known.pop("id")
    known["at"] = moment(known["at"])
    known["kind"], known["source"] = AnswerKind(known["kind"]), AnswerSource(known["source"])
    known["done_on"] = date.fromisoformat(known["done_on"]) if known["done_on"] else None
    known["evidence"] = tuple(json.loads(known["evidence"]))
    return Answer(**known)


@whole_row
def _incoming(row: dict[str, Any]) -> Incoming:
    known = dict(row)
    known["received"] = moment(known["received"])
    known["kind"], known["state"] = MailKind(known["kind"]), MailState(known["state"])
    known["files"] = tuple(json.loads(known["files"]))
    return Incoming(**known)
