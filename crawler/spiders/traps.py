"""Which addresses the walk leaves alone because they never end. Pure but for its own counting."""

import re
from collections import Counter, defaultdict
from urllib.parse import parse_qsl, urlsplit

MAX_LENGTH = 1000
MAX_SEGMENTS = 16
MAX_REPEATS = 2
MAX_QUERIES = 300
_CALENDAR = re.compile(r"(?:calendar|rili|wanlianli)[/?]|[?&](?:month|day|week|riqi)=\d", re.I)


class Traps:
    """One a site: counts how many queries each path has been asked with, and of how many values they are made."""

    def __init__(self) -> None:
        self._queries: Counter[str] = Counter()
        self._values: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

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
        values = self._values[parts.path]
        for name, value in parse_qsl(parts.query):
            values[name].add(value)
        count = self._queries[parts.path]
        # show.asp?id=… has a value of its own for each page; an explosion combines few values
        return count > MAX_QUERIES and 2 * max(map(len, values.values()), default=0) < count
