"""What a visitor would say of an answer: rows by a person's reading, and what a host's own answer proves."""

import socket
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.connect.guard import AddressGuard
from crawler.looking.classify import classify, classify_error
from crawler.looking.controls import ControlState
from crawler.looking.soft404 import alike, barely_gone, profile, random_url, sibling_url
from ledger.vocabulary import Look, Reason, Standing
from tests.looking.answers import GONE, LONG, MENTIONED, NAV, PLAIN, PROMISED, WALLED, Row

NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ROOT = "http://h.gov.cn"


def answer(row: Row, *, to: str = "", path: str = "") -> HttpAnswer:
    html = row.body.startswith("{")
    text = row.body if html else f"<html><head><title>{row.title}</title></head><body>{row.body}</body></html>"
    url = ROOT + (path or row.path)
    kind = ((b"Content-Type", row.kind.encode()),)
    return HttpAnswer(url, to or url, row.status, kind, text.encode(), 0.1, hops=(url,) if to else ())


def said(look: Look) -> str:
    return "ok" if look.standing is Standing.OK else look.reason.value if look.reason else ""


@pytest.mark.parametrize("row", [*MENTIONED, *GONE, *WALLED, *PLAIN], ids=lambda row: f"{row.title}{row.body[:24]}")
def test_what_a_page_is(row: Row) -> None:
    assert said(classify(answer(row), now=NOW)) == row.says


@pytest.mark.parametrize("row", PROMISED, ids=lambda row: row.path + row.title)
@pytest.mark.parametrize("wanted", ["attachment", "page"])
def test_a_web_page_where_a_file_was_promised(row: Row, wanted: str) -> None:
    assert said(classify(answer(row), now=NOW, wanted=wanted)) == row.says


def test_a_picture_on_a_page_is_broken_where_a_link_may_lead_to_the_page_about_it() -> None:
    row = Row("", "图片", f"<h1>图片</h1><p>{LONG}</p>", "/i/a.jpg")
    assert said(classify(answer(row), now=NOW, wanted="image")) == "wrong_type"
    assert said(classify(answer(row), now=NOW, wanted="page")) == "unreadable"


@pytest.mark.parametrize(
    ("to", "says"),
    [
        (f"{ROOT}/404.html", "soft_404"),
        ("http://error.gov.cn/page-not-found", "soft_404"),
        (f"{ROOT}/", "sent_home"),
        (f"{ROOT}/sso/login.jsp", "login"),
        ("http://sso.h.gov.cn/?back=1", "login"),
        (f"{ROOT}/zw/2.html", "ok"),
        (f"{ROOT}/zw/error404-guide.html", "ok"),
    ],
)
def test_where_a_redirect_arrives(to: str, says: str) -> None:
    assert said(classify(answer(Row("", "某区人民政府", f"{NAV}{LONG}"), to=to), now=NOW)) == says


@pytest.mark.parametrize("path", ["/web/guest/home", "/portal/index.html", "/gov/home.jsp"])
def test_an_address_of_a_home_page_may_lead_home(path: str) -> None:
    assert said(classify(answer(Row("", "某区", LONG), to=f"{ROOT}/", path=path), now=NOW)) == "ok"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Row("", "提示", f"<p>您要看的内容已经下线，请返回首页。{LONG}</p>"), "soft_404"),
        (Row("", "公告", f"<p>为提供更好的服务，网站改版期间暂停服务。{LONG}</p>"), "blocked"),
        (
            Row("", "某区政务服务", f"<p>{LONG}</p><div id=x data-src=/api></div><script src=/a.js></script>"),
            "script_drawn",
        ),
        (Row("", "欢迎", f"<p>{LONG}</p>"), "unreadable"),
    ],
)
def test_one_page_for_every_address(row: Row, says: str) -> None:
    host = profile(answer(row, path=random_url(ROOT, "r")[len(ROOT) :]))
    assert said(classify(answer(row), now=NOW, host=host)) == says
    assert said(classify(answer(Row("", row.title, "<p>另一页</p>")), now=NOW, host=host)) == "ok"


def test_a_home_page_for_every_address() -> None:
    home = answer(Row("", "某区人民政府", f"{NAV}{LONG}"), path="/")
    host = profile(replace(home, url=f"{ROOT}/x/y.html", final_url=f"{ROOT}/x/y.html"), home)
    shown = replace(home, url=f"{ROOT}/xw/7.html", final_url=f"{ROOT}/xw/7.html")
    assert said(classify(shown, now=NOW, host=host)) == "sent_home"
    portal = replace(home, url=f"{ROOT}/portal/index.html", final_url=f"{ROOT}/portal/index.html")
    assert said(classify(portal, now=NOW, host=host)) == "ok"


OWN = Row("", "页面不存在", f"{NAV}<p>您访问的页面不存在，当前时间2026-11-30</p>", status=404)


@pytest.mark.parametrize(
    ("row", "like", "bare"),
    [
        (OWN._replace(body=OWN.body.replace("2026-11-30", "2026-12-01")), True, True),
        (Row("", "404 Not Found", "<h1>404 Not Found</h1><hr>nginx/1.20.1", status=404), False, True),
        (Row("", "", "", status=410), False, True),
        (Row("", "提示", "<p>该信息已被删除</p>", status=410), False, True),
        (Row("", "区里召开会议", f"<h1>区里召开会议</h1><p>{LONG}</p>", status=404), False, False),
        (
            Row("", "404 Not Found", "<h1>404</h1><p>This address is reserved by the gate keeper</p>", status=404),
            False,
            False,
        ),
    ],
)
def test_whose_not_found_it_is(row: Row, like: bool, bare: bool) -> None:
    host = profile(answer(OWN, path="/a/zzzz.html"))
    assert (alike(answer(row), host), barely_gone(answer(row))) == (like, bare)


@pytest.mark.parametrize(
    ("url", "start", "end"),
    [
        ("/a/b/c.html", "/a/b/", ".html"),
        ("/f/x.pdf", "/f/", ".pdf"),
        ("/xm/", "/", "/"),
        ("/show", "/", ""),
        ("/index.php?a=show&id=5", "/index.php?a=show&id=", ""),
    ],
)
def test_a_random_address_is_of_the_same_kind(url: str, start: str, end: str) -> None:
    made = sibling_url(ROOT + url, "r").removeprefix(ROOT)
    assert made.startswith(start)
    assert made.endswith(end)
    assert made != url
    assert made == sibling_url(ROOT + url, "r").removeprefix(ROOT) != sibling_url(ROOT + url, "s").removeprefix(ROOT)


@pytest.mark.parametrize(
    ("error", "url", "state", "says"),
    [
        ("name", "http://gone.gov.cn/", ControlState(True, NOW, names=True, outside=True), "dns_not_found"),
        ("name", "http://gone.gov.cn/", ControlState(True, NOW, inside=True), "dns_failed"),
        ("name", "http://gone.gov.cn/", ControlState(False, NOW), "offline"),
        ("name", "http://gone.invalid/", ControlState(False, NOW), "dns_not_found"),
        ("port", "http://a.gov.cn/", ControlState(True, NOW, outside=True), "refused"),
        ("port", "http://a.gov.cn/", ControlState(True, NOW, inside=True), "offline"),
        ("port", "http://10.0.0.9/", ControlState(True, NOW, outside=True, inside=False), "offline"),
        ("port", "http://10.0.0.9/", ControlState(True, NOW, outside=True, inside=True), "refused"),
        ("port", "http://localhost:9/", ControlState(True, NOW, inside=True), "refused"),
    ],
)
def test_a_control_proves_its_own_side_only(error: str, url: str, state: ControlState, says: str) -> None:

    happened = socket.gaierror(socket.EAI_NONAME, "x") if error == "name" else ConnectionRefusedError(111, "x")
    look = classify_error(happened, url=url, now=NOW, elapsed=0.1, controls=state, guard=AddressGuard())
    assert said(look) == says
    assert (look.standing is Standing.DEAD) == (look.reason in (Reason.DNS_NOT_FOUND, Reason.REFUSED))
