"""From answers and errors to Looks, case by case, as a person reads them."""

import socket
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.connect.guard import AddressGuard
from crawler.looking.classify import classify, classify_address, classify_error
from crawler.looking.controls import ControlState
from crawler.looking.soft404 import profile, random_url
from ledger.vocabulary.observation import Look, Standing
from ledger.vocabulary.reason import Reason

NOW = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
URL = "http://www.some.gov.cn/zwgk/2026/t1.html"
WORDS = "本区召开会议，研究部署有关工作。" * 40


def page(body: str, title: str = "某区人民政府", *, url: str = URL, status: int = 200, final: str = "") -> HttpAnswer:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    hops = (url,) if final else ()
    return HttpAnswer(url, final or url, status, ((b"Content-Type", b"text/html"),), html.encode(), 0.1, hops=hops)


def error(exc: BaseException, *, ok: bool, url: str = URL, guard: AddressGuard | None = None) -> Look:
    state = ControlState(ok, NOW, names=ok, outside=ok)
    return classify_error(exc, url=url, now=NOW, elapsed=0.1, controls=state, guard=guard or AddressGuard())


@pytest.mark.parametrize(
    ("exc", "reason"),
    [
        (socket.gaierror(-2, "x"), Reason.DNS_NOT_FOUND),
        (socket.gaierror(-3, "x"), Reason.DNS_FAILED),
        (socket.gaierror(-5, "x"), Reason.DNS_FAILED),
        (ConnectionRefusedError(111, "x"), Reason.REFUSED),
        (TimeoutError(), Reason.TIMEOUT),
        (ConnectionResetError(104, "x"), Reason.RESET),
    ],
)
def test_network_errors_need_our_own_network(exc: BaseException, reason: Reason) -> None:
    assert error(exc, ok=True).reason is reason
    assert error(exc, ok=False).reason is Reason.OFFLINE
    assert error(exc, ok=False).standing is Standing.UNKNOWN


def test_only_no_such_name_and_refused_are_dead() -> None:
    assert error(socket.gaierror(-2, "x"), ok=True).standing is Standing.DEAD
    assert error(ConnectionRefusedError(), ok=True).standing is Standing.DEAD
    assert error(socket.gaierror(-3, "x"), ok=True).standing is Standing.UNKNOWN


def test_inner_pins_and_reserved_names_need_no_control() -> None:
    guard = AddressGuard({"www.some.gov.cn": ("10.0.0.1", 80)})
    assert error(ConnectionRefusedError(), ok=False, guard=guard).reason is Reason.REFUSED
    assert error(socket.gaierror(-3, "x"), ok=False, url="http://a.invalid/").reason is Reason.DNS_NOT_FOUND


@pytest.mark.parametrize("url", ["file:///C:/x.doc", "C:\\x\\y.doc", "\\\\server\\x", "http:///x", "http://[::1/"])
def test_addresses_nobody_can_open_are_dead(url: str) -> None:
    look = classify_address(url, now=NOW)
    assert look
    assert (look.standing, look.reason) == (Standing.DEAD, Reason.BAD_ADDRESS)


def test_other_schemes_are_not_judged_and_web_addresses_are_visited() -> None:
    look = classify_address("ftp://some.gov.cn/x", now=NOW)
    assert look
    assert (look.standing, look.reason) == (Standing.UNKNOWN, Reason.UNSUPPORTED)
    assert classify_address(URL, now=NOW) is None


@pytest.mark.parametrize("title", ["404", "404 Not Found", "404错误", "页面不存在 - 某区", "某区人民政府-找不到页面"])
def test_titles_that_say_not_found(title: str) -> None:
    assert classify(page("<p>返回首页</p>", title), now=NOW).reason is Reason.SOFT_404


@pytest.mark.parametrize(
    "answer",
    [
        page(f"<p>若见“页面不存在”，请刷新。{WORDS}</p>"),
        page(f"<p>{WORDS}</p>", "关于404号文件的通知"),
        page(f"<p>系统将进行安全验证。请开启JavaScript。{WORDS}</p>"),
        page(f"<p>{WORDS}</p>", final="http://www.some.gov.cn/zwgk/2026/t2.html"),
        page("<p>首页</p>", url="http://www.some.gov.cn/index.html", final="http://www.some.gov.cn/"),
        page(f"<p>{WORDS}</p>", url="http://www.some.gov.cn/sso/login", final="http://www.some.gov.cn/login/"),
    ],
)
def test_live_pages_stay_live(answer: HttpAnswer) -> None:
    assert classify(answer, now=NOW).standing is Standing.OK


def test_a_registered_home_page_may_lead_to_the_root() -> None:
    answer = page(f"<p>{WORDS}</p>", url="http://www.some.gov.cn/gov/index.html", final="http://www.some.gov.cn/")
    assert classify(answer, now=NOW, wanted="home").standing is Standing.OK
    # so a link "首页" to it is no dead link either; a page further down is
    assert classify(answer, now=NOW).standing is Standing.OK
    deep = replace(answer, url="http://www.some.gov.cn/gov/tzgg/index.html")
    assert classify(deep, now=NOW).reason is Reason.SENT_HOME


def test_the_hosts_own_proof() -> None:
    nowhere = random_url(URL, "run 1")
    missing = (
        "<p>您要看的内容已经下线，请返回首页或使用搜索，也可以拨打服务热线咨询，感谢您的理解。"
        + "关注本站。" * 60
        + "</p>"
    )
    host = profile(page(missing, "提示", url=nowhere))
    assert classify(page(missing, "提示"), now=NOW, host=host).reason is Reason.SOFT_404
    assert classify(page(f"<p>{WORDS}</p>", "提示"), now=NOW, host=host).standing is Standing.OK


def test_a_script_shell_for_every_path_proves_nothing() -> None:
    shell = "<div id='app'></div><script src='/app.js'></script>"
    host = profile(page(shell, url=random_url(URL, "run 1")))
    look = classify(page(shell), now=NOW, host=host)
    assert (look.standing, look.reason) == (Standing.UNKNOWN, Reason.SCRIPT_DRAWN)


WECHAT = "https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("body", "standing"),
    [
        ('<div class="weui-msg__title warn">该内容已被发布者删除</div>' + "<p>x</p>" * 500, Standing.DEAD),
        ('<div id="js_article">正文<div class="weui-msg__title">该内容已被发布者删除</div></div>', Standing.OK),
        ("<script>var a='店铺已注销'</script><p>正文</p>", Standing.OK),
    ],
)
def test_wechat_articles(body: str, standing: Standing) -> None:
    assert classify(page(body, "", url=WECHAT), now=NOW).standing is standing


def test_wechat_verification_is_a_challenge() -> None:
    look = classify(page("<p>环境异常</p><p>完成验证后即可继续访问</p>", "", url=WECHAT), now=NOW)
    assert look.reason is Reason.CHALLENGE


def test_a_viewer_or_a_jump_in_place_of_a_document_is_not_dead() -> None:
    pdf = "http://www.some.gov.cn/files/a.pdf"
    viewer = page(f"<iframe src='/viewer?f=a'></iframe>{WORDS}", url=pdf)
    jump = page("<script>window.location.href='/real.pdf'</script>", url=pdf)
    article = page(f"<p>{WORDS}</p>", url=pdf)
    assert classify(viewer, now=NOW, wanted="attachment").reason is Reason.UNREADABLE
    assert classify(jump, now=NOW, wanted="attachment").reason is Reason.SCRIPT_DRAWN
    assert classify(article, now=NOW, wanted="attachment").reason is Reason.WRONG_TYPE


@pytest.mark.parametrize(
    "status", [401, 403, 405, 406, 412, 418, 421, 429, 432, 468, 491, 493, 503, 521, 567, 400, 999]
)
def test_statuses_that_say_nothing_are_never_dead(status: int) -> None:
    assert classify(page("<p>x</p>", status=status), now=NOW).standing is Standing.UNKNOWN
