"""Pages that are not there though they come with a 200: at each limit, what is one and what no longer is."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.looking.classify import classify
from crawler.looking.soft404 import gone_in_json, random_url, sibling_url, soft_404_of

NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ROOT = "http://www.jia.gov.cn"
LONG = "各单位要加强宣传引导，合理安排时间，做好服务保障工作，方便群众出行。" * 6


def answer(body: str, title: str = "", path: str = "/a/1.html", *, to: str = "", status: int = 200) -> HttpAnswer:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    url = ROOT + path
    return HttpAnswer(url, to or url, status, (), html.encode(), 0.1, hops=(url,) if to else ())


def sized(given: HttpAnswer, size: int) -> HttpAnswer:
    """The same page, with blanks behind it up to so many bytes."""
    assert len(given.body) <= size
    return replace(given, body=given.body.ljust(size))


def says(given: HttpAnswer) -> str:
    look = classify(given, now=NOW)
    return look.reason.value if look.reason else "ok"


GONE = answer("<p>您访问的页面不存在</p>", "提示")
JUMPS = answer("<script>location.href='/404.html'</script><p>稍候</p>")


@pytest.mark.parametrize(("size", "gone"), [(19_999, True), (20_000, False)])
def test_a_long_answer_only_mentions_it(size: int, gone: bool) -> None:
    assert bool(soft_404_of(sized(GONE, size))) is gone


@pytest.mark.parametrize(
    ("title", "gone"),
    [
        ("404", True),
        ("页面不存在", True),
        ("A" * 296 + "-404", True),  # of a title its first 300 signs are read
        ("A" * 297 + "-404", False),
        ("404路公交", False),
    ],
)
def test_a_title_says_it_however_long_the_answer(title: str, gone: bool) -> None:
    assert bool(soft_404_of(sized(answer("<p>返回首页</p>", title), 30_000))) is gone


@pytest.mark.parametrize(("size", "to"), [(2047, "转到/404.html"), (2048, "")])
def test_a_stub_that_jumps_to_the_page_for_what_is_gone(size: int, to: str) -> None:
    assert soft_404_of(sized(JUMPS, size)) == to


@pytest.mark.parametrize(
    ("target", "gone"),
    [
        ("/404.html", True),
        ("/404.html?from=/a/1.html", True),
        ("/error/notfound", True),
        ("/b/1.html?back=/404.html", False),
        ("/b/1.html", False),
    ],
)
def test_where_a_stub_jumps_to(target: str, gone: bool) -> None:
    assert bool(soft_404_of(answer(f"<script>location.href='{target}'</script><p>稍候</p>"))) is gone


@pytest.mark.parametrize(
    ("path", "to", "told"),
    [
        ("/a/1.html", f"{ROOT}/404.html", f"转到{ROOT}/404.html"),
        ("/404.html", f"{ROOT}/error/404.html", ""),  # who asks for that page gets it
        ("/a/1.html", f"{ROOT}/a/2.html", ""),
        ("/a/1.html", "", ""),
    ],
)
def test_a_redirect_to_the_page_for_what_is_gone(path: str, to: str, told: str) -> None:
    assert soft_404_of(answer(f"<p>{LONG}</p>", "某区", path, to=to)) == told


def test_the_page_for_what_is_gone_asked_for_by_its_name_is_read_like_any_other() -> None:
    assert soft_404_of(answer(f"<p>{LONG}</p>", "某区", "/404.html")) == ""


WECHAT = "https://mp.weixin.qq.com/s/abc"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<div class="weui-msg__title">\n 该内容已被发布者删除 \n</div>', "该内容已被发布者删除"),
        ('<p class="weui-msg__desc">该账号已冻结</p>', "该账号已冻结"),
        ('<div class="weui-msg__title">参数错误</div>', ""),
        ('<div class="weui-msg__title">违规</div><div id="js_article">正文</div>', ""),
        (f'<div class="weui-msg__title">违规{"字" * 100}</div>', "违规" + "字" * 58),
        ("<p>该内容已被发布者删除</p>", ""),
    ],
)
def test_what_wechat_says_in_place_of_an_article(body: str, told: str) -> None:
    assert soft_404_of(replace(answer(body), url=WECHAT, final_url=WECHAT)) == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{"code":404,"msg":"没有"}', (404, "404 没有")),
        ('{"status":400}', (400, "400")),
        ('{"statusCode":"599","message":"错"}', (599, "599 错")),
        ('{"errcode":40013,"errmsg":"appid"}', None),
        ('{"errorCode":399}', None),
        ('{"code":600}', None),
        ('{"code":"","status":404}', None),  # the first that is there is the interface's own
        ('{"code":404.5}', None),
        ('{"code":null}', None),
        ('{"msg":"404"}', None),
        ('[{"code":404}]', None),
        ('{"code":404', None),
        ("", None),
    ],
)
def test_a_code_of_an_error_in_json(body: str, told: tuple[int, str] | None) -> None:
    assert gone_in_json(replace(answer(""), body=body.encode())) == told


@pytest.mark.parametrize("path", ["/a/1.html", "/x?id=5", "/"])
def test_a_random_address_lies_in_a_folder_that_nobody_has(path: str) -> None:
    made = random_url(ROOT + path, "r1")
    folder, page = made.removeprefix(f"{ROOT}/").split("/")
    assert page.endswith(".html")
    assert len(folder) >= 16
    assert made == random_url(ROOT + path, "r1") != random_url(ROOT + path, "r2")


@pytest.mark.parametrize(
    ("path", "start", "ending"),
    [
        ("/a/1.html", "/a/", ".html"),
        ("/a/1.abcdef", "/a/", ""),  # an ending has at most five letters
        ("/a/1.abcde", "/a/", ".abcde"),
        ("/a/.htm", "/a/", ".htm"),
        ("/a/b.c/", "/a/", "/"),
        ("/a/b", "/a/", ""),
        ("/show.php?a=list&id=12&p=", "/show.php?a=list&id=", "&p="),
    ],
)
def test_a_sibling_keeps_the_folder_and_the_ending(path: str, start: str, ending: str) -> None:
    made = sibling_url(ROOT + path, "r1").removeprefix(ROOT)
    assert made.startswith(start)
    middle = made.removeprefix(start)
    assert middle.endswith(ending)
    assert middle.removesuffix(ending).isalnum()
    assert made != path


def test_a_number_in_a_query_becomes_one_that_nobody_has() -> None:
    number = sibling_url(f"{ROOT}/show.php?id=12", "r1").partition("id=")[2]
    assert (len(number), number.isdigit()) == (9, True)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (sized(answer("<script src=/a.js></script>"), 2047), "script_drawn"),
        (sized(answer("<script src=/a.js></script>"), 2048), "ok"),
        (sized(answer("<div></div>"), 2047), "empty_answer"),
        (answer("<script src=/a.js></script>", path="/"), "ok"),  # a home page is judged by its own rule
        (answer("<p>字</p><script src=/a.js></script>"), "ok"),
        (answer("<img src=a.jpg>"), "ok"),
        (sized(answer("<p>网站系统升级维护中，请稍后访问</p>", "公告"), 2047), "blocked"),
        (sized(answer("<p>网站系统升级维护中，请稍后访问</p>", "公告"), 2048), "ok"),
        (sized(answer("<p>数据库连接失败</p>", "系统提示"), 19_999), "server_error"),
        (sized(answer("<p>数据库连接失败</p>", "系统提示"), 20_000), "ok"),
    ],
)
def test_how_long_an_answer_may_be_that_shows_nothing(given: HttpAnswer, reason: str) -> None:
    assert says(given) == reason
