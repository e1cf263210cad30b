"""What a run looked at, and what it did not and why."""

from dataclasses import dataclass
from datetime import datetime

from ledger.vocabulary.reason import Reason


@dataclass(frozen=True)
class Skipped:
    """Addresses not looked at for one reason: how many, and up to five of them."""

    reason: Reason
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """Coverage of one site in one run. ``bad``: looked at and dead or not readable."""

    site: str
    run: str
    started: datetime
    finished: datetime | None
    pages: int
    targets: int
    fine: int
    bad: int
    skipped: tuple[Skipped, ...] = ()
    columns_read: int = 0
    columns_total: int = 0
