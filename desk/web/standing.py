"""All findings as they are now, kept in memory and brought up to date by what changed: a page reads no 54,000 rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from ledger.ledger import Ledger
from ledger.vocabulary import Finding

T = TypeVar("T")
PATIENCE = 0.2  # seconds that a page waits for another to bring it up to date


@dataclass(frozen=True)
class Stand:
    """All findings by number, as they were when the journal had come to ``row``."""

    found: tuple[Finding, ...] = ()
    row: int = 0


@dataclass
class Standing:
    """Findings by number, without the pages that use a dead link. Any thread may ask."""

    _found: dict[int, Finding] = field(default_factory=dict)
    _file: int = 0
    _stand: Stand = field(default_factory=Stand)
    _kept: dict[str, tuple[object, object]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def now(self, ledger: Ledger, file: Path) -> Stand:
        """As ``ledger``, opened from ``file``, has them, or later. While another thread is reading a great change, a
        round that ends, it is as it was before that: ``row`` says so. A file put in its place is read anew."""
        if not self._lock.acquire(timeout=PATIENCE if self._stand.row else -1):
            return self._stand
        try:
            if (number := file.stat().st_ino) != self._file:
                self._file, self._found, self._stand = number, {}, Stand()
            row = self._stand.row
            last, touched = ledger.findings.touched(row)
            if touched:
                self._found |= {f.id: f for f in ledger.findings.find(numbers=touched, pages=False)}
                self._stand = Stand(tuple(self._found[number] for number in sorted(self._found)), last)
            return self._stand
        finally:
            self._lock.release()

    def kept(self, name: str, key: object, make: Callable[[], T]) -> T:
        """What ``make`` gave for that ``key``: made again when the key is another."""
        known = self._kept.get(name)
        if known is None or known[0] != key:
            self._kept[name] = known = key, make()
        return cast(T, known[1])
