"""A column without rows: what an inline script puts in, and content of another sort. Twins stand side by side."""

import pytest

from crawler.reading import ColumnReading, read_column

AT = "http://www.wangshu.gov.cn/zwgk/ldzc/index.html"
NAV = "<div><a href=/>首页</a><a href=/zwgk/>政务公开</a><a href=/bs/>办事服务</a></div>"
CRUMB = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; <a href=/zwgk/ldzc/>领导之窗</a></div>"
MENU = (
    "<div><h2>政务公开</h2><ul><li><a href=/zwgk/jg/>机构职能</a></li><li><a href=/zwgk/zcfg/>政策法规</a></li>"
    "<li><a href=/zwgk/rsxx/>人事信息</a></li></ul></div>"
)
FOOT = "<div><img src=/police.png width=80><p>主办单位：望舒区人民政府办公室 粤ICP备06004659号</p></div>"
ARRAY = "var d=[{t:'关于公布清单的公告',u:'/zwgk/ldzc/1.html'}];"
ROW = "'<li><a href='+d[0].u+'>'+d[0].t+'</a></li>'"


def script(words: str) -> str:
    return f"<script>{words}</script>"


def read(inner: str) -> ColumnReading:
    head = "<!doctype html><head><title>领导之窗-望舒区人民政府</title></head>"
    return read_column(f"{head}<body>{NAV}{CRUMB}<div class=con>{inner}</div>{FOOT}</body>", AT)


def holds(inner: str) -> str:
    column = read(inner)
    if column.items or column.prose or column.content:
        return "content"
    if column.script_drawn:
        return "filled"
    return "unsure" if column.reach and column.reach.left else "blank"


FILLED = {
    "innerHTML": "<ul id=list></ul>" + script(f"{ARRAY}document.getElementById('list').innerHTML={ROW}"),
    "innerHTML, added to": "<ul id=list></ul>" + script(f"{ARRAY}document.getElementById('list').innerHTML+={ROW}"),
    "an id as a name, first of all": "<ul id=list></ul>" + script("list.innerHTML=make()"),
    "a name that is in many words": "<ul id=n></ul>"
    + script("function nn(n){return n+1}" * 200 + f"{ARRAY}document.getElementById('n').innerHTML={ROW}"),
    "html": "<div id=box></div>" + script(f"{ARRAY}$('#box').html({ROW})"),
    "append": "<ul id=list></ul>" + script(f"{ARRAY}$('#list').append({ROW})"),
    "append, in a chain": "<ul id=list></ul>" + script(f"{ARRAY}$('#list')\n  .empty()\n  .append({ROW})"),
    "append, by class": "<ul class=rows></ul>" + script(f"{ARRAY}$('.rows').append({ROW})"),
    "appendTo": "<ul id=list></ul>" + script(f"{ARRAY}$({ROW}).appendTo($('#list'))"),
    "appendChild": "<div id=list></div>"
    + script("(function(){var e=document.getElementById('list');d.forEach(function(x){e.appendChild(make(x))})})()"),
    "insertAdjacentHTML": "<ul id=list></ul>"
    + script(f"{ARRAY}document.querySelector('#list').insertAdjacentHTML('beforeend',{ROW})"),
    "given to a function": "<ul id=list></ul>" + script("var d=[1];render('list',d)"),
    "given to a variable, then to a function": "<ul id=list></ul>"
    + script("var box=document.getElementById('list');show(box,d)"),
    "a chart": "<div id=chart style='width:900px;height:600px'></div>"
    + script("var c=echarts.init(document.getElementById('chart'));c.setOption({series:[1]})"),
    "a template": "<script type=text/html id=tp><li>{t}</li></script><ul id=list></ul>"
    + script("list.innerHTML=tp.innerHTML"),
    "written in the list": "<ul>" + script("w('公告','/1.html');function w(t,u){document.write(line(t,u))}") + "</ul>",
    "rows written": "<div>" + script(f"{ARRAY}document.write({ROW})") + "</div>",
}
BLANK = {
    "a counter written": "<ul></ul>" + script("document.write('您是第'+1234+'位访问者')"),
    "a counter's tag": "<ul></ul><div>" + script("document.write('<p>本页浏览'+n+'次</p>')") + "</div>",
    "a counter put in": "<ul></ul><div id=visits></div>" + script("document.getElementById('visits').innerHTML=n"),
    "a clock put in": "<ul></ul><div id=nowtime></div>" + script("document.getElementById('nowtime').innerHTML=s"),
    "page numbers put in": "<ul></ul><div id=pager></div>" + script("$('#pager').html(pages(0))"),
    "a class": "<ul id=list></ul>" + script("document.getElementById('list').className='l1'"),
    "a style": "<ul id=list></ul>" + script("$('#list').css('height','300px').show()"),
    "a slide": "<ul class=list></ul>" + script("$('.list').slide({effect:'fold'})"),
    "emptied": "<ul id=list></ul>" + script("$('#list').html('')"),
    "a key of the same name": "<ul id=list></ul>" + script("var o={'list':1};fill(o['list'])"),
    "a longer name": "<ul id=list></ul>" + script("$('#listBox').append(rows);$('.list-tab').html(rows)"),
    "a height": "<ul id=list></ul>" + script("var h=$('#list').height();fit(h)"),
    "a script that is a comment": "<ul id=list></ul>" + script("\n//$('#list').append(rows);\n"),
    "an outside counter": "<ul></ul>"
    + script("(function(){var h=document.createElement('script');h.src='//hm.baidu.com/h.js?1';"
             "var s=document.getElementsByTagName('script')[0];s.parentNode.insertBefore(h,s)})()"),
    "a menu written": "<div><ul>" + script("document.write('<li><a href=\"../jg/\">机构职能</a></li>')")
    + "</ul></div><div><ul class=list></ul></div>",
    "a banner above": "<div class=banner><img src=/img/b.jpg width=1200 height=150></div><ul class=list></ul>",
    "a banner by its file": "<div><img src=/images/banner3.jpg></div><ul></ul>",
    "a flat picture above": "<p><img src=/a.jpg width=1000 height=120></p><ul></ul>",
    "the heading": "<h2>领导之窗</h2><ul></ul>",
    "a menu of its siblings": MENU + "<div class=right></div>",
    "a menu that names it": "<div><ul><li><a href=/zwgk/ldzc/>领导之窗</a></li><li><a href=/zwgk/yjs/>预决算</a></li>"
    "</ul></div><div class=right></div>",
    "a greeting": "<div class=right><p>欢迎访问望舒区人民政府门户网站。</p></div>",
    "a link of the menu again": "<div class=right><a href=/bs/>办事服务</a></div>",
    "links of use": "<div class=right><a href=/zwgk/ldzc/print>打印本页</a><a href=/zwgk/ldzc/b>返回上级</a></div>",
    "words beside its parts": "<p>暂无信息</p><a href=/zwgk/ldzc/2025/>2025年</a>",
    "a small drawing": "<svg width=16 height=16><path d='M0 0'/></svg><div class=right></div>",
    "a small background": "<div style='height:20px;background:url(/dot.png)'></div>",
}  # fmt: skip
UNSURE = {
    "parts of its own": "<div><a href=/zwgk/ldzc/a/>机构职能</a> <a href=/zwgk/ldzc/b/>财政信息</a></div>",
    "parts elsewhere": "<div><a href=/gk/a/>规划计划</a> <a href=/gk/b/>建议提案</a></div>",
    "years": "<ul><li><a href=2025/>2025年</a></li><li><a href=2024/>2024年</a></li></ul>",
    "names": "<div><a href=l1.html>张建国</a><a href=l2.html>李卫东</a></div>",
    "names by office": "<h3>区长</h3><ul><li><a href=l1.html>张建国</a></li></ul>"
    "<h3>副区长</h3><ul><li><a href=l2.html>王芳</a></li></ul>",
    "names beside a menu": MENU + "<div class=right><a href=l1.html>王芳</a></div>",
    "parts and page numbers without a number": "<a href=2025/>2025年</a><ul class=pagination></ul>",
    "a drawing": "<svg width=600 height=400><path d='M0 0L9 9'/></svg>",
    "a drawing of words": "<svg viewBox='0 0 9 9'><text>区长</text><text>副区长</text></svg>",
    "a background": "<div style='width:900px;height:1200px;background:url(/org.png) no-repeat'></div>",
    "a sentence that leads on": "<p>请登录<a href=http://www.gdzwfw.gov.cn/>广东省政务服务网</a>查询办理。</p>",
    "a sentence": "<p>本单位无行政处罚事项。</p>",
    "a picture above an empty list": "<p><img src=/zzjg.png width=800></p><ul class=list></ul>",
}
CONTENT = {
    "a picture": "<p><img src=/org.png width=800></p>",
    "pictures above an empty list": "".join(f"<p><img src=/p{n}.png></p>" for n in range(5)) + "<ul></ul>",
    "a picture behind an empty list": "<ul></ul><p><img src=/org.png width=800></p>",
    "a canvas": "<canvas width=600 height=400></canvas>",
}


@pytest.mark.parametrize("inner", FILLED.values(), ids=FILLED.keys())
def test_what_an_inline_script_fills_is_not_blank(inner: str) -> None:
    assert holds(inner) == "filled"


@pytest.mark.parametrize("inner", BLANK.values(), ids=BLANK.keys())
def test_what_holds_nothing_stays_blank(inner: str) -> None:
    assert holds(inner) == "blank"


@pytest.mark.parametrize("inner", UNSURE.values(), ids=UNSURE.keys())
def test_content_of_another_sort_is_not_judged(inner: str) -> None:
    assert holds(inner) == "unsure"


@pytest.mark.parametrize("inner", CONTENT.values(), ids=CONTENT.keys())
def test_pictures_are_content(inner: str) -> None:
    assert holds(inner) == "content"
