"""Which list of a page is the column's: chosen by where it stands. Every class here lies on purpose."""

from collections.abc import Iterable

import pytest

from crawler.reading import ColumnReading, read_column
from ledger.vocabulary import ListOrder

AT = "http://www.wangshu.gov.cn/zwgk/tzgg/index.html"
FLAT = "http://www.wangshu.gov.cn/lm/12.html"  # rows of such sites do not stand below their column
TOP = "<div class=list><a href=/>首页</a><a href=/zwgk/>政务公开</a><a href=/bs/>办事服务</a></div>"
CRUMB = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; <a href=/zwgk/tzgg/>通知公告</a></div>"
MENU = (
    "<div class=main_list><h2>政务公开</h2><ul><li><a href=/zwgk/jgzn/>机构职能</a></li>"
    "<li><a href=/zwgk/tzgg/>通知公告</a></li><li><a href=/zwgk/zcfg/>政策法规</a></li>"
    "<li><a href=/zwgk/rsxx/>人事信息</a></li></ul></div>"
)
FOOT = "<div class=list><a href=/map/>网站地图</a><p>主办：望舒区政府办 粤ICP备06004659号</p></div>"
PINNED = "<a href=/zwgk/tzgg/9.html>【置顶】关于冬季供暖的通告</a>"


def rows(first: str, count: int = 5, folder: str = "/zwgk/tzgg/", words: str = "关于开展某项检查的通知") -> str:
    """Rows of one month, the newest first."""
    month, day = first[:8], int(first[8:])
    made = (f"<li><a href={folder}{n}.html>{words}{n}</a><i>{month}{day - n:02d}</i></li>" for n in range(count))
    return f"<ul>{''.join(made)}</ul>"


def menu(links: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{link}</li>" for link in links) + "</ul>"


def undated(count: int = 5) -> str:
    return (
        "<ul>"
        + "".join(f"<li><a href=/zwgk/tzgg/{n}.html>关于第{n}项工作安排的通知</a></li>" for n in range(count))
        + "</ul>"
    )


def read(inner: str, at: str = AT, crumb: str = CRUMB, title: str = "通知公告-望舒区人民政府") -> ColumnReading:
    return read_column(f"<!doctype html><title>{title}</title><body>{TOP}<div>{crumb}{inner}</div>{FOOT}</body>", at)


def said(column: ColumnReading) -> tuple[int, str, str]:
    return len(column.items), str(column.newest), str(column.oldest)


LIST = rows("2026-11-25")
BOX = rows("2026-12-09", 8, "/xw/2026/", "别处的一条消息标题")
WANTED = (5, "2026-11-25", "2026-11-21")
PLACES = {
    "menu at the left": MENU + f"<div class=nav_right>{LIST}</div>",
    "menu at the right": f"<div class=left>{LIST}</div><div class=right>{MENU}</div>",
    "a class hot": f"<div class='hot recommend'>{LIST}</div>",
    "an id menu": f"<div id=menu><div class=side>{LIST}</div></div>",
    "a hot box behind": f"<div>{LIST}</div><div class=main><h3>热点新闻</h3>{BOX}</div>",
    "a hot box before": f"<div class=main><h3>热门文章</h3>{BOX}</div><div>{LIST}</div>",
    "a box of another name": f"<div>{LIST}</div><div class=main><h3>本地要闻</h3>{BOX}</div>",
    "a ranking": f"<div>{LIST}</div><dl class=main><dt>点击排行</dt><dd>{BOX}</dd></dl>",
    "the newest of the site": f"<div>{LIST}</div><div class=main><h4>最新发布</h4>{BOX}</div>",
    "an aside": f"<div>{LIST}</div><aside>{BOX}</aside>",
    "a menu of years": menu(f"<a href=/zwgk/{y}/>{y}年</a>" for y in range(2015, 2027)) + LIST,
    "a menu of numbers": menu(f"<a href=/zwgk/{n}/>0{n} 机构概况与职能</a>" for n in range(9)) + LIST,
    "a long menu of articles": menu(f"<a href=/zwgk/2019627133612801{n}.html>工作安排说明之{n}</a>" for n in range(18))
    + f"<div class=menu>{LIST}</div>",
    "friends below": LIST + "<p>友情链接 <a href=http://www.gov.cn/>中国政府网门户</a>"
    "<a href=http://www.gd.gov.cn/>广东省人民政府网</a><a href=http://www.gz.gov.cn/>广州市人民政府网</a></p>",
    "a pager": LIST + "<div><a href=index_1.html>2</a><a href=index_1.html>下一页</a>共9页</div>",
    "more": LIST + "<p><a href=/zwgk/tzgg/all.html>查看更多&gt;&gt;</a></p>",
    "more in the list": LIST.replace("</ul>", "<li><a href=/zwgk/tzgg/all.html>查看更多</a></li></ul>"),
    "a step on": LIST + "<p><a href=/a/1.html>上一篇：关于某事的通知</a> <i>2027-01-01</i></p>",
    "a clock": f"<p>今天是 <i>2026-12-01</i> 星期二</p>{LIST}",
}  # fmt: skip


@pytest.mark.parametrize("inner", PLACES.values(), ids=PLACES.keys())
def test_the_list_beneath_the_heading(inner: str) -> None:
    column = read(inner)
    assert said(column) == WANTED
    assert column.reach is not None
    assert (column.reach.order, column.reach.blocks, column.reach.later) == (ListOrder.NEWEST_FIRST, 1, ())


@pytest.mark.parametrize("name", ["a hot box behind", "a hot box before", "a box of another name", "a ranking"])
def test_the_list_of_a_site_of_flat_addresses(name: str) -> None:
    flat = PLACES[name].replace("/zwgk/tzgg/", "/page/").replace("/xw/2026/", "/page/9")
    assert said(read(flat, FLAT)) == WANTED


def test_without_the_line_of_steps() -> None:
    assert said(read(MENU + f"<div class=x><h2>通知公告</h2>{LIST}</div>", crumb="")) == WANTED


OWN = {
    "an unlinked first row": LIST.replace("<ul>", "<ul><li>关于冬季供暖的重要通告<i>2026-11-28</i></li>"),
    "a pinned row": f"<div>{PINNED}<i>2026-11-28</i></div>{LIST}",
    "a headline": f"<div class=hot><h2>{PINNED}</h2><p>会议强调，要抓好供暖。</p><i>2026-11-28</i></div>{LIST}",
    "a headline in the list's element": f"<div class=w><div><h3>{PINNED}</h3><i>2026-11-28</i></div>{LIST}</div>",
    "a picture's row": LIST.replace("<ul>", "<ul><li><a href=/zwgk/tzgg/9.html><img src=a.jpg></a><p>" + PINNED
                                    + "</p><i>2026-11-28</i></li>"),
}  # fmt: skip


@pytest.mark.parametrize("inner", OWN.values(), ids=OWN.keys())
def test_rows_before_the_list_are_rows_of_it(inner: str) -> None:
    assert said(read(inner)) == (6, "2026-11-28", "2026-11-21")


def block(heading: str, inner: str, kind: str = "b") -> str:
    return f"<div class={kind}><div><span>{heading}</span><a href=/zwgk/x/>更多&gt;&gt;</a></div>{inner}</div>"


def test_all_blocks_of_a_columns_own_area_are_read() -> None:
    """The newest rows stand in the last and smallest block."""
    blocks = (
        block("人事信息", rows("2025-03-25"))
        + block("财政信息", rows("2025-05-25"))
        + block("公示", rows("2026-11-25", 1))
    )
    column = read(blocks)
    assert said(column) == (11, "2026-11-25", "2025-03-21")
    assert column.reach is not None
    assert column.reach.blocks == 3
    stale = read(blocks.replace("2026-11-25", "2025-06-25"))
    assert said(stale) == (11, "2025-06-25", "2025-03-21")


def test_blocks_of_other_columns_beneath_an_area_page_are_its_own() -> None:
    inner = block("人事信息", rows("2025-03-25", folder="/zwgk/rs/"), "b1") + block(
        "公示", rows("2026-11-25", folder="/zwgk/gs/"), "b2"
    )
    assert said(read(inner, "http://www.wangshu.gov.cn/zwgk/index.html", title="政务公开")) == (
        10,
        "2026-11-25",
        "2025-03-21",
    )


def test_groups_of_one_list_are_one_list() -> None:
    years = (f"<div class=y><h4>{y}年</h4>{rows(f'{y}-11-25', 3)}</div>" for y in (2026, 2025))
    assert said(read("".join(years))) == (6, "2026-11-25", "2025-11-23")


def test_the_same_rows_in_another_dress_count_once() -> None:
    pictures = LIST.replace("<li>", "<li class=pic><img src=/a.jpg>")
    assert said(read(f"<div>{LIST}</div><div style='display:none'>{pictures}</div>")) == WANTED


def test_a_later_day_in_the_columns_own_area_that_is_no_row_is_told() -> None:
    outside = "<div class=x><p>关于冬季供暖的通告全文见大厅公示栏</p><i>2026-12-02</i></div>"
    told = read(f"<div class=w>{LIST}{outside}</div>").reach
    assert told is not None
    assert [str(one.day) for one in told.later] == ["2026-12-02"]
    earlier = read(f"<div class=w>{LIST}{outside.replace('2026-12-02', '2026-10-02')}</div>").reach
    assert earlier is not None
    assert earlier.later == ()
    beside = read(f"<div>{LIST}</div><div class=hot><h3>热点推荐</h3>{BOX}<i>2026-12-30</i></div>").reach
    assert beside is not None
    assert beside.later == ()


def test_a_labelled_later_day_is_told_and_the_day_of_a_template_is_not() -> None:
    told = read(f"<div class=w>{LIST}<p>供暖通告 发布时间：2026-12-02</p></div>").reach
    clock = read(f"<div class=w>{LIST}<p>更新时间：<i>2026-12-02</i></p><p>活动时间：2026-12-05</p></div>").reach
    assert told is not None
    assert clock is not None
    assert ([str(one.day) for one in told.later], clock.later) == (["2026-12-02"], ())


def test_a_box_before_the_line_of_steps_is_no_part_of_the_columns_area() -> None:
    page = f"<title>通知公告</title><body>{TOP}<div class=l>{BOX}</div><div class=r>{CRUMB}{LIST}</div>{FOOT}</body>"
    assert said(read_column(page, FLAT)) == WANTED


def test_a_list_without_days_below_a_dated_headline_is_read() -> None:
    headline = f"<div class=x><h2>{PINNED}</h2><p>会议强调，要抓好供暖。</p><i>2026-11-01</i></div>"
    assert said(read(headline + undated())) == (6, "2026-11-01", "2026-11-01")


def test_a_list_of_which_no_row_is_linked() -> None:
    unlinked = "".join(f"<tr><td>关于第{n}项工作安排的通知</td><td>2026-11-2{n}</td></tr>" for n in range(1, 4))
    column = read(f"<table><tr><td>标题</td><td>发布日期</td></tr>{unlinked}</table>")
    assert said(column) == (3, "2026-11-23", "2026-11-21")
    assert {item.url for item in column.items} == {""}


def test_a_list_without_days_beside_a_dated_box_of_other_news() -> None:
    column = read(f"<div>{undated()}</div><div><h3>热点推荐</h3>{BOX}</div>")
    assert said(column) == (5, "None", "None")
    column = read(f"<div>{undated()}</div><div class=main><h3>本地要闻</h3>{BOX}</div>")
    assert said(column) == (5, "None", "None")


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["2026-11-25", "2026-11-20", "2026-11-02"], ListOrder.NEWEST_FIRST),
        (["2026-11-02", "2026-11-20", "2026-11-25"], ListOrder.OLDEST_FIRST),
        (["2026-11-20", "2026-11-02", "2026-11-25", "2026-10-02", "2026-11-01"], ListOrder.MIXED),
        (["2024-01-01", "2026-11-25", "2026-11-20", "2026-11-02", "2026-11-01"], ListOrder.NEWEST_FIRST),  # one pinned
        (["2026-11-25", "2026-11-25"], ListOrder.UNTOLD),
    ],
)
def test_the_order_of_a_list(days: list[str], order: ListOrder) -> None:
    made = "".join(
        f"<li><a href=/zwgk/tzgg/{n}.html>关于第{n}项工作的通知</a><i>{d}</i></li>" for n, d in enumerate(days)
    )
    reach = read(f"<ul>{made}</ul>").reach
    assert reach is not None
    assert reach.order is order
