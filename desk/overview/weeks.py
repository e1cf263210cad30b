"""Problems opened and closed week by week, from the ledger's journal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ledger.ledger import Ledger
from ledger.vocabulary import Event

WEEKS = 13


@dataclass(frozen=True)
class Week:
    """From Monday ``begins``: problems confirmed or seen again, and those seen put right."""

    begins: date
    opened: int
    closed: int


def weeks(ledger: Ledger, now: datetime) -> tuple[Week, ...]:
    """The last 13 weeks, this one last; each problem counts once a week."""
    first = now.date() - timedelta(days=now.weekday(), weeks=WEEKS - 1)
    opened = ledger.findings.in_weeks(first, (Event.CONFIRM, Event.RETURNED), now)
    closed = ledger.findings.in_weeks(first, (Event.PASSED,), now)
    return tuple(Week(first + timedelta(weeks=n), opened.get(n, 0), closed.get(n, 0)) for n in range(WEEKS))
