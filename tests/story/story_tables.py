"""Reads the hand-written tables beside it. Knows no ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.story.story_plan import INSPECTED, NEW_HOST, OLD_HOST, d

HERE = Path(__file__).parent
NONE = "-"


@dataclass(frozen=True)
class Row:
    """One finding as it stands at the end. Every field as written; "" where the table has a dash."""

    name: str
    criterion: str
    subject: str
    place: str
    unit: str
    first_seen: str
    state: str
    confirmed: str
    due: str
    closed: str
    dismissed_until: str
    appeal: str
    told: str
    returned: str
    rung: str
    answers: str

    @property
    def identities(self) -> tuple[tuple[str, str, str], ...]:
        """As it is at the end, and as it was before its site moved."""
        return tuple((self.criterion, self.subject, place) for place in (self.place, _before(self.place)))


@dataclass(frozen=True)
class Happened:
    """One event. ``at`` as month-day hour:minute."""

    name: str
    at: str
    event: str
    before: str
    after: str
    by: str = ""
    why: str = ""


def _before(place: str) -> str:
    return place.replace(f"http://{NEW_HOST}/", f"http://{OLD_HOST}/")


def _lines(file: str, width: int) -> Iterator[list[str]]:
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = ["" if cell == NONE else cell for cell in line.split("\t")]
            assert len(cells) <= width, line
            yield cells + [""] * (width - len(cells))


def ledger_end() -> tuple[Row, ...]:
    return tuple(Row(*cells) for cells in _lines("ledger_end.tsv", 16))


def events() -> list[Happened]:
    """Every event, spans told day by day, in the order in which they happen to each finding."""
    found = []
    for name, event, days, time, before, after, by, why in _lines("events.tsv", 8):
        found += [Happened(name, f"{day:%m-%d} {time}", event, before, after, by, why) for day in _days(days)]
    return sorted(found, key=lambda one: one.at)


def _days(text: str) -> tuple[date, ...]:
    first, _, last = text.partition("..")
    if not last:
        return (d(first),)
    days = tuple(day for day in INSPECTED if d(first) <= day <= d(last))
    # a span begins and ends on days of the round
    assert (days[0], days[-1]) == (d(first), d(last)), text
    return days


def rungs() -> dict[date, dict[str, str]]:
    """On which rung of the ladder each pressed finding stands at the end of some days."""
    found: dict[date, dict[str, str]] = {}
    for day, name, rung in _lines("rungs.tsv", 3):
        found.setdefault(d(day), {})[name] = rung
    return found


def letters() -> list[tuple[str, str, str, frozenset[str]]]:
    """Every letter: its day, its kind, whom it goes to, and the findings it tells."""
    return [
        (day, kind, unit, frozenset(found.split("、") if found else ()))
        for day, kind, unit, found in _lines("letters.tsv", 4)
    ]
