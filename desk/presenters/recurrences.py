"""A problem that came back stood more than once: each time with the unit that answered for it then. Writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ledger.ledger import Ledger
from ledger.vocabulary import Event, Finding, FindingEvent, Ruling, State

TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Spell:
    """One time that it stood. ``finding``: as it was at the end of that time; ``last``: it has not come back since."""

    finding: Finding
    events: tuple[FindingEvent, ...]
    last: bool = True

    def told(self, months: Iterable[str]) -> tuple[FindingEvent, ...]:
        """Its tellings by the notices of ``months``."""
        among = frozenset(months)
        return tuple(e for e in self.events if e.event is Event.NOTIFY and e.period in among)

    @property
    def fixed(self) -> bool:
        """One that is only suspected to be back, or by a 误报, was fixed all the same."""
        f, returned = self.finding, self.events[0].event is Event.RETURNED
        return f.state is State.CLOSED or (returned and (f.confirmed_at is None or self._false(self.events[0])))

    @property
    def back(self) -> datetime | None:
        """When it was seen to be back, where that was confirmed and is no 误报."""
        first = self.events[0]
        words = [e.event for e in self.events if e.event in (Event.CONFIRM, Event.UNCONFIRM)]
        sure = words[-1:] == [Event.CONFIRM] and not self._false(first)
        return first.at if first.event is Event.RETURNED and sure else None

    def _false(self, event: FindingEvent) -> bool:
        until = self.finding.dismissed_until
        return until is not None and event.at.date() <= until


def called_off(times: Sequence[Spell], spell: Spell, day: date) -> bool:
    """Whether what was told on ``day`` has since been called a 误报. One of a later time is of that time alone, unless
    an appeal was upheld by it: appeals are against what was told."""
    mine = [spell]
    for later in times[times.index(spell) + 1 :]:
        if any(e.event is Event.NOTIFY for e in later.events):
            break
        mine += [later] * any(e.event is Event.DISMISS and e.ruling is Ruling.ACCEPTED for e in later.events)
    return any(one.finding.dismissed_until is not None and day <= one.finding.dismissed_until for one in mine)


def spells(
    ledger: Ledger, found: Mapping[int, Finding], since: datetime, now: datetime
) -> Mapping[int, tuple[Spell, ...]]:
    """Of each of ``found`` (as it stands ``now``) that a notice told at or after ``since``: all its times, in order."""
    journal: dict[int, list[FindingEvent]] = {}
    for event in ledger.findings.events(since, now + TICK):
        journal.setdefault(event.finding, []).append(event)
    told = {n: events for n, events in journal.items() if n in found and any(e.event is Event.NOTIFY for e in events)}
    return {number: _cut(ledger, found[number], events, now) for number, events in told.items()}


def _cut(ledger: Ledger, finding: Finding, events: list[FindingEvent], now: datetime) -> tuple[Spell, ...]:
    if not any(e.event is Event.RETURNED for e in events):
        return (Spell(finding, tuple(events)),)
    whole = [e for e in ledger.findings.history(finding.id) if e.at <= now]
    starts = [0, *(n for n, e in enumerate(whole) if e.event is Event.RETURNED)]
    parts = [tuple(whole[a:b]) for a, b in zip(starts, [*starts[1:], len(whole)], strict=True)]
    ends = [ledger.findings.get_at(finding.id, part[0].at - TICK) for part in parts[1:]]
    return tuple(Spell(then, part, last=part is parts[-1]) for then, part in zip([*ends, finding], parts, strict=True))
