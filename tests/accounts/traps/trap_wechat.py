"""The traps of wire.md section 1: the interface of WeChat for an account's owner, by the faithful stand-in."""

from collections import deque
from datetime import date, datetime, timedelta

import httpx

from crawler.accounts.asking.secret import Secret
from crawler.accounts.asking.sources import AccountTask, LookSettings, WechatOwner
from crawler.accounts.inspect_accounts import look_at_accounts
from crawler.accounts.platforms.wechat_api import DAY_LIST, PUBLISHED
from crawler.accounts.platforms.wechat_owner import read_wechat_owner
from crawler.accounts.platforms.wechat_published import article_gone, read_wechat_published
from demo.platforms.platform_wechat import Owner, PublishedArticle, WechatStandIn
from ledger.vocabulary import AccountReading, Post, PostState, Source
from tests.accounts.lab import NOW, POSTED, SHANGHAI, SINCE, TITLE, WIDE, Case, Lab, Outcome, at, owner, wired
from tests.accounts.traps.trap_wechat_wire import (
    Change,
    always,
    api_of,
    as_mime,
    code,
    edited,
    late_statistics,
    listed,
    outcome,
    read,
    reworded,
    with_knobs,
    without_delay,
    without_titles,
)


async def chinese_body(lab: Lab) -> Outcome:
    stand = WechatStandIn([owner(PublishedArticle(TITLE, POSTED, mass=False))], lab.clock.now)
    gone = await article_gone(api_of(lab, wired(stand)), TITLE, WIDE)
    assert gone is False
    assert TITLE.encode() in lab.seen[-1].content
    body = "raw-utf8" if b"\\u" not in lab.seen[-1].content else "escaped"
    return Outcome(AccountReading("A1", Source.WECHAT_OWNER, NOW, complete=True), lab, {"body": body})


async def twice(lab: Lab) -> Outcome:
    stand = WechatStandIn([owner(life=timedelta(seconds=300))], lab.clock.now)
    api = api_of(lab, wired(stand))
    for _ in range(2):
        reading = await read_wechat_owner(api, "A1", SINCE, {}, lambda day, posts: None, WIDE)
        lab.clock.at += timedelta(minutes=10)
    assert stand.forced["wx0001"] == 0
    return outcome(reading, lab, stand)


async def wrong_secret(lab: Lab) -> Outcome:
    stand = WechatStandIn([owner()], lab.clock.now)
    api = api_of(lab, wired(stand), secret="another")
    reading = await read_wechat_owner(api, "A1", SINCE, {}, lambda day, posts: None, WIDE)
    return outcome(reading, lab, stand)


async def no_token(lab: Lab) -> Outcome:
    return await read(lab, lambda request: httpx.Response(200, json={"expires_in": 7200}))


async def token_then_quota(lab: Lab) -> Outcome:
    return await listed(lab, owner(script=deque([40001]), token_script=deque([0, 45009])))


async def first_data(lab: Lab) -> Outcome:
    lab.clock.at = datetime(2025, 11, 5, 8, 30, tzinfo=SHANGHAI)
    post = PublishedArticle(TITLE, datetime(2025, 11, 3, 9, tzinfo=SHANGHAI))
    return await listed(lab, owner(post), since=date(2025, 10, 22))


async def before_eight(lab: Lab) -> Outcome:
    lab.clock.at = NOW.replace(hour=7, minute=0)
    return await listed(lab, owner())


async def stored_days(lab: Lab) -> Outcome:
    return await listed(lab, owner(), stored=12)


async def quota_stop(lab: Lab) -> Outcome:
    given = owner(always={DAY_LIST: 45009})
    stand = WechatStandIn([given], lab.clock.now)
    api = api_of(lab, wired(stand))
    for _ in range(2):  # the second look asks nothing more
        reading = await read_wechat_owner(api, "A1", SINCE, {}, lambda day, posts: None, WIDE)
    until = lab.store.stopped_until(f"wechat:wx0001:{DAY_LIST}")
    return outcome(reading, lab, stand, stopped=f"{until:%Y-%m-%dT%H:%M}")


async def published(lab: Lab, given: Owner, change: Change | None = None) -> Outcome:
    stand = WechatStandIn([given], lab.clock.now)
    real = wired(stand)

    def wire(request: httpx.Request) -> httpx.Response:
        answer = real(request)
        return change(request, answer) if change and "freepublish" in request.url.path else answer

    reading = await read_wechat_published(api_of(lab, wire), "A1", SINCE, WIDE)
    return outcome(reading, lab, stand)


def free(*posts: PublishedArticle, change: Change | None = None, **knobs: object) -> Case:
    async def case(lab: Lab) -> Outcome:
        return await published(lab, owner(*posts, **knobs), change)

    return case


def two_articles(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    data = answer.json()
    data["item"][0]["content"]["news_item"] *= 2
    return httpx.Response(200, json=data)


def plain_address(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    data = answer.json()
    url = "http://mp.weixin.qq.com/s?__biz=MzA=&mid=1&idx=1&sn=ab12&chksm=cd34&scene=1#rd"
    data["item"][0]["content"]["news_item"][0]["url"] = url
    return httpx.Response(200, json=data)


def nothing(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(200, json={"item": [], "total_count": 0, "item_count": 0})


async def no_article(lab: Lab) -> Outcome:
    stand = WechatStandIn([owner()], lab.clock.now)
    assert await article_gone(api_of(lab, wired(stand)), "没有这一篇", WIDE)
    gone = (Post("A1", None, state=PostState.DELETED),)
    return Outcome(AccountReading("A1", Source.WECHAT_PUBLISHED, NOW, gone), lab)


def whole_round(**knobs: object) -> Case:
    async def case(lab: Lab) -> Outcome:
        stand = WechatStandIn([owner(**knobs)], lab.clock.now)
        task = AccountTask("A1", (WechatOwner("wx0001", Secret("a-very-secret-secret")),))
        client = lab.client(wired(stand))
        (state,) = await look_at_accounts([task], LookSettings(days=14), lab.store, client, lab.clock)
        return outcome(state, lab, stand)

    return case


def free_post(day: int, month: int = 9, **knobs: object) -> PublishedArticle:
    return PublishedArticle(f"{month}月{day}日发布", at(day, month=month), mass=False, **knobs)


LATE = frozenset(SINCE + timedelta(days=n) for n in range(14))
MANY = tuple(free_post(19) for _ in range(45))
TWO_PAGES = tuple(free_post(18) for _ in range(20)) + tuple(free_post(1, month=7) for _ in range(40))
BAD_GATEWAY = reworded(lambda request, answer: httpx.Response(502, text="bad gateway"))
HTML = reworded(lambda request, answer: httpx.Response(200, text="<html>代理</html>"))
HINT = reworded(
    lambda request, answer: httpx.Response(200, json={"errcode": 61501, "errmsg": "date range error hint: [tZmk]"})
)
AS_TEXT = reworded(lambda request, answer: httpx.Response(200, json={"errcode": "48001", "errmsg": "no"}))

CASES: dict[str, Case] = {
    "W1-01": always(48001),
    "W1-02": with_knobs(),
    "W1-03": reworded(lambda request, answer: edited(request, answer, errcode=0, errmsg="ok")),
    "W1-04": HINT,
    "W1-05": chinese_body,
    "W1-06": as_mime("text/plain"),
    "W1-07": as_mime("text/plain; charset=iso-8859-1"),
    "W1-08": HTML,
    "W1-09": BAD_GATEWAY,
    "W1-10": with_knobs(),
    "W1-11": with_knobs(),
    "W1-12": twice,
    "W1-13": with_knobs(),
    "W1-14": code(40001, 40001),
    "W1-15": with_knobs(ip="203.0.113.9"),
    "W1-16": token_then_quota,
    "W1-17": wrong_secret,
    "W1-18": no_token,
    "W1-20": with_knobs(),
    "W1-21": with_knobs(),
    "W1-22": first_data,
    "W1-23": with_knobs(),
    "W1-24": with_knobs(),
    "W1-25": with_knobs(PublishedArticle("旧", at(1, month=7)), late=LATE),
    "W1-26": with_knobs(late=LATE),
    "W1-27": with_knobs(late=frozenset({date(2026, 9, 19)})),
    "W1-28": reworded(without_titles),
    "W1-29": with_knobs(PublishedArticle("群发", at(10)), PublishedArticle("发布", at(12), mass=False)),
    "W1-30": with_knobs(PublishedArticle("旧", at(1, month=7))),
    "W1-31": code(61500),
    "W1-32": code(61501),
    "W1-33": code(61503),
    "W1-34": code(47009),
    "W1-35": reworded(late_statistics),
    "W1-36": with_knobs(PublishedArticle("头条", POSTED), PublishedArticle("次条", POSTED)),
    "W1-37": stored_days,
    "W1-38": reworded(without_delay),
    "W1-39": before_eight,
    "W1-40": whole_round(always={DAY_LIST: 48001}),
    "W1-41": free(free_post(1, month=7, edited=at(18))),
    "W1-42": free(free_post(18), free_post(17), change=two_articles),
    "W1-43": free(*MANY),
    "W1-44": free(*TWO_PAGES),
    "W1-45": free(free_post(18, deleted=True)),
    "W1-46": no_article,
    "W1-47": whole_round(always={PUBLISHED: 48001}),
    "W1-48": free(free_post(18)),
    "W1-49": free(change=nothing),
    "W1-50": free(free_post(18), change=plain_address),
    "W1-51": free(free_post(18), always={PUBLISHED: 48001}),
    "W1-55": with_knobs(),
    "W1-56": code(40004),
    "W1-60": code(61003),
    "W1-61": code(61007),
    "W1-62": code(61023),
    "W1-70": code(-1, -1),
    "W1-71": always(-1),
    "W1-72": code(40001),
    "W1-73": code(40014),
    "W1-74": code(42001),
    "W1-75": code(41001),
    "W1-76": with_knobs(token_script=deque([40013])),
    "W1-77": with_knobs(token_script=deque([40243])),
    "W1-78": quota_stop,
    "W1-79": code(0, 0, 0, 45009),
    "W1-80": code(45011),
    "W1-81": always(45011),
    "W1-82": code(47001),
    "W1-83": code(48004),
    "W1-84": code(50002),
    "W1-85": code(50005),
    "W1-86": code(99999),
    "W1-87": AS_TEXT,
}
