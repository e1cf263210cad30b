"""The archive of one site, open to write: what a run wants to visit, and what it saw. One writer at a time."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ledger.archive.checks import DONE, NO_RUN, set_aside
from ledger.archive.errors import ArchiveError, typed
from ledger.archive.file import whole
from ledger.archive.frontier import Candidate, Frontier, FrontierRow
from ledger.archive.reader import ArchiveReader, Run
from ledger.archive.schema import SAME, address_id
from ledger.archive.uses import pack, unpack
from ledger.codec import dump
from ledger.vocabulary import ColumnList, ColumnRecord, Failure, HomePage, Look, Page, Probe
from ledger.vocabulary.site_check import SiteCheck

__all__ = ["Archive", "ArchiveError", "ArchiveReader", "Candidate", "FrontierRow", "KnownPage", "Run", "Use"]

WORDS_REMEMBERED = 50_000
Note = ColumnList | ColumnRecord | Failure | HomePage | Probe | SiteCheck


class Use(NamedTuple):
    """One use of an address on a page. ``role``: what the page wants of it (page, image …)."""

    url: str
    tag: str
    text: str
    role: str


@dataclass(frozen=True)
class KnownPage:
    """What the archive remembers of a page: enough for a conditional GET."""

    capture: int
    sha: str
    etag: str
    modified: str


class Archive(Frontier):
    """Open an archive to read and write."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._words: set[int] = set()
        with typed():
            self._capture = int(self._db.execute("SELECT COALESCE(MAX(id), 0) FROM capture").fetchone()[0])

    def start_run(self, key: str, started: datetime, settings: str = "") -> bool:
        """Begin the run, or go on with it (True) where an earlier start was stopped."""
        with typed():
            self._bodies.learn()
            row = self._db.execute("SELECT id FROM run WHERE key = ?", (key,)).fetchone()
            if row is None:
                cursor = self._db.execute(
                    "INSERT INTO run (key, started, settings) VALUES (?, ?, ?)", (key, started.timestamp(), settings)
                )
                self.run = int(cursor.lastrowid or 0)
                return False
            self.run = self._newest(int(row[0]))
            self._wanted = {int(r[0]) for r in self._db.execute("SELECT address FROM want WHERE run = ?", (self.run,))}
            top = self._db.execute("SELECT COALESCE(MAX(seq), 0) FROM want WHERE run = ?", (self.run,)).fetchone()
            self._seq = int(top[0])
        return True

    def _newest(self, run: int) -> int:
        """The run's number, made the highest where others ran since it was stopped (a sweep goes on the next night).

        Intervals of captures are told by these numbers: what the run has seen is, from now on, what was seen last.
        """
        top = int(self._db.execute("SELECT MAX(id) FROM run").fetchone()[0])
        if run == top:
            return run
        with whole(self._db):
            for table, column in (("run", "id"), ("want", "run"), ("look", "run"), ("note", "run")):
                self._db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (top + 1, run))
            self._db.execute(
                "UPDATE capture SET last_run = ?1 WHERE id IN (SELECT MAX(c.id) FROM want w JOIN capture c"
                " ON c.address = w.address WHERE w.run = ?1 AND w.state = ?2 GROUP BY c.address)",
                (top + 1, DONE),
            )
        return top + 1

    def finished(self, key: str) -> bool:
        """Whether that run has come to its end."""
        return any(run.key == key and run.finished is not None for run in self.runs())

    def finish_run(self, at: datetime) -> None:
        self.commit()
        with typed():
            self._db.execute("UPDATE run SET finished = ? WHERE id = ?", (at.timestamp(), self.run))

    def record_look(self, url: str, look: Look, *, done: bool = True) -> None:
        """One look; ``done`` takes the address out of the frontier."""
        number = address_id(url)
        reason = look.reason.value if look.reason else ""
        final = SAME if look.final_url == url else look.final_url
        row = (look.status, final, look.elapsed, look.body, look.detail)
        self._pending["look"].append((self.run, number, look.at.timestamp(), look.standing.value, reason, *row))
        if done:
            self._pending["state"].append((DONE, "", self.run, number))

    def store_body(self, body: bytes) -> str:
        """Keep the bytes; returns their SHA-256."""
        sha = hashlib.sha256(body).hexdigest()
        self._pending["body"].append((sha, self._bodies.pack(body)))
        return sha

    def record_page(self, page: Page, uses: Sequence[Use], *, etag: str = "", modified: str = "") -> list[Use]:
        """A page that is new or has changed, with what it uses; returns what of it the run does not know yet."""
        self._capture += 1
        ids = [address_id(use.url) for use in uses]
        packed = pack((target, self._word(use.text), use.tag, use.role) for target, use in zip(ids, uses, strict=True))
        row = (self._capture, address_id(page.url), page.body, self.run, self.run, page.seen.timestamp())
        self._pending["capture"].append((*row, etag, modified, dump(page), packed))
        return [use for target, use in zip(ids, uses, strict=True) if target not in self._wanted]

    def _word(self, text: str) -> int:
        if not text:
            return 0
        number = address_id(text)
        if number not in self._words:
            if len(self._words) >= WORDS_REMEMBERED:
                self._words.clear()
            self._words.add(number)
            self._pending["word"].append((number, text))
        return number

    def record_unchanged(self, known: KnownPage, at: datetime) -> None:
        """The page is as it was: its interval grows, nothing else is written."""
        self._pending["extend"].append((self.run, at.timestamp(), known.capture))

    def mark_home(self, urls: Iterable[str]) -> None:
        """These addresses are used on the home page."""
        self._pending["home"].extend((self.run, address_id(url)) for url in urls)

    def known(self, url: str) -> KnownPage | None:
        """The newest capture of that page."""
        query = "SELECT id, sha, etag, modified FROM capture WHERE address = ? AND aside = 0 ORDER BY id DESC LIMIT 1"
        with typed():
            row = self._db.execute(query, (address_id(url),)).fetchone()
        return None if row is None else KnownPage(*row)

    def uses_of(self, known: KnownPage, *, new: bool = False) -> list[Use]:
        """What a stored page uses, so that an unchanged page need not be parsed again. ``new``: only what the run does
        not know yet."""
        packed = next(iter(self._rows("SELECT uses FROM capture WHERE id = ?", known.capture)), (b"",))
        with typed():
            uses = [use for use in unpack(packed[0]) if not (new and use.target in self._wanted)]
        urls = self._urls_of({use.target for use in uses}) if uses else {}
        words = self._words_of({use.word for use in uses}) if uses else {}
        found = (use for use in uses if use.target in urls)
        return [Use(urls[use.target], use.tag, words.get(use.word, ""), use.role) for use in found]

    def _note(self, note: Note, place: str, at: datetime, run: int) -> None:
        self._pending["note"].append((run, type(note).__name__, place, at.timestamp(), dump(note)))

    def record_column(self, column: ColumnList) -> None:
        self._note(column, column.column, column.seen, self.run)

    def record_home(self, home: HomePage) -> None:
        self._note(home, home.url, home.seen, self.run)

    def record_failure(self, failure: Failure) -> None:
        self._note(failure, failure.place, failure.seen, self.run)

    def record_probe(self, probe: Probe) -> None:
        """A probe belongs to no run."""
        self._note(probe, probe.url, probe.at, NO_RUN)

    def record_column_look(self, look: ColumnRecord) -> None:
        """What a person saw of a column belongs to no run."""
        self._note(look, look.column, look.seen, NO_RUN)

    def record_check(self, check: SiteCheck) -> None:
        self._note(check, check.url, check.at, self.run)

    def accept(self, check: SiteCheck) -> None:
        """A person says that this page is the site now."""
        self._note(check, check.url, check.at, NO_RUN)

    def set_aside(self, since: datetime, *, again: bool = False) -> None:
        """What the run saw after ``since`` counts for nothing. ``again``: it is looked at again when the run goes on;
        otherwise it was not looked at (不是本站页面)."""
        self.commit()
        set_aside(self._db, self.run, since, again=again)
