"""Publish time, source and kind of a page."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading import read_fast, read_page
from crawler.reading.dates import first_moment, month_day, show, split_day
from ledger.vocabulary import PageKind

AT = "http://www.songxi.gov.cn/zwgk/202606/t20260101_77.html"


def shown(inner: str, head: str = "", url: str = AT) -> str | None:
    html = f"<title>关于清明假期安排的通知-松溪区政府</title>{head}<body><h1>关于清明假期安排的通知</h1>{inner}</body>"
    return show(read_fast(html, url).published)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>发布时间：2026-03-25 10:20</p>", "2026-03-25 10:20"),
        ("<p>发布日期:<span>2026-03-25</span></p>", "2026-03-25"),
        ("<p>日期：２０２６年３月２５日　来源：区政府办</p>", "2026-03-25"),
        ("<p>时间：[2026/03/25 08:01:09]</p>", "2026-03-25 08:01:09"),
        ("<p>【发布时间】2026.03.25</p>", "2026-03-25"),
        ("<p>2026年03月25日08:18 来源：区政府办</p>", "2026-03-25 08:18"),
        ("<script>var pubdata='2026年03月25日';</script>", "2026-03-25"),
        ("<script>document.write('发布时间：2026-03-25');</script>", "2026-03-25"),
        ("<p>成文日期：2026-01-02</p><p>发布日期：2026-03-25</p>", "2026-03-25"),
        (
            "<p>会议于2026年3月1日召开，各单位参加了会议并作交流发言。</p><p>发布日期：2026-03-25</p>",
            "2026-03-25",
        ),
        ("<p>正文里没有日期</p>", None),
    ],
)
def test_publish_time_is_what_the_page_shows(inner: str, expected: str | None) -> None:
    assert shown(inner) == expected


def test_the_tag_adds_the_hour_but_does_not_overrule_the_day() -> None:
    tag = '<meta content="2026-03-25 17:33" name="pubdate">'
    assert shown("<p>发布时间：2026-03-25</p>", tag) == "2026-03-25 17:33"
    assert shown("<p>发布时间：2026-03-20</p>", tag) == "2026-03-20"
    assert shown("<p>正文</p>", tag) == "2026-03-25 17:33"


def test_an_impossible_day_is_no_day() -> None:
    assert shown("<p>发布时间：2026-02-31</p>") is None


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>来源：区政府办  作者：某某</p>", "区政府办"),
        ("<p>信息来源：<span>松溪日报</span></p>", "松溪日报"),
        ("<p>文章来源: 区教育局 发布时间：2026-03-25</p>", "区教育局"),
        ("<p>来源：</p><p>浏览次数：3</p>", None),
        ("<p>正文</p>", None),
    ],
)
def test_source(inner: str, expected: str | None) -> None:
    assert read_fast(f"<title>x</title>{inner}", AT).source == expected


@pytest.mark.parametrize(
    ("url", "html", "kind"),
    [
        ("http://a.gov.cn/", "<p>首页</p>", PageKind.HOME),
        ("http://a.gov.cn/index.html", "<p>首页</p>", PageKind.HOME),
        ("http://a.gov.cn/tzgg/", "<p>x</p>", PageKind.COLUMN),
        ("http://a.gov.cn/tzgg/index_2.html", "<p>x</p>", PageKind.COLUMN),
        ("http://a.gov.cn/xx/content/post_123.html", "<p>x</p>", PageKind.ARTICLE),
        ("http://a.gov.cn/info/1053/6730.htm", "<p>x</p>", PageKind.ARTICLE),
        ("http://a.gov.cn/art/2026/7/10/art_1_2.html", "<p>x</p>", PageKind.ARTICLE),
        ("http://a.gov.cn/a.html", '<meta name=ArticleTitle content="某文">', PageKind.ARTICLE),
        ("http://a.gov.cn/a/", '<meta http-equiv=refresh content="0;url=./b/">', PageKind.REDIRECT),
        ("http://a.gov.cn/a/", "<script>window.location.href='b/index.html'</script>", PageKind.REDIRECT),
        ("http://a.gov.cn/about.html", "<p>x</p>", PageKind.OTHER),
    ],
)
def test_kind(url: str, html: str, kind: PageKind) -> None:
    assert read_fast(html, url).kind is kind


def test_a_stub_names_where_it_leads() -> None:
    assert (
        read_fast('<meta http-equiv=Refresh content="0;URL=./dwzn/">', "http://a.cn/b/").redirect
        == "http://a.cn/b/dwzn/"
    )


def test_the_object_that_read_prints() -> None:
    html = (
        "<title>关于清明假期安排的通知</title><meta name=SiteName content=松溪><body>"
        "<div class=position><a href=/>首页</a> &gt; <a href=/tz/>通知公告</a></div>"
        "<h1>关于清明假期安排的通知</h1><p>发布时间：2026-03-25 10:20</p></body>"
    )
    read = read_page(html.encode(), AT).as_json("a.html")
    assert (read["file"], read["kind"], read["published"]) == ("a.html", "article", "2026-03-25 10:20")
    assert (read["breadcrumb"], read["tags"], read["links"]) == (["首页", "通知公告"], {"SiteName": "松溪"}, 2)
    assert read["title"] == "关于清明假期安排的通知"
    assert read["undetermined"] == []


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "[%Y/%m/%d]", "%Y年%m月%d日", "%Y.%m.%d"]),
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    assert first_moment(day.strftime(form)) == day


def test_days_in_pieces_and_without_a_year() -> None:
    assert split_day("10 2026-07") == date(2026, 7, 10)
    assert split_day("2026年07月 10") == date(2026, 7, 10)
    assert month_day("[03-25]") == (3, 25)
    assert month_day("2026-03") is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_dates(text: str) -> None:
    first_moment(text)
    split_day(text)
    month_day(text)
