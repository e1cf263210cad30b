"""Footers of several makes; all names and numbers are made up."""

import pytest

from crawler.reading import read_home, read_page
from ledger.vocabulary import Identity

AT = "http://www.songxi.gov.cn/"
BODY = "<p>" + "正文文字。" * 400 + "本次活动主办单位：某某协会 承办单位：某某公司</p>"


def read(foot: str, head: str = "") -> Identity:
    return read_home(f"<html><head>{head}</head><body>{BODY}{foot}</body></html>", AT).identity


FOOTS = [
    "<p>主办单位：松溪区人民政府办公室　承办：松溪区数据局</p><p>网站标识码：3599990001 闽ICP备09000001号-1</p>"
    "<p><a>闽公网安备 35999902000001号</a></p>",
    "<p>主办：</p><p>松溪区人民政府办公室</p><p>承办：松溪区数据局</p><p>政府网站标识码 3599990001</p>"
    "<p>备案号：闽 ICP 备 09000001 号 - 1</p><p>闽公网安备35999902000001号</p>",
    "<p>网站主办:松溪区人民政府办公室 | 承办单位:松溪区数据局 | 标识码：3599990001 | 闽ICP备09000001号-1 | "
    "闽公网安备　35999902000001号</p>",
    "<p>版权所有：松溪区人民政府办公室</p><p>承 办：松溪区数据局 电话：0599-1234567</p>"
    "<p>网站标识码：３５９９９９０００１</p><p>闽ICP备09000001号-1 闽公网安备 35999902000001号</p>",
    "<p>松溪区人民政府办公室 版权所有 承办：松溪区数据局 技术支持：某公司</p>"
    "<p>网站标识码：3599990001闽ICP备09000001号-1</p><p>闽公网安备 35999902000001号</p>",
]


@pytest.mark.parametrize("foot", FOOTS, ids=range(len(FOOTS)))
def test_footers(foot: str) -> None:
    seen = read(foot)
    assert seen.sponsor == "松溪区人民政府办公室"
    assert seen.operator == "松溪区数据局"
    assert seen.site_code == "3599990001"
    assert seen.icp == "闽ICP备09000001号-1"
    assert seen.police == "闽公网安备35999902000001号"
    assert seen.undetermined == ()


@pytest.mark.parametrize(
    ("foot", "sponsor", "operator", "police"),
    [
        ("<p>松溪区人民政府办公室主办<span>维护电话：0599-1</span></p>", "松溪区人民政府办公室", None, None),
        ("<p>中共松溪区委 松溪区人民政府主办 Tel：0599-1</p>", "中共松溪区委 松溪区人民政府", None, None),
        ("<p>松溪区人民政府版权所有 松溪区数据局承办</p>", "松溪区人民政府", "松溪区数据局", None),
        ("<p>主办：中共松溪区委 松溪区人民政府　 承办: 松溪区数据局 (0599-2224737)</p>",
         "中共松溪区委 松溪区人民政府", "松溪区数据局", None),
        ("<p>主办单位：<a>松溪</a><a>区教育局</a><br>您是第3位访客</p>", "松溪区教育局", None, None),
        ("<p>主办单位：松溪区教育局  地址：松溪镇 邮编：210008</p>", "松溪区教育局", None, None),
        ("<p>公安机关备案号 35999902000001</p>", None, None, "35999902000001"),
        ("<p>闽公网安备 ：35999902000001号</p>", None, None, "闽公网安备35999902000001号"),
        ("<p><span>闽公网</span><span>安备3599</span><span>9902000001号</span></p>", None, None,
         "闽公网安备35999902000001号"),
        ("<p>本次活动由松溪区教育局主办，松溪区文化馆承办，现场气氛热烈。</p>", None, None, None),
    ],
)  # fmt: skip
def test_other_ways_to_say_it(foot: str, sponsor: str | None, operator: str | None, police: str | None) -> None:
    seen = read(f"{foot}<p>网站标识码：3599990001</p>")
    assert (seen.sponsor, seen.operator, seen.police) == (sponsor, operator, police)


def test_html_in_the_place_of_a_text_file_speaks_for_nobody() -> None:
    page = f"<body>{FOOTS[0]}</body>".encode()
    assert read_page(page, f"{AT}robots.txt").identity == Identity()
    assert read_page(page, f"{AT}robots.html").identity.sponsor == "松溪区人民政府办公室"


def test_marks_and_ways() -> None:
    seen = read(
        '<p>网站标识码：bm99000001 联系电话：0599-1234567 <a href="/wzdt/">网站地图</a></p>'
        '<a href="http://bszs.conac.cn/sitename?method=show&id=0A">标识</a>'
        '<script src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>'
    )
    assert (seen.site_code, seen.contact) == ("bm99000001", "0599-1234567")
    assert seen.site_map == "http://www.songxi.gov.cn/wzdt/"
    assert seen.conac == "http://bszs.conac.cn/sitename?method=show&id=0A"
    assert seen.report_error == "https://zfwzgl.www.gov.cn/exposure/jiucuo.js"


def test_the_code_may_stand_in_the_tags_only() -> None:
    assert read("<p>版权所有</p>", '<meta content="3599990001" name="SiteIDCode">').site_code == "3599990001"


def test_what_the_page_does_not_show_is_none() -> None:
    seen = read("<p>关于我们</p>")
    assert (seen.sponsor, seen.operator, seen.site_code, seen.icp, seen.police) == (None,) * 5
    assert seen.undetermined == ()


def test_other_numbers_are_no_identity() -> None:
    seen = read("<p>热线 05991234567 沪ICP证：沪B2-20170116 许可证：31120170006</p>")
    assert (seen.site_code, seen.icp, seen.police) == (None, None, None)


@pytest.mark.parametrize(
    "script",
    [
        "<script>$('#footer').load('/inc/f.html')</script>",
        "<script src=/js/footer.js></script>",
        "<iframe src=/foot.html></iframe>",
        "<script>document.writeln('<p>主办单位：松溪区数据局 闽ICP备09000001号</p>')</script>",
    ],
)
def test_a_footer_put_in_by_script_cannot_be_told(script: str) -> None:
    seen = read(f"<div id=x></div>{script}")
    assert {"sponsor", "icp", "site_code"} <= set(seen.undetermined)
    assert "identity.icp" in read_page(f"<body>{script}</body>".encode(), AT).undetermined
