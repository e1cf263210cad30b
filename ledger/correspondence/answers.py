"""What units answer (回执; `ledger.answers`).

An answer closes nothing: it is what a unit says, and only a look that passes closes a problem.
"""

import json
import secrets
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from ledger.decisions.clerk import Decisions
from ledger.encoding.coding import dump, moment, stamp
from ledger.encoding.masking import mask
from ledger.errors import whole_row
from ledger.findings.repository import Findings
from ledger.findings.states import WORDS, ForbiddenChange
from ledger.store import Store
from ledger.vocabulary import Answer, AnswerKind, AnswerSource, Decision, Event, State

_EVENTS = {AnswerKind.FIXED: Event.REPORT_FIXED, AnswerKind.APPEAL: Event.APPEAL}


class Answers:
    """Answers in the order they came, and the marks by which their forms are known."""

    def __init__(self, store: Store, findings: Findings, decisions: Decisions) -> None:
        self._db, self._writing, self._findings, self._decisions = store.db, store.writing, findings, decisions

    def record(self, answer: Answer) -> Answer:
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
            insert(db, "answer", row)
        return kept

    def _acted(self, answer: Answer) -> str:
        """What could not be done to the finding, or ""."""
        event = _EVENTS.get(answer.kind)
        before = self._findings.get(answer.finding)  # NoSuchFinding, whatever it says
        if event is None or (event is Event.REPORT_FIXED and before.state is State.RECHECK):
            return ""  # said once more, it waits for the look all the same
        why = answer.cause if event is Event.APPEAL else answer.measure or answer.cause
        try:
            self._decisions.decide(answer.finding, Decision(event, answer.at, answer.by or answer.unit, why))
        except ForbiddenChange:
            return f"问题处于“{before.state}”状态，没有记入“{WORDS[event]}”"
        return ""

    def find(self, finding: int | None = None, unit: str | None = None, since: datetime | None = None) -> list[Answer]:
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


def insert(db: Database, table: str, row: dict[str, Any]) -> int:
    """One row by the names of its columns; its number."""
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
