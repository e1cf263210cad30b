"""What the words of a short answer say, at the lengths up to which they are believed; a page's words and its kind."""

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.looking.challenge import challenge_of
from crawler.looking.promised import judge_promised, promises
from crawler.looking.text import holds, looks_like_html, rough, title_of, visible
from crawler.looking.walls import wall_of
from crawler.looking.words import says_broken, says_gone, says_not_now, tells

URL = "http://h.gov.cn/a/1.html"


def filled(words: str, length: int) -> str:
    """The words, and others behind them up to so many signs."""
    return words + "。" + "闻" * (length - len(words) - 1)


@pytest.mark.parametrize(
    ("title", "words", "said"),
    [
        ("404", filled("返回首页", 1499), "404"),
        ("404", filled("返回首页", 1500), ""),
        ("提示", filled("您访问的页面不存在", 199), "您访问的页面不存在"),
        ("提示", filled("您访问的页面不存在", 200), ""),
        ("404", "返回首页", "404"),
        ("404", "发布时间：2026-11-30 返回首页", ""),  # tells of something
        ("提示", "来信：您访问的页面不存在", ""),
        ("区里召开会议", "您访问的页面不存在", "您访问的页面不存在"),  # spoken to a visitor
        ("区里召开会议", "页面不存在。", "页面不存在"),  # a sentence of its own
        ("区里召开会议", "排查时，页面不存在，已经修复", ""),  # a piece of one
        ("某区人民政府", "排查时，页面不存在，已经修复", "页面不存在"),  # the title names the site alone
        ("错误提示", "没有找到相应的记录", "没有找到相应的记录"),
        ("搜索", "没有找到相应的记录", ""),
        ("错误提示-某区人民政府", "没有找到相应的记录", "没有找到相应的记录"),
        ("错误提示-会议报道", "没有找到相应的记录", ""),  # names something else
        ("会议报道-某区人民政府", "没有找到相应的记录", ""),
        ("某区人民政府", "没有找到相应的记录", ""),
    ],
)
def test_a_page_that_says_it_is_gone(title: str, words: str, said: str) -> None:
    assert says_gone(title, words) == said


@pytest.mark.parametrize(
    ("title", "words", "said"),
    [
        ("", filled("Fatal error: x", 2499), "Fatal error: "),
        ("", filled("Fatal error: x", 2500), ""),
        ("Runtime Error", "返回", "Runtime Error"),
        ("", "来源：某局 Fatal error: x", ""),
        ("错误提示", filled("参数错误", 199), "参数错误"),
        ("错误提示", filled("参数错误", 200), ""),
        ("公告", "参数错误", ""),
        ("错误提示", "返回", ""),
        ("错误提示", "数据库连接失败，参数错误", "数据库连接失败"),
    ],
)
def test_a_program_that_says_it_broke_down(title: str, words: str, said: str) -> None:
    assert says_broken(title, words) == said


@pytest.mark.parametrize(
    ("title", "words", "said"),
    [
        ("提示", "网站系统升级维护中", "网站系统升级维护中"),
        ("提示", "您的访问过于频繁，请稍后再试", "访问过于频繁"),
        ("关于网站升级维护的公告", "网站系统升级维护中", ""),
        ("提示", "发布时间：11月30日 网站系统升级维护中", ""),
        ("提示", "欢迎", ""),
    ],
)
def test_a_page_that_says_not_now(title: str, words: str, said: str) -> None:
    assert says_not_now(title, words) == said


@pytest.mark.parametrize(("words", "told"), [("浏览次数：12", True), ("来源：某局", True), ("欢迎", False)])
def test_what_tells_of_something(words: str, told: bool) -> None:
    assert tells(words) is told


def walled(title: str = "", words: str = "", *, good: bool = False, gone: bool = False) -> str:
    return wall_of(title, words, good=good, gone=gone)


def test_a_number_of_the_request_proves_nothing_beside_a_not_found() -> None:
    assert walled(words="Request ID: 99-ab") == "Request ID:"
    assert walled(words="Request ID: 99-ab", gone=True) == ""
    assert walled(words="Request ID: 99-ab", good=True) == "Request ID:"


def test_the_name_of_a_firewall_proves_something_where_no_page_was_given() -> None:
    assert walled(words="Powered by Cloudflare") == "Cloudflare"
    assert walled(words="Powered by Cloudflare", gone=True) == "Cloudflare"
    assert walled(words="Powered by Cloudflare", good=True) == ""


def test_a_page_that_tells_of_something_is_no_firewalls() -> None:
    assert walled("访问被拦截", "发布时间：2026-11-30", good=True) == ""
    assert walled("访问被拦截", "发布时间：2026-11-30") == "访问被拦截"
    assert walled("访问被拦截", good=True) == "访问被拦截"
    assert walled("某区-安全验证", good=True) == "某区-安全验证"
    assert walled("安全验证工作部署会", "会议召开", good=True) == ""
    assert walled(words="很抱歉，您的请求疑似攻击行为") == "您的请求疑似攻击"
    assert walled("-", "欢迎") == ""


def answer(body: str, status: int = 200, title: str = "提示", *, url: str = URL, kind: str = "text/html") -> HttpAnswer:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    return HttpAnswer(url, url, status, ((b"Content-Type", kind.encode()),), html, 0.1)


@pytest.mark.parametrize(
    ("status", "product"),
    [(403, True), (405, True), (411, True), (500, True), (200, True), (404, False), (410, False)],
)
def test_whose_number_of_the_request_it_is(status: int, product: bool) -> None:
    assert bool(challenge_of(answer("<p>Request ID: 99-ab</p>", status))) is product


REFUSED = "<p>很抱歉，您的访问行为存在异常，已被云防护拦截。</p>"
SIGNED = "<script>var a='acw_sc__v2'</script>"


def padded(body: str, size: int, status: int = 200) -> HttpAnswer:
    given = answer(body, status)
    return HttpAnswer(given.url, given.url, status, (), given.body.ljust(size), 0.1)


@pytest.mark.parametrize(
    ("given", "product"),
    [
        (padded(REFUSED, 20_000), "未知防火墙"),
        (padded(REFUSED, 20_001), ""),  # a page of that length holds more than a refusal
        (padded(REFUSED, 20_001, 403), "未知防火墙"),
        (padded(SIGNED, 384 * 1024 - 1), "阿里云"),
        (padded(SIGNED, 384 * 1024), ""),
        (answer(f"{SIGNED}<p>{'字' * 399}</p>"), "阿里云"),
        (answer(f"{SIGNED}<p>{'字' * 400}</p>"), ""),  # so many words are a page about it
        (answer(f"<p>{'字' * 400}</p>{REFUSED}", 403), ""),
    ],
)
def test_how_long_a_challenge_may_be(given: HttpAnswer, product: str) -> None:
    assert challenge_of(given).partition(" ")[0] == product


def test_of_a_refusal_sixty_signs_are_told() -> None:
    assert challenge_of(answer("", title="Just a moment" + "." * 99)) == "未知防火墙 Just a moment" + "." * 47


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/a.pdf", True),
        ("/a.XLSX", True),
        ("/a.pdf?x=1", True),
        ("/a.html", False),
        ("/pdf", False),
        ("/?f=a.pdf", False),
    ],
)
def test_an_address_that_promises_a_file(path: str, file: bool) -> None:
    assert promises(f"http://h.gov.cn{path}") is file


STORY = "会议强调，各单位要抓好落实。"
LINK = "<a href=/c>栏目</a>"


def words_of(length: int) -> str:
    return f"<p>{'闻' * length}</p>"


@pytest.mark.parametrize(
    ("body", "path", "wanted", "said"),
    [
        (f"<script>x</script>{words_of(199)}", "/a.pdf", "attachment", "script_drawn"),
        (f"<script>x</script>{words_of(200)}", "/a.pdf", "attachment", "wrong_type"),
        (f"<meta http-equiv=refresh content='3;url=/b'>{words_of(10)}", "/a.pdf", "attachment", "script_drawn"),
        (words_of(10), "/a.pdf", "attachment", "wrong_type"),
        (f"<p>登录后查看</p>{words_of(993)}", "/a.pdf", "attachment", "unreadable"),  # 999 with the blank between
        (f"<p>登录后查看</p>{words_of(994)}", "/a.pdf", "attachment", "wrong_type"),
        (f"<p>登录后查看</p>{LINK * 39}", "/a.pdf", "attachment", "unreadable"),
        (f"<p>登录后查看</p>{LINK * 40}", "/a.pdf", "attachment", "wrong_type"),
        (f"<a href=/d/real.pdf>名单</a>{words_of(996)}", "/a.pdf", "attachment", "unreadable"),
        (f"<a href=/d/real.pdf>名单</a>{words_of(997)}", "/a.pdf", "attachment", "wrong_type"),
        (f"<a href=/d/real.pdf>名单</a>{LINK * 39}", "/a.pdf", "attachment", "wrong_type"),
        (f"<iframe src=/v></iframe>{STORY}", "/a.pdf", "attachment", "unreadable"),
        ("<input type=password>", "/a.pdf", "attachment", "login"),
        (STORY, "/a.jpg", "page", "unreadable"),
        (STORY, "/a.jpg", "image", "wrong_type"),
        (STORY, "/a.pdf", "image", "wrong_type"),
    ],
)
def test_a_page_in_place_of_a_file(body: str, path: str, wanted: str, said: str) -> None:
    reason, _ = judge_promised(answer(body, title="名单", url=f"http://h.gov.cn{path}"), wanted)
    assert reason == said


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (f"<iframe src=/v></iframe>{STORY}", "viewer"),
        ("<input type=password>", "http://h.gov.cn/a.pdf"),
        ("<script>x</script>", "jump or viewer"),
        ("<p>请点击下载</p>", "点击下载"),
        ("<a href=/d/real.pdf>名单</a>", "下载页"),
        (STORY, "text/html"),
    ],
)
def test_why_it_is_not_the_file(body: str, detail: str) -> None:
    assert judge_promised(answer(body, title="名单", url="http://h.gov.cn/a.pdf"), "attachment")[1] == detail


@pytest.mark.parametrize(
    ("body", "kind", "path", "office"),
    [
        (STORY, "application/vnd.ms-excel", "/a.xls", True),
        (STORY, "application/vnd.ms-excel", "/a.pdf", False),  # only Office opens such a page
        (STORY, "text/html", "/a.xls", False),
        ("<p style='mso-style:x'>通知</p>", "text/html", "/a.doc", True),
        ("<table><tr><td>1</td></tr></table>", "text/html", "/a.xls", True),
        (f"<table><tr><td>{LINK}</td></tr></table>", "text/html", "/a.xls", False),
        (f"<table><tr><td>{LINK.upper()}</td></tr></table>", "text/html", "/a.xls", False),
        (LINK, "text/html", "/a.xls", False),
    ],
)
def test_a_page_that_office_opens_as_its_own(body: str, kind: str, path: str, office: bool) -> None:
    reason, _ = judge_promised(answer(body, url=f"http://h.gov.cn{path}", kind=kind), "attachment")
    assert (reason is None) is office


def test_a_page_sent_to_be_saved_is_the_file() -> None:
    given = answer(STORY, url="http://h.gov.cn/a.doc")
    saved = HttpAnswer(given.url, given.url, 200, ((b"Content-Disposition", b"Attachment; x"),), given.body, 0.1)
    assert judge_promised(saved, "attachment") == (None, "")


def test_a_pages_words() -> None:
    html = "<title> 区里\n召开 </title><body><script>x</script><style>y</style><p>甲 <b>乙</b></p></body>"
    assert title_of(html) == "区里 召开"
    assert title_of("<p>甲</p>") == ""
    assert visible(html) == "甲 乙"
    assert visible("") == ""
    assert holds("一二三", ("四", "二"))
    assert not holds("一二三", ("四", "五"))


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("sign", ["é", "会", "𠀀"])
def test_a_sign_of_utf8_that_the_limit_cuts_is_left_out(sign: str, before: int) -> None:
    """A sign of two, three or four bytes, so many of them before the limit of 64 KiB."""
    start = 64 * 1024 - before
    shown = rough(b"a" * start + sign.encode() * 9)
    assert shown == "a" * start + (sign if before >= len(sign.encode()) else "") * (before // len(sign.encode()))


def test_what_is_no_utf8_is_gb18030() -> None:
    assert rough("会议镕".encode("gb18030")) == "会议镕"
    assert rough("会议".encode()) == "会议"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (b"<!DOCTYPE html><p>", True),
        (b"\xef\xbb\xbf \r\n<HTML>", True),
        (b"<?xml version='1.0'?><html>", True),
        (b"<?xml version='1.0'?><rss>", False),
        (b"x <html>", False),
        (b"%PDF-1.7 <html>", False),
        (b"<!--".ljust(2043) + b"<html>", True),  # its first 2048 bytes are looked at
        (b"<!--".ljust(2044) + b"<html>", False),
        (b"", False),
    ],
)
def test_what_looks_like_a_page(body: bytes, html: bool) -> None:
    assert looks_like_html(body) is html
