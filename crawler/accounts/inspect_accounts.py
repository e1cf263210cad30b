"""All accounts of a round, side by side: every source asked in its turn, every failure a reading with a reason.

What was read is stored at once; a start after a kill asks only what is missing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta

import httpx

from crawler.accounts.asking.ask import Asker
from crawler.accounts.asking.pace import Clock
from crawler.accounts.asking.secret import scrub
from crawler.accounts.asking.sources import (
    AccountTask,
    AppStore,
    DouyinOwner,
    Feed,
    KuaishouOwner,
    LookSettings,
    SourceSetting,
    WechatOwner,
    WeiboOwner,
)
from crawler.accounts.feeds.services import read_feed
from crawler.accounts.feeds.wechat_address import canonical
from crawler.accounts.merge import merge
from crawler.accounts.platforms.app_store import read_app_store
from crawler.accounts.platforms.douyin import read_douyin
from crawler.accounts.platforms.kuaishou import read_kuaishou
from crawler.accounts.platforms.wechat_api import WechatApi
from crawler.accounts.platforms.wechat_owner import read_wechat_owner
from crawler.accounts.platforms.wechat_page import look_at_article
from crawler.accounts.platforms.wechat_published import read_wechat_published
from crawler.accounts.platforms.weibo import read_weibo
from ledger.archive.accounts import AccountArchive
from ledger.vocabulary import AccountReading, AccountState, Post, PostState, Reason, Source

_SOURCES: dict[type, Source] = {
    WeiboOwner: Source.WEIBO_OWNER,
    DouyinOwner: Source.DOUYIN_OWNER,
    KuaishouOwner: Source.KUAISHOU_OWNER,
    AppStore: Source.APP_STORE,
}
# No other call can do better: the account, its secret or our address is refused as a whole.
_HOPELESS = {Reason.CREDENTIAL_WRONG, Reason.IP_NOT_ALLOWED, Reason.TOKEN_EXPIRED, Reason.ACCOUNT_RESTRICTED}
_KEPT = timedelta(days=120)  # readings older than this say nothing about three months


async def look_at_accounts(
    tasks: Sequence[AccountTask],
    settings: LookSettings,
    store: AccountArchive,
    client: httpx.AsyncClient,
    clock: Clock,
    told: Callable[[AccountState], None] | None = None,
) -> list[AccountState]:
    """The state of every account, in the order of ``tasks``; ``told`` hears each as it is done."""
    asker = Asker(client, clock, store)

    async def one(task: AccountTask) -> AccountState:
        state = await _Look(task, settings, store, asker).run()
        if told:
            told(state)
        return state

    return list(await asyncio.gather(*(one(task) for task in tasks)))


class _Look:
    """One account in one round."""

    def __init__(self, task: AccountTask, settings: LookSettings, store: AccountArchive, asker: Asker) -> None:
        self._task = task
        self._settings = settings
        self._store = store
        self._asker = asker
        self._since = asker.clock.now().date() - timedelta(days=settings.days)

    async def run(self) -> AccountState:
        for record in self._task.records:
            self._store.save_reading(record)
        # Secrets stay in the settings: only what was read goes on from here.
        for setting in self._task.sources:
            await self._source(setting)
        for url in self._task.pages:
            await self._page(url)
        now = self._asker.clock.now()
        return merge(self._task.account, self._store.readings(self._task.account, now - _KEPT), now)

    async def _source(self, setting: SourceSetting) -> None:
        if isinstance(setting, WechatOwner):
            await self._wechat(setting)
        elif isinstance(setting, Feed):
            quota = self._settings.quotas[Source.FEED]
            reading = await self._once(
                Source.FEED, lambda: read_feed(self._asker, self._task.account, setting, quota), scrub(setting.url)
            )
            await self._confirm(reading)
        else:
            await self._other(setting)

    async def _wechat(self, owner: WechatOwner) -> None:
        account, quotas = self._task.account, self._settings.quotas
        api = WechatApi(self._asker, owner, self._settings.places.wechat)
        days = self._store.days(account)

        def keep(day: date, posts: tuple[Post, ...]) -> None:
            self._store.save_day(account, day, posts)

        listed = await self._once(
            Source.WECHAT_OWNER,
            lambda: read_wechat_owner(api, account, self._since, days, keep, quotas[Source.WECHAT_OWNER]),
        )
        if listed.complete or listed.reason in _HOPELESS:
            return
        # the daily list is not ready or not granted: what 发布 names may at least prove an update
        quota = quotas[Source.WECHAT_PUBLISHED]
        published = await self._once(
            Source.WECHAT_PUBLISHED, lambda: read_wechat_published(api, account, self._since, quota)
        )
        await self._confirm(published)

    async def _other(self, setting: WeiboOwner | DouyinOwner | KuaishouOwner | AppStore) -> None:
        asker, account, since, places = self._asker, self._task.account, self._since, self._settings.places
        source = _SOURCES[type(setting)]
        quota = self._settings.quotas[source]

        def look() -> Awaitable[AccountReading]:
            match setting:
                case WeiboOwner():
                    return read_weibo(asker, account, setting, places.weibo, since, quota)
                case DouyinOwner():
                    return read_douyin(asker, account, setting, places.douyin, since, quota)
                case KuaishouOwner():
                    return read_kuaishou(asker, account, setting, places.kuaishou, since, quota)
                case AppStore():
                    return read_app_store(asker, account, setting, places.app_store, quota)

        await self._once(source, look)

    async def _confirm(self, reading: AccountReading) -> None:
        """Open the first articles that a list named without a publish time: their pages have it."""
        undated = [p.url for p in reading.posts if p.at is None and p.state is PostState.OK and canonical(p.url)]
        kept = self._store.readings(self._task.account, self._asker.clock.now() - _KEPT)
        dated = {p.url for r in kept if r.source is Source.WECHAT_PAGE for p in r.posts if p.at}
        for url in undated[: self._settings.pages_confirmed]:
            if canonical(url) not in dated:
                await self._page(url)

    async def _page(self, url: str) -> None:
        asker, account, base = self._asker, self._task.account, self._settings.places.wechat_page
        quota = self._settings.quotas[Source.WECHAT_PAGE]
        await self._once(Source.WECHAT_PAGE, lambda: look_at_article(asker, account, url, base, quota), canonical(url))

    async def _once(
        self, source: Source, look: Callable[[], Awaitable[AccountReading]], address: str | None = None
    ) -> AccountReading:
        """The reading of this round: the stored one where it is young and good, else a new one, stored."""
        earliest = self._asker.clock.now() - self._settings.fresh_for
        for reading in reversed(self._store.readings(self._task.account, earliest)):
            good = reading.complete or reading.reason is Reason.SOURCE_PARTIAL
            if reading.source is source and good and address in (None, reading.address):
                return reading
        reading = await look()
        self._store.save_reading(reading)
        return reading
