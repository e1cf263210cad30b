"""A publish day in pieces, one that is no text, and an article whose page names it nowhere."""

import pytest

from crawler.reading.read import read_listed
from ledger.vocabulary import Provenance

T = "关于做好冬季供暖工作的通知"
P = "<p>各镇街要组织力量，对供热管网、换热站逐一检查，发现问题立即整改，确保群众温暖过冬。</p>" * 3
NAV = "<div class=nav><a href=/>首页</a><a href=/zwgk/>政务公开</a></div>"
FOOT = "<div class=foot>主办单位：松溪区人民政府办公室 闽ICP备09000001号 版权所有</div>"
AT = "http://www.songxi.gov.cn/tz/1.html"


def read(inner: str, title: str = T):
    return read_listed(f"<html><head><title>{title}</title></head><body>{NAV}{inner}{FOOT}</body></html>", AT)


@pytest.mark.parametrize(
    "leaf",
    [
        "<b>25</b><i>2026.11</i>",
        "<span>25</span><span>2026-11</span>",
        "<p>11-25</p><p>2026</p>",
        "<p>2026</p><p>11-25</p>",
        "<p>25日</p><p>2026年11月</p>",
        "<em>2026</em><em>11</em><em>25</em>",
        "<em>2026年</em><em>11月</em><em>25日</em>",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_leaf_of_a_calendar(leaf: str, above: bool) -> None:
    box, head = f"<div class=rq>{leaf}</div>", f"<h1>{T}</h1>"
    found = read(f"{box}{head}{P}" if above else f"{head}{box}{P}")
    assert str(found.published)[:10] == "2026-11-25"
    assert found.published_from is Provenance.OWN_PLACE


@pytest.mark.parametrize(
    "inner",
    [
        f"<h1>{T}</h1><p>截止时间：</p><p>25</p><p>2026-11</p>{P}",
        f"<h1>{T}</h1><div style='display:none'><p>25</p><p>2026-11</p></div>{P}",
        f"<h1>{T}</h1><p>25</p><p>31</p>{P}",
        f"<h1>{T}</h1><p>45</p><p>2026-11</p>{P}",
        f"<h1>{T}</h1>{P}<p>25</p><p>2026-11</p>",
        f"<h1>{T}</h1><p>25</p><p>2026-11</p><a href=/2.html>松溪区召开供热保障工作推进会议</a>{P}",
        f"<h1>{T}</h1><p>25</p><p>2026-11</p><p>区住建局</p><p>24</p><p>2026-11</p>{P}",
    ],
)
def test_a_leaf_that_is_not_the_article_s(inner: str) -> None:
    assert read(inner).published is None


PAINTED = ["<img src=/d.asp?id=3>", "<input value='' readonly>", "<span><img src=/d.gif></span>"]


@pytest.mark.parametrize("shown", PAINTED)
def test_a_label_beside_what_is_no_text(shown: str) -> None:
    found = read(f"<h1>{T}</h1><div class=info>发布时间：{shown} 来源：区住建局</div>{P}")
    assert (found.published, found.undetermined) == (None, ("published",))


@pytest.mark.parametrize("shown", ["", "<b></b>", "<b>来源：</b><img src=/logo.png>"])
def test_a_label_beside_nothing(shown: str) -> None:
    found = read(f"<h1>{T}</h1><div class=info>发布时间：{shown}</div>{P}")
    assert (found.published, found.undetermined) == (None, ())


SITE = "松溪区人民政府-松溪区人民政府"


def test_an_article_that_nothing_names() -> None:
    inner = f"<div class=t>{T}</div><div class=i><span>2026-11-25</span><span>来源：区住建局</span></div>{P}"
    found = read(inner, SITE)
    assert (str(found.published), found.published_from) == ("2026-11-25", Provenance.OWN_PLACE)


@pytest.mark.parametrize(
    "inner",
    [
        f"<div>欢迎访问松溪区人民政府门户网站</div><div>2026年11月30日</div>{P}",
        f"<div>松溪区人民政府门户网站</div><div>2026年11月30日</div>{P}",
        f"<div><a href=/2.html>供暖工作安排通知</a></div><div>2026-11-25</div>{P}",
        f"<div>{T}</div><div>成文日期：2026-11-25</div>{P}",
        f"<a href=/2.html>{T}</a><span>2026-11-25</span>{P}",
        f"<div>{T}</div><div>2026-11-25</div><p>见附件</p>",
    ],
)
def test_a_day_beneath_what_is_no_headline(inner: str) -> None:
    assert read(inner, SITE).published is None


def test_the_cells_of_a_table_are_no_leaf() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>区教育局</td><td>2020-1</td><td>1</td><td>7{n}.5</td></tr>" for n in range(9))
    assert read(f"<h1>{T}</h1><table>{rows}</table>{P}").published is None
