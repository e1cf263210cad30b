"""The traps of wire.md 3–5 and of the record: other platforms, app store, what a person saw, and who has no source."""

import csv
from datetime import datetime, timedelta

import httpx

from crawler.accounts.asking.secret import Secret
from crawler.accounts.asking.sources import AccountTask, AppStore, DouyinOwner, KuaishouOwner, LookSettings, WeiboOwner
from crawler.accounts.inspect_accounts import look_at_accounts
from crawler.accounts.platforms.app_store import read_app_store
from crawler.accounts.platforms.douyin import read_douyin
from crawler.accounts.platforms.kuaishou import read_kuaishou
from crawler.accounts.platforms.weibo import read_weibo
from crawler.accounts.viewing_record import TITLES, read_record
from ledger.vocabulary import Account
from tests.accounts.lab import NOW, POSTED, SINCE, WIDE, Case, Lab, Outcome, Wire, at

Row = dict[str, object]
TOKEN = Secret("t0ken-of-the-owner")


def answers(*bodies: Row, status: int = 200, mime: str = "application/json") -> Wire:
    """Each body once, the last for ever."""
    left = list(bodies)

    def wire(request: httpx.Request) -> httpx.Response:
        body = left.pop(0) if len(left) > 1 else left[0]
        answer = httpx.Response(status, json=body)
        answer.headers["Content-Type"] = mime
        return answer

    return wire


# --- Weibo


def status(created: str = "Thu Sep 10 18:18:55 +0800 2026", **fields: object) -> Row:
    return {"created_at": created, "idstr": "5012", "text": "正文", "user": {"id": 1234567890}, **fields}


def day(number: int) -> str:
    return f"{at(number):%a} Sep {number} 12:00:00 +0800 2026"


def timeline(*rows: Row, total: int | None = None) -> Row:
    return {"statuses": list(rows), "total_number": len(rows) if total is None else total}


def weibo(*bodies: Row, code: int = 200) -> Case:
    async def case(lab: Lab) -> Outcome:
        asker = lab.asker(answers(*bodies, status=code))
        return Outcome(await read_weibo(asker, "A1", WeiboOwner(TOKEN), "https://api.weibo.com", SINCE, WIDE), lab)

    return case


def refused(number: int, http: int = 400) -> Case:
    return weibo({"error": "x", "error_code": number, "request": "/2/statuses/user_timeline.json"}, code=http)


PINNED = status("Mon Jan 05 09:00:00 +0800 2026", isTop=1, title={"text": "置顶"})
INSIDE = tuple(status(day(19)) for _ in range(20))
BEFORE = tuple(status("Sat Aug 01 12:00:00 +0800 2026") for _ in range(20))
WEIBO: dict[str, Case] = {
    "W3-01": weibo(timeline(status())),
    "W3-02": weibo(timeline(PINNED, status())),
    "W3-03": weibo(timeline(status(retweeted_status={"idstr": "4999", "user": None}))),
    "W3-04": weibo(timeline(status(text="<a href='/n/x'>正</a>文"))),
    "W3-05": weibo(timeline(status("5分钟前"))),
    "W3-06": weibo(timeline()),
    "W3-07": weibo(timeline(*INSIDE, total=100)),
    "W3-08": weibo(timeline(status(), *[status()] * 19, total=100), timeline(*BEFORE, total=100)),
    "W3-09": refused(21335),
    "W3-10": refused(21327, 401),
    "W3-11": refused(21332, 403),
    "W3-12": refused(21301, 401),
    "W3-13": refused(10023, 403),
    "W3-14": refused(10024, 403),
    "W3-15": refused(10022, 403),
    "W3-16": refused(10006),
    "W3-17": refused(10014, 403),
    "W3-18": weibo(timeline(*INSIDE, total=30), timeline(total=30)),
}

# --- Douyin, Kuaishou


def video(moment: datetime = POSTED, **fields: object) -> Row:
    return {"title": "标题", "create_time": int(moment.timestamp()), "video_status": 5, "is_top": False, **fields}


def videos(*rows: Row, cursor: int = 0, more: bool = False, data: int = 0, extra: int = 0) -> Row:
    listing = {"error_code": data, "cursor": cursor, "has_more": more, "list": list(rows)}
    return {"data": listing, "extra": {"error_code": extra}}


def douyin(*bodies: Row) -> Case:
    async def case(lab: Lab) -> Outcome:
        setting = DouyinOwner("O", TOKEN)
        asker = lab.asker(answers(*bodies))
        return Outcome(await read_douyin(asker, "A1", setting, "https://open.douyin.com", SINCE, WIDE), lab)

    return case


def photo(moment: datetime = POSTED, **fields: object) -> Row:
    return {"photo_id": "3x1", "caption": "标题", "create_time": int(moment.timestamp() * 1000), **fields}


def photos(*rows: Row, result: int = 1) -> Row:
    return {"result": result, "error_msg": "x" * (result != 1), "video_list": list(rows)}


def kuaishou(*bodies: Row) -> Case:
    async def case(lab: Lab) -> Outcome:
        setting = KuaishouOwner("A", TOKEN)
        asker = lab.asker(answers(*bodies))
        return Outcome(await read_kuaishou(asker, "A1", setting, "https://open.kuaishou.com", SINCE, WIDE), lab)

    return case


YOUNG = video(at(15))
OLD = datetime(2026, 8, 1, tzinfo=NOW.tzinfo)
VIDEO: dict[str, Case] = {
    "W4-01": douyin(videos(video())),
    "W4-02": douyin(videos(video(), extra=2190008)),
    "W4-15": douyin(videos(video(OLD, is_top=True), video())),
    "W4-16": douyin(videos(video(at(19), video_status=4), video(at(19), video_status=2), video())),
    "W4-17": douyin(videos(YOUNG, cursor=1789444800000, more=True), videos(video(OLD))),
    "W4-18": douyin(videos()),
    "W4-20": douyin(videos(YOUNG, cursor=1789444800000, more=True)),
    "W4-09": douyin(videos(data=2100004), videos(video())),
    "W4-30": kuaishou(photos(photo()), photos()),
    "W4-31": kuaishou(photos(result=100200100)),
    "W4-32": kuaishou(photos(result=100100402)),
    "W4-33": kuaishou(photos(result=200100410)),
    "W4-34": kuaishou(photos(photo(at(15))), photos()),
    "W4-35": kuaishou(photos(photo(at(19), pending=True), photo()), photos()),
    "W4-36": kuaishou(photos()),
}
DOUYIN_CODES = {
    "W4-03": 10008,
    "W4-04": 2190002,
    "W4-05": 2190003,
    "W4-06": 2190004,
    "W4-07": 2190001,
    "W4-08": 2190015,
    "W4-10": 2100009,
    "W4-11": 2100007,
    "W4-12": 2100005,
    "W4-13": 10013,
    "W4-14": 10010,
}
VIDEO |= {name: douyin(videos(data=number)) for name, number in DOUYIN_CODES.items()}

# --- App store


def app(released: str = "2026-09-10T10:00:00Z", found: bool = True, code: int = 200) -> Case:
    async def case(lab: Lab) -> Outcome:
        row = {"trackName": "某政务APP", "version": "2.1.0", "releaseDate": "2017-05-18T13:05:47Z"}
        rows = [{**row, "currentVersionReleaseDate": released}] if found else []
        wire = answers({"resultCount": len(rows), "results": rows}, status=code, mime="text/javascript; charset=utf-8")
        reading = await read_app_store(lab.asker(wire), "A1", AppStore("414478124"), "https://itunes.apple.com", WIDE)
        return Outcome(reading, lab)

    return case


APPS: dict[str, Case] = {
    "W5-01": app(),
    "W5-02": app(found=False),
    "W5-03": app(),
    "W5-04": app(code=403),
    "W5-05": app(code=503),
    "W5-06": app("2026-09-10T22:41:04Z"),
    "W5-07": app("2026-01-15T10:00:00Z"),
}

# --- what a person saw


def recorded(newest: str, looked: str) -> Case:
    async def case(lab: Lab) -> Outcome:
        (lab.folder / "1.png").write_bytes(b"\x89PNG picture")
        path = lab.folder / "record.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as handle:
            csv.writer(handle).writerows([TITLES, ["某区发布", "视频号", newest, "张三", looked, "1.png"]])
        account = Account("A1", "U1", "视频号", "某区发布")
        record = read_record(path, {"A1": account}, NOW)
        assert not record.mistakes
        return Outcome(record.readings[0], lab)

    return case


RECORDS: dict[str, Case] = {
    "W4-43": recorded("2026-09-10", "2026-09-20 08:00"),
    "W10-01": recorded("2026年9月10日", "2026-09-20 08:00"),
    "W10-02": recorded("2026/9/10", "2026-09-12 16:30"),
    "W10-03": recorded("无", "2026-09-20"),
}


async def no_source(lab: Lab) -> Outcome:
    """An account for which nobody has set down an honest source: nothing is asked of anybody."""

    def wire(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    settings = LookSettings(fresh_for=timedelta(0))
    (state,) = await look_at_accounts([AccountTask("A1")], settings, lab.store, lab.client(wire), lab.clock)
    return Outcome(state, lab)


WITHOUT = (
    *("W2-01", "W2-02", "W2-62", "W3-20", "W3-21", "W3-22", "W3-23", "W4-19"),
    *("W4-40", "W4-41", "W4-42", "W5-08", "W5-09"),
)
CASES: dict[str, Case] = {**WEIBO, **VIDEO, **APPS, **RECORDS, **dict.fromkeys(WITHOUT, no_source)}
