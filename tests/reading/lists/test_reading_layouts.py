"""Lists in the layouts that hand-made and old pages use; every list has five rows of 2026-03-21 to 2026-03-25."""

import pytest

from crawler.reading import ColumnReading, read_column

AT = "http://www.songxi.gov.cn/zwgk/tzgg/index.html"
MENU = "<div class=nav><ul>" + "".join(f"<li><a href=/m{n}/>导航栏目{n}</a></li>" for n in range(12)) + "</ul></div>"
HOT = "<div class=right><h3>热点推荐</h3><ul>" + "".join(
    f"<li><a href=/x/t20260{n}01_{n}.html>热点的文章标题{n}</a><span>2026-0{n}-01</span></li>" for n in range(1, 9)
) + "</ul></div>"  # fmt: skip
A = "<a href='/info/1/{n}.htm'>{title}</a>"


def rows(row: str) -> str:
    """``row`` five times; {a} is the anchor, {d} the day of the month, {n} the number."""
    full = row.replace("{a}", A)
    return "".join(full.format(n=n, d=20 + n, title=f"关于第{n}项工作的通知公告") for n in range(1, 6))


def read(inner: str) -> ColumnReading:
    return read_column(f"<title>通知公告</title><body>{MENU}<div class=main>{inner}</div>{HOT}</body>", AT)


NESTED = "<table><tr><td><img src=dot.gif></td><td>{a}</td><td>[2026-03-{d}]</td></tr></table>"
TABLE = "<table><tr><td>序号</td><td>标题</td><td>发布时间</td><td>有效期至</td></tr>"
LAYOUTS = {
    "a table for every row": "<table><tr><td>" + rows(NESTED) + "</td></tr></table>",
    "a table in every row": "<table>" + rows(f"<tr><td>{NESTED}</td></tr>") + "</table>",
    "days in the next cell": "<table><tr><td><ul>" + rows("<li>{a}</li>") + "</ul></td><td><ul>"
    + rows("<li>2026-03-{d}</li>") + "</ul></td></tr></table>",
    "days in the next cell, broken lines": "<table><tr><td>" + rows("{a}<br>") + "</td><td>"
    + rows("2026-03-{d}<br>") + "</td></tr></table>",
    "days in the next box": "<div>" + rows("<p>{a}</p>") + "</div><div>" + rows("<p>2026-03-{d}</p>") + "</div>",
    "written, then published": "<ul>" + rows("<li>{a}<span>2026-01-1{n}</span><span>2026-03-{d}</span></li>") + "</ul>",
    "headings in a list": "<ul><li><b>标题</b><b>发布日期</b><b>有效期至</b></li>"
    + rows("<li>{a}<span>2026-03-{d}</span><span>2027-03-{d}</span></li>") + "</ul>",
    "headings above a list": "<div><b>标题</b><b>文号</b><b>发布日期</b><b>成文日期</b></div><ul>"
    + rows("<li>{a}<i>松政〔2026〕{n}号</i><i>2026-03-{d}</i><i>2026-02-{d}</i></li>") + "</ul>",
    "headings in thead": "<table><thead><tr><th>索引号</th><th>名称</th><th>发布日期</th><th>截止日期</th></tr></thead>"
    + rows("<tr><td>X/2026-0{n}</td><td>{a}</td><td>2026-03-{d}</td><td>2026-05-{d}</td></tr>") + "</table>",
    "headings in the first row": TABLE
    + rows("<tr><td>{n}</td><td>{a}</td><td>2026-03-{d}</td><td>2028-05-{d}</td></tr>") + "</table>",
    "named days": "<ul>" + rows("<li>{a}<p>发布时间：2026-03-{d}</p><p>截止时间：2026-05-{d}</p></li>") + "</ul>",
    "an event's day": "<ul>" + rows("<li>{a}<i>活动时间：2026-05-{d}</i><i>2026-03-{d}</i></li>") + "</ul>",
    "openness is no day": "<ul>"
    + rows("<li>{a}<i>主动公开</i><i>2026-02-{d}</i><i>2026-03-{d}</i></li>") + "</ul>",
    "day and year-month": "<ul>"
    + rows("<li><a href=/info/1/{n}.htm><p>{d}</p><i>2026-03</i><h3>{title}</h3></a></li>") + "</ul>",
    "month-day and year": "<ul>"
    + rows("<li><a href=/info/1/{n}.htm><b>03-{d}</b><i>2026</i><h3>{title}</h3></a></li>") + "</ul>",
    "year and month/day": "<ul>" + rows("<li><b>2026</b><i>03/{d}</i>{a}</li>") + "</ul>",
    "day and year-month in words": "<ul>" + rows("<li><b>{d}</b><i>2026年03月</i>{a}</li>") + "</ul>",
    "definition list": "<dl>" + rows("<dt>{a}</dt><dd>2026-03-{d}</dd>") + "</dl>",
    "broken lines": "<div>" + rows("·{a} (2026-03-{d})<br>") + "</div>",
    "the year in an attribute": "<ul>" + rows("<li>{a}<time datetime='2026-03-{d}'>03-{d}</time></li>") + "</ul>",
    "no signs between": "<ul>" + rows("<li>{a}<span>202603{d}</span></li>") + "</ul>",
    "a class before the title": "<ul>" + rows("<li><a href=/c/>[公告]</a>{a}<span>2026-03-{d}</span></li>") + "</ul>",
    "a day in the summary": "<ul>"
    + rows("<li><h4>{a}</h4><p>2026年1月5日，区政府召开会议。</p><span>2026-03-{d}</span></li>") + "</ul>",
    "told in the address's title": "<ul>" + rows(
        "<li><span>2026-03-{d}</span><a href=/i/{n}.aspx title='标题：{title}&#13;点击数：3'>关于第{n}项…</a></li>"
    ) + "</ul>",
}  # fmt: skip


@pytest.mark.parametrize("inner", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(inner: str) -> None:
    column = read(inner)
    assert [i.title for i in column.items] == [f"关于第{n}项工作的通知公告" for n in range(1, 6)]
    assert [str(i.day) for i in column.items] == [f"2026-03-{20 + n}" for n in range(1, 6)]


def test_a_list_without_days_comes_before_a_side_box_with_days() -> None:
    column = read("<ul>" + rows("<li>{a}</li>") + "</ul>")
    assert len(column.items) == 5
    assert column.newest is None


def test_rows_that_only_a_script_opens_are_rows() -> None:
    column = read(
        "<ul>" + rows("<li onclick=\"location.href='/info/1/{n}.htm'\">{title}<i>2026-03-{d}</i></li>") + "</ul>"
    )
    assert [(i.url, str(i.day)) for i in column.items] == [
        (f"http://www.songxi.gov.cn/info/1/{n}.htm", f"2026-03-{20 + n}") for n in range(1, 6)
    ]
    assert not column.script_drawn


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        ("<title>松溪区人民政府-通知公告</title>", "<h2>通知公告</h2>", "通知公告"),
        ("<title>通知公告_松溪区政府网</title>", "", "通知公告"),
        ("<title>松溪区</title><meta name=ColumnName content=通知公告>", "<p>当前位置：首页 > 政务</p>", "通知公告"),
        (
            "<title>松溪区</title>",
            "<td>当前位置：</td><a>首页</a> » <a>政务</a> » <a>通知公告</a><p>错别字</p>",
            "通知公告",
        ),
        ("<title>松溪区</title>", "<p>您所在的位置：首页 &gt; 通知公告</p><p>正文</p>", "通知公告"),
    ],
)
def test_the_name_of_a_column(head: str, body: str, name: str) -> None:
    assert read_column(f"<head>{head}</head><body>{body}</body>", AT).name == name
