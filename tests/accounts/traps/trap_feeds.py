"""The traps of wire.md 2.2–2.6: feeds, as their services really write them."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx

from crawler.accounts.asking.sources import AccountTask, Feed, FeedKind, LookSettings
from crawler.accounts.feeds.services import read_feed
from crawler.accounts.inspect_accounts import look_at_accounts
from demo.platforms.platform_pages import FeedLine, article, json_feed, mail_date, rss, wewe_status
from tests.accounts.lab import NOW, POSTED, TITLE, WIDE, Case, Lab, Outcome, Wire, at, text

HOST = "http://feeds.office.test"
ARTICLE = "https://mp.weixin.qq.com/s/Aa1Bb2Cc3Dd4Ee5Ff6Gg7H"
OLD = FeedLine("旧闻", "https://a.test/1", mail_date(at(1, month=8)))
LINE = FeedLine(TITLE, "https://a.test/2", mail_date(POSTED))
PLAIN = Feed(f"{HOST}/a.xml")
RSSHUB = Feed(f"{HOST}/wechat/mp/homepage/x", FeedKind.RSSHUB)
WEWE = Feed(f"{HOST}/feeds/MP_WXS_1.json", FeedKind.WEWE_RSS)
WE_MP = Feed(f"{HOST}/rss/MP_WXS_1", FeedKind.WE_MP_RSS)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM '
    '"file:///etc/hostname">]>'
)


def feed(wire: Wire, given: Feed = PLAIN) -> Case:
    async def case(lab: Lab) -> Outcome:
        reading = await read_feed(lab.asker(wire), "A1", given, WIDE)
        return Outcome(reading, lab, {"path": lab.seen[0].url.path})

    return case


def dated(words: str, given: Feed = PLAIN) -> Case:
    """A feed of one item, its date as written."""
    return feed(text(rss([replace(LINE, date=words)])), given)


def wewe(synced_hours: float, lines: list[FeedLine], name: str = "MP_WXS_1", status: int = 200) -> Case:
    """wewe-rss: the feed, and /feeds/ with when it last synced."""

    def wire(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/feeds/":
            return httpx.Response(status, text=wewe_status(name, NOW - timedelta(hours=synced_hours)))
        return httpx.Response(200, text=json_feed(lines))

    return feed(wire, WEWE)


def iso(day: int, month: int = 9) -> str:
    return at(day, 18, month).isoformat()


def atom(**dates: str) -> str:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in dates.items())
    link = "<link href='https://a.test/2'/>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>{TITLE}</title>{link}{inner}</entry></feed>"


async def edited_then_page(lab: Lab) -> Outcome:
    """we-mp-rss names an article by its update time; the article's page has the publish time."""

    def wire(request: httpx.Request) -> httpx.Response:
        if request.url.host == "mp.weixin.qq.com":
            return httpx.Response(200, text=article(TITLE, POSTED))
        return httpx.Response(200, text=rss([FeedLine(TITLE, ARTICLE, "Fri, 18 Sep 2026 18:00:00 ")]))

    task = AccountTask("A1", (WE_MP,))
    (state,) = await look_at_accounts([task], LookSettings(), lab.store, lab.client(wire), lab.clock)
    return Outcome(state, lab)


OLD_JSON = FeedLine("旧闻", "https://a.test/1", iso(1, month=8))
NEW_JSON = FeedLine(TITLE, "https://a.test/2", iso(10))
GBK = rss([LINE], prolog='<?xml version="1.0" encoding="GBK"?>').encode("gbk")
CUT = rss([LINE, OLD])
EMPTY_ROUTE = text("<html><h1>this route is empty</h1></html>", 503, "text/html")
GONE_ROUTE = text("<html>The route does not exist or has been deleted.</html>", 404, "text/html")
NO_ACCOUNT = text(json.dumps({"detail": {"code": 40401, "message": "公众号不存在"}}), 404, "application/json")
NOT_A_FEED = text("<!DOCTYPE html><html><body><p>请登录<br></body></html>", mime="text/html")
BOMBED = BOMB + "<rss version='2.0'><channel><item><title>通知&x;</title><description>&b;</description>"
BOMBED += f"<link>https://a.test/2</link><pubDate>{LINE.date}</pubDate></item></channel></rss>"
FRESH, STALE = mail_date(NOW - timedelta(minutes=30)), mail_date(NOW - timedelta(days=6))
ONE = FeedLine(TITLE, "https://a.test/2", iso(16))

CASES: dict[str, Case] = {
    "W2-10": wewe(6 * 24, [NEW_JSON, OLD_JSON]),
    "W2-11": wewe(2, [NEW_JSON, OLD_JSON]),
    "W2-12": wewe(2, [ONE]),
    "W2-13": feed(text('{"message":"feed not found"}', 400, "application/json"), WEWE),
    "W2-14": wewe(2, [NEW_JSON]),
    "W2-15": wewe(2, [NEW_JSON, OLD_JSON], status=500),
    "W2-16": wewe(2, [NEW_JSON, OLD_JSON], name="MP_WXS_2"),
    "W2-17": wewe(2, []),
    "W2-20": feed(NO_ACCOUNT, WE_MP),
    "W2-21": dated("Thu, 10 Sep 2026 18:00:00 "),
    "W2-22": dated("Thu, 10 Sep 2026 18:00:00 ", WE_MP),
    "W2-23": dated("Thu, 10 Sep 2026 18:00:00 ", WE_MP),
    "W2-24": edited_then_page,
    "W2-30": dated("Thu, 10 Sep 2026 18:00:00 +0800"),
    "W2-31": dated("Thu, 10 Sep 2026 10:00:00 GMT"),
    "W2-32": dated("Thu, 10 Sep 2026 18:00:00"),
    "W2-33": dated("2026-09-10 18:00:00"),
    "W2-34": dated("2026-09-10T18:00:00"),
    "W2-35": dated("2026-09-10"),
    "W2-36": dated("2026年09月10日 18:00"),
    "W2-37": dated("1789034400"),
    "W2-38": feed(NOT_A_FEED),
    "W2-39": feed(text(json_feed([NEW_JSON], "date_published"), mime="application/json")),
    "W2-40": feed(text(atom(published="2026-09-10T18:00:00+08:00", updated="2026-09-18T18:00:00+08:00"))),
    "W2-41": feed(text(atom(updated="2026-09-18T18:00:00+08:00"))),
    "W2-42": dated("2026-09-10 10:00:00", replace(PLAIN, zone="UTC")),
    "W2-43": feed(text(GBK)),
    "W2-44": feed(text(CUT[: CUT.index("旧闻")])),
    "W2-45": dated("上周四"),
    "W2-46": dated("Fri, 01 Jan 2027 08:00:00 +0800"),
    "W2-47": feed(text(BOMBED)),
    "W2-48": dated("1789034400000"),
    "W2-50": feed(EMPTY_ROUTE, RSSHUB),
    "W2-51": feed(text("<html>RejectError</html>", 403, "text/html"), RSSHUB),
    "W2-52": feed(GONE_ROUTE, RSSHUB),
    "W2-53": dated("Thu, 10 Sep 2026 10:00:00 GMT", RSSHUB),
    "W2-54": dated("Thu, 01 Jan 1970 00:00:00 GMT", RSSHUB),
    "W2-55": feed(text(rss([OLD, LINE])), replace(RSSHUB, url=RSSHUB.url + "?sorted=false")),
    "W2-56": feed(text(rss([LINE, OLD], STALE)), RSSHUB),
    "W2-57": feed(text(rss([LINE, OLD], FRESH)), PLAIN),
    "W2-58": feed(text(rss([LINE, OLD], STALE)), PLAIN),
    "W2-59": feed(text(rss([LINE, OLD])), PLAIN),
    "W2-60": feed(text(rss([LINE, OLD], FRESH)), replace(PLAIN, url=PLAIN.url + "?filter_time=86400")),
    "W2-61": feed(text(rss([], FRESH)), PLAIN),
    "W4-37": feed(text(rss([FeedLine("作品一", "", ""), FeedLine("作品二", "", "")])), RSSHUB),
}
