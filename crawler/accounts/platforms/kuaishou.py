"""快手, by the open platform with the owner's token. Its times are milliseconds."""

from datetime import date, datetime

from crawler.accounts.asking.ask import Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import JsonObject, epoch, must, number, rows, short, text
from crawler.accounts.asking.pace import Quota
from crawler.accounts.asking.sources import KuaishouOwner
from crawler.accounts.platforms.owner_errors import KUAISHOU
from crawler.accounts.platforms.owner_list import OwnerPage, read_owner_list
from ledger.vocabulary import AccountReading, Post, Reason, Source

PATH = "/openapi/photo/list"
_AT_A_TIME = 20
_OK = 1


async def read_kuaishou(
    asker: Asker, account: str, owner: KuaishouOwner, base: str, since: date, quota: Quota
) -> AccountReading:
    """The owner's works that everybody can see. An empty page ends the list."""

    async def page(cursor: str) -> OwnerPage:
        params = {"app_id": owner.app_id, "access_token": owner.token.reveal(), "count": str(_AT_A_TIME)}
        more = {"cursor": cursor} if cursor else {}
        answer = await asker.ask(f"kuaishou:{account}", quota, "GET", base + PATH, params={**params, **more})
        data = answer.good("快手").json()
        result = number(data, "result")
        if result != _OK:
            raise LookFailed(KUAISHOU.get(result or 0, Reason.SOURCE_FAILED), f"快手答复错误{result}")
        found = must(rows(data, "video_list"))
        posts = tuple(
            Post(account, _at(row), short(text(row, "caption"))) for row in found if row.get("pending") is not True
        )
        last = text(found[-1], "photo_id") if found else ""
        # a row without a name cannot be gone on from
        return OwnerPage(posts, tuple(map(_at, found)), last, answer.sha, broken=bool(found))

    return await read_owner_list(account, Source.KUAISHOU_OWNER, base + PATH, since, asker.clock.now(), page)


def _at(row: JsonObject) -> datetime | None:
    milliseconds = number(row, "create_time")
    return epoch(milliseconds / 1000) if milliseconds is not None else None
