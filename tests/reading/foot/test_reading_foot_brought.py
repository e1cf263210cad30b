"""Numbers of a foot that stand in pieces, and a foot that a script brings."""

import pytest

from crawler.reading import read_home
from tests.reading.foot.feet import AT, MAIN, UNDETERMINED, seen


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("网站标识码： 359999 0001", "3599990001"),
        ("网站标识码：<b>359999</b> <b>0001</b>", "3599990001"),
        ("网站标识码：359999<br>0001", "3599990001"),
        ("网站标识码：3599990001 0599-1234567", "3599990001"),
        ("网站标识码：bm 99000001", "bm99000001"),
        ("网站标识码：359999001<br>电话0599-1234567", "359999001"),
        ("网站标识码：35999900012", "35999900012"),
        ("网站标识码：359999 001", UNDETERMINED),
        ("网站标识码：359999001 12", UNDETERMINED),
    ],
)
def test_a_code_is_never_quoted_in_part(foot: str, expected: object) -> None:
    assert seen("site_code", foot, report_error="") == expected


def test_a_wrong_code_in_the_foot_outranks_what_the_head_declares() -> None:
    head = "<meta name=SiteIDCode content=3599990001>"
    html = f"<html><head>{head}</head><body>{MAIN}<p>网站标识码：359999001 版权所有</p></body></html>"
    assert read_home(html, AT).identity.site_code == "359999001"


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("闽ICP备1234号", "闽ICP备1234号"),
        ("闽ICP备0900 0001号", "闽ICP备09000001号"),
        ("闽ICP备09000 001号", "闽ICP备09000001号"),
        ("闽ICP备09000001", "闽ICP备09000001"),
        ("闽ICP备09000001 35999902000001", "闽ICP备09000001"),
        ("闽ICP备09000001号 2012-2026", "闽ICP备09000001号"),
        ("闽ＩＣＰ备０９０００００１号", "闽ICP备09000001号"),
        ("闽ｉｃｐ备09000001号", "闽icp备09000001号"),
        ("闽ICP备0900 1", UNDETERMINED),
        ("闽ICP备　　号", UNDETERMINED),
    ],
)
def test_a_filing_number_is_never_quoted_in_part(foot: str, expected: object) -> None:
    assert seen("icp", foot) == expected


def undetermined(end: str, head: str = "") -> bool:
    html = f"<html><head>{head}</head><body>{MAIN}<p>主办单位：松溪区人民政府办公室</p>{end}</body></html>"
    identity = read_home(html, AT).identity
    assert identity.icp is None
    return {"icp", "police"} <= set(identity.undetermined)


@pytest.mark.parametrize(
    "end",
    [
        '<div id=ft></div><script>$("#ft").load("/foot.html")</script>',
        "<div id=x></div><script>fetch('/inc/footer.shtml').then(r=>r.text()).then(t=>x.innerHTML=t)</script>",
        '<div id="footer"></div><script src="/js/common.js"></script>',
        '<div class="g-bottom clearfix"> </div><script>put("g-bottom", bq);</script>',
        "<footer id=f></footer><script>document.getElementById('f').innerHTML = s</script>",
        "<site-footer></site-footer>",
        "<gov-end unit=9></gov-end>",
        "<div data-include='/common/footer.html'></div>",
        "<div w3-include-html=bottom.html></div>",
    ],
)
def test_a_foot_that_a_script_brings_is_not_missing(end: str) -> None:
    assert undetermined(end)


@pytest.mark.parametrize(
    "end",
    [
        "<script src=/js/jquery-3.6.0.min.js></script><script>var _hmt = _hmt || [];</script>",
        "<div id=footer><p>联系我们</p></div><script src=/js/common.js></script>",
        "<div id=footer></div><script src=/js/jquery.min.js></script><script>$('.nav').show()</script>",
        "<div id=footer></div><script src=https://hm.baidu.com/hm.js></script>",
        "<div class=clear></div><script src=/js/common.js></script>",
        "<script>$('.foot a').css('background', '/img/foot.png')</script>",
        "<link rel=stylesheet href=/css/footer.css><a href=/about/bottom.html>关于我们</a>",
    ],
)
def test_a_foot_without_its_marks_stays_one(end: str) -> None:
    assert not undetermined(end)


NUMBERED = "<p>闽ICP备09000001号</p>"


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (f"{NUMBERED}<div class=bottom-code></div><script src=/js/common.js></script>", False),
        (f"{NUMBERED}<gov-icon></gov-icon>", False),
        (f"{NUMBERED}<div id=footer></div><script src=/js/common.js></script>", True),
        (f"{NUMBERED}<div id=bottom></div><script>$('#bottom').html(s)</script>", True),
        (f"{NUMBERED}<gov-footer></gov-footer>", True),
    ],
)
def test_an_ornament_beside_a_number_is_no_place_for_more(end: str, told: bool) -> None:
    html = f"<html><body>{MAIN}<p>主办单位：松溪区人民政府办公室</p>{end}</body></html>"
    assert ("conac" in read_home(html, AT).identity.undetermined) == told


def test_very_many_boxes_are_not_all_looked_into() -> None:
    html = f"{MAIN}{'<div class=foot>' * 3000}<p>闽ICP备09000001号</p>"
    assert read_home(html, AT).identity.icp == "闽ICP备09000001号"


def test_an_empty_box_at_the_page_s_head_brings_no_foot() -> None:
    foot = "<p>主办单位：松溪区人民政府办公室</p><script src=/js/common.js></script>"
    html = f"<div class=bottom-line></div>{MAIN}{foot}"
    assert "icp" not in read_home(html, AT).identity.undetermined
