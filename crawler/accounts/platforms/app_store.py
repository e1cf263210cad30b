"""An app (移动客户端) in the App Store. The date of a version says nothing of the app's content: never complete."""

from dataclasses import replace

from crawler.accounts.asking.ask import ApiAnswer, Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import JsonObject, number, rows, short, text
from crawler.accounts.asking.pace import Quota
from crawler.accounts.asking.sources import AppStore
from crawler.accounts.feeds.dates import feed_time
from crawler.reading.dates import SHANGHAI
from ledger.vocabulary import AccountReading, Post, Reason, Source

PATH = "/lookup"
_TOO_FAST = {403, 429, 503}


async def read_app_store(asker: Asker, account: str, app: AppStore, base: str, quota: Quota) -> AccountReading:
    """The app's present version and when it came out (not ``releaseDate``, which is the first version's)."""
    reading = AccountReading(account, Source.APP_STORE, asker.clock.now(), address=base + PATH)
    name = "id" if app.app.isdigit() else "bundleId"
    try:
        # the limit is one for all apps: it is kept for our address
        answer = await asker.ask("app-store", quota, "GET", base + PATH, params={name: app.app, "country": "cn"})
        row = _found(answer)
    except LookFailed as failure:
        return replace(reading, reason=failure.reason, detail=failure.detail)
    dated = feed_time(text(row, "currentVersionReleaseDate"), SHANGHAI)
    title = short(f"{text(row, 'trackName')} {text(row, 'version')}")
    post = Post(account, dated[0] if dated else None, title, text(row, "trackViewUrl"))
    detail = "版本日期不说明内容是否更新"
    return replace(reading, posts=(post,), reason=Reason.SOURCE_PARTIAL, detail=detail, body=answer.sha)


def _found(answer: ApiAnswer) -> JsonObject:
    if answer.status in _TOO_FAST:
        raise LookFailed(Reason.QUOTA, f"应用商店答复状态{answer.status}")
    data = answer.good("应用商店").json()
    found = rows(data, "results")
    if not found:
        raise LookFailed(Reason.NOT_LISTED if number(data, "resultCount") == 0 else Reason.INTERFACE)
    return found[0]
