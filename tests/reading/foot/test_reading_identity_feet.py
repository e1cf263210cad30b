"""Feet in every dialect, and beside each its twin that truly lacks the element: one is told or cannot be told, the
other is missing. All names and numbers are made up."""

import pytest

from crawler.reading import read_home
from tests.reading.foot.feet import AT, PARTS, UNDETERMINED, page, seen


@pytest.mark.parametrize("field", PARTS)
def test_a_foot_without_the_element_lacks_it(field: str) -> None:
    """The twin of everything below; what the other elements leave behind is no trace of this one."""
    parts = {"site_code": ""} if field == "report_error" else {}
    assert seen(field, "", **parts) is None
    identity = read_home(page(**{field: ""}), AT).identity
    assert [name for name in PARTS if not getattr(identity, name)] == [field]


BSZS = "https://bszs.conac.cn/sitename?method=show&id=0A"
DCS = "dcs.conac.cn/js/13/000/0000/60000001/CA130000000600000010001.js"


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        (f"<a href={BSZS}><img src=/i/red.png></a>", BSZS),
        (f"<img src=/i/r.png onclick=\"window.open('{BSZS}')\">", BSZS),
        (f"<img usemap=#m src=/i/r.png><map name=m><area href='{BSZS}' coords=1,1,2,2></map>", BSZS),
        (f"<span data-href='{BSZS}'>党政机关</span>", BSZS),
        (f"<script src=//{DCS}></script>", f"//{DCS}"),
        (
            f"<script>document.write(unescape(\"%3Cscript src='http://{DCS}'%3E%3C/script%3E\"))</script>",
            f"http://{DCS}",
        ),
        (f"<script>var p='https:'==document.location.protocol?'https://':'http://';w(p+'{DCS}')</script>", f"//{DCS}"),
        ("<span id=_ideConac></span>", UNDETERMINED),
        ("<a href=javascript:;><img src=/i/x.png alt=党政机关网站标识></a>", UNDETERMINED),
        ("<a href=javascript:;><img src=/i/4.png></a>", UNDETERMINED),
        ("<a class=dzjg href=/x/></a>", UNDETERMINED),
        (f"<!-- <a href={BSZS}>党政机关</a> -->", None),
        (f"<script>\n// document.write('<script src=http://{DCS}>')\n</script>", None),
        ("<a href=/wx/><img src=/i/weixin.png alt=微信公众号></a><img src=/i/logo.png>", None),
        ("<a href=/dw/>党建园地</a>", None),
        ("<ul><li><a href=/zp/ title=事业单位公开招聘>事业单位公开招聘</a></li></ul>", None),
        ("<script src=/js/conac.js></script>", UNDETERMINED),
    ],
)
def test_the_badge(foot: str, expected: object) -> None:
    assert seen("conac", foot) == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("<script id=_jiucuo_ sitecode=3599990001 src=//pucha.kaipuyun.cn/exposure/jiucuo.js></script>",
         "//pucha.kaipuyun.cn/exposure/jiucuo.js"),
        ("<a href='http://121.43.68.40/exposure/jiucuo.html?site_code=3599990001'><img src=/i/a.png></a>",
         "http://121.43.68.40/exposure/jiucuo.html?site_code=3599990001"),
        ("<img src=/i/a.png onclick=\"window.open('http://121.43.68.40/exposure/jiucuo.html?site_code=3599990001')\">",
         "http://121.43.68.40/exposure/jiucuo.html?site_code=3599990001"),
        ("<img src=/i/a.png onclick=\"Link('3599990001')\">", "Link('3599990001')"),
        ("<a href=/jiucuo/><img src=/i/a.png alt=我为政府网站找错></a>", "http://www.songxi.gov.cn/jiucuo/"),
        ("<a href=/zc/>【网站纠错】</a>", "http://www.songxi.gov.cn/zc/"),
        ("<a href='http://114.55.181.28/errorInfo/search'><img src=/i/zc.png></a>",
         "http://114.55.181.28/errorInfo/search"),
        ("<span id=_span_jiucuo></span>", UNDETERMINED),
        ("<span id=e></span><script>var name = 'jiucuo'; put('e', name + '.png')</script>", UNDETERMINED),
        ("<a href=\"javascript:Link('3599990001')\"><img src=/i/a.png></a>", "javascript:Link('3599990001')"),
        ("<script src=/js/p.js sitecode=3599990001></script>", UNDETERMINED),
        ("<img src=/images/jiucuo.png>", UNDETERMINED),
        ("<a href=/art/2026/11/2/art_2_2.html>“我为政府网站找错”平台上线</a><span>2026-11-02</span>", None),
        ("<li><a href=/art/3.html>我为政府网站找错</a> 2026-11-02</li>", None),
    ],
)  # fmt: skip
def test_the_entry_for_mistakes(foot: str, expected: object) -> None:
    assert seen("report_error", foot, site_code="") == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("<a href=/m.html><img src=/i/m.png title=网站地图></a>", "http://www.songxi.gov.cn/m.html"),
        ("<a href=/m.html><img src=/i/wzdt.png></a>", "http://www.songxi.gov.cn/m.html"),
        ("<a href=/m.html>[ 站点 地图 ]</a>", "http://www.songxi.gov.cn/m.html"),
        ("<a href=/sitemap.html>导航</a>", "http://www.songxi.gov.cn/sitemap.html"),
        ("<a href=javascript:; onclick=openMap()>网站地图</a>", "openMap()"),
        ("<a class=wzdt href=/x/></a>", UNDETERMINED),
        ("<a href=/art/2026/11/3/art_2_3.html>松溪区政府“网站地图”上线</a>", None),
        ("<li><a href=/art/4.html>网站地图</a><span>2026-11-03</span></li>", None),
        ("<a href=/map/>便民地图</a>", None),
        (
            "<ul><li><a href=/gy/>关于我们</a></li><li><a href=/m.html>网站地图</a></li></ul>",
            "http://www.songxi.gov.cn/m.html",
        ),
        ("网站地图", None),
        ("<link rel=sitemap href=/sitemap.xml>", None),
    ],
)
def test_the_map(foot: str, expected: object) -> None:
    assert seen("site_map", foot) == expected


BADGE = "http://www.beian.gov.cn/portal/registerSystemInfo"


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("闽公网安备：35999902000001号", "闽公网安备35999902000001号"),
        ("闽公网安备<br>3599 9902 0000 01 号", "闽公网安备35999902000001号"),
        ("<span>闽公网</span><b>安备</b>３５９９９９０２０００００１", "闽公网安备35999902000001"),
        ("网警备案号：35999902000001", "35999902000001"),
        ("公安机关备案号：35999902000001", "35999902000001"),
        ("闽公网安备3599990200001号", "闽公网安备3599990200001号"),
        (f"<a href='{BADGE}?recordcode=35999902000001'><img src=/i/g.png></a>", "35999902000001"),
        ("<a href='https://beian.mps.gov.cn/#/query/webSearch?code=35999902000001'>公安备案</a>", "35999902000001"),
        (f"<a href={BADGE}>公网安备</a>", UNDETERMINED),
        ("<img src=/i/gongan.png>", UNDETERMINED),
        ("<a href=javascript:;><img src=/i/g.png title=闽公网安备35999902000001号></a>", "闽公网安备35999902000001号"),
        ("<a href=https://beian.miit.gov.cn/>闽ICP备09000001号-1</a>", None),
        ("<a href=/ga/>松溪区公安局</a>", None),
    ],
)
def test_the_number_of_the_police(foot: str, expected: object) -> None:
    assert seen("police", foot) == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        *((f"{name}ICP备09000001号", f"{name}ICP备09000001号")
          for name in "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼"),
        ("闽ICP备：09000001号", "闽ICP备09000001号"),
        ("备案号：闽ICP备09000001-1号", "闽ICP备09000001-1号"),
        ("<span>闽ICP备</span><i>0900</i>0001号－2", "闽ICP备09000001号-2"),
        ("闽ICP备 <br> 09000001 号 - 1", "闽ICP备09000001号-1"),
        ("ICP备案号：09000001", "ICP备09000001"),
        ("<img src=/i/icp.png alt=闽ICP备09000001号-1>", "闽ICP备09000001号-1"),
        ("<a href=https://beian.miit.gov.cn/><img src=/i/icp.png></a>", UNDETERMINED),
        ("闽ICP证：闽B2-20170116", None),
    ],
)  # fmt: skip
def test_the_number_of_the_ministry(foot: str, expected: object) -> None:
    assert seen("icp", foot) == expected


@pytest.mark.parametrize("name", "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼")
def test_every_province_writes_its_number_of_the_police(name: str) -> None:
    assert seen("police", f"{name}公网安备35999902000001号") == f"{name}公网安备35999902000001号"


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("主办：松溪区人民政府办公室", "松溪区人民政府办公室"),
        ("<span>主 办 单 位：</span><span>松溪区</span><b>人民政府办公室</b>", "松溪区人民政府办公室"),
        ("松溪区人民政府办公室 主办", "松溪区人民政府办公室"),
        ("主管：松溪区人民政府　主办：松溪区数据局　承办：松溪区信息中心", "松溪区数据局"),
        ("版权所有 © 松溪区人民政府办公室", "松溪区人民政府办公室"),
        ("松溪区人民政府办公室主管 松溪区数据局承办", UNDETERMINED),
        ("承办：松溪区数据局", UNDETERMINED),
        ("<table><tr><td>主办单位</td><td>松溪区人民政府办公室</td></tr></table>", "松溪区人民政府办公室"),
        ("主办单位：<img src=/i/name.png>", UNDETERMINED),
        ("<b>主办单位：</b><i>网站声明及隐私</i>", UNDETERMINED),
        ("版权所有<span id=owner></span>", UNDETERMINED),
        ("<ul><li><a href=http://a.cn/>松溪技师学院</a></li></ul>版权所有", UNDETERMINED),
        ("Copyright © 2026 All Rights Reserved", None),
        ("技术支持：某某科技有限公司", None),
        ("<ul><li><a href=/1.html>书画展（主办：松溪书画协会）</a> 2026-11-02</li></ul>", None),
        ("本次活动由松溪区教育局主办，松溪区文化馆承办，现场气氛热烈。", None),
        ("<ul><li><a href=http://a.cn/>松溪区科学院</a></li><li><a href=http://b.cn/>松溪技师学院</a></li></ul>", None),
    ],
)
def test_who_is_answerable(foot: str, expected: object) -> None:
    assert seen("sponsor", foot) == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("联系电话：020-12345地址：清辉路1号", "020-12345"),
        ("电话：（0599）1234567 邮编：353500", "（0599）1234567"),
        ("办公电话:0599-1234567转8001", "0599-1234567转8001"),
        ("E-mail：sxzf@songxi.gov.cn", "sxzf@songxi.gov.cn"),
        ("政务热线：12345", "12345"),
        ("松溪镇清辉路1号 0599-1234567", "0599-1234567"),
        ("<a href='mailto:sxzf@songxi.gov.cn'>站长信箱</a>", "sxzf@songxi.gov.cn"),
        ("<a href=/lxwm/>联系我们</a>", "http://www.songxi.gov.cn/lxwm/"),
        ("<ul><li><a href=/l/>联系我们</a></li><li><a href=/g/>关于我们</a></li></ul>", "http://www.songxi.gov.cn/l/"),
        ("联系电话：<img src=/i/tel.png>", UNDETERMINED),
        ("地址：松溪镇清辉路1号", UNDETERMINED),
        ("您是第35123456位访客", None),
        ("<a href=/gy/>关于我们</a>", None),
        ("<ul><li><a href=/9.html>区政务服务热线开通</a> 2026-11-02</li></ul>", None),
    ],
)
def test_how_to_reach_it(foot: str, expected: object) -> None:
    assert seen("contact", foot) == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("政府网站标识码 ３５９９９９０００１", "3599990001"),
        ("网站标识码：bm99000001", "bm99000001"),
        ("网站标识码：359999001", "359999001"),
        ("网站标识码：<img src=/i/c.png>", UNDETERMINED),
        ("<script src=/x.js sitecode='3599990001'></script>", "3599990001"),
        ("信息编号 3599990001", None),
    ],
)
def test_the_code_of_the_site(foot: str, expected: object) -> None:
    assert seen("site_code", foot, report_error="") == expected
