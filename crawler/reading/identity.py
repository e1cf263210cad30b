"""Footer identity as shown. What a script may put in is 'cannot tell', never 'missing'."""

import re
from urllib.parse import urlsplit

from crawler.reading.footer import words_of
from crawler.reading.page import View
from crawler.reading.tags import tag
from ledger.vocabulary import Identity

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_CODE = re.compile(r"标识码?\s*(?:编码|代码|编号)?\s*[为是]?\s*[:：]?\s*[(（]?\s*([a-zA-Z]{2}\d{8}|\d{10})(?!\d)")
_CODE_ATTRIBUTE = re.compile(r"site_?(?:id)?code[\"']?\s*[=:]\s*[\"']?\s*([a-zA-Z]{2}\d{8}|\d{10})(?!\d)", re.I)
_ICP = re.compile(
    rf"[{_PROVINCE}]?\s*ICP\s*备\s*案?\s*(?:[:：]\s*)?\d{{5,10}}\s*号?(?:\s*[-—－]\s*\d{{1,3}}(?!\d))?", re.I
)
_POLICE = re.compile(rf"[{_PROVINCE}]\s*公\s*网\s*安\s*备\s*(?:案?号)?\s*[:：]?\s*\d{{11,14}}\s*号?")
_POLICE_BARE = re.compile(r"公安(?:机关)?(?:联网)?备案(?:编?号|号码)?\s*[:：]?\s*(\d{14})(?!\d)")
_SIGN = re.compile(r"ICP\s*备|公网安备|标识码|版权所有|copyright|©|all rights? reserved|技术支持|网站地图", re.I)
_STOP = (
    r"(?=\s{2,}|\n|$|[|丨©]|\s*[(（]\d|\s*(?:承办|主办|协办|版权|地址|电话|联系|邮编|邮箱|技术|网站|备案|维护|运维|政府网站|Copyright|ICP"
    rf"|标识码|[{_PROVINCE}]ICP|[{_PROVINCE}]公网))"
)
_NAME = r"\s*[:：]\s*\n?\s*([^\n:：|丨©]{3,50}?)\s*" + _STOP
_SPONSOR = re.compile(r"主\s*办\s*(?:单\s*位|方)?" + _NAME, re.I)
_OPERATOR = re.compile(r"承\s*办\s*(?:单\s*位|方)?" + _NAME, re.I)
_BODY = r"(?:党委|政府|局|委员会|委|办公室|厅|部|署|院|中心|网|会|街道|镇|乡)"
_RIGHTS_AFTER = re.compile(r"版权所有\s*[:：]\s*([^\n:：|丨©\s]{4,40}" + _BODY + ")")
_RIGHTS_BEFORE = re.compile(r"([^\n:：|丨©\s\d]{3,40}" + _BODY + r")\s*版权所有")
_DONE = r"(?=\s|$|[|丨]|主办|承办|版权|技术|网站|[a-zA-Z])"
_NAMES = r"((?:[^\n:：，。|丨©\s\d]{2,20}(?:委|会|府)\s)?[^\n:：，。|丨©\s\d]{3,40}" + _BODY + r")\s*"
_SPONSOR_BEFORE = re.compile(_NAMES + r"主\s?办" + _DONE)
_OPERATOR_BEFORE = re.compile(_NAMES + r"承\s?办" + _DONE)
_CONTACT = re.compile(
    r"(?:联系电话|联系方式|电\s*话|热线|邮\s*箱|E-?mail)\s*[:：]\s*\n?\s*([\w\-()（）+@.、/ ]{6,40})", re.I
)
_CONAC = re.compile(r"[\"'(=]\s*((?:https?:)?//(?:bszs|dcs)\.conac\.cn/[^\"'\s>\\]+)", re.I)
_REPORT = re.compile(r"(?:https?:)?//(?:pucha\.kaipuyun\.cn|zfwzgl\.www\.gov\.cn)/[^\"'\s>\\]+", re.I)
_FOOT_BY_SCRIPT = re.compile(
    r"<(?:script|i?frame)\b[^>]*\bsrc\s*=\s*[\"']?[^\"'\s>]*(?:foot|bottom|tail|dibu|copyright)"
    r"|[\"'#.][\w-]*(?:foot|bottom|copyright)[\w-]*[\"']\s*\)\s*\.\s*(?:load|html|append)\b|getfooter|loadfooter",
    re.I,
)
LIBRARY = re.compile(
    r"jquery|swiper|bootstrap|layer|layui|slide|echarts|vue|polyfill|html5|respond|superslide|wow", re.I
)
_TEXT_FILE = re.compile(r"\.(?:txt|xml|json)$", re.I)
_WRITTEN = re.compile(r"ICP\s*备|公网安备|标识码\s*[:：]|主办(?:单位)?\s*[:：]", re.I)
FIELDS = ("sponsor", "operator", "contact", "site_code", "icp", "police", "conac", "report_error", "site_map")


def _zones(text: str) -> str:
    """The short lines near a footer's signs. A long line is a paragraph of the page, whose 主办 is some event's."""
    lines = text.split("\n")
    signs = [n for n, line in enumerate(lines) if _SIGN.search(line) and (n > len(lines) // 3 or len(lines) < 60)]
    near = {n + step for n in signs for step in range(-5, 6)}
    return "\n".join(line for n, line in enumerate(lines) if n in near and (n in signs or len(line) < 100))


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    found = [m.strip(" 　·,，。;；") for m in pattern.findall(text)]
    return found[-1] if found and found[-1] else None


def _packed(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return re.sub(r"\s+", "", found.group()) if found else None


def _sponsor(zone: str) -> str | None:
    name = _last(_SPONSOR, zone) or _last(_SPONSOR_BEFORE, zone)
    name = name or _last(_RIGHTS_AFTER, zone) or _last(_RIGHTS_BEFORE, zone)
    return name.removeprefix("中国·").removeprefix("©").strip() if name else None


def _police(text: str) -> str | None:
    found = _POLICE_BARE.search(text)
    return _packed(_POLICE, text) or (found[1] if found else None)


def _linked(view: View, words: tuple[str, ...]) -> str | None:
    """Where the entry leads; of one that only a script opens, what it is written as."""
    found = next((x.url for x in view.links if x.tag in {"a", "area"} and any(w in x.text for w in words)), None)
    if found:
        return found
    for node in view.tree.css("a, area, img[alt], [onclick]"):
        shown = f"{node.text()} {node.attributes.get('title') or ''} {node.attributes.get('alt') or ''}"
        if len(shown) < 40 and any(w in shown for w in words):
            return node.attributes.get("href") or node.attributes.get("onclick") or "#"
    return None


def _site_code(text: str) -> str | None:
    shown = _CODE.search(text)
    return shown[1].lower() if shown else None


def _hidden_code(view: View) -> str | None:
    """The code where no reader sees it: in the tags, or in the script of 我为政府网站找错."""
    declared = re.fullmatch(r"[a-zA-Z]{2}\d{8}|\d{10}", tag(view.tags, "SiteIDCode"))
    in_script = declared or _CODE_ATTRIBUTE.search(view.raw)
    return in_script[in_script.re.groups].lower() if in_script else None


def _address(pattern: re.Pattern[str], view: View, group: int) -> str | None:
    shown = next((x.url for x in view.links if pattern.search(f'"{x.url}')), None)
    in_script = pattern.search(view.scripts)
    return shown or (in_script[group] if in_script else None)


def _of_text(text: str) -> dict[str, str | None]:
    """Names stand near a footer's signs; numbers may stand anywhere."""
    zone = _zones(text)
    return {
        "sponsor": _sponsor(zone),
        "operator": _last(_OPERATOR, zone) or _last(_OPERATOR_BEFORE, zone),
        "contact": _last(_CONTACT, zone),
        "site_code": _site_code(text),
        "icp": _packed(_ICP, text),
        "police": _police(text),
    }


def _by_script(view: View) -> bool:
    """A footer that a script brings, or writes out itself."""
    return bool(_FOOT_BY_SCRIPT.search(view.raw)) or bool(_WRITTEN.search(view.scripts))


def doubtful(view: View) -> bool:
    """Whether a home page that shows no sign of a footer may still have one: in a frame, or from a script of its
    own, or because the page is only a step on the way to the real one."""
    links = [x for x in view.links if x.tag in {"a", "area"}]
    if len(view.text) < 120 and len(links) < 3:
        return True
    host = urlsplit(view.url).netloc
    brought = [x.url for x in view.links if x.tag in {"script", "iframe", "frame"}]
    return any(urlsplit(u).netloc == host and not LIBRARY.search(urlsplit(u).path) for u in brought)


def mounted(view: View) -> bool:
    """Whether the page has an empty place where a script puts the whole of its content."""
    node = view.tree.css_first("#app, #root, #__nuxt, #q-app")
    return node is not None and not node.text().strip() and node.css_first("a, img") is None


def read_identity(view: View) -> Identity:
    """Piece by piece, then block by block for what spans cut up. HTML in the place of a text file (robots.txt) is an
    error page or a detour: it speaks for nobody."""
    if _TEXT_FILE.search(urlsplit(view.url).path):
        return Identity()
    words = words_of(view.raw)
    facts, joined = _of_text(words.pieces), _of_text(words.blocks)
    facts = {name: value or joined[name] for name, value in facts.items()}
    shown = any(facts[name] for name in ("icp", "police", "sponsor", "site_code"))
    facts |= {
        "site_code": facts["site_code"] or _hidden_code(view),
        "conac": _address(_CONAC, view, 1),
        "report_error": _address(_REPORT, view, 0) or _linked(view, ("找错", "网站纠错")),
        "site_map": _linked(view, ("网站地图", "站点地图")),
    }
    by_script = not shown and _by_script(view)
    return Identity(**facts, undetermined=tuple(f for f in FIELDS if not facts[f]) if by_script else ())
