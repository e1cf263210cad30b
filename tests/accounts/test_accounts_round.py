"""A whole round against the stand-ins over real HTTP: all sources side by side, limits kept, a kill survived."""

import asyncio
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from crawler.accounts.asking.pace import Clock
from crawler.accounts.asking.secret import Secret
from crawler.accounts.asking.sources import AccountTask, Feed, FeedKind, LookSettings, WechatOwner
from crawler.accounts.inspect_accounts import look_at_accounts
from crawler.connect.guard import AddressGuard
from crawler.connect.transport import guarded_client
from demo.platforms.platform_pages import FeedLine, article, mail_date, message, rss
from demo.platforms.platform_wechat import Owner, PublishedArticle, Reply, WechatStandIn
from demo.platforms.platforms import Platforms, serve_platforms
from ledger.vocabulary import Freshness, PostState, Reason, Source
from tests.accounts.lab import NOW, POSTED, TITLE, Lab, at

ROOT = Path(__file__).parent.parent.parent
ACCOUNTS, DAYS = 20, 14
SCALE = 600.0


def child(platforms: Platforms, clock: Clock, folder: Path, per_minute: int) -> subprocess.Popen[str]:
    start = clock.now().isoformat()
    given = (platforms.base, folder / "a.sqlite", ACCOUNTS, per_minute, SCALE, start, DAYS, time.monotonic())
    command = [sys.executable, "-m", "bench.accounts_round", *map(str, given)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_killed_half_way_the_next_start_asks_only_what_is_missing(tmp_path: Path) -> None:
    per_minute, clock = 5, Clock(NOW, SCALE)
    owners = [Owner(f"wx{n}", f"secret-{n}", (PublishedArticle(TITLE, POSTED),)) for n in range(ACCOUNTS)]
    with serve_platforms(WechatStandIn(owners, clock.now, per_minute=per_minute), {}) as platforms:
        wanted = ACCOUNTS * DAYS
        first = child(platforms, clock, tmp_path, per_minute)
        for _ in range(600):
            if platforms.wechat.days_asked.total() >= wanted // 2:
                break
            time.sleep(0.01)
        first.kill()
        first.communicate()
        before = platforms.wechat.days_asked.total()
        assert wanted // 2 <= before < wanted
        second = child(platforms, clock, tmp_path, per_minute)
        said, _ = second.communicate(timeout=60)
        assert second.returncode == 0
        asked = platforms.wechat.days_asked
    assert said.split()[:2] == [str(ACCOUNTS), str(ACCOUNTS)]  # all complete, one post each
    assert len(asked) == wanted
    # asked twice: at most the answers that were on their way when it was killed, one an account
    assert asked.total() - wanted <= ACCOUNTS
    assert set(asked.values()) <= {1, 2}
    assert platforms.wechat.exceeded == 0


def run(lab: Lab, platforms: Platforms, *tasks: AccountTask) -> list:
    async def go() -> list:
        client = guarded_client(contact="office", guard=AddressGuard(allow_private=True))
        settings = LookSettings(days=DAYS, places=platforms.places())
        async with client:
            return await look_at_accounts(tasks, settings, lab.store, client, lab.clock)

    return asyncio.run(go())


def test_every_source_side_by_side(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    path = "/s/Aa1Bb2Cc3Dd4Ee5Ff6Gg7H"
    owners = [
        Owner("wx1", "s1", (PublishedArticle(TITLE, POSTED),)),
        Owner("wx2", "s2", always={"/datacube/getarticletotaldetail": 45009}),
        Owner("wx3", "s3", ip="203.0.113.9"),
    ]
    feed = rss([FeedLine(TITLE, "https://a.test/2", mail_date(at(15)))])
    pages = {
        path: Reply(article(TITLE, POSTED).encode(), "text/html"),
        "/s/gone": Reply(message("该内容已被发布者删除").encode(), "text/html"),
        "/feed.xml": Reply(feed.encode(), "application/xml"),
        "/rss/MP_WXS_1/fresh": Reply(
            rss([FeedLine(TITLE, f"https://mp.weixin.qq.com{path}", "Fri, 18 Sep 2026 18:00:00 ")]).encode()
        ),
    }
    with lab.store, serve_platforms(WechatStandIn(owners, lab.clock.now), pages) as platforms:
        tasks = (
            AccountTask("好", (WechatOwner("wx1", Secret("s1")),)),
            AccountTask("满", (WechatOwner("wx2", Secret("s2")), Feed(f"{platforms.base}/feed.xml"))),
            AccountTask("拒", (WechatOwner("wx3", Secret("s3")),)),
            AccountTask("编", (Feed(f"{platforms.base}/rss/MP_WXS_1", FeedKind.WE_MP_RSS),)),
            AccountTask("删", pages=("https://mp.weixin.qq.com/s/gone",)),
            AccountTask("空"),
        )
        states = run(lab, platforms, *tasks)
        asked = platforms.asked.total()
        again = run(lab, platforms, *tasks)
        repeated = platforms.asked.total() - asked
    good, full, refused, edited, deleted, empty = states
    assert (good.known_from, good.newest, good.freshness(14)) == (
        Source.WECHAT_OWNER,
        datetime.combine(date(2026, 9, 10), datetime.min.time(), NOW.tzinfo),
        Freshness.FRESH,
    )
    assert (full.newest, full.newest_from, full.reason) == (at(15), Source.FEED, Reason.QUOTA)
    assert (refused.reason, "203.0.113.9" in refused.detail) == (Reason.IP_NOT_ALLOWED, True)
    assert (edited.newest, edited.newest_from) == (POSTED, Source.WECHAT_PAGE)
    assert [post.state for reading in deleted.readings for post in reading.posts] == [PostState.DELETED]
    assert empty.reason is Reason.NO_SOURCE
    assert [state.newest for state in again] == [state.newest for state in states]
    # what was read is not asked again; refused is the one that may have been put right since
    assert repeated == 2  # its token, tried anew, and the token of the one that is stopped until midnight


def test_an_article_whose_time_is_known_is_not_opened_again(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    url = "https://mp.weixin.qq.com/s/Aa1Bb2Cc3Dd4Ee5Ff6Gg7H"
    pages = {
        "/s/Aa1Bb2Cc3Dd4Ee5Ff6Gg7H": Reply(article(TITLE, POSTED).encode(), "text/html"),
        "/rss/MP_WXS_1/fresh": Reply(rss([FeedLine(TITLE, url, "Fri, 18 Sep 2026 18:00:00 ")]).encode()),
    }
    with lab.store, serve_platforms(WechatStandIn([], lab.clock.now), pages) as platforms:
        task = AccountTask("编", (Feed(f"{platforms.base}/rss/MP_WXS_1", FeedKind.WE_MP_RSS),))
        run(lab, platforms, task)
        lab.clock.at += timedelta(days=1)
        (state,) = run(lab, platforms, task)
        assert platforms.asked == {"/s/Aa1Bb2Cc3Dd4Ee5Ff6Gg7H": 1, "/rss/MP_WXS_1/fresh": 2}
    assert (state.newest, state.freshness(14)) == (POSTED, Freshness.FRESH)
