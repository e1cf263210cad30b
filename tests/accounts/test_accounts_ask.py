"""One question over HTTP that fails: a reason, never a dead one; and lists and feeds at their edges."""

import asyncio
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from crawler.accounts.asking.ask import CAP, Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.sources import AppStore, Feed, feed_pins
from crawler.accounts.feeds.services import read_feed
from crawler.accounts.feeds.wechat_address import canonical
from crawler.accounts.platforms.owner_list import OwnerPage, read_owner_list
from crawler.connect.guard import AddressGuard
from crawler.connect.transport import guarded_client
from demo.platforms.platform_pages import FeedLine, mail_date, rss
from demo.platforms.platform_wechat import Reply, WechatStandIn
from demo.platforms.platforms import serve_platforms
from ledger.vocabulary import DEAD_REASONS, AccountReading, Post, Reason, Source
from tests.accounts.lab import NOW, POSTED, SINCE, TITLE, WIDE, Lab, at, text

LINES = (
    FeedLine(TITLE, "https://a.test/2", mail_date(POSTED)),
    FeedLine("旧", "https://a.test/1", mail_date(at(1, 9, 8))),
)


def raised(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def wire(request: httpx.Request) -> httpx.Response:
        raise error

    return wire


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ReadTimeout("slow"), Reason.TIMEOUT),
        (TimeoutError(), Reason.TIMEOUT),
        (httpx.RemoteProtocolError("illegal header line"), Reason.MALFORMED),
        (httpx.DecodingError("bad gzip"), Reason.MALFORMED),
        (ConnectionRefusedError(111, "refused"), Reason.SOURCE_FAILED),
        (ConnectionResetError(104, "reset"), Reason.RESET),
        (socket.gaierror(socket.EAI_NONAME, "no name"), Reason.SOURCE_FAILED),
        (socket.gaierror(socket.EAI_AGAIN, "again"), Reason.DNS_FAILED),
    ],
)
def test_a_source_that_cannot_be_reached_is_never_dead(error: Exception, reason: Reason, tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    with lab.store, pytest.raises(LookFailed) as failed:
        asyncio.run(lab.asker(raised(error)).ask("k", WIDE, "GET", "https://feeds.some.gov.cn/"))
    assert failed.value.reason is reason
    assert reason not in DEAD_REASONS


def real(lab: Lab, url: str, guard: AddressGuard) -> Reason:
    async def go() -> None:
        async with guarded_client(contact="office", guard=guard) as client:
            await Asker(client, lab.clock, lab.store).ask("k", WIDE, "GET", url)

    with pytest.raises(LookFailed) as failed:
        asyncio.run(go())
    return failed.value.reason


def test_a_closed_port_and_an_address_inside_the_office(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    with lab.store, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        assert real(lab, url, AddressGuard(allow_private=True)) is Reason.SOURCE_FAILED
        assert real(lab, url, AddressGuard()) is Reason.PRIVATE_ADDRESS


def test_a_feed_inside_the_office_is_reached_because_the_office_named_it(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    pages = {"/feed.xml": Reply(rss(LINES).encode())}
    with lab.store, serve_platforms(WechatStandIn([], lab.clock.now), pages) as platforms:
        feed = Feed(f"{platforms.base}/feed.xml")

        async def look(guard: AddressGuard) -> AccountReading:
            async with guarded_client(contact="office", guard=guard) as client:
                return await read_feed(Asker(client, lab.clock, lab.store), "A1", feed, WIDE)

        assert asyncio.run(look(AddressGuard())).reason is Reason.PRIVATE_ADDRESS
        assert asyncio.run(look(AddressGuard(pins=feed_pins([feed])))).newest == POSTED
    assert feed_pins([Feed("https://rss.office.test/a"), AppStore("1")]) == {
        "rss.office.test": ("rss.office.test", 443)
    }


def test_an_answer_is_read_to_the_cap_and_says_so(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    with lab.store:
        answer = asyncio.run(lab.asker(text(b"x" * (CAP + 1))).ask("k", WIDE, "GET", "https://a.test/"))
    assert (len(answer.body), answer.cut) == (CAP, True)


def listed(*pages: OwnerPage) -> AccountReading:
    async def page(cursor: str) -> OwnerPage:
        return pages[int(cursor or "0")]

    return asyncio.run(read_owner_list("A1", Source.WEIBO_OWNER, "", SINCE, NOW, page))


def one(*moments: datetime | None, following: str = "", broken: bool = False, pinned: int = 0) -> OwnerPage:
    """A page of posts; the first ``pinned`` are no part of the order."""
    return OwnerPage(tuple(Post("A1", m) for m in moments), moments[pinned:], following, broken=broken)


def test_an_owner_s_list_is_complete_only_where_it_passed_the_window_or_ended() -> None:
    old = NOW - timedelta(days=40)
    assert listed(one(at(18), old, following="1")).complete
    assert listed(one(at(18))).complete
    assert listed(one(at(18), following="1"), one(old)).newest == at(18)
    assert listed(one(old, at(18), following="1", pinned=1), one(at(17), old)).complete
    assert listed(one(old, pinned=1)).complete  # nothing but a pinned post
    assert listed(one(old, at(18), following="0", pinned=1)).reason is Reason.SOURCE_PARTIAL  # leads nowhere
    assert listed(one(at(18), broken=True)).reason is Reason.SOURCE_PARTIAL
    assert listed(one(at(18), None)).reason is Reason.UNREADABLE
    assert listed(one(None, at(18), pinned=1)).reason is Reason.UNREADABLE
    assert listed(one()).reason is Reason.EMPTY_ANSWER


@pytest.mark.parametrize(
    ("built", "reason"),
    [
        (NOW - timedelta(hours=1), Reason.SOURCE_PARTIAL),
        (NOW - timedelta(hours=23), Reason.SOURCE_PARTIAL),
        (NOW - timedelta(hours=25), Reason.SOURCE_STALE),
        (NOW + timedelta(days=400), Reason.SOURCE_PARTIAL),  # a clock gone wrong says nothing
    ],
)
def test_when_a_feed_was_built_never_makes_it_whole(built: datetime, reason: Reason, tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    with lab.store:
        asker = lab.asker(text(rss(LINES, mail_date(built))))
        reading = asyncio.run(read_feed(asker, "A1", Feed("https://a.test/feed.xml"), WIDE))
    assert (reading.complete, reading.since, reading.until, reading.reason) == (False, None, None, reason)
    assert len(reading.posts) == len(LINES)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://mp.weixin.qq.com/s/Aa1Bb2?chksm=1#rd", "https://mp.weixin.qq.com/s/Aa1Bb2"),
        ("https://mp.weixin.qq.com/s?src=11&timestamp=1&ver=1&signature=x", ""),
        ("https://mp.weixin.qq.com/s?__biz=MzA=&mid=1", ""),
        ("https://mp.weixin.qq.com.evil.test/s/Aa1Bb2", ""),
        ("https://user@evil.test/s/Aa1Bb2", ""),
        ("https://[/s/Aa1Bb2", ""),
        ("", ""),
    ],
)
def test_addresses_of_articles(url: str, expected: str) -> None:
    assert canonical(url) == expected
