"""Adds columns of the journal for what a row means.

Until then it stood in the words of ``why``; these are read here one last time, and believed only where another row
bears them out (a clerk may have written the like).
"""

import json
import re
from datetime import date
from typing import Any

from sqlite_utils import Database

from ledger.calendar import Calendar, day_of
from ledger.encoding.coding import FindingRecord, diff, dump, load_matter, matter_doc, moment, patched
from ledger.holding import held, let_go
from ledger.migrations import migrations

_KINDS = {"紧急整改通知": "prompt", "整改到期提醒": "remind", "督办单": "supervise"}
_URGED = re.compile(rf"({'|'.join(_KINDS)})（信件 ([0-9]{{1,15}})）")
_RELEASED = (
    "SELECT 1 FROM letter JOIN letter_change c ON c.letter = letter.id"
    " WHERE letter.id = ? AND letter.kind = ? AND c.event = '放行' AND c.at = ?"
)


@migrations(name="typed_0001_changes")
def _typed(db: Database) -> None:
    """``letter``: which one urged; ``period``: whose notice told; ``ruling``: of the appeal, also on the 误报 that an
    accepted one is; ``until``: to when a 误报 holds, by when an urging wants it right."""
    for name, kind in (("letter", int), ("period", str), ("ruling", str), ("until", str)):
        db.table("change").add_column(name, kind)
    db.execute("UPDATE change SET period = why WHERE event = 'notify'")
    db.execute("UPDATE change SET until = json_extract(patch, '$.due') WHERE event = 'urge'")
    _letters(db)
    _rulings(db)
    for (number,) in db.execute("SELECT DISTINCT finding FROM change WHERE event = 'dismiss'").fetchall():
        _held(db, number)
    db.execute(
        "UPDATE change SET until = (SELECT d.until FROM change d WHERE d.event = 'dismiss' AND d.ruling = 'accepted'"
        " AND d.finding = change.finding AND d.at = change.at) WHERE event = 'rule_on_appeal' AND ruling = 'accepted'"
    )


def _letters(db: Database) -> None:
    if not db["letter"].exists():
        return
    for number, at, why in db.execute("SELECT id, at, why FROM change WHERE event = 'urge'").fetchall():
        said = _URGED.fullmatch(why)
        if said and db.execute(_RELEASED, [int(said[2]), _KINDS[said[1]], at]).fetchone():
            db.execute("UPDATE change SET letter = ? WHERE id = ?", [int(said[2]), number])


def _rulings(db: Database) -> None:
    """The 误报 of an accepted appeal is the row that its ruling wrote in the same moment, in the same words."""
    for word, how in (("申诉成立：", "accepted"), ("申诉不成立：", "rejected")):
        ruled = "event = 'rule_on_appeal' AND substr(why, 1, ?) = ?"
        db.execute(f"UPDATE change SET ruling = ? WHERE {ruled}", [how, len(word), word])
    db.execute(
        "UPDATE change SET ruling = 'accepted' WHERE event = 'dismiss' AND EXISTS (SELECT 1 FROM change r WHERE"
        " r.ruling = 'accepted' AND r.finding = change.finding AND r.at = change.at AND r.why = change.why)"
    )


def _held(db: Database, number: int) -> None:
    """The journal of a finding that was ever called a 误报, written again with its deadline held meanwhile."""
    rows = db.execute("SELECT id, at, event, patch FROM change WHERE finding = ? ORDER BY id", [number]).fetchall()
    now: dict[str, Any] = {}
    for row, at, event, text in rows:
        patch = json.loads(text)
        then, now = now, patched(now, patch)
        if event in ("dismiss", "restore"):
            now = _decided(then, now, event, day_of(moment(at)))
        elif now.get("due") is None or "due" in patch or now.get("dismissed_until") is None:
            now = {**now, "due_told": None}
        if now.get("dismissed_until") is None:
            now = {**now, "dismissed_from": None}
        until = now["dismissed_until"] if event == "dismiss" else None
        told = [dump(diff(then, now)), until, row]
        db.execute("UPDATE change SET patch = ?, until = coalesce(?, until) WHERE id = ?", told)
    db.execute("UPDATE finding SET doc = ? WHERE id = ?", [dump(now), number])


def _decided(then: dict[str, Any], now: dict[str, Any], event: str, day: date) -> dict[str, Any]:
    before, after = load_matter(then).finding, load_matter(now)
    if event == "restore":
        finding = let_go(before, day, Calendar())
    else:
        until = after.finding.dismissed_until or day
        finding = held(before, day, until, after.finding.dismissed_why, Calendar())
    return matter_doc(FindingRecord(finding, after.chain))
