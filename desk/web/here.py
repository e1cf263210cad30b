"""The workspace that this process serves: its desk, its ledger, its clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from desk.context import Desk, open_desk
from desk.web.standing import Stand, Standing
from desk.workspace.clock import now_or
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger


def _present() -> datetime:
    return now_or(None)


@dataclass
class Here:
    """One a process. ``allow_private``: whether looks may go to addresses of the own network (the sample district)."""

    workspace: Workspace
    clock: Callable[[], datetime] = _present
    allow_private: bool = False
    standing: Standing = field(default_factory=Standing)
    _lock: Lock = field(default_factory=Lock)
    _known: tuple[tuple[tuple[str, int, int], ...], Desk] | None = None

    def desk(self) -> Desk:
        """Settings and register as their files are now; ConfigError with the mistakes of every file."""
        written = self._written()
        with self._lock:
            if self._known is None or self._known[0] != written:
                self._known = written, open_desk(self.workspace.root)
            return self._known[1]

    def _written(self) -> tuple[tuple[str, int, int], ...]:
        files = (path for path in self.workspace.config.rglob("*") if path.is_file())
        stats = ((str(path), path.stat()) for path in files)
        return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))

    def stand(self, ledger: Ledger) -> Stand:
        """All findings as they are now."""
        return self.standing.now(ledger, self.workspace.ledger)

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        """The ledger, all of it at one moment; ``NoLedger`` before the first inspection."""
        with Ledger.open_for_reading(self.workspace.ledger) as ledger, ledger.snapshot():
            yield ledger

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        with Ledger.open_for_writing(self.workspace.ledger) as ledger:
            yield ledger


_here: list[Here] = []


def settle_in(here: Here) -> None:
    """From now on this process serves that workspace."""
    _here[:] = [here]


def here() -> Here:
    """What ``settle_in`` was given."""
    return _here[0]
