"""Answers that were once called dead and are not, beside the like of them that are."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.looking.classify import classify, classify_address
from crawler.looking.soft404 import profile, random_url
from ledger.vocabulary import Look, Reason, Standing

NOW = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
URL = "http://www.some.gov.cn/att/1.pdf"
WORDS = "本区召开会议，研究部署有关工作。" * 40
SHELL = (
    "<html><head><title>某区政府</title></head><body><p>某区人民政府门户网站　首页　政务公开　办事服务　互动交流"
    "　走进某区　数据开放　无障碍浏览　主办单位：某区人民政府办公室　联系电话：020-12345678</p>"
    "<div id='app'></div></body></html>"
)


def _answer(body: str, *, url: str = URL, status: int = 200) -> HttpAnswer:
    return HttpAnswer(url, url, status, ((b"Content-Type", b"text/html"),), f"<html>{body}</html>".encode(), 0.1)


def _look(body: str, wanted: str = "attachment", *, status: int = 200) -> Look:
    url = URL if wanted == "attachment" else "http://www.some.gov.cn/zw/1.html"
    return classify(_answer(body, url=url, status=status), now=NOW, wanted=wanted)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<form>密码<input type="password"></form>', Reason.LOGIN),
        ('<script src="/pdfjs/pdf.js"></script><div id="viewer"></div>', Reason.SCRIPT_DRAWN),
        (f"<body>{WORDS}</body>", Reason.WRONG_TYPE),
        ("<body>文件</body>", Reason.WRONG_TYPE),
    ],
)
def test_a_page_in_place_of_a_document(body: str, reason: Reason) -> None:
    assert _look(body).reason is reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("对不起，您访问的太频繁，请稍后再试", Reason.BLOCKED),
        ("对不起，您访问的页面需要登录后才能查看", None),
        ("网站正在升级维护，请稍后访问", Reason.BLOCKED),
        ("对不起，您访问的页面已下线", Reason.SOFT_404),
        ("对不起，您访问的内容已被删除或尚未发布！", Reason.SOFT_404),
    ],
)
def test_what_a_short_page_says(said: str, reason: Reason | None) -> None:
    assert _look(f"<head><title>提示</title></head><body>{said}</body>", "page").reason is reason


@pytest.mark.parametrize("url", ["http://h.gov.cn/{{item.url}}", "http://h.gov.cn/%7B%7B%20a%20%7D%7D", "/${a.url}"])
def test_a_place_that_a_script_fills_is_no_address(url: str) -> None:
    look = classify_address(url, now=NOW)
    assert look is not None
    assert (look.standing, look.reason) == (Standing.UNKNOWN, Reason.SCRIPT_DRAWN)


@pytest.mark.parametrize(("status", "reason"), [(500, Reason.ODD_STATUS), (404, Reason.NOT_FOUND)])
def test_a_search_with_nothing_typed_in_may_refuse(status: int, reason: Reason) -> None:
    assert _look("<h1>HTTP Status</h1>", "form", status=status).reason is reason


def test_a_host_that_gives_every_path_one_shell_proves_nothing() -> None:
    host = profile(_answer(SHELL, url=random_url(URL, "r1")))
    page = _answer(SHELL, url="http://www.some.gov.cn/zwdt/1.html")
    assert classify(page, now=NOW, host=host).standing is Standing.UNKNOWN
