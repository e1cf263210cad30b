"""A stand-in of WeChat's interface for account owners: tokens, errors, quotas, the daily list and 发布. Serves nobody.

It answers as the real one is documented to, refuses what that refuses, and counts what it is asked.
"""

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

JSON = "application/json; encoding=utf-8"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TOKEN_LIFE = timedelta(seconds=7200)
_RENEWED = timedelta(seconds=300)
_WORDS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40013: "invalid appid",
    40125: "invalid appsecret",
    41001: "access_token missing",
    42001: "access_token expired",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    47001: "data format error",
    47009: "this api is offline, please use the new api",
    48001: "api unauthorized",
    53600: "Article ID 无效",
    61500: "date format error",
    61501: "date range error",
}


@dataclass(frozen=True)
class Reply:
    """What goes over the wire."""

    body: bytes
    mime: str = JSON
    status: int = 200
    location: str = ""


@dataclass(frozen=True)
class PublishedArticle:
    """One article. ``mass``: sent as 群发, which the list of 发布 does not show. ``edited``: its update time."""

    title: str
    at: datetime
    mass: bool = True
    edited: datetime | None = None
    deleted: bool = False


@dataclass
class Owner:
    """One 公众号 and its knobs. ``script``: codes answered to the next data calls (0: the real answer); ``always``:
    one to all of them. ``token_script``: the same for stable_token. ``late``: days that are not final yet.
    """

    appid: str
    secret: str
    posts: Sequence[PublishedArticle] = ()
    script: deque[int] = field(default_factory=deque)
    always: Mapping[str, int] = field(default_factory=dict)
    token_script: deque[int] = field(default_factory=deque)
    late: frozenset[date] = frozenset()
    ip: str = ""  # our address, where it is not on the whitelist
    life: timedelta = _TOKEN_LIFE
    token: str = ""
    ends: datetime | None = None
    tokens: int = 0
    arrivals: deque[datetime] = field(default_factory=deque)


class WechatStandIn:
    """All owners. ``per_minute`` and ``per_day`` hold for the data calls of each owner; 0 is without limit."""

    def __init__(
        self, owners: Sequence[Owner], now: Callable[[], datetime], per_minute: int = 0, per_day: int = 0
    ) -> None:
        self.owners = {owner.appid: owner for owner in owners}
        self.asked: Counter[tuple[str, str]] = Counter()  # (appid, path)
        self.days_asked: Counter[tuple[str, date]] = Counter()
        self.exceeded = 0
        self.forced: Counter[str] = Counter()
        self._now = now
        self._per_minute = per_minute
        self._per_day = per_day

    def answer(self, path: str, query: Mapping[str, str], body: bytes) -> Reply:
        try:
            given = json.loads(body)
        except ValueError:
            return self._wrong(47001)
        if path == "/cgi-bin/stable_token":
            return self._stable_token(given)
        owner = next((o for o in self.owners.values() if o.token and o.token == query.get("access_token")), None)
        if owner is None:
            return self._wrong(40001 if query.get("access_token") else 41001)
        self.asked[owner.appid, path] += 1
        code = self._limits(owner) or owner.always.get(path, 0) or (owner.script.popleft() if owner.script else 0)
        if owner.ends and self._now() >= owner.ends:
            code = code or 42001
        if code:
            return self._wrong(code)
        calls = {
            "/datacube/getarticletotaldetail": self._day_list,
            "/cgi-bin/freepublish/batchget": self._batch,
            "/cgi-bin/freepublish/getarticle": self._article,
        }
        return calls[path](owner, given) if path in calls else self._wrong(47009)

    def _wrong(self, code: int, words: str = "") -> Reply:
        number = sum(self.asked.values()) + 1
        rid = f"rid: {number:08x}-{number * 7:08x}-{number * 13:08x}"
        return _json({"errcode": code, "errmsg": f"{words or _WORDS.get(code, 'error')} {rid}"})

    def _limits(self, owner: Owner) -> int:
        now = self._now()
        owner.arrivals.append(now)
        recent = sum(at > now - timedelta(minutes=1) for at in owner.arrivals)
        today = sum(at.date() == now.date() for at in owner.arrivals)
        over = 45011 if self._per_minute and recent > self._per_minute else 0
        over = 45009 if self._per_day and today > self._per_day else over
        self.exceeded += bool(over)
        return over

    def _stable_token(self, given: Mapping[str, object]) -> Reply:
        owner = self.owners.get(str(given.get("appid")))
        if owner is None:
            return self._wrong(40013)
        self.asked[owner.appid, "/cgi-bin/stable_token"] += 1
        code = owner.token_script.popleft() if owner.token_script else 0
        forced = given.get("force_refresh") is True
        self.forced[owner.appid] += forced
        if owner.ip:
            return self._wrong(40164, f"invalid ip {owner.ip} ipv6 ::ffff:{owner.ip}, not in whitelist")
        if code or given.get("secret") != owner.secret:
            return self._wrong(code or 40125)
        if forced or owner.ends is None or self._now() >= owner.ends - min(_RENEWED, owner.life / 5):
            owner.tokens += 1
            owner.token = f"{owner.tokens:04d}_{owner.appid}_".ljust(512, "x")
            owner.ends = self._now() + owner.life
        left = (owner.ends or self._now()) - self._now()
        return _json({"access_token": owner.token, "expires_in": int(left.total_seconds())})

    def _day_list(self, owner: Owner, given: Mapping[str, object]) -> Reply:
        begin, end = str(given.get("begin_date")), str(given.get("end_date"))
        if not _DAY.fullmatch(begin) or not _DAY.fullmatch(end):
            return self._wrong(61500)
        day = date.fromisoformat(begin)
        if begin != end or day >= self._now().date() or day < date(2025, 11, 1):
            return self._wrong(61501)
        self.days_asked[owner.appid, day] += 1
        rows = [_detail(number, post) for number, post in enumerate(owner.posts, 1) if post.at.date() == day]
        return _json({"list": rows, "is_delay": day in owner.late})

    def _batch(self, owner: Owner, given: Mapping[str, object]) -> Reply:
        offset, count = given.get("offset"), given.get("count")
        if not isinstance(offset, int) or not isinstance(count, int) or not 1 <= count <= 20:
            return self._wrong(47001)
        shown = sorted((p for p in owner.posts if not p.mass), key=lambda p: p.edited or p.at, reverse=True)
        rows = [_object(post) for post in shown[offset : offset + count]]
        return _json({"total_count": len(shown), "item_count": len(rows), "item": rows})

    def _article(self, owner: Owner, given: Mapping[str, object]) -> Reply:
        found = next((p for p in owner.posts if not p.mass and p.title == given.get("article_id")), None)
        return self._wrong(53600) if found is None else _json({"news_item": [_news(found)]})


def address(post: PublishedArticle) -> str:
    """The article's address, as long as WeChat writes it."""
    number = int(post.at.timestamp())
    return f"http://mp.weixin.qq.com/s?__biz=MzA=&mid={number}&idx=1&sn={number:x}&chksm=ab12#rd"


def _json(value: object) -> Reply:
    return Reply(json.dumps(value, ensure_ascii=False).encode())


def _detail(number: int, post: PublishedArticle) -> dict[str, object]:
    day = post.at.date().isoformat()
    reads = {"stat_date": (post.at.date() + timedelta(days=1)).isoformat(), "read_user": 120, "share_user": 3}
    shown = {"title": post.title, "content_url": address(post), "detail_list": [reads]}
    return {"ref_date": day, "msgid": f"{2247490000 + number}_1", "publish_type": 0 if post.mass else 1, **shown}


def _news(post: PublishedArticle) -> dict[str, object]:
    return {"title": post.title, "author": "", "content": "", "url": address(post), "is_deleted": post.deleted}


def _object(post: PublishedArticle) -> dict[str, object]:
    at, edited = int(post.at.timestamp()), int((post.edited or post.at).timestamp())
    content = {"news_item": [_news(post)], "create_time": at, "update_time": edited}
    return {"article_id": post.title, "update_time": edited, "content": content}
