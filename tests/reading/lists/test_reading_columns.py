"""Column lists of every make, and what is not a list."""

import pytest

from crawler.reading import ColumnReading, read_column, read_home, read_page
from ledger.vocabulary import Provenance, Reader

AT = "http://www.songxi.gov.cn/zwgk/tzgg/index.html"
MENU = "<ul class=nav>" + "".join(f"<li><a href=/m{n}/>导航栏目{n}</a></li>" for n in range(12)) + "</ul>"
HOT = "<div class=right><h3>热点推荐</h3><ul>" + "".join(
    f"<li><a href=/x/t20260{n}01_{n}.html>热点的文章标题{n}</a><span>2026-0{n}-01</span></li>" for n in range(1, 9)
) + "</ul></div>"  # fmt: skip
TRS = """<ul class="list">
<li><a href="./202606/t20260624_185.html" title="关于印发实施方案的通知">关于印发实…</a><span>2021/06/24</span></li>
<li><a href="./202606/t20260620_184.html" title="公  示">公  示</a><span>2021/06/28</span></li>
<li><a href="./202606/t20260619_183.html">关于2020年1月5日会议的通告</a><span>[2021-06-19]</span></li>
</ul><script>createPageHTML(7, 0, "index", "html")</script>"""
NFCMS = """<ul><li><span class="number">1</span><span class="tit">
<a href="/xx/content/post_1.html" title="全标题第一条">截断…</a></span><span>2026-03-25</span></li>
<li><span class="number">2</span><span class="tit">
<a href="/xx/content/post_2.html">第二条的标题</a></span>
<span>2026年03月20日</span></li></ul><a href="index_2.html">下一页</a>"""
NFCMS_ANCHORS = """<div>
<a href="/xx/content/post_2.html" title="第一条标题"><span class="t">第一条</span><span>2026-03-25</span></a>
<a href="/xx/content/post_3.html" title="第二条标题"><span class="t">第二条</span><span>2026-03-24</span></a></div>"""
VSB = """<ul><li id="line_u8_0"><a href="../info/1053/6730.htm">关于开展检查的通知</a><p><span class="day">10</span>
<span>2026-07</span></p></li><li id="line_u8_1"><a href="../info/1053/6729.htm">关于公布结果的公告</a>
<p><span class="day">02</span>
<span>2026-07</span></p></li></ul><a href="tzgg/12.htm">下页</a> 共13页"""
SPLIT_IN_ANCHOR = """<ul><li><a href="/c/1.html"><div class="d">23</div><div class="m">2020-12</div>
<p>第一条的标题文字</p></a></li>
<li><a href="/c/2.html"><div class="d">21</div><div class="m">2020-12</div><p>第二条的标题文字</p></a></li></ul>"""
DIVS = """<div class="box"><div class="row"><a href="/c/1.html">第一条的标题文字</a><em>(2026-03-25)</em></div>
<div class="row"><a href="/c/2.html">第二条的标题文字</a><em>(2026-03-24)</em></div></div>"""
DATE_FIRST = """<dl><dd><span>[2026-03-25]</span><a href="/c/1.html">第一条的标题文字</a></dd>
<dd><span>[2026-03-24]</span><a href="/c/2.html">第二条的标题文字</a></dd></dl>"""
BLOCKS = "".join(
    f"<ul><li><a href=/c/{n}.html>分组的标题文字{n}</a><span>２０２６－０３－{n}</span></li></ul><hr>"
    for n in range(10, 25)
)
TABLE = """<table><tr><th>标题</th><th>日期</th></tr>
<tr><td>1</td><td><a href="a1.html">某信件的办理情况</a></td><td>2026-05-02</td><td>已办</td></tr>
<tr><td>2</td><td><a href="a2.html">另一信件的办理情况</a></td><td>2026-05-09</td><td>已办</td></tr></table>"""
JPAGE = """<div id="297"><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="/dataproxy.jsp?page=1"></a>]]></nextgroup>
<recordset><record><![CDATA[<li>
<a href="/art/2026/7/10/art_7_123.html" title="第一个标题">第一个</a><span>2026-07-10</span></li>
]]></record>
<record><![CDATA[<li><a href="/art/2026/7/9/art_7_122.html">第二个标题</a><span>2026-07-09</span></li>]]></record>
</recordset></datastore></script></div>"""
PINNED = """<ul><li><a href="/info/1/1.htm">【置顶】办理须知</a><span>2023-01-01</span></li>
<li><a href="/info/1/9.htm">第一条新的通知</a><span>2026-06-09</span></li><li><a href="/info/1/8.htm">第二条旧的通知</a>
<span>2026-06-02</span></li></ul>"""
DEAD_ANCHORS = """<ul><li><a href="javascript:;"><h2>第一条要闻标题</h2>
<p>摘要文字，提到2026年1月1日。</p><i>时间：2026-06-09</i></a></li>
<li><a href="javascript:;"><h2>第二条要闻标题</h2><p>摘要文字。</p><i>时间：2026-06-08</i></a></li></ul>"""


def read(inner: str, url: str = AT) -> ColumnReading:
    return read_column(f"<title>通知公告</title><body>{MENU}{inner}{HOT}<div class=foot>页脚</div></body>", url)


@pytest.mark.parametrize(
    ("inner", "titles", "newest", "oldest", "pager"),
    [
        (TRS, ["关于印发实施方案的通知", "公 示", "关于2020年1月5日会议的通告"], "2021-06-28", "2021-06-19", "TRS"),
        (NFCMS, ["全标题第一条", "第二条的标题"], "2026-03-25", "2026-03-20", "NFCMS"),
        (NFCMS_ANCHORS, ["第一条标题", "第二条标题"], "2026-03-25", "2026-03-24", ""),
        (VSB, ["关于开展检查的通知", "关于公布结果的公告"], "2026-07-10", "2026-07-02", "博达"),
        (SPLIT_IN_ANCHOR, ["第一条的标题文字", "第二条的标题文字"], "2020-12-23", "2020-12-21", ""),
        (DIVS, ["第一条的标题文字", "第二条的标题文字"], "2026-03-25", "2026-03-24", ""),
        (DATE_FIRST, ["第一条的标题文字", "第二条的标题文字"], "2026-03-25", "2026-03-24", ""),
        (BLOCKS, [f"分组的标题文字{n}" for n in range(10, 25)], "2026-03-24", "2026-03-10", ""),
        (TABLE, ["某信件的办理情况", "另一信件的办理情况"], "2026-05-09", "2026-05-02", ""),
        (JPAGE, ["第一个标题", "第二个标题"], "2026-07-10", "2026-07-09", "script"),
        (PINNED, ["【置顶】办理须知", "第一条新的通知", "第二条旧的通知"], "2026-06-09", "2023-01-01", ""),
        (DEAD_ANCHORS, ["第一条要闻标题", "第二条要闻标题"], "2026-06-09", "2026-06-08", ""),
    ],
    ids=[
        "TRS",
        "NFCMS",
        "anchors",
        "VSB",
        "split",
        "divs",
        "date-first",
        "blocks",
        "table",
        "jpage",
        "pinned",
        "no-address",
    ],
)
def test_lists(inner: str, titles: list[str], newest: str, oldest: str, pager: str) -> None:
    column = read(inner)
    assert [i.title for i in column.items] == titles
    assert (str(column.newest), str(column.oldest), column.pager) == (newest, oldest, pager)
    assert not column.script_drawn


def test_a_reading_names_its_reader() -> None:
    assert [read(inner).reader for inner in (TRS, VSB, JPAGE)] == [Reader.HTML, Reader.HTML, Reader.JPAGE]


def test_addresses_of_rows_are_complete_and_pages_are_counted() -> None:
    column = read(TRS)
    assert column.items[0].url == "http://www.songxi.gov.cn/zwgk/tzgg/202606/t20260624_185.html"
    assert column.pages == 7
    assert read(VSB).pages == 13


def test_a_gbk_page_is_read_from_its_bytes() -> None:
    html = f"<meta charset=gb2312><title>朱镕基</title><body>{VSB}</body>"
    printed = read_page(html.encode("gb18030"), "http://www.songxi.gov.cn/tzgg/index.htm").as_json("x")
    column = printed["column"]
    assert isinstance(column, dict)
    assert (column["newest"], column["pager"], printed["charset"]) == ("2026-07-10", "博达 pages=13", "gb18030")


def test_rows_without_a_day_are_rows() -> None:
    rows = "".join(f"<li><a href='./202606/t2026060{n}_{n}.html'>没有日期的标题{n}</a></li>" for n in range(1, 5))
    column = read_column(f"<body>{MENU}<ul class=list>{rows}</ul></body>", AT)
    assert [i.day for i in column.items] == [None] * 4


def test_a_year_is_never_guessed() -> None:
    rows = "".join(f"<li><a href='/c/{n}.html'>短日期的标题{n}</a><span>03-2{n}</span></li>" for n in range(1, 5))
    assert read_column(f"<ul>{rows}</ul>", AT).newest is None
    rows = rows.replace("/c/1.html", "/202603/t20260321_1.html")
    first = read_column(f"<ul>{rows}</ul>", AT).items[0]
    assert (first.day, first.near, first.provenance) == (None, "03-21", Provenance.ADDRESS)


@pytest.mark.parametrize(
    "html",
    [
        f"<body>{MENU}<h1>规划</h1><ul></ul><script>createPageHTML(1, 0, 'index', 'html')</script></body>",
        '<meta http-equiv=Refresh content="0;URL=./dwzn/">',
        f"<body>{MENU}<p>联系我们</p></body>",
    ],
    ids=["blank", "stub", "text"],
)
def test_what_is_no_list_gives_no_items(html: str) -> None:
    column = read_column(html, AT)
    assert (column.items, column.script_drawn) == ((), False)


@pytest.mark.parametrize(
    "inner",
    [
        "<div id=app><li v-for='a in list'>{{a.title}}</li></div>",
        "<script src=/u.js url='/api-gateway/jpaas-publish-server/front/page/build/unit' queryData='{}'></script>",
        "<ul id=list></ul><script>$.ajax({url:'/api/article/list?pageNo=1',success:draw})</script>",
        "<script>window._CONFIG = {SID: '755041'}</script>",
    ],
    ids=["vue", "jpaas", "ajax", "gkmlpt"],
)
def test_a_list_that_a_script_draws_cannot_be_told(inner: str) -> None:
    html = f"<body>{MENU}{inner}</body>"
    assert read_column(html, AT).script_drawn
    assert "column.items" in read_page(html.encode(), AT).undetermined


def test_a_home_page_gives_its_items_and_one_of_ways_only_is_told() -> None:
    home = read_home(f"<body>{MENU}{TRS}</body>", "http://www.songxi.gov.cn/")
    assert len(home.items) == 3
    assert not home.navigation_only
    assert read_home(f"<body>{MENU}</body>", "http://www.songxi.gov.cn/").navigation_only
