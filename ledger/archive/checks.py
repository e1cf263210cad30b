"""The archive's memory of whether the site was itself: its checks, what it was when good, and what is set aside."""

import sqlite3
from datetime import datetime

from ledger.archive.errors import loaded, typed
from ledger.archive.file import ArchiveFile, whole
from ledger.archive.schema import address_id
from ledger.vocabulary import HomePage, Reason
from ledger.vocabulary.site_check import SiteCheck

KIND = SiteCheck.__name__
NO_RUN = 0  # of what a person said
WAITING, DONE, SKIPPED = 0, 1, 2  # the states of an address that a run wants


class CheckReader(ArchiveFile):
    """Reads the checks of the site, and what its addresses were while it was itself."""

    def checks(self, run: str) -> tuple[SiteCheck, ...]:
        """The run's checks, oldest first; before them those of earlier runs since the site was last itself."""
        query = "SELECT run, data FROM note WHERE kind = ? AND run BETWEEN 1 AND ? ORDER BY run, at"
        number = self._run_number(run)
        rows = [(int(str(at)), loaded(SiteCheck, data)) for at, data in self._rows(query, KIND, number)]
        mine = [check for at, check in rows if at == number]
        earlier = [check for at, check in rows if at < number]
        start = len(earlier)
        while start and not earlier[start - 1].itself:
            start -= 1
        return (*earlier[start:], *mine)

    def run_checks(self, run: str) -> tuple[SiteCheck, ...]:
        """The run's own checks, oldest first."""
        query = "SELECT data FROM note WHERE kind = ? AND run = ? ORDER BY at"
        return tuple(loaded(SiteCheck, d) for (d,) in self._rows(query, KIND, self._run_number(run)))

    def last_check(self, run: str) -> SiteCheck | None:
        """The run's own last word on it."""
        return next(reversed(self.run_checks(run)), None)

    def newest_check(self) -> SiteCheck | None:
        """Of any run."""
        query = "SELECT data FROM note WHERE kind = ? AND run > 0 ORDER BY run DESC, at DESC LIMIT 1"
        return next((loaded(SiteCheck, d) for (d,) in self._rows(query, KIND)), None)

    def accepted(self) -> SiteCheck | None:
        """The page that a person last accepted as the site's own."""
        query = "SELECT data FROM note WHERE kind = ? AND run = ? ORDER BY at DESC LIMIT 1"
        return next((loaded(SiteCheck, d) for (d,) in self._rows(query, KIND, NO_RUN)), None)

    def last_good(self, url: str, run: int = 0, since: float = 0.0) -> tuple[str, str] | None:
        """Address and body (hash) of the page as it was last seen while the site was itself; nothing that ``run`` first
        saw after ``since``, on which the next word is still to come."""
        query = (
            "SELECT a.url, c.sha FROM capture c JOIN address a ON a.id = c.address WHERE c.address = ? AND c.aside = 0"
            " AND NOT (c.first_run = ? AND c.last_seen > ?) ORDER BY c.id DESC LIMIT 1"
        )
        return next(((str(where), str(sha)) for where, sha in self._rows(query, address_id(url), run, since)), None)

    def last_good_home(self, home: str) -> tuple[str, str] | None:
        """The same of the home page, wherever it ended."""
        query = "SELECT data FROM note WHERE kind = ? AND aside = 0 ORDER BY run DESC, at DESC LIMIT 1"
        for (data,) in self._rows(query, HomePage.__name__):
            read = loaded(HomePage, data)
            return read.url, read.body
        return self.last_good(home)

    def gone(self, url: str) -> bool:
        """Whether the last two looks at the address, made while the site was itself, found nothing there."""
        query = "SELECT reason FROM look WHERE address = ? AND aside = 0 ORDER BY at DESC, id DESC LIMIT 2"
        reasons = [str(reason) for (reason,) in self._rows(query, address_id(url))]
        return len(reasons) > 1 and set(reasons) <= {Reason.NOT_FOUND, Reason.GONE}


def set_aside(db: sqlite3.Connection, run: int, since: datetime, *, again: bool) -> None:
    """What the run saw after ``since`` counts for nothing: it stays on record. ``again``: the addresses wait to be
    looked at, where the run goes on; otherwise they were not looked at (不是本站页面)."""
    state, reason = (WAITING, "") if again else (SKIPPED, Reason.SITE_NOT_ITSELF.value)
    stamp = since.timestamp()
    with typed(), whole(db):
        for query in (
            "UPDATE look SET aside = 1 WHERE run = ?1 AND at > ?2",
            "UPDATE capture SET aside = 1 WHERE first_run = ?1 AND last_seen > ?2",
            f"UPDATE note SET aside = 1 WHERE run = ?1 AND at > ?2 AND kind <> '{KIND}'",
        ):
            db.execute(query, (run, stamp))
        db.execute(
            "UPDATE want SET state = ?3, reason = ?4 WHERE run = ?1 AND state = ?5 AND NOT EXISTS"
            " (SELECT 1 FROM look l WHERE l.run = ?1 AND l.address = want.address AND l.at <= ?2)",
            (run, stamp, state, reason, DONE),
        )
