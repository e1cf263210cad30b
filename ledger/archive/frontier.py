"""The frontier of a run: what it wants to visit of a site, what waits, and what it leaves alone."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ledger.archive.checks import DONE, SKIPPED, WAITING
from ledger.archive.errors import typed
from ledger.archive.pending_rows import PendingRows
from ledger.archive.reader import moment
from ledger.archive.schema import address_id
from ledger.vocabulary import Reason


@dataclass(frozen=True)
class FrontierRow:
    """One address of the frontier."""

    seq: int
    url: str
    depth: int
    role: str
    outside: bool


class Candidate(NamedTuple):
    """What every look found dead: ``last``, the moment of the last one; ``user``: a page that uses it, or ""."""

    wanted: FrontierRow
    last: datetime
    user: str


class Frontier(PendingRows):
    """The part of an archive open to write that knows what is still to be looked at."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._wanted: set[int] = set()
        self._seq = 0

    def wants(self, url: str) -> bool:
        """Whether the run knows the address already (waiting, looked at or skipped)."""
        return address_id(url) in self._wanted

    def want(self, url: str, depth: int, role: str, *, outside: bool, skip: Reason | None = None) -> bool:
        """Put an address in the frontier, or (``skip``) in the coverage as not to be visited. False: known already."""
        number = address_id(url)
        if number in self._wanted:
            return False
        self._wanted.add(number)
        self._seq += 1
        state, reason = (WAITING, "") if skip is None else (SKIPPED, skip.value)
        self._pending["address"].append((number, url))
        self._pending["want"].append((self.run, self._seq, number, depth, role, outside, 0, state, reason))
        return True

    def waiting(self, after: int, n: int) -> list[FrontierRow]:
        """The next ``n`` waiting addresses behind position ``after``, in the order they were wanted."""
        if self._pending["want"]:
            self.commit()
        query = (
            "SELECT w.seq, a.url, w.depth, w.role, w.outside FROM want w JOIN address a ON a.id = w.address"
            " WHERE w.run = ? AND w.state = 0 AND w.seq > ? ORDER BY w.seq LIMIT ?"
        )
        with typed():
            rows = self._db.execute(query, (self.run, after, n)).fetchall()
        return [FrontierRow(seq, url, depth, role, bool(outside)) for seq, url, depth, role, outside in rows]

    def visited(self) -> int:
        """How many pages of the site the run has looked at: its budget holds over all its starts."""
        query = "SELECT COUNT(*) FROM want WHERE run = ? AND state = ? AND role = 'page' AND outside = 0"
        with typed():
            return int(self._db.execute(query, (self.run, DONE)).fetchone()[0])

    def left(self) -> int:
        """How many addresses of the run still wait."""
        with typed():
            row = self._db.execute("SELECT COUNT(*) FROM want WHERE run = ? AND state = 0", (self.run,)).fetchone()
        return int(row[0])

    def record_skip(self, url: str, reason: Reason) -> None:
        """An address of the frontier that will not be visited."""
        self._pending["state"].append((SKIPPED, reason.value, self.run, address_id(url)))

    def skip_waiting(self, reason: Reason) -> None:
        """The run ends here: whatever still waits is not visited."""
        self.commit()
        with typed():
            self._db.execute(
                "UPDATE want SET state = ?, reason = ? WHERE run = ? AND state = ?",
                (SKIPPED, reason.value, self.run, WAITING),
            )

    def candidates(self, looks: int) -> list[Candidate]:
        """Addresses that every look of this run found dead, looked at fewer than ``looks`` times."""
        self.commit()
        query = (
            "SELECT a.id, MAX(l.at), w.seq, a.url, w.depth, w.role, w.outside FROM look l JOIN want w ON w.run = l.run"
            " AND w.address = l.address JOIN address a ON a.id = l.address WHERE l.run = ? AND l.aside = 0"
            " GROUP BY l.address HAVING MIN(l.standing = 'dead') AND COUNT(*) < ? ORDER BY w.seq"
        )
        with typed():
            rows = self._db.execute(query, (self.run, looks)).fetchall()
        users = self._users(self.run, [row[0] for row in rows], most=1) if rows else {}
        pages = {target: found[0].page for target, found in users.items()}
        return [
            Candidate(FrontierRow(seq, url, depth, role, bool(outside)), moment(at), pages.get(target, ""))
            for target, at, seq, url, depth, role, outside in rows
        ]
