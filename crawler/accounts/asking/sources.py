"""How each account is looked at, as the office set it down, and the settings of one round. Plain data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from crawler.accounts.asking.pace import Quota
from crawler.accounts.asking.secret import Secret
from ledger.vocabulary import AccountReading, Source


class FeedKind(StrEnum):
    PLAIN = "plain"
    RSSHUB = "rsshub"
    WEWE_RSS = "wewe-rss"  # tells when it last asked
    WE_MP_RSS = "we-mp-rss"  # its dates are update times


@dataclass(frozen=True)
class WechatOwner:
    """公众号, with the owner's appid and secret."""

    appid: str
    secret: Secret


@dataclass(frozen=True)
class WeiboOwner:
    token: Secret


@dataclass(frozen=True)
class DouyinOwner:
    open_id: str
    token: Secret


@dataclass(frozen=True)
class KuaishouOwner:
    app_id: str
    token: Secret


@dataclass(frozen=True)
class Feed:
    """``zone`` is that of dates without one; ``max_age``: a service that looked longer ago is said to sleep."""

    url: str = field(repr=False)  # it may carry a key
    kind: FeedKind = FeedKind.PLAIN
    zone: str = "Asia/Shanghai"
    max_age: timedelta = timedelta(hours=24)


@dataclass(frozen=True)
class AppStore:
    """An app in the App Store of China, by number or bundle name."""

    app: str


SourceSetting = WechatOwner | WeiboOwner | DouyinOwner | KuaishouOwner | Feed | AppStore


@dataclass(frozen=True)
class AccountTask:
    """One account to look at. ``records`` is what persons saw; ``pages`` are articles whose page is to be looked at."""

    account: str
    sources: tuple[SourceSetting, ...] = ()
    records: tuple[AccountReading, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Endpoints:
    """Where the platforms' interfaces are. Stand-ins take their place in the sample district and in tests."""

    wechat: str = "https://api.weixin.qq.com"
    wechat_page: str = "https://mp.weixin.qq.com"
    weibo: str = "https://api.weibo.com"
    douyin: str = "https://open.douyin.com"
    kuaishou: str = "https://open.kuaishou.com"
    app_store: str = "https://itunes.apple.com"


# Where a platform names no figure, ours is the smaller one.
QUOTAS: dict[Source, Quota] = {
    Source.WECHAT_OWNER: Quota(60, 900),
    Source.WECHAT_PUBLISHED: Quota(20, 90),
    Source.WECHAT_PAGE: Quota(12, 2_000),
    Source.FEED: Quota(60, 5_000),
    Source.WEIBO_OWNER: Quota(20, 140),
    Source.DOUYIN_OWNER: Quota(30, 450),
    Source.KUAISHOU_OWNER: Quota(30, 450),
    Source.APP_STORE: Quota(18, 5_000),  # Apple refuses after some 20 a minute
}


@dataclass(frozen=True)
class LookSettings:
    """``days``: how far back lists are asked. ``fresh_for``: a reading as young as this is not asked for again."""

    days: int = 31
    fresh_for: timedelta = timedelta(hours=6)
    places: Endpoints = Endpoints()
    quotas: dict[Source, Quota] = field(default_factory=lambda: dict(QUOTAS))
    pages_confirmed: int = 3  # articles opened to learn their publish time, per feed that does not tell it


def feed_pins(sources: Iterable[SourceSetting]) -> dict[str, tuple[str, int]]:
    """Pins for the address guard: hosts of feeds, which the office named itself and mostly runs in its own network."""
    parts = [urlsplit(source.url) for source in sources if isinstance(source, Feed)]
    return {p.hostname: (p.hostname, p.port or (443 if p.scheme == "https" else 80)) for p in parts if p.hostname}
