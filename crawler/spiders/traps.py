"""Which addresses the walk leaves alone because they never end. Pure but for its own counting."""

import re
from collections import Counter
from urllib.parse import urlsplit

MAX_LENGTH = 1000
MAX_SEGMENTS = 16
MAX_REPEATS = 2
MAX_QUERIES = 300
_CALENDAR = re.compile(r"(?:calendar|rili|wanlianli)[/?]|[?&](?:month|day|week|riqi)=\d", re.I)


class Traps:
    """One a site: counts how many queries each path has been asked with."""

    def __init__(self) -> None:
        self._queries: Counter[str] = Counter()

    def springs(self, url: str) -> bool:
        """Whether a trap rule stops the walk at ``url``; asked once an address."""
        parts = urlsplit(url)
        segments = [s for s in parts.path.split("/") if s]
        if len(url) > MAX_LENGTH or len(segments) > MAX_SEGMENTS:
            return True
        if any(n > MAX_REPEATS for n in Counter(segments).values()):
            return True
        if not parts.query:
            return False
        if _CALENDAR.search(f"{parts.path}?{parts.query}"):
            return True
        self._queries[parts.path] += 1
        return self._queries[parts.path] > MAX_QUERIES
