"""How far a shard is: written for a display to read, and where a stop is asked for."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic

from crawler.spiders.task import SiteReport

EVERY = 0.5


@dataclass
class Board:
    """One a shard. ``now`` is the shard's clock, ``until`` the moment at which the walks pause by themselves."""

    now: Callable[[], datetime]
    progress: Path | None = None
    sites: int = 0
    until: datetime | None = None
    reports: list[SiteReport] = field(default_factory=list)
    stopping: bool = False
    started: float = field(default_factory=monotonic)
    _pages: dict[str, int] = field(default_factory=dict)
    _looked: int = 0
    _waiting: dict[str, Callable[[], int]] = field(default_factory=dict)
    _told: float = 0.0
    _until: dict[str, datetime] = field(default_factory=dict)

    def stopped(self) -> bool:
        return self.stopping or (self.until is not None and self.now() >= self.until)

    def stop(self, *_: object) -> None:
        """May be installed as a signal handler."""
        self.stopping = True

    def moved(self, site: str, pages: int, waiting: Callable[[], int]) -> None:
        """``waiting`` counts the addresses still to be looked at; it is asked only when the display is due."""
        self._pages[site] = pages
        self._waiting[site] = waiting
        self._until.pop(site, None)
        self._looked += 1
        if monotonic() - self._told >= EVERY:
            self.tell()

    def waits(self, site: str, until: datetime) -> None:
        """The site's walk waits for the moment of the next look at what was not there."""
        if site not in self._until or until > self._until[site]:
            self._until[site] = until
            self.tell()

    def report(self, report: SiteReport) -> None:
        self._pages[report.site] = report.pages
        self._waiting.pop(report.site, None)
        self._until.pop(report.site, None)
        self.reports.append(report)
        self.tell()

    def tell(self) -> None:
        """Replace the progress file in one step, so a reader never sees half of it."""
        self._told = monotonic()
        if self.progress is None:
            return
        seconds, pages = self._told - self.started, sum(self._pages.values())
        done = sum(report.finished for report in self.reports)
        rate = round(pages / seconds, 1) if seconds else 0.0
        state = {"sites": self.sites, "done": done, "pages": pages, "rate": rate, "seconds": round(seconds, 1)}
        state["waiting"] = sum(count() for count in self._waiting.values())
        state["left"] = round(state["waiting"] * seconds / self._looked) if self._looked else 0
        if self._until:
            state["until"] = max(self._until.values()).timestamp()
        fresh = self.progress.with_suffix(".tmp")
        with suppress(OSError):  # a full disk ends a walk where it stores what was seen, never for a display's sake
            fresh.write_text(json.dumps(state), encoding="utf-8")
            fresh.replace(self.progress)
