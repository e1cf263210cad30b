"""Articles as the usual systems lay them out, and each beside a page that looks alike and shows no publish day."""

import pytest

from crawler.reading import read_page

T = "松溪区开展冬季森林防火检查"
P = "<p>近日，区应急局会同各镇街对林区卡口、物资仓库逐一检查，要求值守人员到岗到位。</p>" * 3
FOOT = "<div class=footer>主办单位：松溪区人民政府办公室 网站标识码：3507240001 闽ICP备10000001号 版权所有</div>"
NAV = "<div class=nav><a href=/>首页</a><a href=/zwgk/>政务公开</a><a href=/zmhd/>互动交流</a></div>"
CRUMB = "<div class=dqwz>当前位置：<a href=/>首页</a>&gt;<a href=/xw/>部门动态</a></div>"
ROWS = "".join(
    f"<li><a href=/xw/{n}.html>松溪区部署第{n}批老旧小区改造工作</a><span>2026-11-{n:02}</span></li>"
    for n in range(11, 17)
)
META = '<meta name="PubDate" content="2022-10-14 10:16:14">'


def page(inner: str, head: str = "", title: str = f"{T}-松溪区人民政府") -> bytes:
    return f"<!doctype html><head><title>{title}</title>{head}</head><body>{NAV}{CRUMB}{inner}{FOOT}</body>".encode()


SHOWN = {
    "TRS": (f"<div class=xl><h1>{T}</h1><div class=xl_ly><span>发布时间：2026-11-18 09:12</span>"
            f"<span>来源：区应急局</span>"
            f"<span>【字体：<a>大</a><a>中</a>】</span></div><div class=TRS_Editor>{P}</div>"
            f"</div>", "2026-11-18 09:12", "labelled"),
    "TRS, day written by a live script": (f"<h1>{T}</h1><div>发布时间：<script>var pubdata='2026年11月18日';\n"
            f"if(pubdata!=''){{document.write(pubdata);}}</script> 字体：</div>{P}", "2026-11-18", "labelled"),
    "博达, span of its own": (f"<form name=_newscontent_fromname><h2>{T}</h2><div class=info>"
            f"<span>2026-11-18 09:12</span>"
            f"<span>作者：</span><span>点击：<script>_showDynClicks('wbnews',1,2)</script></span></div>"
            f"<div id=vsb_content>{P}</div><p>上一条：<a href=1.htm>松溪区召开冬春水利工作推进会议</a></p>"
            f"</form>", "2026-11-18 09:12", "own_place"),
    "大汉, brackets": (f"<table><tr><td class=title>{T}</td></tr><tr>"
            f"<td>[发布日期：2026年11月18日] [来源：区应急局]</td></tr>"
            f"<tr><td><!--<$[信息内容]>begin-->{P}</td></tr></table>", "2026-11-18", "labelled"),
    "NFCMS, 时间 in the bar": (f"<h3 class=title>{T}</h3><p class=property><span>时间：2026-11-18 09:12:33</span>"
            f"<span>来源：区应急局</span><span>浏览量：-</span></p>{P}", "2026-11-18 09:12:33", "labelled"),
    "ucap, box of facts above": (f"<table><tr><td>索 引 号：</td><td>SX00-2026-0018</td><td>成文日期：</td>"
            f"<td>2026-10-01</td></tr>"
            f"<tr><td>发布机构：</td><td>区应急局</td><td>发布日期：</td><td>2026-11-18</td></tr></table>"
            f"<h1>{T}</h1>{P}",
            "2026-11-18", "labelled"),
    "jpaas, letters apart": (f"<h1>{T}</h1><ul><li><b>发 布 日 期：</b>2026-11-18</li><li><b>成 文 日 期："
            f"</b>2026-10-01</li></ul>{P}",
            "2026-11-18", "labelled"),
    "帝国, all in one line": (f"<h1>{T}</h1>"
            f"<div class=info_text>2026-11-18 09:12:33&nbsp;&nbsp;来源：区应急局&nbsp;&nbsp;点击：33</div>{P}",
            "2026-11-18 09:12:33", "own_place"),
    "dedecms": (f"<div class=viewbox><div class=title><h2>{T}</h2></div><div class=info><small>时间:"
            f"</small>2026-11-18 09:12"
            f"<small>来源:</small>未知 <small>作者:</small>admin <small>点击:</small>次</div>{P}"
            f"</div>", "2026-11-18 09:12", "labelled"),
    "PHPCMS": (f"<div id=Article><h1>{T}<br /><span>2026-11-18 09:12:33 &nbsp;&nbsp;来源：区应急局&nbsp;&nbsp;评论："
            f"<a>0</a> 点击：</span>"
            f"</h1>{P}</div>", "2026-11-18 09:12:33", "own_place"),
    "by hand, a cell of its own": (f"<table><tr><td align=center><font size=5><b>{T}</b></font></td></tr>"
            f"<tr><td align=center>"
            f"2026年11月18日</td></tr><tr><td>{P}</td></tr></table>", "2026-11-18", "own_place"),
    "published behind the day": (f"<h1>{T}</h1><p>2026-11-18 09:12 发布</p>{P}", "2026-11-18 09:12", "labelled"),
    "published on": (f"<h1>{T}</h1><p>发布于 2026-11-18</p>{P}", "2026-11-18", "labelled"),
    "no colon": (f"<h1>{T}</h1><p><em>发布时间</em> <em>2026-11-18</em></p>{P}", "2026-11-18", "labelled"),
    "behind the text": (f"<h1>{T}</h1>{P}<p>【发布时间：2026-11-18】</p>", "2026-11-18", "labelled"),
    "above the headline": (f"<p>2026-11-18</p><h1>{T}</h1>{P}", "2026-11-18", "own_place"),
    "updated only": (f"<h1>{T}</h1><p>更新时间：2026-11-18</p>{P}", "2026-11-18", "labelled"),
    "updated, and published": (f"<h1>{T}</h1><p>更新时间：2026-11-20 2026-11-18</p>{P}", "2026-11-18", "own_place"),
    "name of the source without a label": (f"<h1>{T}</h1><div><span>松溪日报</span><span>2026-11-18</span></div>{P}",
            "2026-11-18", "own_place"),
    "an empty author before it": (f"<h1>{T}</h1><div>作者： 2026-11-18 浏览：</div>{P}", "2026-11-18", "own_place"),
    "a headline that ends like a label": (f"<h1>{T}活动时间</h1><div>2026-11-18</div>{P}", "2026-11-18", "own_place"),
    "two digits under a label": (f"<h1>{T}</h1><div>发布时间：26-11-18</div>{P}", "2026-11-18", "labelled"),
    "Chinese numerals under a label": (f"<h1>{T}</h1><div>发布时间：二〇二六年十一月十八日</div>{P}",
            "2026-11-18", "labelled"),
    "glued to its hour": (f"<h1>{T}</h1><div>发布时间：2026-11-1809:12:33</div>{P}", "2026-11-18 09:12:33", "labelled"),
    "a headline in two lines": (f"<h1>松溪区开展冬季<br>森林防火检查</h1><div>2026-11-18</div>{P}",
            "2026-11-18", "own_place"),
    "a hidden one before it": (f"<h1>{T}</h1><div style='display: none'>发布时间：2019-05-05</div>"
            f"<div>发布时间：2026-11-18</div>{P}",
            "2026-11-18", "labelled"),
    "a hidden copy of it": (f"<h1>{T}</h1><div style='display:none'>发布时间：2026-11-18</div>"
            f"<div>发布时间：2026-11-18</div>{P}", "2026-11-18", "labelled"),
    "a default before it": (f"<h1>{T}</h1><div>发布时间：1970-01-01 08:00:00</div><div>2026-11-18</div>"
            f"{P}", "2026-11-18", "own_place"),
    "related rows behind": (f"<h1>{T}</h1><div>发布时间：2026-11-18</div>{P}<div>相关信息</div><ul>{ROWS}"
            f"</ul>", "2026-11-18", "labelled"),
    "rows beside it, above": (f"<div class=side><h3>最新公告</h3><ul>{ROWS}</ul></div><h1>{T}</h1>"
            f"<div>2026-11-18 来源：区应急局</div>{P}",
            "2026-11-18", "own_place"),
    "a picture and no text": (f"<h1>{T}</h1><div>发布时间：2026-11-18 来源：区应急局"
            f"</div><img src=/1.jpg>", "2026-11-18", "labelled"),
    "a table with days": (f"<h1>{T}名单</h1><div>发布时间：2026-11-18 来源：区应急局</div><table>" + "".join(
            f"<tr><td>卡口{n}</td><td>2026-10-{n:02}</td></tr>" for n in range(11, 17)) + ""
            "</table>", "2026-11-18", "labelled"),
}  # fmt: skip

NOT_SHOWN = {
    "written": "<div>成文日期：2026-11-18</div>",
    "closing": "<div>截止时间：2026-11-18</div>",
    "interview": "<p>面试时间：2026年11月18日上午</p>",
    "performance": "<div>演出日期：2026-11-18</div>",
    "a label nobody thought of": "<div>缴费日期：2026-11-18</div>",
    "letters": "<div>来信时间：2026-11-18</div>",
    "founded": "<p>成立时间：2026年11月18日　类型：事业单位</p>",
    "an event and its place": "<div>时间：2026年11月18日上午9:00　地点：人才市场</div>",
    "an event, line by line": "<p>时间：2026年11月18日</p><p>地点：人才市场</p><p>主讲人：待定</p>",
    "adopted": "<p>（2026年11月18日区政府第10次常务会议通过）</p>",
    "of the speech": "<p>（2026年11月18日）</p>",
    "a span of days": "<p>公示期：2026-11-18 至 2026-11-24</p>",
    "a bare span of days": "<p>2026年11月18日至24日</p>",
    "hidden by a style": "<div style='visibility:hidden'>发布时间：2026-11-18</div>",
    "hidden by an attribute": "<div hidden>发布时间：2026-11-18</div>",
    "hidden by a rule": "<style>.off{color:red;display:none}</style><div class=off>发布时间：2026-11-18</div>",
    "a template": "<template><p>发布时间：2026-11-18</p></template>",
    "commented out": "<!-- <p>发布时间：2026-11-18</p> -->",
    "a script's comment": "<script>\n// document.write('发布时间：2026-11-18');\nvar a=1;</script>",
    "a block of a script's comment": "<script>/* document.write('发布时间：2026-11-18'); */ var a=1;</script>",
    "a default": "<div>发布时间：1970-01-01 08:00:00</div>",
    "far beyond belief": "<div>发布时间：2062-11-18</div>",
    "only in the address": "",
    "a sentence in pieces": "<p><span>2026</span><span>年11月18日</span><span>，区应急局开展检查。</span></p>",
    "a sentence whose day is bold": "<p><b>2026年11月18日</b><span>上午，区应急局开展检查。</span></p>",
    "to be published": "<div>预计发布时间：2026-11-18</div>",
}  # fmt: skip


@pytest.mark.parametrize("address", ["/xw/202611/t20261101_77.html", "/xw/", "/index.php?m=content&a=show&id=77"])
@pytest.mark.parametrize(("inner", "day", "rests_on"), SHOWN.values(), ids=SHOWN.keys())
def test_the_day_a_visitor_reads(inner: str, day: str, rests_on: str, address: str) -> None:
    read = read_page(page(inner, META), f"http://www.songxi.gov.cn{address}").as_json("a")
    assert (read["kind"], read["published"], read["published_from"]) == ("article", day, rests_on)


@pytest.mark.parametrize("inner", NOT_SHOWN.values(), ids=NOT_SHOWN.keys())
def test_another_day_is_no_publish_day(inner: str) -> None:
    url = "http://www.songxi.gov.cn/xw/202611/t20261118_77.html"
    read = read_page(page(f"<h1>{T}</h1>{inner}<div class=con>{P}</div>"), url).as_json("a")
    assert (read["kind"], read["published"], read["published_from"]) == ("article", None, None)
    told = read_page(page(f"<h1>{T}</h1>{inner}<p>发布时间：2026-11-20</p>{P}"), url).fast  # its twin tells one besides
    assert str(told.published) == "2026-11-20"


@pytest.mark.parametrize("rule", ["@media print", "@media screen and (max-width: 767px)"])
def test_a_day_that_is_hidden_on_paper_or_a_small_screen_is_shown(rule: str) -> None:
    inner = (
        f"<style>{rule}{{.nav{{display:none}} .bar{{display:none}}}}</style><div class=bar>发布时间：2026-11-18</div>"
    )
    read = read_page(page(f"<h1>{T}</h1>{inner}<div class=con>{P}</div>"), "http://www.songxi.gov.cn/xw/7.html").fast
    assert str(read.published) == "2026-11-18"


def test_many_labelled_days_behind_are_a_lists() -> None:
    rows = "".join(f"<p><a href=/xw/{n}.html>简讯{n}</a></p><p>发布时间：2026-10-{n}</p>" for n in (11, 12, 13))
    read = read_page(page(f"<h1>{T}</h1>{P}{rows}"), "http://www.songxi.gov.cn/xw/202611/t20261118_77.html").fast
    assert (read.published, read.undetermined) == (None, ())


@pytest.mark.parametrize("inner", NOT_SHOWN.values(), ids=NOT_SHOWN.keys())
def test_another_day_outranks_no_tag(inner: str) -> None:
    url = "http://www.songxi.gov.cn/xw/202611/t20261118_77.html"
    read = read_page(page(f"<h1>{T}</h1>{inner}<div class=con>{P}</div>", META), url).as_json("a")
    assert (read["published"], read["published_from"]) == ("2022-10-14 10:16:14", "markup")
