"""Lists as the usual systems and hands make them: five rows, the newest of 2026-11-25, the oldest of 2026-10-28."""

import pytest

from crawler.reading import ColumnReading, read_column

AT = "http://www.wangshu.gov.cn/zwgk/tzgg/index.html"
NAV = "<ul><li><a href=/>首页</a></li><li><a href=/zwgk/>政务公开</a></li><li><a href=/bs/>办事服务</a></li></ul>"
CRUMB = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; <a href=/zwgk/tzgg/>通知公告</a></div>"
FOOT = "<div><a href=/map/>网站地图</a><p>主办单位：望舒区人民政府办公室 粤ICP备06004659号</p></div>"
TITLES = [
    "关于做好秋冬季森林防火工作的通知",
    "关于公布行政许可事项清单的公告",
    "关于开展安全生产大检查的通知",
    "关于举办就业招聘活动的公告",
    "关于加强校园周边治理的通知",
]
DAYS = ["2026-11-25", "2026-11-20", "2026-11-12", "2026-11-02", "2026-10-28"]
A = "<a href={u}>{t}</a>"


def rows(row: str) -> str:
    """``row`` five times: {a} anchor, {u} address, {t} title, {d} day and its parts {y} {m} {e}, {n} number."""
    made = []
    for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True)):
        url = f"/zwgk/tzgg/{n}.html"
        year, month, end = day.split("-")
        anchor = A.format(u=url, t=title)
        made.append(row.format(a=anchor, u=url, t=title, d=day, y=year, m=month, e=end, n=n, s=day[2:]))
    return "".join(made)


def read(inner: str) -> ColumnReading:
    head = "<!doctype html><title>通知公告-望舒区人民政府</title>"
    return read_column(f"{head}<body>{NAV}<div class=con>{CRUMB}{inner}</div>{FOOT}</body>", AT)


def ul(row: str) -> str:
    return f"<ul>{rows(row)}</ul>"


def table(row: str) -> str:
    return f"<table>{rows(row)}</table>"


def div(row: str) -> str:
    return f"<div>{rows(row)}</div>"


def dl(row: str) -> str:
    return f"<dl>{rows(row)}</dl>"


SUMMARY = "<p>近日，区里召开会议部署有关工作，强调要压实责任、落细措施。</p>"
ONE = "<li>{a}<span>{d}</span></li>"
MAKES = {
    "TRS": ul(ONE),
    "jcms": table("<tr><td><a href=/art/2026/11/2/art_1_{n}.html>{t}</a></td><td>[{d}]</td></tr>"),
    "vsb": ul("<li id=line_u8_{n}><a href=../info/1053/67{n}.htm>{t}</a><span>{y}年{m}月{e}日</span></li>"),
    "empirecms": ul("<li><span class=date>{d}</span><a href={u}><font color=red>{t}</font></a></li>"),
    "dedecms": ul(
        "<li><b>[<a href=/list_1.html>公告</a>]</b>{a}<span><i>日期：</i>{d} 10:22:33<i>点击：</i>8</span></li>"
    ),
    "phpcms": ul("<li>·<a href='/index.php?m=content&a=show&id={n}'>{t}</a><i>{d} 16:20:00</i></li><li class=hr></li>"),
    "aspx": ul("<li><a href=/show.aspx?id={n}>{t}</a>　{d}</li>"),
    "NFCMS": div("<a href=/c/post_{n}.html><span class=t>{t}</span><span>{d}</span></a>"),
    "cards": div(
        "<div class=card><a href={u}><img src=/p.jpg></a><h4>{a}</h4>"
        + SUMMARY
        + "<a href={u}>[详细]</a><i>{d}</i></div>"
    ),
    "cards opened by 详细": div(
        "<div class=card><h4>{t}</h4>" + SUMMARY + "<p>发布时间：{d}</p><a href={u}>查看详情</a></div>"
    ),
    "day over year and month": ul("<li><b>{e}</b><em>{y}-{m}</em><div>{a}" + SUMMARY + "</div></li>"),
    "day over year/month": ul("<li><p>{e}</p><p>{y}/{m}</p>{a}</li>"),
    "month and day over the year": ul("<li><a href={u}><b>{m}-{e}</b><i>{y}</i><h3>{t}</h3></a></li>"),
    "three pieces": ul("<li><i>{y}年</i><i>{m}月</i><i>{e}日</i>{a}</li>"),
    "broken lines": div("· {a} [{d}]<br>"),
    "broken lines, the day first": div("{d} {a}<br>"),
    "paragraphs": div("<p>{a}（{d}）</p>"),
    "definitions": dl("<dt>{a}</dt><dd>{d}</dd>"),
    "definitions, the day first": dl("<dt>{d}</dt><dd>{a}</dd>"),
    "definitions with a summary": dl("<dt>{a}</dt><dd>根据2025年3月1日的方案，通知如下。</dd><dd>时间：{d}</dd>"),
    "a definition list a row": div("<dl><dt>{a}</dt><dd>{d}</dd></dl>"),
    "a table a row": rows("<table><tr><td>·</td><td>{a}</td><td>{d}</td></tr></table>"),
    "a table in a row": table("<tr><td><table><tr><td>·</td><td>{a}</td><td>{d}</td></tr></table></td></tr>"),
    "two lines a row": table("<tr><td>{a}</td></tr><tr><td>发布时间：{d} 浏览次数：35</td></tr>"),
    "two rows a line": "<table><tr>" + rows("<td>{a}</td><td>{d}</td>") + "</tr></table>",
    "opened by a script": ul("<li onclick=\"window.open('{u}')\"><p>{t}</p><i>{d}</i></li>"),
    "an address in data": div("<div class=it data-url={u}><h3>{t}</h3><em>{d}</em></div>"),
    "a link to a script": ul("<li><a href=\"javascript:show('{u}')\">{t}</a><i>{d}</i></li>"),
    "day in the link's title": ul("<li><a href={u} title='{t} 发布时间：{d}'>{t}</a></li>"),
    "two digits of the year": ul("<li>{a}[{s}]</li>"),
    "long strokes": ul("<li>{a}<i>{y}–{m}–{e}</i></li>"),
    "month first": ul("<li>{a}<i>{m}/{e}/{y}</i></li>"),
    "the day before every title": ul("<li><a href={u}>{d} {t}</a></li>"),
    "brackets in the link": ul("<li><a href={u}>{t}({d})</a></li>"),
    "cut titles": ul("<li><a href={u} title={t}>关于…</a><span>{d}</span></li>"),
    "a file beside": ul("<li>{a}<a href=/f/{n}.pdf>下载</a><span>{d}</span></li>"),
    "files below": ul("<li><p>{a}</p><p><a href=/a{n}.pdf>附件1：申请表.pdf</a></p><p>{d}</p></li>"),
    "what explains it beside": ul("<li>{a}<a href=/jd/{n}.html>《{t}》政策解读</a><span>{d}</span></li>"),
    "source before the day": ul("<li>{a}<p>来源：区政府办 {d}</p></li>"),
    "source and label": ul("<li>{a}<p>来源：区政府办 发布时间：{d} 点击：35</p></li>"),
    "a list that ends too early": ul(ONE).replace("</li>", "</li></ul></p>", 1),
    "a table that ends too early": "<table>" + rows("<tr><td>{a}</td><td>{d}</td></tr></table>"),
    "unclosed rows": ul("<li>{a}<span>{d}</span>"),
}


@pytest.mark.parametrize("inner", MAKES.values(), ids=MAKES.keys())
def test_the_rows_and_days_of_a_list(inner: str) -> None:
    column = read(inner)
    shown = [item.title.removeprefix(f"{day} ") for item, day in zip(column.items, DAYS, strict=True)]
    assert shown == TITLES
    assert [str(item.day) for item in column.items] == DAYS
    assert all(item.provenance and item.provenance.publish and item.words for item in column.items)
    assert not column.script_drawn


@pytest.mark.parametrize("make", ["opened by a script", "an address in data", "a link to a script", "TRS"])
def test_where_a_row_leads(make: str) -> None:
    assert read(MAKES[make]).items[1].url == "http://www.wangshu.gov.cn/zwgk/tzgg/1.html"


def test_a_row_whose_script_tells_no_address_is_a_row() -> None:
    column = read(ul("<li><a href='javascript:void(0)' onclick=openItem({n})>{t}</a></li>"))
    assert [(item.title, item.url) for item in column.items] == [(title, "") for title in TITLES]


def test_two_undated_rows_a_line_are_rows() -> None:
    assert [i.title for i in read("<table><tr>" + rows("<td>{a}</td>") + "</tr></table>").items] == TITLES
