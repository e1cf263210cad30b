"""The platforms of 望舒区's accounts over real HTTP, and the records its clerk keeps. Judges nothing."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from crawler.accounts.asking.pace import Quota
from crawler.accounts.asking.secret import Secret
from crawler.accounts.asking.sources import AppStore, Endpoints, Feed, LookSettings, SourceSetting, WechatOwner
from crawler.accounts.viewing_record import NEVER, TITLES
from demo.loopback import running
from demo.platforms.platform_pages import FeedLine, mail_date, rss
from demo.platforms.platform_wechat import Owner, PublishedArticle, Reply, WechatStandIn
from demo.platforms.platforms import Platforms
from demo.sample.accounts import ACCOUNTS, APP_ID, AccountPlan, Seen
from demo.sample.files import png
from demo.sample.plan import Phase
from ledger.vocabulary import Source

OUR_ADDRESS = "203.0.113.9"
LOOKED = timedelta(minutes=30)  # before the round
_UNHURRIED = Quota(10_000, 1_000_000)  # nobody's server is burdened


class AccountStage:
    """``last``: the day from which the ages of all posts are counted. ``set`` turns to another day of the story."""

    def __init__(self, last: datetime) -> None:
        self._last = last
        self.day = last
        owners = [_owner(plan, self._posts(plan)) for plan in ACCOUNTS if plan.seen in (Seen.OWNER, Seen.SHUT_OUT)]
        self.platforms = Platforms(WechatStandIn(owners, lambda: self.day), {})
        self.set(last)

    def _posts(self, plan: AccountPlan) -> list[datetime]:
        morning = self._last.replace(hour=7, minute=0, second=0, microsecond=0)
        return [morning - timedelta(days=age) for age in plan.ages]

    def _until_today(self, plan: AccountPlan) -> list[datetime]:
        return [at for at in self._posts(plan) if at <= self.day]

    def set(self, day: datetime) -> None:
        self.day = day
        for plan in ACCOUNTS:
            if plan.seen is Seen.FEED:
                self.platforms.pages[_feed_path(plan)] = _feed(plan, self._until_today(plan), day)
            if plan.seen is Seen.STORE:
                self.platforms.pages[f"/lookup?id={APP_ID}&country=cn"] = _store(plan, self._posts(plan)[0])

    def settings(self) -> LookSettings:
        ours = self.platforms.places()
        places = Endpoints(wechat=ours.wechat, wechat_page=ours.wechat_page, app_store=self.platforms.base)
        return LookSettings(places=places, quotas=dict.fromkeys(Source, _UNHURRIED))

    def sources(self) -> Mapping[str, tuple[SourceSetting, ...]]:
        made: dict[str, tuple[SourceSetting, ...]] = {}
        for plan in ACCOUNTS:
            key = plan.account.id
            if plan.seen in (Seen.OWNER, Seen.SHUT_OUT):
                made[key] = (WechatOwner(key, Secret(_secret(key))),)
            elif plan.seen is Seen.FEED:
                made[key] = (Feed(self.platforms.base + _feed_path(plan)),)
            elif plan.seen is Seen.STORE:
                made[key] = (AppStore(APP_ID),)
        return made

    def write_record(self, folder: Path, phase: Phase) -> Path:
        """What the clerk saw half an hour before, as .csv with one screenshot an account."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"查看记录-{self.day:%Y-%m-%d}.csv"
        rows = [self._row(folder, plan) for plan in ACCOUNTS if plan.seen is Seen.PERSON and phase in plan.phases]
        with path.open("w", encoding="utf-8-sig", newline="") as handle:
            csv.writer(handle).writerows([TITLES, *rows])
        return path

    def _row(self, folder: Path, plan: AccountPlan) -> tuple[str, ...]:
        account, newest = plan.account, max(self._until_today(plan), default=None)
        picture = f"{account.platform}-{account.name}-{self.day:%m%d}.png"
        (folder / picture).write_bytes(png("#336699", 90, 160))
        looked = self.day - LOOKED
        shown = f"{newest:%Y-%m-%d}" if newest else NEVER
        return account.name, account.platform, shown, "巡查员甲", f"{looked:%Y-%m-%d %H:%M}", picture


def _secret(key: str) -> str:
    return f"sample-secret-of-{key}"


def _owner(plan: AccountPlan, posts: list[datetime]) -> Owner:
    shown = [PublishedArticle(f"{plan.account.name}第{number}期", at) for number, at in enumerate(posts, 1)]
    ip = OUR_ADDRESS if plan.seen is Seen.SHUT_OUT else ""
    return Owner(plan.account.id, _secret(plan.account.id), shown, ip=ip)


def _feed_path(plan: AccountPlan) -> str:
    return f"/feeds/{plan.account.id}.xml"


def _feed(plan: AccountPlan, posts: list[datetime], day: datetime) -> Reply:
    lines = [
        FeedLine(f"{plan.account.name}{at:%m%d}", f"{plan.account.address}{at:%Y%m%d}", mail_date(at)) for at in posts
    ]
    return Reply(rss(lines, built=mail_date(day - LOOKED)).encode(), "application/rss+xml")


def _store(plan: AccountPlan, released: datetime) -> Reply:
    row = {
        "trackName": plan.account.name,
        "version": "2.1.0",
        "currentVersionReleaseDate": f"{released:%Y-%m-%dT%H:%M:%SZ}",
        "trackViewUrl": f"https://apps.example/id{APP_ID}",
    }
    return Reply(json.dumps({"resultCount": 1, "results": [row]}).encode(), "text/javascript")


@contextmanager
def serve_accounts(last: datetime) -> Iterator[AccountStage]:
    """The platforms until the block ends."""
    stage = AccountStage(last)
    with running(stage.platforms.server):
        yield stage
