"""A made-up home page whose foot has all its elements, or others in their place."""

from crawler.reading import read_home

AT = "http://www.songxi.gov.cn/"
ROWS = "".join(
    f"<li><a href='/art/2026/11/{n}/art_1_{n}.html'>松溪区召开第{n}次会议</a><span>2026-11-{n}</span></li>"
    for n in range(10, 22)
)
MAIN = f"<div class=nav><a href=/a/>首页</a><a href=/b/>政务公开</a></div><div><ul>{ROWS}</ul></div>"
PARTS = {
    "sponsor": "主办单位：松溪区人民政府办公室",
    "contact": "联系电话：0599-1234567",
    "site_code": "网站标识码：3599990001",
    "icp": "闽ICP备09000001号-1",
    "police": "闽公网安备35999902000001号",
    "conac": "<a href='http://bszs.conac.cn/sitename?method=show&id=0A'>党政机关</a>",
    "report_error": "<a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html'>我为政府网站找错</a>",
    "site_map": "<a href=/sm.html>网站地图</a>",
}
UNDETERMINED = object()


def page(**parts: str) -> str:
    """A home page whose foot has all its elements, or those given in their place."""
    foot = "".join(f"<p>{part}</p>" for part in (PARTS | parts).values() if part)
    return f"<html><head><title>松溪区人民政府</title></head><body>{MAIN}<div class=wz>{foot}</div></body></html>"


def seen(field: str, foot: str, **others: str) -> object:
    identity = read_home(page(**{field: foot}, **others), AT).identity
    value = getattr(identity, field)
    assert value is None or field not in identity.undetermined
    return UNDETERMINED if field in identity.undetermined else value
