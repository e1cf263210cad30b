"""One question over HTTP: in its turn, bounded, its bytes kept, nothing secret in what it says when it fails."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import httpx

from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import JsonObject
from crawler.accounts.asking.pace import Clock, Limiter, Quota
from crawler.accounts.asking.secret import quiet_logs, without
from crawler.looking.errors import reason_of
from ledger.vocabulary import Reason

CAP = 8 * 1024 * 1024  # an article page of WeChat has 2.3–4 MB, with its time near the end
_SECONDS = 120  # the client's own limit is for each piece: an answer in drops would never end
_AT_ONCE = 8  # the pool holds 10 connections; waiting for one must not look like a time-out
_HEADERS = {"Accept-Language": "zh-CN", "Accept": "*/*"}
# A source that is out of order is no dead link.
_OURS = {
    Reason.REFUSED: Reason.SOURCE_FAILED,
    Reason.DNS_NOT_FOUND: Reason.SOURCE_FAILED,
    Reason.REDIRECT_LOOP: Reason.SOURCE_FAILED,
}


class Memory(Protocol):
    """What is remembered between rounds: bodies, how often a key was asked today, until when it may not be asked."""

    def keep(self, body: bytes) -> str: ...
    def count(self, key: str, now: datetime) -> int: ...
    def last(self, key: str) -> datetime | None: ...
    def stop(self, key: str, until: datetime) -> None: ...
    def stopped_until(self, key: str) -> datetime | None: ...


@dataclass(frozen=True)
class ApiAnswer:
    """``cut``: longer than the cap. ``sha`` names the stored bytes."""

    status: int
    body: bytes
    content_type: str
    location: str
    sha: str
    cut: bool

    def good(self, who: str) -> "ApiAnswer":
        """Itself, where the status is 200; a source that answers anything else is out of order."""
        if self.status != 200:
            raise LookFailed(Reason.SOURCE_FAILED, f"{who}答复状态{self.status}")
        return self

    def json(self) -> JsonObject:
        """The JSON object, whatever the Content-Type says; always UTF-8."""
        try:
            value = json.loads(self.body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise LookFailed(Reason.MALFORMED, "答复不是JSON") from None
        if not isinstance(value, dict):
            raise LookFailed(Reason.INTERFACE, "答复的格式与所知的不同")
        return value


class Asker:
    """Asks for all adapters of one round, side by side."""

    def __init__(self, client: httpx.AsyncClient, clock: Clock, memory: Memory) -> None:
        quiet_logs()
        self.clock = clock
        self.memory = memory
        self._client = client
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._limiters: dict[str, Limiter] = {}

    def limiter(self, key: str, quota: Quota) -> Limiter:
        if key not in self._limiters:
            self._limiters[key] = Limiter(
                quota, self.clock, lambda now: self.memory.count(key, now), self.memory.last(key)
            )
        return self._limiters[key]

    async def ask(
        self,
        key: str,
        quota: Quota,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: JsonObject | None = None,
        headers: Mapping[str, str] | None = None,
        keep: bool = True,
    ) -> ApiAnswer:
        """The answer, whatever its status. Raises LookFailed where there is none, or the key may not be asked."""
        until = self.memory.stopped_until(key)
        if until and until > self.clock.now():
            raise LookFailed(Reason.QUOTA, f"平台规定的次数已用完，{until:%m月%d日%H:%M}后再查")
        limiter = self.limiter(key, quota)
        async with limiter, self._places:
            limiter.count_one()
            try:
                request = self._client.build_request(
                    method, url, params=params, json=body, headers={**_HEADERS, **(headers or {})}
                )
                async with asyncio.timeout(_SECONDS):
                    answer = await self._send(request, body)
            except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
                reason = reason_of(error, url)
                # "from None": what the error holds may show an address or a header with a token in it
                raise LookFailed(_OURS.get(reason, reason)) from None
        sha = self.memory.keep(answer.body) if keep else ""
        return ApiAnswer(answer.status, answer.body, answer.content_type, answer.location, sha, answer.cut)

    async def _send(self, request: httpx.Request, body: JsonObject | None) -> ApiAnswer:
        response = await self._client.send(request, stream=True)
        try:
            data = bytearray()
            async for piece in response.aiter_bytes():
                data += piece
                if len(data) > CAP:
                    break
        finally:
            await response.aclose()
        heads = response.headers
        told = [(name, value) for name, value in (body or {}).items() if isinstance(value, str)]
        return ApiAnswer(
            response.status_code,
            without(bytes(data[:CAP]), (*request.url.params.multi_items(), *request.headers.multi_items(), *told)),
            heads.get("content-type", ""),
            heads.get("location", ""),
            "",
            len(data) > CAP,
        )
