"""公众号 with the owner's credentials: the list of each publishing day, the one official list that has 群发 too.

A day is asked once: what is final is handed to ``on_day`` at once and given back as ``stored`` in the next round.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import rows, short, text
from crawler.accounts.asking.pace import Quota
from crawler.accounts.feeds.wechat_address import canonical
from crawler.accounts.platforms.wechat_api import DAY_LIST, WechatApi
from crawler.reading.dates import SHANGHAI
from ledger.vocabulary import AccountReading, Post, Reason, Source

Days = Mapping[date, tuple[Post, ...]]
_FIRST = date(2025, 11, 1)  # there is no data before
_COUNTED = 8
_DAY = timedelta(days=1)


async def read_wechat_owner(
    api: WechatApi,
    account: str,
    since: date,
    stored: Days,
    on_day: Callable[[date, tuple[Post, ...]], None],
    quota: Quota,
) -> AccountReading:
    """What was published from ``since`` to yesterday. Newest days are asked first: they can prove an update."""
    now = api.asker.clock.now()
    since, yesterday = max(since, _FIRST), now.date() - _DAY
    final = {day: posts for day, posts in stored.items() if since <= day <= yesterday}
    early: list[Post] = []  # of days that are not final yet
    failed: LookFailed | None = None
    day = yesterday
    while day >= since:
        if day not in final:
            try:
                posts, ready = await _one_day(api, account, day, quota)
            except LookFailed as failure:
                failed = failure
                break
            # before that hour an empty list may only mean that nobody has counted yet, whatever is_delay says
            if ready and (day < yesterday or now.hour >= _COUNTED):
                final[day] = posts
                on_day(day, posts)
            else:
                early += posts
        day -= _DAY
    return _reading(account, now, since, yesterday, final, early, failed, api.last_body)


def _reading(
    account: str,
    now: datetime,
    since: date,
    yesterday: date,
    final: Days,
    early: list[Post],
    failed: LookFailed | None,
    body: str,
) -> AccountReading:
    last = since - _DAY
    while last < yesterday and last + _DAY in final:
        last += _DAY
    complete = last >= since
    posts = [post for posts in final.values() for post in posts] + early
    reason, detail = (failed.reason, failed.detail) if failed else (Reason.NOT_READY, "平台的数据还不是最后的")
    return AccountReading(
        account,
        Source.WECHAT_OWNER,
        now,
        tuple(sorted(posts, key=lambda post: post.at or now, reverse=True)),
        complete=complete,
        since=since if complete else None,
        until=datetime.combine(last, time.max, SHANGHAI) if complete else None,
        reason=None if complete else reason,
        detail="" if complete else detail,
        address=DAY_LIST,
        body=body,
    )


async def _one_day(api: WechatApi, account: str, day: date, quota: Quota) -> tuple[tuple[Post, ...], bool]:
    """The posts of one publishing day, and whether the list is final."""
    # one day a call: a longer range is refused, whatever the manual says
    data = await api.call(DAY_LIST, {"begin_date": day.isoformat(), "end_date": day.isoformat()}, quota)
    found, delayed = rows(data, "list"), data.get("is_delay")
    if found is None or not isinstance(delayed, bool):
        raise LookFailed(Reason.INTERFACE, "平台的答复缺少内容")
    posts = []
    for row in found:
        try:
            published = datetime.combine(date.fromisoformat(text(row, "ref_date")), time(), SHANGHAI)
        except ValueError:
            raise LookFailed(Reason.INTERFACE, "平台答复的发布日期看不懂") from None
        address = canonical(text(row, "content_url"))
        posts.append(Post(account, published, short(text(row, "title")), address, day_only=True))
    return tuple(posts), not delayed
