"""Pages that once made a reader say something false: wide signs in file names, srcset, patient refreshes, frames."""

import pytest

from crawler.reading import read_column, read_fast, read_home
from crawler.reading.links import absolute
from ledger.vocabulary import PageKind

URL = "http://www.jia.gov.cn/tzgg/"
NAV = '<div class="nav"><a href="/">首页</a><a href="/a/">甲</a><a href="/b/">乙</a></div>'
WORDS = "<p>" + "本页介绍办事流程和有关政策，供群众查阅。" * 12 + "</p>"


def _targets(body: str) -> set[str]:
    return {link.url for link in read_fast(f"<html><body>{body}</body></html>", URL).links}


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("附件1：表.docx", f"{URL}%E9%99%84%E4%BB%B61%EF%BC%9A%E8%A1%A8.docx"),
        ("/f/怎么办？.pdf", "http://www.jia.gov.cn/f/%E6%80%8E%E4%B9%88%E5%8A%9E%EF%BC%9F.pdf"),
        ("http：／／www.yi.gov.cn／a．html", "http://www.yi.gov.cn/a.html"),
        ("／a.html", "http://www.jia.gov.cn/a.html"),
        ("/a.html;jsessionid=0F3A?id=1", "http://www.jia.gov.cn/a.html?id=1"),
    ],
)
def test_an_address_is_what_a_browser_asks_for(written: str, opened: str) -> None:
    assert absolute(URL, written) == opened


def test_an_address_in_a_srcset_may_hold_commas() -> None:
    body = '<img srcset="data:image/png;base64,iVBORw0KGgo= 1x, /a.png 2x"><img srcset="/b?w=resize,m_1 1x,/c.png 2x">'
    assert _targets(body) == {f"http://www.jia.gov.cn/{name}" for name in ("a.png", "b?w=resize,m_1", "c.png")}


@pytest.mark.parametrize(("wait", "kind"), [("0", PageKind.REDIRECT), ("600", PageKind.COLUMN)])
def test_a_refresh_after_minutes_sends_nobody_on(wait: str, kind: PageKind) -> None:
    text = f'<html><head><meta http-equiv="refresh" content="{wait};url=/"></head><body>通知公告</body></html>'
    assert read_fast(text, URL).kind is kind


@pytest.mark.parametrize(
    "body",
    [
        '<iframe src="/inner/list.html"></iframe>',
        '<ul id="list"></ul><script src="/js/list.js"></script>',
        "<script>eval(atob('YQ=='))</script>",
    ],
)
def test_rows_that_may_come_from_elsewhere_are_not_missing(body: str) -> None:
    nav = (
        "" if "eval" in body else '<div class="nav"><a href="/">首页</a><a href="/a/">甲</a><a href="/b/">乙</a></div>'
    )
    assert read_column(f"<html><body>{nav}{body}</body></html>", URL).script_drawn


def test_an_empty_list_of_a_page_without_scripts_of_its_own_is_empty() -> None:
    text = f'<html><body>{NAV}<ul id="list"></ul><script src="/js/jquery.js"></script></body></html>'
    read = read_column(text, URL)
    assert not read.items
    assert not read.script_drawn


def test_rows_whose_addresses_say_nothing_are_rows() -> None:
    rows = "".join(f'<li><a href="/ua/{n}.htm">关于开展第{n}次专项检查的通知</a></li>' for n in range(4))
    assert len(read_column(f"<html><body><ul>{rows}</ul></body></html>", URL).items) == 4


@pytest.mark.parametrize("body", ['<script src="/js/common.js"></script>', '<iframe src="/inc/c.html"></iframe>'])
def test_a_footer_that_may_be_brought_in_is_not_missing(body: str) -> None:
    identity = read_home(f"<html><body>{WORDS}{body}</body></html>", "http://www.jia.gov.cn/").identity
    assert "icp" in identity.undetermined
    assert "sponsor" in identity.undetermined


def test_what_a_page_drawn_by_script_does_not_show_yet_is_not_missing() -> None:
    text = (
        f'<html><body>{WORDS}<div id="app"></div><p>主办单位：甲区政府办公室</p><p>粤ICP备12345678号</p></body></html>'
    )
    identity = read_home(text, "http://www.jia.gov.cn/").identity
    assert identity.icp == "粤ICP备12345678号"
    assert "conac" in identity.undetermined
    assert "icp" not in identity.undetermined


def test_entries_that_a_script_opens_are_there() -> None:
    entries = '<a href="javascript:void(0)" onclick="m()">网站地图</a><a href="#"><img alt="我为政府网站找错"></a>'
    identity = read_home(f"<html><body>{WORDS}{entries}</body></html>", "http://www.jia.gov.cn/").identity
    assert identity.site_map
    assert identity.report_error


def test_an_article_whose_text_stands_in_a_frame_may_show_its_time_there() -> None:
    text = '<html><body><h1>通报</h1><iframe src="/x.html"></iframe></body></html>'
    assert "published" in read_fast(text, "http://www.jia.gov.cn/ua/1.html").undetermined
