"""When an address opens: by hand-made visits, and by Chromium against a server that plays what sites really do."""

from dataclasses import replace
from typing import Any

import pytest

from crawler.browser import Opening, Visit, opening, opens
from crawler.connect.guard import AddressGuard
from crawler.connect.limits import Limits
from ledger.vocabulary.reason import Reason
from tests.browser.loopback import NOW, Said, page

ARTICLE = "<h1>关于召开会议的通知</h1>" + "<p>各镇人民政府、街道办事处，区政府有关部门，经研究决定召开会议。</p>" * 4
GONE = "<h1>某区</h1><p>欢迎访问某区人民政府网站，请从导航进入各栏目。</p>"
URL = "http://a.gov.cn/col/art_1.html"
OTHER = "http://a.gov.cn/col/99887766.html"


def _visit(body: str, *, url: str = URL, status: int | None = 200, final: str = "", **more: Any) -> Visit:
    html = f"<html><head><title>某区</title></head><body>{body}</body></html>" if body else ""
    return Visit(url, final or url, NOW, status=status, html=html, content_type="text/html", **more)


RANDOM = _visit(GONE, url=OTHER)
MISSING = _visit("<p>404</p>", url=OTHER, status=404)


@pytest.mark.parametrize(
    ("visit", "random", "expected"),
    [
        (_visit(ARTICLE), MISSING, "opens"),
        (_visit(ARTICLE), RANDOM, "opens"),
        (_visit(ARTICLE, status=404), None, "does_not"),
        (_visit(ARTICLE, status=410), None, "does_not"),
        (_visit(ARTICLE, status=403), None, "cannot_tell"),
        (_visit(ARTICLE, status=502), None, "cannot_tell"),
        (_visit(ARTICLE), None, "cannot_tell"),
        (_visit(GONE), RANDOM, "does_not"),
        (_visit(GONE + "第3次"), replace(RANDOM, html=RANDOM.html.replace("</body>", "第77次</body>")), "does_not"),
        (_visit(GONE), MISSING, "opens"),
        (_visit(GONE + "<p>另</p>"), RANDOM, "cannot_tell"),
        (_visit(GONE, final="http://a.gov.cn/"), replace(RANDOM, final_url="http://a.gov.cn/"), "does_not"),
        (_visit(ARTICLE, final="http://a.gov.cn/x"), replace(RANDOM, final_url="http://a.gov.cn/"), "opens"),
        (_visit("<h1>页面不存在</h1><p>您访问的页面不存在或已删除</p>"), MISSING, "cannot_tell"),
        (_visit(""), MISSING, "cannot_tell"),
        (_visit("", reason=Reason.TIMEOUT), MISSING, "cannot_tell"),
        (_visit("", reason=Reason.UNSUPPORTED), MISSING, "opens"),
        (_visit("", reason=Reason.UNSUPPORTED), replace(RANDOM, content_type="text/plain"), "opens"),
        (_visit("", reason=Reason.UNSUPPORTED), RANDOM, "cannot_tell"),
        (_visit(ARTICLE), _visit("", url=OTHER, status=None, reason=Reason.TIMEOUT), "cannot_tell"),
        (_visit("", status=None, reason=Reason.TIMEOUT), None, "cannot_tell"),
        (_visit("", status=None, reason=Reason.PRIVATE_ADDRESS), None, "cannot_tell"),
        (_visit("", status=None, reason=Reason.DNS_NOT_FOUND), None, "does_not"),
        (_visit(ARTICLE, reason=Reason.PARTLY_READ), MISSING, "opens"),
    ],
)
def test_what_a_visit_says(visit: Visit, random: Visit | None, expected: str) -> None:
    assert opening(visit, random) == Opening(expected)
    assert opens(visit, random) is (expected == "opens")


def _soft(said: Said) -> bytes:
    return page(GONE, title="某区")


def _only_browsers(said: Said) -> bytes:
    """A firewall's first answer: a script that sets a cookie and asks again."""
    if "pass=1" in said.headers.get("cookie", ""):
        return page(ARTICLE)
    return page("<script>document.cookie='pass='+(2-1);location.reload()</script>", status="412 Precondition Failed")


def _only_who_waits(said: Said) -> bytes:
    if "pass=1" in said.headers.get("cookie", ""):
        return page(ARTICLE)
    script = "<script>setTimeout(()=>{document.cookie='pass='+(2-1);location.reload()},1200)</script>"
    return page(script + "请稍候", status="403 Forbidden" if "refuses" in said.path else "200 OK")


def _not_for_programs(said: Said) -> bytes:
    told = said.headers.get("user-agent", "")
    return page(ARTICLE) if "Chrome/" in told else page("<h1>404</h1>", status="404 Not Found")


ROUTES = {
    "/col/art_1.html": page(ARTICLE),
    "/redirect": page("", status="302 Found", extra="Location: /col/art_1.html\r\n"),
    "/script": page("<script>location.href='/col/art_1.html'</script>"),
    "/script-to-nothing": page("<script>location.href='/nothing.html'</script>"),
    "/firewall": _only_browsers,
    "/firewall-that-refuses-first": _only_who_waits,
    "/firewall-that-waits": _only_who_waits,
    "/refresh": page("<meta http-equiv=refresh content='1;url=/col/art_1.html'>正在跳转"),
    "/never-lets-in": page("<script>var acw_sc__v2='x';</script>请稍候"),
    "/refuses": page("<h1>403</h1>", status="403 Forbidden"),
    "/agent": _not_for_programs,
    "/drawn.html": page("<div id=app></div><script>app.innerHTML='<h1>页面不存在</h1>您访问的页面不存在'</script>"),
    "/loop": page("", status="302 Found", extra="Location: /loop\r\n"),
    "/to-nowhere": page("", status="302 Found", extra="Location: http://nowhere.invalid/\r\n"),
    "/broken": b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\nContent-Type: text/html\r\n\r\n<p>cut",
    "/garbage": b"\x00\x01\x02 no http\r\n\r\n",
    "/asks-for-a-proxy-password": page("<p>x</p>", status="407 x", extra="Proxy-Authenticate: Basic realm=y\r\n"),
    "/asks-for-a-password": page("<p>x</p>", status="401 x", extra="WWW-Authenticate: Basic realm=y\r\n"),
    "/empty": page("", status="204 No Content"),
}


@pytest.mark.needs("browser")
@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/col/art_1.html", 200, "opens"),
        ("/nothing.html", 404, "does_not"),
        ("/redirect", 200, "opens"),
        ("/script", 200, "opens"),
        ("/script-to-nothing", 404, "does_not"),
        ("/firewall", 200, "opens"),
        ("/firewall-that-refuses-first", 200, "opens"),
        ("/firewall-that-waits", 200, "opens"),
        ("/refresh", 200, "opens"),
        ("/never-lets-in", 200, "cannot_tell"),
        ("/refuses", 403, "cannot_tell"),
        ("/agent", 200, "opens"),
        ("/drawn.html", 200, "cannot_tell"),
        ("/loop", None, "does_not"),
        ("/to-nowhere", None, "does_not"),
        ("/garbage", None, "cannot_tell"),
        ("/asks-for-a-password", 401, "cannot_tell"),
        ("/empty", 204, "cannot_tell"),
    ],
)
def test_in_the_browser(browser: Any, path: str, status: int | None, expected: str) -> None:
    browser.sites.routes = dict(ROUTES)
    said, visit = browser.opening(path)
    assert (visit.status, said) == (status, Opening(expected)), visit


@pytest.mark.needs("browser")
def test_a_host_that_answers_anything_alike_opens_nothing(browser: Any) -> None:
    browser.sites.routes = {"/news/art_2.html": page(ARTICLE)}
    before, usual, browser.sites.other = len(browser.sites.said), browser.sites.other, _soft
    try:
        assert browser.opening("/news/gone_1.htm")[0] is Opening.DOES_NOT
        assert browser.opening("/news/art_2.html")[0] is Opening.OPENS
        assert browser.opening("/news/gone_2.htm")[0] is Opening.DOES_NOT
        made_up = [one.path for one in browser.sites.said[before:] if one.path.startswith("/news/")]
        assert len(made_up) == len(set(made_up)) == 5  # the three, and one nobody has made of each kind
    finally:
        browser.sites.other = usual


@pytest.mark.needs("browser")
def test_why_nothing_came_is_told(browser: Any) -> None:
    browser.sites.routes = dict(ROUTES)
    seen = {path: browser.visit(path) for path in ("/loop", "/to-nowhere", "/garbage", "/broken")}
    assert {path: one.reason for path, one in seen.items()} == {
        "/loop": Reason.REDIRECT_LOOP,
        "/to-nowhere": Reason.DNS_NOT_FOUND,
        "/garbage": Reason.MALFORMED,
        "/broken": Reason.TRUNCATED,
    }
    assert seen["/to-nowhere"].final_url == "http://nowhere.invalid/"


@pytest.mark.needs("browser")
def test_a_proxys_question_from_a_host_gets_no_answer_of_ours(browser: Any) -> None:
    browser.sites.routes = dict(ROUTES)
    browser.visit("/asks-for-a-proxy-password")
    told = [one.headers for one in browser.sites.said if one.path == "/asks-for-a-proxy-password"]
    assert told
    assert not any("proxy-authorization" in headers for headers in told)


@pytest.mark.needs("browser")
def test_the_agent_is_chromes_with_our_contact(browser: Any) -> None:
    browser.sites.routes = dict(ROUTES)
    browser.visit("/agent")
    told = browser.sites.said[-1].headers["user-agent"]
    assert told == browser.visitor.agent
    assert told.startswith("Mozilla/5.0 (")
    assert "Chrome/" in told
    assert told.endswith("(xuncha/0.1; +office@some.gov.cn)")


@pytest.mark.needs("browser")
def test_whether_only_the_agent_made_the_difference(browser: Any) -> None:
    from crawler.browser.agent import agent_suffices, answer_to

    browser.sites.routes = dict(ROUTES)
    guard = AddressGuard({"site.example": ("127.0.0.1", browser.sites.port)})
    for path, expected in (("/agent", True), ("/firewall", False), ("/script", False)):
        seen = browser.visit(path)
        answer = answer_to(browser.visitor.agent, seen.asked, guard=guard, limits=Limits(seconds=5))
        assert agent_suffices(seen, answer) is expected, path
