"""The signs by which an answer is told: what each needs, with the like of it that lacks that."""

import pytest

from crawler.looking.answer import Answer
from crawler.looking.challenge import challenge_of
from crawler.looking.soft404 import sibling_url, soft_404_of
from crawler.looking.text import dense

URL = "http://www.jia.gov.cn/a/1.html"


def answer(body: str, status: int = 200, header: tuple[str, str] | None = None) -> Answer:
    headers = ((header[0].encode(), header[1].encode()),) if header else ()
    return Answer(URL, URL, status, headers, body.encode(), 0.1)


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
