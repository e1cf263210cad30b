"""Control hosts: whether our own network works at this moment, inside and outside. Looks at nothing else."""

import asyncio
import ipaddress
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from crawler.connect.guard import AddressGuard, public
from crawler.connect.threads import in_thread
from crawler.looking.errors import inside_host


@dataclass(frozen=True)
class ControlState:
    """``ok``: at least one control host resolved and took a connection; ``names``: the name server gave a public
    address for the name of one outside; ``outside``: one outside took a connection; ``inside``: one of the inner
    network did, None where none is named."""

    ok: bool
    at: datetime
    names: bool = False
    outside: bool = False
    inside: bool | None = None


@dataclass(frozen=True)
class _Answer:
    took: bool
    named: bool
    inner: bool


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
                told = await asyncio.gather(*(in_thread(partial(self._ask, host)) for host in self._hosts))
                inner = [one.took for one in told if one.inner]
                self._state = ControlState(
                    any(one.took for one in told),
                    now,
                    names=any(one.named for one in told),
                    outside=any(one.took for one in told if not one.inner),
                    inside=any(inner) if inner else None,
                )
                self._asked = time.monotonic()
            return self._state

    def _ask(self, host: str) -> _Answer:
        name, _, told = host.rpartition(":") if host.count(":") == 1 else (host, "", "")
        port = int(told or 443)
        inner = inside_host(name, self._guard)
        named = not inner and not _number(name) and not self._guard.pinned(name) and self._resolves(name, port)
        try:
            self._guard.connect(name, port, time.monotonic() + self._seconds).close()
        except OSError:
            return _Answer(False, named, inner)
        return _Answer(True, named, inner)

    def _resolves(self, name: str, port: int) -> bool:
        """A number, a pin and an inner address are known without asking outside: they prove nothing of names."""
        try:
            return any(public(ip) for _, ip, _ in self._guard.resolve(name, port))
        except OSError:
            return False


def _number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
