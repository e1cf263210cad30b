"""Short answers by which a program says that it broke down, or has no such record; and addresses left unfilled."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.looking.classify import classify, classify_address
from tests.looking.answers import LONG, NAV

NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
URL = "http://h.gov.cn/a/1.html"


def said(title: str, body: str) -> str:
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    look = classify(HttpAnswer(URL, URL, 200, ((b"Content-Type", b"text/html"),), text, 0.1), now=NOW)
    return look.reason.value if look.reason else "ok"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("错误提示", "您查询的信息不存在或已被删除，请核对后再试！"),
        ("系统提示", "<div>没有找到相应的记录！</div><a href=/>返回首页</a>"),
        ("出错了", "参数错误，没有找到相应的记录！"),
        ("提示信息-望舒区人民政府", "<p>对不起，未查询到相关数据。</p>"),
        ("操作提示", "<p>查不到该稿件</p>"),
        ("望舒区人民政府", "<p>该稿件已被删除</p>"),
        ("通知公告-望舒区人民政府", f"{NAV}<p>您访问的信息不存在，请返回首页</p>"),
        ("通知公告", "<p>信息已删除。</p>"),
    ],
)
def test_a_record_that_is_gone(title: str, body: str) -> None:
    assert said(title, body) == "soft_404"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("征集结果", "<p>征集期间未收到意见，信息已删除。</p>"),
        ("搜索结果", "<form><input name=q></form><p>没有找到相关记录</p>"),
        ("望舒区人民政府", f"{NAV}<p>没有找到相关数据</p>"),
        ("通知公告", f"{NAV}<p>没有找到相应的记录</p>"),
        ("证书查询", "<p>您查询的信息不存在，请核对证书编号。</p>"),
        ("关于规范网站错误提示的通知", f"<p>{LONG}</p><p>没有找到相应的记录</p>"),
        ("停水提示", "<p>城东片区今晚停水，抢修期间，原公告内容已失效，以本提示为准。</p>"),
    ],
)
def test_a_page_that_tells_of_something_else(title: str, body: str) -> None:
    assert said(title, body) == "ok"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Runtime Error", "<h1>Server Error in '/' Application.</h1><h2>Runtime Error</h2>"),
        ("应用程序中的服务器错误", "Object reference not set to an instance of an object."),
        ("", "<b>Fatal error</b>: Uncaught Error: Call to undefined function f() in /www/a.php on line 3"),
        ("HTTP Status 500 – Internal Server Error", "<pre>java.lang.NullPointerException at a.b.c</pre>"),
        ("", "<pre>Traceback (most recent call last): File 'a.py', line 3</pre>"),
        ("Error", "<p>Microsoft OLE DB Provider for ODBC Drivers error '80040e14'</p>"),
        ("错误提示", "<p>参数错误</p>"),
        ("系统提示", "<p>数据库连接失败</p>"),
    ],
)
def test_a_program_that_broke_down_says_nothing_of_the_page(title: str, body: str) -> None:
    assert said(title, body) == "server_error"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("常见问题", f"<p>浏览次数：12</p><p>填报时出现 Runtime Error 怎么办？{LONG}</p>"),
        ("软件使用手册", f"<p>提示 java.lang.NullPointerException 时，{LONG * 20}</p>"),
        ("公告", "<p>部分企业填报的参数错误，请于12月1日前更正。</p>"),
        ("Error", "<p>本页为测试页</p>"),
    ],
)
def test_a_page_that_tells_of_a_fault_is_a_page(title: str, body: str) -> None:
    assert said(title, body) == "ok"


ROOT = "http://h.gov.cn"
UNFILLED = ["/{url}", "/a/{item.id}.html", "/%7Bid%7D", "/<%=url%>", "/%3C%=%20url%20%%3E", "/<?=$u?>", "/[[id]]"]


@pytest.mark.parametrize("path", [*UNFILLED, "/x?id=#{a}", "/@{/a}", "/{%url%}", "/%7B%25%20u%20%25%7D", "/{$id}"])
def test_an_address_that_a_template_left_unfilled(path: str) -> None:
    look = classify_address(ROOT + path, now=NOW)
    assert look is not None
    assert (look.detail, look.reason) == ("placeholder", "script_drawn")


GUID = "3F2504E0-4F89-11D3-9A0C-0305E82C3301"


@pytest.mark.parametrize("path", ["/h/{1}.html", f"/{{{GUID}}}.pdf", "/a[1].html", "/100%.html", "/?a=<b>", "/a{}b"])
def test_signs_of_a_template_in_a_name(path: str) -> None:
    assert classify_address(ROOT + path, now=NOW) is None
