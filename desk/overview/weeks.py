"""Problems opened and closed week by week, from the ledger's journal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ledger.ledger import Ledger
from ledger.vocabulary import Event

WEEKS = 13
_OPENS = frozenset({Event.CONFIRM, Event.RETURNED})


@dataclass(frozen=True)
class Week:
    """From Monday ``begins``: problems confirmed or seen again, and those seen put right."""

    begins: date
    opened: int
    closed: int


def weeks(ledger: Ledger, now: datetime) -> tuple[Week, ...]:
    """The last 13 weeks, this one last; each problem counts once a week."""
    monday = now.date() - timedelta(days=now.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    since = datetime.combine(first, datetime.min.time(), now.tzinfo)
    opened: dict[date, set[int]] = {}
    closed: dict[date, set[int]] = {}
    for event in ledger.findings.events(since, now + timedelta(seconds=1)):
        day = event.at.astimezone(now.tzinfo).date()
        begins = day - timedelta(days=day.weekday())
        if event.event in _OPENS:
            opened.setdefault(begins, set()).add(event.finding)
        elif event.event is Event.PASSED:
            closed.setdefault(begins, set()).add(event.finding)
    days = (first + timedelta(weeks=n) for n in range(WEEKS))
    return tuple(Week(day, len(opened.get(day, ())), len(closed.get(day, ()))) for day in days)
