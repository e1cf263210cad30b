"""Rows of the outbox: written from what a letter is, and read back into it. In the transaction of the caller."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from ledger.encoding.coding import dump, moment, stamp
from ledger.errors import whole_row
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

FIELDS = (
    "id, kind, unit, unit_name, period, created, message_id, recipients, subject, sha256, state, attempts,"
    " next_try, answer, left_out, note"
)
_INSERT = (
    "INSERT INTO letter (kind, unit, unit_name, period, mark, created, message_id, recipients, subject, raw, sha256,"
    " state, attempts, answer, left_out, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, '', '[]', ?)"
)


def insert(db: Database, draft: Draft, now: datetime, note: str) -> LetterId:
    """A new letter, in no state yet."""
    values = [
        *(draft.kind, draft.unit, draft.unit_name, draft.period, draft.mark, stamp(now), draft.message_id),
        *(dump(list(draft.recipients)), draft.subject, draft.raw, hashlib.sha256(draft.raw).hexdigest(), note),
    ]
    return LetterId(int(db.execute(_INSERT, values).lastrowid or 0))


def rewrite(db: Database, number: LetterId, draft: Draft, now: datetime) -> None:
    """Frozen is what was released; until then the newest writing counts (another template, a later deadline)."""
    db.execute(
        "UPDATE letter SET created = ?, subject = ?, raw = ?, sha256 = ? WHERE id = ?",
        [stamp(now), draft.subject, draft.raw, hashlib.sha256(draft.raw).hexdigest(), number],
    )


def keep_matters(db: Database, number: LetterId, draft: Draft) -> None:
    """What the letter tells, in place of what it told."""
    db.execute("DELETE FROM letter_matter WHERE letter = ?", [number])
    rows = [(number, m.finding, _day(m.due), m.told, _day(m.was)) for m in draft.matters]
    db.conn.executemany("INSERT INTO letter_matter (letter, finding, due, told, was) VALUES (?, ?, ?, ?, ?)", rows)


def journal(db: Database, change: LetterChange) -> None:
    """One row of the letters' journal."""
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
def matter_of(row: dict[str, Any]) -> Matter:
    """A row of what letters tell."""
    due, was = (date.fromisoformat(row[name]) if row[name] else None for name in ("due", "was"))
    return Matter(row["finding"], due, row["told"], was)


@whole_row
def letter_of(row: dict[str, Any]) -> Letter:
    """A letter's row, its bytes left out."""
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


@whole_row
def change_of(row: dict[str, Any]) -> LetterChange:
    """A row of the letters' journal."""
    return LetterChange(
        LetterId(row["letter"]),
        moment(row["at"]),
        LetterEvent(row["event"]),
        LetterState(row["before"]) if row["before"] else None,
        LetterState(row["after"]),
        row["by"],
        row["why"],
    )
