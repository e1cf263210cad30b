"""Name resolution for Scrapy's reactor: getaddrinfo in threads, through the address guard. Opens no connection.

Twisted's own resolver drops the getaddrinfo number, and with it the difference between "no such name" (-2) and "the
name server did not answer" (-3); this one keeps the error of each host in ``failures`` for the download handler.
"""

import socket
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Self

from scrapy.crawler import CrawlerRunnerBase
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution
from twisted.internet.threads import deferToThreadPool
from twisted.python.failure import Failure
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.connect.guard import Address, AddressGuard
from crawler.connect.threads import in_thread

GUARD_SETTING = "XUNCHA_GUARD"
_KEEP_SECONDS = 300.0


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """getaddrinfo cannot be stopped; its answer is simply no longer waited for."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """One a process: the reactor's. Successes are remembered for five minutes, failures only told."""

    def __init__(self, reactor: Any, guard: AddressGuard) -> None:
        self.reactor = reactor
        self.guard = guard
        self.failures: dict[str, OSError] = {}
        self._known: dict[tuple[str, int], tuple[float, tuple[Address, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: CrawlerRunnerBase, reactor: Any) -> Self:
        return cls(reactor, crawler.settings[GUARD_SETTING])

    def install_on_reactor(self) -> None:
        """Install, or widen the guard of the one that stands there."""
        standing = self.reactor.nameResolver
        if isinstance(standing, GuardedResolver):
            standing.guard = replace(
                standing.guard,
                pins={**standing.guard.pins, **self.guard.pins},
                allow_private=standing.guard.allow_private or self.guard.allow_private,
            )
        else:
            self.reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        known = self._known.get((hostName, portNumber))
        if known and time.monotonic() - known[0] < _KEEP_SECONDS:
            _tell(resolutionReceiver, known[1])
            return resolution
        waiting = deferToThreadPool(
            self.reactor, self.reactor.getThreadPool(), self.guard.resolve, hostName, portNumber
        )
        waiting.addCallbacks(
            lambda found: self._found(resolutionReceiver, hostName, portNumber, found),
            lambda failure: self._failed(resolutionReceiver, hostName, failure),
        )
        return resolution

    async def addresses(self, host: str, port: int) -> tuple[Address, ...]:
        """The same for who waits in asyncio: raises what the guard raises."""
        known = self._known.get((host, port))
        if known and time.monotonic() - known[0] < _KEEP_SECONDS:
            return known[1]
        found = await in_thread(partial(self.guard.resolve, host, port))
        self._known[host, port] = (time.monotonic(), found)
        return found

    def _found(self, receiver: Any, host: str, port: int, found: tuple[Address, ...]) -> None:
        self.failures.pop(host, None)
        self._known[host, port] = (time.monotonic(), found)
        _tell(receiver, found)

    def _failed(self, receiver: Any, host: str, failure: Failure) -> None:
        if not isinstance(failure.value, OSError):
            failure.raiseException()
        self.failures[host] = failure.value
        receiver.resolutionComplete()


def _tell(receiver: Any, found: tuple[Address, ...]) -> None:
    for family, ip, port in found:
        kind = IPv6Address if family == socket.AF_INET6 else IPv4Address
        receiver.addressResolved(kind("TCP", ip, port))
    receiver.resolutionComplete()
