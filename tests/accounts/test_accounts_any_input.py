"""Whatever comes over the wire: an answer or a reason, never an exception, never a stale word from rubbish."""

import asyncio
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.accounts.asking.fields import epoch, number, short
from crawler.accounts.asking.secret import Secret, scrub
from crawler.accounts.asking.sources import DouyinOwner, Feed, KuaishouOwner, WechatOwner, WeiboOwner
from crawler.accounts.feeds.parse import parse_feed
from crawler.accounts.feeds.services import read_feed
from crawler.accounts.feeds.wechat_address import canonical
from crawler.accounts.merge import merge
from crawler.accounts.platforms.douyin import read_douyin
from crawler.accounts.platforms.kuaishou import read_kuaishou
from crawler.accounts.platforms.wechat_api import WechatApi
from crawler.accounts.platforms.wechat_owner import read_wechat_owner
from crawler.accounts.platforms.wechat_page import read_article_page
from crawler.accounts.platforms.wechat_published import read_wechat_published
from crawler.accounts.platforms.weibo import created, read_weibo
from ledger.vocabulary import AccountReading, Freshness
from tests.accounts.lab import SINCE, WIDE, Lab, text

WORDS = """list is_delay ref_date errcode item total_count content news_item statuses created_at total_number data
has_more cursor create_time result video_list photo_id items version access_token expires_in title url user error_code
update_time is_top extra caption"""
NAMES = st.sampled_from(WORDS.split())
PLAIN = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=12) | st.floats(allow_nan=False)
JSON = st.recursive(
    PLAIN | st.just("\ud83d"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)
XML = b"<rss>|<channel>|<item>|<pubDate>|</item>|<feed xmlns='http://www.w3.org/2005/Atom'>|&x;|<entry>|2026-09-10|\0|{"
HTML = "<!DOCTYPE a [<!ENTITY x 'y'>]>|<div id='js_article'>|<script>var ct = '1789034400'</script>|违规|已注销"
BOX = b'<div class="weui-msg__title">'
MARKS = st.sampled_from([*XML.split(b"|"), *HTML.encode().split(b"|"), *HTML.encode("gbk").split(b"|"), BOX])
SOUP = st.lists(MARKS | st.binary(max_size=8), max_size=14).map(b"".join)


@given(SOUP)
def test_pages_and_feeds_of_any_bytes(body: bytes) -> None:
    parsed = parse_feed(body)
    assert parsed is None or all(item.title == short(item.title) for item in parsed.items)
    page = read_article_page(body)
    assert (page.state is None) == (page.reason is not None)


@given(st.text(max_size=60), JSON)
def test_small_readers_of_any_text(words: str, value: object) -> None:
    canonical(words)
    created(words)
    assert scrub(scrub(words)) == scrub(words)
    assert number({"a": words}, "a") is None or words.lstrip("-").isdigit()
    found = number({"a": value}, "a")
    assert epoch(found) is None or 2000 <= epoch(found).year <= 2100


async def everybody(lab: Lab, body: bytes) -> list[AccountReading]:
    """Every adapter that reads JSON gets the same answer."""
    asker, token = lab.asker(text(body, mime="application/json")), Secret("t")
    api = WechatApi(asker, WechatOwner("wx", Secret("s")), "https://w.test")
    return [
        await read_wechat_owner(api, "A1", SINCE, {}, lambda day, posts: None, WIDE),
        await read_wechat_published(api, "A1", SINCE, WIDE),
        await read_weibo(asker, "A1", WeiboOwner(token), "https://b.test", SINCE, WIDE),
        await read_douyin(asker, "A1", DouyinOwner("O", token), "https://d.test", SINCE, WIDE),
        await read_kuaishou(asker, "A1", KuaishouOwner("A", token), "https://k.test", SINCE, WIDE),
        await read_feed(asker, "A1", Feed("https://f.test/a.json"), WIDE),
    ]


@settings(max_examples=60)
@given(st.dictionaries(NAMES, JSON, max_size=8).map(lambda value: json.dumps(value).encode()) | SOUP)
def test_adapters_of_any_answer(body: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder))
        with lab.store:
            readings = asyncio.run(everybody(lab, body))
            for reading in readings:
                lab.store.save_reading(reading)
    for reading in readings:
        assert reading.complete == (reading.reason is None)
        if not reading.posts and not reading.complete:
            assert merge("A1", [reading], lab.clock.now()).freshness(14) is Freshness.UNKNOWN


def test_half_a_character_can_be_stored(tmp_path: Path) -> None:
    version = b'"version": "https://jsonfeed.org/version/1.1"'
    body = b"{" + version + b', "items": [{"title": "\\ud83d", "url": "https://a.test/\\ude00"}]}'
    lab = Lab(tmp_path)
    with lab.store:
        reading = asyncio.run(read_feed(lab.asker(text(body)), "A1", Feed("https://f.test/a.json"), WIDE))
        lab.store.save_reading(reading)
        assert lab.store.readings("A1", lab.clock.now()) == (reading,)
    assert [post.title for post in reading.posts] == ["\N{REPLACEMENT CHARACTER}"]
