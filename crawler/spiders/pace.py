"""When a host may be asked again. A host's own answer can only slow us."""

import asyncio
import email.utils
import random
from datetime import datetime
from time import monotonic

LONGEST_WAIT = 60.0  # seconds that a run waits for one host at its request, all in all


class Pace:
    """One a site: spaces requests to each host."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._gap: dict[str, float] = {}
        self._unreached: set[str] = set()
        self._waited: dict[str, float] = {}

    def reached(self, host: str, *, reached: bool) -> None:
        """A host whose name leads nowhere is asked nothing, so nothing need be spaced."""
        (self._unreached.discard if reached else self._unreached.add)(host)

    def slow_to(self, host: str, gap: float) -> None:
        """At least ``gap`` seconds between two requests; never less than what holds already."""
        self._gap[host] = max(gap, self._gap.get(host, 0.0))

    def rest(self, host: str, seconds: float) -> bool:
        """Ask nothing of the host for that long. False, and no rest, where it asks for more than a run has for it."""
        until = monotonic() + max(seconds, 0.0)
        more = max(0.0, until - max(monotonic(), self._next.get(host, 0.0)))  # others may be waiting already
        waited = self._waited.get(host, 0.0) + more
        if waited > LONGEST_WAIT:
            return False
        self._waited[host] = waited
        self._next[host] = max(until, self._next.get(host, 0.0))
        return True

    def begin(self, host: str, gap: float) -> None:
        """Somewhere within the first gap: sites that begin together must not ask together for ever."""
        self._next[host] = monotonic() + random.uniform(0, gap)

    async def turn(self, host: str, gap: float) -> None:
        """Return when the next request to the host is due; a rest ordered meanwhile holds for those who wait too.

        Turns are told by the clock: one taken late, by less than half a gap, makes the next no later; of a longer
        silence nothing is caught up.
        """
        if host in self._unreached:
            return
        while (left := self._next.get(host, 0.0) - monotonic()) > 0:
            await asyncio.sleep(min(left, 1.0))
        gap, now, due = max(gap, self._gap.get(host, 0.0)), monotonic(), self._next.get(host, 0.0)
        self._next[host] = (due if now - due < gap / 2 else now) + gap


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds a Retry-After header asks for; None when it says nothing readable."""
    text = value.strip()
    if text.isdecimal():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (when - now).total_seconds()) if when.tzinfo else None
