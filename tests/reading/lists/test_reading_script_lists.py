"""Lists that scripts draw: what the page would ask, and what its answers mean."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading import Dialect, ListRequest, list_request, read_column, read_list_answer
from ledger.vocabulary import Provenance

HOST = "http://www.songxi.gov.cn"
AT = f"{HOST}/col/col7/index.html"
ISLAND = (
    '<div id="29"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp'
    '?page=1&appid=1&columnid=7&unitid=29&webname=%E6%9D%BE"></a>]]></nextgroup><recordset></recordset></datastore></script>'
    "</div>"
)
PARAMS = (
    "<script>jpage({totalRecord:120,proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{col:1,webid:2,path:'/',"
    "columnid:7,unitid:'29',webname:'松溪',permissiontype:0}})</script>"
)
UNITS = "".join(
    f"<script src=/u.js url='/api-gateway/jpaas-publish-server/front/page/build/unit' "
    f"queryData=\"{{'parseType':'bulidstatic','tagId':'{name}','pageId':'a1'}}\"></script>"
    for name in ("面包屑", "当前栏目list")
)
UCAP = '<meta name="channelId" content="0ac3"><script>$.post("/getFileListByCodeId",{})</script>'
CONFIG = "<script>window._CONFIG = { SITE: 'x', SID: '755041', TREE: [] }</script>"
REQUESTS = {
    "gkmlpt": (CONFIG, f"{HOST}/jyj/gkmlpt/index#721", Dialect.GKMLPT,
               f"{HOST}/jyj/gkmlpt/api/all/721?page=1&sid=755041", ()),
    "gkmlpt, all": (CONFIG, f"{HOST}/gkmlpt/index", Dialect.GKMLPT, f"{HOST}/gkmlpt/api/all/0?page=1&sid=755041", ()),
    "jpaas": (UNITS, AT, Dialect.JPAAS, f"{HOST}/api-gateway/jpaas-publish-server/front/page/build/unit?parseType="
              "bulidstatic&tagId=%E5%BD%93%E5%89%8D%E6%A0%8F%E7%9B%AElist&pageId=a1", ()),
    "jpage, verbatim": (ISLAND, AT, Dialect.JPAGE, f"{HOST}/module/web/jpage/dataproxy.jsp?page=1&appid=1&columnid=7"
                        "&unitid=29&webname=%E6%9D%BE", ()),
    "jpage, form": (PARAMS, AT, Dialect.JPAGE,
                    f"{HOST}/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15",
                    (("col", "1"), ("webid", "2"), ("path", "/"), ("columnid", "7"), ("unitid", "29"),
                     ("webname", "松溪"), ("permissiontype", "0"))),
    "ucap": (UCAP, AT, Dialect.UCAP, f"{HOST}/getFileListByCodeId",
             (("channelId", "0ac3"), ("page", "1"), ("size", "20"))),
}  # fmt: skip


@pytest.mark.parametrize(("html", "at", "dialect", "url", "form"), REQUESTS.values(), ids=REQUESTS.keys())
def test_what_a_page_asks(html: str, at: str, dialect: Dialect, url: str, form: tuple[tuple[str, str], ...]) -> None:
    request = list_request(html, at)
    assert request == ListRequest(dialect, url, form, at)
    assert request.method == ("POST" if form else "GET")
    assert read_column(f"<body>{html}</body>", at).script_drawn


def test_of_several_units_the_contents_come_before_the_rest() -> None:
    request = list_request(UNITS.replace("当前栏目list", "右侧内容"), AT)
    assert request is not None
    assert "tagId=%E5%8F%B3%E4%BE%A7%E5%86%85%E5%AE%B9" in request.url


@pytest.mark.parametrize(
    "html",
    [
        "<ul id=list></ul><script>$.get('/api/list',draw)</script>",
        UNITS.replace("'/api", "'http://elsewhere.gov.cn/api"),
        PARAMS.replace("ajaxParam", "other"),
    ],
    ids=["unknown", "another host", "no numbers"],
)
def test_what_is_not_known_is_not_asked(html: str) -> None:
    assert list_request(html, AT) is None


ROW = '<li><a href="/art/2026/7/10/art_7_{n}.html" title="第{n}条的标题">第{n}条</a><span>2026-07-1{n}</span></li>'


def store(total: int, rows: int) -> str:
    records = "".join(f"<record><![CDATA[{ROW.format(n=n)}]]></record>" for n in range(rows))
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"


def jpaas(html: str, success: bool = True) -> str:
    return json.dumps({"success": success, "code": "200", "data": {"html": html, "treeData": None}})


ARTICLE = {
    "title": "关于&nbsp;%u5F00\\u5c55的<b>通知</b>",
    "url": "/gkmlpt/content/0/9/post_9.html",
    "date": 1767225600,  # 成文日期 2026-01-01
    "display_publish_time": 1781771104,  # 2026-06-18 16:25:04
    "attachment": [{"name": "附件一"}, {"name": "附件二"}],
}
GKMLPT = json.dumps({"classify": {"name": "通知公告"}, "total": 40, "articles": [ARTICLE]})
EMPTY = '{"classify":{"name":"x"},"total":0,"articles":[]}'


def answer(dialect: Dialect, body: str, at: str = AT) -> object:
    read = read_list_answer(body.encode(), ListRequest(dialect, f"{HOST}/api", referer=at))
    if read is not None:
        assert read.reader.value == dialect.value
    return read and (read.total, [(i.title, i.url, str(i.day)) for i in read.items])


def test_the_rows_of_an_answer() -> None:
    row = ("第0条的标题", f"{HOST}/art/2026/7/10/art_7_0.html", "2026-07-10")
    assert answer(Dialect.JPAGE, store(120, 1)) == (120, [row])
    assert answer(Dialect.JPAAS, jpaas(f"<ul>{ROW.format(n=0)}</ul>")) == (None, [row])
    published = ("关于 开展的通知", f"{HOST}/gkmlpt/content/0/9/post_9.html", "2026-06-18")
    assert answer(Dialect.GKMLPT, GKMLPT) == (40, [published])
    rows = '[{"title":"某通知","url":"/a.html","publishedTimeStr":"2026-01-02 10:00"}]'
    ucap = f'{{"results":{{"data":{{"total":1,"results":{rows}}}}}}}'
    assert answer(Dialect.UCAP, f"cb({ucap})") == (1, [("某通知", f"{HOST}/a.html", "2026-01-02")])


def test_an_answer_that_says_it_is_empty_is_a_blank_column() -> None:
    assert answer(Dialect.JPAGE, store(0, 0)) == (0, [])
    assert answer(Dialect.GKMLPT, EMPTY) == (0, [])


@pytest.mark.parametrize(
    ("dialect", "body"),
    [
        (Dialect.JPAGE, store(120, 3)[:-5]),
        (Dialect.JPAGE, store(120, 0)),
        (Dialect.JPAGE, "<html><body>请登录</body></html>"),
        (Dialect.JPAAS, jpaas("")),
        (Dialect.JPAAS, jpaas(f"<ul>{ROW.format(n=1)}</ul>", success=False)),
        (Dialect.JPAAS, "[]"),
        (Dialect.GKMLPT, GKMLPT[:-20]),
        (Dialect.GKMLPT, '{"total":3,"articles":[]}'),
        (Dialect.GKMLPT, '{"error":"no"}'),
        (Dialect.GKMLPT, ""),
    ],
)
def test_a_broken_answer_is_never_a_blank_column(dialect: Dialect, body: str) -> None:
    assert answer(dialect, body) is None


@given(st.binary(max_size=300), st.sampled_from(list(Dialect)))
def test_no_answer_breaks_the_reader(body: bytes, dialect: Dialect) -> None:
    read_list_answer(body, ListRequest(dialect, f"{HOST}/api"))


def test_an_island_is_read_from_the_page_itself() -> None:
    column = read_column(f"<body><script type='text/xml'>{store(120, 2)}</script></body>", AT)
    assert ([str(i.day) for i in column.items], column.total, column.script_drawn) == (
        ["2026-07-10", "2026-07-11"],
        120,
        False,
    )
    row = "<tr><td><a href='/art/2026/7/10/art_7_1.html'>表格里的标题</a></td><td>2026-07-10</td></tr>"
    trs = store(1, 0).replace("<recordset>", f"<recordset><record><![CDATA[{row}]]></record>")
    assert read_column(f"<body><script type='text/xml'>{trs}</script></body>", AT).newest == date(2026, 7, 10)


@pytest.mark.needs("pages")
@pytest.mark.parametrize(
    ("file", "newest", "title"),
    [
        ("szggzy/page.json", date(2026, 4, 30), "住宅小区新能源汽车充电设施"),
        ("gdgpo/search.json", date(2026, 7, 17), "惠州市算力中心服务器采购项目结果公告"),
    ],
)
def test_real_answers(pages_dir: Path, file: str, newest: date, title: str) -> None:
    body = (pages_dir / "html" / file).read_bytes()
    read = read_list_answer(body, ListRequest(Dialect.JSON, f"{HOST}/api"))
    assert read is not None
    assert (len(read.items), read.total, read.newest) == (1, 1, newest)
    assert read.items[0].title.startswith(title)
    assert read_list_answer(body[:-40], ListRequest(Dialect.JSON, f"{HOST}/api")) is None


@pytest.mark.parametrize(
    ("fields", "day", "provenance", "near"),
    [
        ({"pubDate": "2026-11-20"}, "2026-11-20", Provenance.LABELLED, ""),
        ({"publishTime": "2026-11-20 09:00:00", "createTime": "2026-11-29"}, "2026-11-20", Provenance.LABELLED, ""),
        ({"RELEASE_DATE": 1795132800000}, "2026-11-20", Provenance.LABELLED, ""),
        ({"fbsj": "2026-11-20"}, "2026-11-20", Provenance.LABELLED, ""),
        ({"createTime": "2026-11-20"}, "None", Provenance.OTHER_LABEL, ""),
        ({"writeDate": "2026-11-20"}, "None", Provenance.OTHER_LABEL, ""),
        ({"endTime": "2026-11-20"}, "None", Provenance.OTHER_LABEL, ""),
        ({"publishTime": "1970-01-01 08:00:00"}, "None", Provenance.DEFAULT, ""),
        ({"publishTime": "11-20", "id": 20261120}, "None", None, "11-20"),
        ({"summary": "根据2025年3月1日的方案"}, "None", None, ""),
    ],
)
def test_a_fields_name_is_its_label(
    fields: dict[str, object], day: str, provenance: Provenance | None, near: str
) -> None:
    body = json.dumps({"total": 1, "rows": [{"title": "关于开展检查的通知", "url": "/a/1.html", **fields}]})
    read = read_list_answer(body.encode(), ListRequest(Dialect.JSON, f"{HOST}/api"))
    assert read is not None
    item = read.items[0]
    assert (str(item.day), item.provenance, item.near) == (day, provenance, near)
