"""A bench for adapters: a clock that only moves when somebody waits, an archive, and a wire that is a function."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from crawler.accounts.asking.ask import Asker
from crawler.accounts.asking.pace import Clock, Quota
from demo.platforms.platform_wechat import Owner, PublishedArticle, Reply, WechatStandIn
from ledger.archive.accounts import AccountArchive
from ledger.vocabulary import AccountReading, AccountState

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 20, 8, 30, tzinfo=SHANGHAI)
SINCE = date(2026, 9, 6)
POSTED = datetime(2026, 9, 10, 18, 0, tzinfo=SHANGHAI)
TITLE = "关于开展清查的通知"
WIDE = Quota(10_000, 100_000)  # no limit of ours in the way
Wire = Callable[[httpx.Request], httpx.Response]


class StillClock(Clock):
    """Moves only by waiting, and remembers each wait."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.at = start
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += timedelta(seconds=seconds)


@dataclass
class Lab:
    """``seen`` is every request that went out."""

    folder: Path
    clock: StillClock = field(default_factory=lambda: StillClock(NOW))
    seen: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = AccountArchive(self.folder / "accounts.sqlite")

    def client(self, wire: Wire) -> httpx.AsyncClient:
        def recorded(request: httpx.Request) -> httpx.Response:
            self.seen.append(request)
            return wire(request)

        return httpx.AsyncClient(transport=httpx.MockTransport(recorded))

    def asker(self, wire: Wire) -> Asker:
        return Asker(self.client(wire), self.clock, self.store)

    def asks(self, part: str = "") -> int:
        return sum(part in request.url.path and "stable_token" not in request.url.path for request in self.seen)


@dataclass
class Outcome:
    """What a case came to; ``extra`` holds what the wire's other end counted."""

    reading: AccountReading | AccountState
    lab: Lab
    extra: dict[str, object] = field(default_factory=dict)


Case = Callable[[Lab], Coroutine[None, None, Outcome]]


def owner(*posts: PublishedArticle, **knobs: object) -> Owner:
    given = posts or (PublishedArticle(TITLE, POSTED),)
    return Owner("wx0001", "a-very-secret-secret", given, **knobs)


def wired(stand: WechatStandIn) -> Wire:
    """The stand-in as a wire."""

    def wire(request: httpx.Request) -> httpx.Response:
        reply: Reply = stand.answer(request.url.path, dict(request.url.params), request.content)
        return httpx.Response(reply.status, content=reply.body, headers={"Content-Type": reply.mime})

    return wire


def text(body: str | bytes, status: int = 200, mime: str = "application/xml", **headers: str) -> Wire:
    """A wire that always says the same."""
    content = body if isinstance(body, bytes) else body.encode()
    return lambda request: httpx.Response(status, content=content, headers={"Content-Type": mime, **headers})


def at(day: int, hour: int = 12, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)
