"""How the cases of trap_wechat.py are played: the stand-in's answers as they are, by code, or changed on the wire."""

import json
from collections import deque
from collections.abc import Callable
from datetime import date, timedelta

import httpx

from crawler.accounts.asking.secret import Secret
from crawler.accounts.asking.sources import WechatOwner
from crawler.accounts.platforms.wechat_api import DAY_LIST, WechatApi
from crawler.accounts.platforms.wechat_owner import read_wechat_owner
from demo.platforms.platform_wechat import Owner, PublishedArticle, WechatStandIn
from ledger.vocabulary import AccountReading, Post
from tests.accounts.lab import POSTED, SINCE, TITLE, WIDE, Case, Lab, Outcome, Wire, at, owner, wired

BASE = "https://api.weixin.qq.com"
Change = Callable[[httpx.Request, httpx.Response], httpx.Response]


def api_of(lab: Lab, wire: Wire, secret: str = "a-very-secret-secret") -> WechatApi:
    return WechatApi(lab.asker(wire), WechatOwner("wx0001", Secret(secret)), BASE)


async def listed(lab: Lab, given: Owner, since: date = SINCE, stored: int = 0) -> Outcome:
    """One reading of the daily list; the first ``stored`` days of the window are known already."""
    stand = WechatStandIn([given], lab.clock.now)
    return await read(lab, wired(stand), stand, since, stored)


async def read(
    lab: Lab, wire: Wire, stand: WechatStandIn | None = None, since: date = SINCE, stored: int = 0
) -> Outcome:
    known = {since + timedelta(days=n): () for n in range(stored)}
    if stored:
        known[POSTED.date()] = (Post("A1", at(10, 0), TITLE, day_only=True),)
    kept: dict[date, tuple[Post, ...]] = {}
    reading = await read_wechat_owner(api_of(lab, wire), "A1", since, known, kept.__setitem__, WIDE)
    return outcome(reading, lab, stand, stored=len(kept))


def outcome(reading: AccountReading, lab: Lab, stand: WechatStandIn | None, **extra: object) -> Outcome:
    if stand:
        extra |= {"tokens": stand.asked["wx0001", "/cgi-bin/stable_token"], "forced": stand.forced["wx0001"]}
    return Outcome(reading, lab, extra)


def code(*codes: int, **knobs: object) -> Case:
    """The data calls answer these codes first."""

    async def case(lab: Lab) -> Outcome:
        return await listed(lab, owner(script=deque(codes), **knobs))

    return case


def always(number: int, path: str = DAY_LIST) -> Case:
    async def case(lab: Lab) -> Outcome:
        return await listed(lab, owner(always={path: number}))

    return case


def with_knobs(*posts: PublishedArticle, **knobs: object) -> Case:
    async def case(lab: Lab) -> Outcome:
        return await listed(lab, owner(*posts, **knobs))

    return case


def reworded(change: Change) -> Case:
    """The stand-in's answers to data calls, changed on the wire."""

    async def case(lab: Lab) -> Outcome:
        stand = WechatStandIn([owner()], lab.clock.now)
        real = wired(stand)

        def wire(request: httpx.Request) -> httpx.Response:
            answer = real(request)
            return answer if "stable_token" in request.url.path else change(request, answer)

        return await read(lab, wire, stand)

    return case


def edited(request: httpx.Request, answer: httpx.Response, **fields: object) -> httpx.Response:
    return httpx.Response(200, content=json.dumps({**answer.json(), **fields}, ensure_ascii=False).encode())


def without_titles(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    data = answer.json()
    for row in data["list"]:
        del row["title"], row["content_url"]
    return httpx.Response(200, json=data)


def without_delay(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    data = answer.json()
    del data["is_delay"]
    return httpx.Response(200, json=data)


def late_statistics(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    data = answer.json()
    for row in data["list"]:
        row["detail_list"] = [{"stat_date": "2026-09-18", "read_user": 9}]
    return httpx.Response(200, json=data)


def as_mime(mime: str) -> Case:
    return reworded(lambda request, answer: httpx.Response(200, content=answer.content, headers={"Content-Type": mime}))
