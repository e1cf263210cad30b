"""What kind a page is, by what it shows; its address and tags only where it shows neither rows nor a headline's bar."""

from collections.abc import Callable

import pytest

from crawler.reading import read_fast
from ledger.vocabulary import PageKind

TITLES = ("松溪区召开河道清淤调度会议", "湛卢街道开展消防应急演练", "区图书馆延长周末开放时间",
          "城北大道改造工程完成铺设", "区教育局部署冬季校园安全", "旧县乡组织开展健康义诊")  # fmt: skip
DAYS = ("2026-11-18", "2026-11-12", "2026-11-05", "2026-10-28", "2026-10-16", "2026-10-09")
SUMMARY = "近日，有关单位按照工作安排有序推进各项任务，现场秩序良好，群众普遍表示支持，取得了较好的成效。"
TEXT = f"<p>{SUMMARY}</p>" * 4
META = '<meta name="ContentSource" content="区政府办"><meta name="PubDate" content="2026-11-18">'
NAMED = f'<meta name="ColumnName" content="工作动态"><meta name="ArticleTitle" content="工作动态">{META}'


def rows(one: Callable[[int, str, str], str]) -> str:
    return "".join(one(n, title, day) for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True)))


def link(n: int, title: str) -> str:
    return f"<a href=/xw/{n}.html>{title}</a>"


LISTS = {
    "title, day": "<ul>" + rows(lambda n, t, d: f"<li>{link(n, t)}<span>{d}</span></li>") + "</ul>",
    "day, title": "<ul>" + rows(lambda n, t, d: f"<li><span>{d}</span>{link(n, t)}</li>") + "</ul>",
    "month and day": "<ul>" + rows(lambda n, t, d: f"<li>{link(n, t)}<span>[{d[5:]}]</span></li>") + "</ul>",
    "day in the link": "<ul>" + rows(lambda n, t, d: f"<li>{link(n, f'{t} ({d})')}</li>") + "</ul>",
    "table": "<table>" + rows(lambda n, t, d: f"<tr><td>{n}</td><td>{link(n, t)}</td><td>{d}</td></tr>") + "</table>",
    "labelled rows": rows(lambda n, t, d: f"<div>{link(n, t)}<p>发布时间：{d} 来源：区政府办</p></div>"),
    "summaries": rows(lambda n, t, d: f"<div><h4>{link(n, t)}</h4><p>{SUMMARY}</p><em>{d}</em></div>"),
    "day above month": rows(lambda n, t, d: f"<div><b>{d[8:]}</b><i>{d[:7]}</i>{link(n, t)}</div>"),
    "opened by script": "<ul>" + rows(lambda n, t, d: f"<li onclick='go({n})'><p>{t}</p><p>{d}</p></li>") + "</ul>",
}  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/xw/", "/xw/index.html", "/xwlist.html", "/zwgk/tzgg.aspx?cid=12", "/gzdt/gzdt.htm"]
)
@pytest.mark.parametrize("inner", LISTS.values(), ids=LISTS.keys())
def test_rows_with_days_are_a_column(inner: str, address: str) -> None:
    crumb = "<a href=/>首页</a>&gt;工作动态"
    html = f"<title>工作动态-松溪区人民政府</title>{META}<body>{crumb}<h2>工作动态</h2>{inner}</body>"
    assert read_fast(html, f"http://www.songxi.gov.cn{address}").kind is PageKind.COLUMN


@pytest.mark.parametrize("address", ["/xw/202611/t20261118_77.html", "/info/1003/2.htm"])
@pytest.mark.parametrize("name", [name for name in LISTS if name != "opened by script"])
def test_tags_and_address_of_an_article_make_none_of_a_list(name: str, address: str) -> None:
    html = f"<title>工作动态</title>{NAMED}<body><a href=/>首页</a><h1>工作动态</h1>{LISTS[name]}</body>"
    assert read_fast(html, f"http://www.songxi.gov.cn{address}").kind is PageKind.COLUMN


@pytest.mark.parametrize(
    "address", ["/xw/", "/xwlist.html", "/?id=123", "/index.aspx?id=12", "/index.php?c=a&a=show&id=3"]
)
@pytest.mark.parametrize("bar", ["发布时间：2026-11-18", "2026-11-18", "2026-11-18 来源：区政府办"])
@pytest.mark.parametrize("name", LISTS)
def test_a_headline_with_bar_and_text_is_an_article(name: str, bar: str, address: str) -> None:
    """Also before a list of related articles."""
    html = (
        f"<title>{TITLES[0]}</title><body><a href=/>首页</a><h1>{TITLES[0]}</h1><p>{bar}</p>{TEXT}{LISTS[name]}</body>"
    )
    read = read_fast(html, f"http://www.songxi.gov.cn{address}")
    assert (read.kind, str(read.published)) == (PageKind.ARTICLE, "2026-11-18")


@pytest.mark.parametrize("address", ["/", "/index.html"])
@pytest.mark.parametrize("inner", LISTS.values(), ids=LISTS.keys())
def test_a_home_page_of_rows_is_a_home_page(inner: str, address: str) -> None:
    html = f"<title>松溪区人民政府</title><body><h2>工作动态</h2>{inner}<h2>通知公告</h2>{inner}</body>"
    assert read_fast(html, f"http://www.songxi.gov.cn{address}").kind is PageKind.HOME


@pytest.mark.parametrize(
    ("url", "is_article"),
    [
        ("http://a.gov.cn/index.php?m=content&c=index&a=show&catid=12&id=345", True),
        ("http://a.gov.cn/?id=123", True),
        ("http://a.gov.cn/index.aspx?id=12", True),
        ("http://a.gov.cn/newsshow.aspx?newsid=7", True),
        ("http://a.gov.cn/index.php?m=content&c=index&a=lists&catid=12", False),
        ("http://a.gov.cn/list.aspx?id=12", False),
    ],
)
def test_an_address_breaks_ties(url: str, is_article: bool) -> None:
    assert (read_fast("<title>某某</title><p>某某</p>", url).kind is PageKind.ARTICLE) is is_article
