"""A list of older rows on the page, and beside it what a script, a template, a tab or a frame may fill with newer ones.

Five static rows, the newest of 2026-06-25; whatever else stands there is told as unread (``left``) or is none of the
column's. Twins stand side by side: a counter, the weather, shared buttons and page numbers leave the list read in full.
"""

import pytest

from crawler.reading import ColumnReading, read_column, read_home

AT = "http://www.wangshu.gov.cn/zwgk/tzgg/index.html"
NAV = "<div><a href=/>首页</a><a href=/zwgk/>政务公开</a><a href=/bs/>办事服务</a></div>"
CRUMB = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; <a href=/zwgk/tzgg/>通知公告</a></div>"
FOOT = "<div><p>主办单位：望舒区人民政府办公室 粤ICP备06004659号</p></div>"
TITLES = [
    "关于做好秋冬季森林防火工作的通知", "关于公布行政许可事项清单的公告", "关于开展安全生产大检查的通知",
    "关于举办就业招聘活动的公告", "关于加强校园周边治理的通知",
]  # fmt: skip
DAYS = ["2026-06-25", "2026-06-20", "2026-06-12", "2026-06-02", "2026-05-28"]
ROWS = "".join(
    f"<li><a href=/zwgk/tzgg/{n}.html>{title}</a><span>{day}</span></li>"
    for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
)
STATIC = f"<ul class=old>{ROWS}</ul>"
ARRAY = "var d=[['关于启用新版办事指南的通知','/zwgk/tzgg/9.html','2026-11-25']];"
ROW = "'<li><a href='+d[0][1]+'>'+d[0][0]+'</a><span>'+d[0][2]+'</span></li>'"


def page(inner: str, head: str = "") -> str:
    head = f"<!doctype html><head><title>通知公告-望舒区人民政府</title>{head}</head>"
    return f"{head}<body>{NAV}{CRUMB}<div class=con>{inner}</div>{FOOT}</body>"


def read(inner: str) -> ColumnReading:
    return read_column(page(inner), AT)


def left(inner: str) -> int:
    column = read(inner)
    assert len(column.items) == 5
    assert str(column.newest) == "2026-06-25"
    assert column.reach is not None
    return column.reach.left


def script(words: str) -> str:
    return f"<script>{words}</script>"


UNREAD = {
    "a request into an empty list": "<h3>最新通知</h3><ul id=new></ul>"
    + script("$.getJSON('/api/list?id=12',function(r){$.each(r,function(i,x){$('#new').append(x)})})") + STATIC,
    "a request, the list not named": "<ul></ul>" + script("fetch('/api/latest').then(show)") + STATIC,
    "an array of the page": "<ul id=new></ul>" + script(f"{ARRAY}document.getElementById('new').innerHTML={ROW};")
    + STATIC,
    "an array, below": STATIC + "<div id=more_rows></div>" + script(f"{ARRAY}$('#more_rows').html({ROW})"),
    "elements made one by one": "<ul id=new></ul>"
    + script("var u=document.getElementById('new');rows.forEach(function(x){var l=document.createElement('li');"
             "l.innerHTML=x.t;u.appendChild(l)})") + STATIC,
    "by class": "<ul class=fresh></ul>" + script(f"{ARRAY}document.querySelector('.fresh').innerHTML={ROW}") + STATIC,
    "appendTo": "<ul id=new></ul>" + script(f"{ARRAY}$({ROW}).appendTo('#new')") + STATIC,
    "an id as a name": "<ul id=fresh></ul>" + script(f"{ARRAY}fresh.innerHTML={ROW}") + STATIC,
    "a template": "<ul id=new></ul><script type=text/html id=tp><li>{title}</li></script>"
    + script("document.getElementById('new').innerHTML=document.getElementById('tp').innerHTML") + STATIC,
    "a field of a form": "<textarea id=src hidden></textarea><ul id=new></ul>"
    + script("document.getElementById('new').innerHTML=document.getElementById('src').value") + STATIC,
    "a script file": "<ul id=new></ul><script src=/js/tzgg.js></script>" + STATIC,
    "an attribute": "<ul class=list data-url=/api/latest.json></ul>" + STATIC,
    "repeated rows": "<div id=app><ul><li v-for='x in rows'><b>{{x.title}}</b></li></ul></div>" + STATIC,
    "a table of a library": "<table id=grid></table>" + script("$('#grid').datagrid({url:'/api/tz'})") + STATIC,
    "a tab filled by a click": "<div><a href='javascript:tab(1)'>区直部门</a><a href='javascript:tab(2)'>镇街</a></div>"
    f"<div id=t1>{STATIC}</div><div id=t2 style='display:none'></div>"
    + script("function tab(n){$('#t2').load('/zwgk/tzgg/t2.html');$('#t'+n).show()}"),
    "a tab filled by its handler": f"<div><b onclick=\"$('#t2').load('/zwgk/t2.html')\">镇街</b></div>"
    f"<div id=t1>{STATIC}</div><div id=t2></div>",
    "a tab filled by its address": "<div><a href='#t1'>区直</a><a href='#t2' data-u=/zwgk/t2.html>镇街</a></div>"
    f"<div id=t1>{STATIC}</div><div id=t2></div>"
    + script("$('.tabs a').click(function(){var a=$(this);$.get(a.data('u'),function(h){$(a.attr('href')).html(h)})})"),
    "still loading": "<ul id=new><li>正在加载中，请稍候...</li></ul>"
    + script("$.get('/api/list',function(r){$('#new').html(r)})") + STATIC,
    "a frame": "<iframe src=/zwgk/tzgg/new.html width=100% height=200></iframe>" + STATIC,
    "a frame without a size": "<div><iframe src=new.html></iframe></div>" + STATIC,
    "a frame in a tab not shown": f"<div id=t1>{STATIC}</div>"
    "<div style='display:none'><iframe src=t2.html></iframe></div>",
    "a page as an object": "<object type=text/html data=/zwgk/tzgg/new.html width=600 height=300></object>" + STATIC,
    "a part brought in": "<div class=news-box data-include=/zwgk/tzgg/new.html></div>" + STATIC,
    "an application": "<div id=app></div><script src=/js/app.js></script>" + STATIC,
    "given to a function": "<div id=latest></div>" + script("showNews('latest',rows)") + STATIC,
    "an element of text by its name": "<span id=newslist></span>" + script(f"{ARRAY}$('#newslist').html({ROW})")
    + STATIC,
    "a frame loaded late": "<iframe data-src=/zwgk/tzgg/new.html height=400></iframe>" + STATIC,
    "rows written": "<ul>" + script(f"{ARRAY}document.write({ROW})") + "</ul>" + STATIC,
    "rows written by a function": "<ul>" + script("w('关于启用新版办事指南的通知','/zwgk/tzgg/9.html');"
    "function w(t,u){document.write('<li><a href='+u+'>'+t+'</a></li>')}") + "</ul>" + STATIC,
    "rows put before the first": f"<ul id=all>{ROWS}</ul>" + script(f"{ARRAY}$('#all').prepend({ROW})"),
    "rows put before the first, by name": f"<div id=box><ul>{ROWS}</ul></div>"
    + script(f"{ARRAY}document.querySelector('#box ul').insertAdjacentHTML('afterbegin',{ROW})"),
    "rows put before the first, one by one": f"<ul id=all>{ROWS}</ul>"
    + script("var u=document.getElementById('all');u.insertBefore(made,u.firstChild)"),
    "rows put in the place of others": f"<ul id=all>{ROWS}</ul>" + script("$('#all').load('/zwgk/tzgg/all.html')"),
}  # fmt: skip
READ = {
    "the list alone": STATIC,
    "under a heading": "<h3>往期通知</h3>" + STATIC,
    "a counter": STATIC + script("$.get('/count?id=12')"),
    "a counter shown": STATIC + "<div id=hitCounter></div>"
    + script("$.get('/count?id=1',function(n){$('#hitCounter').html(n)})"),
    "visits written": STATIC + "<div>" + script("document.write('<p>您是第'+n+'位访问者</p>')") + "</div>",
    "shared buttons": "<div class=bdsharebuttonbox></div>" + STATIC
    + script("with(document)0[(getElementsByTagName('head')[0]||body).appendChild(createElement('script')).src="
             "'http://bdimg.share.baidu.com/s.js']"),
    "the weather": "<iframe src=//i.tianqi.com/index.php width=200 height=120></iframe>" + STATIC,
    "our own weather": "<iframe src=/inc/weather.html width=300 height=120></iframe><div id=weather></div>"
    + script("$('#weather').load('/inc/tq.html')") + STATIC,
    "a search box in a frame": "<iframe src=/search/box.html width=400 height=40></iframe>" + STATIC,
    "a hidden frame": "<iframe src=/zwgk/keep.html style='display:none'></iframe><iframe src=/k.html height=0></iframe>"
    + STATIC,
    "a film": "<object type=video/mp4 data=/v/1.mp4 width=600 height=400></object>" + STATIC,
    "a place that a function sizes": "<div id=side></div>" + script("fit('side',300)") + STATIC,
    "a frame of another site": "<iframe src=http://v.example.org/x.html height=400></iframe>" + STATIC,
    "friend links": STATIC + "<select id=links onchange='go(this.value)'><option>友情链接</option></select>",
    "a banner": "<div class=banner id=banner></div>" + script("$('#banner').html('<img src=/b.jpg>')") + STATIC,
    "a clock": "<div id=riqi></div>"
    + script("var t=new Date(),s=t.getFullYear()+'年 星期'+t.getDay();document.getElementById('riqi').innerHTML=s")
    + STATIC,
    "error marks": STATIC
    + "<div id=_span_jiucuo></div><script id=_jiucuo_ src=//zfwzgl.www.gov.cn/exposure/jiucuo.js></script>"
    + script("document.write(unescape('%3Cspan id=_ideConac%3E%3C/span%3E%3Cscript src=//dcs.conac.cn/x.js%3E'))"),
    "back to top": STATIC + "<div id=backtop></div>"
    + script("$('#backtop').click(function(){$('html').animate({scrollTop:0})})"),
    "reading aloud": STATIC + "<div id=wzaBox></div><script src=/wza/aria.js></script>",
    "page numbers": STATIC + "<div id=pagediv></div>" + script("$('#pagediv').html(makePages(12,1))"),
    "page numbers of a library": STATIC + "<div id=kkpager></div>" + script("kkpager.generPageHtml({pno:1,total:12})"),
    "page numbers written": STATIC + "<div>"
    + script("document.write('<a href=index_1.html>下一页</a> <a href=index_9.html>尾页</a>')") + "</div>",
    "the next page by a request": f"<ul id=all>{ROWS}</ul><a href='javascript:turn(2)'>下一页</a>"
    + script("function turn(n){$.get('/api/list?page='+n,function(h){$('#all').html(h)})}"),
    "more rows behind the last": f"<ul id=all>{ROWS}</ul><a onclick='more()'>加载更多</a>"
    + script("function more(){$.get('/api/list?page=2',function(h){$('#all').append(h)})}"),
    "an empty list and no script": "<ul class=list></ul>" + STATIC,
    "an empty element that is given a class": "<ul id=x></ul>" + script("document.getElementById('x').className='b'")
    + STATIC,
    "the dots of a slide": "<div class=focus><div class=hd><ul></ul></div></div>"
    + script("jQuery('.focus').slide({titCell:'.hd ul'});$.get('/api/x',f)") + STATIC,
    "a band that moves": f"<div id=roll><div id=roll1>{STATIC}</div><div id=roll2></div></div>"
    + script("roll2.innerHTML=roll1.innerHTML\nfunction move(){}"),
    "a band that moves, by variables": f"<div id=band><div id=one>{STATIC}</div><div id=two></div></div>"
    + script("var t=document.getElementById('two');var s=document.getElementById('one');t.innerHTML=s.innerHTML;"),
    "a menu written": "<div><ul>" + script("document.write('<li class=on><a href=\"../ywdt/\">要闻</a></li>')")
    + "</ul></div>" + STATIC,
    "words to choose from": "<ul id=suggest></ul>"
    + script("$.get('/search/suggest',function(r){$('#suggest').html(r)})") + STATIC,
    "the filling is a comment": "<ul id=new></ul>"
    + script("\n// $('#new').html(rows)\n/* $('#new').append(x) */\n") + STATIC,
    "a hot box": STATIC + "<div class=r><h3>热点推荐</h3><ul id=hot></ul></div>"
    + script("$('#hot').load('/inc/hot.html')"),
    "a hot box beside a list headed otherwise": "<h3>往期通知</h3>" + STATIC + "<h3>热点推荐</h3><ul id=hot></ul>"
    + script("$('#hot').load('/inc/hot.html')"),
    "a box of another column": f"<div class=left>{STATIC}</div><div class=right><h3>要闻动态</h3><ul id=yw></ul></div>"
    + script("$('#yw').load('/inc/yw.html')"),
}  # fmt: skip


@pytest.mark.parametrize("inner", UNREAD.values(), ids=UNREAD.keys())
def test_where_newer_rows_may_come_in_is_unread(inner: str) -> None:
    assert left(inner) > 0


@pytest.mark.parametrize("inner", READ.values(), ids=READ.keys())
def test_what_brings_no_rows_leaves_the_list_read_in_full(inner: str) -> None:
    assert left(inner) == 0


def home(inner: str) -> tuple[int, bool]:
    text = f"<!doctype html><title>望舒区人民政府</title><body>{NAV}<h2>要闻</h2>{inner}{FOOT}</body>"
    seen = read_home(text, "http://www.wangshu.gov.cn/")
    return len(seen.items), seen.script_drawn


@pytest.mark.parametrize("inner", [
    "<ul id=n></ul>" + script(f"{ARRAY}document.getElementById('n').innerHTML={ROW}"),
    "<ul id=n></ul>" + script("$.getJSON('/api/news/list',function(d){})"),
    "<iframe src=/new.html width=600 height=300></iframe>",
    "<div class=tab><h3>最新信息</h3><ul id=zx></ul></div>" + script("$('#zx').load('/inc/zx.html')"),
])  # fmt: skip
def test_a_home_page_of_older_rows_that_may_show_newer_ones(inner: str) -> None:
    assert home(inner + STATIC) == (5, True)


@pytest.mark.parametrize("inner", [
    "",
    "<div id=visits></div>" + script("$.get('/count',function(n){$('#visits').html(n)})"),
    "<iframe src=/inc/weather.html width=200 height=90></iframe>",
    "<div class=focus><div class=hd><ul></ul></div></div>" + script("$('.focus').slide({titCell:'.hd ul'})"),
    "<h3>友情链接</h3><ul id=yq></ul>" + script("$('#yq').load('/inc/yq.html')"),
    "<div id=today></div>" + script("today.innerHTML=new Date().toLocaleDateString()"),
])  # fmt: skip
def test_a_home_page_that_shows_all_its_rows(inner: str) -> None:
    assert home(inner + STATIC) == (5, False)
