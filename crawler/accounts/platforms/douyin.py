"""抖音, by the open platform with the owner's token. The web's signed addresses are not taken."""

from datetime import date

from crawler.accounts.asking.ask import Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import JsonObject, epoch, inner, must, number, rows, short, text
from crawler.accounts.asking.pace import Quota
from crawler.accounts.asking.sources import DouyinOwner
from crawler.accounts.platforms.owner_errors import DOUYIN, DOUYIN_BUSY
from crawler.accounts.platforms.owner_list import OwnerPage, read_owner_list
from ledger.vocabulary import AccountReading, Post, Reason, Source

PATH = "/api/douyin/v1/video/video_list/"
_NOT_PUBLIC = {2, 4}  # 不适宜公开、审核中
_WAITS = (1, 2, 4)


async def read_douyin(
    asker: Asker, account: str, owner: DouyinOwner, base: str, since: date, quota: Quota
) -> AccountReading:
    """The owner's videos that everybody can see."""

    async def page(cursor: str) -> OwnerPage:
        data, sha = await _asked(asker, account, owner, base, cursor or "0", quota)
        listing = inner(data, "data")
        found = must(rows(listing, "list"))
        public = [row for row in found if number(row, "video_status") not in _NOT_PUBLIC]
        posts = tuple(
            Post(account, epoch(number(r, "create_time")), short(text(r, "title")), text(r, "share_url"))
            for r in public
        )
        listed = tuple(epoch(number(r, "create_time")) for r in found if r.get("is_top") is not True)
        more = listing.get("has_more") is True
        return OwnerPage(posts, listed, str(number(listing, "cursor") or 0) if more else "", sha)

    return await read_owner_list(account, Source.DOUYIN_OWNER, base + PATH, since, asker.clock.now(), page)


async def _asked(
    asker: Asker, account: str, owner: DouyinOwner, base: str, cursor: str, quota: Quota
) -> tuple[JsonObject, str]:
    """One page's JSON; errors come with HTTP 200 and in either of two places. Busy is tried three times more."""
    params = {"open_id": owner.open_id, "cursor": cursor, "count": "20"}
    headers = {"access-token": owner.token.reveal()}
    for wait in (*_WAITS, 0):
        answer = await asker.ask(f"douyin:{account}", quota, "GET", base + PATH, params=params, headers=headers)
        data = answer.good("抖音").json()
        codes = (number(inner(data, name), "error_code") for name in ("data", "extra"))
        code = next((c for c in codes if c), 0)
        if not code:
            return data, answer.sha
        if code != DOUYIN_BUSY or not wait:
            raise LookFailed(DOUYIN.get(code, Reason.INTERFACE), f"抖音答复错误{code}")
        await asker.clock.sleep(wait)
    raise AssertionError("the last wait is 0")
