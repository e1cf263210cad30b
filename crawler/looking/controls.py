"""Control hosts: whether our own network works at this moment. Looks at nothing else."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.connect.guard import AddressGuard


@dataclass(frozen=True)
class ControlState:
    """``ok``: at least one control host resolved and took a connection."""

    ok: bool
    at: datetime


class Controls:
    """Asks the hosts ("name" or "name:port", port 443 unless told) at most once every ``every`` seconds."""

    def __init__(self, hosts: Sequence[str], *, guard: AddressGuard, every: float = 60.0, seconds: float = 5.0) -> None:
        self._hosts = tuple(hosts)
        self._guard = guard
        self._every = every
        self._seconds = seconds
        self._asked = float("-inf")
        self._state: ControlState | None = None
        self._lock = asyncio.Lock()

    async def state(self, now: datetime) -> ControlState:
        async with self._lock:
            if self._state is None or time.monotonic() - self._asked >= self._every:
                answered = await asyncio.gather(*(asyncio.to_thread(self._answers, host) for host in self._hosts))
                self._state = ControlState(any(answered), now)
                self._asked = time.monotonic()
            return self._state

    def _answers(self, host: str) -> bool:
        name, _, port = host.partition(":")
        try:
            self._guard.connect(name, int(port or 443), time.monotonic() + self._seconds).close()
        except OSError:
            return False
        return True
