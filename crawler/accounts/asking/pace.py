"""Time and turns: a clock that can run faster (benches), and limits a minute and a day per key. Asks nothing itself."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType

from crawler.accounts.asking.failing import LookFailed
from ledger.vocabulary import Reason

_ON_ITS_WAY = timedelta(seconds=30)
_MINUTE = timedelta(minutes=1)


class Clock:
    """Runs on from ``start``, ``scale`` times as fast as real time; limits and waits are kept in its time."""

    def __init__(self, start: datetime, scale: float = 1.0) -> None:
        self._start = start
        self._scale = scale
        self._since = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._since) * self._scale)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._scale)


@dataclass(frozen=True)
class Quota:
    """Requests a minute and a Beijing day at most."""

    per_minute: int
    per_day: int


class Limiter:
    """Turns of one key, one at a time. A turn counts from its end, so what the other side sees is never closer.

    ``count`` adds one to the stored number of the day and gives the sum; ``last`` is when the key was last asked: a
    restart starts neither the day nor the minute anew.
    """

    def __init__(
        self, quota: Quota, clock: Clock, count: Callable[[datetime], int], last: datetime | None = None
    ) -> None:
        self._quota = quota
        self._clock = clock
        self._count = count
        self._ended: deque[datetime] = deque(maxlen=quota.per_minute)
        if last:  # how many there were in that minute is not known, nor when the last one got there
            self._ended.extend([last + _ON_ITS_WAY] * quota.per_minute)
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        await self._lock.acquire()
        try:
            if len(self._ended) == self._quota.per_minute:
                wait = self._ended[0] + _MINUTE - self._clock.now()
                if wait > timedelta(0):
                    await self._clock.sleep(wait.total_seconds())
        except BaseException:
            self._lock.release()
            raise

    def count_one(self) -> None:
        """To be called when the question is really sent, so that a kill does not leave one uncounted or misdated."""
        if self._count(self._clock.now()) > self._quota.per_day:
            raise LookFailed(Reason.QUOTA, "本系统为该账号设定的当日次数已用完")

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.append(self._clock.now())
        self._lock.release()


def next_midnight(now: datetime) -> datetime:
    """The next Beijing midnight: ``now`` is in Asia/Shanghai."""
    day = now.date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
