"""All findings as they are now, kept in memory and brought up to date by what changed: a page reads no 54,000 rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar, cast

from ledger.ledger import Ledger
from ledger.vocabulary import Finding

T = TypeVar("T")


@dataclass
class Standing:
    """Findings by number, without the pages that use a dead link. Any thread may ask."""

    _last: int = 0  # of the journal's rows, the last one read
    _found: dict[int, Finding] = field(default_factory=dict)
    _listed: tuple[Finding, ...] = ()
    _kept: dict[str, tuple[object, object]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def now(self, ledger: Ledger) -> tuple[Finding, ...]:
        """All of them as ``ledger`` has them, by number. A ledger that was put back to an earlier day is read anew."""
        with self._lock:
            if not ledger.findings.has_row(self._last):
                self._last, self._found = 0, {}
            last, touched = ledger.findings.touched(self._last)
            if touched:
                self._found |= {f.id: f for f in ledger.findings.find(numbers=touched, pages=False)}
                self._listed = tuple(self._found[number] for number in sorted(self._found))
                self._last = last
            return self._listed

    def kept(self, name: str, key: object, make: Callable[[], T]) -> T:
        """What ``make`` gave for that ``key``: made again when the key is another."""
        known = self._kept.get(name)
        if known is None or known[0] != key:
            self._kept[name] = known = key, make()
        return cast(T, known[1])
