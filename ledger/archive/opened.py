"""Whether pages of a host opened in a run: an error of one page counts only beside others that open. Writes nothing."""

import sqlite3
from urllib.parse import urlsplit

_QUERY = (
    "SELECT 1 FROM want w JOIN address a ON a.id = w.address JOIN look l ON l.address = w.address AND l.run = w.run"
    " WHERE w.run = ? AND w.state = 1 AND substr(a.url, 1, ?) = ? AND l.standing = 'ok' AND l.aside = 0 LIMIT 1"
)


class OpenArchives:
    """One a reader; each run and host is asked for once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[tuple[int, str], bool] = {}

    def beside(self, url: str, run: int) -> bool:
        """Whether any address of the host of ``url`` opened in the run."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}/"
        if (run, host) not in self._known:
            row = self._db.execute(_QUERY, (run, len(host), host)).fetchone()
            self._known[run, host] = row is not None
        return self._known[run, host]
