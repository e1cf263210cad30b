"""How the archive's file is made, opened and migrated. Knows tables, not what they mean to a judge."""

import hashlib
import os
import sqlite3
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from sqlite_utils import Database, Migrations

from ledger.archive.errors import typed
from ledger.archive.uses import pack

migrations = Migrations("archive")
SAME = "="  # in place of the address where a look ended: the very address that was asked for

# Address ids are the first 64 bits of a hash, so that a writer needs no look-up to name a row.
TABLES = """
CREATE TABLE run (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, started REAL NOT NULL, finished REAL,
  settings TEXT NOT NULL);
CREATE TABLE address (id INTEGER PRIMARY KEY, url TEXT NOT NULL);
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE body (sha TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE want (run INTEGER NOT NULL, seq INTEGER NOT NULL, address INTEGER NOT NULL, depth INTEGER NOT NULL,
  role TEXT NOT NULL, outside INTEGER NOT NULL, on_home INTEGER NOT NULL, state INTEGER NOT NULL,
  reason TEXT NOT NULL DEFAULT '', PRIMARY KEY (run, address)) WITHOUT ROWID;
CREATE INDEX want_waiting ON want (run, state, seq);
CREATE TABLE look (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, address INTEGER NOT NULL, at REAL NOT NULL,
  standing TEXT NOT NULL, reason TEXT NOT NULL, status INTEGER, final_url TEXT NOT NULL, elapsed REAL NOT NULL,
  body TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX look_address ON look (address);
CREATE TABLE capture (id INTEGER PRIMARY KEY, address INTEGER NOT NULL, sha TEXT NOT NULL, first_run INTEGER NOT NULL,
  last_run INTEGER NOT NULL, last_seen REAL NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, facts TEXT NOT NULL);
CREATE INDEX capture_address ON capture (address, id);
CREATE TABLE usage (capture INTEGER NOT NULL, target INTEGER NOT NULL, tag TEXT NOT NULL, role TEXT NOT NULL,
  word INTEGER NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (capture, target, tag, role)) WITHOUT ROWID;
CREATE TABLE note (run INTEGER NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL, at REAL NOT NULL,
  data TEXT NOT NULL, PRIMARY KEY (kind, place, run, at)) WITHOUT ROWID;
"""


@migrations()
def m001_first(db: Database) -> None:
    for statement in TABLES.strip().rstrip(";").split(";\n"):
        db.execute(statement)


@migrations()
def m002_aside(db: Database) -> None:
    """What was seen while a site was not itself stays on record, and counts for nothing."""
    for table in ("look", "capture", "note"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN aside INTEGER NOT NULL DEFAULT 0")


@migrations()
def m003_dictionary(db: Database) -> None:
    """What the bodies of the site's pages have in common (``bodies.py``)."""
    db.execute("CREATE TABLE dictionary (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")


@migrations()
def m004_packed_uses(db: Database) -> None:
    """What a page uses stands in its capture (``uses.py``); before, each use was a row."""
    db.execute("ALTER TABLE capture ADD COLUMN uses BLOB NOT NULL DEFAULT x''")
    rows = db.execute("SELECT capture, target, word, tag, role, uses FROM usage ORDER BY capture")
    for capture, uses in groupby(rows, key=itemgetter(0)):
        packed = pack(use for *use, count in (row[1:] for row in uses) for _ in range(count))
        db.execute("UPDATE capture SET uses = ? WHERE id = ?", (packed, capture))
    db.execute("DROP TABLE usage")


@lru_cache(maxsize=1 << 16)
def address_id(text: str) -> int:
    """The 64-bit id of an address (or of link words)."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def open_file(path: Path) -> sqlite3.Connection:
    """Open (make, migrate) the file; readable by the service's user only, as are the WAL files beside it."""
    with typed(f" {path} "):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        # One thread writes; a thread pool may read. Transactions are opened by hand.
        connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            migrations.apply(Database(connection))
        except sqlite3.Error:
            connection.close()
            raise
    return connection
