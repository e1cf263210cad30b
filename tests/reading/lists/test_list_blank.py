"""A column without rows: blank as a fact, not to be told, or holding something else. Twins stand side by side."""

import pytest

from crawler.reading import ColumnReading, read_column

AT = "http://www.wangshu.gov.cn/zwgk/tzgg/index.html"
NAV = "<ul><li><a href=/>首页</a></li><li><a href=/zwgk/>政务公开</a></li><li><a href=/bs/>办事服务</a></li></ul>"
CRUMB = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; <a href=/zwgk/tzgg/>通知公告</a></div>"
MENU = (
    "<div><h2>政务公开</h2><ul><li><a href=/zwgk/jg/>机构职能</a></li><li><a href=/zwgk/tzgg/>通知公告</a></li>"
    "<li><a href=/zwgk/zcfg/>政策法规</a></li></ul></div>"
)
DIGITS = "<ul>" + "".join(
    f"<li><a href=/x/20196271336128{n}.html>{t}</a></li>" for n, t in enumerate(("机构职能", "政策法规", "人事信息"))
) + "</ul>"  # fmt: skip
HOT = "<div><h3>热点新闻</h3><ul>" + "".join(
    f"<li><a href=/xw/{n}.html>别处的一条消息标题{n}</a><i>2026-11-0{n}</i></li>" for n in range(1, 6)
) + "</ul></div>"  # fmt: skip
FOOT = "<div><img src=/police.png width=80><p>主办单位：望舒区人民政府办公室 粤ICP备06004659号</p></div>"


def read(inner: str, head: str = "", name: str = "通知公告") -> ColumnReading:
    page = (
        f"<!doctype html><head><title>{name}-望舒区人民政府</title>{head}</head><body>{NAV}{CRUMB}{inner}{FOOT}</body>"
    )
    return read_column(page.replace("通知公告", name), AT)


def holds(column: ColumnReading) -> str:
    if column.items:
        return "rows"
    if column.script_drawn:
        return "not to be told"
    return "content" if column.prose or column.content else "blank"


BLANK = {
    "an empty list": "<ul class=list></ul>",
    "an empty list, a library": "<ul class=list></ul><script src=/js/jquery-3.6.0.min.js></script>",
    "an empty table": "<table><tr><th>序号</th><th>标题</th><th>文号</th><th>成文日期</th><th>发布日期</th>"
    "<th>状态</th></tr></table>",
    "an empty element": "<div class=news_list></div>",
    "beside a menu": MENU + "<div><ul></ul></div>",
    "beside a menu of digits": DIGITS + "<ul></ul>",
    "beside a menu of digits that names the column": DIGITS.replace("人事信息", "通知公告") + "<p>暂无信息</p>",
    "beside a hot box": "<ul></ul>" + HOT,
    "in words": "<ul class=list>此栏目暂无任何新增信息</ul>",
    "in words, beside a hot box": "<div>暂无信息</div>" + HOT,
    "in words, beside scripts": "<div>暂无数据</div><div id=con></div><script src=/js/common.js></script>",
    "in words, beside a request": "<div>没有相关内容</div><ul id=x></ul><script>$.get('/api/list?x=1')</script>",
    "in other words": "<p>当前栏目下没有内容！</p>",
    "none in all": "<ul></ul><div>共 0 条 当前第 1 / 1 页</div>",
    "a counter only": "<ul class=list></ul><script>$.get('/count/visit?id=3')</script>",
    "a counter of others": "<ul></ul><script>h=document.createElement('script');h.src='//hm.baidu.com/h.js'</script>",
    "a TRS pager of one page": "<ul></ul><script>createPageHTML(1, 0, 'index', 'html')</script>",
}
UNTOLD = {
    "load": "<div id=box></div><script>$('#box').load('list.html')</script>",
    "jQuery.ajax": "<div id=box></div><script>jQuery.ajax({url:'/api/list'})</script>",
    "fetch": "<div id=box></div><script>fetch('/a.json').then(show)</script>",
    "axios": "<div id=box></div><script>axios.get('/a.json').then(show)</script>",
    "XMLHttpRequest": "<ul id=x></ul><script>var x=new XMLHttpRequest();x.open('GET','d.json');x.send()</script>",
    "a script added": "<ul></ul><script>var s=document.createElement('script');s.src='/api/l.js?cb=show'</script>",
    "a script written": "<ul></ul><script>document.write('<script src=/api/l.js><\\/script>')</script>",
    "a script of its own": "<ul id=x></ul><script src=/js/list.js></script>",
    "an attribute": "<ul class=list data-url=/api/list.json></ul>",
    "easyui": "<table class=easyui-datagrid url=/api/list></table>",
    "layui": "<table id=demo></table><script>layui.use('table', f)</script>",
    "vue": "<ul><li v-for='a in rows'>{{a.title}}</li></ul>",
    "angular": "<ul><li ng-repeat='a in rows'></li></ul>",
    "a frame": "<iframe src=/inner/list.html width=100% height=500></iframe>",
    "words of a template": "<div id=app><p v-if='!rows.length'>暂无数据</p></div>",
    "words that are hidden": "<div id=x></div><p style='display:none'>暂无数据</p><script>$.get('/api/list')</script>",
    "words until the answer": "<ul id=news>暂无数据</ul><script>$.get('/api/l',d=>$('#news').html(d))</script>",
    "words for the scriptless": "<div id=x></div><noscript>暂无信息</noscript><script src=/js/app.js></script>",
    "still loading": "<div id=x>正在加载中，请稍候...</div><script src=/js/app.js></script>",
}
CONTENT = {
    "a picture": "<div><img src=/pic/zzjg.png width=800></div>",
    "a film": "<div><video src=/v/1.mp4></video></div>",
    "a paper shown": "<embed src=/f/a.pdf width=100%>",
    "running text": "<p>本局主要职责：贯彻执行国家有关法律法规；拟订全区有关规划并组织实施；承担有关监督管理工作。</p>",
    "an address": "<p>地址：望舒区广寒路1号政务服务中心三楼</p><p>电话：020-84990000</p>",
    "a table of words": "<table><tr><td>姓名</td><td>职务</td><td>分工</td></tr>"
    "<tr><td>张甲</td><td>局长</td><td>主持工作</td></tr></table>",
    "a form": "<form action=/ly method=post>姓名<input name=n>内容<textarea name=t></textarea></form>",
}
ROWS = {
    "one row": "<ul><li><a href=/zwgk/tzgg/1.html>关于公布清单的公告</a></li></ul>",
    "a file": "<div><a href=/f/1.pdf>2026年部门预算公开</a></div>",
    "two short titles": "<ul><li><a href=./202611/t20261101_1.html>公告一号</a></li>"
    "<li><a href=./202611/t20261101_2.html>公告二号</a></li></ul>",
}


@pytest.mark.parametrize("inner", BLANK.values(), ids=BLANK.keys())
def test_blank(inner: str) -> None:
    assert holds(read(inner)) == "blank"


@pytest.mark.parametrize("inner", UNTOLD.values(), ids=UNTOLD.keys())
def test_what_a_script_or_a_frame_may_fill(inner: str) -> None:
    assert holds(read(inner)) == "not to be told"


@pytest.mark.parametrize("inner", CONTENT.values(), ids=CONTENT.keys())
def test_what_holds_something_is_not_blank(inner: str) -> None:
    assert holds(read(inner)) == "content"


@pytest.mark.parametrize("inner", ROWS.values(), ids=ROWS.keys())
def test_a_row_without_a_day_is_a_row(inner: str) -> None:
    assert holds(read(inner)) == "rows"


def test_a_site_map_is_not_blank() -> None:
    links = "".join(f"<a href=/zwgk/{n}/>栏目{n}</a>" for n in range(12))
    assert holds(read(f"<div><h3>政务公开</h3>{links}</div>", name="网站地图")) == "content"


def test_an_empty_element_and_a_script_file_say_nothing_of_a_page_of_text() -> None:
    beside = "<div id=x></div><script src=/js/common.js></script>"
    assert holds(read(CONTENT["running text"] + beside)) == "content"
    assert holds(read("<p>说明</p>" + beside)) == "not to be told"


@pytest.mark.parametrize(
    ("words", "blank"),
    [
        ("暂无内容", True),
        ("对不起，该栏目暂无内容！", True),
        ("抱歉，没有找到相关信息", True),
        ("【暂无信息】", True),
        ("当前栏目暂无数据，敬请期待", True),
        ("该栏目还没有添加内容", True),
        ("栏目正在建设中……", True),
        ("共0条记录", True),
        ("共10条记录", False),
        ("相关信息", False),
        ("没有共产党就没有新中国", False),
        ("无障碍环境建设信息公开", False),
    ],
)
def test_which_words_say_that_a_column_is_blank(words: str, blank: bool) -> None:
    assert read(f"<div>{words}</div>").says_blank is blank
    assert not read(f"<div><a href=/a/1.html>{words}</a></div>").says_blank


def test_only_words_that_say_so_are_told() -> None:
    assert read(BLANK["in words"]).says_blank
    assert not read(BLANK["an empty list"]).says_blank
