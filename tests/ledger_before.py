"""A ledger made into one of the version before what nobody searches was packed (step 13), for tests of old ledgers."""

import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from ledger.encoding.coding import dump
from ledger.encoding.packing import unpack, unpack_text
from ledger.ledger import Ledger

_TABLES = """
CREATE TABLE verdict (run TEXT, criterion TEXT, subject TEXT, place TEXT, outcome TEXT, doc TEXT,
    PRIMARY KEY (run, criterion, subject, place));
CREATE TABLE passes (run TEXT, criterion TEXT, subject TEXT, passed INTEGER, not_applicable INTEGER,
    PRIMARY KEY (run, criterion, subject));
CREATE INDEX idx_passes_criterion_subject ON passes (criterion, subject);
DROP TABLE settled;
DROP INDEX idx_finding_subject_state; DROP INDEX idx_finding_state; DROP INDEX idx_finding_changed;
DROP INDEX idx_finding_held; DROP INDEX idx_change_finding; DROP INDEX idx_change_deeds;
DROP INDEX idx_change_told; DROP INDEX idx_change_by_person;
ALTER TABLE finding DROP COLUMN pages; ALTER TABLE finding DROP COLUMN held;
CREATE INDEX idx_finding_subject ON finding (subject);
CREATE INDEX idx_change_at ON change (at); CREATE INDEX idx_change_finding_id ON change (finding, id);
DELETE FROM _sqlite_migrations WHERE name LIKE 'packed_%';
"""


def before_packing(path: Path) -> None:
    """What the file holds stays; how it holds it is that of before."""
    with Ledger.open_for_writing(path) as ledger:
        runs = [r.run for r in ledger.runs.find()]
        said = [(run, *v.key, v.outcome, v) for run in runs for v in ledger.verdicts.of_run(run)]
        counted = [(run, p) for run in runs for p in ledger.verdicts.passes(run)]
        fine = [(run, p.criterion, p.subject, p.passed, p.not_applicable) for run, p in counted]
    with closing(sqlite3.connect(path)) as db:
        for number, packed, pages in db.execute("SELECT id, doc, pages FROM finding").fetchall():
            doc = unpack(packed)
            doc["evidence"]["referrers"] = unpack(pages) if pages else []
            db.execute("UPDATE finding SET doc = ? WHERE id = ?", [dump(doc), number])
        for table, column in (("change", "patch"), ("coverage", "doc")):
            for row, packed in db.execute(f"SELECT rowid, {column} FROM {table}").fetchall():
                db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [dump(unpack(packed)), row])
        for row, doc, figures in db.execute("SELECT id, doc, figures FROM notice_draft").fetchall():
            texts = [unpack_text(doc), unpack_text(figures), row]
            db.execute("UPDATE notice_draft SET doc = ?, figures = ? WHERE id = ?", texts)
        db.commit()
        db.executescript(_TABLES)
        db.executemany("INSERT INTO passes VALUES (?, ?, ?, ?, ?)", fine)
        db.executemany("INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?)", [(*row, dump(asdict(v))) for *row, v in said])
        db.commit()
