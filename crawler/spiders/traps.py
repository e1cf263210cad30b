"""Which addresses the walk leaves alone because they never end. Pure but for its own counting."""

import re
from collections import Counter, defaultdict
from datetime import date
from urllib.parse import parse_qsl, urlsplit

MAX_LENGTH = 1000
MAX_SEGMENTS = 16
MAX_REPEATS = 2
MAX_QUERIES = 300
MAX_MONTHS = 60  # pages of what is named a calendar
_CALENDAR = re.compile(r"(?:calendar|rili|wanlianli)[/?]|[?&](?:month|day|week|riqi)=\d", re.I)
_NAMED = re.compile(r"/[^/]*(?:calendar|rili|wanlianli)[^/]*/", re.I)
# a path that ends in a month or a day, written out, with nothing behind it that would name an article; 203512.html and
# info/2035/12.htm are articles by their numbers
_MONTH = re.compile(r"/(2\d\d\d)(?:/(0[1-9]|1[0-2])(?:/\d\d)?/?|-(0[1-9]|1[0-2])(?:-\d\d)?(?:/|\.\w{1,5})?)$")


class Traps:
    """One a site: counts how many queries each path has been asked with, and of how many values they are made.
    ``today``: the run's."""

    def __init__(self, today: date) -> None:
        self._last = (today.year + 1, today.month)
        self._leaves: Counter[str] = Counter()
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
        if self._leaf(parts.path):
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

    def _leaf(self, path: str) -> bool:
        """Whether it is a leaf of a calendar that leads on for ever: of a month of which nobody writes yet, or one of
        too many of what is named a calendar."""
        month = _MONTH.search(path)
        if month is None:
            return False
        if (int(month[1]), int(month[2] or month[3])) > self._last:
            return True
        named = _NAMED.search(path)
        if named is None:
            return False
        self._leaves[named[0]] += 1
        return self._leaves[named[0]] > MAX_MONTHS
