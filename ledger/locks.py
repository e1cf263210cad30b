"""Locks between processes, each a file of its own beside the ledger. The system lets go of one whose holder died."""

from collections.abc import Callable
from pathlib import Path

from filelock import AcquireReturnProxy, BaseFileLock, FileLock, Timeout

from ledger.errors import LedgerError

Held = AcquireReturnProxy[BaseFileLock]  # to be used in a ``with``, or let go by ``.lock.release()``


def hold(ledger: Path, what: str, busy: Callable[[], LedgerError], wait: float = 0.0) -> Held:
    """The lock for ``what`` on the ledger at that path, which need not be there yet. Where another process still has
    it after ``wait`` seconds, what ``busy`` gives is raised."""
    ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = ledger.with_name(f"{ledger.name}{'.' * bool(what)}{what}.lock")
    # a lock that is no more than a file that lies there would outlive its holder: none at all is better
    lock: BaseFileLock = FileLock(file, timeout=wait, thread_local=False, fallback_to_soft=False)
    try:
        return lock.acquire()
    except Timeout:
        raise busy() from None
