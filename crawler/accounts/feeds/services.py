"""A feed of a service the office runs (RSSHub, wewe-rss, we-mp-rss, any other), and whether the service is awake.

A feed proves an update, never that there was none: that the service has synced, or built its file, in this hour says
when it asked the platform, not that it was let in (wewe-rss goes on telling of fresh syncs with a log-in that expired).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from crawler.accounts.asking.ask import ApiAnswer, Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import epoch, json_rows, number, text
from crawler.accounts.asking.pace import Quota
from crawler.accounts.asking.secret import scrub
from crawler.accounts.asking.sources import Feed, FeedKind
from crawler.accounts.feeds.dates import feed_time
from crawler.accounts.feeds.parse import FeedItem, ParsedFeed, parse_feed
from crawler.accounts.feeds.wechat_address import canonical
from ledger.vocabulary import AccountReading, Post, Reason, Source

_AHEAD = timedelta(hours=1)  # clocks differ; a later time is a wrong one


async def read_feed(asker: Asker, account: str, feed: Feed, quota: Quota) -> AccountReading:
    """What the feed lists, and how much that says."""
    now = asker.clock.now()
    url = _address(feed)
    reading = AccountReading(account, Source.FEED, now, address=scrub(feed.url))
    try:
        answer = await asker.ask(_key(url), quota, "GET", url)
        parsed = _parsed(answer.good("订阅服务"))
        posts = tuple(_post(account, item, feed, now) for item in parsed.items)
        built = await _built(asker, feed, parsed, quota)
        built = None if built and built > now + _AHEAD else built
        seen = replace(reading, posts=posts, body=answer.sha)
        unread = any(p.at is None and not i.updated for p, i in zip(posts, parsed.items, strict=True))
        unread = unread and feed.kind is not FeedKind.WE_MP_RSS
        reason, detail = _flaw(seen, feed, built, cut=parsed.cut or answer.cut, unread=unread)
        return replace(seen, reason=reason, detail=detail)
    except LookFailed as failure:
        return replace(reading, reason=failure.reason, detail=failure.detail)


def _parsed(answer: ApiAnswer) -> ParsedFeed:
    parsed = parse_feed(answer.body, answer.content_type)
    if parsed is None:
        raise LookFailed(Reason.UNREADABLE, "答复的不是订阅内容")
    return parsed


def _flaw(
    reading: AccountReading, feed: Feed, built: datetime | None, *, cut: bool, unread: bool
) -> tuple[Reason, str]:
    """Why the feed does not tell of every post."""
    if cut:
        return Reason.TRUNCATED, "订阅内容不完整或者不规范"
    if not reading.posts:
        return Reason.EMPTY_ANSWER, "订阅内容是空的"
    if built and reading.seen - built > feed.max_age:
        return Reason.SOURCE_STALE, f"订阅服务最近一次更新在{built:%Y-%m-%d %H:%M}"
    if unread:
        return Reason.UNREADABLE, "有的条目没有可读的发布时间"
    if built is None and feed.kind is FeedKind.WEWE_RSS:
        return Reason.SOURCE_STALE, "订阅服务没有说明何时更新过"
    return Reason.SOURCE_PARTIAL, "订阅内容不一定列出全部信息，不能证明没有更新"


def _post(account: str, item: FeedItem, feed: Feed, now: datetime) -> Post:
    """An update time is no publish time, but wewe-rss writes its publish times as modification times."""
    words = item.published or (item.updated if feed.kind is FeedKind.WEWE_RSS else "")
    dated = feed_time(words, ZoneInfo(feed.zone)) if feed.kind is not FeedKind.WE_MP_RSS else None
    at, day_only = dated or (None, False)
    if at and at > now + _AHEAD:
        at, day_only = None, False
    return Post(account, at, item.title, canonical(item.url) or scrub(item.url), day_only=day_only)


async def _built(asker: Asker, feed: Feed, parsed: ParsedFeed, quota: Quota) -> datetime | None:
    """When the service last looked at the account, by its own word."""
    if feed.kind is not FeedKind.WEWE_RSS:
        dated = feed_time(parsed.built, ZoneInfo(feed.zone))
        return dated[0] if dated else None
    parts = urlsplit(feed.url)
    folder, _, name = parts.path.rpartition("/")
    try:
        status = await asker.ask(_key(feed.url), quota, "GET", urlunsplit((*parts[:2], f"{folder}/", "", "")))
        return _synced(status.good("订阅服务"), name.partition(".")[0])
    except LookFailed:
        return None


def _synced(status: ApiAnswer, name: str) -> datetime | None:
    for row in json_rows(status.body):
        if text(row, "id") == name:
            return epoch(number(row, "syncTime"))
    return None


def _address(feed: Feed) -> str:
    """we-mp-rss serves a file from its disk unless asked for a fresh one."""
    parts = urlsplit(feed.url)
    if feed.kind is not FeedKind.WE_MP_RSS or parts.path.rstrip("/").endswith("/fresh"):
        return feed.url
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/fresh"))


def _key(url: str) -> str:
    return f"feed:{urlsplit(url).netloc.rpartition('@')[2]}"
