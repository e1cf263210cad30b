"""微博, by the open interface with the owner's token.

Visitors' ways (m.weibo.cn, ajax) are not taken: they need a made-up cookie, and do not say what they leave out.
"""

import re
from datetime import date, datetime, timedelta, timezone
from html import unescape

from crawler.accounts.asking.ask import Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import JsonObject, inner, must, number, rows, short, text
from crawler.accounts.asking.pace import Quota
from crawler.accounts.asking.sources import WeiboOwner
from crawler.accounts.feeds.dates import MONTHS
from crawler.accounts.platforms.owner_errors import WEIBO
from crawler.accounts.platforms.owner_list import OwnerPage, read_owner_list
from crawler.reading.dates import SHANGHAI
from ledger.vocabulary import AccountReading, Post, Reason, Source

PATH = "/2/statuses/user_timeline.json"
_AT_A_TIME = 20
_CREATED = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d?) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})")
_TAG = re.compile(r"<[^<>]*>")


async def read_weibo(
    asker: Asker, account: str, owner: WeiboOwner, base: str, since: date, quota: Quota
) -> AccountReading:
    """The owner's own posts. ``created_at`` is the publish time; a repost is a post."""

    async def page(cursor: str) -> OwnerPage:
        at = int(cursor or "1")
        params = {"access_token": owner.token.reveal(), "count": str(_AT_A_TIME), "page": str(at)}
        answer = await asker.ask(f"weibo:{account}", quota, "GET", base + PATH, params=params)
        data = answer.json()
        code = number(data, "error_code")
        if code:
            raise LookFailed(WEIBO.get(code, Reason.INTERFACE), f"微博答复错误{code}")
        answer.good("微博")
        found = must(rows(data, "statuses"))
        posts = tuple(_post(account, row) for row in found)
        listed = tuple(post.at for post, row in zip(posts, found, strict=True) if not _pinned(row))
        total = number(data, "total_number")
        done = (at - 1) * _AT_A_TIME + len(found)
        more = total is None or done < total
        return OwnerPage(posts, listed, str(at + 1) if more and found else "", answer.sha, broken=more and at > 1)

    return await read_owner_list(account, Source.WEIBO_OWNER, base + PATH, since, asker.clock.now(), page)


def created(words: str) -> datetime | None:
    """``Thu Sep 10 18:18:55 +0800 2026``, by a fixed table of months; relative times are none."""
    found = _CREATED.fullmatch(words.strip())
    month = MONTHS.get(found[1].lower()) if found else None
    if not found or not month:
        return None
    offset = timedelta(hours=int(found[7]), minutes=int(found[8]))
    zone = timezone(offset if found[6] == "+" else -offset)
    try:
        at = datetime(int(found[9]), month, int(found[2]), int(found[3]), int(found[4]), int(found[5]), tzinfo=zone)
    except ValueError:
        return None
    return at.astimezone(SHANGHAI)


def _pinned(row: JsonObject) -> bool:
    title = text(inner(row, "title"), "text")
    return bool(
        number(row, "isTop") == 1 or row.get("isTop") is True or number(row, "mblogtype") == 2 or title == "置顶"
    )


def _post(account: str, row: JsonObject) -> Post:
    user, ident = number(inner(row, "user"), "id"), text(row, "idstr") or text(row, "mid")
    url = f"https://weibo.com/{user}/{ident}" if user and ident else ""
    return Post(account, created(text(row, "created_at")), short(unescape(_TAG.sub("", text(row, "text")))), url)
