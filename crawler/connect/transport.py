"""The guarded httpx client, for interfaces with JSON. Pages are looked at by Scrapy and by the lenient client."""

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from crawler.connect.settings import DEFAULT_LIMITS, user_agent


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves through the guard and dials the number it was given, so the answer cannot change in between."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            found = await asyncio.to_thread(self._guard.resolve, host, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        last: Exception = httpcore.ConnectError("no address")
        for _, ip, to in found:
            try:
                return await self._inner.connect_tcp(ip, to, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise httpcore.ConnectError("no local sockets")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport over a guarded pool: its error mapping is kept, its dialling is not."""

    def __init__(self, guard: AddressGuard, context: ssl.SSLContext | None = None) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context or ssl.create_default_context(), network_backend=_GuardedBackend(guard)
        )


def guarded_client(*, contact: str, guard: AddressGuard, limits: Limits = DEFAULT_LIMITS) -> httpx.AsyncClient:
    """A client without proxies, without redirects of its own (each hop is the caller's decision)."""
    return httpx.AsyncClient(
        transport=GuardedTransport(guard),
        headers={"User-Agent": user_agent(contact)},
        timeout=limits.seconds,
        follow_redirects=False,
        trust_env=False,
    )
