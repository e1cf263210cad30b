"""Packs what nobody searches, tells no verdict twice, and adds the indexes by which no question reads it all."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from sqlite_utils import Database

from ledger.encoding.packing import pack, pack_text
from ledger.migrations import migrations

_BATCH = 1_000


@migrations(name="packed_0001_rows")
def _packed(db: Database) -> None:
    """``finding.doc`` without the pages that use a dead link, which are in ``pages``; ``change.patch``,
    ``coverage.doc`` and the drafts of notices as they were, packed."""
    db.table("finding").add_column("pages", bytes)
    db.table("finding").add_column("held", str)
    for number, text in _rows(db, "finding", "doc"):
        doc = json.loads(text)
        pages = doc["evidence"].pop("referrers", None)
        held = doc.get("held")
        values = [pack(doc), pack(pages) if pages else None, held, number]
        db.execute("UPDATE finding SET doc = ?, pages = ?, held = ? WHERE rowid = ?", values)
    for table, column in (
        ("change", "patch"),
        ("coverage", "doc"),
        ("notice_draft", "doc"),
        ("notice_draft", "figures"),
    ):
        for number, text in _rows(db, table, column):
            packed = pack_text(text) if table == "notice_draft" else pack(json.loads(text))
            db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [packed, number])


def _rows(db: Database, table: str, column: str) -> Iterator[tuple[int, str]]:
    """Each row's number and text, some at a time: they are written while they are read."""
    last = 0
    while rows := db.execute(
        f"SELECT rowid, {column} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {_BATCH}", [last]
    ).fetchall():
        yield from rows
        last = rows[-1][0]


@migrations(name="packed_0002_settled")
def _settled(db: Database) -> None:
    """One row a run and subject. ``counts``: by criterion, how often it was PASS and NOT_APPLICABLE; ``verdicts``: each
    with its criterion, whole, or as the number of a finding and the row of its journal that says as much."""
    settled = db.create_table(
        "settled", {"id": int, "run": str, "subject": str, "counts": bytes, "verdicts": bytes}, pk="id"
    )
    settled.create_index(["run", "subject"], unique=True)
    settled.create_index(["subject"])
    for (run,) in db.execute("SELECT run FROM passes GROUP BY run ORDER BY MIN(rowid)").fetchall():
        said: dict[str, list[tuple[str, object]]] = {}
        for code, subject, text in db.execute(
            "SELECT criterion, subject, doc FROM verdict WHERE run = ? ORDER BY rowid", [run]
        ).fetchall():
            said.setdefault(subject, []).append((code, json.loads(text)))
        counts: dict[str, dict[str, list[int]]] = {}
        for code, subject, *n in db.execute(
            "SELECT criterion, subject, passed, not_applicable FROM passes WHERE run = ? ORDER BY rowid", [run]
        ).fetchall():
            counts.setdefault(subject, {})[code] = n
        db.conn.executemany(
            "INSERT INTO settled (run, subject, counts, verdicts) VALUES (?, ?, ?, ?)",
            [(run, one, pack(counts.get(one, {})), pack(said.get(one, []))) for one in {**said, **counts}],
        )
    db["verdict"].drop()
    db["passes"].drop()


@migrations(name="packed_0003_indexes")
def _indexes(db: Database) -> None:
    """What stands is found without what is closed, what happened without the looks at which nothing did."""
    for name in ("idx_finding_subject", "idx_change_at", "idx_change_finding_id"):
        db.execute(f"DROP INDEX {name}")
    db.table("finding").create_index(["subject", "state"])
    db.table("finding").create_index(["state"])
    db.table("finding").create_index(["changed"])
    db.table("change").create_index(["finding"])
    db.execute("CREATE INDEX idx_finding_held ON finding (held) WHERE held IS NOT NULL")
    db.execute("CREATE INDEX idx_change_deeds ON change (at) WHERE event NOT IN ('', 'still_there')")
    db.execute("CREATE INDEX idx_change_told ON change (period) WHERE event = 'notify'")
    db.execute("CREATE INDEX idx_change_by_person ON change (finding) WHERE event = 'confirm' AND \"by\" <> ''")


@migrations(name="packed_0004_room", transactional=False)
def _room(db: Database) -> None:
    """The room that became free is given back; where that cannot be, what is written next takes it."""
    with suppress(sqlite3.OperationalError):
        db.conn.execute("VACUUM")
