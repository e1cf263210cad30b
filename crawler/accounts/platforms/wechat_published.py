"""公众号 with the owner's credentials: the list of 发布. It knows no 群发 and shows update times only.

So it never says when something was published, and never that nothing was: it names articles whose page can be opened.
"""

from datetime import date

from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import JsonObject, epoch, inner, must, number, rows, short, text
from crawler.accounts.asking.pace import Quota
from crawler.accounts.feeds.wechat_address import canonical
from crawler.accounts.platforms.wechat_api import ARTICLE, PUBLISHED, WechatApi
from ledger.vocabulary import AccountReading, Post, PostState, Reason, Source

_AT_A_TIME = 20
_PAGES = 5


async def read_wechat_published(api: WechatApi, account: str, since: date, quota: Quota) -> AccountReading:
    """Articles of 发布 updated on or after ``since``, undated, newest update first."""
    now = api.asker.clock.now()
    posts: list[Post] = []
    reason, detail = Reason.SOURCE_PARTIAL, "发布列表不含群发"
    offset = 0
    try:
        for _ in range(_PAGES):
            data = await api.call(PUBLISHED, {"offset": offset, "count": _AT_A_TIME, "no_content": 1}, quota)
            items = must(rows(data, "item"))
            # what was updated before ``since`` was published before it, too
            times = [epoch(number(item, "update_time")) for item in items]
            young = [item for item, at in zip(items, times, strict=True) if at is None or at.date() >= since]
            posts += [_post(account, row) for item in young for row in rows(inner(item, "content"), "news_item") or []]
            offset += len(items)  # objects, each of one article or more
            if not young or offset >= (number(data, "total_count") or 0):
                break
    except LookFailed as failure:
        reason, detail = failure.reason, failure.detail
    return AccountReading(
        account,
        Source.WECHAT_PUBLISHED,
        now,
        tuple(posts),
        reason=reason,
        detail=detail,
        address=PUBLISHED,
        body=api.last_body,
    )


async def article_gone(api: WechatApi, article: str, quota: Quota) -> bool:
    """Whether the owner's interface says that the article of that id no longer exists."""
    try:
        data = await api.call(ARTICLE, {"article_id": article}, quota)
    except LookFailed as failure:
        if failure.reason is Reason.GONE:
            return True
        raise
    return any(row.get("is_deleted") is True for row in rows(data, "news_item") or [])


def _post(account: str, row: JsonObject) -> Post:
    state = PostState.DELETED if row.get("is_deleted") is True else PostState.OK
    return Post(account, None, short(text(row, "title")), canonical(text(row, "url")), state)
