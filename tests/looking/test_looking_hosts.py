"""What a host answers to any address, and where its home page is: what proves that a page is not there."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.looking.classify import classify
from crawler.looking.soft404 import alike, barely_gone, homelike, profile, same_as_random, sent_home

ROOT = "http://www.jia.gov.cn"
LONG = "各单位要加强宣传引导，合理安排时间，做好服务保障工作，方便群众出行。" * 6


def answer(body: str, title: str = "", path: str = "/a/1.html", *, to: str = "", status: int = 200) -> HttpAnswer:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    url = ROOT + path
    return HttpAnswer(url, to or url, status, (), html.encode(), 0.1, hops=(url,) if to else ())


HOST = profile(answer(f"<p>{LONG}</p>", "提示", "/x/y.html"))


@pytest.mark.parametrize(
    ("given", "same"),
    [
        (answer(f"<p>{LONG}</p>", "提示"), True),
        (answer(f"<p>{LONG}</p>", "别的"), False),
        (answer(f"<p>{LONG}另有</p>", "提示"), False),
        (answer(f"<p>{LONG}</p>", "提示", "/"), False),
        (answer(f"<p>{LONG}</p>", "提示", "/index.html"), False),
        (answer(f"<p>{LONG}</p>", "提示", "/x/y.html"), False),  # the very page the random path led to
        (answer(f"<p>{LONG}</p>", "提示", to=f"{ROOT}/x/y.html"), True),
    ],
)
def test_what_the_host_answers_to_any_address(given: HttpAnswer, same: bool) -> None:
    assert same_as_random(given, HOST) is same
    assert not same_as_random(given, None)
    assert not same_as_random(given, replace(HOST, status=404))
    assert not same_as_random(given, replace(HOST, status=201))


@pytest.mark.parametrize(
    ("body", "title", "reason", "detail"),
    [
        (f"<p>网站系统升级维护中</p><p>{LONG * 6}</p>", "提示", "blocked", "网站系统升级维护中"),
        (f"<p>内容已经下线</p><p>{LONG * 6}</p>", "提示", "soft_404", "提示"),
        (f"<p>内容已经下线</p><p>{LONG * 6}</p>", "", "soft_404", "random path"),
        (f"<p>内容已经下线</p><p>{LONG * 6}</p>", "提" * 130, "soft_404", "提" * 120),
        (f"<p>{LONG * 6}</p><script>x</script>", "提示", "script_drawn", "该网站对任何地址都答复同一页面"),
        (f"<p>{LONG * 6}</p>", "提示", "unreadable", "该网站对任何地址都答复同一页面"),
    ],
)
def test_what_a_long_page_says_that_the_host_gives_for_any_address(
    body: str, title: str, reason: str, detail: str
) -> None:
    host = profile(answer(body, title, "/x/y.html"))
    look = classify(answer(body, title), now=datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai")), host=host)
    assert (look.reason, look.detail) == (reason, detail)


@pytest.mark.parametrize("own", ["/a", "/ab", "/a/1.html", f"{ROOT}/a"])
def test_the_address_and_numbers_that_a_page_repeats_are_not_its_own_words(own: str) -> None:
    host = profile(answer("<p>没有/x/y.html，2026-11-30</p>", "提示", "/x/y.html"))
    path = own.removeprefix(ROOT)
    assert same_as_random(answer(f"<p>没有{own}，2026-12-01</p>", "提示", path), host)
    assert not same_as_random(answer(f"<p>没有{own}，见公告</p>", "提示", path), host)


def test_the_home_page_shown_for_any_address() -> None:
    words = "<p>电话/传真：020-1，首页/要闻</p>"
    home, away = answer(words, "某区", "/"), answer("<p>别的</p>", "某区", "/")
    shown = answer(words, "某区", "/x/y.html")
    assert profile(shown, home).home
    assert not profile(shown, away).home
    assert not profile(shown).home
    assert profile(answer("<p>x</p>", "", "/x/y.html", to=f"{ROOT}/")).home
    assert profile(answer("<p>x</p>", "", "/x/y.html", to=f"{ROOT}/"), away).home


@pytest.mark.parametrize(
    ("to", "sent"),
    [
        (f"{ROOT}/", True),
        ("https://jia.gov.cn/index.html", True),
        (f"{ROOT}/?from=a", False),
        ("http://www.yi.gov.cn/", False),  # another's home page
        (f"{ROOT}/a/", False),
    ],
)
def test_whose_home_page_it_was_sent_to(to: str, sent: bool) -> None:
    assert sent_home(answer("<p>x</p>", to=to)) is sent


@pytest.mark.parametrize(
    ("path", "deep"),
    [("/a", False), ("/a/", False), ("/a/b", True), ("/a.html", True), ("/a/index.html", False), ("/a.b/", False)],
)
def test_how_deep_an_address_lies(path: str, deep: bool) -> None:
    assert sent_home(answer("<p>x</p>", path=path, to=f"{ROOT}/")) is deep


@pytest.mark.parametrize(
    ("path", "home"),
    [
        *(("/", True), ("", True), ("/index.html", True), ("/main.jsp", True), ("/portal/home", True)),
        *(("/gov/index.html", True), ("/?id=1", False), ("/gov/index.html?id=1", False), ("/a/1.html", False)),
    ],
)
def test_addresses_of_home_pages(path: str, home: bool) -> None:
    assert homelike(ROOT + path) is home


OWN = profile(answer("<p>甲乙丙丁戊己庚</p>", "404", "/x/y.html", status=404))  # four pieces of four signs


@pytest.mark.parametrize(
    ("words", "title", "like"),
    [
        ("甲乙丙丁戊己庚", "404", True),
        ("甲乙丙丁戊己庚", "别的", True),  # word by word
        ("甲乙丙丁戊己辛", "404", True),  # three pieces of five in common
        ("甲乙丙丁戊己辛", "别的", False),
        ("甲乙丙丁戊壬辛", "404", False),  # two of six
        ("甲乙丙", "404", False),
        ("", "404", False),
    ],
)
def test_a_not_found_much_like_the_hosts_own(words: str, title: str, like: bool) -> None:
    assert alike(answer(f"<p>{words}</p>", title, status=404), OWN) is like


def test_of_a_few_signs_all_must_agree() -> None:
    own = profile(answer("<p>甲乙</p>", "404", "/x/y.html", status=404))
    assert alike(answer("<p>甲 乙</p>", "404", status=404), own) is False
    assert alike(answer("<p>甲乙</p>", "404", status=404), own) is True


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("", True),
        ("404 Not Found nginx", True),
        ("甲乙丙丁", True),  # four signs beside the standard words
        ("甲乙丙丁戊", False),
        ("page not found one two three four", True),
        ("page not found one two three four five", False),
        ("该信息已被删除", True),
    ],
)
def test_a_not_found_that_says_nothing_else(words: str, bare: bool) -> None:
    assert barely_gone(answer(f"<p>{words}</p>", status=404)) is bare
