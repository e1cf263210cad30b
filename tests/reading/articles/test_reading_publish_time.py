"""Publish times in the headers that real pages have, and days of a document that are no publish time."""

import pytest

from crawler.reading import read_fast, read_page
from crawler.reading.dates import show

AT = "http://www.songxi.gov.cn/zwgk/202606/t20260101_77.html"
TITLE = "关于清明假期安排的通知"
LONG = "<p>" + "正文文字，没有日期。" * 20 + "</p>"


def page(inner: str) -> str:
    return f"<head><title>{TITLE}-松溪区人民政府</title></head><body><a href=/>首页</a>{inner}{LONG}</body>"


H = f"<h1>{TITLE}</h1>"
CASES = {
    "facts in a table": (
    "<table><tr><td>索引号：</td><td>1-2026-00018</td><td>发文日期：</td><td>2026-01-02</td></tr>"
    "<tr><td>成文日期：</td><td>2026-01-01</td><td>发布日期：</td><td>2026-03-25</td></tr></table>" + H, "2026-03-25"),
    "facts below their names": ("<table><tr><th>索引号</th><th>成文日期</th><th>发布日期</th></tr><tr><td>1</td>"
    "<td>2026-01-01</td><td>2026-03-25</td></tr></table>" + H, "2026-03-25"),
    "facts in a list": ("<ul><li><b>索 引 号：</b>X</li><li><b>发布日期：</b>2026年03月25日</li>"
    "<li><b>成文日期：</b>2026年01月01日</li></ul>" + H, "2026-03-25"),
    "only the day of writing": ("<table><tr><td>索引号</td><td>1</td><td>成文日期</td>"
    "<td>2026-01-01</td></tr></table>" + H, None),
    "the day of writing in a box": (H + "<div class=info><span>成文日期：2026-01-01</span></div>", None),
    "the signature's day": (H + LONG + "<p>松溪区教育局</p><p>2026年3月20日</p>", None),
    "a meeting's day": ("<p>会议时间：2026年4月1日</p>" + H + "<p>发布时间：2026-03-25</p>", "2026-03-25"),
    "updated later": (H + "<p>更新时间：2026-03-26 发布时间：2026-03-25</p>", "2026-03-25"),
    "a name in three pieces": (H + "<p><span>发布时间</span><em>：</em><i>2026-03-25</i></p>", "2026-03-25"),
    "no name": (H + "<p><span>2026-03-25 10:20</span><span>来源：区教育局</span></p>", "2026-03-25 10:20"),
    "in brackets": (H + "<p>【发布时间:2026-03-25】【来源:松溪日报】</p>", "2026-03-25"),
    "entered": (H + "<p>作者：办公室 | 点击数：33 | 录入时间：2026/3/25 9:05:07</p>", "2026-03-25 09:05:07"),
    "told to other sites": ('<meta property="article:published_time" content="2026-03-25T02:20:00Z">' + H,
    "2026-03-25 10:20"),
    "a script in another zone": (H + '<script>x = {"publishDate": "2026-03-24T17:20:00.000Z"}</script>',
    "2026-03-25 01:20"),
    "shown is surer": ('<meta property="og:release_date" content="2026-01-01 08:00">' + H
    + "<p>2026-03-25</p>", "2026-03-25"),
    "related articles": (H + "<p>发布时间：2026-03-25</p>" + "".join(
        f"<li>发布时间：2026-02-0{n} <a href=/a/{n}.html>相关的文章标题{n}</a></li>" for n in range(1, 8)),
    "2026-03-25"),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "expected"), CASES.values(), ids=CASES.keys())
def test_publish_time(inner: str, expected: str | None) -> None:
    assert show(read_fast(page(inner), AT).published) == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (f"{TITLE}-松溪区人民政府", H, TITLE),
        (f"{TITLE} - 部门动态 - 松溪区人民政府门户网站", f"<div>{TITLE}</div>", TITLE),
        (f"{TITLE}_松溪区政府网", "<div>别的文字</div>", TITLE),
        ("为幸福喝彩_松溪网", "<p>别的文字</p>", "为幸福喝彩"),
        ("&#20851;&#20110;&#25918;&#20551;&#30340;&#36890;&#30693;", "<p>x</p>", "关于放假的通知"),
        ("2026-2027年度计划", "<p>2026-2027年度计划</p>", "2026-2027年度计划"),
    ],
)
def test_title(title: str, body: str, expected: str) -> None:
    html = f"<head><title>{title}</title></head><body>{body}{LONG}</body>"
    assert read_page(html.encode(), AT).title == expected


def test_the_source_shown_comes_before_the_tag() -> None:
    tag = '<meta name=ContentSource content="来源：松溪日报">'
    assert read_page((tag + page(H + "<p>来源：区教育局</p>")).encode(), AT).fast.source == "区教育局"
    assert read_page((tag + page(H + "<p>来源：</p>")).encode(), AT).fast.source == "松溪日报"
