"""Stand-ins of what is read without an owner: feeds and article pages. Text only; serves nobody."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape


@dataclass(frozen=True)
class FeedLine:
    """One item; ``date`` as it is written."""

    title: str
    url: str
    date: str


def mail_date(at: datetime) -> str:
    return format_datetime(at)


def rss(lines: Sequence[FeedLine], built: str = "", prolog: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """RSS 2.0. An item without a date has no pubDate."""
    items = "".join(
        f"<item><title>{escape(line.title)}</title><link>{escape(line.url)}</link>"
        + (f"<pubDate>{line.date}</pubDate>" if line.date else "")
        + f"<guid isPermaLink='false'>{escape(line.url)}</guid></item>"
        for line in lines
    )
    when = f"<lastBuildDate>{built}</lastBuildDate>" if built else ""
    return f"{prolog}<rss version='2.0'><channel><title>订阅</title>{when}{items}</channel></rss>"


def json_feed(lines: Sequence[FeedLine], stamp: str = "date_modified") -> str:
    """JSON Feed 1.1, as wewe-rss writes it."""
    items = [{"id": line.url, "url": line.url, "title": line.title, stamp: line.date} for line in lines]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "订阅", "items": items})


def wewe_status(feed: str, synced: datetime) -> str:
    """What wewe-rss answers at /feeds/."""
    at = int(synced.timestamp())
    return json.dumps([{"id": feed, "name": "账号", "intro": "", "cover": "", "syncTime": at, "updateTime": at}])


def article(title: str, at: datetime, *, script: str | None = None, words: str = "", filling: int = 0) -> str:
    """A healthy article page: empty #publish_time, the time in a script near the end, 已注销 in another script.

    ``script`` takes the place of the lines that carry the time; ``filling`` bytes stand before it.
    """
    second = int(at.timestamp())
    usual = (
        f"var oriCreateTime = '{second}'; var createTime = '{at:%Y-%m-%d %H:%M}';\n"
        f'var ct = "{second}"; var create_time = "{second}" * 1; var svr_time = "{second + 864_000}" * 1;\n'
        f"window.cgiDataNew = {{ create_time: JsDecode('{at:%Y-%m-%d %H:%M}'), ori_create_time: '{second}' * 1 }};"
    )
    return (
        f'<!DOCTYPE html><html><head><meta property="og:title" content="{escape(title)}"/><title></title></head><body>'
        '<script>var tip = "店铺已注销"; var biz = "MzA=" || "";</script>'
        f'<div id="js_article"><h1 id="activity-name">{escape(title)}</h1><em id="publish_time"></em>'
        f'<div id="js_content">{words}</div></div><!--{" " * filling}-->'
        f"<script>{usual if script is None else script}</script></body></html>"
    )


def message(text: str, desc: str = "") -> str:
    """The page in place of an article that cannot be shown; HTTP 200 all the same."""
    return (
        '<html><head><title></title></head><body><script>var biz = "MzA=" || "";</script><div class="weui-msg">'
        f'<div class="weui-msg__text-area"><div class="weui-msg__title warn">{text}</div>'
        f'<div class="weui-msg__desc"><p class="tips">{desc}</p></div></div></div></body></html>'
    )
