"""The signs by which an answer is told: what each needs, with the like of it that lacks that."""

import pytest
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.connect.answer import HttpAnswer
from crawler.looking.challenge import challenge_of
from crawler.looking.errors import chain
from crawler.looking.promised import judge_promised
from crawler.looking.soft404 import gone_in_json, sent_home, sibling_url, soft_404_of
from crawler.looking.text import dense

URL = "http://www.jia.gov.cn/a/1.html"


def answer(body: str, status: int = 200, header: tuple[str, str] | None = None) -> HttpAnswer:
    headers = ((header[0].encode(), header[1].encode()),) if header else ()
    return HttpAnswer(URL, URL, status, headers, body.encode(), 0.1)


@pytest.mark.parametrize(("count", "told"), [(15, False), (16, True)])
@pytest.mark.parametrize("tag", ["p", "li", "td"])
def test_many_paragraphs_rows_or_cells_are_no_shell(tag: str, count: int, told: bool) -> None:
    assert dense(f"<{tag}>字</{tag}>" * count) is told
    assert dense("<p>字" * 6 + "<li>字" * 5 + "<td>字" * (count - 11)) is told


COOKIE = ("Set-Cookie", "__jsluid_s=abc; path=/")
SCRIPT = "<script>document.cookie='__jsl_clearance=1'</script>"


@pytest.mark.parametrize(
    ("status", "header", "body", "product"),
    [
        (503, COOKIE, "", "加速乐"),
        (521, COOKIE, "<script>x</script>", "加速乐"),
        (404, COOKIE, "<p>404</p>", ""),  # a cookie stays on real error pages too
        (410, COOKIE, "<p>410</p>", ""),
        (200, COOKIE, "<p>公告</p>", ""),
        (404, None, SCRIPT, "加速乐"),
        (200, None, SCRIPT, "加速乐"),
        (200, None, SCRIPT + "<a href=/>栏目</a>" * 40, ""),  # with that many links it is no shell
        (200, None, SCRIPT + "<a href=/>栏</a>" * 39, "加速乐"),
    ],
)
def test_a_challenge_by_its_cookie_or_its_script(
    status: int, header: tuple[str, str] | None, body: str, product: str
) -> None:
    assert challenge_of(answer(body, status, header)).startswith(product or "\0") is bool(product)
    assert bool(challenge_of(answer(body, status, header))) is bool(product)


@pytest.mark.parametrize(
    ("url", "ending"),
    [
        ("http://www.jia.gov.cn/a/1.html", ".html"),
        ("http://www.jia.gov.cn/a/.htm", ".htm"),
        ("http://www.jia.gov.cn/a/1.longest", ""),
        ("http://www.jia.gov.cn/a/b/", "/"),
        ("http://www.jia.gov.cn/a/b", ""),
    ],
)
def test_a_sibling_is_of_the_same_kind(url: str, ending: str) -> None:
    made = sibling_url(url, "salt")
    folder, _, last = made.removeprefix("http://www.jia.gov.cn").rstrip("/").rpartition("/")
    assert folder == "/a"
    assert (last[last.find(".") :] if "." in last else made[len(made.rstrip("/")) :]) == ending
    assert made != url


@pytest.mark.parametrize(
    ("title", "body", "gone"),
    [
        ("提示", "<p>您访问的页面不存在</p>", True),
        ("提示", "<p>您访问的页面不存在</p>" + "<p>字</p>" * 20, False),  # a short answer says it, a page mentions it
        ("您访问的页面不存在", "<p>返回首页</p>", True),
        ("公告", "<p>返回首页</p>", False),
    ],
)
def test_what_a_short_answer_says_of_itself(title: str, body: str, gone: bool) -> None:
    assert bool(soft_404_of(answer(f"<title>{title}</title><body>{body}</body>"))) is gone


@pytest.mark.parametrize(
    ("body", "opens"),
    [
        ("<table><tr><td>姓名</td></tr></table>", True),
        ("<table><tr><td><a href=/>姓名</a></td></tr></table>", False),  # a page of the site, with its menu
        ("<TABLE><TR><TD>姓名</TD></TR></TABLE>", True),
        ("<p>姓名</p>", False),
    ],
)
def test_a_table_of_html_opens_in_excel_and_a_page_with_links_does_not(body: str, opens: bool) -> None:
    url = "http://www.jia.gov.cn/f/mingdan.xls"
    given = HttpAnswer(
        url, url, 200, ((b"Content-Type", b"text/html"),), f"<html><body>{body}</body></html>".encode(), 0.1
    )
    assert (judge_promised(given, "document")[0] is None) is opens


def test_an_error_is_told_by_what_lies_in_it() -> None:
    refused = ConnectionRefusedError(111, "refused")
    wrapped = ResponseFailed([Failure(TimeoutError("x")), Failure(refused)])
    assert [type(one) for one in chain(wrapped)] == [ResponseFailed, TimeoutError, ConnectionRefusedError]
    outer = RuntimeError("outer")
    outer.__cause__ = wrapped
    assert refused in list(chain(outer))
    looped = RuntimeError("loop")
    looped.__cause__ = looped
    assert list(chain(looped)) == [looped]


def redirected(path: str, to: str = "/") -> HttpAnswer:
    start, end = f"http://www.jia.gov.cn{path}", f"http://www.jia.gov.cn{to}"
    return HttpAnswer(start, end, 200, (), b"<p>x</p>", 0.1, hops=(start,))


@pytest.mark.parametrize(
    ("path", "to", "sent"),
    [
        ("/a/1.html", "/", True),
        ("/1.html", "/", True),
        ("/a/b", "/", True),
        ("/about", "/", False),  # one step below the root may be a way to the home page
        ("/a/1.html", "/a/2.html", False),
        ("/a/1.html", "/index.html", True),
        ("/portal/index.html", "/", False),
    ],
)
def test_a_deep_address_that_ends_at_the_home_page_was_sent_there(path: str, to: str, sent: bool) -> None:
    assert sent_home(redirected(path, to)) is sent


def test_what_needs_no_redirect_was_not_sent() -> None:
    assert not sent_home(HttpAnswer(URL, "http://www.jia.gov.cn/", 200, (), b"", 0.1))


@pytest.mark.parametrize(("size", "read"), [(2048, True), (2049, False)])
def test_an_interface_answers_shortly(size: int, read: bool) -> None:
    text = '{"code":404,"msg":"not found","pad":"'
    body = text + "x" * (size - len(text) - 2) + '"}'
    assert len(body) == size
    assert (gone_in_json(answer(body)) is not None) is read


def test_a_challenge_page_is_no_longer_than_its_words_tell() -> None:
    words = "提示 " + "很抱歉，您的访问行为存在异常，已被云防护拦截。"
    assert challenge_of(answer(f"<title>提示</title><p>{words}</p>")) != ""
    long = f"<title>提示</title><p>{words}</p><p>{'各单位要加强宣传引导。' * 200}</p>"
    assert challenge_of(answer(long)) == ""
